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
 * Uses keys, one or a list, as the addon takes them, and wipes their bytes.
 *
 * @template R
 * @param {unknown} given
 * @param {(keys: { bytes: Uint8Array, kid?: string }[]) => R} use
 * @returns {R}
 */
export function withKeys<R>(given: unknown, use: (keys: {
    bytes: Uint8Array;
    kid?: string;
}[]) => R): R;
