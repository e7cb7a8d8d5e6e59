'use strict';

/** @import { Scheme } from './scheme' */
/** @import { ErrorCode } from './codes' */
/** @import { Keys } from './key' */
/** @import { Settings } from './signer' */

/**
 * @typedef {object} VerifierOptions
 * @property {'required' | 'optional' | 'observe'} [policy] What happens to a visitor who does not prove who they are.
 *   `required`, the default: refused. `optional`: without a signature (absent or null) anonymous, with a wrong or empty one
 *   refused. `observe`, for a rollout: with a wrong one anonymous too, and `Verified.refusal` says why.
 * @property {number} [leeway] Seconds to allow for clocks that differ, at most 300. The default is 0.
 * @property {number} [maxToken] The largest token in bytes. The default is 8192.
 * @property {Settings} [settings] The settings of the scheme. Those that the fields hold too must agree with them.
 */

const { native: addon } = require('./native.js');
const { Refused, call, fromNative } = require('./errors.js');
const { leewaySeconds, maxTokenBytes, readNow, readOptions, settingsJson, text: textOf, writeFields } = require('./input.js');
const { InvalidValue } = require('./json-writer.js');
const { withKeys } = require('./key.js');
const { NotCloneable, showOnly } = require('./opaque.js');
const { checkScheme, handleOf, nameOf, toScheme } = require('./scheme.js');
const { isTextOrBytes } = require('./values.js');
const { Verified } = require('./verified.js');

/**
 * A scheme with the keys that it accepts, newest first, and a policy. Make one and keep it.
 *
 * `keys` are 1 to 16 of: the vendor's shared secret, the site's public key, or a {@link Key}. A public key is PEM, a JSON Web Key
 * (JWK) or a JWK set, as JSON text. The keys of a set that the scheme cannot use are skipped. A single key needs no list. If a
 * function gives the keys, nothing is checked until the verifier is first used, or until {@link check}.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `key_…`, `secret_…`, `policy_unknown`, `leeway_invalid`, `setting_…` or
 * `library_…`.
 *
 * @example
 * const verifier = new Verifier('bookbag', [secret, oldSecret], { policy: 'optional' });
 * const verified = verifier.verifyJson(body);
 */
class Verifier extends NotCloneable {
  #scheme;
  #options;
  #keys;
  /** @type {{ native: any, maxBody: number } | undefined} */
  #created;

  /**
   * @param {Scheme | string} scheme
   * @param {Keys} keys
   * @param {VerifierOptions} [options]
   */
  constructor(scheme, keys, options) {
    super();
    this.#scheme = checkScheme(scheme);
    const read = readOptions(options, ['policy', 'leeway', 'maxToken', 'settings']);
    const { policy = 'required', leeway, maxToken, settings } = read;
    const json = settingsJson(settings);
    this.#options = [textOf('policy', policy), leewaySeconds(leeway), maxTokenBytes(maxToken), json];
    if (typeof keys === 'function') this.#keys = keys;
    else this.#create(keys);
  }

  /** The addon's verifier, made when it is first needed. */
  get #verifier() {
    return this.#created ?? this.#create(this.#keys);
  }

  /** @param {unknown} keys */
  #create(keys) {
    const handle = handleOf(toScheme(this.#scheme));
    const native = withKeys(keys, (inputs) => call(addon().verifier, handle, inputs, ...this.#options));
    this.#created = { native, maxBody: call(native.maxBody) };
    return this.#created;
  }

  /** The scheme's name. @returns {string} */
  get scheme() {
    return nameOf(this.#scheme);
  }

  /** The largest body in bytes that `verifyJson` reads. @returns {number} */
  get maxBody() {
    return this.#verifier.maxBody;
  }

  /**
   * Checks scheme, options and keys now, also if a function gives the keys. Call it at the start of a program or before a
   * deployment. Throws `ConfigurationError`, or what the function throws.
   */
  check() {
    void this.#verifier;
  }

  /**
   * Verifies the fields of a request, named as on the vendor's page. Members that are undefined count as absent.
   *
   * `now` is Unix seconds and the system's clock by default. Throws `Refused`, also for anything but a plain object.
   *
   * @example
   * const verified = verifier.verify(request.body);
   * verified.signed.id; // the signature covers it
   * verified.unsigned.name; // the browser merely claims it
   *
   * @param {unknown} fields
   * @param {{ now?: number }} [options]
   * @returns {Verified}
   */
  verify(fields, options) {
    return this.verifyJson(this.#written(fields), options);
  }

  /**
   * Verifies the fields of a request on libuv's thread pool. See {@link verify}.
   *
   * @param {unknown} fields
   * @param {{ now?: number }} [options]
   * @returns {Promise<Verified>}
   */
  async verifyAsync(fields, options) {
    return this.verifyJsonAsync(this.#written(fields), options);
  }

  /**
   * Verifies the fields in a JSON body. Pass the body as it came: unlike `verify`, this sees members that stand twice.
   *
   * Throws `Refused`. A body that is not a JSON object is refused under every policy.
   *
   * @example
   * const verified = verifier.verifyJson('{"user_id": "user-123", "user_hash": "8038e2…"}');
   *
   * @param {unknown} body A string or a Uint8Array.
   * @param {{ now?: number }} [options]
   * @returns {Verified}
   */
  verifyJson(body, options) {
    const { native } = this.#verifier;
    const now = readNow(options);
    const checked = this.#checkBody(body);
    const newContact = contactMaker(native, checked, now);
    return new Verified(call(native.verify, checked, now), newContact);
  }

  /**
   * Verifies the fields in a JSON body on libuv's thread pool. See {@link verifyJson}.
   *
   * @param {unknown} body A string or a Uint8Array.
   * @param {{ now?: number }} [options]
   * @returns {Promise<Verified>}
   */
  async verifyJsonAsync(body, options) {
    const { native } = this.#verifier;
    const now = readNow(options);
    const checked = this.#checkBody(body);
    const newContact = contactMaker(native, checked, now);
    try {
      return new Verified(await native.verifyAsync(checked, now), newContact);
    } catch (error) {
      throw fromNative(error);
    }
  }

  /** @param {unknown} fields */
  #written(fields) {
    try {
      return writeFields(fields, this.maxBody);
    } catch (error) {
      throw error instanceof InvalidValue ? this.#refused(error.code, error.reason) : error;
    }
  }

  /** @param {unknown} body */
  #checkBody(body) {
    if (!isTextOrBytes(body)) throw this.#refused('fields_malformed', 'The body must be text or bytes.');
    // Checked before it crosses, which takes time. Text has at least as many bytes as UTF-16 units.
    const { maxBody } = this;
    if (body.length > maxBody) throw this.#refused('fields_too_large', `The body has more than ${maxBody} bytes.`);
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

/**
 * What makes the addon's contact of a body that was verified. Only `Contact.fill` needs it, so it verifies the body once more, at
 * the same time.
 *
 * @param {any} native
 * @param {string | Uint8Array} body
 * @param {number} now
 */
function contactMaker(native, body, now) {
  const kept = typeof body === 'string' ? body : copyOf(body);
  return () => call(native.contact, kept, now);
}

/**
 * A copy, because a server may use its buffer again.
 *
 * @param {Uint8Array} bytes
 */
function copyOf(bytes) {
  try {
    return new Uint8Array(bytes);
  } catch {
    // The memory was given to another thread.
    return new Uint8Array();
  }
}

showOnly(Verifier, ({ scheme }) => ({ scheme }));

module.exports = { Verifier };
