'use strict';

// What the web servers' files share.

/** @import { Visitor } from '../signer' */
/** @import { Verified } from '../verifier' */

const { Refused, Signer, Verifier, VisitorError } = require('../index.js');
const { isBody, slip } = require('../described.js');

/** A page with a visitor in it is that visitor's alone. */
const PRIVATE = 'private, no-store';

/**
 * @template Request
 * @typedef {object} SiteOptions
 * @property {Signer} signer
 * @property {(request: Request) => Visitor | null | undefined | Promise<Visitor | null | undefined>} visitor
 *   Who is signed in, or nobody.
 * @property {(error: VisitorError, request: Request) => void | Promise<void>} [onError] Is told of a visitor who cannot be
 *   signed, whose page is then an anonymous one. A warning of the process unless given.
 */

/**
 * @template Request
 * @typedef {object} VendorOptions
 * @property {Verifier} verifier
 * @property {(error: Refused, request: Request) => void | Promise<void>} [onRefused] Is told why a request is refused.
 */

/**
 * Checks options when the server starts, rather than at the first request.
 *
 * @param {any} options
 * @param {{ needs: Record<string, Function | 'function'>, may: string }} names
 */
function checked(options, { needs, may }) {
  for (const [name, type] of Object.entries(needs)) {
    const given = options?.[name];
    const fits = type === 'function' ? typeof given === 'function' : given instanceof /** @type {any} */ (type);
    if (!fits) throw slip(name, type === 'function' ? 'a function' : `a ${/** @type {Function} */ (type).name}`, given);
  }
  if (options[may] !== undefined && typeof options[may] !== 'function') throw slip(may, 'a function', options[may]);
  return options;
}

/** @param {any} options @returns {SiteOptions<any>} */
const siteOptions = (options) =>
  checked(options, { needs: { signer: Signer, visitor: 'function' }, may: 'onError' });

/** @param {any} options @returns {VendorOptions<any>} */
const vendorOptions = (options) =>
  checked(options, { needs: { verifier: Verifier }, may: 'onRefused' });

/** What a page of the site can write for the visitor of its request. */
class Page {
  #signer;
  #signed;
  #nonce;
  #written;

  /**
   * @hidden made by the library
   * @param {Signer} signer
   * @param {import('../signer').Signed | null} signed
   * @param {() => unknown} nonce
   * @param {() => void} written
   */
  constructor(signer, signed, nonce, written) {
    this.#signer = signer;
    this.#signed = signed;
    this.#nonce = nonce;
    this.#written = written;
  }

  /** Whether somebody is signed in, and signed. @returns {boolean} */
  get isSigned() {
    return this.#signed !== null;
  }

  /**
   * The HTML for this page: the visitor's, or the anonymous visitor's, which is empty where none is needed.
   *
   * @param {string | null} [nonce] The page's Content-Security-Policy nonce, helmet's unless given.
   * @returns {string}
   */
  script(nonce = this.#itsNonce()) {
    this.#written();
    return this.#signed === null ? this.#signer.anonymousScript(nonce) : this.#signed.script(nonce);
  }

  /**
   * The HTML for the page after sign-out.
   *
   * @param {string | null} [nonce] The page's Content-Security-Policy nonce, helmet's unless given.
   * @returns {string}
   */
  forgetScript(nonce = this.#itsNonce()) {
    this.#written();
    return this.#signer.forgetScript(nonce);
  }

  /** `{"scheme", "fields"}` for a single-page app; without a visitor the fields are null. @returns {string} */
  json() {
    this.#written();
    return `{"scheme":${JSON.stringify(this.#signer.scheme)},"fields":${this.#signed?.fieldsJson ?? null}}`;
  }

  #itsNonce() {
    // What is no text is an error of the script's, rather than a page that its own policy stops.
    return /** @type {string | null | undefined} */ (this.#nonce());
  }
}

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
async function pageOf({ signer, visitor, onError = warn }, request, { nonce = () => undefined, written = () => {} } = {}) {
  const who = await visitor(request);
  let signed = null;
  if (who !== null && who !== undefined) {
    try {
      signed = await signer.signAsync(who);
    } catch (error) {
      if (!(error instanceof VisitorError)) throw error;
      await onError(error, request);
    }
  }
  // Also for a script that comes when the headers have gone.
  if (signed !== null) written();
  return new Page(signer, signed, nonce, written);
}

/** @param {VisitorError} error */
function warn(error) {
  process.emitWarning(error.message, { type: 'VisitorsealWarning', code: error.code });
}

/**
 * Verifies the body of a request: bytes or text as they came, or what a parser has made of them.
 *
 * @param {Verifier} verifier
 * @param {unknown} body
 * @returns {Promise<Verified>}
 */
function verifiedBody(verifier, body) {
  return isBody(body) ? verifier.verifyJsonAsync(body) : verifier.verifyAsync(body);
}

/**
 * The answer that the scheme gives to an error, or nothing where the error is another's.
 *
 * @template Request
 * @param {VendorOptions<Request>} options
 * @param {unknown} error
 * @param {Request} request
 */
async function refusal({ onRefused }, error, request) {
  if (!(error instanceof Refused)) return null;
  await onRefused?.(error, request);
  return { status: error.httpStatus, json: JSON.stringify({ error: error.httpError }) };
}

module.exports = { PRIVATE, Page, siteOptions, vendorOptions, pageOf, verifiedBody, refusal };
