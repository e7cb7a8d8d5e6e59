'use strict';

// What a value is, told apart and put into words.

const { isUint8Array } = require('node:util').types;

/** @type {Partial<Record<string, string>>} */
const NAMES = { string: 'text', boolean: 'true or false' };

/**
 * What a value is, in words, and never the value.
 *
 * @param {unknown} value
 */
function described(value) {
  if (value === null || value === undefined) return `${value}`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object') return NAMES[typeof value] ?? `a ${typeof value}`;
  return isPlain(value) ? 'an object' : 'an object of a class';
}

/**
 * Whether a value is an object such as a literal or JSON.parse makes, of this realm or another.
 *
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isPlain(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/** What marks an error of {@link misused}; in a package this file is there twice. */
const MISUSED = Symbol.for('visitorseal.misused');

/**
 * A TypeError whose words hold no value, so that a log may show them.
 *
 * @param {string} words
 */
function misused(words) {
  return Object.defineProperty(new TypeError(words), MISUSED, { value: true });
}

/**
 * Whether an error is a {@link misused} of ours.
 *
 * @param {unknown} error
 * @returns {error is TypeError}
 */
const isSlip = (error) => error instanceof TypeError && Object.hasOwn(error, MISUSED);

/**
 * @param {string} name
 * @param {string} taken
 * @param {unknown} value
 */
function slip(name, taken, value) {
  return misused(`${name} is ${taken}; this is ${isUint8Array(value) ? 'bytes' : described(value)}`);
}

/**
 * The body of a request, as bytes or text that the core reads.
 *
 * @param {unknown} body
 * @returns {body is string | Uint8Array}
 */
function isBody(body) {
  return typeof body === 'string' || isUint8Array(body);
}

module.exports = { described, isBody, isPlain, isSlip, misused, slip };
