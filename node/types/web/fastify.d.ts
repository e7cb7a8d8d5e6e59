/**
 * The options of one brand, or of several.
 */
export type VisitorsealOptions = import("./brands").VisitorsealOptions<FastifyRequest>;
/**
 * What a page can write for the visitor of its request.
 */
export type VisitorHelpers = import("./visitors").VisitorHelpers;
/**
 * What a request has after `verifyVisitor`.
 */
export type VerifiedRequest = import("./fastify-request").VerifiedRequest;
import { checkBrands } from "./brands";
/**
 * A plugin that verifies requests at the vendor's backend. `request.visitor` is then the `Verified` visitor. Any other request
 * is answered as the scheme says.
 *
 * Register it in a scope of its own, with the routes that widgets post to: there it reads each JSON body as it came.
 *
 * @example
 * await fastify.register(async (vendor) => {
 *   await vendor.register(verifyVisitor, shop);
 *   vendor.post('/identify', async (request) => ({ id: request.visitor.contact()?.externalId }));
 * });
 *
 * @type {FastifyPluginAsync<VisitorsealOptions>}
 */
export const verifyVisitor: FastifyPluginAsync<VisitorsealOptions>;
/**
 * Gives a handler that answers with the signed fields as JSON, for a page that fetches them:
 * `{"scheme": "bookbag", "fields": {…}, "mark": "…", "expires_at": null}`. All but the scheme are null for nobody.
 *
 * @example
 * fastify.get('/visitor.json', visitorFields(shop));
 *
 * @param {VisitorsealOptions} options
 * @returns {RouteHandlerMethod}
 */
export function visitorFields(options: VisitorsealOptions): RouteHandlerMethod;
/**
 * A plugin that signs the visitor of each request for its page. `reply` then has `visitorScript()`, `visitorElement()`,
 * `visitorForgetScript()`, `visitorFields()`, `signedVisitor()` and `isVisitorEnabled()`. For templates of `@fastify/view`, `reply.locals` has them too.
 *
 * Register it after whatever knows who is signed in. The nonce is that of `@fastify/helmet` with `enableCSPNonces`. A page with
 * a signed visitor, with a script or with an element is sent with `Cache-Control: private, no-store`, whatever the site sets.
 *
 * @example
 * const shop = { scheme: 'bookbag', secret: process.env.BOOKBAG_SECRET, visitor: (request) => request.session.user };
 * await fastify.register(visitorPages, shop);
 * fastify.get('/', (request, reply) => reply.type('text/html').send(reply.visitorScript()));
 *
 * @type {FastifyPluginAsync<VisitorsealOptions>}
 */
export const visitorPages: FastifyPluginAsync<VisitorsealOptions>;
import type { FastifyRequest } from 'fastify';
import type { FastifyPluginAsync } from 'fastify';
import type { RouteHandlerMethod } from 'fastify';
export { checkBrands };
