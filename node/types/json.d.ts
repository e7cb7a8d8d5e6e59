/**
 * Integers that a number rounds go through `large`, as their digits.
 *
 * @param {string} json
 * @param {(digits: string) => unknown} [large]
 * @returns {any}
 */
export function parse(json: string, large?: (digits: string) => unknown): any;
/**
 * {@link parse}, with objects that have no prototype: what is read from them is in them, whatever another
 * part of the program has done to `Object.prototype`.
 *
 * @param {string} json
 * @param {(digits: string) => unknown} [large]
 * @returns {any}
 */
export function parseBare(json: string, large?: (digits: string) => unknown): any;
