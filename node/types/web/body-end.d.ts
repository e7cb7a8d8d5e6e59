/**
 * A page as {@link endOfBody} reads it.
 */
export type Text = Pick<string, "length" | "charCodeAt" | "indexOf" | "slice">;
/** A page as {@link endOfBody} reads it. @typedef {Pick<string, 'length' | 'charCodeAt' | 'indexOf' | 'slice'>} Text */
/**
 * The index of the last `</body>` that a browser takes for an end tag, or -1. Bytes may be passed as latin1 text. In a
 * template a browser ignores it, and no script runs there.
 *
 * Each step starts where the last one ended, so the work grows with the page's length, whatever is in the page.
 *
 * @param {Text} page
 * @returns {number}
 */
export function endOfBody(page: Text): number;
