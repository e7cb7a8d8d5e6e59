'use strict';

// Verifies requests at the vendor's backend.

/** @import { ErrorCode } from '../codes' */
/** @import { Verified } from '../verified' */
/** @import { Brand, Brands } from './brands' */

const { Refused } = require('../index.js');
const { isTextOrBytes } = require('../values.js');
const { NOT_FOUND, asciiJson } = require('./visitors.js');

/** @typedef {{ status: number, json: string }} Answer */

/**
 * Verifies the body of a request: bytes or text as they came, or what a parser made of them. Gives the visitor and the parsed
 * body, or the answer to a request that is refused.
 *
 * @template Request
 * @param {Brands<Request>} brands
 * @param {Request} request
 * @param {(brand: Brand<Request>) => unknown} read Reads the body, up to the verifier's `maxBody`.
 * @returns {Promise<{ visitor: Verified, body: unknown, answer: null } | { answer: Answer }>}
 */
async function verifyRequest({ find, onError }, request, read) {
  const brand = find();
  if (!(await brand.isEnabled(request))) return { answer: NOT_FOUND };
  try {
    const body = await read(brand);
    const { verifier } = brand;
    const visitor = await (isTextOrBytes(body) ? verifier.verifyJsonAsync(body) : verifier.verifyAsync(body));
    const parsed = isTextOrBytes(body) ? JSON.parse(Buffer.from(body).toString()) : body;
    if (reachesPrototype(parsed)) {
      throw refused(brand, 'fields_malformed', 'A member is named __proto__, or constructor with a prototype. No widget sends such a member.');
    }
    return { visitor, body: parsed, answer: null };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    await onError?.(error, request);
    return { answer: { status: error.httpStatus, json: asciiJson({ error: error.httpError }) } };
  }
}

/**
 * A refusal with the answer of a brand's scheme.
 *
 * @param {Brand<any>} brand
 * @param {ErrorCode} code
 * @param {string} reason
 */
function refused(brand, code, reason) {
  const { status, error } = /** @type {any} */ (brand.scheme.toJSON().refused);
  return new Refused(code, null, reason, status, error);
}

/**
 * Whether a copy of a verified body would get another prototype, or change one that all objects have. Fastify's own parser
 * refuses the same. A verified body is not deep.
 *
 * @param {any} value
 * @returns {boolean}
 */
function reachesPrototype(value) {
  if (typeof value !== 'object' || value === null) return false;
  if (Object.hasOwn(value, '__proto__')) return true;
  if (Object.hasOwn(value, 'constructor') && Object.hasOwn(value.constructor ?? {}, 'prototype')) return true;
  return Object.values(value).some(reachesPrototype);
}

module.exports = { verifyRequest };
