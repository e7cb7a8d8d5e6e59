/**
 * A cause that explains a refused signature.
 */
export type Finding = {
    /**
     * The stable code of the cause, such as `other_field`.
     */
    code: FindingCode | ErrorCode;
    /**
     * The field or claim that it is about, in the vendor's words.
     */
    field: string | null;
    /**
     * What is wrong.
     */
    reason: string;
    /**
     * What to change.
     */
    fix: string;
};
export type ExplainOptions = {
    /**
     * Unix seconds. The default is the system's clock.
     */
    now?: number | undefined;
    /**
     * The verifier's leeway: seconds to allow for clocks that differ, at most 300. The default is 0.
     */
    leeway?: number | undefined;
    /**
     * The verifier's largest token in bytes. The default is 8192.
     */
    maxToken?: number | undefined;
    /**
     * The settings of the scheme. Those that the fields hold too must agree with them.
     */
    settings?: Settings | undefined;
    /**
     * The site's own record of the visitor, with further columns in its `attributes`: the site
     * may have signed one of them.
     */
    visitor?: Visitor | null | undefined;
};
/**
 * Tries the mistakes that integrators make and reports the one that explains this signature.
 *
 * `fields` is an object, or the body of a request as it came. A finding may show the message that should have been signed,
 * and a key by its fingerprint only.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `key_count`, `leeway_invalid`, `now_invalid` or `setting_…`; and
 * `VisitorError`, as {@link Signer.sign} does, for a wrong `visitor`.
 *
 * @example
 * for (const { reason, fix } of explain('bookbag', secret, body).findings) console.log(reason, fix);
 *
 * @param {Scheme | string} scheme
 * @param {Keys} keys
 * @param {unknown} fields
 * @param {ExplainOptions} [options]
 * @returns {Explanation}
 */
export function explain(scheme: Scheme | string, keys: Keys, fields: unknown, options?: ExplainOptions): Explanation;
/**
 * Reads a token without verifying it. Never trust the result.
 *
 * Throws `Refused`: `token_malformed` or `token_too_large`.
 *
 * @example
 * inspectToken(token).unverifiedClaims.exp;
 *
 * @param {string} token
 * @returns {InspectedToken}
 */
export function inspectToken(token: string): InspectedToken;
/** Why a signature was refused. */
export class Explanation {
    /**
     * @hidden made by the library
     * @param {any} json
     */
    constructor(json: any);
    /** Whether the signature is right after all. @returns {boolean} */
    get isVerified(): boolean;
    /** What was found, the most likely cause first. @returns {Finding[]} */
    get findings(): Finding[];
    /** The explanation as an object for JSON. @returns {{ verified: boolean, findings: Finding[] }} */
    toJSON(): {
        verified: boolean;
        findings: Finding[];
    };
    #private;
}
/**
 * What an unverified token says. Anyone can have written it.
 *
 * Whole numbers beyond 2^53 are BigInts, because a number would round them. Objects have no prototype.
 */
export class InspectedToken {
    /**
     * @hidden made by the library
     * @param {string} json
     */
    constructor(json: string);
    /** The token's header. Anyone can have written it. @returns {Record<string, unknown>} */
    get unverifiedHeader(): Record<string, unknown>;
    /** The token's claims. Anyone can have written them. @returns {Record<string, unknown>} */
    get unverifiedClaims(): Record<string, unknown>;
    /** Header and claims as an object for JSON. Whole numbers beyond 2^53 are text here. @returns {Record<string, unknown>} */
    toJSON(): Record<string, unknown>;
    #private;
}
import type { FindingCode } from './codes';
import type { ErrorCode } from './codes';
import type { Settings } from './signer';
import type { Visitor } from './signer';
import type { Scheme } from './scheme';
import type { Keys } from './key';
