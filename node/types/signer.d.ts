/**
 * The signed-in person.
 *
 * `name`, `phone`, `avatar` and `attributes` may be null or undefined and are then left out; `id` and
 * `email` may not: leave them out where the visitor has none.
 */
export type Visitor = {
    /**
     * Text, or a whole number within 2^53.
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
     * JSON values for the vendor's agents to see.
     */
    attributes?: object | null | undefined;
};
/**
 * What works and deserves a look, such as a short secret.
 */
export type Warning = {
    /**
     * A stable name, such as `secret_short`.
     */
    code: WarningCode;
    /**
     * What it is about, in the visitor's words, or `secret`.
     */
    field: string;
    /**
     * A sentence for a person.
     */
    reason: string;
};
/**
 * Named as `appId` or `app_id`.
 */
export type Settings = {
    [name: string]: string | number | bigint | null | undefined;
};
/**
 * The secret, or a function
 *   that gives it, which is called when the signer is first used.
 */
export type Secret = string | Uint8Array | (() => string | Uint8Array | null | undefined);
declare const Signer_base: new () => object;
/**
 * A scheme with its secret and settings. Make one and keep it: it signs fast.
 *
 * `scheme` is the name of a scheme or a `Scheme`. `secret` is the vendor's shared secret as its panel
 * shows it (Re:amaze, Fernand, Bookbag, Thread), or the site's RSA private key as PEM (Orlo). Settings
 * are such as Thread's `appId`.
 *
 * In the secret's place there may be a function that gives it. Then nothing is looked at until the signer is first
 * used, such as by {@link check}: a program that has no secret, as when it is built, may make such a signer.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `secret_…`, `key_…`, `setting_…` or `library_missing`.
 */
export class Signer extends Signer_base {
    /**
     * @param {Scheme | string} scheme
     * @param {Secret} secret
     * @param {Settings} [settings]
     */
    constructor(scheme: Scheme | string, secret: Secret, settings?: Settings);
    /** The scheme's name. @returns {string} */
    get scheme(): string;
    /** What deserves a look about the secret: it is short, or in quotes, or the vendor's sample. @returns {Warning[]} */
    get warnings(): Warning[];
    /**
     * Looks at scheme, settings and secret now, also where a function gives the secret: for the start of a program and
     * for its deployment. Throws `ConfigurationError` for what is wrong, or what the function throws, and gives the warnings.
     *
     * @returns {Warning[]}
     */
    check(): Warning[];
    /**
     * Signs a visitor. `now` is Unix seconds, the system's clock unless given; it matters only to tokens
     * with a lifetime.
     *
     * Throws `VisitorError` where a field that the signature covers is missing, empty or ambiguous, or any
     * field is not of its form.
     *
     * @param {Visitor} visitor
     * @param {{ now?: number }} [options]
     * @returns {Signed}
     */
    sign(visitor: Visitor, options?: {
        now?: number;
    }): Signed;
    /**
     * {@link sign} on libuv's thread pool: for RSA (Orlo), whose signatures take a fraction of a millisecond.
     *
     * @param {Visitor} visitor
     * @param {{ now?: number }} [options]
     * @returns {Promise<Signed>}
     */
    signAsync(visitor: Visitor, options?: {
        now?: number;
    }): Promise<Signed>;
    /**
     * Signs visitors in their order. What is wrong with one stands in its place.
     *
     * @param {Iterable<Visitor>} visitors
     * @param {{ now?: number }} [options]
     * @returns {(Signed | VisitorError)[]}
     */
    signMany(visitors: Iterable<Visitor>, options?: {
        now?: number;
    }): (Signed | VisitorError)[];
    /**
     * Name and email without a signature, where the vendor documents that: a form is filled in, nothing is proven.
     *
     * Throws `ConfigurationError` `not_offered` for other vendors.
     *
     * @param {Visitor} visitor
     * @returns {Signed}
     */
    prefill(visitor: Visitor): Signed;
    /**
     * The digest of exactly these bytes (text as UTF-8): 64 lower-case hex digits, the one-liner of the vendors' pages.
     *
     * Throws `ConfigurationError` `not_offered` where the scheme's signature is a token.
     *
     * @param {string | Uint8Array} message
     * @returns {string}
     */
    digest(message: string | Uint8Array): string;
    /**
     * The digests of many messages, in their order.
     *
     * @param {Iterable<string | Uint8Array>} messages
     * @returns {string[]}
     */
    digestMany(messages: Iterable<string | Uint8Array>): string[];
    /**
     * The HTML that a page runs after sign-out; empty where a page without the script is anonymous.
     *
     * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
     * @returns {string}
     */
    forgetScript(nonce?: string | null): string;
    /**
     * The HTML that starts the widget for a visitor who is not signed in; empty where none is needed.
     *
     * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
     * @returns {string}
     */
    anonymousScript(nonce?: string | null): string;
    #private;
}
/** A signed visitor, ready for the page. */
export class Signed {
    /**
     * @hidden made by the library
     * @param {any} native
     * @param {string} scheme
     * @param {string} lines signature, fields and warnings, a line each; most are asked for one of them.
     */
    constructor(native: any, scheme: string, lines: string);
    /** The scheme's name. @returns {string} */
    get scheme(): string;
    /** What the vendor checks: 64 lower-case hex digits, or a JWT. Null for a pre-filled form. @returns {string | null} */
    get signature(): string | null;
    /**
     * The payload under the vendor's names, in the order of the vendor's page; a new object each time. Integers
     * beyond 2^53, which a number would round, are BigInts; `fieldsJson` writes them as they are.
     *
     * @returns {Record<string, unknown>}
     */
    get fields(): Record<string, unknown>;
    /** `fields` as JSON in ASCII, as an endpoint answers with them. @returns {string} */
    get fieldsJson(): string;
    /** What works and deserves a look, such as a field that the widget has no place for. @returns {Warning[]} */
    get warnings(): Warning[];
    /**
     * The HTML that hands the fields to the widget, for the page of this visitor alone.
     *
     * `nonce` is the page's Content-Security-Policy nonce. Send `Cache-Control: private, no-store` with
     * the page. Throws `ConfigurationError`: `nonce_invalid`, `setting_missing` or `not_offered`.
     *
     * @param {string | null} [nonce]
     * @returns {string}
     */
    script(nonce?: string | null): string;
    /**
     * The address of the vendor's page for mobile apps, with the token in it (Orlo).
     *
     * Whoever has the address is the visitor. Throws `ConfigurationError`: `not_offered` or `setting_missing`.
     *
     * @returns {string}
     */
    url(): string;
    /** `{ scheme, signature, fields, warnings }`. Integers beyond 2^53 are text here, since JSON.stringify takes no BigInt. */
    toJSON(): {
        scheme: string;
        signature: string | null;
        fields: any;
        warnings: Warning[];
    };
    #private;
}
import type { WarningCode } from './codes';
import { VisitorError } from "./errors.js";
import type { Scheme } from './scheme';
export {};
