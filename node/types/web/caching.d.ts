/** @import { IncomingMessage, ServerResponse } from 'node:http' */
export const CACHE: "Cache-Control";
/** For a response with a visitor in it, which no cache may keep. */
export const PRIVATE: "private, no-store";
/**
 * Whether a site lets caches give a response to others.
 *
 * @param {Record<string, unknown>} headers
 */
export function isForAll(headers: Record<string, unknown>): boolean;
/** @param {unknown} name */
export function isForCaches(name: unknown): boolean;
/** Whether {@link keepPrivate} keeps a response out of caches. @param {object} response */
export function isPrivate(response: object): boolean;
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
export function keepPrivate(request: IncomingMessage, response: ServerResponse): boolean;
import type { IncomingMessage } from 'node:http';
import type { ServerResponse } from 'node:http';
