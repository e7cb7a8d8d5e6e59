/** @import { IncomingMessage, ServerResponse } from 'node:http' */
export const CACHE: "Cache-Control";
/** A response with a visitor in it is that visitor's alone. */
export const PRIVATE: "private, no-store";
/** @param {unknown} name */
export function isForCaches(name: unknown): boolean;
/** Whether {@link keepPrivate} holds a response. @param {object} response */
export function isPrivate(response: object): boolean;
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
export function keepPrivate(request: IncomingMessage, response: ServerResponse): boolean;
import type { IncomingMessage } from 'node:http';
import type { ServerResponse } from 'node:http';
