/** A verified visitor in the words of a vendor's database. */
export class Contact {
    /**
     * @hidden made by the library
     * @param {string} lines
     * @param {() => unknown} newHandle Makes the addon's contact.
     */
    constructor(lines: string, newHandle: () => unknown);
    /** The site's id of the visitor. The signature always covers it. @returns {string} */
    get externalId(): string;
    /** The name. See `unsigned`. @returns {string | null} */
    get name(): string | null;
    /** The email address. See `unsigned`. @returns {string | null} */
    get email(): string | null;
    /** The telephone number. See `unsigned`. @returns {string | null} */
    get phone(): string | null;
    /**
     * The attributes, signed ones first. See `unsigned`. Whole numbers beyond 2^53 are BigInts, and objects have no prototype.
     *
     * @returns {Record<string, unknown>}
     */
    get attributes(): Record<string, unknown>;
    /** The names of what the signature does not cover. The browser merely claims those values. @returns {string[]} */
    get unsigned(): string[];
    /**
     * Replaces placeholders in a text with the contact's values: `{{contact.email}}`, `{{contact.name}}`,
     * `{{contact.external_id}}` and `{{contact.attr.KEY}}`. Unknown ones become empty. The result is plain text: escape it.
     *
     * @example
     * contact.fill('Hello {{contact.name}}'); // Hello Jane Doe
     *
     * @param {string} text
     * @returns {string}
     */
    fill(text: string): string;
    #private;
}
/**
 * The outcome of a verification that was not refused.
 *
 * In `signed` and `unsigned` whole numbers beyond 2^53 are BigInts, because a number would round them. Objects there have no
 * prototype, so they hold only what was sent.
 */
export class Verified {
    /**
     * @hidden made by the library
     * @param {string} lines
     * @param {() => unknown} newContact Makes the addon's contact.
     */
    constructor(lines: string, newContact: () => unknown);
    /** Whether the signature proves who the visitor is. @returns {'verified' | 'anonymous'} */
    get status(): "verified" | "anonymous";
    /** Whether the signature proves who the visitor is. @returns {boolean} */
    get isVerified(): boolean;
    /** What the signature covers, in the visitor's words. @returns {Record<string, unknown>} */
    get signed(): Record<string, unknown>;
    /** What the browser merely claims, in the visitor's words. @returns {Record<string, unknown>} */
    get unsigned(): Record<string, unknown>;
    /** The index of the key that matches, counted from 0. Once it is always 0, remove the old secret. @returns {number | null} */
    get key(): number | null;
    /**
     * The token's own id, its claim `jti`. Null without one.
     *
     * To refuse a token that is used a second time, keep the ids of verified tokens until the tokens expire.
     *
     * @returns {string | null}
     */
    get tokenId(): string | null;
    /** Why a wrong signature was let through under the policy `observe`. @returns {Refused | null} */
    get refusal(): Refused | null;
    /**
     * The visitor as a vendor's backend stores a contact. Null for an anonymous visitor.
     *
     * @example
     * const contact = verifier.verifyJson(body).contact();
     * if (contact) store(contact.externalId, contact.email);
     *
     * @returns {Contact | null}
     */
    contact(): Contact | null;
    /**
     * The outcome as an object for JSON: `{ verified: true, signed, unsigned, key }`, with a `token_id` if the token has one, or
     * `{ verified: false, anonymous: true, unsigned }`. Whole numbers beyond 2^53 are text here, because JSON.stringify takes no
     * BigInt.
     *
     * @returns {Record<string, unknown>}
     */
    toJSON(): Record<string, unknown>;
    #private;
}
import { Refused } from "./errors.js";
