// A site's own sessions: here the cookie is the visitor's id.
import type { Visitor } from 'visitorseal';

export async function userOf(session: string | undefined): Promise<Visitor | null> {
  return session ? { id: session } : null;
}
