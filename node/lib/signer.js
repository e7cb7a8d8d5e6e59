'use strict';

/** @import { Scheme } from './scheme' */
/** @import { Warning } from './signed' */
/** @import { VisitorWriter } from './visitor-writer' */

/**
 * @typedef {object} Visitor The signed-in person.
 *
 * `name`, `phone`, `avatar` and `attributes` may be null or undefined and are then left out. `id` and `email` may not:
 * leave them out if the visitor has none.
 * @property {string | number | bigint} [id] Text, a whole number below 2^53 or a BigInt.
 * @property {string} [email] An address that the site has verified.
 * @property {string | null} [name] The name that people see.
 * @property {string | null} [phone] E.164, such as `+14155552671`.
 * @property {string | null} [avatar] An http or https address.
 * @property {object | null} [attributes] What the vendor's agents see beside it: JSON values, a Date, a Temporal time or
 *   date, and objects whose `toJSON` gives text, a number or a boolean.
 */

/** @typedef {{ [name: string]: string | number | bigint | null | undefined }} Settings Named as `appId` or `app_id`. */

/**
 * @typedef {string | Uint8Array | (() => string | Uint8Array | null | undefined)} Secret The secret, or a function
 *   that gives it. The function is called when the signer is first used.
 */

const { isUint8Array } = require('node:util').types;

const { native: addon } = require('./native.js');
const { inBatches } = require('./batch.js');
const { VisitorError, call, errorFromJson, fromNative } = require('./errors.js');
const { readNow, secretBytes, settingsJson, wiping, writeVisitor } = require('./input.js');
const { faults, limits } = require('./limits.js');
const { NotCloneable, showOnly } = require('./opaque.js');
const { Page } = require('./page.js');
const { PageHtml } = require('./page-html.js');
const { checkScheme, handleOf, nameOf, toScheme } = require('./scheme.js');
const { Signed } = require('./signed.js');
const { SIGN_LEAVING_OUT } = require('./symbols.js');
const { wrongType } = require('./values.js');
const { withWriter } = require('./visitor-writer.js');

/**
 * A scheme with its secret and settings, ready to sign many visitors. Make one and keep it.
 *
 * `secret` is the shared secret as the vendor's dashboard shows it, or the site's private key as PEM: `scheme.keyKind` tells
 * which. If a function gives it, nothing is checked until the signer is first used, or until {@link check}. So a program
 * can start, or be built, without the secret.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `secret_…`, `key_…`, `setting_…` or `library_…`.
 *
 * @example
 * const signer = new Signer('bookbag', () => process.env.BOOKBAG_SECRET);
 * const { fields } = signer.sign({ id: 'user-123', name: 'Jane Doe' });
 */
class Signer extends NotCloneable {
  #scheme;
  #settings;
  #settingsJson;
  #secret;
  /** @type {any} */
  #signer;
  /** @type {PageHtml | undefined} */
  #html;
  /** @type {Page | undefined} */
  #page;

  /**
   * @param {Scheme | string} scheme
   * @param {Secret} secret
   * @param {Settings} [settings]
   */
  constructor(scheme, secret, settings) {
    super();
    this.#scheme = checkScheme(scheme);
    this.#settingsJson = settingsJson(settings);
    // A copy, so that a later change of the object does not matter.
    this.#settings = { ...settings };
    if (typeof secret === 'function') this.#secret = secret;
    else this.#create(secret);
  }

