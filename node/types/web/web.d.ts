/**
 * For the site: who is signed in, as the {@link Page}, whose `script(nonce)` goes into the HTML. Send
 * `Cache-Control: private, no-store` with it.
 *
 * @template Given
 * @param {SiteOptions<Given>} options
 * @returns {(request: Given) => Promise<Page>}
 */
export function page<Given>(options: SiteOptions<Given>): (request: Given) => Promise<Page>;
/**
 * For the site: a handler that answers a single-page app with `{"scheme", "fields"}`, where the fields are
 * null without a visitor.
 *
 * @param {SiteOptions<Request>} options
 * @returns {(request: Request) => Promise<Response>}
 */
export function fields(options: SiteOptions<Request>): (request: Request) => Promise<Response>;
/**
 * For the vendor: a handler that verifies the body as it came and hands the {@link Verified} to yours, or
 * answers as the scheme says.
 *
 * @template {unknown[]} Rest
 * @param {VendorOptions<Request>} options
 * @param {(request: Request, verified: Verified, ...rest: Rest) => Response | Promise<Response>} handler
 * @returns {(request: Request, ...rest: Rest) => Promise<Response>} the body is read: what it claims is in `verified`
 */
export function verify<Rest extends unknown[]>(options: VendorOptions<Request>, handler: (request: Request, verified: Verified, ...rest: Rest) => Response | Promise<Response>): (request: Request, ...rest: Rest) => Promise<Response>;
import type { SiteOptions } from './page';
import type { Page } from './page';
import type { VendorOptions } from './page';
import type { Verified } from '../verifier';
