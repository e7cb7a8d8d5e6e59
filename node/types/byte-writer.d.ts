/** Writes UTF-8 into a buffer, up to `end`. What is behind `end` may be an earlier visitor's: it is never passed on. */
export class ByteWriter {
    bytes: Buffer<ArrayBuffer>;
    end: number;
    /** Whether the buffer is that of a new writer. */
    get isUsual(): boolean;
    /** Makes room for so many bytes behind `end`. @param {number} length */
    reserve(length: number): void;
    /** @param {number} byte */
    byte(byte: number): void;
    /** Writes a short text of ASCII. @param {string} text */
    ascii(text: string): void;
    /** Writes a short text of ASCII without NUL, or nothing and gives false for another one. @param {string} text */
    usual(text: string): boolean;
    /** Writes a text without half surrogate pairs. @param {string} text */
    utf8(text: string): void;
    /** @param {Uint8Array} bytes */
    copy(bytes: Uint8Array): void;
    /** A copy of what is written. @returns {Uint8Array} */
    written(): Uint8Array;
    #private;
}
/** Node writes a longer text faster than a loop over its units does. */
export const LONG: 64;
