'use strict';

// Checks what callers pass before it crosses to the addon.

/** @import { Rules } from './json-writer' */
/** @import { VisitorWriter } from './visitor-writer' */

const { isUint8Array } = require('node:util').types;
const { ConfigurationError, VisitorError } = require('./errors.js');
const { InvalidValue, has64Bits } = require('./json-writer.js');
const { faults, limits } = require('./limits.js');
const { describe, isPlainObject, loggableTypeError, shortenName, wrongType } = require('./values.js');
const { withWriter } = require('./visitor-writer.js');

const { hasOwnProperty } = Object.prototype;

/** JSON that the core reads may be no deeper. */
const MAX_JSON_DEPTH = 128;
/** Far larger than any real settings: a cheap guard. */
const MAX_SETTINGS = 1 << 20;

const VISITOR = { maxDepth: limits.maxDepth, skipUndefined: false, allowRounded: false, isAttribute: true };
const FIELDS = { maxDepth: MAX_JSON_DEPTH, skipUndefined: true, allowRounded: true, isAttribute: false };
const SETTINGS = { maxDepth: MAX_JSON_DEPTH, skipUndefined: true, allowRounded: false, isAttribute: false };

/** The members of a visitor that are text, as the kinds of parts. */
const [ID, EMAIL, NAME, PHONE, AVATAR] = [0, 1, 2, 3, 4];
/** Stands for a whole number of more than 64 bits, which may have any number of digits. The core refuses it. */
const TOO_LARGE = '1e99';
/** The members that a visitor must not have without a value, because signatures cover them. */
const IDENTIFIERS = ['id', 'email'];

/**
 * @typedef {object} LeftOut
 * @property {string[]} covers What the signature covers. An attribute in it is never left out.
 * @property {InvalidValue[]} faults Those of the attributes that are left out.
 */

/**
 * Writes a visitor. An error takes back what was written.
 *
 * @param {VisitorWriter} writer
 * @param {unknown} visitor
 * @param {LeftOut} [leftOut] Wrong attributes are then left out.
 */
function writeVisitor(writer, visitor, leftOut) {
  const start = writer.end;
  try {
    if (!isPlainObject(visitor)) throw InvalidValue.of(faults.visitorType);
    // Each character has one byte or more. Numbers may be a little shorter in the core.
    writer.start(2 * limits.maxVisitor, VISITOR);
    // V8 reads the members of a list of names more slowly.
    for (const member in visitor) {
      if (hasOwnProperty.call(visitor, member)) writeMember(writer, member, visitor[member], leftOut);
    }
  } catch (error) {
    writer.end = start;
    if (error instanceof InvalidValue) throw new VisitorError(error.code, error.field, error.reason);
    throw new VisitorError('visitor_malformed', null, 'The visitor cannot be read: a getter or proxy throws. Pass a plain object.');
  }
}

/**
 * @param {VisitorWriter} writer
 * @param {string} member
 * @param {unknown} value
 * @param {LeftOut | undefined} leftOut
 */
function writeMember(writer, member, value, leftOut) {
  switch (member) {
    case 'id':
      return writeText(writer, member, ID, value);
    case 'email':
      return writeText(writer, member, EMAIL, value);
    case 'name':
      return writeText(writer, member, NAME, value);
    case 'phone':
      return writeText(writer, member, PHONE, value);
    case 'avatar':
      return writeText(writer, member, AVATAR, value);
    case 'attributes':
      return value === undefined || value === null ? undefined : writeAttributes(writer, value, leftOut);
    default:
      // An unknown member. The core reports `field_unknown`; its value does not matter.
      writer.member(member, 'null');
  }
}

/**
 * @param {VisitorWriter} writer
 * @param {string} member
 * @param {number} kind
 * @param {unknown} value
 */
function writeText(writer, member, kind, value) {
  if (typeof value !== 'string') return writeOther(writer, member, value);
  try {
    writer.textPart(kind, value);
  } catch (error) {
    if (error instanceof InvalidValue && error.code !== 'visitor_too_large') error.field = member;
    throw error;
  }
}

/**
 * Writes a member that should be text and is none.
 *
 * @param {VisitorWriter} writer
 * @param {string} member
 * @param {unknown} value
 */
