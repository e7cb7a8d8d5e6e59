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

/** @type {typeof import('./explain').explain} */
const explain = (...args) => require('./explain.js').explain(...args);

/** @type {typeof import('./explain').inspectToken} */
const inspectToken = (...args) => require('./explain.js').inspectToken(...args);

/** @typedef {import('./codes').ErrorCode} ErrorCode */
/** @typedef {import('./codes').WarningCode} WarningCode */
/** @typedef {import('./codes').FindingCode} FindingCode */
/** @typedef {import('./scheme').Setting} Setting */
/** @typedef {import('./signed').Warning} Warning */
/** @typedef {import('./signer').Visitor} Visitor */
/** @typedef {import('./signer').Settings} Settings */
/** @typedef {import('./signer').Secret} Secret */
/** @typedef {import('./key').KeyLike} KeyLike */
/** @typedef {import('./key').Keys} Keys */
/** @typedef {import('./verifier').VerifierOptions} VerifierOptions */
/** @typedef {import('./explain').Finding} Finding */
/** @typedef {import('./explain').Explanation} Explanation */
/** @typedef {import('./explain').InspectedToken} InspectedToken */

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
