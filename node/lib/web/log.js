'use strict';

// What the web servers' files log, each line once.

const { isSlip } = require('../described.js');
const { VisitorsealError } = require('../index.js');

/** The lines that were said. Forgotten when they are too many, as where a line differs each time. @type {Set<string>} */
const said = new Set();
const MOST = 64;

/**
 * Whether a line was not said before.
 *
 * @param {string} line
 */
function isNew(line) {
  if (said.has(line)) return false;
  if (said.size >= MOST) said.clear();
  said.add(line);
  return true;
}

/**
 * What is wrong with a set-up, without what may hold a secret. The words of errors that are not ours are not shown. Those of
 * the system name the file: where the variable that should name it holds the secret, they name the secret.
 *
 * @param {unknown} error
 * @param {'secret' | 'nonce'} given What was asked for.
 */
function fault(error, given) {
  if (error instanceof VisitorsealError || isSlip(error)) return error.message;
  const { name, code, syscall } = /** @type {NodeJS.ErrnoException} */ (error ?? {});
  // For a process that does not start this names its file: `spawnSync FILE`.
  const call = typeof syscall === 'string' ? `${syscall.split(' ', 1)} ` : '';
  const thrown = `what gives the ${given} throws ${call}${String(code ?? name ?? typeof error)}`;
  return given === 'secret' ? `${thrown}; signer.check() shows it` : thrown;
}

module.exports = { fault, isNew };