function writeOther(writer, member, value) {
  const isIdentifier = IDENTIFIERS.includes(member);
  if (value === undefined && isIdentifier) {
    throw new InvalidValue('field_missing', `${member} is undefined. Leave it out if the visitor has none, or find out why it is missing.`, member);
  }
  if (value === undefined || (value === null && !isIdentifier)) return;
  if (member === 'id' && Number.isSafeInteger(value)) return writer.textPart(ID, `${value}`);
  if (member === 'id' && typeof value === 'bigint') return writer.member(member, has64Bits(value) ? `${value}` : TOO_LARGE);
  // The core says what is wrong.
  if (value === null) return writer.member(member, 'null');
  throw wrongMember(member, value);
}

/**
 * @param {string} member
 * @param {unknown} value
 */
function wrongMember(member, value) {
  const expected = member === 'id' ? 'text, a whole number below 2^53 or a BigInt' : 'text';
  return new InvalidValue('field_type', `${member} must be ${expected}, not ${describe(value)}.`, member);
}

/**
 * @param {VisitorWriter} writer
 * @param {unknown} attributes
 * @param {LeftOut | undefined} leftOut
 */
function writeAttributes(writer, attributes, leftOut) {
  if (!isPlainObject(attributes)) {
    throw new InvalidValue('field_type', `attributes must be a plain object, not ${describe(attributes)}.`, 'attributes');
  }
  for (const key in attributes) {
    if (!hasOwnProperty.call(attributes, key)) continue;
    const start = writer.end;
    try {
      writer.attribute(key);
      writer.valuePart(attributes[key]);
    } catch (error) {
      const invalid = aboutAttribute(key, error);
      const isNeeded = invalid.field === null || leftOut?.covers.includes(`attributes.${key}`);
      if (!leftOut || isNeeded || Object.keys(attributes).length > limits.maxAttributes) throw invalid;
      // The length of an attribute that is left out stays spent, so the work is bounded for all of them together.
      writer.end = start;
      leftOut.faults.push(invalid);
    }
  }
}

/**
 * @param {string} key
 * @param {unknown} error
 */
function aboutAttribute(key, error) {
  const field = `attributes.${shortenName(key)}`;
  // The error of a getter or of toJSON may hold a value of the visitor, so it is not shown.
  if (!(error instanceof InvalidValue)) return new InvalidValue('field_type', 'Reading the value throws an error. Pass a plain value.', field);
  return new InvalidValue(error.code, error.reason, error.code === 'visitor_too_large' ? null : field);
}

/**
 * The fields that a page sent, as JSON. Throws an {@link InvalidValue} if they are not one JSON object.
 *
 * @param {unknown} fields
 * @param {number} maxLength
 * @returns {Uint8Array}
 */
function writeFields(fields, maxLength) {
  try {
    if (isPlainObject(fields)) return writtenObject(fields, maxLength, FIELDS);
  } catch (error) {
    if (!(error instanceof InvalidValue)) throw new InvalidValue('fields_malformed', 'The fields cannot be read: a getter or proxy throws.');
    if (error.code !== 'visitor_too_large') throw new InvalidValue('fields_malformed', error.reason);
    throw new InvalidValue('fields_too_large', `The fields have more than ${maxLength} bytes as JSON.`);
  }
  throw new InvalidValue('fields_malformed', `The fields must be one JSON object, not ${describe(fields)}.`);
}

/**
 * An object as JSON.
 *
 * @param {Record<string, unknown>} object
 * @param {number} maxLength
 * @param {Rules} rules
 * @returns {Uint8Array}
 */
function writtenObject(object, maxLength, rules) {
  return withWriter((writer) => {
    writer.start(maxLength, rules);
    writer.object(object, 1);
    return writer.written();
  });
}

/**
 * A visitor as the addon takes it.
 *
 * @param {unknown} visitor
 * @returns {Uint8Array}
 */
function writtenVisitor(visitor) {
  return withWriter((writer) => {
    writeVisitor(writer, visitor);
    return writer.written();
  });
}

const NO_BYTES = new Uint8Array();

/**
 * Checks an argument that must be text.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
function text(name, value) {
  if (typeof value !== 'string') throw wrongType(name, 'a string', value);
  return value;
}

/**
 * Whether a value is a promise. Its rejection is caught here, because nobody awaits it and it would end the process.
 *
 * @param {any} value
 */
function isPromise(value) {
  if (typeof value !== 'object' || typeof value?.then !== 'function') return false;
  Promise.resolve(value).catch(() => {});
  return true;
}

/**
 * A secret or key as a copy that {@link wiping} clears. One that is not set is empty: the core reports it.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {Uint8Array}
 */
