'use strict';

// Fastify 4 and 5.

/** @import { Readable } from 'node:stream' */
/** @import { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify' */
/** @typedef {import('./brands').VisitorsealOptions<FastifyRequest>} VisitorsealOptions The options of one brand, or of several. */
/** @typedef {import('./visitors').VisitorHelpers} VisitorHelpers What a page can write for the visitor of its request. */
/** @import { RequestVisitors } from './visitors' */
/** @typedef {import('./fastify-request').VerifiedRequest} VerifiedRequest What a request has after `verifyVisitor`. */

const { isTextOrBytes } = require('../values.js');
const { checkBrands, readBrands, readFieldsBrand, readPageBrands } = require('./brands.js');
const { CACHE, PRIVATE, isForAll, isForCaches, isPrivate, keepPrivate } = require('./caching.js');
const { OF_BYTES, insertScripts, isPage } = require('./insertion.js');
const { readNodeBody } = require('./request-body.js');
const { verifyRequest } = require('./verification.js');
const { HELPERS, visitorsOf } = require('./visitors.js');

const JSON_TYPE = 'application/json; charset=utf-8';

/**
 * A plugin that signs the visitor of each request for its page. `reply` then has `visitorScript()`, `visitorElement()`,
 * `visitorForgetScript()`, `visitorFields()`, `signedVisitor()` and `isVisitorEnabled()`. For templates of `@fastify/view`, `reply.locals` has them too.
 *
 * Register it after whatever knows who is signed in. The nonce is that of `@fastify/helmet` with `enableCSPNonces`. A page with
 * a signed visitor, with a script or with an element is sent with `Cache-Control: private, no-store`, whatever the site sets.
 *
 * @example
 * const shop = { scheme: 'bookbag', secret: process.env.BOOKBAG_SECRET, visitor: (request) => request.session.user };
 * await fastify.register(visitorPages, shop);
 * fastify.get('/', (request, reply) => reply.type('text/html').send(reply.visitorScript()));
 *
 * @type {FastifyPluginAsync<VisitorsealOptions>}
 */
const visitorPages = inScopeOfCaller('visitorPages', async (fastify, options) => {
  const brands = readPageBrands(options);
  /** @type {WeakMap<FastifyRequest, RequestVisitors<FastifyRequest>>} */
  const visitorsByRequest = new WeakMap();
  for (const name of HELPERS) if (!fastify.hasReplyDecorator(name)) fastify.decorateReply(name, /** @type {any} */ (null));
  fastify.addHook('preHandler', async (request, reply) => {
    const visitors = await visitorsOf(brands, request, pageOf(request, reply));
    visitorsByRequest.set(request, visitors);
    const { helpers } = visitors;
    Object.assign(reply, helpers, { locals: { .../** @type {any} */ (reply).locals, ...helpers } });
  });
  fastify.addHook('onSend', async (request, reply, payload) => {
    const visitors = visitorsByRequest.get(request);
    const inserted = visitors?.isIncomplete ? insertInto(reply, payload, () => visitors.missing(isForAll(reply.getHeaders()))) : payload;
    showPrivate(reply);
    return inserted;
  });
});

/**
 * Gives a handler that answers with the signed fields as JSON, for a page that fetches them:
 * `{"scheme": "bookbag", "fields": {…}, "mark": "…", "expires_at": null}`. All but the scheme are null for nobody.
 *
 * @example
 * fastify.get('/visitor.json', visitorFields(shop));
 *
 * @param {VisitorsealOptions} options
 * @returns {RouteHandlerMethod}
 */
function visitorFields(options) {
  const brands = readFieldsBrand(options);
  return async (request, reply) => {
    const visitors = await visitorsOf(brands, request, pageOf(request, reply));
    const { status, json } = visitors.fieldsAnswer();
    return reply.code(status).type(JSON_TYPE).send(json);
  };
}

/**
 * A plugin that verifies requests at the vendor's backend. `request.visitor` is then the `Verified` visitor. Any other request
 * is answered as the scheme says.
 *
 * Register it in a scope of its own, with the routes that widgets post to: there it reads each JSON body as it came.
 *
 * @example
 * await fastify.register(async (vendor) => {
 *   await vendor.register(verifyVisitor, shop);
 *   vendor.post('/identify', async (request) => ({ id: request.visitor.contact()?.externalId }));
 * });
 *
 * @type {FastifyPluginAsync<VisitorsealOptions>}
 */
const verifyVisitor = inScopeOfCaller('verifyVisitor', async (fastify, options) => {
  const brands = readBrands(options);
  const brand = brands.find();
  fastify.decorateRequest('visitor', /** @type {any} */ (null));
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser('application/json', (/** @type {unknown} */ _, /** @type {Readable} */ body) =>
    readNodeBody(body, brand.verifier.maxBody),
  );
  fastify.addHook('preHandler', async (request, reply) => {
    const { answer, ...verified } = await verifyRequest(brands, request, () => request.body);
    if (answer === null) {
      Object.assign(request, verified);
      return;
    }
    // The rest of a body that is too large is not waited for.
    if (!request.raw.complete) reply.header('Connection', 'close');
    keepPrivate(request.raw, reply.raw);
    return reply.code(answer.status).type(JSON_TYPE).send(answer.json);
  });
});

/**
 * @param {FastifyRequest} request
 * @param {FastifyReply} reply
 */
function pageOf(request, reply) {
  return {
    nonce: () => /** @type {any} */ (reply).cspNonce?.script,
    keepPrivate: () => keepPrivate(request.raw, reply.raw),
  };
}

/**
 * The payload with the scripts that it lacks, if it is a whole page.
 *
 * @param {FastifyReply} reply
 * @param {unknown} payload
 * @param {() => string} scripts
 */
function insertInto(reply, payload, scripts) {
  const type = reply.getHeader('Content-Type');
  const head = { status: reply.statusCode, header: (/** @type {string} */ name) => reply.getHeader(name) };
  if (!isTextOrBytes(payload) || !isPage(head, type)) return payload;
  const inserted = insertScripts(payload, type, scripts);
  if (inserted === payload) return payload;
  OF_BYTES.forEach((name) => reply.removeHeader(name));
  if (reply.hasHeader('Content-Length')) reply.header('Content-Length', Buffer.byteLength(inserted));
  return inserted;
}

/**
 * Sets the headers of a private reply in Fastify's own list too, which other plugins read.
 *
 * @param {FastifyReply} reply
 */
function showPrivate(reply) {
  if (!isPrivate(reply.raw)) return;
  Object.keys(reply.getHeaders()).filter(isForCaches).forEach((name) => reply.removeHeader(name));
  reply.header(CACHE, PRIVATE);
}

/**
 * A plugin whose decorators and hooks belong to the scope that registers it.
 *
 * @template {object} Options
 * @param {string} name
 * @param {(fastify: FastifyInstance, options: Options) => Promise<void>} plugin
 * @returns {FastifyPluginAsync<Options>}
 */
function inScopeOfCaller(name, plugin) {
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: `visitorseal/${name}`,
  });
}

module.exports = { checkBrands, verifyVisitor, visitorFields, visitorPages };
