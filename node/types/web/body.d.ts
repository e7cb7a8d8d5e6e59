/**
 * The body of a request, or a little more than the most that is taken, which the verifier then refuses.
 *
 * @param {import('node:stream').Readable} request
 * @param {number} most
 * @returns {Promise<Buffer>}
 */
export function rawBody(request: import("node:stream").Readable, most: number): Promise<Buffer>;
