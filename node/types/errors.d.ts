/** @import { ErrorCode } from './codes' */
/**
 * The base of all errors here. Match on `code`, which never changes; show `reason` to a person.
 *
 * No secret and no value of a visitor's stands in any of them.
 */
export class VisitorsealError extends Error {
    /**
     * @param {ErrorCode} code
     * @param {string | null} field
     * @param {string} reason
     */
    constructor(code: ErrorCode, field: string | null, reason: string);
    /** What exactly went wrong, such as `signature_mismatch`. @readonly */
    readonly code: "internal" | "scheme_unknown" | "scheme_malformed" | "not_offered" | "setting_unknown" | "setting_missing" | "setting_invalid" | "secret_empty" | "secret_encoding" | "secret_is_pem" | "key_count" | "key_empty" | "key_malformed" | "key_private" | "key_public" | "key_encrypted" | "key_too_short" | "key_certificate" | "key_unsupported" | "kid_invalid" | "leeway_invalid" | "now_invalid" | "policy_unknown" | "nonce_invalid" | "library_missing" | "library_version" | "brand_unknown" | "visitor_malformed" | "visitor_too_large" | "field_unknown" | "field_missing" | "field_empty" | "field_type" | "field_invalid" | "field_separator" | "attributes_too_many" | "attribute_reserved" | "attribute_key" | "number_too_large" | "attribute_too_deep" | "fields_malformed" | "fields_too_large" | "signature_missing" | "signature_malformed" | "signature_mismatch" | "token_malformed" | "token_too_large" | "algorithm_refused" | "header_refused" | "key_unknown" | "token_expired" | "token_not_yet_valid" | "claim_missing" | "claim_type" | "claim_value" | "crypto_failed" | "argument_null" | "argument_encoding" | "buffer_too_small" | "panic";
    /** The field, setting, key or claim that it is about, where there is one. @readonly */
    readonly field: string | null;
    /** A sentence that says what to change. @readonly */
    readonly reason: string;
    /** Whose turn it is to act. @returns {'configuration' | 'visitor' | 'refused' | 'internal'} */
    get kind(): "configuration" | "visitor" | "refused" | "internal";
}
/** The developer's turn: a scheme, a setting, a secret or a key is not usable as given. */
export class ConfigurationError extends VisitorsealError {
    /** @returns {'configuration'} */
    get kind(): "configuration";
}
/** The site's turn: this visitor cannot be signed as given. */
export class VisitorError extends VisitorsealError {
    /** @returns {'visitor'} */
    get kind(): "visitor";
}
/** Nobody's turn: what the browser sent does not prove who the visitor is. */
export class Refused extends VisitorsealError {
    /**
     * @param {ErrorCode} code
     * @param {string | null} field
     * @param {string} reason
     * @param {number} [httpStatus]
     * @param {string} [httpError]
     */
    constructor(code: ErrorCode, field: string | null, reason: string, httpStatus?: number, httpError?: string);
    /** The status that a vendor's backend answers with, as the scheme says, such as 401. @readonly */
    readonly httpStatus: number;
    /** The error code of that answer, such as `identity_unverified`. @readonly */
    readonly httpError: string;
    /** @returns {'refused'} */
    get kind(): "refused";
}
/** Our turn: a fault of the library. */
export class InternalError extends VisitorsealError {
    /** @returns {'internal'} */
    get kind(): "internal";
}
/**
 * The error that an addon's error is: its message is the JSON of one.
 *
 * @param {unknown} error
 * @returns {VisitorsealError}
 */
export function raised(error: unknown): VisitorsealError;
/**
 * @param {string} json
 * @returns {VisitorsealError}
 */
export function fromJson(json: string): VisitorsealError;
/**
 * Calls the addon.
 *
 * @template {unknown[]} A
 * @template R
 * @param {(...args: A) => R} native
 * @param {A} args
 * @returns {R}
 */
export function call<A extends unknown[], R>(native: (...args: A) => R, ...args: A): R;
import type { ErrorCode } from './codes';
