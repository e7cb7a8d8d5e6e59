'use strict';

/**
 * @typedef {object} Setting A setting of a scheme.
 * @property {string} name The setting's name. `appId` may be written for `app_id`.
 * @property {string} about What the setting is and where the vendor shows it.
 * @property {boolean} isRequired Whether a signer needs the setting. Other settings are needed only by the call that uses them.
 */

const { native } = require('./native.js');
const { ConfigurationError, call } = require('./errors.js');
const { text } = require('./input.js');
const { faults } = require('./limits.js');
const { NotCloneable, showOnly } = require('./opaque.js');
const { wrongType } = require('./values.js');

/** @type {(handle: unknown) => Scheme} */
let schemeOf;
/** @type {(scheme: Scheme) => unknown} */
let handleOf;

/** How one vendor's widget wants a visitor signed. */
class Scheme extends NotCloneable {
  #handle;
  /** @type {any} */
  #json;

  /**
   * @hidden made by the library
   * @param {unknown} handle
   */
  constructor(handle) {
    super();
    this.#handle = handle;
    this.#json = JSON.parse(call(native().schemeJson, handle));
  }

  static {
    schemeOf = (handle) => new Scheme(handle);
    handleOf = (scheme) => scheme.#handle;
  }

  /**
   * Reads a scheme of your own from TOML. A scheme file is code: load only your own.
   *
   * Throws `ConfigurationError` `scheme_malformed`. Its `field` is the key that is wrong, and its reason names the line.
   *
   * @example
   * const shop = Scheme.parse(readFileSync('shop.toml', 'utf8'));
   * const signer = new Signer(shop, secret);
   *
   * @param {string} toml
   * @returns {Scheme}
   */
  static parse(toml) {
    if (!text('toml', toml).isWellFormed()) throw new ConfigurationError('scheme_malformed', null, faults.textNotUnicode.reason);
    return schemeOf(call(native().parseScheme, toml));
  }

  /** The scheme's name, such as `bookbag`. @returns {string} */
  get name() {
    return this.#json.name;
  }

  /** The vendor's name as the vendor writes it. @returns {string} */
  get vendor() {
    return this.#json.vendor;
  }

  /** The product as the vendor names it, such as `Messenger`. Null if the scheme's file does not say it. @returns {string | null} */
  get product() {
    return this.#json.product;
  }

  /** What the product is for, such as `support_chat`. Null if the scheme's file does not say it. @returns {string | null} */
  get category() {
    return this.#json.category;
  }

  /** The address of the vendor's documentation that the scheme was read from. @returns {string} */
  get document() {
    return this.#json.document;
  }

  /**
   * What verifies a signature: `shared`, the secret itself, or `pair`, the public key of a key pair.
   *
   * @returns {'shared' | 'pair'}
   */
  get keyKind() {
    return this.#json.key_kind;
  }

  /** `HMAC-SHA256`, `HMAC-SHA512` or `HMAC-SHA1` (RFC 2104), or a token's, such as `HS256` or `RS256` (RFC 7518). @returns {string} */
  get algorithm() {
    return this.#json.algorithm;
  }

  /**
   * The visitor's fields that the signature covers. `attributes` stands for all attributes, `attributes.plan` for one.
   *
   * @returns {string[]}
   */
  get covers() {
    return [...this.#json.covers];
  }

  /** The settings that the scheme takes. @returns {Setting[]} */
  get settings() {
    /** @type {{ name: string, about: string, required: boolean }[]} */
    const settings = this.#json.settings;
    return settings.map(({ name, about, required }) => ({ name, about, isRequired: required }));
  }

  /** The scheme as an object for JSON. @returns {Record<string, unknown>} */
  toJSON() {
    return structuredClone(this.#json);
  }
}

showOnly(Scheme, ({ name, vendor, algorithm }) => ({ name, vendor, algorithm }));

/**
 * Gives the scheme of a vendor by its name. Throws `ConfigurationError` `scheme_unknown`.
 *
 * @example
 * scheme('thread').settings; // [{ name: 'app_id', about: '…', isRequired: true }]
 *
 * @param {string} name
 * @returns {Scheme}
 */
function scheme(name) {
  return schemeOf(call(native().scheme, text('name', name)));
}

/**
 * Gives the names of the vendors' schemes.
 *
 * @example
 * schemes(); // ['bookbag', 'fernand', …]
 *
 * @returns {string[]}
 */
function schemes() {
  return call(native().schemeNames);
}

/**
 * Checks an argument that must be a scheme or the name of one.
 *
 * @param {unknown} value
 * @returns {Scheme | string}
 */
function checkScheme(value) {
  if (value instanceof Scheme || typeof value === 'string') return value;
  throw wrongType('scheme', 'the name of a scheme or a Scheme', value);
}

/**
 * @param {unknown} value
 * @returns {Scheme}
 */
function toScheme(value) {
  const checked = checkScheme(value);
  return typeof checked === 'string' ? scheme(checked) : checked;
}

/** @param {Scheme | string} scheme */
const nameOf = (scheme) => (typeof scheme === 'string' ? scheme : scheme.name);

module.exports = { Scheme, scheme, schemes, checkScheme, toScheme, nameOf, handleOf };
