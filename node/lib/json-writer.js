'use strict';

// Writes JavaScript values as JSON for the core.
//
// JSON.stringify is not used: it leaves out undefined and functions, writes NaN as null and whole objects through toJSON.
// The signature would then cover something else than what the site passed.

/** @import { ErrorCode } from './codes' */

const { faultOf, scalarOf } = require('./attribute-value.js');
const { faults } = require('./limits.js');
const { isPlainObject } = require('./values.js');

const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

/** Why a value cannot be written. The caller turns it into an error of its own. */
class InvalidValue {
  /**
   * @param {ErrorCode} code
   * @param {string} reason
   * @param {string | null} [field]
   */
  constructor(code, reason, field = null) {
    this.code = code;
    this.reason = reason;
    this.field = field;
  }

  /** @param {{ code: ErrorCode, reason: string }} fault */
  static of({ code, reason }) {
    return new InvalidValue(code, reason);
  }
}

/**
 * @typedef {object} Rules All are given, so that a polluted `Object.prototype` sets none.
 * @property {number} maxDepth
 * @property {boolean} skipUndefined Leaves out members that are undefined.
 * @property {boolean} allowRounded Takes whole numbers beyond 2^53, as JSON.parse gives them.
 * @property {boolean} isAttribute Writes times, dates and objects with `toJSON` as attributes may hold them, and refuses what
 *   the core refuses in an attribute. All wrong attributes can then be found at once.
 */

/** Writes one value, or several of one visitor, within one limit. */
class JsonWriter {
  /**
   * @param {number} maxLength In UTF-16 units. A cheap guard: the core enforces the exact limit in bytes.
   * @param {Rules} rules
   */
  constructor(maxLength, rules) {
    this.remaining = maxLength;
    this.rules = rules;
  }

  /** @param {number} length */
  spend(length) {
    this.remaining -= length;
    if (this.remaining < 0) throw InvalidValue.of(faults.visitorTooLarge);
  }

  /** @param {string} text */
  text(text) {
    this.spend(text.length + 2);
    if (!ESCAPED.test(text)) return `"${text}"`;
    if (!text.isWellFormed()) throw InvalidValue.of(faults.textNotUnicode);
    return JSON.stringify(text);
  }

  /** @param {string} text */
  textValue(text) {
    const json = this.text(text);
    // Text that needs no escape has no NUL either.
    if (this.rules.isAttribute && json.length !== text.length + 2 && text.includes('\0')) throw InvalidValue.of(faults.textNul);
    return json;
  }

  /** @param {string} key */
  key(key) {
    if (this.rules.isAttribute && key === '__proto__') throw InvalidValue.of(faults.attributeKey);
    return this.textValue(key);
  }

  /**
   * @param {unknown} value
   * @param {number} depth
   * @returns {string}
   */
  value(value, depth) {
    // In an attribute, the core counts a text or a number as a level too.
    if (depth > this.rules.maxDepth && this.rules.isAttribute) throw InvalidValue.of(faults.attributeTooDeep);
    switch (typeof value) {
      case 'string':
        return this.textValue(value);
      case 'boolean':
        return `${value}`;
      case 'bigint':
        return this.bigInt(value);
      case 'number':
        return this.number(value);
      case 'object':
        return value === null ? 'null' : this.nested(value, depth);
      default:
        throw InvalidValue.of(faults.valueType);
    }
  }

  /** @param {bigint} number */
  bigInt(number) {
    const isLarge = number !== BigInt.asIntN(64, number) && number !== BigInt.asUintN(64, number);
    if (isLarge && this.rules.isAttribute) throw InvalidValue.of(faults.numberTooLarge);
    // Hexadecimal digits are cheap. To write the decimal ones of a huge number takes quadratic time.
    if (isLarge) this.spend(number.toString(16).length);
    return `${number}`;
  }

  /** @param {number} number */
  number(number) {
    if (!Number.isFinite(number)) throw InvalidValue.of(faults.numberNotFinite);
    if (Number.isInteger(number) && !Number.isSafeInteger(number) && !this.rules.allowRounded) {
      throw new InvalidValue('number_too_large', 'JavaScript rounds whole numbers beyond 2^53. Pass the number as text or BigInt.');
    }
    return `${number}`;
  }

  /**
   * @param {object} value
   * @param {number} depth
   * @returns {string}
   */
  nested(value, depth) {
    if (depth > this.rules.maxDepth) throw InvalidValue.of(faults.attributeTooDeep);
    if (Array.isArray(value)) return this.list(value, depth);
    const { isAttribute } = this.rules;
    const writesItself = isAttribute && typeof (/** @type {any} */ (value).toJSON) === 'function';
    if (isPlainObject(value) && !writesItself) return this.object(value, depth);
    if (!isAttribute) throw InvalidValue.of(faults.valueType);
    const scalar = scalarOf(value);
    if (scalar === undefined) throw InvalidValue.of(faultOf(value));
    return this.value(scalar, depth);
  }

  /**
   * @param {unknown[]} list
   * @param {number} depth
   */
  list(list, depth) {
    let json = '[';
    for (let index = 0; index < list.length; index++) {
      this.spend(1);
      json += (index === 0 ? '' : ',') + this.value(list[index], depth + 1);
    }
    return `${json}]`;
  }

  /**
   * @param {Record<string, unknown>} object
   * @param {number} depth
   */
  object(object, depth) {
    let json = '{';
    for (const key of Object.keys(object)) {
      const value = object[key];
      if (value === undefined && this.rules.skipUndefined) continue;
      json += `${json.length === 1 ? '' : ','}${this.key(key)}:${this.value(value, depth + 1)}`;
    }
    return `${json}}`;
  }
}

module.exports = { InvalidValue, JsonWriter };
