'use strict';

// Express 4 and 5.

/** @import { Request, Response, NextFunction, RequestHandler } from 'express' */
/** @typedef {import('./brands').VisitorsealOptions<Request>} VisitorsealOptions The options of one brand, or of several. */
/** @typedef {import('./visitors').VisitorHelpers} VisitorHelpers What a page can write for the visitor of its request. */
/** @typedef {import('./express-request').VerifiedRequest} VerifiedRequest What a request has after `verifyVisitor`. */

const { isTextOrBytes } = require('../values.js');
const { checkBrands, readBrands, readFieldsBrand, readPageBrands } = require('./brands.js');
const { isForAll, keepPrivate } = require('./caching.js');
const { OF_BYTES, insertScripts, isPage } = require('./insertion.js');
const { readNodeBody } = require('./request-body.js');
const { verifyRequest } = require('./verification.js');
const { visitorsOf } = require('./visitors.js');

/**
 * Signs the visitor of each request for its page. `res.locals` then has `visitorScript()`, `visitorElement()`,
 * `visitorForgetScript()`, `visitorFields()`, `signedVisitor()` and `isVisitorEnabled()`, for handlers and templates.
 *
 * Mount it on the routes that write pages, after whatever knows who is signed in. The nonce is `res.locals.cspNonce`. A page
 * with a signed visitor, with a script or with an element is sent with `Cache-Control: private, no-store`, whatever the site sets.
 *
 * @example
 * const shop = { scheme: 'bookbag', secret: process.env.BOOKBAG_SECRET, visitor: (req) => req.session.user };
 * app.use(visitorPages(shop));
 * app.get('/', (req, res) => res.send(`<!doctype html><title>Shop</title>${res.locals.visitorScript()}`));
 *
 * @param {VisitorsealOptions} options
 * @returns {RequestHandler}
 */
function visitorPages(options) {
  const brands = readPageBrands(options);
  return passErrors(async (request, response, next) => {
    const visitors = await visitorsOf(brands, request, pageOf(request, response));
    Object.assign(response.locals, visitors.helpers);
    if (visitors.isIncomplete) insertWhenSent(response, visitors);
    next();
  });
}

/**
 * Answers with the signed fields as JSON, for a page that fetches them:
 * `{"scheme": "bookbag", "fields": {…}, "mark": "…", "expires_at": null}`. All but the scheme are null for nobody.
 *
 * @example
 * app.get('/visitor.json', visitorFields(shop));
 *
 * @param {VisitorsealOptions} options
 * @returns {RequestHandler}
 */
function visitorFields(options) {
  const brands = readFieldsBrand(options);
  return passErrors(async (request, response) => {
    const visitors = await visitorsOf(brands, request, pageOf(request, response));
    const { status, json } = visitors.fieldsAnswer();
    response.status(status).type('json').send(json);
  });
}

/**
 * Verifies a request at the vendor's backend. `req.visitor` is then the `Verified` visitor and `req.body` the parsed body. Any
 * other request is answered as the scheme says.
 *
 * Mount it before body parsers: they hide members that stand twice.
 *
 * @example
 * app.post('/identify', verifyVisitor(shop), (req, res) => res.json({ id: req.visitor.contact()?.externalId }));
 *
 * @param {VisitorsealOptions} options
 * @returns {RequestHandler}
 */
function verifyVisitor(options) {
  const brands = readBrands(options);
  brands.find();
  return passErrors(async (request, response, next) => {
    const { answer, ...verified } = await verifyRequest(brands, request, ({ verifier }) =>
      isUnread(request) ? readNodeBody(request, verifier.maxBody) : request.body,
    );
    if (answer === null) {
      Object.assign(request, verified);
      next();
      return;
    }
    // The rest of a body that is too large is not waited for.
    if (!request.complete) response.setHeader('Connection', 'close');
    keepPrivate(request, response);
    response.status(answer.status).type('json').send(answer.json);
  });
}

/**
 * @param {Request} request
 * @param {Response} response
 */
function pageOf(request, response) {
  return { nonce: () => response.locals.cspNonce, keepPrivate: () => keepPrivate(request, response) };
}

/**
 * Passes what a handler throws or rejects with to `next`, in Express 4 too.
 *
 * @param {(request: Request, response: Response, next: NextFunction) => Promise<void>} handler
 * @returns {RequestHandler}
 */
function passErrors(handler) {
  return (request, response, next) => {
    handler(request, response, next).catch(next);
  };
}

/**
 * Inserts the scripts that a page lacks when the page is sent as a whole. Streams and files do not go through `send`.
 *
 * @param {Response} response
 * @param {{ missing: (isForAll: boolean) => string }} visitors
 */
function insertWhenSent(response, visitors) {
  const { send } = response;
  response.send = function (body, ...others) {
    // Text without a type is sent as HTML.
    const type = response.get('Content-Type') ?? (typeof body === 'string' ? 'text/html' : undefined);
    const head = { status: response.statusCode, header: (/** @type {string} */ name) => response.get(name) };
    const isWhole = others.length === 0 && isTextOrBytes(body) && isPage(head, type);
    const page = isWhole ? insertScripts(body, type, () => visitors.missing(isForAll(response.getHeaders()))) : body;
    // Express then sets an ETag of its own.
    if (page !== body) OF_BYTES.forEach((name) => response.removeHeader(name));
    return send.call(this, page, ...others);
  };
}

/**
 * Whether no parser has read the body. In Express 4 they leave `{}` even if they read nothing.
 *
 * @param {Request} request
 */
function isUnread(request) {
  return !request.readableDidRead && !request.readableEnded && Object.keys(request.body ?? {}).length === 0;
}

module.exports = { checkBrands, verifyVisitor, visitorFields, visitorPages };
