'use strict';

/**
 * The body of a request, or a little more than the most that is taken, which the verifier then refuses.
 *
 * @param {import('node:stream').Readable} request
 * @param {number} most
 * @returns {Promise<Buffer>}
 */
function rawBody(request, most) {
  return new Promise((resolve, reject) => {
    /** @type {Buffer[]} */
    const chunks = [];
    let size = 0;
    const done = () => resolve(Buffer.concat(chunks));
    request.on('data', (chunk) => {
      chunks.push(chunk);
      size += chunk.length;
      if (size <= most) return;
      request.pause();
      done();
    });
    request.once('end', done);
    request.once('error', reject);
    request.once('close', () => reject(new Error('the request was aborted')));
  });
}

module.exports = { rawBody };