  /** The addon's signer, made when it is first needed. */
  get #native() {
    return this.#signer ?? this.#create(this.#secret?.());
  }

  /** @param {unknown} secret */
  #create(secret) {
    const scheme = toScheme(this.#scheme);
    const bytes = secretBytes('secret', secret);
    this.#signer = wiping([bytes], () => call(addon().signer, handleOf(scheme), bytes, this.#settingsJson));
    this.#html = new PageHtml(this.#signer);
    return this.#signer;
  }

  /** Needs no secret: a page without a visitor has its script even if the secret is missing. */
  get #pageWithoutSecret() {
    return (this.#page ??= new Page(this.#scheme, this.#settings));
  }

  /** The scheme's name. @returns {string} */
  get scheme() {
    return nameOf(this.#scheme);
  }

  /**
   * Problems with the secret or the scheme that do not stop signing: the secret is short, in quotes, or the vendor's sample.
   *
   * @returns {Warning[]}
   */
  get warnings() {
    return JSON.parse(call(this.#native.warnings));
  }

  /**
   * Checks scheme, settings and secret now, also if a function gives the secret, and gives the warnings. Call it at the
   * start of a program or before a deployment. Throws `ConfigurationError`, or what the function throws.
   *
   * @example
   * for (const { reason } of signer.check()) console.warn(reason);
   *
   * @returns {Warning[]}
   */
  check() {
    return this.warnings;
  }

  /**
   * Signs a visitor. `now` is Unix seconds and the system's clock by default; it matters only to signatures that hold a
   * time.
   *
   * Throws `VisitorError` if a field that the signature covers is missing, empty or ambiguous, or if any field has the wrong
   * form.
   *
   * @example
   * const signed = signer.sign({ id: 'user-123', name: 'Jane Doe', attributes: { plan: 'growth' } });
   *
   * @param {Visitor} visitor
   * @param {{ now?: number }} [options]
   * @returns {Signed}
   */
  sign(visitor, options) {
    const native = this.#native;
    return withWriter((writer) => {
      writeVisitor(writer, visitor);
      return this.#signed(call(native.sign, readNow(options), writer.bytes, writer.end));
    });
  }

  /**
   * Signs a visitor on libuv's thread pool. Use it if `scheme.keyKind` is `pair`: an RSA signature
   * takes a fraction of a millisecond.
   *
   * @example
   * const signed = await signer.signAsync({ name: 'Jane Doe' });
   *
   * @param {Visitor} visitor
   * @param {{ now?: number }} [options]
   * @returns {Promise<Signed>}
   */
  async signAsync(visitor, options) {
    return this.#signAsync(visitor, options);
  }

  /**
   * @param {Visitor} visitor
   * @param {{ now?: number }} [options]
   * @param {Parameters<typeof writeVisitor>[2]} [leftOut]
   */
  async #signAsync(visitor, options, leftOut) {
    const native = this.#native;
    const promise = withWriter((writer) => {
      writeVisitor(writer, visitor, leftOut);
      return call(native.signAsync, readNow(options), writer.bytes, writer.end);
    });
    try {
      return this.#signed(await promise);
    } catch (error) {
      throw fromNative(error);
    }
  }

  /** @param {string} lines */
  #signed(lines) {
    return new Signed(/** @type {PageHtml} */ (this.#html), this.scheme, lines);
  }

  /**
   * Signs a visitor without attributes that are wrong, and gives the error of each. Attributes that are too many are not left
   * out, nor are those that the signature covers.
   *
   * @internal
   * @param {Visitor} visitor
   * @param {string[]} covers What the signature covers.
   * @returns {Promise<{ signed: Signed, errors: VisitorError[] }>}
   */
  async [SIGN_LEAVING_OUT](visitor, covers) {
    /** @type {NonNullable<Parameters<typeof writeVisitor>[2]>} */
    const leftOut = { covers, faults: [] };
    try {
      const signed = await this.#signAsync(visitor, undefined, leftOut);
      return { signed, errors: leftOut.faults.map(({ code, field, reason }) => new VisitorError(code, field, reason)) };
    } catch (error) {
      if (!isAboutAttribute(error) || Object.keys(visitor.attributes ?? {}).length > limits.maxAttributes) throw error;
      return this.#signWhatTheSchemeTakes(visitor, covers);
    }
  }

  /**
   * Signs a visitor without the attributes that the scheme refuses, such as one of the wrong type. It signs each alone, beside
   * those that the signature needs.
   *
   * @param {Visitor} visitor
   * @param {string[]} covers
   */
  async #signWhatTheSchemeTakes(visitor, covers) {
    const attributes = Object.entries(visitor.attributes ?? {});
    const covered = attributes.filter(([name]) => covers.includes(`attributes.${name}`));
    const right = [];
    const errors = [];
    for (const attribute of attributes) {
      try {
        if (!covered.includes(attribute)) await this.#signAsync({ ...visitor, attributes: Object.fromEntries([...covered, attribute]) });
        right.push(attribute);
      } catch (error) {
        if (!isAboutAttribute(error)) throw error;
        errors.push(error);
      }
    }
    return { signed: await this.#signAsync({ ...visitor, attributes: Object.fromEntries(right) }), errors };
  }

  /**
   * Signs many visitors, in their order. A visitor who cannot be signed has a `VisitorError` in its place.
   *
   * @example
   * for (const signed of signer.signMany(visitors)) {
   *   if (signed instanceof VisitorError) console.warn(signed.reason);
   * }
   *
   * @param {Iterable<Visitor>} visitors
   * @param {{ now?: number }} [options]
   * @returns {(Signed | VisitorError)[]}
   */
  signMany(visitors, options) {
    const now = readNow(options);
    /** Those that are not signed yet are undefined. @type {(Signed | VisitorError | undefined)[]} */
    const results = [];
    let next = 0;
    /** @type {Parameters<typeof inBatches<Visitor>>[1]} */
    const write = (writer, visitor) => {
      const error = writeOrError(writer, visitor);
      results.push(error);
      return error === undefined;
    };
    inBatches(checkIterable('visitors', visitors), write, (bytes, end, lengths) => {
      for (const result of call(this.#native.signMany, now, bytes, end, lengths).split(RESULT_END)) {
        while (results[next] !== undefined) next++;
        results[next++] = this.#signedOrError(result);
      }
    });
    return /** @type {(Signed | VisitorError)[]} */ (results);
  }

  /** Only a signed visitor has several lines. @param {string} result */
  #signedOrError(result) {
    return result.includes('\n') ? this.#signed(result) : /** @type {VisitorError} */ (errorFromJson(result));
  }

  /**
   * Fills the vendor's form without a signature: the visitor types less, and nothing is proven.
   *
   * Throws `ConfigurationError` `not_offered` if the vendor documents no such form.
   *
   * @example
   * const html = signer.prefill({ email: 'jane@example.com' }).script(nonce);
   *
   * @param {Visitor} visitor
   * @returns {Signed}
   */
  prefill(visitor) {
    return this.#pageWithoutSecret.prefill(visitor);
  }

  /**
   * Computes the HMAC of a message as the scheme writes it, for code that writes the page itself. Text is signed as UTF-8.
   *
   * Throws `ConfigurationError` `not_offered` if the scheme's signature is a token.
   *
   * @example
   * signer.digest('user-123'); // such as 64 hex digits
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
      throw fromNative(error);
    }
    throw wrongType('message', 'a string or a Uint8Array', message);
  }

  /**
   * Computes the digests of many messages, in their order.
   *
   * @example
   * const [one, two] = signer.digestMany(['user-1', 'user-2']);
   *
   * @param {Iterable<string | Uint8Array>} messages
   * @returns {string[]}
   */
  digestMany(messages) {
    /** @type {string[]} */
    const digests = [];
    inBatches(checkIterable('messages', messages), writeMessage, (bytes, end, lengths) => {
      const joined = call(this.#native.digestMany, bytes, end, lengths);
      // All digests of a scheme have the same length.
      const length = joined.length / lengths.length;
      for (let start = 0; start < joined.length; start += length) digests.push(joined.slice(start, start + length));
    });
    return digests;
  }

  /**
   * The script that makes the widget forget the visitor, for the page after sign-out. See {@link Page}.
   *
   * @example
   * const html = signer.forgetScript(nonce);
   *
   * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
   * @returns {string}
   */
  forgetScript(nonce) {
    return this.#pageWithoutSecret.forgetScript(nonce);
  }

  /**
   * The script for a page of a visitor who is not signed in. See {@link Page}.
   *
   * @example
   * const html = user ? signer.sign(user).script(nonce) : signer.anonymousScript(nonce);
   *
   * @param {string | null} [nonce] The page's Content-Security-Policy nonce.
   * @returns {string}
   */
  anonymousScript(nonce) {
    return this.#pageWithoutSecret.anonymousScript(nonce);
  }
}

/**
 * @param {unknown} error
 * @returns {error is VisitorError}
 */
function isAboutAttribute(error) {
  return error instanceof VisitorError && error.field !== null && error.field.startsWith('attributes.');
}

/** Stands between the results of a batch. Neither JSON nor a signature has it. */
const RESULT_END = '\x1e';

/**
 * Writes a visitor of a batch, or gives the error if it cannot be written.
 *
 * @param {VisitorWriter} writer
 * @param {Visitor} visitor
 * @returns {VisitorError | undefined}
 */
function writeOrError(writer, visitor) {
  try {
    writeVisitor(writer, visitor);
  } catch (error) {
    if (error instanceof VisitorError) return error;
    throw error;
  }
}

/**
 * Writes a message of a batch as bytes.
 *
 * @param {VisitorWriter} writer
 * @param {string | Uint8Array} message
 */
function writeMessage(writer, message) {
  if (typeof message === 'string') {
    if (writer.usual(message)) return true;
    const { code, reason } = faults.textNotUnicode;
    if (!message.isWellFormed()) throw new VisitorError(code, 'message', reason);
    writer.utf8(message);
  } else if (isUint8Array(message)) {
    // A copy, because an object may be given a length that is not its own.
    writer.copy(new Uint8Array(message));
  } else {
    throw wrongType('message', 'a string or a Uint8Array', message);
  }
  return true;
}

/**
 * @template T
 * @param {string} name
 * @param {Iterable<T>} value
 * @returns {Iterable<T>}
 */
function checkIterable(name, value) {
  if (typeof value === 'object' && value !== null && Symbol.iterator in value) return value;
  throw wrongType(name, 'a list', value);
}

showOnly(Signer, ({ scheme }) => ({ scheme }));

module.exports = { Signer };
