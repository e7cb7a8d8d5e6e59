import type { Page } from './page';
import type { Verified } from '../verifier';

/** What the middleware puts on a request; there only behind the one that does. */
export interface Requested {
  /** Behind `page`: what this page can write for its visitor. */
  visitorseal: Page;
  /** Behind `verify`: the visitor whom the body proves. */
  verified: Verified;
}

declare global {
  namespace Express {
    interface Request extends Requested {}
  }
}
