'use strict';

const { Refused, call, errorFromJson } = require('./errors.js');
const { native } = require('./native.js');
const { text: textOf } = require('./input.js');
const { parseBare } = require('./json.js');
const { showOnly } = require('./opaque.js');

/** A verified visitor in the words of a vendor's database. */
class Contact {
  #handle;
  #json;
  /** @type {any} */
  #members;

  /**
   * @hidden made by the library
   * @param {unknown} handle
   */
  constructor(handle) {
    this.#handle = handle;
    /** @type {string} */
    this.#json = call(native().contactJson, handle);
    this.#members = parseBare(this.#json);
  }

  /** The site's id of the visitor. The signature always covers it. @returns {string} */
  get externalId() {
    return this.#members.external_id;
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
    return parseBare(this.#json).attributes;
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
    return call(native().contactFill, this.#handle, textOf('text', text));
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
  #handle;
  #json;
  /** @type {any} */
  #members;

  /**
   * @hidden made by the library
   * @param {unknown} handle
   */
  constructor(handle) {
    this.#handle = handle;
    /** @type {string} */
    this.#json = call(native().verifiedJson, handle);
    this.#members = parseBare(this.#json);
  }

  /** Whether the signature proves who the visitor is. @returns {'verified' | 'anonymous'} */
  get status() {
    return this.isVerified ? 'verified' : 'anonymous';
  }

  /** Whether the signature proves who the visitor is. @returns {boolean} */
  get isVerified() {
    return this.#members.verified;
  }

  /** What the signature covers, in the visitor's words. @returns {Record<string, unknown>} */
  get signed() {
    return parseBare(this.#json).signed ?? Object.create(null);
  }

  /** What the browser merely claims, in the visitor's words. @returns {Record<string, unknown>} */
  get unsigned() {
    return parseBare(this.#json).unsigned;
  }

  /** The index of the key that matches, counted from 0. Once it is always 0, remove the old secret. @returns {number | null} */
  get key() {
    return this.#members.key ?? null;
  }

  /**
   * The token's own id, its claim `jti`. Null without one.
   *
   * To refuse a token that is used a second time, keep the ids of verified tokens until the tokens expire.
   *
   * @returns {string | null}
   */
  get tokenId() {
    return this.#members.token_id ?? null;
  }

  /** Why a wrong signature was let through under the policy `observe`. @returns {Refused | null} */
  get refusal() {
    const refusal = call(native().verifiedRefusal, this.#handle);
    return refusal === null ? null : /** @type {Refused} */ (errorFromJson(refusal));
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
    const contact = call(native().verifiedContact, this.#handle);
    return contact === null ? null : new Contact(contact);
  }

  /**
   * The outcome as an object for JSON: `{ verified: true, signed, unsigned, key }`, with a `token_id` if the token has one, or
   * `{ verified: false, anonymous: true, unsigned }`. Whole numbers beyond 2^53 are text here, because JSON.stringify takes no
   * BigInt.
   *
   * @returns {Record<string, unknown>}
   */
  toJSON() {
    return parseBare(this.#json, String);
  }
}

showOnly(Verified, ({ status, signed, unsigned, key }) => ({
  status,
  signed: Object.keys(signed),
  unsigned: Object.keys(unsigned),
  key,
}));

module.exports = { Contact, Verified };
