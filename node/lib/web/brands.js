'use strict';

// The brands of a site: each is one vendor's widget under a name of the site's.

/** @import { Scheme as SchemeType } from '../scheme' */
/** @import { Settings, Visitor } from '../signer' */
/** @import { Keys } from '../key' */
/** @import { Warning } from '../signed' */

const { closeSync, constants, fstatSync, openSync, readSync } = require('node:fs');
const { ConfigurationError, Page, Scheme, Signer, Verifier, scheme: schemeByName } = require('../index.js');
const { isPlainObject, loggableTypeError, wrongType } = require('../values.js');
const { warnOnce } = require('./log.js');

/**
 * @template Request
 * @typedef {object} BrandOptions
 * @property {SchemeType | string | undefined} [scheme] The name of the vendor's scheme.
 * @property {string | undefined} [schemeFile] The path of a scheme file of your own, in place of `scheme`.
 * @property {string | Uint8Array | null | undefined | (() => string | Uint8Array | null | undefined)} [secret] What signs: the
 *   vendor's shared secret, or the site's private key as PEM; or a function that gives it. It is read when it is first needed.
 * @property {Settings | undefined} [settings] The settings of the scheme.
 * @property {Keys | undefined} [keys] What verifies, newest first. The default is the secret, if the vendor shares it.
 * @property {'required' | 'optional' | 'observe' | undefined} [policy] What happens to a visitor who does not prove who they are:
 *   see `VerifierOptions`. The default is `required`.
 * @property {number | undefined} [leeway] Seconds to allow for clocks that differ. The default is 0.
 * @property {number | undefined} [maxToken] The largest token in bytes. The default is 8192.
 * @property {((request: Request) => Visitor | null | undefined | Promise<Visitor | null | undefined>) | undefined} [visitor] Who
 *   is signed in; null for nobody.
 * @property {boolean | ((request: Request, visitor: Visitor) => boolean | Promise<boolean>) | undefined} [emailVerified] Whether
 *   the site has verified the visitor's email address. If not, the address is left out. The default is true.
 * @property {boolean | ((request: Request) => boolean | Promise<boolean>) | undefined} [enabled] Whether the brand is there. The
 *   default is true.
 * @property {boolean | 'element' | undefined} [insert] Whether the script, or the element, is inserted into HTML pages that lack it,
 *   before `</body>`. A page of nobody that caches may keep gets nothing. For a scheme whose script has a place of its own in the
 *   page, it is an error.
 */

/**
 * @template Request
 * @typedef {object} SharedOptions
 * @property {Record<string, BrandOptions<Request>> | undefined} [brands] The options of each brand by its name. Without it, the
 *   options are those of one brand.
 * @property {string | undefined} [default] The brand if none is named.
 * @property {string | undefined} [brand] The only brand to use here.
 * @property {((error: Error & { code?: string }, request: Request) => void | Promise<void>) | undefined} [onError] Is called with
 *   each visitor who cannot be signed, each wrong set-up (once) and each refused request, in place of the log.
 */

/**
 * The options of one brand, or `brands` by their names.
 *
 * @template Request
 * @typedef {BrandOptions<Request> & SharedOptions<Request>} VisitorsealOptions
 */

/** What each option must be, and how to say so. @type {Record<string, [(value: any) => boolean, string]>} */
const BRAND_OPTIONS = {
  scheme: [(value) => typeof value === 'string' || value instanceof Scheme, 'the name of a scheme or a Scheme'],
  schemeFile: [(value) => typeof value === 'string', 'the path of a scheme file'],
  // The signer and the verifier check these.
  secret: [() => true, ''],
  keys: [() => true, ''],
  policy: [() => true, ''],
  leeway: [() => true, ''],
  maxToken: [() => true, ''],
  settings: [isPlainObject, 'an object'],
  visitor: [(value) => typeof value === 'function', 'a function'],
  emailVerified: [(value) => ['boolean', 'function'].includes(typeof value), 'true, false or a function'],
  enabled: [(value) => ['boolean', 'function'].includes(typeof value), 'true, false or a function'],
  insert: [(value) => typeof value === 'boolean' || value === 'element', "true, false or 'element'"],
};
/** @type {typeof BRAND_OPTIONS} */
const SHARED_OPTIONS = {
  brands: [isPlainObject, 'an object of brands by their names'],
  default: [(value) => typeof value === 'string', 'the name of a brand'],
  brand: [(value) => typeof value === 'string', 'the name of a brand'],
  onError: [(value) => typeof value === 'function', 'a function'],
};
/** Fastify adds these to the options of a plugin. */
const FASTIFY_OPTIONS = ['prefix', 'logLevel', 'logSerializers'];

