/**
 * What is wrong with a set-up, without what may hold a secret: words of errors that are not ours are shown only where
 * the system wrote them, as for a file that is not there.
 *
 * @param {unknown} error
 */
export function fault(error: unknown): string;
/**
 * Whether a line was not said before.
 *
 * @param {string} line
 */
export function isNew(line: string): boolean;
