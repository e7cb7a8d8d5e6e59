'use strict';

// Responses that no cache may keep, for servers on Node's http and http2.

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

const CACHE = 'Cache-Control';
/** A response with a visitor in it is that visitor's alone. */
const PRIVATE = 'private, no-store';
/** Headers that let a cache keep a response all the same: RFC 9213's for one kind of cache, and older ones. */
const FOR_CACHES = /^(cache-control|.+-cache-control|surrogate-control|edge-control|x-accel-expires|x-reverse-proxy-ttl|expires)$/i;

/** @param {unknown} name */
const isForCaches = (name) => FOR_CACHES.test(String(name));

/** @type {WeakSet<object>} */
const kept = new WeakSet();

/**
 * Keeps a response out of every cache, whatever was set before and is set later, by whom and in whatever way.
 *
 * A handler that renders first sets its headers afterwards, and so do listeners of `writeHead`. The response's own
 * methods see them all.
 *
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @returns {boolean} whether that is so: nothing more can be done once the head is sent
 */
function keepPrivate(request, response) {
  // A copy from when nobody was signed in must not be the answer.
  delete request.headers['if-none-match'];
  delete request.headers['if-modified-since'];
  if (kept.has(response)) return true;
  if (response.headersSent) return false;
  response.getHeaderNames().filter(isForCaches).forEach((name) => response.removeHeader(name));
  response.setHeader(CACHE, PRIVATE);
  for (const method of /** @type {const} */ (['setHeader', 'appendHeader', 'removeHeader'])) {
    /** @type {any} */
    const before = response[method];
    if (!before) continue;
    /** @type {any} */ (response)[method] = function (/** @type {any[]} */ ...given) {
      return isForCaches(given[0]) ? this : before.apply(this, given);
    };
  }
  const { writeHead } = response;
  response.writeHead = /** @type {any} */ (
    function (/** @type {any[]} */ ...given) {
      return writeHead.apply(response, /** @type {any} */ (given.map(withoutCaching)));
    }
  );
  kept.add(response);
  return true;
}

/**
 * An argument of `writeHead`, without what is for caches: headers are an object, a list of names and values in turn, or a
 * list of pairs.
 *
 * @param {unknown} given
 */
function withoutCaching(given) {
  if (typeof given !== 'object' || given === null) return given;
  if (!Array.isArray(given)) return Object.fromEntries(Object.entries(given).filter(([name]) => !isForCaches(name)));
  const isPairs = Array.isArray(given[0]);
  return given.filter((each, index) => !isForCaches(isPairs ? each[0] : given[index - (index % 2)]));
}

/** Whether {@link keepPrivate} holds a response. @param {object} response */
const isPrivate = (response) => kept.has(response);

module.exports = { CACHE, PRIVATE, isForCaches, isPrivate, keepPrivate };
