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

const { native: addon } = require('./native.js');
const { ConfigurationError, Refused, call, fromJson, raised } = require('./errors.js');
const { isBody, slip } = require('./described.js');
const { Fault, isPromise, nowOf, options: optionsOf, secret, settingsJson, snakeCased, text: textOf, wiped, writeFields } = require('./given.js');
const { Held, shows } = require('./held.js');
const { parseBare } = require('./json.js');
const { checkScheme, handleOf, nameOf, toScheme } = require('./scheme.js');

/** More keys than any verifier takes, which the core says. */
const SEVERAL = 100;

/** @type {(key: Key) => Uint8Array} */
let bytesOf;

/** A key to verify with, and its name: a token with a `kid` is checked only against the key of that name. */
class Key extends Held {
  #bytes;
  #kid;

  /**
   * @param {string | Uint8Array} key
   * @param {{ kid?: string | null }} [options]
   */
  constructor(key, options) {
    super();
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

shows(Key, ({ kid }) => ({ kid }));

/** @typedef {string | Uint8Array | Key} KeyLike */

/**
 * @typedef {KeyLike | KeyLike[] | (() => KeyLike | null | undefined | (KeyLike | null | undefined)[])} Keys One key,
 *   or 1 to 16, the newest first; or a function that gives them, which is called when the verifier is first used.
 */

/**
 * Uses keys, one or a list, as the addon takes them, and wipes their bytes.
 *
 * @template R
 * @param {unknown} given
 * @param {(keys: { bytes: Uint8Array, kid?: string }[]) => R} use
 * @returns {R}
 */
function withKeys(given, use) {
  const keys = typeof given === 'function' ? given() : given;
  const list = Array.isArray(keys) ? Array.from(keys.slice(0, SEVERAL)) : [keys];
  // All of them, though the first is an error: otherwise the rejection of the second one ends the process.
  list.forEach(isPromise);
  /** @type {Uint8Array[]} */
  const copies = [];
  return wiped(copies, () => {
    const taken = list.map((key, index) => {
      const bytes = key instanceof Key ? bytesOf(key).slice() : secret(`keys[${index}]`, key);
      copies.push(bytes);
      return { bytes, kid: key instanceof Key ? (key.kid ?? undefined) : undefined };
    });
    return use(taken);
  });
}

/** A verified visitor as the vendor's contact. */
class Contact {
  #handle;
  #json;
  /** @type {any} */
  #members;

  /**
   * @hidden made by the library
   * @param {unknown} handle
   */
  constructor(handle) {
    this.#handle = handle;
    /** @type {string} */
    this.#json = call(addon().contactJson, handle);
    this.#members = parseBare(this.#json);
  }

  /** What identifies the contact: the signed field that the vendor uses for it. @returns {string} */
  get externalId() {
    return this.#members.external_id;
  }

  /** The name; see `unsigned`. @returns {string | null} */
  get name() {
    return this.#members.name;
  }

  /** The email address; see `unsigned`. @returns {string | null} */
  get email() {
    return this.#members.email;
  }

  /** The telephone number; see `unsigned`. @returns {string | null} */
  get phone() {
    return this.#members.phone;
  }

  /**
   * The attributes, those that are signed first; see `unsigned`. As in {@link Verified}, integers beyond 2^53
   * are BigInts, and objects have no prototype.
   *
   * @returns {Record<string, unknown>}
   */
  get attributes() {
    return parseBare(this.#json).attributes;
  }

  /** The names of those that the signature does not cover: anyone can have written them. @returns {string[]} */
  get unsigned() {
    return [...this.#members.unsigned];
  }

  /**
   * Fills `{{contact.email}}`, `{{contact.name}}`, `{{contact.external_id}}` and `{{contact.attr.KEY}}`.
   * One pass, plain text; unknown ones become empty.
   *
   * @param {string} text
   * @returns {string}
   */
  fill(text) {
    return call(addon().contactFill, this.#handle, textOf('text', text));
  }
}

shows(Contact, ({ unsigned }) => ({ unsigned }));

/**
 * What a verifier made of the fields.
 *
 * In `signed` and `unsigned` integers beyond 2^53, which a number would round, are BigInts. Objects there
 * have no prototype: what is read from them is in them.
 */
class Verified {
  #handle;
  #json;
  /** @type {any} */
  #members;

  /**
   * @hidden made by the library
   * @param {unknown} handle
   */
  constructor(handle) {
    this.#handle = handle;
    /** @type {string} */
    this.#json = call(addon().verifiedJson, handle);
    this.#members = parseBare(this.#json);
  }

  /** Whether the visitor is proven. @returns {'verified' | 'anonymous'} */
  get status() {
    return this.isVerified ? 'verified' : 'anonymous';
  }

  /** Whether the status is `verified`. @returns {boolean} */
  get isVerified() {
    return this.#members.verified;
  }

  /** What the signature covers, in the visitor's words: the site vouches for it. @returns {Record<string, unknown>} */
  get signed() {
    return parseBare(this.#json).signed ?? Object.create(null);
  }

  /** What the browser merely claims, in the visitor's words: anyone can have written it. @returns {Record<string, unknown>} */
  get unsigned() {
    return parseBare(this.#json).unsigned;
  }

  /** The index of the key that matched: when a former key's is seen no more, it can go. @returns {number | null} */
  get key() {
    return this.#members.key ?? null;
  }

  /** Under the policy `observe`, why `optional` would have refused the visitor. @returns {Refused | null} */
  get refusal() {
    const refusal = call(addon().verifiedRefusal, this.#handle);
    return refusal === null ? null : /** @type {Refused} */ (fromJson(refusal));
  }

  /** The contact to create or update; null for an anonymous visitor. @returns {Contact | null} */
  contact() {
    const contact = call(addon().verifiedContact, this.#handle);
    return contact === null ? null : new Contact(contact);
  }

  /**
   * `{ verified: true, signed, unsigned, key }` or `{ verified: false, anonymous: true, unsigned }`. Integers beyond
   * 2^53 are text here, since JSON.stringify takes no BigInt.
   *
   * @returns {Record<string, unknown>}
   */
  toJSON() {
    return parseBare(this.#json, String);
  }
}

shows(Verified, ({ status, signed, unsigned, key }) => ({
  status,
  signed: Object.keys(signed),
  unsigned: Object.keys(unsigned),
  key,
}));

/**
 * A scheme with the keys that it accepts, newest first. Make one and keep it.
 *
 * `keys` are 1 to 16 of: the vendor's shared secret, the site's RSA public key as PEM (Orlo), or a `Key`;
 * a single one needs no list. Where a function gives them, nothing is looked at until the verifier is first used,
 * such as by {@link check}. Options may hold settings too: those that are given, the fields must agree
 * with (Thread's `appId`); Orlo's `contactClaim` names the claim that identifies a contact.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `key_…`, `secret_…`, `policy_unknown`, `leeway_invalid`,
 * `setting_…` or `library_missing`.
 */
class Verifier extends Held {
  #scheme;
  #options;
  #keys;
  /** @type {{ native: any, maxBody: number } | undefined} */
  #made;

  /**
   * @param {Scheme | string} scheme
   * @param {Keys} keys
   * @param {VerifierOptions & Settings} [options]
   */
  constructor(scheme, keys, options) {
    super();
    this.#scheme = checkScheme(scheme);
    const { policy = 'required', leeway = 0, max_token: maxToken = 8192, ...settings } = snakeCased(options);
    const json = settingsJson(settings);
    if (typeof leeway !== 'number') throw slip('leeway', 'a number of seconds', leeway);
    if (!Number.isSafeInteger(leeway) || leeway < 0) {
      throw new ConfigurationError('leeway_invalid', 'leeway', 'a leeway is a whole number of seconds, at most 300');
    }
    if (typeof maxToken !== 'number' || !Number.isSafeInteger(maxToken) || maxToken < 0) {
      throw slip('maxToken', 'a whole number of bytes', maxToken);
    }
    this.#options = [textOf('policy', policy), leeway, maxToken, json];
    if (typeof keys === 'function') this.#keys = keys;
    else this.#make(keys);
  }

  /** The addon's verifier and what it says, made once. */
  get #its() {
    return this.#made ?? this.#make(this.#keys);
  }

  /** @param {unknown} keys */
  #make(keys) {
    const handle = handleOf(toScheme(this.#scheme));
    const native = withKeys(keys, (given) => call(addon().verifier, handle, given, ...this.#options));
    this.#made = { native, maxBody: call(native.maxBody) };
    return this.#made;
  }

  /** The scheme's name. @returns {string} */
  get scheme() {
    return nameOf(this.#scheme);
  }

  /** The largest body that `verifyJson` reads, in bytes: a web server need take no larger one. @returns {number} */
  get maxBody() {
    return this.#its.maxBody;
  }

  /**
   * Looks at scheme, options and keys now, also where a function gives the keys: for the start of a program and for
   * its deployment. Throws `ConfigurationError` for what is wrong, or what the function throws.
   */
  check() {
    void this.#its;
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
    return new Verified(call(this.#its.native.verify, this.#body(body), now));
  }

  /**
   * {@link verifyJson} on libuv's thread pool.
   *
   * @param {unknown} body a string or a Uint8Array
   * @param {{ now?: number }} [options]
   * @returns {Promise<Verified>}
   */
  async verifyJsonAsync(body, options) {
    const { native } = this.#its;
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
      return writeFields(fields, this.maxBody);
    } catch (fault) {
      throw fault instanceof Fault ? this.#refused(fault.code, fault.reason) : fault;
    }
  }

  /** @param {unknown} body */
  #body(body) {
    if (!isBody(body)) throw this.#refused('fields_malformed', 'the fields are one JSON object; this is no text or bytes');
    // Told before it crosses, which takes time; text has at least as many bytes as units.
    const { maxBody } = this;
    if (body.length > maxBody) throw this.#refused('fields_too_large', `at most ${maxBody} bytes are taken`);
    return body;
  }

  /**
   * @param {ErrorCode} code
   * @param {string} reason
   */
  #refused(code, reason) {
    const { status, error } = /** @type {any} */ (toScheme(this.#scheme).toJSON().refused);
    return new Refused(code, null, reason, status, error);
  }
}

shows(Verifier, ({ scheme }) => ({ scheme }));

module.exports = { Key, Verifier, Verified, Contact, withKeys };
