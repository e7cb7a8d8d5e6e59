'use strict';

// Signs the visitor of a request, and writes it into the page.

/** @import { Visitor } from '../signer' */
/** @import { Signed, Warning } from '../signed' */
/** @import { Brand, Brands } from './brands' */

const { VisitorError } = require('../index.js');
const { SIGN_LEAVING_OUT, WITH_WARNINGS } = require('../symbols.js');
const { isPlainObject, loggableTypeError, wrongType } = require('../values.js');
const { countLeftOut, describeError, errorOnce, isNew, sentence, warn } = require('./log.js');

const CONSEQUENCE = 'The page shows the widget without a signed-in visitor.';

const isProduction = () => process.env.NODE_ENV === 'production';

/**
 * @typedef {object} Response What a web framework says of a response.
 * @property {() => unknown} nonce The page's nonce, if the framework has one.
 * @property {() => boolean} keepPrivate Keeps the response out of caches. False if its head is sent already.
 */

/**
 * @template Request
 * @typedef {object} State What is known of one brand in a request.
 * @property {Brand<Request>} brand
 * @property {boolean} isEnabled
 * @property {Signed | null} signed
 * @property {boolean} isWritten Whether the page has the brand's script or element.
 */

/**
 * @typedef {object} HelperOptions
 * @property {string | undefined} [brand] The brand; the default one if none is named.
 */

/**
 * What a page can write for the visitor of its request.
 *
 * @typedef {object} VisitorHelpers
 * @property {(options?: HelperOptions & { nonce?: string | null | undefined }) => string} visitorScript Writes the script for
 *   the visitor of this request, or for nobody. The nonce is the page's own by default. Empty if the head is sent already and may
 *   let a cache keep the page.
 * @property {(options?: HelperOptions & { endpoint?: string | null | undefined }) => string} visitorElement Writes the element for
 *   the visitor of this request, or for nobody, in a page that loads the scheme's file. The endpoint is the address that gives the
 *   fields anew when they have expired. Empty where `visitorScript` is.
 * @property {(options?: HelperOptions & { nonce?: string | null | undefined }) => string} visitorForgetScript Writes the script
 *   that makes the widget forget the visitor, for the page after sign-out.
 * @property {(options?: HelperOptions) => string} visitorFields The signed fields as JSON in ASCII:
 *   `{"scheme": "bookbag", "fields": {…}, "mark": "…", "expires_at": null}`. All but the scheme are null for nobody.
 * @property {(options?: HelperOptions) => Signed | null} signedVisitor The signed visitor; null for nobody.
 * @property {(options?: HelperOptions) => boolean} isVisitorEnabled Whether the brand is enabled for this request.
 */

/** @type {(keyof VisitorHelpers)[]} */
const HELPERS = ['visitorScript', 'visitorElement', 'visitorForgetScript', 'visitorFields', 'signedVisitor', 'isVisitorEnabled'];

/** The visitor of one request, for each brand. @template Request */
class RequestVisitors {
  #brands;
  #request;
  #response;
  /** @type {Map<Brand<Request>, State<Request>>} */
  #states;

  /**
   * @param {Brands<Request>} brands
   * @param {Request} request
   * @param {Response} response
   * @param {Map<Brand<Request>, State<Request>>} states
   */
  constructor(brands, request, response, states) {
    this.#brands = brands;
    this.#request = request;
    this.#response = response;
    this.#states = states;
  }

  /** The functions for the page. They need no `this`, so that templates can call them. @returns {VisitorHelpers} */
  get helpers() {
    return {
      visitorScript: (options) => this.#use(options, '', (state, { nonce }) => this.#state(state, () => this.#script(state, nonce))),
      visitorElement: (options) => this.#use(options, '', (state, { endpoint }) => this.#state(state, () => this.#element(state, endpoint))),
      visitorForgetScript: (options) => this.#use(options, '', (state, { nonce }) => this.#forgetScript(state, nonce)),
      visitorFields: (options) => this.#use(options, '', (state) => this.#fieldsJson(state)),
      signedVisitor: (options) => this.#use(options, null, ({ signed }) => signed),
      isVisitorEnabled: (options) => this.#use(options, false, ({ isEnabled }) => isEnabled),
    };
  }

  /** The answer of an endpoint with the fields; 404 if the brand is not there for this request. */
  fieldsAnswer() {
    return this.#use(undefined, NOT_FOUND, (state) =>
      state.isEnabled ? { status: 200, json: this.#fieldsJson(state) } : NOT_FOUND,
    );
  }

  /** Whether the page lacks what is to be inserted. @returns {boolean} */
  get isIncomplete() {
    return this.#missing.length > 0;
  }

