/** @import { ErrorCode } from './codes' */
/**
 * The base of all errors of this package. Compare `code`, which never changes; show `reason` to a person.
 *
 * Errors never contain a secret or a visitor's data.
 *
 * @example
 * try {
 *   signer.sign(visitor);
 * } catch (error) {
 *   if (!(error instanceof VisitorsealError)) throw error;
 *   console.error(error.code, error.field, error.reason); // field_missing id …
 * }
 */
export class VisitorsealError extends Error {
    /**
     * @param {ErrorCode} code
     * @param {string | null} field
     * @param {string} reason
     */
    constructor(code: ErrorCode, field: string | null, reason: string);
    /** The stable code, such as `signature_mismatch`. @readonly */
    readonly code: "visitor_malformed" | "visitor_too_large" | "field_unknown" | "field_type" | "number_too_large" | "field_invalid" | "attribute_key" | "attribute_too_deep" | "internal" | "scheme_unknown" | "scheme_malformed" | "not_offered" | "setting_unknown" | "setting_missing" | "setting_invalid" | "secret_empty" | "secret_encoding" | "secret_is_pem" | "secret_is_jwk" | "key_count" | "key_empty" | "key_malformed" | "key_private" | "key_public" | "key_encrypted" | "key_too_short" | "key_certificate" | "key_unsupported" | "kid_invalid" | "leeway_invalid" | "now_invalid" | "policy_unknown" | "nonce_invalid" | "library_missing" | "library_version" | "brand_unknown" | "key_algorithm" | "key_use" | "key_weak" | "field_missing" | "field_empty" | "field_separator" | "attributes_too_many" | "attribute_reserved" | "fields_malformed" | "fields_too_large" | "signature_missing" | "signature_malformed" | "signature_mismatch" | "signature_expired" | "signature_not_yet_valid" | "token_malformed" | "token_too_large" | "algorithm_refused" | "header_refused" | "key_unknown" | "token_expired" | "token_not_yet_valid" | "claim_missing" | "claim_type" | "claim_value" | "crypto_failed" | "argument_null" | "argument_encoding" | "buffer_too_small" | "panic" | "argument_value";
    /** The setting, field, key or claim that the error is about, if there is one. @readonly */
    readonly field: string | null;
    /** What is wrong and what to do. The words may change in any version. @readonly */
    readonly reason: string;
    /** The kind of error. Each class has its own. @returns {'configuration' | 'visitor' | 'refused' | 'internal'} */
    get kind(): "configuration" | "visitor" | "refused" | "internal";
}
/** A scheme, setting, secret or key is wrong. The developer must fix it. */
export class ConfigurationError extends VisitorsealError {
    /** @returns {'configuration'} */
    get kind(): "configuration";
}
/** This visitor cannot be signed as given. The site must pass other values. */
export class VisitorError extends VisitorsealError {
    /** @returns {'visitor'} */
    get kind(): "visitor";
}
/**
 * What the browser sent does not prove who the visitor is. Answer with `httpStatus` and `httpError`.
 *
 * @example
 * if (error instanceof Refused) response.status(error.httpStatus).json({ error: error.httpError });
 */
export class Refused extends VisitorsealError {
    /**
     * @param {ErrorCode} code
     * @param {string | null} field
     * @param {string} reason
     * @param {number} [httpStatus]
     * @param {string} [httpError]
     */
    constructor(code: ErrorCode, field: string | null, reason: string, httpStatus?: number, httpError?: string);
    /** The HTTP status that the vendor answers with, such as 401. @readonly */
    readonly httpStatus: number;
    /** The name of the error in that answer, such as `identity_unverified`. @readonly */
    readonly httpError: string;
    /** @returns {'refused'} */
    get kind(): "refused";
}
/** A fault in this library. Please report it. */
export class InternalError extends VisitorsealError {
    /** @returns {'internal'} */
    get kind(): "internal";
}
/**
 * Makes one of our errors of an addon's error, whose message is JSON.
 *
 * @param {unknown} error
 * @returns {VisitorsealError}
 */
export function fromNative(error: unknown): VisitorsealError;
/**
 * @param {string} json
 * @returns {VisitorsealError}
 */
export function errorFromJson(json: string): VisitorsealError;
/**
 * Calls a function of the addon and throws our errors for its own.
 *
 * @template {unknown[]} A
 * @template R
 * @param {(...args: A) => R} native
 * @param {A} args
 * @returns {R}
 */
export function call<A extends unknown[], R>(native: (...args: A) => R, ...args: A): R;
import type { ErrorCode } from './codes';
