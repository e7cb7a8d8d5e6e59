export type KeyLike = string | Uint8Array | Key | null | undefined;
/** A key to verify with, and its name: a token with a `kid` is checked only against the key of that name. */
export class Key {
    /**
     * @param {string | Uint8Array | null | undefined} key
     * @param {{ kid?: string | null }} [options]
     */
    constructor(key: string | Uint8Array | null | undefined, { kid }?: {
        kid?: string | null;
    });
    /** The key's name (RFC 7515, 4.1.4). @returns {string | null} */
    get kid(): string | null;
    #private;
}
/** @typedef {string | Uint8Array | Key | null | undefined} KeyLike */
/**
 * Uses the bytes and names of keys, one or a list, and wipes the bytes.
 *
 * @template R
 * @param {unknown} given
 * @param {(bytes: Uint8Array[], kids: (string | null)[]) => R} use
 * @returns {R}
 */
export function withKeys<R>(given: unknown, use: (bytes: Uint8Array[], kids: (string | null)[]) => R): R;
