'use strict';

// Fastify 4 and 5.

/** @import { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest, RouteHandlerMethod } from 'fastify' */
/** @import { SiteOptions, VendorOptions, Page } from './page' */
/** @import { Verified } from '../verifier' */
/** @typedef {import('./fastify-request').Requested} Requested */

const { rawBody } = require('./body.js');
const { pageOf, refusal, siteOptions, vendorOptions, verifiedBody } = require('./page.js');
const { CACHE, PRIVATE, isForCaches, isPrivate, keepPrivate } = require('./private.js');

/**
 * @param {SiteOptions<FastifyRequest>} options
 * @param {FastifyRequest} request
 * @param {FastifyReply} reply
 */
function pageFor(options, request, reply) {
  return pageOf(options, request, {
    nonce: () => /** @type {any} */ (reply).cspNonce?.script,
    keepPrivate: () => keepPrivate(request.raw, reply.raw),
  });
}

/**
 * Says of a private reply that it is one, to other plugins too: Fastify keeps headers of its own until it sends them.
 *
 * @param {FastifyRequest} _
 * @param {FastifyReply} reply
 */
async function sayPrivate(_, reply) {
  if (!isPrivate(reply.raw)) return;
  Object.keys(reply.getHeaders()).filter(isForCaches).forEach((name) => reply.removeHeader(name));
  reply.header(CACHE, PRIVATE);
}

/**
 * A plugin whose decorators and hooks are those of the scope that registers it.
 *
 * @template {object} Options
 * @param {string} name
 * @param {(fastify: FastifyInstance, options: Options) => Promise<void>} plugin
 * @returns {FastifyPluginAsync<Options>}
 */
function ofItsScope(name, plugin) {
  return Object.assign(plugin, {
    [Symbol.for('skip-override')]: true,
    [Symbol.for('fastify.display-name')]: `visitorseal/${name}`,
  });
}

/**
 * For the site: `request.visitorseal` is the {@link Page}, whose `script()` goes into the HTML. The nonce is
 * that of @fastify/helmet with `enableCSPNonces`. Register it behind whatever says who is signed in.
 * The page of a visitor, and whatever has a script, is sent as `Cache-Control: private, no-store`, whatever the site
 * says of caches.
 *
 * @type {FastifyPluginAsync<SiteOptions<FastifyRequest>>}
 */
const page = ofItsScope('page', async (fastify, options) => {
  const checked = siteOptions(options);
  fastify.decorateRequest('visitorseal', /** @type {any} */ (null));
  fastify.addHook('preHandler', async (request, reply) => {
    Object.assign(request, { visitorseal: await pageFor(checked, request, reply) });
  });
  fastify.addHook('onSend', sayPrivate);
});

/**
 * For the site: a handler that answers a single-page app with `{"scheme", "fields"}`, where the fields are
 * null without a visitor.
 *
 * @param {SiteOptions<FastifyRequest>} options
 * @returns {RouteHandlerMethod}
 */
function fields(options) {
  const checked = siteOptions(options);
  return async (request, reply) => {
    const made = await pageFor(checked, request, reply);
    return reply.type('application/json; charset=utf-8').send(made.json());
  };
}

/**
 * For the vendor, in a scope of its own with the routes that widgets post to: verifies each body as it
 * came and puts the {@link Verified} on `request.verified`, or answers as the scheme says.
 *
 * @type {FastifyPluginAsync<VendorOptions<FastifyRequest>>}
 */
const verify = ofItsScope('verify', async (fastify, options) => {
  const checked = vendorOptions(options);
  fastify.decorateRequest('verified', /** @type {any} */ (null));
  fastify.removeContentTypeParser('application/json');
  fastify.addContentTypeParser('application/json', (/** @type {unknown} */ _, /** @type {import('node:stream').Readable} */ body) =>
    rawBody(body, checked.verifier.maxBody),
  );
  fastify.addHook('preHandler', async (request, reply) => {
    try {
      const { verified, parsed } = await verifiedBody(checked.verifier, request.body);
      Object.assign(request, { verified, body: parsed });
    } catch (error) {
      const answer = await refusal(checked, error, request);
      if (answer === null) throw error;
      // What was not read of a body that is too large is not waited for.
      if (!request.raw.complete) reply.header('Connection', 'close');
      keepPrivate(request.raw, reply.raw);
      return reply.code(answer.status).type('application/json; charset=utf-8').send(answer.json);
    }
  });
});

module.exports = { page, fields, verify };
