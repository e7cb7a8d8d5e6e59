'use strict';

// Many values cross to the addon at once: one behind the other in a buffer, and the length of each. A call for each would take
// longer than its signature.

/** @import { JsonWriter } from './json-writer' */

const { withWriter } = require('./json-writer.js');

/** A batch has about so many bytes at most. Then its results are far shorter than the longest text of V8. */
const ENOUGH = 1 << 20;

/**
 * @template T
 * @param {Iterable<T>} values
 * @param {(writer: JsonWriter, value: T) => boolean} write Writes a value, or nothing and gives false.
 * @param {(bytes: Uint8Array, end: number, lengths: Uint32Array) => void} run Passes a batch to the addon.
 */
function inBatches(values, write, run) {
  withWriter((writer) => {
    /** @type {number[]} */
    let lengths = [];
    for (const value of values) {
      const start = writer.end;
      if (!write(writer, value)) continue;
      lengths.push(writer.end - start);
      if (writer.end < ENOUGH) continue;
      run(writer.bytes, writer.end, new Uint32Array(lengths));
      writer.end = 0;
      lengths = [];
    }
    if (lengths.length > 0) run(writer.bytes, writer.end, new Uint32Array(lengths));
  });
}

module.exports = { inBatches };
