/**
 * A setting of a scheme.
 */
export type Setting = {
    /**
     * The setting's name. `appId` may be written for `app_id`.
     */
    name: string;
    /**
     * What the setting is and where the vendor shows it.
     */
    about: string;
    /**
     * Whether a signer needs the setting. Other settings are needed only by the call that uses them.
     */
    isRequired: boolean;
};
declare const Scheme_base: new () => object;
/** How one vendor's widget wants a visitor signed. */
export class Scheme extends Scheme_base {
    /**
     * Reads a scheme of your own from TOML. A scheme file is code: load only your own.
     *
     * Throws `ConfigurationError` `scheme_malformed`. Its `field` is the key that is wrong, and its reason names the line.
     *
     * @example
     * const shop = Scheme.parse(readFileSync('shop.toml', 'utf8'));
     * const signer = new Signer(shop, secret);
     *
     * @param {string} toml
     * @returns {Scheme}
     */
    static parse(toml: string): Scheme;
    /**
     * @hidden made by the library
     * @param {unknown} handle
     */
    constructor(handle: unknown);
    /** The scheme's name, such as `bookbag`. @returns {string} */
    get name(): string;
    /** The vendor's name as the vendor writes it. @returns {string} */
    get vendor(): string;
    /** The product as the vendor names it, such as `Messenger`. Null if the scheme's file does not say it. @returns {string | null} */
    get product(): string | null;
    /** What the product is for, such as `support_chat`. Null if the scheme's file does not say it. @returns {string | null} */
    get category(): string | null;
    /** The address of the vendor's documentation that the scheme was read from. @returns {string} */
    get document(): string;
    /**
     * What verifies a signature: `shared`, the secret itself, or `pair`, the public key of a key pair.
     *
     * @returns {'shared' | 'pair'}
     */
    get keyKind(): "shared" | "pair";
    /** `HMAC-SHA256`, `HMAC-SHA512` or `HMAC-SHA1` (RFC 2104), or a token's, such as `HS256` or `RS256` (RFC 7518). @returns {string} */
    get algorithm(): string;
    /**
     * The visitor's fields that the signature covers. `attributes` stands for all attributes, `attributes.plan` for one.
     *
     * @returns {string[]}
     */
    get covers(): string[];
    /** The settings that the scheme takes. @returns {Setting[]} */
    get settings(): Setting[];
    /** The scheme as an object for JSON. @returns {Record<string, unknown>} */
    toJSON(): Record<string, unknown>;
    #private;
}
/**
 * Gives the scheme of a vendor by its name. Throws `ConfigurationError` `scheme_unknown`.
 *
 * @example
 * scheme('thread').settings; // [{ name: 'app_id', about: '…', isRequired: true }]
 *
 * @param {string} name
 * @returns {Scheme}
 */
export function scheme(name: string): Scheme;
/**
 * Gives the names of the vendors' schemes.
 *
 * @example
 * schemes(); // ['bookbag', 'fernand', …]
 *
 * @returns {string[]}
 */
export function schemes(): string[];
/**
 * Checks an argument that must be a scheme or the name of one.
 *
 * @param {unknown} value
 * @returns {Scheme | string}
 */
export function checkScheme(value: unknown): Scheme | string;
/**
 * @param {unknown} value
 * @returns {Scheme}
 */
export function toScheme(value: unknown): Scheme;
/** @param {Scheme | string} scheme */
export function nameOf(scheme: Scheme | string): string;
/** @type {(scheme: Scheme) => unknown} */
export let handleOf: (scheme: Scheme) => unknown;
export {};
