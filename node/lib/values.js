'use strict';

// What programmers give, checked before it crosses.

const { isUint8Array } = require('node:util').types;

const { ConfigurationError } = require('./errors.js');
const { Fault, Writer, described, isPlain } = require('./json.js');

const NOTHING = new Uint8Array();

/**
 * @param {string} name
 * @param {string} taken
 * @param {unknown} value
 */
function slip(name, taken, value) {
  return new TypeError(`${name} is ${taken}; this is ${isUint8Array(value) ? 'bytes' : described(value)}`);
}

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
function text(name, value) {
  if (typeof value !== 'string') throw slip(name, 'a string', value);
  return value;
}

/**
 * A secret or key as bytes of its own, which {@link wiped} are after use. What is not set is empty: the
 * core says which error that is.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {Uint8Array}
 */
function secret(name, value) {
  if (value === undefined || value === null) return NOTHING;
  if (isUint8Array(value)) return Uint8Array.from(value);
  if (typeof value !== 'string') throw slip(name, 'a string or a Uint8Array', value);
  if (!value.isWellFormed()) {
    throw new ConfigurationError('secret_encoding', name, 'it holds half a surrogate pair, which is no character');
  }
  return new TextEncoder().encode(value);
}

/**
 * @template R
 * @param {Uint8Array[]} secrets
 * @param {() => R} use
 * @returns {R}
 */
function wiped(secrets, use) {
  try {
    return use();
  } finally {
    for (const secret of secrets) secret.fill(0);
  }
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

/**
 * Unix seconds.
 *
 * @param {unknown} now
 * @returns {number}
 */
function unix(now) {
  if (now === undefined) return Math.floor(Date.now() / 1000);
  if (typeof now !== 'number') throw slip('now', 'a number of Unix seconds', now);
  if (!(now >= 0)) throw new ConfigurationError('now_invalid', 'now', 'it is no Unix time in seconds');
  return Math.floor(now);
}

/**
 * The options of a call, none of them misspelt.
 *
 * @param {unknown} options
 * @param {string[]} names
 * @returns {Record<string, any>}
 */
function options(options, names) {
  if (options === undefined) return {};
  if (!isPlain(options)) throw slip('options', `an object with ${names.join(', ')}`, options);
  const stranger = Object.keys(options).find((name) => !names.includes(name));
  if (stranger !== undefined) throw new TypeError(`there is no such option; there is ${names.join(', ')}`);
  return options;
}

/**
 * The time in a call's options.
 *
 * @param {{ now?: number } | undefined} given
 */
function nowOf(given) {
  return unix(given === undefined ? undefined : options(given, ['now']).now);
}

/**
 * Settings with their names as schemes write them: `appId` is `app_id`.
 *
 * @param {unknown} given
 * @returns {Record<string, unknown>}
 */
function snakeCased(given) {
  if (given === undefined) return {};
  if (!isPlain(given)) throw slip('settings', 'an object', given);
  /** @type {Record<string, unknown>} */
  const named = Object.create(null);
  for (const [name, value] of Object.entries(given)) {
    const snake = name.replace(/[A-Z]/g, (capital) => `_${capital.toLowerCase()}`);
    if (snake in named) throw new ConfigurationError('setting_invalid', snake, 'it is given twice, in two spellings');
    named[snake] = value;
  }
  return named;
}

/**
 * Settings as the core reads them.
 *
 * @param {Record<string, unknown>} settings
 * @returns {Uint8Array}
 */
function settingsJson(settings) {
  try {
    return new TextEncoder().encode(new Writer({ sparse: true }).object(settings, 1));
  } catch (fault) {
    const reason = fault instanceof Fault ? fault.reason : 'it cannot be read';
    throw new ConfigurationError('setting_invalid', null, `a setting is text or a whole number: ${reason}`);
  }
}

module.exports = { slip, text, secret, wiped, isBody, unix, options, nowOf, snakeCased, settingsJson };
