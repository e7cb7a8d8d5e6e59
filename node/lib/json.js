'use strict';

// Reads JSON that the core wrote, without loss: JSON.parse rounds whole numbers beyond 2^53.

/** A number that JSON.parse rounds has at least so many digits. */
const LONG = /\d{16}/;
/** A text, which stays as it is, or a number. */
const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|-?\d[-+.\deE]*/g;
const INTEGER = /^-?\d+$/;

/**
 * Parses JSON and calls `large` with the digits of each whole number that JSON.parse would round.
 *
 * @param {string} json
 * @param {(digits: string) => unknown} [large]
 * @returns {any}
 */
function parse(json, large = BigInt) {
  if (!LONG.test(json)) return JSON.parse(json);
  // The core writes no infinite number, so a list that begins with one is a mark of ours.
  const marked = json.replace(TOKENS, (token) =>
    INTEGER.test(token) && !Number.isSafeInteger(Number(token)) ? `[1e999,"${token}"]` : token,
  );
  return JSON.parse(marked, (_, value) => (Array.isArray(value) && value[0] === Infinity ? large(value[1]) : value));
}

/**
 * Like {@link parse}, but objects have no prototype. They hold only what the JSON holds, even if another part of the program
 * has changed `Object.prototype`.
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
