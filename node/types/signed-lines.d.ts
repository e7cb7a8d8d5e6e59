/** @import { Warning } from './signed' */
/** @param {string} lines @returns {string | null} */
export function signatureOf(lines: string): string | null;
/** The fields as JSON in ASCII. @param {string} lines @returns {string} */
export function fieldsOf(lines: string): string;
/**
 * The mark and the fields if both may be put into a script's frame, otherwise undefined.
 *
 * @param {string} lines
 */
export function framedOf(lines: string): {
    fields: string;
    mark: string;
} | undefined;
/** @param {string} lines @returns {string | null} */
export function markOf(lines: string): string | null;
/** @param {string} lines @returns {number | null} */
export function endOf(lines: string): number | null;
/** @param {string} lines @returns {Warning[]} */
export function warningsOf(lines: string): Warning[];
/** The same signed visitor with more warnings. @param {string} lines @param {Warning[]} more @returns {string} */
export function withWarnings(lines: string, more: Warning[]): string;
import type { Warning } from './signed';
