export type SiteOptions<Request> = {
    signer: Signer;
    /**
     *   Who is signed in, or nobody.
     */
    visitor: (request: Request) => Visitor | null | undefined | Promise<Visitor | null | undefined>;
    /**
     * Is told of a visitor who cannot be
     * signed, whose page is then an anonymous one. A warning of the process unless given.
     */
    onError?: ((error: VisitorError, request: Request) => void | Promise<void>) | undefined;
};
export type VendorOptions<Request> = {
    verifier: Verifier;
    /**
     * Is told why a request is refused.
     */
    onRefused?: ((error: Refused, request: Request) => void | Promise<void>) | undefined;
};
/** A page with a visitor in it is that visitor's alone. */
export const PRIVATE: "private, no-store";
/** What a page of the site can write for the visitor of its request. */
export class Page {
    /**
     * @hidden made by the library
     * @param {Signer} signer
     * @param {import('../signer').Signed | null} signed
     * @param {() => unknown} nonce
     * @param {() => void} written
     */
    constructor(signer: Signer, signed: import("../signer").Signed | null, nonce: () => unknown, written: () => void);
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
     * The HTML for the page after sign-out.
     *
     * @param {string | null} [nonce] The page's Content-Security-Policy nonce, helmet's unless given.
     * @returns {string}
     */
    forgetScript(nonce?: string | null): string;
    /** `{"scheme", "fields"}` for a single-page app; without a visitor the fields are null. @returns {string} */
    json(): string;
    #private;
}
/** @param {any} options @returns {SiteOptions<any>} */
export function siteOptions(options: any): SiteOptions<any>;
/** @param {any} options @returns {VendorOptions<any>} */
export function vendorOptions(options: any): VendorOptions<any>;
/**
 * The page of a request. A visitor who cannot be signed does not bring it down.
 *
 * @template Request
 * @param {SiteOptions<Request>} options
 * @param {Request} request
 * @param {{ nonce?: () => unknown, written?: () => void }} [hooks] where the nonce is, and what to do when
 *   something of the visitor's is written
 * @returns {Promise<Page>}
 */
export function pageOf<Request>({ signer, visitor, onError }: SiteOptions<Request>, request: Request, { nonce, written }?: {
    nonce?: () => unknown;
    written?: () => void;
}): Promise<Page>;
/**
 * Verifies the body of a request: bytes or text as they came, or what a parser has made of them.
 *
 * @param {Verifier} verifier
 * @param {unknown} body
 * @returns {Promise<Verified>}
 */
export function verifiedBody(verifier: Verifier, body: unknown): Promise<Verified>;
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
import { VisitorError } from "../index.js";
import { Verifier } from "../index.js";
import { Refused } from "../index.js";
import type { Verified } from '../verifier';
