'use strict';

const { Refused, call, errorFromJson } = require('./errors.js');
const { native } = require('./native.js');
const { text: textOf } = require('./input.js');
const { parseBare } = require('./json.js');
const { showOnly } = require('./opaque.js');

/**
 * A verified visitor as the addon gives it: the text of seven lines that `src/verified_lines.rs` writes. They are split when they
 * are read, because most callers read one or two.
 */
const [KEY, EXTERNAL_ID, CONTACT, SIGNED, UNSIGNED, TOKEN_ID, REFUSAL] = [0, 1, 2, 3, 4, 5, 6];

/**
 * The line of this number, which may be empty.
 *
 * @param {string} lines
 * @param {number} number
 */
function lineOf(lines, number) {
  let start = 0;
  for (; number > 0; number--) start = lines.indexOf('\n', start) + 1;
  const end = lines.indexOf('\n', start);
  return lines.slice(start, end < 0 ? undefined : end);
}

/** A verified visitor in the words of a vendor's database. */
class Contact {
  #lines;
  #newHandle;
  /** @type {unknown} */
  #handle;
  /** @type {any} */
  #parsed;

  /**
   * @hidden made by the library
   * @param {string} lines
   * @param {() => unknown} newHandle Makes the addon's contact.
   */
  constructor(lines, newHandle) {
    this.#lines = lines;
    this.#newHandle = newHandle;
  }

  get #members() {
    return (this.#parsed ??= parseBare(lineOf(this.#lines, CONTACT)));
  }

  /** The site's id of the visitor. The signature always covers it. @returns {string} */
  get externalId() {
    return JSON.parse(lineOf(this.#lines, EXTERNAL_ID));
  }

  /** The name. See `unsigned`. @returns {string | null} */
  get name() {
    return this.#members.name;
  }

  /** The email address. See `unsigned`. @returns {string | null} */
  get email() {
    return this.#members.email;
  }

  /** The telephone number. See `unsigned`. @returns {string | null} */
  get phone() {
    return this.#members.phone;
  }

  /**
   * The attributes, signed ones first. See `unsigned`. Whole numbers beyond 2^53 are BigInts, and objects have no prototype.
   *
   * @returns {Record<string, unknown>}
   */
  get attributes() {
    return parseBare(lineOf(this.#lines, CONTACT)).attributes;
  }

  /** The names of what the signature does not cover. The browser merely claims those values. @returns {string[]} */
  get unsigned() {
    return [...this.#members.unsigned];
  }

  /**
   * Replaces placeholders in a text with the contact's values: `{{contact.email}}`, `{{contact.name}}`,
   * `{{contact.external_id}}` and `{{contact.attr.KEY}}`. Unknown ones become empty. The result is plain text: escape it.
   *
   * @example
   * contact.fill('Hello {{contact.name}}'); // Hello Jane Doe
   *
   * @param {string} text
   * @returns {string}
   */
  fill(text) {
    return call(native().contactFill, (this.#handle ??= this.#newHandle()), textOf('text', text));
  }
}

showOnly(Contact, ({ unsigned }) => ({ unsigned }));

/**
 * The outcome of a verification that was not refused.
 *
 * In `signed` and `unsigned` whole numbers beyond 2^53 are BigInts, because a number would round them. Objects there have no
 * prototype, so they hold only what was sent.
 */
class Verified {
  #lines;
  #newContact;

  /**
   * @hidden made by the library
   * @param {string} lines
   * @param {() => unknown} newContact Makes the addon's contact.
   */
  constructor(lines, newContact) {
    this.#lines = lines;
    this.#newContact = newContact;
  }

  /** Whether the signature proves who the visitor is. @returns {'verified' | 'anonymous'} */
  get status() {
    return this.isVerified ? 'verified' : 'anonymous';
  }

  /** Whether the signature proves who the visitor is. @returns {boolean} */
  get isVerified() {
    return this.#lines[0] !== '\n';
  }

  /** What the signature covers, in the visitor's words. @returns {Record<string, unknown>} */
  get signed() {
    return parseBare(lineOf(this.#lines, SIGNED) || '{}');
  }

  /** What the browser merely claims, in the visitor's words. @returns {Record<string, unknown>} */
  get unsigned() {
    return parseBare(lineOf(this.#lines, UNSIGNED));
  }

  /** The index of the key that matches, counted from 0. Once it is always 0, remove the old secret. @returns {number | null} */
  get key() {
    return JSON.parse(lineOf(this.#lines, KEY) || 'null');
  }

  /**
   * The token's own id, its claim `jti`. Null without one.
   *
   * To refuse a token that is used a second time, keep the ids of verified tokens until the tokens expire.
   *
   * @returns {string | null}
   */
  get tokenId() {
    return JSON.parse(lineOf(this.#lines, TOKEN_ID) || 'null');
  }

  /** Why a wrong signature was let through under the policy `observe`. @returns {Refused | null} */
  get refusal() {
    const refusal = lineOf(this.#lines, REFUSAL);
    return refusal === '' ? null : /** @type {Refused} */ (errorFromJson(refusal));
  }

  /**
   * The visitor as a vendor's backend stores a contact. Null for an anonymous visitor.
   *
   * @example
   * const contact = verifier.verifyJson(body).contact();
   * if (contact) store(contact.externalId, contact.email);
   *
   * @returns {Contact | null}
   */
  contact() {
    return lineOf(this.#lines, EXTERNAL_ID) === '' ? null : new Contact(this.#lines, this.#newContact);
  }

  /**
   * The outcome as an object for JSON: `{ verified: true, signed, unsigned, key }`, with a `token_id` if the token has one, or
   * `{ verified: false, anonymous: true, unsigned }`. Whole numbers beyond 2^53 are text here, because JSON.stringify takes no
   * BigInt.
   *
   * @returns {Record<string, unknown>}
   */
  toJSON() {
    const { isVerified, key, tokenId, refusal } = this;
    /** @param {number} number */
    const object = (number) => parseBare(lineOf(this.#lines, number), String);
    const unsigned = object(UNSIGNED);
    const outcome = isVerified ? { verified: true, signed: object(SIGNED), unsigned, key } : { verified: false, anonymous: true, unsigned };
    const more = [
      tokenId === null ? {} : { token_id: tokenId },
      refusal === null ? {} : { refusal: { code: refusal.code, field: refusal.field, reason: refusal.reason } },
    ];
    return Object.assign(Object.create(null), outcome, ...more);
  }
}

showOnly(Verified, ({ status, signed, unsigned, key }) => ({
  status,
  signed: Object.keys(signed),
  unsigned: Object.keys(unsigned),
  key,
}));

module.exports = { Contact, Verified };
