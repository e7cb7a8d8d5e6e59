'use strict';

/**
 * @typedef {object} Setting What a scheme asks of the site beside the secret.
 * @property {string} name The setting's name; `appId` may be written for `app_id`.
 * @property {string} about What it is and where the vendor shows it, in a sentence.
 * @property {boolean} required Whether a signer needs it. Others are asked for by the call that uses them.
 */

const { native } = require('./native.js');
const { ConfigurationError, call } = require('./errors.js');
const { slip } = require('./described.js');
const { text } = require('./given.js');
const { Held, shows } = require('./held.js');

/** @type {(handle: unknown) => Scheme} */
let made;
/** @type {(scheme: Scheme) => unknown} */
let handleOf;

/** How one vendor's widget wants a visitor signed. */
class Scheme extends Held {
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
    made = (handle) => new Scheme(handle);
    handleOf = (scheme) => scheme.#handle;
  }

  /**
   * Reads a scheme of your own. A scheme file is code: load only your own.
   *
   * Throws `ConfigurationError` `scheme_malformed`, with the key as `field` and the line in the reason.
   *
   * @param {string} toml
   * @returns {Scheme}
   */
  static parse(toml) {
    if (!text('toml', toml).isWellFormed()) {
      throw new ConfigurationError('scheme_malformed', null, 'it holds half a surrogate pair, which is no character');
    }
    return made(call(native().parseScheme, toml));
  }

  /** The scheme's name, such as `bookbag`. @returns {string} */
  get name() {
    return this.#json.name;
  }

  /** The vendor's name as the vendor writes it. @returns {string} */
  get vendor() {
    return this.#json.vendor;
  }

  /** The address of the vendor's page that the scheme was read from. @returns {string} */
  get document() {
    return this.#json.document;
  }

  /** `HMAC-SHA256` (RFC 2104) or `RS256` (RFC 7518). @returns {string} */
  get algorithm() {
    return this.#json.algorithm;
  }

  /** What the signature covers, in the visitor's words; `attributes` stands for all of them. @returns {string[]} */
  get covers() {
    return [...this.#json.covers];
  }

  /** The settings that the scheme takes. @returns {Setting[]} */
  get settings() {
    return structuredClone(this.#json.settings);
  }

  /** All that a catalogue shows. @returns {Record<string, unknown>} */
  toJSON() {
    return structuredClone(this.#json);
  }
}

shows(Scheme, ({ name, vendor, algorithm }) => ({ name, vendor, algorithm }));

/**
 * The scheme of that name. Throws `ConfigurationError` `scheme_unknown`.
 *
 * @param {string} name
 * @returns {Scheme}
 */
function scheme(name) {
  return made(call(native().scheme, text('name', name)));
}

/**
 * The names of the schemes that come with the library.
 *
 * @returns {string[]}
 */
function schemes() {
  return call(native().schemeNames);
}

/**
 * @param {unknown} given
 * @returns {Scheme | string}
 */
function checkScheme(given) {
  if (given instanceof Scheme || typeof given === 'string') return given;
  throw slip('scheme', 'the name of a scheme or a Scheme', given);
}

/**
 * @param {unknown} given
 * @returns {Scheme}
 */
function toScheme(given) {
  const checked = checkScheme(given);
  return typeof checked === 'string' ? scheme(checked) : checked;
}

/** @param {Scheme | string} scheme */
const nameOf = (scheme) => (typeof scheme === 'string' ? scheme : scheme.name);

module.exports = { Scheme, scheme, schemes, checkScheme, toScheme, nameOf, handleOf };
