'use strict';

/** @import { Scheme } from './scheme' */
/** @import { Keys } from './verifier' */
/** @import { Settings } from './signer' */
/** @import { ErrorCode, FindingCode } from './codes' */

/**
 * @typedef {object} Finding One thing that was found.
 * @property {FindingCode | ErrorCode} code A stable name, such as `other_field`.
 * @property {string | null} field What it is about, in the vendor's words, where there is such a thing.
 * @property {string} reason What was found.
 * @property {string} fix What to change.
 */

const { native } = require('./native.js');
const { call } = require('./errors.js');
const { isBody, slip } = require('./described.js');
const { Fault, settingsJson, snakeCased, unix, writeFields } = require('./given.js');
const { shows } = require('./held.js');
const { parseBare } = require('./json.js');
const { withKeys } = require('./verifier.js');
const { handleOf, toScheme } = require('./scheme.js');

const MOST = 1 << 20;

/** What `explain` found. */
class Explanation {
  #json;

  /**
   * @hidden made by the library
   * @param {any} json
   */
  constructor(json) {
    this.#json = json;
  }

  /** Whether the fields verify as they are. @returns {boolean} */
  get isVerified() {
    return this.#json.verified;
  }

  /** The findings, best first: why it is refused, or what else stops a widget that verifies. @returns {Finding[]} */
  get findings() {
    return structuredClone(this.#json.findings);
  }

  /** `{ verified, findings: [{ code, field, reason, fix }] }`. @returns {{ verified: boolean, findings: Finding[] }} */
  toJSON() {
    return structuredClone(this.#json);
  }
}

shows(Explanation, ({ isVerified, findings }) => ({ isVerified, findings: findings.map(({ code }) => code) }));

/**
 * A token's header and claims, unverified: anyone can have written them. Integers beyond 2^53, which a number would
 * round, are BigInts; objects have no prototype.
 */
class Inspected {
  #json;

  /**
   * @hidden made by the library
   * @param {string} json
   */
  constructor(json) {
    this.#json = json;
  }

  /** The header's members. @returns {Record<string, unknown>} */
  get unverifiedHeader() {
    return parseBare(this.#json).header;
  }

  /** The claims. @returns {Record<string, unknown>} */
  get unverifiedClaims() {
    return parseBare(this.#json).claims;
  }

  /** `{ unverified: true, header, claims }`. Integers beyond 2^53 are text here. @returns {Record<string, unknown>} */
  toJSON() {
    return parseBare(this.#json, String);
  }
}

shows(Inspected, ({ unverifiedHeader, unverifiedClaims }) => ({
  unverifiedHeader: Object.keys(unverifiedHeader),
  unverifiedClaims: Object.keys(unverifiedClaims),
}));

/**
 * Explains why the fields of a page do not verify: names the mistake and the change that mends it.
 *
 * `fields` is an object, or the body of a request as it came. A finding may show the message that should
 * have been signed, and keys by their fingerprint only. Options are `now` in Unix seconds and settings.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `key_count`, `now_invalid` or `setting_…`.
 *
 * @param {Scheme | string} scheme
 * @param {Keys} keys
 * @param {unknown} fields
 * @param {{ now?: number } & Settings} [options]
 * @returns {Explanation}
 */
function explain(scheme, keys, fields, options) {
  const { now, ...settings } = snakeCased(options);
  const handle = handleOf(toScheme(scheme));
  const { body, fault } = read(fields);
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  const [seconds, json] = [unix(now), settingsJson(settings)];
  return withKeys(keys, (given) => {
    const explanation = JSON.parse(call(native().explain, handle, given, bytes, seconds, json));
    if (fault) Object.assign(explanation.findings[0], { code: fault.code, reason: fault.reason });
    return new Explanation(explanation);
  });
}

/**
 * The fields as the addon takes them. What no JSON object is crosses as one that is none, and why is said here.
 *
 * @param {unknown} fields
 * @returns {{ body: string | Uint8Array, fault: Fault | null }}
 */
function read(fields) {
  if (isBody(fields)) return { body: fields, fault: null };
  try {
    return { body: writeFields(fields, MOST), fault: null };
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    return { body: 'null', fault };
  }
}

/**
 * Reads a token without verifying it, to look at while integrating; trust nothing in it.
 *
 * Throws `Refused`: `token_malformed` or `token_too_large`.
 *
 * @param {string} token
 * @returns {Inspected}
 */
function inspect(token) {
  if (typeof token !== 'string') throw slip('token', 'a string', token);
  return new Inspected(call(native().inspect, token));
}

module.exports = { explain, inspect, Explanation, Inspected };
