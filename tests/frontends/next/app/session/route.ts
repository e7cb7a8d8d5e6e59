// Signing out by fetch, or by a link.
import { cookies } from 'next/headers';
import { redirect } from 'next/navigation';

export async function DELETE() {
  (await cookies()).delete('session');
  return Response.json(null);
}

export async function GET(request: Request) {
  (await cookies()).delete('session');
  redirect(new URL(request.url).searchParams.get('to') ?? '/shown');
}
