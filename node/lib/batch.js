'use strict';

/** A batch has about so many UTF-16 units or bytes at most. Then it is far below the longest text of V8. */
const ENOUGH = 1 << 20;
/** The length that stands for a text that is not there. */
const ABSENT = 2 ** 32 - 1;

/**
 * Passes many texts, or many bytes, to the addon at once: joined, and the length of each. Gives all results in their order.
 *
 * @param {(string | Uint8Array | undefined)[]} parts All are text or undefined, or all are bytes.
 * @param {number} step The parts that stay together.
 * @param {(joined: string | Uint8Array, lengths: Uint32Array) => string[]} run
 * @returns {string[]}
 */
function inBatches(parts, step, run) {
  /** @type {string[][]} */
  const results = [];
  const lengths = new Uint32Array(parts.length);
  let [start, size] = [0, 0];
  for (let end = 0; end < parts.length; ) {
    for (const stop = end + step; end < stop; end++) {
      const part = parts[end];
      lengths[end] = part === undefined ? ABSENT : part.length;
      size += part === undefined ? 0 : part.length;
    }
    if (size < ENOUGH && end < parts.length) continue;
    const batch = start === 0 && end === parts.length ? parts : parts.slice(start, end);
    results.push(run(joined(batch), lengths.subarray(start, end)));
    [start, size] = [end, 0];
  }
  return results.length === 1 ? results[0] : results.flat();
}

/** @param {(string | Uint8Array | undefined)[]} batch */
const joined = (batch) => (batch[0] instanceof Uint8Array ? Buffer.concat(/** @type {Uint8Array[]} */ (batch)) : batch.join(''));

module.exports = { inBatches };
