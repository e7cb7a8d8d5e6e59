/**
 * A scheme with its settings: what a page needs without a secret.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `setting_…` or `library_…`.
 *
 * @example
 * const page = new Page('bookbag');
 * const html = page.forgetScript(nonce); // for the page after sign-out
 */
export class Page {
    /**
     * @param {Scheme | string} scheme
     * @param {Settings} [settings]
     */
    constructor(scheme: Scheme | string, settings?: Settings);
    /** The scheme's name. @returns {string} */
    get scheme(): string;
    /**
     * Fills the vendor's form without a signature: the visitor types less, and nothing is proven.
     *
     * Throws `ConfigurationError` `not_offered` if the vendor documents no such form.
     *
     * @param {Visitor} visitor
     * @returns {Signed}
     */
    prefill(visitor: Visitor): Signed;
    /**
     * The script that makes the widget forget the visitor, for the page after sign-out. `anonymousScript` does that too, where the
     * widget knows somebody.
     *
     * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
     * @returns {string}
     */
    forgetScript(nonce?: string | null): string;
    /**
     * The script for a page of a visitor who is not signed in: the widget forgets who was signed in before, and starts for an
     * anonymous visitor where the vendor wants that. Send the page with `Cache-Control: private, no-store`: from a cache, it would
     * sign everybody out.
     *
     * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
     * @returns {string}
     */
    anonymousScript(nonce?: string | null): string;
    /**
     * The element that says the same as {@link anonymousScript}, for a page that loads the scheme's file (`visitorseal/files`).
     *
     * Throws `ConfigurationError`: `setting_missing` or `not_offered`.
     *
     * @returns {string}
     */
    anonymousElement(): string;
    #private;
}
import type { Visitor } from './signer';
import { Signed } from "./signed.js";
import type { Scheme } from './scheme';
import type { Settings } from './signer';
