export type KeyLike = string | Uint8Array | Key;
/**
 * One key,
 *   or 1 to 16, the newest first; or a function that gives them, which is called when the verifier is first used.
 */
export type Keys = KeyLike | KeyLike[] | (() => KeyLike | null | undefined | (KeyLike | null | undefined)[]);
export type VerifierOptions = {
    /**
     * What becomes of a visitor who does not prove
     * who they are. `required`: refused. `optional`: without a signature (absent or null) anonymous, with a
     * wrong or empty one refused. `observe`, for a rollout: with a wrong one anonymous too, and
     * `Verified.refusal` says why.
     */
    policy?: "required" | "optional" | "observe" | undefined;
    /**
     * Seconds to allow for clocks that differ, at most 300.
     */
    leeway?: number | undefined;
    /**
     * The largest token in bytes, 8192 unless given.
     */
    maxToken?: number | undefined;
};
declare const Key_base: new () => object;
/** A key to verify with, and its name: a token with a `kid` is checked only against the key of that name. */
export class Key extends Key_base {
    /**
     * @param {string | Uint8Array} key
     * @param {{ kid?: string | null }} [options]
     */
    constructor(key: string | Uint8Array, options?: {
        kid?: string | null;
    });
    /** The key's name (RFC 7515, 4.1.4). @returns {string | null} */
    get kid(): string | null;
    #private;
}
declare const Verifier_base: new () => object;
/**
 * A scheme with the keys that it accepts, newest first. Make one and keep it.
 *
 * `keys` are 1 to 16 of: the vendor's shared secret, the site's RSA public key as PEM (Orlo), or a `Key`;
 * a single one needs no list. Where a function gives them, nothing is looked at until the verifier is first used,
 * such as by {@link check}. Options may hold settings too: those that are given, the fields must agree
 * with (Thread's `appId`); Orlo's `contactClaim` names the claim that identifies a contact.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `key_…`, `secret_…`, `policy_unknown`, `leeway_invalid`,
 * `setting_…` or `library_missing`.
 */
export class Verifier extends Verifier_base {
    /**
     * @param {Scheme | string} scheme
     * @param {Keys} keys
     * @param {VerifierOptions & Settings} [options]
     */
    constructor(scheme: Scheme | string, keys: Keys, options?: VerifierOptions & Settings);
    /** The scheme's name. @returns {string} */
    get scheme(): string;
    /** The largest body that `verifyJson` reads, in bytes: a web server need take no larger one. @returns {number} */
    get maxBody(): number;
    /**
     * Looks at scheme, options and keys now, also where a function gives the keys: for the start of a program and for
     * its deployment. Throws `ConfigurationError` for what is wrong, or what the function throws.
     */
    check(): void;
    /**
     * Verifies the fields that a page sent, as the vendor's page names them. Members that are undefined
     * count as absent.
     *
     * `now` is Unix seconds, the system's clock unless given. Throws `Refused`, also for what is no plain object.
     *
     * @param {unknown} fields
     * @param {{ now?: number }} [options]
     * @returns {Verified}
     */
    verify(fields: unknown, options?: {
        now?: number;
    }): Verified;
    /**
     * {@link verify} on libuv's thread pool.
     *
     * @param {unknown} fields
     * @param {{ now?: number }} [options]
     * @returns {Promise<Verified>}
     */
    verifyAsync(fields: unknown, options?: {
        now?: number;
    }): Promise<Verified>;
    /**
     * Verifies the body of a request as it came. Unlike `verify` it sees members that stand twice.
     *
     * Throws `Refused`; a body that is no JSON object is refused under every policy.
     *
     * @param {unknown} body a string or a Uint8Array
     * @param {{ now?: number }} [options]
     * @returns {Verified}
     */
    verifyJson(body: unknown, options?: {
        now?: number;
    }): Verified;
    /**
     * {@link verifyJson} on libuv's thread pool.
     *
     * @param {unknown} body a string or a Uint8Array
     * @param {{ now?: number }} [options]
     * @returns {Promise<Verified>}
     */
    verifyJsonAsync(body: unknown, options?: {
        now?: number;
    }): Promise<Verified>;
    #private;
}
/**
 * What a verifier made of the fields.
 *
 * In `signed` and `unsigned` integers beyond 2^53, which a number would round, are BigInts. Objects there
 * have no prototype: what is read from them is in them.
 */
