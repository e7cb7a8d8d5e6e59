export class VisitorWriter extends JsonWriter {
    /**
     * Writes a text.
     *
     * @param {number} kind
     * @param {string} text
     */
    textPart(kind: number, text: string): void;
    /** Writes a value of an attribute. @param {unknown} value */
    valuePart(value: unknown): void;
    /**
     * Writes a member that is no text.
     *
     * @param {string} name
     * @param {string} json Its value, in ASCII.
     */
    member(name: string, json: string): void;
    /** Writes the name of an attribute. @param {string} name */
    attribute(name: string): void;
    #private;
}
/**
 * Gives a writer to `write`, which no other call has in the meantime: writing a visitor may run code of the site, which may sign
 * another one. What is written is there until `write` returns.
 *
 * @template R
 * @param {(writer: VisitorWriter) => R} write
 * @returns {R}
 */
export function withWriter<R>(write: (writer: VisitorWriter) => R): R;
import { JsonWriter } from "./json-writer.js";