  /**
   * The scripts and elements to insert. That nobody is signed in stands in no page that a cache gives to others: it would sign
   * everybody out.
   *
   * @param {boolean} isForAll Whether the site lets caches keep the page.
   * @returns {string}
   */
  missing(isForAll) {
    const states = this.#missing.filter(({ signed }) => signed !== null || !isForAll);
    const html = states.map((state) => this.#insertion(state)).join('');
    return html !== '' && this.#response.keepPrivate() ? html : '';
  }

  /** @param {State<Request>} state */
  #insertion(state) {
    const { brand } = state;
    return this.#guarded(brand, () => {
      // The scheme may have been unreadable when the server started.
      brand.checkInsertion();
      return brand.insert === 'element' ? this.#element(state) : this.#script(state);
    });
  }

  get #missing() {
    return [...this.#states.values()].filter(({ brand, isEnabled, isWritten }) => brand.insert !== false && isEnabled && !isWritten);
  }

  /**
   * Finds the brand of a helper's options and uses it. A brand that is not there does not bring down a page in production.
   *
   * @template R
   * @param {unknown} options
   * @param {R} otherwise
   * @param {(state: State<Request>, options: { nonce?: string | null, endpoint?: string | null }) => R} use
   * @returns {R}
   */
  #use(options, otherwise, use) {
    let state;
    // Own members only: a polluted Object.prototype could otherwise set one.
    const own = Object.create(null);
    try {
      if (options !== undefined && !isPlainObject(options)) throw wrongType('options', 'an object with brand, nonce or endpoint', options);
      Object.assign(own, options);
      state = this.#find(own.brand);
    } catch (error) {
      this.#report(undefined, error, 'secret');
      return otherwise;
    }
    return use(state, own);
  }

  /** @param {string | undefined} name @returns {State<Request>} */
  #find(name) {
    const brand = this.#brands.find(name);
    const state = this.#states.get(brand);
    if (state) return state;
    throw loggableTypeError(`brand '${brand.name}' has no visitor here. Set its option visitor, or name it in the options of visitorPages.`);
  }

  /**
   * States who is signed in. Empty if the head is sent already and may let a cache keep the page: it would sign out everybody who
   * gets it from there.
   *
   * @param {State<Request>} state
   * @param {() => string} write
   */
  #state(state, write) {
    if (!state.isEnabled || !this.#response.keepPrivate()) return '';
    state.isWritten = true;
    return write();
  }

  /**
   * @param {State<Request>} state
   * @param {string | null | undefined} nonce
   */
  #forgetScript({ brand, isEnabled }, nonce) {
    if (!isEnabled || !this.#response.keepPrivate()) return '';
    return this.#guarded(brand, () => brand.page.forgetScript(this.#nonce(nonce)));
  }

  /** @param {State<Request>} state */
  #fieldsJson({ brand, signed }) {
    this.#response.keepPrivate();
    const { fieldsJson, mark, expiresAt } = signed ?? { fieldsJson: null, mark: null, expiresAt: null };
    return `{"scheme":${asciiJson(brand.schemeName)},"fields":${fieldsJson},"mark":${asciiJson(mark)},"expires_at":${expiresAt}}`;
  }

  /** @param {State<Request>} state @param {string | null} [nonce] */
  #script({ brand, signed }, nonce) {
    return this.#guarded(brand, () =>
      signed === null ? brand.page.anonymousScript(this.#nonce(nonce)) : signed.script(this.#nonce(nonce)),
    );
  }

  /** @param {State<Request>} state @param {string | null} [endpoint] */
  #element({ brand, signed }, endpoint) {
    return this.#guarded(brand, () => (signed === null ? brand.page.anonymousElement() : signed.element(endpoint)));
  }

  /**
   * The nonce of a script. One that is not text is an error here: otherwise the page's own policy would stop the script.
   *
   * @param {string | null | undefined} nonce
   */
  #nonce(nonce) {
    return nonce === undefined ? /** @type {string | null | undefined} */ (this.#response.nonce()) : nonce;
  }

  /**
   * Runs a function that gives HTML. In production an error costs the script and not the page.
   *
   * @param {Brand<Request>} brand
   * @param {() => string} write
   */
  #guarded(brand, write) {
    try {
      return write();
    } catch (error) {
      this.#report(brand, error, 'nonce');
      return '';
    }
  }

  /**
   * @param {Brand<Request> | undefined} brand
   * @param {unknown} error
   * @param {'secret' | 'nonce'} source
   */
  #report(brand, error, source) {
    // The site's own callback may reject.
    reportOnce(this.#brands, brand, error, this.#request, source)?.catch(console.error);
  }
}

/**
 * Signs the visitor of a request for each brand. A visitor who cannot be signed does not bring the page down, and in
 * production a wrong set-up does not either.
 *
 * @template Request
 * @param {Brands<Request>} brands
 * @param {Request} request
 * @param {Response} response
 * @returns {Promise<RequestVisitors<Request>>}
 */
async function visitorsOf(brands, request, response) {
  const states = new Map();
  for (const brand of brands.all) {
    if (!brand.hasVisitor) continue;
    const isEnabled = await brand.isEnabled(request);
    const signed = isEnabled ? await signVisitor(brands, brand, request) : null;
    states.set(brand, { brand, isEnabled, signed, isWritten: false });
  }
  const signedStates = [...states.values()].filter(({ signed }) => signed !== null);
  // Now, and not with the script, which may be written when the head is sent already.
  if (signedStates.length > 0 && !response.keepPrivate()) {
    for (const state of signedStates) state.signed = null;
    const names = signedStates.map(({ brand }) => `'${brand.name}'`).join(', ');
    errorOnce(`brand ${names}: The head of a page was sent before its visitor was signed. Mount the middleware before whatever sends the head. ${CONSEQUENCE}`);
  }
  return new RequestVisitors(brands, request, response, states);
}

