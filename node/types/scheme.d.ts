/**
 * What a scheme asks of the site beside the secret.
 */
export type Setting = {
    /**
     * The setting's name; `appId` may be written for `app_id`.
     */
    name: string;
    /**
     * What it is and where the vendor shows it, in a sentence.
     */
    about: string;
    /**
     * Whether a signer needs it. Others are asked for by the call that uses them.
     */
    required: boolean;
};
declare const Scheme_base: new () => object;
/** How one vendor's widget wants a visitor signed. */
export class Scheme extends Scheme_base {
    /**
     * Reads a scheme of your own. A scheme file is code: load only your own.
     *
     * Throws `ConfigurationError` `scheme_malformed`, with the key as `field` and the line in the reason.
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
    /** The address of the vendor's page that the scheme was read from. @returns {string} */
    get document(): string;
    /** `HMAC-SHA256` (RFC 2104) or `RS256` (RFC 7518). @returns {string} */
    get algorithm(): string;
    /** What the signature covers, in the visitor's words; `attributes` stands for all of them. @returns {string[]} */
    get covers(): string[];
    /** The settings that the scheme takes. @returns {Setting[]} */
    get settings(): Setting[];
    /** All that a catalogue shows. @returns {Record<string, unknown>} */
    toJSON(): Record<string, unknown>;
    #private;
}
/**
 * The scheme of that name. Throws `ConfigurationError` `scheme_unknown`.
 *
 * @param {string} name
 * @returns {Scheme}
 */
export function scheme(name: string): Scheme;
/**
 * The names of the schemes that come with the library.
 *
 * @returns {string[]}
 */
export function schemes(): string[];
/**
 * @param {unknown} given
 * @returns {Scheme | string}
 */
export function checkScheme(given: unknown): Scheme | string;
/**
 * @param {unknown} given
 * @returns {Scheme}
 */
export function toScheme(given: unknown): Scheme;
/** @param {Scheme | string} scheme */
export function nameOf(scheme: Scheme | string): string;
/** @type {(scheme: Scheme) => unknown} */
export let handleOf: (scheme: Scheme) => unknown;
export {};
