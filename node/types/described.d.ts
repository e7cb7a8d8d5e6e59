/**
 * What a value is, in words, and never the value.
 *
 * @param {unknown} value
 */
export function described(value: unknown): string;
/**
 * The body of a request, as bytes or text that the core reads.
 *
 * @param {unknown} body
 * @returns {body is string | Uint8Array}
 */
export function isBody(body: unknown): body is string | Uint8Array;
/**
 * Whether a value is an object such as a literal or JSON.parse makes, of this realm or another.
 *
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isPlain(value: unknown): value is Record<string, unknown>;
/**
 * Whether an error is a {@link misused} of ours.
 *
 * @param {unknown} error
 * @returns {error is TypeError}
 */
export function isSlip(error: unknown): error is TypeError;
/**
 * A TypeError whose words hold no value, so that a log may show them.
 *
 * @param {string} words
 */
export function misused(words: string): TypeError;
/**
 * @param {string} name
 * @param {string} taken
 * @param {unknown} value
 */
export function slip(name: string, taken: string, value: unknown): TypeError;
