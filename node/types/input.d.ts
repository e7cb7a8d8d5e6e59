export type LeftOut = {
    /**
     * What the signature covers. An attribute in it is never left out.
     */
    covers: string[];
    /**
     * Those of the attributes that are left out.
     */
    faults: InvalidValue[];
};
/**
 * Whether a value is a promise. Its rejection is caught here, because nobody awaits it and it would end the process.
 *
 * @param {any} value
 */
export function isPromise(value: any): boolean;
/**
 * Checks a leeway in seconds, 0 by default. The core checks that it is not too large.
 *
 * @param {unknown} [leeway]
 * @returns {number}
 */
export function leewaySeconds(leeway?: unknown): number;
/**
 * Checks the size of the largest token.
 *
 * @param {unknown} [maxToken]
 * @returns {number}
 */
export function maxTokenBytes(maxToken?: unknown): number;
/**
 * An object's own members. A polluted `Object.prototype` could otherwise set an option, such as a verifier's policy.
 *
 * @param {object | null | undefined} object
 * @returns {Record<string, any>}
 */
export function ownMembers(object: object | null | undefined): Record<string, any>;
/**
 * The time in the options of a call that has no others.
 *
 * @param {{ now?: number } | undefined} options
 */
export function readNow(options: {
    now?: number;
} | undefined): number;
/**
 * The options of a call. A misspelt one is an error.
 *
 * @param {unknown} options
 * @param {string[]} names
 * @returns {Record<string, any>}
 */
export function readOptions(options: unknown, names: string[]): Record<string, any>;
/**
 * A secret or key as a copy that {@link wiping} clears. One that is not set is empty: the core reports it.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {Uint8Array}
 */
export function secretBytes(name: string, value: unknown): Uint8Array;
/**
 * Settings as the core reads them. `appId` may be written for `app_id`.
 *
 * @param {unknown} settings
 * @returns {Uint8Array}
 */
export function settingsJson(settings: unknown): Uint8Array;
/**
 * Checks an argument that must be text.
 *
 * @param {string} name
 * @param {unknown} value
 * @returns {string}
 */
export function text(name: string, value: unknown): string;
/**
 * Checks a time in Unix seconds; the system's clock if there is none.
 *
 * @param {unknown} now
 * @returns {number}
 */
export function unixSeconds(now: unknown): number;
/**
 * Runs a function and then overwrites the copies of secrets that it used.
 *
 * @template R
 * @param {Uint8Array[]} secrets
 * @param {() => R} run
 * @returns {R}
 */
export function wiping<R>(secrets: Uint8Array[], run: () => R): R;
/**
 * The fields that a page sent, as JSON. Throws an {@link InvalidValue} if they are not one JSON object.
 *
 * @param {unknown} fields
 * @param {number} maxLength
 * @returns {Uint8Array}
 */
export function writeFields(fields: unknown, maxLength: number): Uint8Array;
/**
 * @typedef {object} LeftOut
 * @property {string[]} covers What the signature covers. An attribute in it is never left out.
 * @property {InvalidValue[]} faults Those of the attributes that are left out.
 */
/**
 * Writes a visitor. An error takes back what was written.
 *
 * @param {VisitorWriter} writer
 * @param {unknown} visitor
 * @param {LeftOut} [leftOut] Wrong attributes are then left out.
 */
export function writeVisitor(writer: VisitorWriter, visitor: unknown, leftOut?: LeftOut): void;
/**
 * A visitor as the addon takes it.
 *
 * @param {unknown} visitor
 * @returns {Uint8Array}
 */
export function writtenVisitor(visitor: unknown): Uint8Array;
import { InvalidValue } from "./json-writer";
import type { VisitorWriter } from './visitor-writer';
