'use strict';

/** Node writes a longer text faster than a loop over its units does. */
const LONG = 64;
/** UTF-8 has at most so many bytes for a unit of UTF-16. */
const MOST = 3;
/** A usual visitor has a few hundred bytes, and a batch of them half of this. */
const USUAL = 1 << 16;

/** Writes UTF-8 into a buffer, up to `end`. What is behind `end` may be an earlier visitor's: it is never passed on. */
class ByteWriter {
  bytes = Buffer.allocUnsafeSlow(USUAL);
  end = 0;

  /** Whether the buffer is that of a new writer. */
  get isUsual() {
    return this.bytes.length === USUAL;
  }

  /** Makes room for so many bytes behind `end`. @param {number} length */
  reserve(length) {
    if (this.end + length > this.bytes.length) this.#grow(length);
  }

  /** @param {number} length */
  #grow(length) {
    const larger = Buffer.allocUnsafeSlow(2 * (this.end + length));
    this.bytes.copy(larger, 0, 0, this.end);
    this.bytes = larger;
  }

  /** @param {number} byte */
  byte(byte) {
    this.reserve(1);
    this.bytes[this.end++] = byte;
  }

  /** Writes a short text of ASCII. @param {string} text */
  ascii(text) {
    const { length } = text;
    this.reserve(length);
    for (let index = 0; index < length; index++) this.bytes[this.end++] = text.charCodeAt(index);
  }

  /** Writes a short text of ASCII without NUL, or nothing and gives false for another one. @param {string} text */
  usual(text) {
    const { length } = text;
    if (length > LONG) return false;
    this.reserve(length);
    const { bytes, end } = this;
    for (let index = 0; index < length; index++) {
      const unit = text.charCodeAt(index);
      if (unit > 0x7f || unit === 0) return false;
      bytes[end + index] = unit;
    }
    this.end = end + length;
    return true;
  }

  /** Writes a text without half surrogate pairs. @param {string} text */
  utf8(text) {
    this.reserve(MOST * text.length);
    this.end += this.bytes.write(text, this.end);
  }

  /** @param {Uint8Array} bytes */
  copy(bytes) {
    this.reserve(bytes.length);
    this.bytes.set(bytes, this.end);
    this.end += bytes.length;
  }

  /** A copy of what is written. @returns {Uint8Array} */
  written() {
    return Uint8Array.prototype.slice.call(this.bytes, 0, this.end);
  }
}

module.exports = { ByteWriter, LONG };
