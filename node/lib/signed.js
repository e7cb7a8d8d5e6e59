'use strict';

/** @import { WarningCode } from './codes' */
/** @import { PageHtml } from './page-html' */

/**
 * @typedef {object} Warning A problem that does not stop signing.
 * @property {WarningCode} code The stable code, such as `secret_short`.
 * @property {string} field What it is about, in the visitor's words, or `secret`.
 * @property {string} reason What is wrong and what to do.
 */

const { ConfigurationError } = require('./errors.js');
const { parse } = require('./json.js');
const { showOnly } = require('./opaque.js');
const { endOf, fieldsOf, markOf, signatureOf, warningsOf, withWarnings } = require('./signed-lines.js');
const { WITH_WARNINGS } = require('./symbols.js');
const { wrongType } = require('./values.js');

/** Longer than any nonce: a cheap guard. The core enforces the exact limit. */
const MAX_NONCE = 4096;

/**
 * Checks a nonce as far as JavaScript must.
 *
 * @param {string | null | undefined} nonce
 */
function checkNonce(nonce) {
  if (nonce === undefined || nonce === null) return undefined;
  if (typeof nonce !== 'string') throw wrongType('nonce', "a string, the page's Content-Security-Policy nonce", nonce);
  if (nonce.length > MAX_NONCE) throw new ConfigurationError('nonce_invalid', 'nonce', 'The nonce is too long. Pass at most 256 characters.');
  return nonce;
}

/**
 * Checks an endpoint as far as JavaScript must.
 *
 * @param {string | null | undefined} endpoint
 */
function checkEndpoint(endpoint) {
  if (endpoint === undefined || endpoint === null) return undefined;
  if (typeof endpoint !== 'string') throw wrongType('endpoint', 'a string, a path of your site or an http(s) address', endpoint);
  return endpoint;
}

/** A signed visitor, ready for the page. */
class Signed {
  #html;
  #scheme;
  #lines;

  /**
   * @hidden made by the library
   * @param {PageHtml} html
   * @param {string} scheme
   * @param {string} lines
   */
  constructor(html, scheme, lines) {
    this.#html = html;
    this.#scheme = scheme;
    this.#lines = lines;
  }

  /** The scheme's name. @returns {string} */
  get scheme() {
    return this.#scheme;
  }

  /** What the vendor checks: a digest as the scheme writes it, or a JWT. Null for a prefilled form. @returns {string | null} */
  get signature() {
    return signatureOf(this.#lines);
  }

  /**
   * The payload under the vendor's names, in the order of the vendor's documentation; a new object each time.
   *
   * Whole numbers beyond 2^53 are BigInts, because a number would round them. `fieldsJson` has every digit.
   *
   * @returns {Record<string, unknown>}
   */
  get fields() {
    return parse(this.fieldsJson);
  }

  /** The payload as JSON in ASCII, as a page posts it. @returns {string} */
  get fieldsJson() {
    return fieldsOf(this.#lines);
  }

  /** When the vendor stops accepting the signature, in Unix seconds. Null if it never expires. @returns {number | null} */
  get expiresAt() {
    return endOf(this.#lines);
  }

  /**
   * What tells this visitor from another one: 16 characters that say nothing about either. A page compares it, and it is the same
   * each time. Null for a prefilled form.
   *
   * @returns {string | null}
   */
  get mark() {
    return markOf(this.#lines);
  }

  /** Problems that do not stop signing, such as a field that the widget does not show. @returns {Warning[]} */
  get warnings() {
    return warningsOf(this.#lines);
  }

  /**
   * The HTML that hands the fields to the widget. Write it unescaped into the page of this visitor alone, and send that page
   * with `Cache-Control: private, no-store`.
   *
   * Throws `ConfigurationError`: `nonce_invalid`, `setting_missing` or `not_offered`.
   *
   * @example
   * const html = signer.sign({ id: 'user-123' }).script(nonce); // <script nonce="…">…</script>
   *
   * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
   * @returns {string}
   */
  script(nonce) {
    return this.#html.script(this.#lines, checkNonce(nonce));
  }

  /**
   * The element that hands the fields to the widget, for a page that loads the scheme's file (`visitorseal/files`). It holds no
   * code, so no nonce is needed. Write it unescaped into the page of this visitor alone, and send that page with
   * `Cache-Control: private, no-store`.
   *
   * Throws `ConfigurationError`: `setting_invalid` for the endpoint, `setting_missing` or `not_offered`.
   *
   * @example
   * const html = signer.sign({ id: 'user-123' }).element('/visitor.json'); // <visitorseal-visitor …></visitorseal-visitor>
   *
   * @param {string | null} [endpoint] The address of your site that gives the fields anew when they have expired: a path, or an
   *   http(s) address.
   * @returns {string}
   */
  element(endpoint) {
    return this.#html.element(this.#lines, checkEndpoint(endpoint));
  }

  /**
   * The address of the vendor's page for mobile apps, with the token in it. Whoever has the address is the visitor.
   *
   * Throws `ConfigurationError`: `not_offered` or `setting_missing`.
   *
   * @example
   * response.redirect(303, signer.sign(visitor).url());
   *
   * @returns {string}
   */
  url() {
    return this.#html.url(this.#lines);
  }

  /**
   * @internal
   * @param {Warning[]} more
   */
  [WITH_WARNINGS](more) {
    return new Signed(this.#html, this.#scheme, withWarnings(this.#lines, more));
  }

  /**
   * The signed visitor as an object for JSON, with `expires_at` as in other languages. Whole numbers beyond 2^53 are text here, because
   * JSON.stringify takes no BigInt.
   *
   * @returns {{ scheme: string, signature: string | null, fields: Record<string, unknown>, expires_at: number | null, mark: string | null, warnings: Warning[] }}
   */
  toJSON() {
    const fields = parse(this.fieldsJson, String);
    const { scheme, signature, expiresAt, mark, warnings } = this;
    return { scheme, signature, fields, expires_at: expiresAt, mark, warnings };
  }
}

showOnly(Signed, ({ scheme, fields }) => ({ scheme, fields: Object.keys(fields) }));

module.exports = { Signed, checkNonce };
