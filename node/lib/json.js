'use strict';

// JSON that the core wrote, read without loss: JSON.parse rounds integers beyond 2^53.

/** Text without so many digits in a row holds no integer that is too large. */
const LONG = /\d{16}/;
/** Texts, which stay as they are, and numbers. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[-+.\deE]*/g;
const INTEGER = /^-?\d+$/;

/**
 * Integers that a number rounds go through `large`, as their digits.
 *
 * @param {string} json
 * @param {(digits: string) => unknown} [large]
 * @returns {any}
 */
function parse(json, large = BigInt) {
  if (!LONG.test(json)) return JSON.parse(json);
  // The core writes no infinite number: a list that begins with one is from here.
  const marked = json.replace(TOKENS, (token) =>
    INTEGER.test(token) && !Number.isSafeInteger(Number(token)) ? `[1e999,"${token}"]` : token,
  );
  return JSON.parse(marked, (_, value) => (Array.isArray(value) && value[0] === Infinity ? large(value[1]) : value));
}

/**
 * {@link parse}, with objects that have no prototype: what is read from them is in them, whatever another
 * part of the program has done to `Object.prototype`.
 *
 * @param {string} json
 * @param {(digits: string) => unknown} [large]
 * @returns {any}
 */
function parseBare(json, large) {
  return bare(parse(json, large));
}

/** @param {any} value @returns {any} */
function bare(value) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(bare);
  const object = Object.create(null);
  for (const key of Object.keys(value)) object[key] = bare(value[key]);
  return object;
}

module.exports = { parse, parseBare };
