import type { Page } from './page';
import type { Verified } from '../verifier';

/** What the plugins put on a request; there only behind the one that does. */
export interface Requested {
  /** Behind `page`: what this page can write for its visitor. */
  visitorseal: Page;
  /** Behind `verify`: the visitor whom the body proves. */
  verified: Verified;
}

declare module 'fastify' {
  interface FastifyRequest extends Requested {}
}
