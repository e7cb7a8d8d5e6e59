'use strict';

// Tells kinds of values apart and describes them in words, for errors that hold no value.

const { isUint8Array } = require('node:util').types;
const { limits } = require('./limits.js');
const { LOGGABLE } = require('./symbols.js');

/** @type {Partial<Record<string, string>>} */
const WORDS = { string: 'text', boolean: 'true or false', undefined: 'undefined', bigint: 'a BigInt' };

/**
 * Says what kind of value this is, and never the value itself.
 *
 * @param {unknown} value
 */
function describe(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (isUint8Array(value)) return 'bytes';
  if (typeof value !== 'object') return WORDS[typeof value] ?? `a ${typeof value}`;
  return isPlainObject(value) ? 'an object' : 'an object of a class';
}

/**
 * Whether a value is an object such as a literal or JSON.parse makes, in this realm or another.
 *
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isPlainObject(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/**
 * Whether a value can be the body of a request: text or bytes.
 *
 * @param {unknown} value
 * @returns {value is string | Uint8Array}
 */
function isTextOrBytes(value) {
  return typeof value === 'string' || isUint8Array(value);
}

/**
 * A TypeError whose message holds no value, so that a log may show it.
 *
 * @param {string} message
 */
function loggableTypeError(message) {
  return Object.defineProperty(new TypeError(message), LOGGABLE, { value: true });
}

/**
 * Whether {@link loggableTypeError} made this error.
 *
 * @param {unknown} error
 * @returns {error is TypeError}
 */
const isLoggableTypeError = (error) => error instanceof TypeError && Object.hasOwn(error, LOGGABLE);

/**
 * The TypeError for an argument of the wrong type.
 *
 * @param {string} name
 * @param {string} expected
 * @param {unknown} value
 */
function wrongType(name, expected, value) {
  return loggableTypeError(`${name} must be ${expected}, not ${describe(value)}`);
}

/**
 * A name from outside, cut to what an error may hold, and safe in a log.
 *
 * @param {string} name
 */
function shortenName(name) {
  const { maxName } = limits;
  // A character has at most two units: no more of a long name need be split.
  const characters = Array.from(name.slice(0, 2 * maxName + 2));
  const cut = characters.length > maxName ? `${characters.slice(0, maxName - 1).join('')}…` : name;
  return cut.replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]/g, '\ufffd').toWellFormed();
}

module.exports = { describe, isLoggableTypeError, isPlainObject, isTextOrBytes, loggableTypeError, shortenName, wrongType };
