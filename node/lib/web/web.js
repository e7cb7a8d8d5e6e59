'use strict';

// Web Request and Response: Next.js route handlers, Hono, and others.

/** @import { SiteOptions, VendorOptions, Page } from './page' */
/** @import { Verified } from '../verifier' */

const { PRIVATE, pageOf, refusal, siteOptions, vendorOptions, verifiedBody } = require('./page.js');

const HEADERS = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': PRIVATE };

/**
 * For the site: who is signed in, as the {@link Page}, whose `script(nonce)` goes into the HTML. Send
 * `Cache-Control: private, no-store` with it.
 *
 * @template Given
 * @param {SiteOptions<Given>} options
 * @returns {(request: Given) => Promise<Page>}
 */
function page(options) {
  const checked = siteOptions(options);
  return (request) => pageOf(checked, request);
}

/**
 * For the site: a handler that answers a single-page app with `{"scheme", "fields"}`, where the fields are
 * null without a visitor.
 *
 * @template {Request} Given
 * @param {SiteOptions<Given>} options
 * @returns {(request: Given) => Promise<Response>}
 */
function fields(options) {
  const checked = siteOptions(options);
  return async (request) => new Response((await pageOf(checked, request)).json(), { headers: HEADERS });
}

/**
 * For the vendor: a handler that verifies the body as it came and hands the {@link Verified} to yours, or
 * answers as the scheme says.
 *
 * @template {Request} Given
 * @template {unknown[]} Rest
 * @param {VendorOptions<Given>} options
 * @param {(request: Given, verified: Verified, ...rest: Rest) => Response | Promise<Response>} handler
 * @returns {(request: Given, ...rest: Rest) => Promise<Response>} the body is read: what it claims is in `verified`
 */
function verify(options, handler) {
  const checked = vendorOptions(options);
  return async (request, ...rest) => {
    let verified;
    try {
      verified = await verifiedBody(checked.verifier, await rawBody(request, checked.verifier.maxBody));
    } catch (error) {
      const answer = await refusal(checked, error, request);
      if (answer === null) throw error;
      return new Response(answer.json, { status: answer.status, headers: HEADERS });
    }
    return handler(request, verified, ...rest);
  };
}

/**
 * The body, or a little more than the most that is taken, which the verifier then refuses.
 *
 * @param {Request} request
 * @param {number} most
 */
async function rawBody(request, most) {
  const chunks = [];
  let size = 0;
  if (request.bodyUsed) throw new TypeError('the body was read before: verify reads it first, as it came');
  for await (const part of request.body ?? []) {
    const chunk = typeof part === 'string' ? Buffer.from(part) : part;
    chunks.push(chunk);
    size += chunk.length;
    if (size > most) break;
  }
  return Buffer.concat(chunks);
}

module.exports = { page, fields, verify };
