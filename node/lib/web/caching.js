'use strict';

// Keeps responses out of caches, for servers on Node's http and http2.

/** @import { IncomingMessage, ServerResponse } from 'node:http' */

const CACHE = 'Cache-Control';
/** For a response with a visitor in it, which no cache may keep. */
const PRIVATE = 'private, no-store';
/** Headers that overrule Cache-Control for some caches: those of RFC 9213, and older ones. */
const FOR_CACHES = /^(cache-control|.+-cache-control|surrogate-control|edge-control|x-accel-expires|x-reverse-proxy-ttl|expires)$/i;

/** @param {unknown} name */
const isForCaches = (name) => FOR_CACHES.test(String(name));

/**
 * Whether a site lets caches give a response to others.
 *
 * @param {Record<string, unknown>} headers
 */
function isForAll(headers) {
  return Object.entries(headers).some(([name, value]) => {
    if (!isForCaches(name) || /^expires$/i.test(name)) return false;
    if (name.toLowerCase() !== 'cache-control') return true;
    return /public|max-?age/i.test(String(value)) && !/private|no-store/i.test(String(value));
  });
}

/** @type {WeakSet<object>} */
const privateResponses = new WeakSet();

/**
 * Keeps a response out of every cache, whatever the site sets before or later.
 *
 * A handler may render first and set headers afterwards, and so may listeners of `writeHead`. So the response's own methods
 * are replaced: they see every header.
 *
 * @param {IncomingMessage} request
 * @param {ServerResponse} response
 * @returns {boolean} False if the head is sent already, so that nothing can be done.
 */
function keepPrivate(request, response) {
  // Otherwise a 304 could show a cached anonymous page to someone who has signed in since.
  delete request.headers['if-none-match'];
  delete request.headers['if-modified-since'];
  if (privateResponses.has(response)) return true;
  if (response.headersSent) return false;
  response.getHeaderNames().filter(isForCaches).forEach((name) => response.removeHeader(name));
  response.setHeader(CACHE, PRIVATE);
  for (const method of /** @type {const} */ (['setHeader', 'appendHeader', 'removeHeader'])) {
    /** @type {any} */
    const before = response[method];
    if (!before) continue;
    /** @type {any} */ (response)[method] = function (/** @type {any[]} */ ...args) {
      return isForCaches(args[0]) ? this : before.apply(this, args);
    };
  }
  const { writeHead } = response;
  response.writeHead = /** @type {any} */ (
    function (/** @type {any[]} */ ...args) {
      return writeHead.apply(response, /** @type {any} */ (args.map(withoutCacheHeaders)));
    }
  );
  privateResponses.add(response);
  return true;
}

/**
 * An argument of `writeHead` without headers for caches. Headers are an object, a list of names and values in turn, or a list
 * of pairs.
 *
 * @param {unknown} argument
 */
function withoutCacheHeaders(argument) {
  if (typeof argument !== 'object' || argument === null) return argument;
  if (!Array.isArray(argument)) return Object.fromEntries(Object.entries(argument).filter(([name]) => !isForCaches(name)));
  const isPairs = Array.isArray(argument[0]);
  return argument.filter((each, index) => !isForCaches(isPairs ? each[0] : argument[index - (index % 2)]));
}

/** Whether {@link keepPrivate} keeps a response out of caches. @param {object} response */
const isPrivate = (response) => privateResponses.has(response);

module.exports = { CACHE, PRIVATE, isForAll, isForCaches, isPrivate, keepPrivate };
