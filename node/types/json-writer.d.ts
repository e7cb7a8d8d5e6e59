/**
 * All are given, so that a polluted `Object.prototype` sets none.
 */
export type Rules = {
    maxDepth: number;
    /**
     * Leaves out members that are undefined.
     */
    skipUndefined: boolean;
    /**
     * Takes whole numbers beyond 2^53, as JSON.parse gives them.
     */
    allowRounded: boolean;
    /**
     * Writes times, dates and objects with `toJSON` as attributes may hold them, and refuses what
     * the core refuses in an attribute. All wrong attributes can then be found at once.
     */
    isAttribute: boolean;
};
/** Why a value cannot be written. The caller turns it into an error of its own. */
export class InvalidValue {
    /** @param {{ code: ErrorCode, reason: string }} fault */
    static of({ code, reason }: {
        code: ErrorCode;
        reason: string;
    }): InvalidValue;
    /**
     * @param {ErrorCode} code
     * @param {string} reason
     * @param {string | null} [field]
     */
    constructor(code: ErrorCode, reason: string, field?: string | null);
    code: "visitor_malformed" | "visitor_too_large" | "field_unknown" | "field_type" | "number_too_large" | "field_invalid" | "attribute_key" | "attribute_too_deep" | "internal" | "scheme_unknown" | "scheme_malformed" | "not_offered" | "setting_unknown" | "setting_missing" | "setting_invalid" | "secret_empty" | "secret_encoding" | "secret_is_pem" | "secret_is_jwk" | "key_count" | "key_empty" | "key_malformed" | "key_private" | "key_public" | "key_encrypted" | "key_too_short" | "key_certificate" | "key_unsupported" | "kid_invalid" | "leeway_invalid" | "now_invalid" | "policy_unknown" | "nonce_invalid" | "library_missing" | "library_version" | "brand_unknown" | "key_algorithm" | "key_use" | "key_weak" | "field_missing" | "field_empty" | "field_separator" | "attributes_too_many" | "attribute_reserved" | "fields_malformed" | "fields_too_large" | "signature_missing" | "signature_malformed" | "signature_mismatch" | "signature_expired" | "signature_not_yet_valid" | "token_malformed" | "token_too_large" | "algorithm_refused" | "header_refused" | "key_unknown" | "token_expired" | "token_not_yet_valid" | "claim_missing" | "claim_type" | "claim_value" | "crypto_failed" | "argument_null" | "argument_encoding" | "buffer_too_small" | "panic" | "argument_value";
    reason: string;
    field: string | null;
}
/** Writes JSON values as UTF-8. */
export class JsonWriter extends ByteWriter {
    remaining: number;
    rules: Rules;
    /**
     * Begins the next value behind the last one. Both limits are its own.
     *
     * @param {number} maxLength In UTF-16 units. A cheap guard: the core enforces the exact limit in bytes.
     * @param {Rules} rules
     */
    start(maxLength: number, rules: Rules): void;
    /** @param {number} length */
    spend(length: number): void;
    /** Writes the comma before a member or an item, unless it is the first one. */
    separate(): void;
    /** @param {string} text */
    text(text: string): void;
    /**
     * Writes a text that is long or has other characters than the usual ones.
     *
     * @param {string} text
     */
    longText(text: string): void;
    /** Writes the name of a member. @param {string} name */
    key(name: string): void;
    /**
     * @param {unknown} value
     * @param {number} depth
     */
    value(value: unknown, depth: number): void;
    /** @param {bigint} number */
    bigInt(number: bigint): void;
    /** @param {number} number */
    number(number: number): void;
    /**
     * @param {object} value
     * @param {number} depth
     * @returns {void}
     */
    nested(value: object, depth: number): void;
    /**
     * @param {unknown[]} list
     * @param {number} depth
     */
    list(list: unknown[], depth: number): void;
    /**
     * @param {Record<string, unknown>} object
     * @param {number} depth
     */
    object(object: Record<string, unknown>, depth: number): void;
}
/** @param {bigint} number */
export function has64Bits(number: bigint): boolean;
import type { ErrorCode } from './codes';
import { ByteWriter } from "./byte-writer.js";
