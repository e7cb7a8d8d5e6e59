export type Scalar = string | number | bigint | boolean;
/**
 * The fault of an object for which {@link scalarOf} gives nothing.
 *
 * @param {any} object
 */
export function faultOf(object: any): {
    readonly code: "field_type";
    readonly reason: "A value of this type cannot be sent as JSON. Pass text, a number, a boolean, null, a list, a map, a time with its zone, a date, a UUID or a decimal.";
} | {
    readonly code: "field_type";
    readonly reason: "An object of this type cannot be an attribute. Pass the values that support agents need instead of the whole object.";
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