/** The name of the brand of options without `brands`. */
const ONLY = 'default';

/**
 * Checks options by a table of them, and gives those that are set. Only own members count: a polluted `Object.prototype` could
 * otherwise set one.
 *
 * @param {string} where
 * @param {any} options
 * @param {typeof BRAND_OPTIONS} table
 * @returns {Record<string, any>}
 */
function checkOptions(where, options, table) {
  if (!isPlainObject(options)) throw wrongType(where, 'an object of options', options);
  const set = Object.entries(options).filter(([, value]) => value !== undefined);
  for (const [name, value] of set) {
    if (!Object.hasOwn(table, name)) {
      throw loggableTypeError(`${where} has no option '${name}'. The options are ${Object.keys(table).join(', ')}.`);
    }
    const [isRight, expected] = table[name];
    if (!isRight(value)) throw wrongType(`${where}: ${name}`, expected, value);
  }
  return Object.assign(Object.create(null), Object.fromEntries(set));
}

/** The core refuses a scheme file with more bytes. */
const MAX_SCHEME_FILE = 64 * 1024;

/**
 * Reads a scheme file, of one that is too large only as much as the core needs to refuse it.
 *
 * @param {string} path
 */
function readSchemeFile(path) {
  // Without O_NONBLOCK, which Windows lacks, opening a named pipe waits for its writer.
  const file = openSync(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    if (!fstatSync(file).isFile()) throw Object.assign(new Error(), { code: 'not a regular file' });
    const bytes = Buffer.alloc(MAX_SCHEME_FILE + 1);
    let length = 0;
    for (let read = -1; read !== 0 && length < bytes.length; length += read) {
      read = readSync(file, bytes, length, bytes.length - length, null);
    }
    return bytes.toString('utf8', 0, length);
  } finally {
    closeSync(file);
  }
}

/** One vendor's widget. Its page, signer and verifier are made when they are first needed. @template Request */
class Brand {
  #options;
  /** @type {SchemeType | undefined} */
  #scheme;
  /** @type {Page | undefined} */
  #page;
  /** @type {Signer | undefined} */
  #signer;
  /** @type {Verifier | undefined} */
  #verifier;
  #mayBeInserted = false;

  /**
   * @param {string} name
   * @param {unknown} options
   */
  constructor(name, options) {
    this.name = name;
    this.#options = checkOptions(`brand '${name}'`, options, BRAND_OPTIONS);
    const { scheme, schemeFile } = this.#options;
    if ((scheme === undefined) === (schemeFile === undefined)) {
      throw loggableTypeError(`brand '${name}' must have either the option scheme or the option schemeFile`);
    }
  }

  /** The scheme's name, or null if its file cannot be read. @returns {string | null} */
  get schemeName() {
    const { scheme } = this.#options;
    if (typeof scheme === 'string') return scheme;
    try {
      return this.scheme.name;
    } catch {
      return null;
    }
  }

  /** @returns {boolean} */
  get hasVisitor() {
    return this.#options.visitor !== undefined;
  }

  /** @returns {boolean} */
  get hasKeys() {
    return this.#options.keys !== undefined;
  }

  /** What is inserted into pages: true for the script. @returns {boolean | 'element'} */
  get insert() {
    return this.#options.insert ?? false;
  }

