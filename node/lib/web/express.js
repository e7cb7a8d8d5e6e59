'use strict';

// Express 4 and 5.

/** @import { Request, Response, NextFunction, RequestHandler } from 'express' */
/** @import { SiteOptions, VendorOptions, Page } from './page' */
/** @import { Verified } from '../verifier' */
/** @typedef {import('./express-request').Requested} Requested */

const { rawBody } = require('./body.js');
const { pageOf, refusal, siteOptions, vendorOptions, verifiedBody } = require('./page.js');
const { keepPrivate } = require('./private.js');

/**
 * @param {SiteOptions<Request>} options
 * @param {Request} request
 * @param {Response} response
 */
function pageFor(options, request, response) {
  return pageOf(options, request, {
    nonce: () => response.locals.cspNonce,
    keepPrivate: () => keepPrivate(request, response),
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
 * signed in. The page of a visitor, and whatever has a script, is sent as `Cache-Control: private, no-store`,
 * whatever the site says of caches.
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
      const { verified, parsed } = await verifiedBody(checked.verifier, body);
      Object.assign(request, { verified, body: parsed });
    } catch (error) {
      const answer = await refusal(checked, error, request);
      if (answer === null) throw error;
      // What was not read of a body that is too large is not waited for.
      if (!request.complete) response.setHeader('Connection', 'close');
      keepPrivate(request, response);
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

module.exports = { page, fields, verify };
