/** @import { Readable } from 'node:stream' */
/**
 * Reads a body, but not much more than `limit` bytes: the verifier refuses what is longer.
 *
 * @param {AsyncIterable<Uint8Array | string>} stream
 * @param {number} limit
 * @returns {Promise<Buffer>}
 */
export function readBody(stream: AsyncIterable<Uint8Array | string>, limit: number): Promise<Buffer>;
/**
 * Reads the body of a request of Node. The connection stays open for the answer.
 *
 * @param {Readable} request
 * @param {number} limit
 */
export function readNodeBody(request: Readable, limit: number): Promise<Buffer<ArrayBufferLike>>;
import type { Readable } from 'node:stream';