  /**
   * Checks that the script may be inserted, if the site asks for that. Some belong at a place that only a template knows. Throws
   * `ConfigurationError` `setting_invalid`. A scheme that cannot be read passes: the scheme is checked again where its script is
   * inserted.
   */
  checkInsertion() {
    if (!this.insert || this.#options.enabled === false || this.#mayBeInserted) return;
    let scheme;
    try {
      scheme = this.scheme.toJSON();
    } catch {
      // A wrong scheme is reported where the site uses it.
      return;
    }
    const { name, why_not_inserted: why } = scheme;
    if (why === null) {
      this.#mayBeInserted = true;
      return;
    }
    const helper = this.insert === 'element' ? 'visitorElement' : 'visitorScript';
    const call = `${helper}(${this.name === ONLY ? '' : `{ brand: '${this.name}' }`})`;
    throw new ConfigurationError('setting_invalid', 'insert', `Brand '${this.name}' has the option insert, but the script of ${name} is never inserted. ${why} Write ${call} into your template at that place, and remove insert.`);
  }

  /** @returns {SchemeType} */
  get scheme() {
    return (this.#scheme ??= this.#readScheme());
  }

  #readScheme() {
    const { scheme, schemeFile } = this.#options;
    if (schemeFile === undefined) return typeof scheme === 'string' ? schemeByName(scheme) : scheme;
    let toml;
    try {
      toml = readSchemeFile(schemeFile);
    } catch (error) {
      const { code } = /** @type {NodeJS.ErrnoException} */ (error);
      throw new ConfigurationError('scheme_unknown', 'schemeFile', `The scheme file of brand '${this.name}' cannot be read (${code}). Correct its option schemeFile.`);
    }
    return Scheme.parse(toml);
  }

  /** What a page needs without a secret. @returns {Page} */
  get page() {
    return (this.#page ??= new Page(this.scheme, this.#options.settings));
  }

  /** @returns {Signer} */
  get signer() {
    if (this.#signer) return this.#signer;
    const signer = new Signer(this.scheme, this.#secret(), this.#options.settings);
    for (const { code, field, reason } of signer.warnings) warnOnce(`brand '${this.name}': ${code} (${field}): ${reason}`, code);
    return (this.#signer = signer);
  }

  #secret() {
    const { secret } = this.#options;
    const value = typeof secret === 'function' ? secret() : secret;
    if (value !== undefined && value !== null && value.length !== 0) return value;
    const example = this.schemeName?.toUpperCase().replace(/\W+/g, '_') ?? 'VISITORSEAL';
    throw new ConfigurationError('secret_empty', 'secret', `Brand '${this.name}' has no secret. Set its option secret, for example to process.env.${example}_SECRET.`);
  }

  /** @returns {Verifier} */
  get verifier() {
    const { policy, leeway, maxToken, settings } = this.#options;
    return (this.#verifier ??= new Verifier(this.scheme, this.#keys(), { policy, leeway, maxToken, settings }));
  }

  #keys() {
    const { keys } = this.#options;
    if (keys !== undefined) return typeof keys === 'function' ? keys() : keys;
    if (this.scheme.keyKind === 'shared') return this.#secret();
    throw new ConfigurationError('key_count', 'keys', `Brand '${this.name}' has no keys. Set its option keys to the site's public key, as PEM or as a JWK.`);
  }

  /** @param {Request} request @returns {Promise<boolean>} */
  async isEnabled(request) {
    const { enabled = true } = this.#options;
    return Boolean(typeof enabled === 'function' ? await enabled(request) : enabled);
  }

  /** @param {Request} request @returns {Promise<Visitor | null | undefined>} */
  async visitor(request) {
    return this.#options.visitor(request);
  }

  /** @param {Request} request @param {Visitor} visitor @returns {Promise<boolean>} */
  async isEmailVerified(request, visitor) {
    const { emailVerified = true } = this.#options;
    return Boolean(typeof emailVerified === 'function' ? await emailVerified(request, visitor) : emailVerified);
  }

  /** Checks all of the brand now. @returns {Warning[]} */
  check() {
    if (this.#options.enabled === false) return [];
    this.checkInsertion();
    const signs = this.hasVisitor || this.#options.secret !== undefined;
    if (this.hasKeys || !signs) void this.verifier;
    return signs ? this.signer.warnings : [];
  }
}

/**
 * The brands of a call's options.
 *
 * @template Request
 * @typedef {object} Brands
 * @property {Brand<Request>[]} all
 * @property {(name?: string) => Brand<Request>} find Throws `ConfigurationError` `brand_unknown`.
 * @property {((error: Error & { code?: string }, request: Request) => void | Promise<void>) | undefined} onError
 */

/**
 * Reads and checks options. Nothing that depends on a secret is checked: that must not stop the start of a server.
 *
 * @template Request
 * @param {VisitorsealOptions<Request>} options
 * @returns {Brands<Request>}
 */
function readBrands(options) {
  if (!isPlainObject(options)) throw wrongType('options', 'an object with scheme and secret, or with brands', options);
  const own = Object.fromEntries(Object.entries(options).filter(([name]) => !FASTIFY_OPTIONS.includes(name)));
  const isMap = Object.hasOwn(own, 'brands') && own.brands !== undefined;
  const table = isMap ? SHARED_OPTIONS : { ...BRAND_OPTIONS, ...SHARED_OPTIONS };
  const { brands, onError, brand, default: defaultName, ...one } = checkOptions('options', own, table);
  const byName = new Map(Object.entries(brands ?? { [ONLY]: one }).map(([name, each]) => [name, new Brand(name, each)]));
  const names = [...byName.keys()];
  const find = (/** @type {string | undefined} */ name = brand ?? defaultName ?? (names.length === 1 ? names[0] : undefined)) => {
    const found = name === undefined ? undefined : byName.get(name);
    if (found) return found;
    const problem = name === undefined ? 'No brand is named, and there is no default.' : 'There is no brand of this name.';
    throw new ConfigurationError('brand_unknown', 'brand', `${problem} The brands are: ${names.join(', ') || 'none'}.`);
  };
  // A misspelt name is an error when the server starts.
  for (const name of [brand, defaultName]) if (name !== undefined) find(name);
  return { all: brand === undefined ? [...byName.values()] : [find(brand)], find, onError };
}

/**
 * The brands of a call that signs visitors, of which one at least must have them.
 *
 * @template Request
 * @param {VisitorsealOptions<Request>} options
 * @returns {Brands<Request>}
 */
function readPageBrands(options) {
  const brands = readBrands(options);
  for (const brand of brands.all) brand.checkInsertion();
  if (brands.all.some((brand) => brand.hasVisitor)) return brands;
  throw loggableTypeError('no brand has the option visitor. Set it to a function that gives who is signed in, such as (request) => request.user.');
}

/**
 * The brand of a call that answers with the fields of one.
 *
 * @template Request
 * @param {VisitorsealOptions<Request>} options
 * @returns {Brands<Request>}
 */
function readFieldsBrand(options) {
  const brands = readPageBrands(options);
  const brand = brands.find();
  if (brand.hasVisitor) return { ...brands, all: [brand] };
  throw loggableTypeError(`brand '${brand.name}' has no option visitor. Set it, or name another brand in the option brand.`);
}

/**
 * Checks all brands now, with their secrets, for the start of a server or before a deployment. Gives the warnings, and throws
 * the first error: `ConfigurationError`, or what the function that gives a secret throws.
 *
 * @example
 * for (const { brand, reason } of checkBrands(options)) console.warn(brand, reason);
 *
 * @param {VisitorsealOptions<any>} options
 * @returns {(Warning & { brand: string })[]}
 */
function checkBrands(options) {
  return readBrands(options).all.flatMap((brand) => brand.check().map((warning) => ({ brand: brand.name, ...warning })));
}

module.exports = { Brand, checkBrands, readBrands, readFieldsBrand, readPageBrands };
