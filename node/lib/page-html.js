'use strict';

const { call } = require('./errors.js');
const { framedOf } = require('./signed-lines.js');

/** A nonce that may be put into a frame. The core writes the script of every other nonce, or has an error for it. */
const FRAMED_NONCE = /^[A-Za-z0-9+/_-]{1,254}={0,2}$/;

/**
 * Writes the HTML of signed visitors.
 *
 * All scripts of a page are the same but for the nonce, the mark and the fields, so the addon gives the other parts once, as a
 * frame. A script then needs no call of the addon. Whatever the core would not write as it is has no place in a frame: see
 * `src/script_frame.rs`.
 */
class PageHtml {
  #native;
  /** The parts of the frame with a nonce. Null if there is none. @type {string[] | null | undefined} */
  #frame;
  /** The parts of the frame without a nonce. @type {string[] | null | undefined} */
  #bareFrame;

  /** @param {any} native A signer or page of the addon. */
  constructor(native) {
    this.#native = native;
  }

  /**
   * @param {string} lines
   * @param {string | undefined} nonce
   * @returns {string}
   */
  script(lines, nonce) {
    return this.#framed(lines, nonce) ?? call(this.#native.script, lines, nonce);
  }

  /**
   * @param {string} lines
   * @param {string | undefined} nonce
   */
  #framed(lines, nonce) {
    if (nonce !== undefined && !FRAMED_NONCE.test(nonce)) return undefined;
    const framed = framedOf(lines);
    if (framed === undefined) return undefined;
    const { mark, fields } = framed;
    if (nonce === undefined) {
      const frame = (this.#bareFrame ??= call(this.#native.scriptFrame, false) ?? null);
      return frame && frame[0] + mark + frame[1] + fields + frame[2];
    }
    const frame = (this.#frame ??= call(this.#native.scriptFrame, true) ?? null);
    return frame && frame[0] + nonce + frame[1] + mark + frame[2] + fields + frame[3];
  }

  /**
   * @param {string} lines
   * @param {string | undefined} endpoint
   * @returns {string}
   */
  element(lines, endpoint) {
    return call(this.#native.element, lines, endpoint);
  }

  /**
   * @param {string} lines
   * @returns {string}
   */
  url(lines) {
    return call(this.#native.url, lines);
  }
}

module.exports = { PageHtml };
