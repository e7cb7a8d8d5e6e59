'use strict';

// Express 4 and 5.

/** @import { Request, Response, NextFunction, RequestHandler } from 'express' */
/** @import { SiteOptions, VendorOptions, Page } from './page' */
/** @import { Verified } from '../verifier' */
/** @typedef {import('./express-request').Requested} Requested */

const { isBody } = require('../described.js');
const { PRIVATE, pageOf, refusal, siteOptions, vendorOptions, verifiedBody } = require('./page.js');

const CACHE = 'Cache-Control';

/**
 * @param {SiteOptions<Request>} options
 * @param {Request} request
 * @param {Response} response
 */
function pageFor(options, request, response) {
  return pageOf(options, request, {
    nonce: () => response.locals.cspNonce,
    written: () => {
      if (!response.headersSent) response.setHeader(CACHE, PRIVATE);
    },
  });
}

/**
 * Passes what a handler throws or rejects with to `next`, in Express 4 too.
 *
 * @param {(request: Request, response: Response, next: NextFunction) => Promise<void>} handler
 * @returns {RequestHandler}
 */
function handled(handler) {
  return (request, response, next) => {
    handler(request, response, next).catch(next);
  };
}

/**
 * For the site: `req.visitorseal` and, for templates, `res.locals.visitorseal` hold the {@link Page}, whose
 * `script()` goes into the HTML. The nonce is `res.locals.cspNonce`. Mount it behind whatever says who is
 * signed in. Writing a script sends `Cache-Control: private, no-store`.
 *
 * @param {SiteOptions<Request>} options
 * @returns {RequestHandler}
 */
function page(options) {
  const checked = siteOptions(options);
  return handled(async (request, response, next) => {
    const made = await pageFor(checked, request, response);
    Object.assign(request, { visitorseal: made });
    response.locals.visitorseal = made;
    next();
  });
}

/**
 * For the site: answers a single-page app with `{"scheme", "fields"}`, where the fields are null without a visitor.
 *
 * @param {SiteOptions<Request>} options
 * @returns {RequestHandler}
 */
function fields(options) {
  const checked = siteOptions(options);
  return handled(async (request, response) => {
    const made = await pageFor(checked, request, response);
    response.type('json').send(made.json());
  });
}

/**
 * For the vendor: verifies the body and puts the {@link Verified} on `req.verified`, or answers as the
 * scheme says. Best before any body parser: a parser hides members that stand twice. Behind it, `req.body`
 * is the parsed body.
 *
 * @param {VendorOptions<Request>} options
 * @returns {RequestHandler}
 */
function verify(options) {
  const checked = vendorOptions(options);
  return handled(async (request, response, next) => {
    try {
      const body = isUnread(request) ? await rawBody(request, checked.verifier.maxBody) : request.body;
      Object.assign(request, { verified: await verifiedBody(checked.verifier, body) });
      if (isBody(body)) request.body = JSON.parse(Buffer.from(body).toString());
    } catch (error) {
      const answer = await refusal(checked, error, request);
      if (answer === null) throw error;
      // What was not read of a body that is too large is not waited for.
      if (!request.complete) response.setHeader('Connection', 'close');
      response.setHeader(CACHE, PRIVATE);
      response.status(answer.status).type('json').send(answer.json);
      return;
    }
    next();
  });
}

/**
 * Whether no parser has read the body. In Express 4 they leave `{}` also where they read nothing.
 *
 * @param {Request} request
 */
function isUnread(request) {
  return !request.readableDidRead && !request.readableEnded && Object.keys(request.body ?? {}).length === 0;
}

/**
 * The body, or a little more than the most that is taken, which the verifier then refuses.
 *
 * @param {import('node:http').IncomingMessage} request
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
    request.once('aborted', () => reject(new Error('the request was aborted')));
  });
}

module.exports = { page, fields, verify };
