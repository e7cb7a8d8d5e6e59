'use strict';

// What the middleware logs, each line once.

const { isLoggableTypeError } = require('../values.js');
const { VisitorsealError } = require('../index.js');

/** The lines that were logged. Forgotten when they are many, because a line may differ each time. @type {Set<string>} */
const logged = new Set();
const MOST_LINES = 64;

/**
 * Whether a line was not logged before.
 *
 * @param {string} line
 */
function isNew(line) {
  if (logged.has(line)) return false;
  if (logged.size >= MOST_LINES) logged.clear();
  logged.add(line);
  return true;
}

/** The attributes that were left out, by brand. @type {Map<string, Set<string>>} */
const leftOut = new Map();
const MOST_LEFT_OUT = 64;

/**
 * Counts an attribute that was left out: `new`, `known`, or the first that is one too many. After that each is `known`.
 *
 * @param {string} brand
 * @param {string} field
 * @returns {'new' | 'known' | 'too many'}
 */
function countLeftOut(brand, field) {
  const fields = leftOut.get(brand) ?? new Set();
  leftOut.set(brand, fields);
  if (fields.has(field) || fields.size > MOST_LEFT_OUT) return 'known';
  fields.add(field);
  return fields.size > MOST_LEFT_OUT ? 'too many' : 'new';
}

/** Text as a sentence, to which another one may follow. @param {string} text */
const sentence = (text) => (/[.!?]$/.test(text) ? text : `${text}.`);

/** @param {string} line */
function errorOnce(line) {
  if (isNew(line)) console.error(`visitorseal: ${line}`);
}

/**
 * @param {string} line
 * @param {string} [code]
 */
function warnOnce(line, code) {
  if (isNew(line)) warn(line, code);
}

/**
 * @param {string} line
 * @param {string} [code]
 */
function warn(line, code) {
  process.emitWarning(line, { type: 'VisitorsealWarning', code });
}

/**
 * What is wrong, without a secret. The messages of other errors are not shown: those of the system name the file, and a
 * variable that should name the file may hold the secret.
 *
 * @param {unknown} error
 * @param {'secret' | 'nonce'} source What was asked for.
 */
function describeError(error, source) {
  if (error instanceof VisitorsealError || isLoggableTypeError(error)) return error.message;
  const { name, code, syscall } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  // Of a process that does not start, this names its file: `spawnSync FILE`.
  const call = typeof syscall === 'string' ? `${syscall.split(' ', 1)} ` : '';
  const thrown = `The function that gives the ${source} throws ${call}${String(code ?? name ?? typeof error)}.`;
  return source === 'secret' ? `${thrown} Call checkBrands() to see the error.` : thrown;
}

module.exports = { countLeftOut, describeError, errorOnce, isNew, sentence, warn, warnOnce };
