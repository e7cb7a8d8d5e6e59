export type KeyLike = string | Uint8Array | Key;
/**
 * One key,
 *   or 1 to 16, the newest first; or a function that gives them. The function is called when the verifier is first used.
 */
export type Keys = KeyLike | KeyLike[] | (() => KeyLike | null | undefined | (KeyLike | null | undefined)[]);
declare const Key_base: new () => object;
/**
 * A key that verifies, with an optional `kid`. A token with a `kid` is checked only against the key of that name. A
 * JSON Web Key (JWK) has its own `kid`, unless you pass one. A JWK set takes none.
 *
 * @example
 * const verifier = new Verifier('orlo', [new Key(newPem, { kid: '2026-11' }), new Key(oldPem, { kid: '2025-11' })]);
 */
export class Key extends Key_base {
    /**
     * @param {string | Uint8Array} key
     * @param {{ kid?: string | null }} [options]
     */
    constructor(key: string | Uint8Array, options?: {
        kid?: string | null;
    });
    /** The name that you passed (RFC 7515, 4.1.4). @returns {string | null} */
    get kid(): string | null;
    #private;
}
/**
 * Hands one key or a list of keys to `use` as the addon takes them, and wipes the copies afterwards.
 *
 * @template R
 * @param {unknown} input
 * @param {(keys: { bytes: Uint8Array, kid?: string }[]) => R} use
 * @returns {R}
 */
export function withKeys<R>(input: unknown, use: (keys: {
    bytes: Uint8Array;
    kid?: string;
}[]) => R): R;
export {};
