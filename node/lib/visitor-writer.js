'use strict';

// Writes visitors for the addon: parts, each with a byte that says what it is, and its length. `src/visitor.rs` reads the same. Text
// is written as it is, without the escapes of JSON.

const { InvalidValue, JsonWriter } = require('./json-writer.js');
const { faults } = require('./limits.js');

/** The kinds of parts. Those of the members that are text are below these. */
const [ATTRIBUTE, TEXT, OTHER, MEMBER] = [10, 11, 12, 13];
/** Stands for the length of a part whose length follows in four bytes. */
const LONG_PART = 0xff;

class VisitorWriter extends JsonWriter {
  /**
   * Writes a text.
   *
   * @param {number} kind
   * @param {string} text
   */
  textPart(kind, text) {
    const { length } = text;
    this.spend(length + 2);
    this.reserve(2);
    const start = this.end;
    this.bytes[start] = kind;
    this.bytes[start + 1] = length;
    this.end = start + 2;
    if (this.usual(text)) return;
    if (!text.isWellFormed()) throw InvalidValue.of(faults.textNotUnicode);
    if ((kind === ATTRIBUTE || kind === TEXT) && text.includes('\0')) throw InvalidValue.of(faults.textNul);
    this.end = start;
    this.#begin(kind);
    this.utf8(text);
    this.#end(start);
  }

  /** Writes a value of an attribute. @param {unknown} value */
  valuePart(value) {
    if (typeof value === 'string') return this.textPart(TEXT, value);
    const start = this.end;
    this.#begin(OTHER);
    this.value(value, 1);
    this.#end(start);
  }

  /**
   * Writes a member that is no text.
   *
   * @param {string} name
   * @param {string} json Its value, in ASCII.
   */
  member(name, json) {
    this.textPart(MEMBER, name);
    const start = this.end;
    this.#begin(OTHER);
    this.ascii(json);
    this.#end(start);
  }

  /** Writes the name of an attribute. @param {string} name */
  attribute(name) {
    if (name === '__proto__') throw InvalidValue.of(faults.attributeKey);
    this.textPart(ATTRIBUTE, name);
  }

  /** @param {number} kind */
  #begin(kind) {
    this.reserve(6);
    this.bytes[this.end] = kind;
    this.bytes[this.end + 1] = LONG_PART;
    this.end += 6;
  }

  /** Writes the length of the part that begins at `start`. @param {number} start */
  #end(start) {
    const { bytes } = this;
    const length = this.end - start - 6;
    bytes[start + 2] = length;
    bytes[start + 3] = length >>> 8;
    bytes[start + 4] = length >>> 16;
    bytes[start + 5] = length >>> 24;
  }
}

/** @type {VisitorWriter | null} */
let kept = null;

/**
 * Gives a writer to `write`, which no other call has in the meantime: writing a visitor may run code of the site, which may sign
 * another one. What is written is there until `write` returns.
 *
 * @template R
 * @param {(writer: VisitorWriter) => R} write
 * @returns {R}
 */
function withWriter(write) {
  const writer = kept ?? new VisitorWriter();
  kept = null;
  writer.end = 0;
  try {
    return write(writer);
  } finally {
    // The buffer of a large visitor is not kept.
    if (writer.isUsual) kept = writer;
  }
}

module.exports = { VisitorWriter, withWriter };