function secretBytes(name, value) {
  if (value === undefined || value === null) return NO_BYTES;
  if (isUint8Array(value)) return Uint8Array.from(value);
  if (isPromise(value)) throw loggableTypeError(`${name} is a promise. Await it first and pass the secret itself.`);
  if (typeof value !== 'string') throw wrongType(name, 'a string or a Uint8Array', value);
  if (!value.isWellFormed()) throw new ConfigurationError('secret_encoding', name, faults.textNotUnicode.reason);
  return new TextEncoder().encode(value);
}

/**
 * Runs a function and then overwrites the copies of secrets that it used.
 *
 * @template R
 * @param {Uint8Array[]} secrets
 * @param {() => R} run
 * @returns {R}
 */
function wiping(secrets, run) {
  try {
    return run();
  } finally {
    for (const secret of secrets) secret.fill(0);
  }
}

/**
 * Checks a time in Unix seconds; the system's clock if there is none.
 *
 * @param {unknown} now
 * @returns {number}
 */
function unixSeconds(now) {
  if (now === undefined) return Math.floor(Date.now() / 1000);
  if (typeof now !== 'number') throw wrongType('now', 'a number of Unix seconds', now);
  if (!(now >= 0)) throw new ConfigurationError('now_invalid', 'now', 'now is not a Unix time. Pass the seconds since 1970.');
  return Math.floor(now);
}

/**
 * Checks a leeway in seconds, 0 by default. The core checks that it is not too large.
 *
 * @param {unknown} [leeway]
 * @returns {number}
 */
function leewaySeconds(leeway = 0) {
  if (typeof leeway !== 'number') throw wrongType('leeway', 'a number of seconds', leeway);
  if (!Number.isSafeInteger(leeway) || leeway < 0) {
    throw new ConfigurationError('leeway_invalid', 'leeway', `The leeway must be a whole number of seconds, at most ${limits.maxLeeway}.`);
  }
  return leeway;
}

/**
 * Checks the size of the largest token.
 *
 * @param {unknown} [maxToken]
 * @returns {number}
 */
function maxTokenBytes(maxToken = limits.maxToken) {
  if (typeof maxToken === 'number' && Number.isSafeInteger(maxToken) && maxToken >= 0) return maxToken;
  throw wrongType('maxToken', 'a whole number of bytes', maxToken);
}

/**
 * An object's own members. A polluted `Object.prototype` could otherwise set an option, such as a verifier's policy.
 *
 * @param {object | null | undefined} object
 * @returns {Record<string, any>}
 */
const ownMembers = (object) => Object.assign(Object.create(null), object);

/**
 * The options of a call. A misspelt one is an error.
 *
 * @param {unknown} options
 * @param {string[]} names
 * @returns {Record<string, any>}
 */
function readOptions(options, names) {
  if (options === undefined) return ownMembers({});
  if (!isPlainObject(options)) throw wrongType('options', `an object with ${names.join(', ')}`, options);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown !== undefined) {
    throw loggableTypeError(`There is no option '${shortenName(unknown)}'. The options are ${names.join(', ')}.`);
  }
  return ownMembers(options);
}

/**
 * The time in the options of a call that has no others.
 *
 * @param {{ now?: number } | undefined} options
 */
function readNow(options) {
  return unixSeconds(options === undefined ? undefined : readOptions(options, ['now']).now);
}

/**
 * Settings as the core reads them. `appId` may be written for `app_id`.
 *
 * @param {unknown} settings
 * @returns {Uint8Array}
 */
function settingsJson(settings) {
  const named = ownMembers({});
  if (settings !== undefined && !isPlainObject(settings)) throw wrongType('settings', 'an object', settings);
  for (const [name, value] of Object.entries(settings ?? {})) {
    const snakeCase = name.replace(/(?<=[a-z0-9])[A-Z]+/g, (capitals) => `_${capitals.toLowerCase()}`);
    if (snakeCase in named) {
      throw new ConfigurationError('setting_invalid', snakeCase, 'The setting is passed twice, in two spellings. Remove one.');
    }
    named[snakeCase] = value;
  }
  try {
    return writtenObject(named, MAX_SETTINGS, SETTINGS);
  } catch (error) {
    const reason = error instanceof InvalidValue ? error.reason : 'Reading it throws an error.';
    throw new ConfigurationError('setting_invalid', null, `A setting must be text or a whole number. ${reason}`);
  }
}

module.exports = {
  isPromise,
  leewaySeconds,
  maxTokenBytes,
  ownMembers,
  readNow,
  readOptions,
  secretBytes,
  settingsJson,
  text,
  unixSeconds,
  wiping,
  writeFields,
  writeVisitor,
  writtenVisitor,
};
