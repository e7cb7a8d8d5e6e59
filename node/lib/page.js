'use strict';

/** @import { Scheme } from './scheme' */
/** @import { Settings, Visitor } from './signer' */

const { native } = require('./native.js');
const { call } = require('./errors.js');
const { settingsJson, writtenVisitor } = require('./input.js');
const { showOnly } = require('./opaque.js');
const { PageHtml } = require('./page-html.js');
const { handleOf, toScheme } = require('./scheme.js');
const { Signed, checkNonce } = require('./signed.js');

/**
 * A scheme with its settings: what a page needs without a secret.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `setting_…` or `library_…`.
 *
 * @example
 * const page = new Page('bookbag');
 * const html = page.forgetScript(nonce); // for the page after sign-out
 */
class Page {
  #scheme;
  /** @type {any} */
  #native;
  #html;

  /**
   * @param {Scheme | string} scheme
   * @param {Settings} [settings]
   */
  constructor(scheme, settings) {
    this.#scheme = toScheme(scheme);
    this.#native = call(native().page, handleOf(this.#scheme), settingsJson(settings));
    this.#html = new PageHtml(this.#native);
  }

  /** The scheme's name. @returns {string} */
  get scheme() {
    return this.#scheme.name;
  }

  /**
   * Fills the vendor's form without a signature: the visitor types less, and nothing is proven.
   *
   * Throws `ConfigurationError` `not_offered` if the vendor documents no such form.
   *
   * @param {Visitor} visitor
   * @returns {Signed}
   */
  prefill(visitor) {
    const parts = writtenVisitor(visitor);
    return new Signed(this.#html, this.scheme, call(this.#native.prefill, parts, parts.length));
  }

  /**
   * The script that makes the widget forget the visitor, for the page after sign-out. `anonymousScript` does that too, where the
   * widget knows somebody.
   *
   * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
   * @returns {string}
   */
  forgetScript(nonce) {
    return call(this.#native.forgetScript, checkNonce(nonce));
  }

  /**
   * The script for a page of a visitor who is not signed in: the widget forgets who was signed in before, and starts for an
   * anonymous visitor where the vendor wants that. Send the page with `Cache-Control: private, no-store`: from a cache, it would
   * sign everybody out.
   *
   * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
   * @returns {string}
   */
  anonymousScript(nonce) {
    return call(this.#native.anonymousScript, checkNonce(nonce));
  }

  /**
   * The element that says the same as {@link anonymousScript}, for a page that loads the scheme's file (`visitorseal/files`).
   *
   * Throws `ConfigurationError`: `setting_missing` or `not_offered`.
   *
   * @returns {string}
   */
  anonymousElement() {
    return call(this.#native.anonymousElement);
  }
}

showOnly(Page, ({ scheme }) => ({ scheme }));

module.exports = { Page };
