'use strict';

// A signed visitor as the addon gives it: text of five lines: signature, fields, warnings, the Unix second at which the
// signature ends, and the mark. `src/signed_lines.rs` writes it. A native handle would cost more than the signature does,
// because Node tracks when each one can be freed. The lines are split when they are read, because most callers read one of
// them.

/** @import { Warning } from './signed' */

/** @param {string} lines @returns {string | null} */
const signatureOf = (lines) => lines.slice(0, lines.indexOf('\n')) || null;

/** The fields as JSON in ASCII. @param {string} lines @returns {string} */
const fieldsOf = (lines) => lines.split('\n')[1];

/** @param {string} lines @returns {Warning[]} */
const warningsOf = (lines) => JSON.parse(lines.split('\n')[2] || '[]');

/** @param {string} lines @returns {number | null} */
function endOf(lines) {
  const end = lines.split('\n')[3];
  return end === '' ? null : Number(end);
}

/** @param {string} lines @returns {string | null} */
const markOf = (lines) => lines.slice(lines.lastIndexOf('\n') + 1) || null;

/** The same signed visitor with more warnings. @param {string} lines @param {Warning[]} more @returns {string} */
function withWarnings(lines, more) {
  const [signature, fields, , ...others] = lines.split('\n');
  return [signature, fields, JSON.stringify([...warningsOf(lines), ...more]), ...others].join('\n');
}

module.exports = { signatureOf, fieldsOf, warningsOf, endOf, markOf, withWarnings };
