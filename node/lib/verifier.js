'use strict';

/** @import { Scheme } from './scheme' */
/** @import { ErrorCode } from './codes' */
/** @import { Settings } from './signer' */

/**
 * @typedef {object} VerifierOptions
 * @property {'required' | 'optional' | 'observe'} [policy] What becomes of a visitor who does not prove
 *   who they are. `required`: refused. `optional`: without a signature (absent or null) anonymous, with a
 *   wrong or empty one refused. `observe`, for a rollout: with a wrong one anonymous too, and
 *   `Verified.refusal` says why.
 * @property {number} [leeway] Seconds to allow for clocks that differ, at most 300.
 * @property {number} [maxToken] The largest token in bytes, 8192 unless given.
 */

const native = require('./native.js');
const { ConfigurationError, Refused, call, fromJson, raised } = require('./errors.js');
const { isBody, slip } = require('./described.js');
const { Fault, nowOf, options: optionsOf, secret, settingsJson, snakeCased, text: textOf, wiped, writeFields } = require('./given.js');
const { handleOf, toScheme } = require('./scheme.js');

/** More keys than any verifier takes, which the core says. */
const SEVERAL = 100;

/** @type {(key: Key) => Uint8Array} */
let bytesOf;

/** A key to verify with, and its name: a token with a `kid` is checked only against the key of that name. */
class Key {
  #bytes;
  #kid;

  /**
   * @param {string | Uint8Array | null | undefined} key
   * @param {{ kid?: string | null }} [options]
   */
  constructor(key, options) {
    const { kid } = optionsOf(options, ['kid']);
    if (kid !== undefined && kid !== null && typeof kid !== 'string') throw slip('kid', 'a string', kid);
    if (kid?.isWellFormed() === false) {
      throw new ConfigurationError('kid_invalid', 'kid', 'it holds half a surrogate pair, which is no character');
    }
    this.#bytes = secret('key', key);
    this.#kid = kid ?? null;
  }

  static {
    bytesOf = (key) => key.#bytes;
  }

  /** The key's name (RFC 7515, 4.1.4). @returns {string | null} */
  get kid() {
    return this.#kid;
  }
}

/** @typedef {string | Uint8Array | Key | null | undefined} KeyLike */

/**
 * Uses keys, one or a list, as the addon takes them, and wipes their bytes.
 *
 * @template R
 * @param {unknown} given
 * @param {(keys: { bytes: Uint8Array, kid?: string }[]) => R} use
 * @returns {R}
 */
function withKeys(given, use) {
  const list = Array.isArray(given) ? Array.from(given.slice(0, SEVERAL)) : [given];
  /** @type {Uint8Array[]} */
  const copies = [];
  return wiped(copies, () => {
    const keys = list.map((key, index) => {
      const bytes = key instanceof Key ? bytesOf(key).slice() : secret(`keys[${index}]`, key);
      copies.push(bytes);
      return { bytes, kid: key instanceof Key ? (key.kid ?? undefined) : undefined };
    });
    return use(keys);
  });
}

/** A verified visitor as the vendor's contact. */
class Contact {
  #handle;
  /** @type {any} */
  #json;

  /**
   * @hidden made by the library
   * @param {unknown} handle
   */
  constructor(handle) {
    this.#handle = handle;
    this.#json = JSON.parse(call(native.contactJson, handle));
  }

  /** What identifies the contact: the signed field that the vendor uses for it. @returns {string | null} */
  get externalId() {
    return this.#json.external_id;
  }

  /** The name; see `unsigned`. @returns {string | null} */
  get name() {
    return this.#json.name;
  }

  /** The email address; see `unsigned`. @returns {string | null} */
  get email() {
    return this.#json.email;
  }

  /** The telephone number; see `unsigned`. @returns {string | null} */
  get phone() {
    return this.#json.phone;
  }

