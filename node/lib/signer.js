'use strict';

/** @import { Scheme } from './scheme' */
/** @import { WarningCode } from './codes' */

/**
 * @typedef {object} Visitor The signed-in person.
 *
 * `name`, `phone`, `avatar` and `attributes` may be null or undefined and are then left out; `id` and
 * `email` may not: leave them out where the visitor has none.
 * @property {string | number | bigint} [id] Text, or a whole number within 2^53.
 * @property {string} [email] An address that the site has verified.
 * @property {string | null} [name] The name that people see.
 * @property {string | null} [phone] E.164, such as `+14155552671`.
 * @property {string | null} [avatar] An http or https address.
 * @property {object | null} [attributes] JSON values for the vendor's agents to see.
 */

/**
 * @typedef {object} Warning What works and deserves a look, such as a short secret.
 * @property {WarningCode} code A stable name, such as `secret_short`.
 * @property {string} field What it is about, in the visitor's words, or `secret`.
 * @property {string} reason A sentence for a person.
 */

/** @typedef {{ [name: string]: string | number | bigint | null | undefined }} Settings Named as `appId` or `app_id`. */

/**
 * @typedef {string | Uint8Array | (() => string | Uint8Array | null | undefined)} Secret The secret, or a function
 *   that gives it, which is called when the signer is first used.
 */

const { isUint8Array } = require('node:util').types;

const { native: addon } = require('./native.js');
const { ConfigurationError, VisitorError, call, raised } = require('./errors.js');
const { slip } = require('./described.js');
const { nowOf, secret: secretBytes, settingsJson, snakeCased, wiped, writeVisitor } = require('./given.js');
const { Held, shows } = require('./held.js');
const { parse } = require('./json.js');
const { checkScheme, handleOf, nameOf, toScheme } = require('./scheme.js');

/** No nonce has as many characters; the core has the exact limit. */
const LONGEST = 4096;

/** @param {string | null | undefined} nonce */
function nonceOf(nonce) {
  if (nonce === undefined || nonce === null) return undefined;
  if (typeof nonce !== 'string') throw slip('nonce', "a string: the page's Content-Security-Policy nonce", nonce);
  if (nonce.length > LONGEST) throw new ConfigurationError('nonce_invalid', 'nonce', 'it is longer than any nonce');
  return nonce;
}

/** A signed visitor, ready for the page. */
class Signed {
  #native;
  #scheme;
  #lines;

  /**
   * @hidden made by the library
   * @param {any} native
   * @param {string} scheme
   * @param {string} lines signature, fields and warnings, a line each; most are asked for one of them.
   */
  constructor(native, scheme, lines) {
    this.#native = native;
    this.#scheme = scheme;
    this.#lines = lines;
  }

  /** The scheme's name. @returns {string} */
  get scheme() {
    return this.#scheme;
  }

  /** What the vendor checks: 64 lower-case hex digits, or a JWT. Null for a pre-filled form. @returns {string | null} */
  get signature() {
    return this.#line(0) || null;
  }

  /**
   * The payload under the vendor's names, in the order of the vendor's page; a new object each time. Integers
   * beyond 2^53, which a number would round, are BigInts; `fieldsJson` writes them as they are.
   *
   * @returns {Record<string, unknown>}
   */
  get fields() {
    return parse(this.fieldsJson);
  }

  /** `fields` as JSON in ASCII, as an endpoint answers with them. @returns {string} */
  get fieldsJson() {
    return this.#line(1);
  }

