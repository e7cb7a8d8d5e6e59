'use strict';

// Web Request and Response: Next.js route handlers, Hono, and others.

/** @import { SiteOptions, VendorOptions, Page } from './page' */
/** @import { Verified } from '../verifier' */

const { pageOf, refusal, siteOptions, vendorOptions, verifiedBody } = require('./page.js');
const { CACHE, PRIVATE, isForCaches } = require('./private.js');

const HEADERS = { 'Content-Type': 'application/json; charset=utf-8', [CACHE]: PRIVATE };
/** Here no nonce is known, and who sends the response keeps it private. */
const RESPONSE = { nonce: () => undefined, keepPrivate: () => true };

/**
 * For the site: the {@link Page} of a request, whose `script(nonce)` goes into the HTML.
 *
 * With a handler it is a handler itself, which hands yours the page and sends your response as `Cache-Control: private,
 * no-store` where a visitor or a script is in it. Without one, send that yourself.
 *
 * @template Given
 * @template {unknown[]} Rest
 * @overload
 * @param {SiteOptions<Given>} options
 * @param {(request: Given, page: Page, ...rest: Rest) => Response | Promise<Response>} handler
 * @returns {(request: Given, ...rest: Rest) => Promise<Response>}
 */
/**
 * @template Given
 * @overload
 * @param {SiteOptions<Given>} options
 * @returns {(request: Given) => Promise<Page>}
 */
/**
 * @param {SiteOptions<any>} options
 * @param {(request: any, page: Page, ...rest: any[]) => Response | Promise<Response>} [handler]
 */
function page(options, handler) {
  const checked = siteOptions(options);
  if (handler === undefined) return (/** @type {any} */ request) => pageOf(checked, request, RESPONSE);
  return async (/** @type {Request} */ request, /** @type {any[]} */ ...rest) => {
    let isPrivate = false;
    const keepPrivate = () => {
      dropConditions(request);
      return (isPrivate = true);
    };
    const made = await pageOf(checked, request, { ...RESPONSE, keepPrivate });
    const response = await handler(request, made, ...rest);
    return isPrivate ? kept(response) : response;
  };
}

/** A copy from when nobody was signed in must not be the answer. @param {Request} request */
function dropConditions({ headers }) {
  try {
    headers.delete('If-None-Match');
    headers.delete('If-Modified-Since');
  } catch {
    // A server that lets nobody change a request's headers: the handler must not answer 304 where `isSigned` is true.
  }
}

/** The response, kept out of every cache. @param {Response} response @returns {Response} */
function kept(response) {
  const { headers } = response;
  try {
    [...headers.keys()].filter(isForCaches).forEach((name) => headers.delete(name));
    headers.set(CACHE, PRIVATE);
    return response;
  } catch {
    // The headers of a redirect, and of what fetch gave, are fixed; those of a copy are not.
    return kept(new Response(response.body, response));
  }
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
  return async (request) => new Response((await pageOf(checked, request, RESPONSE)).json(), { headers: HEADERS });
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
      ({ verified } = await verifiedBody(checked.verifier, await rawBody(request, checked.verifier.maxBody)));
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
