'use strict';

// What the web servers' files log, each line once.

const { VisitorsealError } = require('../index.js');

/** The lines that were said. Bounded, should a line differ each time. @type {Set<string>} */
const said = new Set();
const MOST = 64;

/**
 * Whether a line was not said before.
 *
 * @param {string} line
 */
function isNew(line) {
  if (said.has(line) || said.size >= MOST) return false;
  said.add(line);
  return true;
}

/**
 * What is wrong with a set-up, without what may hold a secret: words of errors that are not ours are shown only where
 * the system wrote them, as for a file that is not there.
 *
 * @param {unknown} error
 */
function fault(error) {
  if (error instanceof VisitorsealError) return error.message;
  const { name, code, message, syscall } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  return syscall ? message : `what gives the secret throws ${code ?? name ?? typeof error}; signer.check() shows it`;
}

module.exports = { fault, isNew };
