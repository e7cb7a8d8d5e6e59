'use strict';

// What JavaScript gives, checked before it crosses.
//
// JSON for the core is written here rather than by JSON.stringify, which leaves out undefined and
// functions, makes null of NaN, calls toJSON, and so signs something else than what was given.

/** @import { ErrorCode } from './codes' */

const { isUint8Array } = require('node:util').types;
const { described, isPlain, misused, slip } = require('./described.js');
const { ConfigurationError, VisitorError } = require('./errors.js');

/** What no object that is one's own has as many characters as. The core has the exact limits. */
const ROOM = 1 << 20;
/** The core reads JSON no deeper. */
const DEEPEST = 128;

const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

const HALF = 'it holds half a surrogate pair, which is no character';

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
 * A name that came from outside, cut to what an error may carry, and safe in a log.
 *
 * @param {string} name
 */
function shortened(name) {
  const safe = (name.length <= 48 ? name : `${name.slice(0, 12)}…`).replace(/[\0-\x1f\x7f-\x9f\u2028\u2029]/g, '\ufffd');
  return safe.toWellFormed();
}

class Writer {
  /**
   * @param {number} [room] Characters.
   * @param {boolean} [sparse] Members that are undefined are left out.
   * @param {boolean} [parsed] Whole numbers beyond 2^53 are what JSON.parse has made of them.
   */
  constructor(room = ROOM, sparse = false, parsed = false) {
    this.room = room;
    this.sparse = sparse;
    this.parsed = parsed;
  }

  /** @param {number} size */
  spend(size) {
    this.room -= size;
    if (this.room < 0) throw new Fault('visitor_too_large', 'it is larger than any that is signed or verified');
  }

  /** @param {string} text */
  text(text) {
    this.spend(text.length + 2);
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
    if (Number.isInteger(number) && !Number.isSafeInteger(number) && !this.parsed) {
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
        writer.spend(value.length);
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
 * What a page sent, as the core reads it. Throws a {@link Fault} for what no JSON object is.
 *
 * @param {unknown} fields
 * @param {number} room
 * @returns {string}
 */
function writeFields(fields, room) {
  try {
    if (isPlain(fields)) return new Writer(room, true, true).object(fields, 1);
  } catch (fault) {
    if (!(fault instanceof Fault)) throw new Fault('fields_malformed', 'they cannot be read: a getter or proxy throws');
    throw new Fault(fault.code === 'visitor_too_large' ? 'fields_too_large' : 'fields_malformed', fault.reason);
  }
  throw new Fault('fields_malformed', `the fields are one JSON object; this is ${described(fields)}`);
}

const NOTHING = new Uint8Array();

/**
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
function text(name, value) {
  if (typeof value !== 'string') throw slip(name, 'a string', value);
  return value;
}

/**
 * Whether a value is a promise. Nobody awaits it, and its rejection, which would end the process, is caught here.
 *
 * @param {any} value
 */
function isPromise(value) {
  if (typeof value !== 'object' || typeof value?.then !== 'function') return false;
  Promise.resolve(value).catch(() => {});
  return true;
}

/**
 * A secret or key as bytes of its own, which {@link wiped} are after use. What is not set is empty: the
 * core says which error that is.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {Uint8Array}
 */
function secret(name, value) {
  if (value === undefined || value === null) return NOTHING;
  if (isUint8Array(value)) return Uint8Array.from(value);
  if (isPromise(value)) throw misused(`${name} is a promise: await it first, and give the secret itself`);
  if (typeof value !== 'string') throw slip(name, 'a string or a Uint8Array', value);
  if (!value.isWellFormed()) {
    throw new ConfigurationError('secret_encoding', name, 'it holds half a surrogate pair, which is no character');
  }
  return new TextEncoder().encode(value);
}

/**
 * @template R
 * @param {Uint8Array[]} secrets
 * @param {() => R} use
 * @returns {R}
 */
function wiped(secrets, use) {
  try {
    return use();
  } finally {
    for (const secret of secrets) secret.fill(0);
  }
}

/**
 * Unix seconds.
 *
 * @param {unknown} now
 * @returns {number}
 */
function unix(now) {
  if (now === undefined) return Math.floor(Date.now() / 1000);
  if (typeof now !== 'number') throw slip('now', 'a number of Unix seconds', now);
  if (!(now >= 0)) throw new ConfigurationError('now_invalid', 'now', 'it is no Unix time in seconds');
  return Math.floor(now);
}

/**
 * The members of an object that are its own. What it inherits is nobody's wish: a polluted `Object.prototype`
 * would otherwise set a verifier's policy.
 *
 * @param {object | null | undefined} given
 * @returns {Record<string, any>}
 */
const own = (given) => Object.assign(Object.create(null), given);

/**
 * The options of a call, none of them misspelt.
 *
 * @param {unknown} options
 * @param {string[]} names
 * @returns {Record<string, any>}
 */
function options(options, names) {
  if (options === undefined) return own({});
  if (!isPlain(options)) throw slip('options', `an object with ${names.join(', ')}`, options);
  const stranger = Object.keys(options).find((name) => !names.includes(name));
  if (stranger !== undefined) {
    throw new TypeError(`there is no option '${shortened(stranger)}'; the options are: ${names.join(', ')}`);
  }
  return own(options);
}

/**
 * The time in a call's options.
 *
 * @param {{ now?: number } | undefined} given
 */
function nowOf(given) {
  return unix(given === undefined ? undefined : options(given, ['now']).now);
}

/**
 * Settings with their names as schemes write them: `appId` is `app_id`.
 *
 * @param {unknown} given
 * @returns {Record<string, unknown>}
 */
function snakeCased(given) {
  const named = own({});
  if (given === undefined) return named;
  if (!isPlain(given)) throw slip('settings', 'an object', given);
  for (const [name, value] of Object.entries(given)) {
    const snake = name.replace(/(?<=[a-z0-9])[A-Z]+/g, (capitals) => `_${capitals.toLowerCase()}`);
    if (snake in named) throw new ConfigurationError('setting_invalid', snake, 'it is given twice, in two spellings');
    named[snake] = value;
  }
  return named;
}

/**
 * Settings as the core reads them.
 *
 * @param {Record<string, unknown>} settings
 * @returns {Uint8Array}
 */
function settingsJson(settings) {
  try {
    return new TextEncoder().encode(new Writer(ROOM, true).object(settings, 1));
  } catch (fault) {
    const reason = fault instanceof Fault ? fault.reason : 'it cannot be read';
    throw new ConfigurationError('setting_invalid', null, `a setting is text or a whole number: ${reason}`);
  }
}

module.exports = {
  Fault,
  isPromise,
  nowOf,
  options,
  own,
  secret,
  settingsJson,
  snakeCased,
  text,
  unix,
  wiped,
  writeFields,
  writeVisitor,
};
