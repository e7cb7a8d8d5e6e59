/**
 * What a web framework says of a response.
 */
export type Response = {
    /**
     * The page's nonce, if the framework has one.
     */
    nonce: () => unknown;
    /**
     * Keeps the response out of caches. False if its head is sent already.
     */
    keepPrivate: () => boolean;
};
/**
 * What is known of one brand in a request.
 */
export type State<Request> = {
    brand: Brand<Request>;
    isEnabled: boolean;
    signed: Signed | null;
    /**
     * Whether the page has the brand's script or element.
     */
    isWritten: boolean;
};
export type HelperOptions = {
    /**
     * The brand; the default one if none is named.
     */
    brand?: string | undefined;
};
/**
 * What a page can write for the visitor of its request.
 */
export type VisitorHelpers = {
    /**
     * Writes the script for
     * the visitor of this request, or for nobody. The nonce is the page's own by default. Empty if the head is sent already and may
     * let a cache keep the page.
     */
    visitorScript: (options?: HelperOptions & {
        nonce?: string | null | undefined;
    }) => string;
    /**
     * Writes the element for
     * the visitor of this request, or for nobody, in a page that loads the scheme's file. The endpoint is the address that gives the
     * fields anew when they have expired. Empty where `visitorScript` is.
     */
    visitorElement: (options?: HelperOptions & {
        endpoint?: string | null | undefined;
    }) => string;
    /**
     * Writes the script
     * that makes the widget forget the visitor, for the page after sign-out.
     */
    visitorForgetScript: (options?: HelperOptions & {
        nonce?: string | null | undefined;
    }) => string;
    /**
     * The signed fields as JSON in ASCII:
     * `{"scheme": "bookbag", "fields": {…}, "mark": "…", "expires_at": null}`. All but the scheme are null for nobody.
     */
    visitorFields: (options?: HelperOptions) => string;
    /**
     * The signed visitor; null for nobody.
     */
    signedVisitor: (options?: HelperOptions) => Signed | null;
    /**
     * Whether the brand is enabled for this request.
     */
    isVisitorEnabled: (options?: HelperOptions) => boolean;
};
/**
 * @typedef {object} Response What a web framework says of a response.
 * @property {() => unknown} nonce The page's nonce, if the framework has one.
 * @property {() => boolean} keepPrivate Keeps the response out of caches. False if its head is sent already.
 */
/**
 * @template Request
 * @typedef {object} State What is known of one brand in a request.
 * @property {Brand<Request>} brand
 * @property {boolean} isEnabled
 * @property {Signed | null} signed
 * @property {boolean} isWritten Whether the page has the brand's script or element.
 */
/**
 * @typedef {object} HelperOptions
 * @property {string | undefined} [brand] The brand; the default one if none is named.
 */
/**
 * What a page can write for the visitor of its request.
 *
 * @typedef {object} VisitorHelpers
 * @property {(options?: HelperOptions & { nonce?: string | null | undefined }) => string} visitorScript Writes the script for
 *   the visitor of this request, or for nobody. The nonce is the page's own by default. Empty if the head is sent already and may
 *   let a cache keep the page.
 * @property {(options?: HelperOptions & { endpoint?: string | null | undefined }) => string} visitorElement Writes the element for
 *   the visitor of this request, or for nobody, in a page that loads the scheme's file. The endpoint is the address that gives the
 *   fields anew when they have expired. Empty where `visitorScript` is.
 * @property {(options?: HelperOptions & { nonce?: string | null | undefined }) => string} visitorForgetScript Writes the script
 *   that makes the widget forget the visitor, for the page after sign-out.
 * @property {(options?: HelperOptions) => string} visitorFields The signed fields as JSON in ASCII:
 *   `{"scheme": "bookbag", "fields": {…}, "mark": "…", "expires_at": null}`. All but the scheme are null for nobody.
 * @property {(options?: HelperOptions) => Signed | null} signedVisitor The signed visitor; null for nobody.
 * @property {(options?: HelperOptions) => boolean} isVisitorEnabled Whether the brand is enabled for this request.
 */
/** @type {(keyof VisitorHelpers)[]} */
export const HELPERS: (keyof VisitorHelpers)[];
export namespace NOT_FOUND {
    let status: number;
    let json: string;
}
/** The visitor of one request, for each brand. @template Request */
export class RequestVisitors<Request> {
    /**
     * @param {Brands<Request>} brands
     * @param {Request} request
     * @param {Response} response
     * @param {Map<Brand<Request>, State<Request>>} states
     */
    constructor(brands: Brands<Request>, request: Request, response: Response, states: Map<Brand<Request>, State<Request>>);
    /** The functions for the page. They need no `this`, so that templates can call them. @returns {VisitorHelpers} */
    get helpers(): VisitorHelpers;
    /** The answer of an endpoint with the fields; 404 if the brand is not there for this request. */
    fieldsAnswer(): {
        status: number;
        json: string;
    };
    /** Whether the page lacks what is to be inserted. @returns {boolean} */
    get isIncomplete(): boolean;
    /**
     * The scripts and elements to insert. That nobody is signed in stands in no page that a cache gives to others: it would sign
     * everybody out.
     *
     * @param {boolean} isForAll Whether the site lets caches keep the page.
     * @returns {string}
     */
    missing(isForAll: boolean): string;
    #private;
}
/**
 * JSON in ASCII, which means the same in every charset.
 *
 * @param {unknown} value
 */
export function asciiJson(value: unknown): string;
/**
 * Signs the visitor of a request for each brand. A visitor who cannot be signed does not bring the page down, and in
 * production a wrong set-up does not either.
 *
 * @template Request
 * @param {Brands<Request>} brands
 * @param {Request} request
 * @param {Response} response
 * @returns {Promise<RequestVisitors<Request>>}
 */
export function visitorsOf<Request>(brands: Brands<Request>, request: Request, response: Response): Promise<RequestVisitors<Request>>;
import type { Brand } from './brands';
import type { Signed } from '../signed';
import type { Brands } from './brands';