  /** What works and deserves a look, such as a field that the widget has no place for. @returns {Warning[]} */
  get warnings() {
    return JSON.parse(this.#line(2) || '[]');
  }

  /**
   * The HTML that hands the fields to the widget, for the page of this visitor alone.
   *
   * `nonce` is the page's Content-Security-Policy nonce. Send `Cache-Control: private, no-store` with
   * the page. Throws `ConfigurationError`: `nonce_invalid`, `setting_missing` or `not_offered`.
   *
   * @param {string | null} [nonce]
   * @returns {string}
   */
  script(nonce) {
    return call(this.#native.script, this.#lines, nonceOf(nonce));
  }

  /**
   * The address of the vendor's page for mobile apps, with the token in it (Orlo).
   *
   * Whoever has the address is the visitor. Throws `ConfigurationError`: `not_offered` or `setting_missing`.
   *
   * @returns {string}
   */
  url() {
    return call(this.#native.url, this.#lines);
  }

  /** `{ scheme, signature, fields, warnings }`. Integers beyond 2^53 are text here, since JSON.stringify takes no BigInt. */
  toJSON() {
    const fields = parse(this.fieldsJson, String);
    return { scheme: this.scheme, signature: this.signature, fields, warnings: this.warnings };
  }

  /** @param {number} index */
  #line(index) {
    return this.#lines.split('\n')[index];
  }
}

shows(Signed, ({ scheme, fields }) => ({ scheme, fields: Object.keys(fields) }));

/**
 * A scheme with its secret and settings. Make one and keep it: it signs fast.
 *
 * `scheme` is the name of a scheme or a `Scheme`. `secret` is the vendor's shared secret as its panel
 * shows it (Re:amaze, Fernand, Bookbag, Thread), or the site's RSA private key as PEM (Orlo). Settings
 * are such as Thread's `appId`.
 *
 * In the secret's place there may be a function that gives it. Then nothing is looked at until the signer is first
 * used, such as by {@link check}: a program that has no secret, as when it is built, may make such a signer.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `secret_…`, `key_…`, `setting_…` or `library_missing`.
 */
class Signer extends Held {
  #scheme;
  #settings;
  #secret;
  /** @type {any} */
  #made;
  /** @type {any} */
  #page;

  /**
   * @param {Scheme | string} scheme
   * @param {Secret} secret
   * @param {Settings} [settings]
   */
  constructor(scheme, secret, settings) {
    super();
    this.#scheme = checkScheme(scheme);
    this.#settings = settingsJson(snakeCased(settings));
    if (typeof secret === 'function') this.#secret = secret;
    else this.#make(secret);
  }

  /** The addon's signer, made once. */
  get #native() {
    return this.#made ?? this.#make(this.#secret?.());
  }

  /** @param {unknown} secret */
  #make(secret) {
    const scheme = toScheme(this.#scheme);
    const bytes = secretBytes('secret', secret);
    this.#made = wiped([bytes], () => call(addon().signer, handleOf(scheme), bytes, this.#settings));
    return this.#made;
  }

  /** What needs no secret, so that a page without a visitor has its script even where the secret is missing. */
  get #pageOfNobody() {
    return (this.#page ??= call(addon().page, handleOf(toScheme(this.#scheme)), this.#settings));
  }

  /** The scheme's name. @returns {string} */
  get scheme() {
    return nameOf(this.#scheme);
  }

  /** What deserves a look about the secret: it is short, or in quotes, or the vendor's sample. @returns {Warning[]} */
  get warnings() {
    return JSON.parse(call(this.#native.warnings));
  }

  /**
   * Looks at scheme, settings and secret now, also where a function gives the secret: for the start of a program and
   * for its deployment. Throws `ConfigurationError` for what is wrong, or what the function throws, and gives the warnings.
   *
   * @returns {Warning[]}
   */
  check() {
    return this.warnings;
  }

  /**
   * Signs a visitor. `now` is Unix seconds, the system's clock unless given; it matters only to tokens
   * with a lifetime.
   *
   * Throws `VisitorError` where a field that the signature covers is missing, empty or ambiguous, or any
   * field is not of its form.
   *
   * @param {Visitor} visitor
   * @param {{ now?: number }} [options]
   * @returns {Signed}
   */
  sign(visitor, options) {
    const native = this.#native;
    const { json, texts } = writeVisitor(visitor);
    const now = nowOf(options);
    try {
      return new Signed(native, this.scheme, native.sign(now, json, ...texts));
    } catch (error) {
      throw raised(error);
    }
  }

  /**
   * {@link sign} on libuv's thread pool: for RSA (Orlo), whose signatures take a fraction of a millisecond.
   *
   * @param {Visitor} visitor
   * @param {{ now?: number }} [options]
   * @returns {Promise<Signed>}
   */
  async signAsync(visitor, options) {
    const native = this.#native;
    const { json, texts } = writeVisitor(visitor);
    const now = nowOf(options);
    try {
      return new Signed(native, this.scheme, await native.signAsync(now, json, ...texts));
    } catch (error) {
      throw raised(error);
    }
  }

  /**
   * Signs visitors in their order. What is wrong with one stands in its place.
   *
   * @param {Iterable<Visitor>} visitors
   * @param {{ now?: number }} [options]
   * @returns {(Signed | VisitorError)[]}
   */
  signMany(visitors, options) {
    const now = nowOf(options);
    return Array.from(listed('visitors', visitors), (visitor) => {
      try {
        return this.sign(visitor, { now });
      } catch (error) {
        if (error instanceof VisitorError) return error;
        throw error;
      }
    });
  }

  /**
   * Name and email without a signature, where the vendor documents that: a form is filled in, nothing is proven.
   *
   * Throws `ConfigurationError` `not_offered` for other vendors.
   *
   * @param {Visitor} visitor
   * @returns {Signed}
   */
  prefill(visitor) {
    const { json, texts } = writeVisitor(visitor);
    return new Signed(this.#native, this.scheme, call(this.#native.prefill, 0, json, ...texts));
  }

  /**
   * The digest of exactly these bytes (text as UTF-8): 64 lower-case hex digits, the one-liner of the vendors' pages.
   *
   * Throws `ConfigurationError` `not_offered` where the scheme's signature is a token.
   *
   * @param {string | Uint8Array} message
   * @returns {string}
   */
  digest(message) {
    const native = this.#native;
    try {
      if (typeof message === 'string') return native.digest(message);
      if (isUint8Array(message)) return native.digestBytes(message);
    } catch (error) {
      throw raised(error);
    }
    throw slip('message', 'a string or a Uint8Array', message);
  }

  /**
   * The digests of many messages, in their order.
   *
   * @param {Iterable<string | Uint8Array>} messages
   * @returns {string[]}
   */
  digestMany(messages) {
    return Array.from(listed('messages', messages), (message) => this.digest(message));
  }

  /**
   * The HTML that a page runs after sign-out; empty where a page without the script is anonymous.
   *
   * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
   * @returns {string}
   */
  forgetScript(nonce) {
    return call(this.#pageOfNobody.forgetScript, nonceOf(nonce));
  }

  /**
   * The HTML that starts the widget for a visitor who is not signed in; empty where none is needed.
   *
   * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
   * @returns {string}
   */
  anonymousScript(nonce) {
    return call(this.#pageOfNobody.anonymousScript, nonceOf(nonce));
  }
}

/**
 * @template T
 * @param {string} name
 * @param {Iterable<T>} given
 * @returns {Iterable<T>}
 */
function listed(name, given) {
  if (typeof given === 'object' && given !== null && Symbol.iterator in given) return given;
  throw slip(name, 'a list', given);
}

shows(Signer, ({ scheme }) => ({ scheme }));

module.exports = { Signer, Signed };
