/** Why a value cannot be written; whoever asked for it says so in words of their own. */
export class Fault {
    /**
     * @param {ErrorCode} code
     * @param {string} reason
     * @param {string | null} [field]
     */
    constructor(code: ErrorCode, reason: string, field?: string | null);
    code: "internal" | "scheme_unknown" | "scheme_malformed" | "not_offered" | "setting_unknown" | "setting_missing" | "setting_invalid" | "secret_empty" | "secret_encoding" | "secret_is_pem" | "key_count" | "key_empty" | "key_malformed" | "key_private" | "key_public" | "key_encrypted" | "key_too_short" | "key_certificate" | "key_unsupported" | "kid_invalid" | "leeway_invalid" | "now_invalid" | "policy_unknown" | "nonce_invalid" | "library_missing" | "library_version" | "brand_unknown" | "visitor_malformed" | "visitor_too_large" | "field_unknown" | "field_missing" | "field_empty" | "field_type" | "field_invalid" | "field_separator" | "attributes_too_many" | "attribute_reserved" | "attribute_key" | "number_too_large" | "attribute_too_deep" | "fields_malformed" | "fields_too_large" | "signature_missing" | "signature_malformed" | "signature_mismatch" | "token_malformed" | "token_too_large" | "algorithm_refused" | "header_refused" | "key_unknown" | "token_expired" | "token_not_yet_valid" | "claim_missing" | "claim_type" | "claim_value" | "crypto_failed" | "argument_null" | "argument_encoding" | "buffer_too_small" | "panic";
    reason: string;
    field: string | null;
}
/**
 * Whether a value is a promise. Nobody awaits it, and its rejection, which would end the process, is caught here.
 *
 * @param {any} value
 */
export function isPromise(value: any): boolean;
/**
 * The time in a call's options.
 *
 * @param {{ now?: number } | undefined} given
 */
export function nowOf(given: {
    now?: number;
} | undefined): number;
/**
 * The options of a call, none of them misspelt.
 *
 * @param {unknown} options
 * @param {string[]} names
 * @returns {Record<string, any>}
 */
export function options(options: unknown, names: string[]): Record<string, any>;
/**
 * The members of an object that are its own. What it inherits is nobody's wish: a polluted `Object.prototype`
 * would otherwise set a verifier's policy.
 *
 * @param {object | null | undefined} given
 * @returns {Record<string, any>}
 */
export function own(given: object | null | undefined): Record<string, any>;
/**
 * A secret or key as bytes of its own, which {@link wiped} are after use. What is not set is empty: the
 * core says which error that is.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {Uint8Array}
 */
export function secret(name: string, value: unknown): Uint8Array;
/**
 * Settings as the core reads them.
 *
 * @param {Record<string, unknown>} settings
 * @returns {Uint8Array}
 */
export function settingsJson(settings: Record<string, unknown>): Uint8Array;
/**
 * Settings with their names as schemes write them: `appId` is `app_id`.
 *
 * @param {unknown} given
 * @returns {Record<string, unknown>}
 */
export function snakeCased(given: unknown): Record<string, unknown>;
/**
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
export function text(name: string, value: unknown): string;
/**
 * Unix seconds.
 *
 * @param {unknown} now
 * @returns {number}
 */
export function unix(now: unknown): number;
/**
 * @template R
 * @param {Uint8Array[]} secrets
 * @param {() => R} use
 * @returns {R}
 */
export function wiped<R>(secrets: Uint8Array[], use: () => R): R;
/**
 * What a page sent, as the core reads it. Throws a {@link Fault} for what no JSON object is.
 *
 * @param {unknown} fields
 * @param {number} room
 * @returns {string}
 */
export function writeFields(fields: unknown, room: number): string;
/**
 * A visitor as the addon takes one: an object of all that is no text as JSON, and the five texts.
 *
 * @param {unknown} visitor
 */
export function writeVisitor(visitor: unknown): {
    json: string;
    texts: (string | undefined)[];
};
import type { ErrorCode } from './codes';
