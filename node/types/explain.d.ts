/**
 * One thing that was found.
 */
export type Finding = {
    /**
     * A stable name, such as `other_field`.
     */
    code: FindingCode | ErrorCode;
    /**
     * What it is about, in the vendor's words, where there is such a thing.
     */
    field: string | null;
    /**
     * What was found.
     */
    reason: string;
    /**
     * What to change.
     */
    fix: string;
};
/**
 * Explains why the fields of a page do not verify: names the mistake and the change that mends it.
 *
 * `fields` is an object, or the body of a request as it came. A finding may show the message that should
 * have been signed, and keys by their fingerprint only. Options are `now` in Unix seconds and settings.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `key_count`, `now_invalid` or `setting_…`.
 *
 * @param {Scheme | string} scheme
 * @param {Keys} keys
 * @param {unknown} fields
 * @param {{ now?: number } & Settings} [options]
 * @returns {Explanation}
 */
export function explain(scheme: Scheme | string, keys: Keys, fields: unknown, options?: {
    now?: number;
} & Settings): Explanation;
/**
 * Reads a token without verifying it, to look at while integrating; trust nothing in it.
 *
 * Throws `Refused`: `token_malformed` or `token_too_large`.
 *
 * @param {string} token
 * @returns {Inspected}
 */
export function inspect(token: string): Inspected;
/** What `explain` found. */
export class Explanation {
    /**
     * @hidden made by the library
     * @param {any} json
     */
    constructor(json: any);
    /** Whether the fields verify as they are. @returns {boolean} */
    get isVerified(): boolean;
    /** The findings, best first: why it is refused, or what else stops a widget that verifies. @returns {Finding[]} */
    get findings(): Finding[];
    /** `{ verified, findings: [{ code, field, reason, fix }] }`. @returns {{ verified: boolean, findings: Finding[] }} */
    toJSON(): {
        verified: boolean;
        findings: Finding[];
    };
    #private;
}
/**
 * A token's header and claims, unverified: anyone can have written them. Integers beyond 2^53, which a number would
 * round, are BigInts; objects have no prototype.
 */
export class Inspected {
    /**
     * @hidden made by the library
     * @param {string} json
     */
    constructor(json: string);
    /** The header's members. @returns {Record<string, unknown>} */
    get unverifiedHeader(): Record<string, unknown>;
    /** The claims. @returns {Record<string, unknown>} */
    get unverifiedClaims(): Record<string, unknown>;
    /** `{ unverified: true, header, claims }`. Integers beyond 2^53 are text here. @returns {Record<string, unknown>} */
    toJSON(): Record<string, unknown>;
    #private;
}
import type { FindingCode } from './codes';
import type { ErrorCode } from './codes';
import type { Scheme } from './scheme';
import type { Keys } from './verifier';
import type { Settings } from './signer';
