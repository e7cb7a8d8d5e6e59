export class Writer {
    /** @param {{ room?: number, sparse?: boolean }} [options] `sparse`: members that are undefined are left out. */
    constructor({ room, sparse }?: {
        room?: number;
        sparse?: boolean;
    });
    room: number;
    sparse: boolean;
    /** @param {string} text */
    text(text: string): string;
    /**
     * @param {unknown} value
     * @param {number} depth
     * @returns {string}
     */
    value(value: unknown, depth: number): string;
    /** @param {number} number */
    number(number: number): string;
    /**
     * @param {unknown[]} list
     * @param {number} depth
     */
    list(list: unknown[], depth: number): string;
    /**
     * @param {Record<string, unknown>} object
     * @param {number} depth
     */
    object(object: Record<string, unknown>, depth: number): string;
}
/** Why a value cannot be written; whoever asked for it says so in words of their own. */
export class Fault {
    /**
     * @param {ErrorCode} code
     * @param {string} reason
     * @param {string | null} [field]
     */
    constructor(code: ErrorCode, reason: string, field?: string | null);
    code: "internal" | "scheme_unknown" | "scheme_malformed" | "not_offered" | "setting_unknown" | "setting_missing" | "setting_invalid" | "secret_empty" | "secret_encoding" | "secret_is_pem" | "key_count" | "key_empty" | "key_malformed" | "key_private" | "key_public" | "key_encrypted" | "key_too_short" | "key_certificate" | "key_unsupported" | "kid_invalid" | "leeway_invalid" | "now_invalid" | "policy_unknown" | "nonce_invalid" | "visitor_malformed" | "visitor_too_large" | "field_unknown" | "field_missing" | "field_empty" | "field_type" | "field_invalid" | "field_separator" | "attributes_too_many" | "attribute_reserved" | "attribute_key" | "number_too_large" | "attribute_too_deep" | "fields_malformed" | "fields_too_large" | "signature_missing" | "signature_malformed" | "signature_mismatch" | "token_malformed" | "token_too_large" | "algorithm_refused" | "header_refused" | "key_unknown" | "token_expired" | "token_not_yet_valid" | "claim_missing" | "claim_type" | "claim_value" | "crypto_failed" | "argument_null" | "argument_encoding" | "buffer_too_small" | "panic";
    reason: string;
    field: string | null;
}
/**
 * What a value is, in words, and never the value.
 *
 * @param {unknown} value
 */
export function described(value: unknown): string;
/**
 * Whether a value is an object such as a literal or JSON.parse makes, of this realm or another.
 *
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isPlain(value: unknown): value is Record<string, unknown>;
/**
 * A visitor as the addon takes one: an object of all that is no text as JSON, and the five texts.
 *
 * @param {unknown} visitor
 */
export function writeVisitor(visitor: unknown): {
    json: string;
    texts: (string | undefined)[];
};
/**
 * What a page sent, as the core reads it; null for what no JSON object is.
 *
 * @param {unknown} fields
 * @param {number} room
 * @returns {string | null}
 */
export function writeFields(fields: unknown, room: number): string | null;
import type { ErrorCode } from './codes';
