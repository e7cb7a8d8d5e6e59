'use strict';

const { ConfigurationError } = require('./errors.js');
const { secret, slip, wiped } = require('./values.js');

/** More keys than any verifier takes, which the core says. */
const SEVERAL = 100;

/** @type {(key: Key) => Uint8Array} */
let bytesOf;

/** A key to verify with, and its name: a token with a `kid` is checked only against the key of that name. */
class Key {
  #bytes;
  #kid;

  /**
   * @param {string | Uint8Array | null | undefined} key
   * @param {{ kid?: string | null }} [options]
   */
  constructor(key, { kid } = {}) {
    if (kid !== undefined && kid !== null && typeof kid !== 'string') throw slip('kid', 'a string', kid);
    if (kid?.isWellFormed() === false) {
      throw new ConfigurationError('kid_invalid', 'kid', 'it holds half a surrogate pair, which is no character');
    }
    this.#bytes = secret('key', key);
    this.#kid = kid ?? null;
  }

  static {
    bytesOf = (key) => key.#bytes;
  }

  /** The key's name (RFC 7515, 4.1.4). @returns {string | null} */
  get kid() {
    return this.#kid;
  }
}

/** @typedef {string | Uint8Array | Key | null | undefined} KeyLike */

/**
 * Uses keys, one or a list, as the addon takes them, and wipes their bytes.
 *
 * @template R
 * @param {unknown} given
 * @param {(keys: { bytes: Uint8Array, kid?: string }[]) => R} use
 * @returns {R}
 */
function withKeys(given, use) {
  const list = Array.isArray(given) ? Array.from(given.slice(0, SEVERAL)) : [given];
  /** @type {Uint8Array[]} */
  const copies = [];
  return wiped(copies, () => {
    const keys = list.map((key, index) => {
      const bytes = key instanceof Key ? bytesOf(key).slice() : secret(`keys[${index}]`, key);
      copies.push(bytes);
      return { bytes, kid: key instanceof Key ? (key.kid ?? undefined) : undefined };
    });
    return use(keys);
  });
}

module.exports = { Key, withKeys };
