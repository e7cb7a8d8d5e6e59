'use strict';

// A signed visitor as the addon gives it: text of four lines: signature, fields, warnings, and the Unix second at
// which the signature ends. `src/signed_lines.rs` writes
// it. A native handle would cost more than the signature does, because Node tracks when each one can be freed. The lines are
// split when they are read, because most callers read one of them.

/** @import { Warning } from './signed' */

/** @param {string} lines @returns {string | null} */
const signatureOf = (lines) => lines.slice(0, lines.indexOf('\n')) || null;

/** The fields as JSON in ASCII. @param {string} lines @returns {string} */
const fieldsOf = (lines) => lines.split('\n')[1];

/** @param {string} lines @returns {Warning[]} */
const warningsOf = (lines) => JSON.parse(lines.split('\n')[2] || '[]');

/** @param {string} lines @returns {number | null} */
function endOf(lines) {
  const end = lines.slice(lines.lastIndexOf('\n') + 1);
  return end === '' ? null : Number(end);
}

/** The same signed visitor with more warnings. @param {string} lines @param {Warning[]} more @returns {string} */
function withWarnings(lines, more) {
  const [signature, fields, , end] = lines.split('\n');
  return [signature, fields, JSON.stringify([...warningsOf(lines), ...more]), end].join('\n');
}

module.exports = { signatureOf, fieldsOf, warningsOf, endOf, withWarnings };
