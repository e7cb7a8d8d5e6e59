'use strict';

// How objects that are not plain become the value of an attribute.

const { isDate } = require('node:util').types;
const { faults } = require('./limits.js');

/** @typedef {string | number | bigint | boolean} Scalar */

/** ISO 8601 of a time with its zone; what Temporal adds in brackets is left out. */
const ZONED_TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d+))?(Z|[+-]\d\d:\d\d)(?:\[|$)/;
const DATE = /^\d{4}-\d\d-\d\d(?=\[|$)/;

/**
 * Gives the text, number or boolean that stands for an object, or undefined if it has none.
 *
 * @param {any} object
 * @returns {Scalar | undefined}
 */
function scalarOf(object) {
  if (isDate(object)) return Number.isNaN(+object) ? undefined : zonedTime(Date.prototype.toISOString.call(object));
  // By name, because polyfills have classes of their own.
  switch (object[Symbol.toStringTag]) {
    case 'Temporal.Instant':
    case 'Temporal.ZonedDateTime':
      return zonedTime(object.toString());
    case 'Temporal.PlainDate':
      return DATE.exec(object.toString())?.[0];
    case 'Temporal.PlainDateTime':
    case 'Temporal.PlainTime':
      return undefined;
  }
  if (typeof object.toJSON !== 'function') return undefined;
  const written = object.toJSON();
  return isScalar(written) ? written : undefined;
}

/**
 * RFC 3339 with at most 6 digits of a second, without zeros at their end.
 *
 * @param {string} text
 */
function zonedTime(text) {
  const [, time, digits = '', zone] = ZONED_TIME.exec(text) ?? [];
  if (time === undefined) return undefined;
  const fraction = digits.slice(0, 6).replace(/0+$/, '');
  return `${time}${fraction && `.${fraction}`}${zone === '+00:00' ? 'Z' : zone}`;
}

/** @param {unknown} value @returns {value is Scalar} */
function isScalar(value) {
  return ['string', 'number', 'bigint', 'boolean'].includes(typeof value);
}

/**
 * The fault of an object for which {@link scalarOf} gives nothing.
 *
 * @param {any} object
 */
function faultOf(object) {
  if (/^Temporal\.Plain/.test(object[Symbol.toStringTag])) return faults.timeWithoutZone;
  return typeof object.toJSON === 'function' && !isDate(object) ? faults.objectType : faults.valueType;
}

module.exports = { faultOf, scalarOf };
