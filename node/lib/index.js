'use strict';

const { VisitorsealError, ConfigurationError, VisitorError, Refused, InternalError } = require('./errors');
const { Scheme, scheme, schemes } = require('./scheme');
const { Key } = require('./key');
const { Signer, Signed } = require('./signer');
const { Verifier, Verified, Contact } = require('./verifier');
const { explain, inspect, Explanation, Inspected } = require('./explain');

/** @typedef {import('./codes').ErrorCode} ErrorCode */
/** @typedef {import('./codes').WarningCode} WarningCode */
/** @typedef {import('./codes').FindingCode} FindingCode */
/** @typedef {import('./scheme').Setting} Setting */
/** @typedef {import('./signer').Visitor} Visitor */
/** @typedef {import('./signer').Warning} Warning */
/** @typedef {import('./signer').Settings} Settings */
/** @typedef {import('./key').KeyLike} KeyLike */
/** @typedef {import('./verifier').VerifierOptions} VerifierOptions */
/** @typedef {import('./explain').Finding} Finding */

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
  Explanation,
  Inspected,
};
