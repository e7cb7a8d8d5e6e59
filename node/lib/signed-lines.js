'use strict';

// A signed visitor as the addon gives it: text of six lines: signature, fields, whether the fields fit into a script's frame,
// mark, the Unix second at which the signature ends, and warnings. `src/signed_lines.rs` writes it. A native handle would cost
// more than the signature does, because Node tracks when each one can be freed. The lines are split when they are read, because
// most callers read one of them.

/** @import { Warning } from './signed' */

/** @param {string} lines @returns {string | null} */
const signatureOf = (lines) => lines.slice(0, lines.indexOf('\n')) || null;

/** The fields as JSON in ASCII. @param {string} lines @returns {string} */
function fieldsOf(lines) {
  const start = lines.indexOf('\n') + 1;
  return lines.slice(start, lines.indexOf('\n', start));
}

/**
 * The mark and the fields if both may be put into a script's frame, otherwise undefined.
 *
 * @param {string} lines
 */
function framedOf(lines) {
  const fields = lines.indexOf('\n') + 1;
  const fits = lines.indexOf('\n', fields) + 1;
  if (lines[fits] !== '1') return undefined;
  return { fields: lines.slice(fields, fits - 1), mark: lines.slice(fits + 2, lines.indexOf('\n', fits + 2)) };
}

/** @param {string} lines @returns {string | null} */
const markOf = (lines) => lines.split('\n')[3] || null;

/** @param {string} lines @returns {number | null} */
function endOf(lines) {
  const end = lines.split('\n')[4];
  return end === '' ? null : Number(end);
}

/** @param {string} lines @returns {Warning[]} */
const warningsOf = (lines) => JSON.parse(lines.slice(lines.lastIndexOf('\n') + 1) || '[]');

/** The same signed visitor with more warnings. @param {string} lines @param {Warning[]} more @returns {string} */
const withWarnings = (lines, more) =>
  lines.slice(0, lines.lastIndexOf('\n') + 1) + JSON.stringify([...warningsOf(lines), ...more]);

module.exports = { signatureOf, fieldsOf, framedOf, markOf, endOf, warningsOf, withWarnings };
