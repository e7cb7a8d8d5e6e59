export type SiteOptions<Request> = {
    /**
     * With a function in its secret's place, a wrong set-up stops no start and no build.
     */
    signer: Signer;
    /**
     *   Who is signed in, or nobody.
     */
    visitor: (request: Request) => Visitor | null | undefined | Promise<Visitor | null | undefined>;
    /**
     * Is told of a
     * visitor who cannot be signed, at each request, and of a wrong set-up, once; the page is then an anonymous one. Unless
     * given, a visitor is a warning of the process, and a set-up is written by `console.error`.
     */
    onError?: ((error: Error & {
        code?: string;
    }, request: Request) => void | Promise<void>) | undefined;
};
export type VendorOptions<Request> = {
    verifier: Verifier;
    /**
     * Is told why a request is refused.
     */
    onRefused?: ((error: Refused, request: Request) => void | Promise<void>) | undefined;
};
/**
 * What a web server's file says of a response.
 */
export type Response = {
    /**
     * Where its nonce is.
     */
    nonce: () => unknown;
    /**
     * Keeps it out of caches; false where its head is sent.
     */
    keepPrivate: () => boolean;
};
/**
 * @typedef {object} Response What a web server's file says of a response.
 * @property {() => unknown} nonce Where its nonce is.
 * @property {() => boolean} keepPrivate Keeps it out of caches; false where its head is sent.
 */
/** What a page of the site can write for the visitor of its request. */
export class Page {
    /**
     * @hidden made by the library
     * @param {Signer} signer
     * @param {Signed | null} signed
     * @param {Response} response
     * @param {(error: unknown) => void} failed Is told of a script that cannot be written.
     */
    constructor(signer: Signer, signed: Signed | null, response: Response, failed: (error: unknown) => void);
    /** Whether somebody is signed in, and signed. @returns {boolean} */
    get isSigned(): boolean;
    /**
     * The HTML for this page: the visitor's, or the anonymous visitor's, which is empty where none is needed.
     *
     * @param {string | null} [nonce] The page's Content-Security-Policy nonce, helmet's unless given.
     * @returns {string}
     */
    script(nonce?: string | null): string;
    /**
     * The HTML for the page after sign-out; empty where the response's head is sent and lets a cache keep it, since
     * whoever got it from there would be signed out.
     *
     * @param {string | null} [nonce] The page's Content-Security-Policy nonce, helmet's unless given.
     * @returns {string}
     */
    forgetScript(nonce?: string | null): string;
    /** `{"scheme", "fields"}` in ASCII for a single-page app; without a visitor the fields are null. @returns {string} */
    json(): string;
    #private;
}
/** @param {any} options @returns {SiteOptions<any>} */
export function siteOptions(options: any): SiteOptions<any>;
/** @param {any} options @returns {VendorOptions<any>} */
export function vendorOptions(options: any): VendorOptions<any>;
/**
 * The page of a request. Neither a visitor who cannot be signed nor, in production, a wrong set-up brings it down.
 *
 * @template Request
 * @param {SiteOptions<Request>} options
 * @param {Request} request
 * @param {Response} response
 * @returns {Promise<Page>}
 */
export function pageOf<Request>({ signer, visitor, onError }: SiteOptions<Request>, request: Request, response: Response): Promise<Page>;
/**
 * Verifies the body of a request: bytes or text as they came, or what a parser has made of them.
 *
 * @param {Verifier} verifier
 * @param {unknown} body
 * @returns {Promise<{ verified: Verified, parsed: unknown }>}
 */
export function verifiedBody(verifier: Verifier, body: unknown): Promise<{
    verified: Verified;
    parsed: unknown;
}>;
/**
 * The answer that the scheme gives to an error, or nothing where the error is another's.
 *
 * @template Request
 * @param {VendorOptions<Request>} options
 * @param {unknown} error
 * @param {Request} request
 */
export function refusal<Request>({ onRefused }: VendorOptions<Request>, error: unknown, request: Request): Promise<{
    status: number;
    json: string;
} | null>;
import { Signer } from "../index.js";
import type { Visitor } from '../signer';
import { Verifier } from "../index.js";
import { Refused } from "../index.js";
import type { Signed } from '../signer';
import type { Verified } from '../verifier';
