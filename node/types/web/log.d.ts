/**
 * What is wrong with a set-up, without what may hold a secret. The words of errors that are not ours are not shown. Those of
 * the system name the file: where the variable that should name it holds the secret, they name the secret.
 *
 * @param {unknown} error
 * @param {'secret' | 'nonce'} given What was asked for.
 */
export function fault(error: unknown, given: "secret" | "nonce"): string;
/**
 * Whether a line was not said before.
 *
 * @param {string} line
 */
export function isNew(line: string): boolean;
