'use strict';

// Marks that the library and its web files share. The package holds the library bundled and again as files, so the marks are
// symbols of the registry.

module.exports = {
  /** On a TypeError whose message holds no value. */
  LOGGABLE: Symbol.for('visitorseal.loggable'),
  /** The method of a signer that signs a visitor without attributes that are wrong. @type {unique symbol} */
  SIGN_LEAVING_OUT: Symbol.for('visitorseal.signLeavingOut'),
  /** The method of a signed visitor that gives a copy with more warnings. @type {unique symbol} */
  WITH_WARNINGS: Symbol.for('visitorseal.withWarnings'),
};
