'use strict';

/** @import { Scheme } from './scheme' */
/** @import { Keys } from './key' */
/** @import { Settings, Visitor } from './signer' */
/** @import { ErrorCode, FindingCode } from './codes' */

/**
 * @typedef {object} Finding A cause that explains a refused signature.
 * @property {FindingCode | ErrorCode} code The stable code of the cause, such as `other_field`.
 * @property {string | null} field The field or claim that it is about, in the vendor's words.
 * @property {string} reason What is wrong.
 * @property {string} fix What to change.
 */

/**
 * @typedef {object} ExplainOptions
 * @property {number} [now] Unix seconds. The default is the system's clock.
 * @property {number} [leeway] The verifier's leeway: seconds to allow for clocks that differ, at most 300. The default is 0.
 * @property {number} [maxToken] The verifier's largest token in bytes. The default is 8192.
 * @property {Settings} [settings] The settings of the scheme. Those that the fields hold too must agree with them.
 * @property {Visitor | null} [visitor] The site's own record of the visitor, with further columns in its `attributes`: the site
 *   may have signed one of them.
 */

const { native } = require('./native.js');
const { call } = require('./errors.js');
const { leewaySeconds, maxTokenBytes, readOptions, settingsJson, unixSeconds, writeFields, writtenVisitor } = require('./input.js');
const { parseBare } = require('./json.js');
const { InvalidValue } = require('./json-writer.js');
const { withKeys } = require('./key.js');
const { showOnly } = require('./opaque.js');
const { handleOf, toScheme } = require('./scheme.js');
const { isTextOrBytes, wrongType } = require('./values.js');

/** Far larger than any body without its token: a cheap guard. The core enforces the exact limit. */
const MAX_FIELDS = 1 << 20;

/** Why a signature was refused. */
class Explanation {
  #json;

  /**
   * @hidden made by the library
   * @param {any} json
   */
  constructor(json) {
    this.#json = json;
  }

  /** Whether the signature is right after all. @returns {boolean} */
  get isVerified() {
    return this.#json.verified;
  }

  /** What was found, the most likely cause first. @returns {Finding[]} */
  get findings() {
    return structuredClone(this.#json.findings);
  }

  /** The explanation as an object for JSON. @returns {{ verified: boolean, findings: Finding[] }} */
  toJSON() {
    return structuredClone(this.#json);
  }
}

showOnly(Explanation, ({ isVerified, findings }) => ({ isVerified, findings: findings.map(({ code }) => code) }));

/**
 * What an unverified token says. Anyone can have written it.
 *
 * Whole numbers beyond 2^53 are BigInts, because a number would round them. Objects have no prototype.
 */
class InspectedToken {
  #json;

  /**
   * @hidden made by the library
   * @param {string} json
   */
  constructor(json) {
    this.#json = json;
  }

  /** The token's header. Anyone can have written it. @returns {Record<string, unknown>} */
  get unverifiedHeader() {
    return parseBare(this.#json).header;
  }

  /** The token's claims. Anyone can have written them. @returns {Record<string, unknown>} */
  get unverifiedClaims() {
    return parseBare(this.#json).claims;
  }

  /** Header and claims as an object for JSON. Whole numbers beyond 2^53 are text here. @returns {Record<string, unknown>} */
  toJSON() {
    return parseBare(this.#json, String);
  }
}

showOnly(InspectedToken, ({ unverifiedHeader, unverifiedClaims }) => ({
  unverifiedHeader: Object.keys(unverifiedHeader),
  unverifiedClaims: Object.keys(unverifiedClaims),
}));

/**
 * Tries the mistakes that integrators make and reports the one that explains this signature.
 *
 * `fields` is an object, or the body of a request as it came. A finding may show the message that should have been signed,
 * and a key by its fingerprint only.
 *
 * Throws `ConfigurationError`: `scheme_unknown`, `key_count`, `leeway_invalid`, `now_invalid` or `setting_…`; and
 * `VisitorError`, as {@link Signer.sign} does, for a wrong `visitor`.
 *
 * @example
 * for (const { reason, fix } of explain('bookbag', secret, body).findings) console.log(reason, fix);
 *
 * @param {Scheme | string} scheme
 * @param {Keys} keys
 * @param {unknown} fields
 * @param {ExplainOptions} [options]
 * @returns {Explanation}
 */
function explain(scheme, keys, fields, options) {
  const { now, leeway, maxToken, settings, visitor } = readOptions(options, ['now', 'leeway', 'maxToken', 'settings', 'visitor']);
  const handle = handleOf(toScheme(scheme));
  const largest = maxTokenBytes(maxToken);
  const given = [unixSeconds(now), leewaySeconds(leeway), largest, settingsJson(settings), visitor === undefined || visitor === null ? null : writtenVisitor(visitor)];
  const { body, problem } = readFields(fields, MAX_FIELDS + largest);
  // Also if the fields have a problem: an error in another argument is the caller's and comes first.
  const explanation = withKeys(keys, (inputs) => call(native().explain, handle, inputs, body, ...given));
  if (problem === null) return new Explanation(JSON.parse(explanation));
  return new Explanation(JSON.parse(call(native().explainUnreadable, problem.code === 'fields_too_large', problem.reason)));
}

/**
 * The fields as bytes, or the problem why they cannot be written.
 *
 * @param {unknown} fields
 * @param {number} maxLength
 * @returns {{ body: Uint8Array, problem: InvalidValue | null }}
 */
function readFields(fields, maxLength) {
  try {
    const body = isTextOrBytes(fields) ? fields : writeFields(fields, maxLength);
    return { body: typeof body === 'string' ? new TextEncoder().encode(body) : body, problem: null };
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw error;
    return { body: new Uint8Array(), problem: error };
  }
}

/**
 * Reads a token without verifying it. Never trust the result.
 *
 * Throws `Refused`: `token_malformed` or `token_too_large`.
 *
 * @example
 * inspectToken(token).unverifiedClaims.exp;
 *
 * @param {string} token
 * @returns {InspectedToken}
 */
function inspectToken(token) {
  if (typeof token !== 'string') throw wrongType('token', 'a string', token);
  return new InspectedToken(call(native().inspectToken, token));
}

module.exports = { explain, inspectToken, Explanation, InspectedToken };
