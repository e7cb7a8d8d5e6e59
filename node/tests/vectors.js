'use strict';

// Reads tests/vectors as its README says.

const assert = require('node:assert/strict');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const test = require('node:test');

const folder = join(__dirname, '../../tests/vectors');
const key = (name) => readFileSync(join(folder, 'keys', name));

/** Parses JSON. Whole numbers beyond 2^53 become BigInts. */
function parse(text) {
  const marked = text.replace(/"(?:[^"\\]|\\.)*"|-?\d{16,}(?![\d.eE])/g, (token) => (token[0] === '"' ? token : `"\\u0000${token}"`));
  return JSON.parse(marked, (_, value) => {
    if (typeof value !== 'string' || value[0] !== '\0') return value;
    const digits = value.slice(1);
    return Number.isSafeInteger(Number(digits)) ? Number(digits) : BigInt(digits);
  });
}

const read = (name) => parse(readFileSync(join(folder, `${name}.json`), 'utf8'));

const repeated = ([prefix, piece, count, suffix]) => prefix + piece.repeat(count) + suffix;

/** The value of a case: text, bytes in hex, or a repeated piece. */
function valueOf(vector, name) {
  if (vector[`${name}_hex`] !== undefined) return Buffer.from(vector[`${name}_hex`], 'hex');
  return vector[`${name}_repeat`] ? repeated(vector[`${name}_repeat`]) : vector[name];
}

function secretOf(vector) {
  if (vector.secret_file !== undefined) return key(vector.secret_file);
  return vector.secret_hex === undefined ? vector.secret : Buffer.from(vector.secret_hex, 'hex');
}

function keysOf({ keys }, Key) {
  return keys.map(({ text, file, hex, kid }) => {
    const bytes = file === undefined ? (hex === undefined ? text : Buffer.from(hex, 'hex')) : key(file);
    return kid === undefined || kid === null ? bytes : new Key(bytes, { kid });
  });
}

/** Runs each case of a file. A failure names the case's id and comment. */
function each(name, run) {
  const vectors = read(name);
  test(`${name}.json: all ${vectors.length} vectors`, () => {
    const failed = [];
    for (const vector of vectors) {
      try {
        run(vector);
      } catch (error) {
        failed.push(`${vector.id} (${vector.comment}): ${error.message}`);
      }
    }
    assert.equal(failed.length, 0, `${failed.length} failed\n${failed.slice(0, 20).join('\n')}`);
  });
}

/** Asserts that a call throws the error of a case. */
function throws(run, { code, field }, kind) {
  let thrown = null;
  try {
    run();
  } catch (error) {
    thrown = error;
  }
  assert.ok(thrown instanceof kind, `expected the error ${code}, got ${thrown}`);
  assert.deepEqual([thrown.code, thrown.field], [code, field]);
  return thrown;
}

/** The scheme of a case, by its name or its file. */
const schemeOf = (vector, Scheme) => (vector.scheme_toml === undefined ? vector.scheme : Scheme.parse(vector.scheme_toml));

module.exports = { each, valueOf, key, keysOf, parse, read, schemeOf, secretOf, throws };
