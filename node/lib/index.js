'use strict';

const { VisitorsealError, ConfigurationError, VisitorError, Refused, InternalError } = require('./errors.js');
const { Scheme, scheme, schemes } = require('./scheme.js');
const { Page } = require('./page.js');
const { Signed } = require('./signed.js');
const { Signer } = require('./signer.js');
const { Key } = require('./key.js');
const { Contact, Verified } = require('./verified.js');
const { Verifier } = require('./verifier.js');

// Loaded when first called: only those who look for a mistake need it, and it takes time to load.

/**
 * Tries the mistakes that integrators make and reports the one that explains this signature.
 *
 * @type {typeof import('./explain').explain}
 */
const explain = (...args) => require('./explain.js').explain(...args);

/**
 * Reads a token without verifying it. Never trust the result.
 *
 * @type {typeof import('./explain').inspectToken}
 */
const inspectToken = (...args) => require('./explain.js').inspectToken(...args);

/** @typedef {import('./codes').ErrorCode} ErrorCode The code of an error. */
/** @typedef {import('./codes').WarningCode} WarningCode The code of a warning. */
/** @typedef {import('./codes').FindingCode} FindingCode The code of a finding. */
/** @typedef {import('./scheme').Setting} Setting A setting of a scheme. */
/** @typedef {import('./signed').Warning} Warning A problem that does not stop signing. */
/** @typedef {import('./signer').Visitor} Visitor The signed-in person. */
/** @typedef {import('./signer').Settings} Settings The settings of a scheme, named as `appId` or `app_id`. */
/** @typedef {import('./signer').Secret} Secret The secret of a signer, or a function that gives it. */
/** @typedef {import('./key').KeyLike} KeyLike One key of a verifier. */
/** @typedef {import('./key').Keys} Keys The keys of a verifier, newest first, or a function that gives them. */
/** @typedef {import('./verifier').VerifierOptions} VerifierOptions The options of a verifier. */
/** @typedef {import('./explain').ExplainOptions} ExplainOptions The options of `explain`. */
/** @typedef {import('./explain').Finding} Finding A cause that explains a refused signature. */
/** @typedef {import('./explain').Explanation} Explanation Why a signature was refused. */
/** @typedef {import('./explain').InspectedToken} InspectedToken What an unverified token says. Anyone can have written it. */

module.exports = {
  VisitorsealError,
  ConfigurationError,
  VisitorError,
  Refused,
  InternalError,
  Scheme,
  scheme,
  schemes,
  Page,
  Key,
  Signer,
  Signed,
  Verifier,
  Verified,
  Contact,
  explain,
  inspectToken,
};
