'use strict';

// What the web servers' files share.

/** @import { Visitor, Signed } from '../signer' */
/** @import { Verified } from '../verifier' */

const { Refused, Signer, Verifier, VisitorError } = require('../index.js');
const { isBody, slip } = require('../described.js');
const { fault, isNew } = require('./log.js');

/**
 * @template Request
 * @typedef {object} SiteOptions
 * @property {Signer} signer With a function in its secret's place, a wrong set-up stops no start and no build.
 * @property {(request: Request) => Visitor | null | undefined | Promise<Visitor | null | undefined>} visitor
 *   Who is signed in, or nobody.
 * @property {(error: Error & { code?: string }, request: Request) => void | Promise<void>} [onError] Is told of a
 *   visitor who cannot be signed, at each request, and of a wrong set-up, once; the page is then an anonymous one. Unless
 *   given, a visitor is a warning of the process, and a set-up is written by `console.error`.
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
 * @param {any} given
 * @param {{ needs: Record<string, Function | 'function'>, may: string }} names
 */
function checked(given, { needs, may }) {
  // Not those that a polluted prototype has.
  const options = Object.assign(Object.create(null), given);
  for (const [name, type] of Object.entries(needs)) {
    const fits = type === 'function' ? typeof options[name] === 'function' : options[name] instanceof /** @type {any} */ (type);
    if (!fits) throw slip(name, type === 'function' ? 'a function' : `a ${/** @type {Function} */ (type).name}`, options[name]);
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

/**
 * @typedef {object} Response What a web server's file says of a response.
 * @property {() => unknown} nonce Where its nonce is.
 * @property {() => boolean} keepPrivate Keeps it out of caches; false where its head is sent.
 */

/** What a page of the site can write for the visitor of its request. */
class Page {
  #signer;
  #signed;
  #response;
  #failed;

  /**
   * @hidden made by the library
   * @param {Signer} signer
   * @param {Signed | null} signed
   * @param {Response} response
   * @param {(error: unknown) => void} failed Is told of a script that cannot be written.
   */
  constructor(signer, signed, response, failed) {
    this.#signer = signer;
    this.#signed = signed;
    this.#response = response;
    this.#failed = failed;
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
  script(nonce) {
    this.#response.keepPrivate();
    return this.#written(nonce, (its) => (this.#signed === null ? this.#signer.anonymousScript(its) : this.#signed.script(its)));
  }

  /**
   * The HTML for the page after sign-out; empty where the response's head is sent and lets a cache keep it, since
   * whoever got it from there would be signed out.
   *
   * @param {string | null} [nonce] The page's Content-Security-Policy nonce, helmet's unless given.
   * @returns {string}
   */
  forgetScript(nonce) {
    return this.#response.keepPrivate() ? this.#written(nonce, (its) => this.#signer.forgetScript(its)) : '';
  }

  /** `{"scheme", "fields"}` in ASCII for a single-page app; without a visitor the fields are null. @returns {string} */
  json() {
    this.#response.keepPrivate();
    return `{"scheme":${asciiJson(this.#signer.scheme)},"fields":${this.#signed?.fieldsJson ?? null}}`;
  }

  /**
   * @param {string | null | undefined} nonce
   * @param {(nonce: string | null | undefined) => string} write
   */
  #written(nonce, write) {
    try {
      // What is no text is an error of the script's, rather than a page that its own policy stops.
      return write(nonce === undefined ? /** @type {string | null | undefined} */ (this.#response.nonce()) : nonce);
    } catch (error) {
      this.#failed(error);
      return '';
    }
  }
}

/**
 * The page of a request. Neither a visitor who cannot be signed nor, in production, a wrong set-up brings it down.
 *
 * @template Request
 * @param {SiteOptions<Request>} options
 * @param {Request} request
 * @param {Response} response
 * @returns {Promise<Page>}
 */
async function pageOf({ signer, visitor, onError }, request, response) {
  /**
   * @param {unknown} error
   * @param {'secret' | 'nonce'} [given]
   */
  const failed = (error, given = 'secret') => {
    if (process.env.NODE_ENV !== 'production') throw error;
    const line = `visitorseal: ${signer.scheme}: pages are without their visitor: ${fault(error, given)}`;
    if (!isNew(line)) return;
    if (onError) return onError(/** @type {Error} */ (error), request);
    console.error(line);
  };
  const who = await visitor(request);
  const isSetUp = await ready(signer, failed);
  let signed = null;
  if (isSetUp && who !== null && who !== undefined) {
    try {
      signed = await signer.signAsync(who);
    } catch (error) {
      if (error instanceof VisitorError) await (onError ?? warn)(error, request);
      else await failed(error);
    }
  }
  // Now, and not with the script, which may come when the head is sent.
  if (signed !== null && !response.keepPrivate()) {
    signed = null;
    const line = `visitorseal: ${signer.scheme}: a page is without its visitor, since its head was sent before: mount the page's middleware before what sends it`;
    if (isNew(line)) console.error(line);
  }
  return new Page(signer, signed, response, (error) => void Promise.resolve(failed(error, 'nonce')).catch(console.error));
}

/**
 * Whether a signer has all that it needs. Its warnings are told once.
 *
 * @param {Signer} signer
 * @param {(error: unknown) => void | Promise<void>} failed
 */
async function ready(signer, failed) {
  if (checkedSigners.has(signer)) return true;
  try {
    for (const { code, field, reason } of signer.check()) {
      const line = `${signer.scheme}: ${code} (${field}): ${reason}`;
      if (isNew(line)) process.emitWarning(line, { type: 'VisitorsealWarning', code });
    }
  } catch (error) {
    await failed(error);
    return false;
  }
  checkedSigners.add(signer);
  return true;
}

/** @type {WeakSet<Signer>} */
const checkedSigners = new WeakSet();

/** @param {Error & { code?: string }} error */
function warn(error) {
  process.emitWarning(error.message, { type: 'VisitorsealWarning', code: error.code });
}

/**
 * Verifies the body of a request: bytes or text as they came, or what a parser has made of them.
 *
 * @param {Verifier} verifier
 * @param {unknown} body
 * @returns {Promise<{ verified: Verified, parsed: unknown }>}
 */
async function verifiedBody(verifier, body) {
  const verified = await (isBody(body) ? verifier.verifyJsonAsync(body) : verifier.verifyAsync(body));
  const parsed = isBody(body) ? JSON.parse(Buffer.from(body).toString()) : body;
  if (reachesPrototype(parsed)) {
    const { code, httpStatus, httpError } = malformed(verifier);
    throw new Refused(code, null, 'a member is named __proto__, or constructor with a prototype: no widget sends such a member', httpStatus, httpError);
  }
  return { verified, parsed };
}

/**
 * What a verifier's scheme answers to what is no body: only the verifier knows its scheme.
 *
 * @param {Verifier} verifier
 */
function malformed(verifier) {
  try {
    throw verifier.verify(null);
  } catch (error) {
    return /** @type {Refused} */ (error);
  }
}

/**
 * Whether a copy of a verified body would get another prototype, or change one that all objects have. Fastify's own
 * parser refuses the same. A verified body is not deep.
 *
 * @param {any} value
 * @returns {boolean}
 */
function reachesPrototype(value) {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.hasOwn(value, '__proto__')) return true;
  if (Object.hasOwn(value, 'constructor') && Object.hasOwn(value.constructor ?? {}, 'prototype')) return true;
  return Object.values(value).some(reachesPrototype);
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
  return { status: error.httpStatus, json: asciiJson({ error: error.httpError }) };
}

/**
 * JSON that means the same in every charset.
 *
 * @param {unknown} value
 */
function asciiJson(value) {
  return JSON.stringify(value).replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

module.exports = { Page, siteOptions, vendorOptions, pageOf, verifiedBody, refusal };
