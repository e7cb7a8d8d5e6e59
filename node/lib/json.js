'use strict';

/** @import { ErrorCode } from './codes' */

// JSON for the core, written here rather than by JSON.stringify, which leaves out undefined and
// functions, makes null of NaN, calls toJSON, and so signs something else than what was given.

const { VisitorError } = require('./errors.js');

/** What no object that is one's own has as many characters as. The core has the exact limits. */
const ROOM = 1 << 20;
/** The core reads JSON no deeper. */
const DEEPEST = 128;

const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

const HALF = 'it holds half a surrogate pair, which is no character';

/** @type {Partial<Record<string, string>>} */
const NAMES = { string: 'text', boolean: 'true or false' };

/** Why a value cannot be written; whoever asked for it says so in words of their own. */
class Fault {
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
}

/**
 * What a value is, in words, and never the value.
 *
 * @param {unknown} value
 */
function described(value) {
  if (value === null || value === undefined) return `${value}`;
  if (Array.isArray(value)) return 'a list';
  if (typeof value !== 'object') return NAMES[typeof value] ?? `a ${typeof value}`;
  return isPlain(value) ? 'an object' : 'an object of a class';
}

/**
 * Whether a value is an object such as a literal or JSON.parse makes, of this realm or another.
 *
 * @param {unknown} value
 * @returns {value is Record<string, unknown>}
 */
function isPlain(value) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}

/**
 * A name that came from outside, cut to what an error may carry, and safe in a log.
 *
 * @param {string} name
 */
function shortened(name) {
  const safe = (name.length <= 48 ? name : `${name.slice(0, 12)}…`).replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]/g, '\ufffd');
  return safe.toWellFormed();
}

class Writer {
  /** @param {{ room?: number, sparse?: boolean }} [options] `sparse`: members that are undefined are left out. */
  constructor({ room = ROOM, sparse = false } = {}) {
    this.room = room;
    this.sparse = sparse;
  }

  /** @param {string} text */
  text(text) {
    this.room -= text.length + 2;
    if (this.room < 0) throw new Fault('visitor_too_large', 'it is larger than any that is signed or verified');
    if (!ESCAPED.test(text)) return `"${text}"`;
    if (!text.isWellFormed()) throw new Fault('field_invalid', HALF);
    return JSON.stringify(text);
  }

  /**
   * @param {unknown} value
   * @param {number} depth
   * @returns {string}
   */
  value(value, depth) {
    switch (typeof value) {
      case 'string':
        return this.text(value);
      case 'boolean':
        return `${value}`;
      case 'bigint':
        return `${value}`;
      case 'number':
        return this.number(value);
      case 'object':
        if (value === null) return 'null';
        if (depth > DEEPEST) throw new Fault('attribute_too_deep', 'it is nested too deeply, or holds itself');
        if (Array.isArray(value)) return this.list(value, depth);
        if (isPlain(value)) return this.object(value, depth);
    }
    throw new Fault('field_type', `JSON has no such value: this is ${described(value)}`);
  }

  /** @param {number} number */
  number(number) {
    if (!Number.isFinite(number)) throw new Fault('field_invalid', 'a number is finite');
    if (Number.isInteger(number) && !Number.isSafeInteger(number) && !this.sparse) {
      throw new Fault('number_too_large', 'JavaScript rounds whole numbers beyond 2^53; give it as text or BigInt');
    }
    return `${number}`;
  }

  /**
   * @param {unknown[]} list
   * @param {number} depth
   */
  list(list, depth) {
    let json = '[';
    for (let index = 0; index < list.length; index++) {
      this.room -= 1;
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
      if (value === undefined && this.sparse) continue;
      json += `${json.length === 1 ? '' : ','}${this.text(key)}:${this.value(value, depth + 1)}`;
    }
    return `${json}}`;
  }
}

/**
 * Names what a fault inside is about.
 *
 * @template T
 * @param {string} field
 * @param {() => T} write
 * @returns {T}
 */
function about(field, write) {
  try {
    return write();
  } catch (fault) {
    throw fault instanceof Fault ? new Fault(fault.code, fault.reason, fault.field ?? field) : fault;
  }
}

/**
 * @param {Writer} writer
 * @param {unknown} attributes
 */
function writeAttributes(writer, attributes) {
  if (!isPlain(attributes)) {
    throw new Fault('field_type', `attributes are a plain object; this is ${described(attributes)}`, 'attributes');
  }
  let json = '{';
  let key = '';
  try {
    for (key of Object.keys(attributes)) {
      json += `${json.length === 1 ? '' : ','}${writer.text(key)}:${writer.value(attributes[key], 1)}`;
    }
  } catch (fault) {
    if (!(fault instanceof Fault)) throw fault;
    throw new Fault(fault.code, fault.reason, fault.field ?? `attributes.${shortened(key)}`);
  }
  return `${json}}`;
}

/** The members that cross as they are, in this order. */
const TEXTS = ['id', 'email', 'name', 'phone', 'avatar'];

/**
 * A member of a visitor that is no text, as JSON; nothing for one that is left out.
 *
 * @param {Writer} writer
 * @param {string} member
 * @param {unknown} value
 */
function writeMember(writer, member, value) {
  if (member === 'attributes') return value === undefined || value === null ? '' : writeAttributes(writer, value);
  // No visitor has it, which the core says; its value is nothing to look at.
  if (!TEXTS.includes(member)) return 'null';
  if (value === undefined) {
    if (member !== 'id' && member !== 'email') return '';
    throw new Fault('field_missing', 'it is undefined; leave it out if the visitor has none, or find out why your site has none', member);
  }
  if (typeof value === 'number' && !Number.isSafeInteger(value)) {
    throw new Fault('field_type', 'a number is whole and within 2^53, beyond which JavaScript rounds; give text or BigInt', member);
  }
  return about(member, () => writer.value(value, 1));
}

/**
 * A visitor as the addon takes one: an object of all that is no text as JSON, and the five texts.
 *
 * @param {unknown} visitor
 */
function writeVisitor(visitor) {
  /** @type {(string | undefined)[]} */
  const texts = [undefined, undefined, undefined, undefined, undefined];
  let json = '';
  try {
    if (!isPlain(visitor)) {
      throw new Fault('visitor_malformed', `a visitor is a plain object; this is ${described(visitor)}`);
    }
    const writer = new Writer();
    for (const member of Object.keys(visitor)) {
      const value = visitor[member];
      const place = typeof value === 'string' ? TEXTS.indexOf(member) : -1;
      if (typeof value === 'string' && place >= 0) {
        texts[place] = value;
        continue;
      }
      const written = writeMember(writer, member, value);
      if (written) json += `${json && ','}${writer.text(member)}:${written}`;
    }
  } catch (fault) {
    if (fault instanceof Fault) throw new VisitorError(fault.code, fault.field, fault.reason);
    throw new VisitorError('visitor_malformed', null, 'it cannot be read: a getter or proxy of it throws');
  }
  return { json: json && `{${json}}`, texts };
}

/**
 * What a page sent, as the core reads it; null for what no JSON object is.
 *
 * @param {unknown} fields
 * @param {number} room
 * @returns {string | null}
 */
function writeFields(fields, room) {
  try {
    return isPlain(fields) ? new Writer({ room, sparse: true }).object(fields, 1) : null;
  } catch {
    return null;
  }
}

module.exports = { Writer, Fault, described, isPlain, writeVisitor, writeFields };
