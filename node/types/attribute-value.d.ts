export type Scalar = string | number | bigint | boolean;
/**
 * The fault of an object for which {@link scalarOf} gives nothing.
 *
 * @param {any} object
 */
export function faultOf(object: any): {
    readonly code: "field_type";
    readonly reason: "This type of value has no form in JSON. Pass text, a number, a boolean, null, a list, a map, a time with its zone, a date, a UUID or a decimal.";
} | {
    readonly code: "field_type";
    readonly reason: "The object does not write itself as text, a number or a boolean. Pass the values that the vendor's agents need instead of the whole object.";
} | {
    readonly code: "field_type";
    readonly reason: "The time has no time zone. Pass a time with its zone.";
};
/**
 * Gives the text, number or boolean that stands for an object, or undefined if it has none.
 *
 * @param {any} object
 * @returns {Scalar | undefined}
 */
export function scalarOf(object: any): Scalar | undefined;
