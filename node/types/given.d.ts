/**
 * The body of a request, as bytes or text that the core reads.
 *
 * @param {unknown} body
 * @returns {body is string | Uint8Array}
 */
export function isBody(body: unknown): body is string | Uint8Array;
/**
 * The time in a call's options.
 *
 * @param {{ now?: number } | undefined} given
 */
export function nowOf(given: {
    now?: number;
} | undefined): number;
/**
 * A secret or key as bytes of its own, which {@link wiped} are after use. What is not set is empty: the
 * core says which error that is.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {Uint8Array}
 */
export function secret(name: string, value: unknown): Uint8Array;
/**
 * Settings as the core reads them.
 *
 * @param {Record<string, unknown>} settings
 * @returns {Uint8Array}
 */
export function settingsJson(settings: Record<string, unknown>): Uint8Array;
/**
 * @param {string} name
 * @param {string} taken
 * @param {unknown} value
 */
export function slip(name: string, taken: string, value: unknown): TypeError;
/**
 * Settings with their names as schemes write them: `appId` is `app_id`.
 *
 * @param {unknown} given
 * @returns {Record<string, unknown>}
 */
export function snakeCased(given: unknown): Record<string, unknown>;
/**
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
export function text(name: string, value: unknown): string;
/**
 * Unix seconds.
 *
 * @param {unknown} now
 * @returns {number}
 */
export function unix(now: unknown): number;
/**
 * @template R
 * @param {Uint8Array[]} secrets
 * @param {() => R} use
 * @returns {R}
 */
export function wiped<R>(secrets: Uint8Array[], use: () => R): R;
/**
 * What a page sent, as the core reads it; null for what no JSON object is.
 *
 * @param {unknown} fields
 * @param {number} room
 * @returns {string | null}
 */
export function writeFields(fields: unknown, room: number): string | null;
/**
 * A visitor as the addon takes one: an object of all that is no text as JSON, and the five texts.
 *
 * @param {unknown} visitor
 */
export function writeVisitor(visitor: unknown): {
    json: string;
    texts: (string | undefined)[];
};
