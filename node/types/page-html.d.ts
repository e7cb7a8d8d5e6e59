/**
 * Writes the HTML of signed visitors.
 *
 * All scripts of a page are the same but for the nonce, the mark and the fields, so the addon gives the other parts once, as a
 * frame. A script then needs no call of the addon. Whatever the core would not write as it is has no place in a frame: see
 * `src/script_frame.rs`.
 */
export class PageHtml {
    /** @param {any} native A signer or page of the addon. */
    constructor(native: any);
    /**
     * @param {string} lines
     * @param {string | undefined} nonce
     * @returns {string}
     */
    script(lines: string, nonce: string | undefined): string;
    /**
     * @param {string} lines
     * @param {string | undefined} endpoint
     * @returns {string}
     */
    element(lines: string, endpoint: string | undefined): string;
    /**
     * @param {string} lines
     * @returns {string}
     */
    url(lines: string): string;
    #private;
}
