export type Requested = import("./express-request").Requested;
/**
 * For the site: `req.visitorseal` and, for templates, `res.locals.visitorseal` hold the {@link Page}, whose
 * `script()` goes into the HTML. The nonce is `res.locals.cspNonce`. Mount it behind whatever says who is
 * signed in. The page of a visitor, and whatever has a script, is sent as `Cache-Control: private, no-store`,
 * whatever the site says of caches.
 *
 * @param {SiteOptions<Request>} options
 * @returns {RequestHandler}
 */
export function page(options: SiteOptions<Request>): RequestHandler;
/**
 * For the site: answers a single-page app with `{"scheme", "fields"}`, where the fields are null without a visitor.
 *
 * @param {SiteOptions<Request>} options
 * @returns {RequestHandler}
 */
export function fields(options: SiteOptions<Request>): RequestHandler;
/**
 * For the vendor: verifies the body and puts the {@link Verified} on `req.verified`, or answers as the
 * scheme says. Best before any body parser: a parser hides members that stand twice. Behind it, `req.body`
 * is the parsed body.
 *
 * @param {VendorOptions<Request>} options
 * @returns {RequestHandler}
 */
export function verify(options: VendorOptions<Request>): RequestHandler;
import type { Request } from 'express';
import type { SiteOptions } from './page';
import type { RequestHandler } from 'express';
import type { VendorOptions } from './page';
