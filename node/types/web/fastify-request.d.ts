import type { Verified } from '../verified';
import type { VisitorHelpers } from './visitors';

/** What a request has after `verifyVisitor`. */
export interface VerifiedRequest {
  /** The visitor whom the body proves. */
  visitor: Verified;
}

declare module 'fastify' {
  interface FastifyRequest extends VerifiedRequest {}
  /** What a page has after `visitorPages`. */
  interface FastifyReply extends VisitorHelpers {}
}
