// A mistake: a route of the Edge runtime that signs.
export const runtime = 'edge';

export async function GET() {
  return import('visitorseal').then(() => new Response('imported'), (error) => new Response(error.message));
}
