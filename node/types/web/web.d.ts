/**
 * For the site: the {@link Page} of a request, whose `script(nonce)` goes into the HTML.
 *
 * With a handler it is a handler itself, which hands yours the page and sends your response as `Cache-Control: private,
 * no-store` where a visitor or a script is in it. Without one, send that yourself.
 *
 * @template Given
 * @template {unknown[]} Rest
 * @overload
 * @param {SiteOptions<Given>} options
 * @param {(request: Given, page: Page, ...rest: Rest) => Response | Promise<Response>} handler
 * @returns {(request: Given, ...rest: Rest) => Promise<Response>}
 */
export function page<Given, Rest extends unknown[]>(options: SiteOptions<Given>, handler: (request: Given, page: Page, ...rest: Rest) => Response | Promise<Response>): (request: Given, ...rest: Rest) => Promise<Response>;
/**
 * @template Given
 * @overload
 * @param {SiteOptions<Given>} options
 * @returns {(request: Given) => Promise<Page>}
 */
export function page<Given>(options: SiteOptions<Given>): (request: Given) => Promise<Page>;
/**
 * For the site: a handler that answers a single-page app with `{"scheme", "fields"}`, where the fields are
 * null without a visitor.
 *
 * @template {Request} Given
 * @param {SiteOptions<Given>} options
 * @returns {(request: Given) => Promise<Response>}
 */
export function fields<Given extends Request>(options: SiteOptions<Given>): (request: Given) => Promise<Response>;
/**
 * For the vendor: a handler that verifies the body as it came and hands the {@link Verified} to yours, or
 * answers as the scheme says.
 *
 * @template {Request} Given
 * @template {unknown[]} Rest
 * @param {VendorOptions<Given>} options
 * @param {(request: Given, verified: Verified, ...rest: Rest) => Response | Promise<Response>} handler
 * @returns {(request: Given, ...rest: Rest) => Promise<Response>} the body is read: what it claims is in `verified`
 */
export function verify<Given extends Request, Rest extends unknown[]>(options: VendorOptions<Given>, handler: (request: Given, verified: Verified, ...rest: Rest) => Response | Promise<Response>): (request: Given, ...rest: Rest) => Promise<Response>;
import type { SiteOptions } from './page';
import type { Page } from './page';
import type { VendorOptions } from './page';
import type { Verified } from '../verifier';
