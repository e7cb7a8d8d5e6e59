'use strict';

// Writes lib/codes.js to standard output: the codes of tests/vectors/errors.json for people's editors.

const { errors, warnings, findings } = require('../../tests/vectors/errors.json');

const list = (/** @type {string[]} */ lines) => lines.map((line) => `  ${line},\n`).join('');
process.stdout.write(`'use strict';

// Generated from tests/vectors/errors.json by make generate.

/** Every error's code, with its kind. */
const errors = /** @type {const} */ ({
${list(errors.map(({ code, kind }) => `${code}: '${kind}'`))}});

/** Every warning's code. */
const warnings = /** @type {const} */ ([
${list(warnings.map((code) => `'${code}'`))}]);

/** Every finding's code; a finding may have an error's code too. */
const findings = /** @type {const} */ ([
${list(findings.map((code) => `'${code}'`))}]);

/** @typedef {keyof typeof errors} ErrorCode The code of an error. */
/** @typedef {(typeof warnings)[number]} WarningCode The code of a warning. */
/** @typedef {(typeof findings)[number]} FindingCode The code of a finding. */

module.exports = { errors, warnings, findings };
`);
