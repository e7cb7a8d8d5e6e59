export type Requested = import("./fastify-request").Requested;
/**
 * For the site: `request.visitorseal` is the {@link Page}, whose `script()` goes into the HTML. The nonce is
 * that of @fastify/helmet with `enableCSPNonces`. Register it behind whatever says who is signed in.
 * The page of a visitor, and whatever has a script, is sent as `Cache-Control: private, no-store`, whatever the site
 * says of caches.
 *
 * @type {FastifyPluginAsync<SiteOptions<FastifyRequest>>}
 */
export const page: FastifyPluginAsync<SiteOptions<FastifyRequest>>;
/**
 * For the site: a handler that answers a single-page app with `{"scheme", "fields"}`, where the fields are
 * null without a visitor.
 *
 * @param {SiteOptions<FastifyRequest>} options
 * @returns {RouteHandlerMethod}
 */
export function fields(options: SiteOptions<FastifyRequest>): RouteHandlerMethod;
/**
 * For the vendor, in a scope of its own with the routes that widgets post to: verifies each body as it
 * came and puts the {@link Verified} on `request.verified`, or answers as the scheme says.
 *
 * @type {FastifyPluginAsync<VendorOptions<FastifyRequest>>}
 */
export const verify: FastifyPluginAsync<VendorOptions<FastifyRequest>>;
import type { FastifyRequest } from 'fastify';
import type { SiteOptions } from './page';
import type { FastifyPluginAsync } from 'fastify';
import type { RouteHandlerMethod } from 'fastify';
import type { VendorOptions } from './page';
