/**
 * The options of one brand, or of several.
 */
export type VisitorsealOptions = import("./brands").VisitorsealOptions<Request>;
/**
 * What a page can write for the visitor of its request.
 */
export type VisitorHelpers = import("./visitors").VisitorHelpers;
/**
 * What a request has after `verifyVisitor`.
 */
export type VerifiedRequest = import("./express-request").VerifiedRequest;
import { checkBrands } from "./brands";
/**
 * Verifies a request at the vendor's backend. `req.visitor` is then the `Verified` visitor and `req.body` the parsed body. Any
 * other request is answered as the scheme says.
 *
 * Mount it before body parsers: they hide members that stand twice.
 *
 * @example
 * app.post('/identify', verifyVisitor(shop), (req, res) => res.json({ id: req.visitor.contact()?.externalId }));
 *
 * @param {VisitorsealOptions} options
 * @returns {RequestHandler}
 */
export function verifyVisitor(options: VisitorsealOptions): RequestHandler;
/**
 * Answers with the signed fields as JSON, for a page that fetches them:
 * `{"scheme": "bookbag", "fields": {…}, "mark": "…", "expires_at": null}`. All but the scheme are null for nobody.
 *
 * @example
 * app.get('/visitor.json', visitorFields(shop));
 *
 * @param {VisitorsealOptions} options
 * @returns {RequestHandler}
 */
export function visitorFields(options: VisitorsealOptions): RequestHandler;
/**
 * Signs the visitor of each request for its page. `res.locals` then has `visitorScript()`, `visitorElement()`,
 * `visitorForgetScript()`, `visitorFields()`, `signedVisitor()` and `isVisitorEnabled()`, for handlers and templates.
 *
 * Mount it on the routes that write pages, after whatever knows who is signed in. The nonce is `res.locals.cspNonce`. A page
 * with a signed visitor, with a script or with an element is sent with `Cache-Control: private, no-store`, whatever the site sets.
 *
 * @example
 * const shop = { scheme: 'bookbag', secret: process.env.BOOKBAG_SECRET, visitor: (req) => req.session.user };
 * app.use(visitorPages(shop));
 * app.get('/', (req, res) => res.send(`<!doctype html><title>Shop</title>${res.locals.visitorScript()}`));
 *
 * @param {VisitorsealOptions} options
 * @returns {RequestHandler}
 */
export function visitorPages(options: VisitorsealOptions): RequestHandler;
import type { Request } from 'express';
import type { RequestHandler } from 'express';
export { checkBrands };
