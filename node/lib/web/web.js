'use strict';

// The Web's Request and Response: route handlers of Next.js, Hono, and others.

/**
 * The options of one brand, or of several.
 *
 * @template Given
 * @typedef {import('./brands').VisitorsealOptions<Given>} VisitorsealOptions
 */
/** @typedef {import('./visitors').VisitorHelpers} VisitorHelpers What a page can write for the visitor of its request. */
/** @import { Verified } from '../verified' */

const { loggableTypeError } = require('../values.js');
const { checkBrands, readBrands, readFieldsBrand, readPageBrands } = require('./brands.js');
const { CACHE, PRIVATE, isForCaches } = require('./caching.js');
const { readBody } = require('./request-body.js');
const { verifyRequest } = require('./verification.js');
const { visitorsOf } = require('./visitors.js');

const HEADERS = { 'Content-Type': 'application/json; charset=utf-8', [CACHE]: PRIVATE };
/** A Web Request has no nonce, and whoever makes the Response keeps it private. */
const PAGE = { nonce: () => undefined, keepPrivate: () => true };

/**
 * Signs the visitor of each request for its page, and passes your handler `visitorScript()`, `visitorElement()`,
 * `visitorForgetScript()`, `visitorFields()`, `signedVisitor()` and `isVisitorEnabled()`. Your response is sent with `Cache-Control: private, no-store`
 * if it is of a signed visitor, or has a script or an element.
 *
 * Without a handler it gives these functions for a request. Then send that header yourself. If your function `visitor` needs no
 * request, as in a server component of Next.js, pass none.
 *
 * @example
 * export const GET = visitorPages(shop, (request, { visitorScript }) => {
 *   return new Response(`<!doctype html>${visitorScript({ nonce })}`, { headers: { 'Content-Type': 'text/html' } });
 * });
 *
 * @template Given
 * @template {unknown[]} Rest
 * @overload
 * @param {VisitorsealOptions<Given>} options
 * @param {(request: Given, helpers: VisitorHelpers, ...rest: Rest) => Response | Promise<Response>} handler
 * @returns {(request: Given, ...rest: Rest) => Promise<Response>}
 */
/**
 * @template Given
 * @overload
 * @param {VisitorsealOptions<Given>} options
 * @returns {(...request: unknown extends Given ? [] | [request: Given] : [request: Given]) => Promise<VisitorHelpers>}
 */
/**
 * @param {VisitorsealOptions<any>} options
 * @param {(request: any, helpers: VisitorHelpers, ...rest: any[]) => Response | Promise<Response>} [handler]
 */
function visitorPages(options, handler) {
  const brands = readPageBrands(options);
  if (brands.all.some((brand) => brand.insert !== false)) {
    throw loggableTypeError('visitorseal/web has no option insert, because a Response does not tell a whole page from a stream. Call visitorScript() where the page is written.');
  }
  if (handler === undefined) return async (/** @type {any} */ request) => (await visitorsOf(brands, request, PAGE)).helpers;
  return async (/** @type {Request} */ request, /** @type {any[]} */ ...rest) => {
    let isPrivate = false;
    let isSent = false;
    const keepPrivate = () => {
      // A stream may ask when its response is on its way.
      if (isSent) return isPrivate;
      dropConditions(request);
      return (isPrivate = true);
    };
    const { helpers } = await visitorsOf(brands, request, { ...PAGE, keepPrivate });
    const response = await handler(request, helpers, ...rest);
    isSent = true;
    return isPrivate ? privateResponse(response) : response;
  };
}

/**
 * Gives a handler that answers with the signed fields as JSON, for a page that fetches them:
 * `{"scheme": "bookbag", "fields": {…}, "mark": "…", "expires_at": null}`. All but the scheme are null for nobody.
 *
 * @example
 * export const GET = visitorFields(shop);
 *
 * @template Given
 * @param {VisitorsealOptions<Given>} options
 * @returns {(request: Given) => Promise<Response>}
 */
function visitorFields(options) {
  const brands = readFieldsBrand(options);
  return async (request) => {
    const { status, json } = (await visitorsOf(brands, request, PAGE)).fieldsAnswer();
    return new Response(json, { status, headers: HEADERS });
  };
}

/**
 * Gives a handler that verifies a request at the vendor's backend. It passes the `Verified` visitor to your handler, or answers
 * as the scheme says. It has read the body: what the body claims is in the visitor.
 *
 * @example
 * export const POST = verifyVisitor(shop, (request, visitor) => Response.json({ id: visitor.contact()?.externalId }));
 *
 * @template {Request} Given
 * @template {unknown[]} Rest
 * @param {VisitorsealOptions<Given>} options
 * @param {(request: Given, visitor: Verified, ...rest: Rest) => Response | Promise<Response>} handler
 * @returns {(request: Given, ...rest: Rest) => Promise<Response>}
 */
function verifyVisitor(options, handler) {
  const brands = readBrands(options);
  brands.find();
  return async (request, ...rest) => {
    const outcome = await verifyRequest(brands, request, (brand) => bodyOf(request, brand.verifier.maxBody));
    if (outcome.answer === null) return handler(request, outcome.visitor, ...rest);
    return new Response(outcome.answer.json, { status: outcome.answer.status, headers: HEADERS });
  };
}

/**
 * @param {Request} request
 * @param {number} limit
 */
async function bodyOf(request, limit) {
  if (request.bodyUsed) throw new TypeError('the body of the request was read before. verifyVisitor must read it first, as it came.');
  return request.body === null ? Buffer.alloc(0) : readBody(/** @type {AsyncIterable<Uint8Array>} */ (request.body), limit);
}

/** Otherwise a 304 could show a cached anonymous page to someone who has signed in since. @param {Request} request */
function dropConditions({ headers }) {
  try {
    headers.delete('If-None-Match');
    headers.delete('If-Modified-Since');
  } catch {
    // This server does not let anybody change a request's headers: the handler must not answer a signed visitor with 304.
  }
}

/** The response, kept out of every cache. @param {Response} response @returns {Response} */
function privateResponse(response) {
  const { headers } = response;
  try {
    [...headers.keys()].filter(isForCaches).forEach((name) => headers.delete(name));
    headers.set(CACHE, PRIVATE);
    return response;
  } catch {
    // The headers of a redirect, and of a response of fetch, cannot be changed; those of a copy can.
    return privateResponse(new Response(response.body, response));
  }
}

module.exports = { checkBrands, verifyVisitor, visitorFields, visitorPages };
