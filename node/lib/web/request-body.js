'use strict';

// Reads bodies, of Node's requests and of the Web's. Express's own parser is not used: it waits for the end of a body that is too
// large, and that may never come.

/** @import { Readable } from 'node:stream' */

/**
 * Reads a body, but not much more than `limit` bytes: the verifier refuses what is longer.
 *
 * @param {AsyncIterable<Uint8Array | string>} stream
 * @param {number} limit
 * @returns {Promise<Buffer>}
 */
async function readBody(stream, limit) {
  const chunks = [];
  let size = 0;
  for await (const part of stream) {
    const chunk = typeof part === 'string' ? Buffer.from(part) : part;
    chunks.push(chunk);
    size += chunk.length;
    if (size > limit) break;
  }
  return Buffer.concat(chunks);
}

/**
 * Reads the body of a request of Node. The connection stays open for the answer.
 *
 * @param {Readable} request
 * @param {number} limit
 */
const readNodeBody = (request, limit) => readBody(request.iterator({ destroyOnReturn: false }), limit);

module.exports = { readBody, readNodeBody };
