/**
 * A problem that does not stop signing.
 */
export type Warning = {
    /**
     * The stable code, such as `secret_short`.
     */
    code: WarningCode;
    /**
     * What it is about, in the visitor's words, or `secret`.
     */
    field: string;
    /**
     * What is wrong and what to do.
     */
    reason: string;
};
/** A signed visitor, ready for the page. */
export class Signed {
    [x: symbol]: (more: Warning[]) => Signed;
    /**
     * @hidden made by the library
     * @param {PageHtml} html
     * @param {string} scheme
     * @param {string} lines
     */
    constructor(html: PageHtml, scheme: string, lines: string);
    /** The scheme's name. @returns {string} */
    get scheme(): string;
    /** What the vendor checks: a digest as the scheme writes it, or a JWT. Null for a prefilled form. @returns {string | null} */
    get signature(): string | null;
    /**
     * The payload under the vendor's names, in the order of the vendor's documentation; a new object each time.
     *
     * Whole numbers beyond 2^53 are BigInts, because a number would round them. `fieldsJson` has every digit.
     *
     * @returns {Record<string, unknown>}
     */
    get fields(): Record<string, unknown>;
    /** The payload as JSON in ASCII, as a page posts it. @returns {string} */
    get fieldsJson(): string;
    /** When the vendor stops accepting the signature, in Unix seconds. Null if it never expires. @returns {number | null} */
    get expiresAt(): number | null;
    /**
     * What tells this visitor from another one: 16 characters that say nothing about either. A page compares it, and it is the same
     * each time. Null for a prefilled form.
     *
     * @returns {string | null}
     */
    get mark(): string | null;
    /** Problems that do not stop signing, such as a field that the widget does not show. @returns {Warning[]} */
    get warnings(): Warning[];
    /**
     * The HTML that hands the fields to the widget. Write it unescaped into the page of this visitor alone, and send that page
     * with `Cache-Control: private, no-store`.
     *
     * Throws `ConfigurationError`: `nonce_invalid`, `setting_missing` or `not_offered`.
     *
     * @example
     * const html = signer.sign({ id: 'user-123' }).script(nonce); // <script nonce="…">…</script>
     *
     * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
     * @returns {string}
     */
    script(nonce?: string | null): string;
    /**
     * The element that hands the fields to the widget, for a page that loads the scheme's file (`visitorseal/files`). It holds no
     * code, so no nonce is needed. Write it unescaped into the page of this visitor alone, and send that page with
     * `Cache-Control: private, no-store`.
     *
     * Throws `ConfigurationError`: `setting_invalid` for the endpoint, `setting_missing` or `not_offered`.
     *
     * @example
     * const html = signer.sign({ id: 'user-123' }).element('/visitor.json'); // <visitorseal-visitor …></visitorseal-visitor>
     *
     * @param {string | null} [endpoint] The address of your site that gives the fields anew when they have expired: a path, or an
     *   http(s) address.
     * @returns {string}
     */
    element(endpoint?: string | null): string;
    /**
     * The address of the vendor's page for mobile apps, with the token in it. Whoever has the address is the visitor.
     *
     * Throws `ConfigurationError`: `not_offered` or `setting_missing`.
     *
     * @example
     * response.redirect(303, signer.sign(visitor).url());
     *
     * @returns {string}
     */
    url(): string;
    /**
     * The signed visitor as an object for JSON, with `expires_at` as in other languages. Whole numbers beyond 2^53 are text here, because
     * JSON.stringify takes no BigInt.
     *
     * @returns {{ scheme: string, signature: string | null, fields: Record<string, unknown>, expires_at: number | null, mark: string | null, warnings: Warning[] }}
     */
    toJSON(): {
        scheme: string;
        signature: string | null;
        fields: Record<string, unknown>;
        expires_at: number | null;
        mark: string | null;
        warnings: Warning[];
    };
    #private;
}
/**
 * Checks a nonce as far as JavaScript must.
 *
 * @param {string | null | undefined} nonce
 */
export function checkNonce(nonce: string | null | undefined): string | undefined;
import type { WarningCode } from './codes';
import type { PageHtml } from './page-html';
