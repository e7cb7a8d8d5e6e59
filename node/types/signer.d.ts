/**
 * The signed-in person.
 *
 * `name`, `phone`, `avatar` and `attributes` may be null or undefined and are then left out. `id` and `email` may not:
 * leave them out if the visitor has none.
 */
export type Visitor = {
    /**
     * Text, a whole number below 2^53 or a BigInt.
     */
    id?: string | number | bigint | undefined;
    /**
     * An address that the site has verified.
     */
    email?: string | undefined;
    /**
     * The name that people see.
     */
    name?: string | null | undefined;
    /**
     * E.164, such as `+14155552671`.
     */
    phone?: string | null | undefined;
    /**
     * An http or https address.
     */
    avatar?: string | null | undefined;
    /**
     * What the vendor's agents see beside it: JSON values, a Date, a Temporal time or
     * date, and objects whose `toJSON` gives text, a number or a boolean.
     */
    attributes?: object | null | undefined;
};
/**
 * Named as `appId` or `app_id`.
 */
export type Settings = {
    [name: string]: string | number | bigint | null | undefined;
};
/**
 * The secret, or a function
 *   that gives it. The function is called when the signer is first used.
 */
export type Secret = string | Uint8Array | (() => string | Uint8Array | null | undefined);
declare const Signer_base: new () => object;
/**
 * A scheme with its secret and settings, ready to sign many visitors. Make one and keep it.
 *
 * `secret` is the shared secret as the vendor's dashboard shows it, or the site's private key as PEM: `scheme.keyKind` tells
 * which. If a function gives it, nothing is checked until the signer is first used, or until {@link check}. So a program
 * can start, or be built, without the secret.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `secret_…`, `key_…`, `setting_…` or `library_…`.
 *
 * @example
 * const signer = new Signer('bookbag', () => process.env.BOOKBAG_SECRET);
 * const { fields } = signer.sign({ id: 'user-123', name: 'Jane Doe' });
 */
export class Signer extends Signer_base {
    [x: symbol]: (visitor: Visitor, covers: string[]) => Promise<{
        signed: Signed;
        errors: VisitorError[];
    }>;
    /**
     * @param {Scheme | string} scheme
     * @param {Secret} secret
     * @param {Settings} [settings]
     */
    constructor(scheme: Scheme | string, secret: Secret, settings?: Settings);
    /** The scheme's name. @returns {string} */
    get scheme(): string;
    /**
     * Problems with the secret or the scheme that do not stop signing: the secret is short, in quotes, or the vendor's sample.
     *
     * @returns {Warning[]}
     */
    get warnings(): Warning[];
    /**
     * Checks scheme, settings and secret now, also if a function gives the secret, and gives the warnings. Call it at the
     * start of a program or before a deployment. Throws `ConfigurationError`, or what the function throws.
     *
     * @example
     * for (const { reason } of signer.check()) console.warn(reason);
     *
     * @returns {Warning[]}
     */
    check(): Warning[];
    /**
     * Signs a visitor. `now` is Unix seconds and the system's clock by default; it matters only to signatures that hold a
     * time.
     *
     * Throws `VisitorError` if a field that the signature covers is missing, empty or ambiguous, or if any field has the wrong
     * form.
     *
     * @example
     * const signed = signer.sign({ id: 'user-123', name: 'Jane Doe', attributes: { plan: 'growth' } });
     *
     * @param {Visitor} visitor
     * @param {{ now?: number }} [options]
     * @returns {Signed}
     */
    sign(visitor: Visitor, options?: {
        now?: number;
    }): Signed;
    /**
     * Signs a visitor on libuv's thread pool. Use it if `scheme.keyKind` is `pair`: an RSA signature
     * takes a fraction of a millisecond.
     *
     * @example
     * const signed = await signer.signAsync({ name: 'Jane Doe' });
     *
     * @param {Visitor} visitor
     * @param {{ now?: number }} [options]
     * @returns {Promise<Signed>}
     */
    signAsync(visitor: Visitor, options?: {
        now?: number;
    }): Promise<Signed>;
    /**
     * Signs many visitors, in their order. A visitor who cannot be signed has a `VisitorError` in its place.
     *
     * @example
     * for (const signed of signer.signMany(visitors)) {
     *   if (signed instanceof VisitorError) console.warn(signed.reason);
     * }
     *
     * @param {Iterable<Visitor>} visitors
     * @param {{ now?: number }} [options]
     * @returns {(Signed | VisitorError)[]}
     */
    signMany(visitors: Iterable<Visitor>, options?: {
        now?: number;
    }): (Signed | VisitorError)[];
    /**
     * Fills the vendor's form without a signature: the visitor types less, and nothing is proven.
     *
     * Throws `ConfigurationError` `not_offered` if the vendor documents no such form.
     *
     * @example
     * const html = signer.prefill({ email: 'jane@example.com' }).script(nonce);
     *
     * @param {Visitor} visitor
     * @returns {Signed}
     */
    prefill(visitor: Visitor): Signed;
    /**
     * Computes the HMAC of a message as the scheme writes it, for code that writes the page itself. Text is signed as UTF-8.
     *
     * Throws `ConfigurationError` `not_offered` if the scheme's signature is a token.
     *
     * @example
     * signer.digest('user-123'); // such as 64 hex digits
     *
     * @param {string | Uint8Array} message
     * @returns {string}
     */
    digest(message: string | Uint8Array): string;
    /**
     * Computes the digests of many messages, in their order.
     *
     * @example
     * const [one, two] = signer.digestMany(['user-1', 'user-2']);
     *
     * @param {Iterable<string | Uint8Array>} messages
     * @returns {string[]}
     */
    digestMany(messages: Iterable<string | Uint8Array>): string[];
    /**
     * The script that makes the widget forget the visitor, for the page after sign-out. See {@link Page}.
     *
     * @example
     * const html = signer.forgetScript(nonce);
     *
     * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
     * @returns {string}
     */
    forgetScript(nonce?: string | null): string;
    /**
     * The script for a page of a visitor who is not signed in. See {@link Page}.
     *
     * @example
     * const html = user ? signer.sign(user).script(nonce) : signer.anonymousScript(nonce);
     *
     * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
     * @returns {string}
     */
    anonymousScript(nonce?: string | null): string;
    #private;
}
import type { Warning } from './signed';
import { Signed } from "./signed";
import { VisitorError } from "./errors.js";
import type { Scheme } from './scheme';
export {};
