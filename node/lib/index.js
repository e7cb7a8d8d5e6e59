'use strict';

const { VisitorsealError, ConfigurationError, VisitorError, Refused, InternalError } = require('./errors.js');
const { Scheme, scheme, schemes } = require('./scheme.js');
const { Signer, Signed } = require('./signer.js');
const { Key, Verifier, Verified, Contact } = require('./verifier.js');

// Only those who look for a mistake need these, and they take time to load.

/** @type {typeof import('./explain').explain} */
const explain = (...given) => require('./explain.js').explain(...given);

/** @type {typeof import('./explain').inspect} */
const inspect = (...given) => require('./explain.js').inspect(...given);

/** @typedef {import('./codes').ErrorCode} ErrorCode */
/** @typedef {import('./codes').WarningCode} WarningCode */
/** @typedef {import('./codes').FindingCode} FindingCode */
/** @typedef {import('./scheme').Setting} Setting */
/** @typedef {import('./signer').Visitor} Visitor */
/** @typedef {import('./signer').Warning} Warning */
/** @typedef {import('./signer').Settings} Settings */
/** @typedef {import('./signer').Secret} Secret */
/** @typedef {import('./verifier').KeyLike} KeyLike */
/** @typedef {import('./verifier').Keys} Keys */
/** @typedef {import('./verifier').VerifierOptions} VerifierOptions */
/** @typedef {import('./explain').Finding} Finding */
/** @typedef {import('./explain').Explanation} Explanation */
/** @typedef {import('./explain').Inspected} Inspected */

module.exports = {
  VisitorsealError,
  ConfigurationError,
  VisitorError,
  Refused,
  InternalError,
  Scheme,
  scheme,
  schemes,
  Key,
  Signer,
  Signed,
  Verifier,
  Verified,
  Contact,
  explain,
  inspect,
};
