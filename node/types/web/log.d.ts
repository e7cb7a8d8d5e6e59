/**
 * Counts an attribute that was left out: `new`, `known`, or the first that is one too many. After that each is `known`.
 *
 * @param {string} brand
 * @param {string} field
 * @returns {'new' | 'known' | 'too many'}
 */
export function countLeftOut(brand: string, field: string): "new" | "known" | "too many";
/**
 * What is wrong, without a secret. The messages of other errors are not shown: those of the system name the file, and a
 * variable that should name the file may hold the secret.
 *
 * @param {unknown} error
 * @param {'secret' | 'nonce'} source What was asked for.
 */
export function describeError(error: unknown, source: "secret" | "nonce"): string;
/** @param {string} line */
export function errorOnce(line: string): void;
/**
 * Whether a line was not logged before.
 *
 * @param {string} line
 */
export function isNew(line: string): boolean;
/** Text as a sentence, to which another one may follow. @param {string} text */
export function sentence(text: string): string;
/**
 * @param {string} line
 * @param {string} [code]
 */
export function warn(line: string, code?: string): void;
/**
 * @param {string} line
 * @param {string} [code]
 */
export function warnOnce(line: string, code?: string): void;
