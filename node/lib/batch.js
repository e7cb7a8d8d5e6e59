'use strict';

// Many values cross to the addon at once: one behind the other in a buffer, and the length of each.

/** @import { VisitorWriter } from './visitor-writer' */

const { withWriter } = require('./visitor-writer.js');

/**
 * So many bytes cross at once, which is some hundred visitors. More at once would be slower, because the system would have to find
 * new memory for each batch. A visitor who is kept also keeps the text of all who crossed with them.
 */
const ENOUGH = 1 << 15;

/**
 * @template T
 * @param {Iterable<T>} values
 * @param {(writer: VisitorWriter, value: T) => boolean} write Writes a value, or nothing and gives false.
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