  /** The attributes, those that are signed first; see `unsigned`. @returns {Record<string, unknown>} */
  get attributes() {
    return structuredClone(this.#json.attributes);
  }

  /** The names of those that the signature does not cover: anyone can have written them. @returns {string[]} */
  get unsigned() {
    return [...this.#json.unsigned];
  }

  /**
   * Fills `{{contact.email}}`, `{{contact.name}}`, `{{contact.external_id}}` and `{{contact.attr.KEY}}`.
   * One pass, plain text; unknown ones become empty.
   *
   * @param {string} text
   * @returns {string}
   */
  fill(text) {
    return call(native.contactFill, this.#handle, textOf('text', text));
  }
}

/** What a verifier made of the fields. */
class Verified {
  #handle;
  /** @type {any} */
  #json;

  /**
   * @hidden made by the library
   * @param {unknown} handle
   */
  constructor(handle) {
    this.#handle = handle;
    this.#json = JSON.parse(call(native.verifiedJson, handle));
  }

  /** Whether the visitor is proven. @returns {'verified' | 'anonymous'} */
  get status() {
    return this.isVerified ? 'verified' : 'anonymous';
  }

  /** Whether the status is `verified`. @returns {boolean} */
  get isVerified() {
    return this.#json.verified;
  }

  /** What the signature covers, in the visitor's words: the site vouches for it. @returns {Record<string, unknown>} */
  get signed() {
    return structuredClone(this.#json.signed ?? {});
  }

  /** What the browser merely claims, in the visitor's words: anyone can have written it. @returns {Record<string, unknown>} */
  get unsigned() {
    return structuredClone(this.#json.unsigned);
  }

  /** The index of the key that matched: when a former key's is seen no more, it can go. @returns {number | null} */
  get key() {
    return this.#json.key ?? null;
  }

  /** Under the policy `observe`, why `optional` would have refused the visitor. @returns {Refused | null} */
  get refusal() {
    const refusal = call(native.verifiedRefusal, this.#handle);
    return refusal === null ? null : /** @type {Refused} */ (fromJson(refusal));
  }

  /** The contact to create or update; null for an anonymous visitor. @returns {Contact | null} */
  contact() {
    const contact = call(native.verifiedContact, this.#handle);
    return contact === null ? null : new Contact(contact);
  }

  /** `{ verified: true, signed, unsigned, key }` or `{ verified: false, anonymous: true, unsigned }`. @returns {Record<string, unknown>} */
  toJSON() {
    return structuredClone(this.#json);
  }
}

/**
 * A scheme with the keys that it accepts, newest first. Make one and keep it.
 *
 * `keys` are 1 to 16 of: the vendor's shared secret, the site's RSA public key as PEM (Orlo), or a `Key`;
 * a single one needs no list. Options may hold settings too: those that are given, the fields must agree
 * with (Thread's `appId`); Orlo's `contactClaim` names the claim that identifies a contact.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `key_…`, `secret_…`, `policy_unknown`, `leeway_invalid`
 * or `setting_…`.
 */
class Verifier {
  #native;
  #scheme;
  #maxBody;

  /**
   * @param {Scheme | string} scheme
   * @param {KeyLike | KeyLike[]} keys
   * @param {VerifierOptions & Settings} [options]
   */
  constructor(scheme, keys, options) {
    const itsScheme = toScheme(scheme);
    const { policy = 'required', leeway = 0, max_token: maxToken = 8192, ...settings } = snakeCased(options);
    const json = settingsJson(settings);
    if (typeof leeway !== 'number') throw slip('leeway', 'a number of seconds', leeway);
    if (!Number.isSafeInteger(leeway) || leeway < 0) {
      throw new ConfigurationError('leeway_invalid', 'leeway', 'a leeway is a whole number of seconds, at most 300');
    }
    if (typeof maxToken !== 'number' || !Number.isSafeInteger(maxToken) || maxToken < 0) {
      throw slip('maxToken', 'a whole number of bytes', maxToken);
    }
    this.#native = withKeys(keys, (given) =>
      call(native.verifier, handleOf(itsScheme), given, textOf('policy', policy), leeway, maxToken, json),
    );
    this.#scheme = itsScheme;
    this.#maxBody = call(this.#native.maxBody);
  }

  /** The scheme's name. @returns {string} */
  get scheme() {
    return this.#scheme.name;
  }

  /** The largest body that `verifyJson` reads, in bytes: a web server need take no larger one. @returns {number} */
  get maxBody() {
    return this.#maxBody;
  }

  /**
   * Verifies the fields that a page sent, as the vendor's page names them. Members that are undefined
   * count as absent.
   *
   * `now` is Unix seconds, the system's clock unless given. Throws `Refused`, also for what is no plain object.
   *
   * @param {unknown} fields
   * @param {{ now?: number }} [options]
   * @returns {Verified}
   */
  verify(fields, options) {
    return this.verifyJson(this.#written(fields), options);
  }

  /**
   * {@link verify} on libuv's thread pool.
   *
   * @param {unknown} fields
   * @param {{ now?: number }} [options]
   * @returns {Promise<Verified>}
   */
  async verifyAsync(fields, options) {
    return this.verifyJsonAsync(this.#written(fields), options);
  }

  /**
   * Verifies the body of a request as it came. Unlike `verify` it sees members that stand twice.
   *
   * Throws `Refused`; a body that is no JSON object is refused under every policy.
   *
   * @param {unknown} body a string or a Uint8Array
   * @param {{ now?: number }} [options]
   * @returns {Verified}
   */
  verifyJson(body, options) {
    const now = nowOf(options);
    return new Verified(call(this.#native.verify, this.#body(body), now));
  }

  /**
   * {@link verifyJson} on libuv's thread pool.
   *
   * @param {unknown} body a string or a Uint8Array
   * @param {{ now?: number }} [options]
   * @returns {Promise<Verified>}
   */
  async verifyJsonAsync(body, options) {
    const native = this.#native;
    const now = nowOf(options);
    const taken = this.#body(body);
    try {
      return new Verified(await native.verifyAsync(taken, now));
    } catch (error) {
      throw raised(error);
    }
  }

  /** @param {unknown} fields */
  #written(fields) {
    try {
      return writeFields(fields, this.#maxBody);
    } catch (fault) {
      throw fault instanceof Fault ? this.#refused(fault.code, fault.reason) : fault;
    }
  }

  /** @param {unknown} body */
  #body(body) {
    if (!isBody(body)) throw this.#refused('fields_malformed', 'the fields are one JSON object; this is no text or bytes');
    // Told before it crosses, which takes time; text has at least as many bytes as units.
    if (body.length > this.#maxBody) throw this.#refused('fields_too_large', `at most ${this.#maxBody} bytes are taken`);
    return body;
  }

  /**
   * @param {ErrorCode} code
   * @param {string} reason
   */
  #refused(code, reason) {
    const { status, error } = /** @type {any} */ (this.#scheme.toJSON().refused);
    return new Refused(code, null, reason, status, error);
  }
}

module.exports = { Key, Verifier, Verified, Contact, withKeys };
