'use strict';

// Writes JavaScript values as JSON for the core.
//
// JSON.stringify is not used: it leaves out undefined and functions, writes NaN as null and whole objects through toJSON.
// The signature would then cover something else than what the site passed.

/** @import { ErrorCode } from './codes' */

const { faultOf, scalarOf } = require('./attribute-value.js');
const { ByteWriter, LONG } = require('./byte-writer.js');
const { faults } = require('./limits.js');
const { isPlainObject } = require('./values.js');

/** A text with one of these is escaped, or is not valid Unicode. */
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;
const [SPACE, QUOTE, COMMA, COLON, BACKSLASH, TILDE] = Buffer.from(' ",:\\~');
const [OPEN_LIST, CLOSE_LIST, OPEN_OBJECT, CLOSE_OBJECT] = Buffer.from('[]{}');

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

/** @type {Rules} */
const NO_RULES = { maxDepth: 0, skipUndefined: false, allowRounded: false, isAttribute: true };

/** Writes JSON values as UTF-8. */
class JsonWriter extends ByteWriter {
  remaining = 0;
  rules = NO_RULES;

  /**
   * Begins the next value behind the last one. Both limits are its own.
   *
   * @param {number} maxLength In UTF-16 units. A cheap guard: the core enforces the exact limit in bytes.
   * @param {Rules} rules
   */
  start(maxLength, rules) {
    this.remaining = maxLength;
    this.rules = rules;
  }

  /** @param {number} length */
  spend(length) {
    this.remaining -= length;
    if (this.remaining < 0) throw InvalidValue.of(faults.visitorTooLarge);
  }

  /** Writes the comma before a member or an item, unless it is the first one. */
  separate() {
    const last = this.bytes[this.end - 1];
    if (last !== OPEN_OBJECT && last !== OPEN_LIST) this.byte(COMMA);
  }

  /** @param {string} text */
  text(text) {
    const { length } = text;
    this.spend(length + 2);
    if (length > LONG) return this.longText(text);
    this.reserve(length + 2);
    const { bytes } = this;
    let { end } = this;
    bytes[end++] = QUOTE;
    for (let index = 0; index < length; index++) {
      const unit = text.charCodeAt(index);
      if (unit < SPACE || unit > TILDE || unit === QUOTE || unit === BACKSLASH) return this.longText(text);
      bytes[end++] = unit;
    }
    bytes[end++] = QUOTE;
    this.end = end;
  }

  /**
   * Writes a text that is long or has other characters than the usual ones.
   *
   * @param {string} text
   */
  longText(text) {
    if (ESCAPED.test(text)) {
      if (!text.isWellFormed()) throw InvalidValue.of(faults.textNotUnicode);
      if (this.rules.isAttribute && text.includes('\0')) throw InvalidValue.of(faults.textNul);
      return this.utf8(JSON.stringify(text));
    }
    this.byte(QUOTE);
    this.utf8(text);
    this.byte(QUOTE);
  }

  /** Writes the name of a member. @param {string} name */
  key(name) {
    if (this.rules.isAttribute && name === '__proto__') throw InvalidValue.of(faults.attributeKey);
    this.separate();
    this.text(name);
    this.byte(COLON);
  }

  /**
   * @param {unknown} value
   * @param {number} depth
   */
  value(value, depth) {
    // In an attribute, the core counts a text or a number as a level too.
    if (depth > this.rules.maxDepth && this.rules.isAttribute) throw InvalidValue.of(faults.attributeTooDeep);
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'boolean':
        return this.ascii(`${value}`);
      case 'bigint':
        return this.bigInt(value);
      case 'number':
        return this.number(value);
      case 'object':
        return value === null ? this.ascii('null') : this.nested(value, depth);
      default:
        throw InvalidValue.of(faults.valueType);
    }
  }

  /** @param {bigint} number */
  bigInt(number) {
    const isLarge = !has64Bits(number);
    if (isLarge && this.rules.isAttribute) throw InvalidValue.of(faults.numberTooLarge);
    // Hexadecimal digits are cheap. To write the decimal ones of a huge number takes quadratic time.
    if (isLarge) this.spend(number.toString(16).length);
    this.ascii(`${number}`);
  }

  /** @param {number} number */
  number(number) {
    if (!Number.isFinite(number)) throw InvalidValue.of(faults.numberNotFinite);
    if (Number.isInteger(number) && !Number.isSafeInteger(number) && !this.rules.allowRounded) {
      throw new InvalidValue('number_too_large', 'JavaScript rounds whole numbers beyond 2^53. Pass the number as text or BigInt.');
    }
    this.ascii(`${number}`);
  }

  /**
   * @param {object} value
   * @param {number} depth
   * @returns {void}
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
    this.value(scalar, depth);
  }

  /**
   * @param {unknown[]} list
   * @param {number} depth
   */
  list(list, depth) {
    this.byte(OPEN_LIST);
    for (let index = 0; index < list.length; index++) {
      this.spend(1);
      this.separate();
      this.value(list[index], depth + 1);
    }
    this.byte(CLOSE_LIST);
  }

  /**
   * @param {Record<string, unknown>} object
   * @param {number} depth
   */
  object(object, depth) {
    this.byte(OPEN_OBJECT);
    for (const name of Object.keys(object)) {
      const value = object[name];
      if (value === undefined && this.rules.skipUndefined) continue;
      this.key(name);
      this.value(value, depth + 1);
    }
    this.byte(CLOSE_OBJECT);
  }
}

/** @param {bigint} number */
const has64Bits = (number) => number === BigInt.asIntN(64, number) || number === BigInt.asUintN(64, number);

module.exports = { InvalidValue, JsonWriter, has64Bits };
