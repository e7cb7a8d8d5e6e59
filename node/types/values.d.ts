/**
 * Says what kind of value this is, and never the value itself.
 *
 * @param {unknown} value
 */
export function describe(value: unknown): string;
/**
 * Whether {@link loggableTypeError} made this error.
 *
 * @param {unknown} error
 * @returns {error is TypeError}
 */
export function isLoggableTypeError(error: unknown): error is TypeError;
/**
 * Whether a value is an object such as a literal or JSON.parse makes, in this realm or another.
 *
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
export function isPlainObject(value: unknown): value is Record<string, unknown>;
/**
 * Whether a value can be the body of a request: text or bytes.
 *
 * @param {unknown} value
 * @returns {value is string | Uint8Array}
 */
export function isTextOrBytes(value: unknown): value is string | Uint8Array;
/**
 * A TypeError whose message holds no value, so that a log may show it.
 *
 * @param {string} message
 */
export function loggableTypeError(message: string): TypeError;
/**
 * A name from outside, cut to what an error may hold, and safe in a log.
 *
 * @param {string} name
 */
export function shortenName(name: string): string;
/**
 * The TypeError for an argument of the wrong type.
 *
 * @param {string} name
 * @param {string} expected
 * @param {unknown} value
 */
export function wrongType(name: string, expected: string, value: unknown): TypeError;
