/**
 * Parses JSON and calls `large` with the digits of each whole number that JSON.parse would round.
 *
 * @param {string} json
 * @param {(digits: string) => unknown} [large]
 * @returns {any}
 */
export function parse(json: string, large?: (digits: string) => unknown): any;
/**
 * Like {@link parse}, but objects have no prototype. They hold only what the JSON holds, even if another part of the program
 * has changed `Object.prototype`.
 *
 * @param {string} json
 * @param {(digits: string) => unknown} [large]
 * @returns {any}
 */
export function parseBare(json: string, large?: (digits: string) => unknown): any;
