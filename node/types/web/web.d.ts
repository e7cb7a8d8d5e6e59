/**
 * The options of one brand, or of several.
 */
export type VisitorsealOptions<Given> = import("./brands").VisitorsealOptions<Given>;
/**
 * What a page can write for the visitor of its request.
 */
export type VisitorHelpers = import("./visitors").VisitorHelpers;
import { checkBrands } from "./brands";
/**
 * Gives a handler that verifies a request at the vendor's backend. It passes the `Verified` visitor to your handler, or answers
 * as the scheme says. It has read the body: what the body claims is in the visitor.
 *
 * @example
 * export const POST = verifyVisitor(shop, (request, visitor) => Response.json({ id: visitor.contact()?.externalId }));
 *
 * @template {Request} Given
 * @template {unknown[]} Rest
 * @param {VisitorsealOptions<Given>} options
 * @param {(request: Given, visitor: Verified, ...rest: Rest) => Response | Promise<Response>} handler
 * @returns {(request: Given, ...rest: Rest) => Promise<Response>}
 */
export function verifyVisitor<Given extends Request, Rest extends unknown[]>(options: VisitorsealOptions<Given>, handler: (request: Given, visitor: Verified, ...rest: Rest) => Response | Promise<Response>): (request: Given, ...rest: Rest) => Promise<Response>;
/**
 * Gives a handler that answers with the signed fields as JSON, for a page that fetches them:
 * `{"scheme": "bookbag", "fields": {…}, "mark": "…", "expires_at": null}`. All but the scheme are null for nobody.
 *
 * @example
 * export const GET = visitorFields(shop);
 *
 * @template Given
 * @param {VisitorsealOptions<Given>} options
 * @returns {(request: Given) => Promise<Response>}
 */
export function visitorFields<Given>(options: VisitorsealOptions<Given>): (request: Given) => Promise<Response>;
/**
 * Signs the visitor of each request for its page, and passes your handler `visitorScript()`, `visitorElement()`,
 * `visitorForgetScript()`, `visitorFields()`, `signedVisitor()` and `isVisitorEnabled()`. Your response is sent with `Cache-Control: private, no-store`
 * if it is of a signed visitor, or has a script or an element.
 *
 * Without a handler it gives these functions for a request. Then send that header yourself. If your function `visitor` needs no
 * request, as in a server component of Next.js, pass none.
 *
 * @example
 * export const GET = visitorPages(shop, (request, { visitorScript }) => {
 *   return new Response(`<!doctype html>${visitorScript({ nonce })}`, { headers: { 'Content-Type': 'text/html' } });
 * });
 *
 * @template Given
 * @template {unknown[]} Rest
 * @overload
 * @param {VisitorsealOptions<Given>} options
 * @param {(request: Given, helpers: VisitorHelpers, ...rest: Rest) => Response | Promise<Response>} handler
 * @returns {(request: Given, ...rest: Rest) => Promise<Response>}
 */
export function visitorPages<Given, Rest extends unknown[]>(options: VisitorsealOptions<Given>, handler: (request: Given, helpers: VisitorHelpers, ...rest: Rest) => Response | Promise<Response>): (request: Given, ...rest: Rest) => Promise<Response>;
/**
 * @template Given
 * @overload
 * @param {VisitorsealOptions<Given>} options
 * @returns {(...request: unknown extends Given ? [] | [request: Given] : [request: Given]) => Promise<VisitorHelpers>}
 */
export function visitorPages<Given>(options: VisitorsealOptions<Given>): (...request: unknown extends Given ? [] | [request: Given] : [request: Given]) => Promise<VisitorHelpers>;
import type { Verified } from '../verified';
export { checkBrands };
