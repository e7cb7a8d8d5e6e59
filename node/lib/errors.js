'use strict';

/** @import { ErrorCode } from './codes' */

/**
 * The base of all errors of this package. Compare `code`, which never changes; show `reason` to a person.
 *
 * Errors never contain a secret or a visitor's data.
 *
 * @example
 * try {
 *   signer.sign(visitor);
 * } catch (error) {
 *   if (!(error instanceof VisitorsealError)) throw error;
 *   console.error(error.code, error.field, error.reason); // field_missing id …
 * }
 */
class VisitorsealError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string | null} field
   * @param {string} reason
   */
  constructor(code, field, reason) {
    super(field === null ? `${code}: ${reason}` : `${code} (${field}): ${reason}`);
    /** The stable code, such as `signature_mismatch`. @readonly */
    this.code = code;
    /** The setting, field, key or claim that the error is about, if there is one. @readonly */
    this.field = field;
    /** What is wrong and what to do. The words may change in any version. @readonly */
    this.reason = reason;
  }

  /** The kind of error. Each class has its own. @returns {'configuration' | 'visitor' | 'refused' | 'internal'} */
  get kind() {
    return 'internal';
  }
}

/** A scheme, setting, secret or key is wrong. The developer must fix it. */
class ConfigurationError extends VisitorsealError {
  /** @returns {'configuration'} */
  get kind() {
    return 'configuration';
  }
}

/** This visitor cannot be signed as given. The site must pass other values. */
class VisitorError extends VisitorsealError {
  /** @returns {'visitor'} */
  get kind() {
    return 'visitor';
  }
}

/**
 * What the browser sent does not prove who the visitor is. Answer with `httpStatus` and `httpError`.
 *
 * @example
 * if (error instanceof Refused) response.status(error.httpStatus).json({ error: error.httpError });
 */
class Refused extends VisitorsealError {
  /**
   * @param {ErrorCode} code
   * @param {string | null} field
   * @param {string} reason
   * @param {number} [httpStatus]
   * @param {string} [httpError]
   */
  constructor(code, field, reason, httpStatus = 401, httpError = 'identity_unverified') {
    super(code, field, reason);
    /** The HTTP status that the vendor answers with, such as 401. @readonly */
    this.httpStatus = httpStatus;
    /** The name of the error in that answer, such as `identity_unverified`. @readonly */
    this.httpError = httpError;
  }

  /** @returns {'refused'} */
  get kind() {
    return 'refused';
  }
}

/** A fault in this library. Please report it. */
class InternalError extends VisitorsealError {
  /** @returns {'internal'} */
  get kind() {
    return 'internal';
  }
}

const classes = { ConfigurationError, VisitorError, Refused, InternalError };
for (const [name, constructor] of Object.entries({ VisitorsealError, ...classes })) {
  Object.defineProperty(constructor.prototype, 'name', { value: name, configurable: true, writable: true });
}

const byKind = {
  configuration: ConfigurationError,
  visitor: VisitorError,
  refused: Refused,
  internal: InternalError,
};

/**
 * Makes one of our errors of an addon's error, whose message is JSON.
 *
 * @param {unknown} error
 * @returns {VisitorsealError}
 */
function fromNative(error) {
  const message = error instanceof Error ? error.message : '';
  if (!message.startsWith('{')) {
    // The message of Node itself may quote a value.
    return new InternalError('internal', null, 'internal error: wrong arguments to the native addon. Please report it.');
  }
  return errorFromJson(message);
}

/**
 * @param {string} json
 * @returns {VisitorsealError}
 */
function errorFromJson(json) {
  /** @type {{ kind: keyof typeof byKind, code: ErrorCode, field: string | null, reason: string, httpStatus?: number, httpError?: string }} */
  const { kind, code, field, reason, httpStatus, httpError } = JSON.parse(json);
  return new byKind[kind](code, field, reason, httpStatus ?? undefined, httpError ?? undefined);
}

/**
 * Calls a function of the addon and throws our errors for its own.
 *
 * @template {unknown[]} A
 * @template R
 * @param {(...args: A) => R} native
 * @param {A} args
 * @returns {R}
 */
function call(native, ...args) {
  try {
    return native(...args);
  } catch (error) {
    throw fromNative(error);
  }
}

module.exports = { VisitorsealError, ConfigurationError, VisitorError, Refused, InternalError, fromNative, errorFromJson, call };