/**
 * @template Request
 * @param {Brands<Request>} brands
 * @param {Brand<Request>} brand
 * @param {Request} request
 * @returns {Promise<Signed | null>}
 */
async function signVisitor(brands, brand, request) {
  let visitor = await brand.visitor(request);
  try {
    // Also if nobody is signed in: a wrong set-up is then found before somebody is.
    void brand.signer;
  } catch (error) {
    await reportOnce(brands, brand, error, request, 'secret');
    return null;
  }
  if (visitor === null || visitor === undefined) return null;
  const isEmailRemoved = isPlainObject(visitor) && Object.hasOwn(visitor, 'email') && !(await brand.isEmailVerified(request, visitor));
  if (isEmailRemoved) {
    const { email: _, ...others } = visitor;
    visitor = others;
  }
  try {
    return await signLeavingOut(brands, brand, visitor, request);
  } catch (error) {
    if (!(error instanceof VisitorError)) await reportOnce(brands, brand, error, request, 'secret');
    // We removed the unverified address ourselves, so its absence is not an error.
    else if (!(isEmailRemoved && error.field === 'email')) await reportVisitor(brands, brand, error, request);
    return null;
  }
}

/**
 * Signs a visitor. In production an attribute that is wrong, and that the signature does not cover, is left out.
 *
 * @template Request
 * @param {Brands<Request>} brands
 * @param {Brand<Request>} brand
 * @param {Visitor} visitor
 * @param {Request} request
 * @returns {Promise<Signed>}
 */
async function signLeavingOut(brands, brand, visitor, request) {
  const { covers } = brand.scheme;
  if (!isProduction() || covers.includes('attributes')) return brand.signer.signAsync(visitor);
  const { signed, errors } = await brand.signer[SIGN_LEAVING_OUT](visitor, covers);
  /** @type {Warning[]} */
  const warnings = [];
  for (const error of errors) {
    warnings.push({ code: 'attribute_left_out', field: /** @type {string} */ (error.field), reason: error.reason });
    await reportLeftOut(brands, brand, error, request);
  }
  return warnings.length === 0 ? signed : signed[WITH_WARNINGS](warnings);
}

/**
 * Reports a wrong set-up: in production once, otherwise as an error of the page.
 *
 * @template Request
 * @param {Brands<Request>} brands
 * @param {Brand<Request> | undefined} brand
 * @param {unknown} error
 * @param {Request} request
 * @param {'secret' | 'nonce'} source
 * @returns {Promise<void> | undefined}
 */
function reportOnce({ onError }, brand, error, request, source) {
  if (!isProduction()) throw error;
  const line = `${brand ? `brand '${brand.name}': ` : ''}${sentence(describeError(error, source))} ${CONSEQUENCE}`;
  if (!onError) errorOnce(line);
  else if (isNew(line)) return Promise.resolve(onError(/** @type {Error} */ (error), request));
}

/**
 * Reports a visitor who cannot be signed.
 *
 * @template Request
 * @param {Brands<Request>} brands
 * @param {Brand<Request>} brand
 * @param {VisitorError} error
 * @param {Request} request
 */
async function reportVisitor({ onError }, brand, error, request) {
  if (onError) await onError(error, request);
  else warn(`brand '${brand.name}': ${sentence(error.message)} ${CONSEQUENCE}`, error.code);
}

/**
 * Reports an attribute that was left out, once, and at most so many of a brand, because visitors may choose their names.
 *
 * @template Request
 * @param {Brands<Request>} brands
 * @param {Brand<Request>} brand
 * @param {VisitorError} error
 * @param {Request} request
 */
async function reportLeftOut({ onError }, brand, error, request) {
  const count = countLeftOut(brand.name, /** @type {string} */ (error.field));
  if (count === 'known') return;
  if (onError) {
    if (count === 'new') await onError(error, request);
    return;
  }
  const line = count === 'new'
    ? `attribute_left_out (${error.field}): ${sentence(error.reason)} The visitor is signed without this attribute.`
    : 'Too many different attributes are wrong. The log names no more of them. See the warnings of signedVisitor().';
  warn(`brand '${brand.name}': ${line}`, 'attribute_left_out');
}

/**
 * JSON in ASCII, which means the same in every charset.
 *
 * @param {unknown} value
 */
function asciiJson(value) {
  return JSON.stringify(value).replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** The answer of an endpoint whose brand is not enabled. */
const NOT_FOUND = { status: 404, json: asciiJson({ error: 'not_found' }) };

module.exports = { HELPERS, NOT_FOUND, RequestVisitors, asciiJson, visitorsOf };
