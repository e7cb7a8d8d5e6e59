'use strict';

/** @import { ErrorCode } from './codes' */

/**
 * The base of all errors here. Match on `code`, which never changes; show `reason` to a person.
 *
 * No secret and no value of a visitor's stands in any of them.
 */
class VisitorsealError extends Error {
  /**
   * @param {ErrorCode} code
   * @param {string | null} field
   * @param {string} reason
   */
  constructor(code, field, reason) {
    super(field === null ? `${code}: ${reason}` : `${code} (${field}): ${reason}`);
    /** What exactly went wrong, such as `signature_mismatch`. @readonly */
    this.code = code;
    /** The field, setting, key or claim that it is about, where there is one. @readonly */
    this.field = field;
    /** A sentence that says what to change. @readonly */
    this.reason = reason;
  }

  /** Whose turn it is to act. @returns {'configuration' | 'visitor' | 'refused' | 'internal'} */
  get kind() {
    return 'internal';
  }
}

/** The developer's turn: a scheme, a setting, a secret or a key is not usable as given. */
class ConfigurationError extends VisitorsealError {
  /** @returns {'configuration'} */
  get kind() {
    return 'configuration';
  }
}

/** The site's turn: this visitor cannot be signed as given. */
class VisitorError extends VisitorsealError {
  /** @returns {'visitor'} */
  get kind() {
    return 'visitor';
  }
}

/** Nobody's turn: what the browser sent does not prove who the visitor is. */
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
    /** The status that a vendor's backend answers with, as the scheme says, such as 401. @readonly */
    this.httpStatus = httpStatus;
    /** The error code of that answer, such as `identity_unverified`. @readonly */
    this.httpError = httpError;
  }

  /** @returns {'refused'} */
  get kind() {
    return 'refused';
  }
}

/** Our turn: a fault of the library. */
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
 * The error that an addon's error is: its message is the JSON of one.
 *
 * @param {unknown} error
 * @returns {VisitorsealError}
 */
function raised(error) {
  const message = error instanceof Error ? error.message : '';
  if (!message.startsWith('{')) {
    // Node's own words may quote a value.
    return new InternalError('internal', null, 'the addon was called in a way that it does not know; please report it');
  }
  return fromJson(message);
}

/**
 * @param {string} json
 * @returns {VisitorsealError}
 */
function fromJson(json) {
  /** @type {{ kind: keyof typeof byKind, code: ErrorCode, field: string | null, reason: string, httpStatus?: number, httpError?: string }} */
  const { kind, code, field, reason, httpStatus, httpError } = JSON.parse(json);
  return new byKind[kind](code, field, reason, httpStatus ?? undefined, httpError ?? undefined);
}

/**
 * Calls the addon.
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
    throw raised(error);
  }
}

module.exports = { VisitorsealError, ConfigurationError, VisitorError, Refused, InternalError, raised, fromJson, call };
