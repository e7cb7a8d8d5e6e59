export type Scalar = string | number | bigint | boolean;
export const PASS_JSON: "Pass text, a number, a boolean, a list or a plain object.";
/**
 * Gives the text, number or boolean that stands for an object, or undefined if it has none.
 *
 * @param {any} object
 * @returns {Scalar | undefined}
 */
export function scalarOf(object: any): Scalar | undefined;
/**
 * Why {@link scalarOf} finds nothing, and what to do.
 *
 * @param {any} object
 */
export function whyNoScalar(object: any): string;
