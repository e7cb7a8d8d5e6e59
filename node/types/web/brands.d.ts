/**
 * The brands of a call's options.
 */
export type Brands<Request> = {
    all: Brand<Request>[];
    /**
     * Throws `ConfigurationError` `brand_unknown`.
     */
    find: (name?: string) => Brand<Request>;
    onError: ((error: Error & {
        code?: string;
    }, request: Request) => void | Promise<void>) | undefined;
};
export type BrandOptions<Request> = {
    /**
     * The name of the vendor's scheme.
     */
    scheme?: Scheme | string | undefined;
    /**
     * The path of a scheme file of your own, in place of `scheme`.
     */
    schemeFile?: string | undefined;
    /**
     * What signs: the
     * vendor's shared secret, or the site's private key as PEM; or a function that gives it. It is read when it is first needed.
     */
    secret?: string | Uint8Array | null | undefined | (() => string | Uint8Array | null | undefined);
    /**
     * The settings of the scheme.
     */
    settings?: Settings | undefined;
    /**
     * What verifies, newest first. The default is the secret, if the vendor shares it.
     */
    keys?: Keys | undefined;
    /**
     * What happens to a visitor who does not prove who they are:
     * see `VerifierOptions`. The default is `required`.
     */
    policy?: "required" | "optional" | "observe" | undefined;
    /**
     * Seconds to allow for clocks that differ. The default is 0.
     */
    leeway?: number | undefined;
    /**
     * The largest token in bytes. The default is 8192.
     */
    maxToken?: number | undefined;
    /**
     * Who
     * is signed in; null for nobody.
     */
    visitor?: ((request: Request) => Visitor | null | undefined | Promise<Visitor | null | undefined>) | undefined;
    /**
     * Whether
     * the site has verified the visitor's email address. If not, the address is left out. The default is true.
     */
    emailVerified?: boolean | ((request: Request, visitor: Visitor) => boolean | Promise<boolean>) | undefined;
    /**
     * Whether the brand is there. The
     * default is true.
     */
    enabled?: boolean | ((request: Request) => boolean | Promise<boolean>) | undefined;
    /**
     * Whether the script, or the element, is inserted into HTML pages that lack it,
     * before `</body>`. A page of nobody that caches may keep gets nothing. For a scheme whose script has a place of its own in the
     * page, it is an error.
     */
    insert?: boolean | "element" | undefined;
};
export type SharedOptions<Request> = {
    /**
     * The options of each brand by its name. Without it, the
     * options are those of one brand.
     */
    brands?: Record<string, BrandOptions<Request>> | undefined;
    /**
     * The brand if none is named.
     */
    default?: string | undefined;
    /**
     * The only brand to use here.
     */
    brand?: string | undefined;
    /**
     * Is called with
     * each visitor who cannot be signed, each wrong set-up (once) and each refused request, in place of the log.
     */
    onError?: ((error: Error & {
        code?: string;
    }, request: Request) => void | Promise<void>) | undefined;
};
/**
 * The options of one brand, or `brands` by their names.
 */
export type VisitorsealOptions<Request> = BrandOptions<Request> & SharedOptions<Request>;
/** One vendor's widget. Its page, signer and verifier are made when they are first needed. @template Request */
export class Brand<Request> {
    /**
     * @param {string} name
     * @param {unknown} options
     */
    constructor(name: string, options: unknown);
    name: string;
    /** The scheme's name, or null if its file cannot be read. @returns {string | null} */
    get schemeName(): string | null;
    /** @returns {boolean} */
    get hasVisitor(): boolean;
    /** @returns {boolean} */
    get hasKeys(): boolean;
    /** What is inserted into pages: true for the script. @returns {boolean | 'element'} */
    get insert(): boolean | "element";
    /**
     * Checks that the script may be inserted, if the site asks for that. Some belong at a place that only a template knows. Throws
     * `ConfigurationError` `setting_invalid`. A scheme that cannot be read passes: the scheme is checked again where its script is
     * inserted.
     */
    checkInsertion(): void;
    /** @returns {SchemeType} */
    get scheme(): Scheme;
    /** What a page needs without a secret. @returns {Page} */
    get page(): Page;
    /** @returns {Signer} */
    get signer(): Signer;
    /** @returns {Verifier} */
    get verifier(): Verifier;
    /** @param {Request} request @returns {Promise<boolean>} */
    isEnabled(request: Request): Promise<boolean>;
    /** @param {Request} request @returns {Promise<Visitor | null | undefined>} */
    visitor(request: Request): Promise<Visitor | null | undefined>;
    /** @param {Request} request @param {Visitor} visitor @returns {Promise<boolean>} */
    isEmailVerified(request: Request, visitor: Visitor): Promise<boolean>;
    /** Checks all of the brand now. @returns {Warning[]} */
    check(): Warning[];
    #private;
}
/**
 * Checks all brands now, with their secrets, for the start of a server or before a deployment. Gives the warnings, and throws
 * the first error: `ConfigurationError`, or what the function that gives a secret throws.
 *
 * @example
 * for (const { brand, reason } of checkBrands(options)) console.warn(brand, reason);
 *
 * @param {VisitorsealOptions<any>} options
 * @returns {(Warning & { brand: string })[]}
 */
export function checkBrands(options: VisitorsealOptions<any>): (Warning & {
    brand: string;
})[];
/**
 * The brands of a call's options.
 *
 * @template Request
 * @typedef {object} Brands
 * @property {Brand<Request>[]} all
 * @property {(name?: string) => Brand<Request>} find Throws `ConfigurationError` `brand_unknown`.
 * @property {((error: Error & { code?: string }, request: Request) => void | Promise<void>) | undefined} onError
 */
/**
 * Reads and checks options. Nothing that depends on a secret is checked: that must not stop the start of a server.
 *
 * @template Request
 * @param {VisitorsealOptions<Request>} options
 * @returns {Brands<Request>}
 */
export function readBrands<Request>(options: VisitorsealOptions<Request>): Brands<Request>;
/**
 * The brand of a call that answers with the fields of one.
 *
 * @template Request
 * @param {VisitorsealOptions<Request>} options
 * @returns {Brands<Request>}
 */
export function readFieldsBrand<Request>(options: VisitorsealOptions<Request>): Brands<Request>;
/**
 * The brands of a call that signs visitors, of which one at least must have them.
 *
 * @template Request
 * @param {VisitorsealOptions<Request>} options
 * @returns {Brands<Request>}
 */
export function readPageBrands<Request>(options: VisitorsealOptions<Request>): Brands<Request>;
import { Scheme } from "../index.js";
import type { Settings } from '../signer';
import type { Keys } from '../key';
import type { Visitor } from '../signer';
import { Page } from "../index.js";
import { Signer } from "../index.js";
import { Verifier } from "../index.js";
import type { Warning } from '../signed';
