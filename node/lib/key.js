'use strict';

const { ConfigurationError } = require('./errors.js');
const { isPromise, readOptions, secretBytes, wiping } = require('./input.js');
const { faults } = require('./limits.js');
const { NotCloneable, showOnly } = require('./opaque.js');
const { wrongType } = require('./values.js');

/** @typedef {string | Uint8Array | Key} KeyLike */

/**
 * @typedef {KeyLike | KeyLike[] | (() => KeyLike | null | undefined | (KeyLike | null | undefined)[])} Keys One key,
 *   or 1 to 16, the newest first; or a function that gives them. The function is called when the verifier is first used.
 */

/** More keys than any verifier takes: the core reports `key_count`. */
const MANY = 100;

/** @type {(key: Key) => Uint8Array} */
let bytesOf;

/**
 * A key that verifies, with an optional `kid`. A token with a `kid` is checked only against the key of that name. A
 * JSON Web Key (JWK) has its own `kid`, unless you pass one. A JWK set takes none.
 *
 * @example
 * const verifier = new Verifier('orlo', [new Key(newPem, { kid: '2026-11' }), new Key(oldPem, { kid: '2025-11' })]);
 */
class Key extends NotCloneable {
  #bytes;
  #kid;

  /**
   * @param {string | Uint8Array} key
   * @param {{ kid?: string | null }} [options]
   */
  constructor(key, options) {
    super();
    const { kid } = readOptions(options, ['kid']);
    if (kid !== undefined && kid !== null && typeof kid !== 'string') throw wrongType('kid', 'a string', kid);
    if (kid?.isWellFormed() === false) throw new ConfigurationError('kid_invalid', 'kid', faults.textNotUnicode.reason);
    this.#bytes = secretBytes('key', key);
    this.#kid = kid ?? null;
  }

  static {
    bytesOf = (key) => key.#bytes;
  }

  /** The name that you passed (RFC 7515, 4.1.4). @returns {string | null} */
  get kid() {
    return this.#kid;
  }
}

showOnly(Key, ({ kid }) => ({ kid }));

/**
 * Hands one key or a list of keys to `use` as the addon takes them, and wipes the copies afterwards.
 *
 * @template R
 * @param {unknown} input
 * @param {(keys: { bytes: Uint8Array, kid?: string }[]) => R} use
 * @returns {R}
 */
function withKeys(input, use) {
  const keys = typeof input === 'function' ? input() : input;
  const list = Array.isArray(keys) ? Array.from(keys.slice(0, MANY)) : [keys];
  // Each one, even if the first is already an error: otherwise the rejection of the second would end the process.
  list.forEach(isPromise);
  /** @type {Uint8Array[]} */
  const copies = [];
  return wiping(copies, () => {
    const inputs = list.map((key, index) => {
      const bytes = key instanceof Key ? bytesOf(key).slice() : secretBytes(`keys[${index}]`, key);
      copies.push(bytes);
      return { bytes, kid: key instanceof Key ? (key.kid ?? undefined) : undefined };
    });
    return use(inputs);
  });
}

module.exports = { Key, withKeys };