export class Verified {
    /**
     * @hidden made by the library
     * @param {unknown} handle
     */
    constructor(handle: unknown);
    /** Whether the visitor is proven. @returns {'verified' | 'anonymous'} */
    get status(): "verified" | "anonymous";
    /** Whether the status is `verified`. @returns {boolean} */
    get isVerified(): boolean;
    /** What the signature covers, in the visitor's words: the site vouches for it. @returns {Record<string, unknown>} */
    get signed(): Record<string, unknown>;
    /** What the browser merely claims, in the visitor's words: anyone can have written it. @returns {Record<string, unknown>} */
    get unsigned(): Record<string, unknown>;
    /** The index of the key that matched: when a former key's is seen no more, it can go. @returns {number | null} */
    get key(): number | null;
    /** Under the policy `observe`, why `optional` would have refused the visitor. @returns {Refused | null} */
    get refusal(): Refused | null;
    /** The contact to create or update; null for an anonymous visitor. @returns {Contact | null} */
    contact(): Contact | null;
    /**
     * `{ verified: true, signed, unsigned, key }` or `{ verified: false, anonymous: true, unsigned }`. Integers beyond
     * 2^53 are text here, since JSON.stringify takes no BigInt.
     *
     * @returns {Record<string, unknown>}
     */
    toJSON(): Record<string, unknown>;
    #private;
}
/** A verified visitor as the vendor's contact. */
export class Contact {
    /**
     * @hidden made by the library
     * @param {unknown} handle
     */
    constructor(handle: unknown);
    /** What identifies the contact: the signed field that the vendor uses for it. @returns {string} */
    get externalId(): string;
    /** The name; see `unsigned`. @returns {string | null} */
    get name(): string | null;
    /** The email address; see `unsigned`. @returns {string | null} */
    get email(): string | null;
    /** The telephone number; see `unsigned`. @returns {string | null} */
    get phone(): string | null;
    /**
     * The attributes, those that are signed first; see `unsigned`. As in {@link Verified}, integers beyond 2^53
     * are BigInts, and objects have no prototype.
     *
     * @returns {Record<string, unknown>}
     */
    get attributes(): Record<string, unknown>;
    /** The names of those that the signature does not cover: anyone can have written them. @returns {string[]} */
    get unsigned(): string[];
    /**
     * Fills `{{contact.email}}`, `{{contact.name}}`, `{{contact.external_id}}` and `{{contact.attr.KEY}}`.
     * One pass, plain text; unknown ones become empty.
     *
     * @param {string} text
     * @returns {string}
     */
    fill(text: string): string;
    #private;
}
/** @typedef {string | Uint8Array | Key} KeyLike */
/**
 * @typedef {KeyLike | KeyLike[] | (() => KeyLike | null | undefined | (KeyLike | null | undefined)[])} Keys One key,
 *   or 1 to 16, the newest first; or a function that gives them, which is called when the verifier is first used.
 */
/**
 * Uses keys, one or a list, as the addon takes them, and wipes their bytes.
 *
 * @template R
 * @param {unknown} given
 * @param {(keys: { bytes: Uint8Array, kid?: string }[]) => R} use
 * @returns {R}
 */
export function withKeys<R>(given: unknown, use: (keys: {
    bytes: Uint8Array;
    kid?: string;
}[]) => R): R;
import type { Scheme } from './scheme';
import type { Settings } from './signer';
import { Refused } from "./errors.js";
export {};
