'use strict';

/** @import { Scheme } from './scheme' */
/** @import { Settings, Visitor } from './signer' */

const { native } = require('./native.js');
const { call } = require('./errors.js');
const { settingsJson, writeVisitor } = require('./input.js');
const { showOnly } = require('./opaque.js');
const { handleOf, toScheme } = require('./scheme.js');
const { Signed, checkNonce } = require('./signed.js');

/**
 * A scheme with its settings: what a page needs without a secret.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `setting_…` or `library_missing`.
 *
 * @example
 * const page = new Page('bookbag');
 * const html = page.forgetScript(nonce); // for the page after sign-out
 */
class Page {
  #scheme;
  /** @type {any} */
  #native;

  /**
   * @param {Scheme | string} scheme
   * @param {Settings} [settings]
   */
  constructor(scheme, settings) {
    this.#scheme = toScheme(scheme);
    this.#native = call(native().page, handleOf(this.#scheme), settingsJson(settings));
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
    const { json, texts } = writeVisitor(visitor);
    return new Signed(this.#native, this.scheme, call(this.#native.prefill, json, ...texts));
  }

  /**
   * The script that makes the widget forget the visitor, for the page after sign-out. Empty if the vendor documents none.
   *
   * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
   * @returns {string}
   */
  forgetScript(nonce) {
    return call(this.#native.forgetScript, checkNonce(nonce));
  }

  /**
   * The script that starts the widget for a visitor who is not signed in. Empty if the widget starts without one.
   *
   * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
   * @returns {string}
   */
  anonymousScript(nonce) {
    return call(this.#native.anonymousScript, checkNonce(nonce));
  }
}

showOnly(Page, ({ scheme }) => ({ scheme }));

module.exports = { Page };
