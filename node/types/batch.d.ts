/**
 * @template T
 * @param {Iterable<T>} values
 * @param {(writer: VisitorWriter, value: T) => boolean} write Writes a value, or nothing and gives false.
 * @param {(bytes: Uint8Array, end: number, lengths: Uint32Array) => void} run Passes a batch to the addon.
 */
export function inBatches<T>(values: Iterable<T>, write: (writer: VisitorWriter, value: T) => boolean, run: (bytes: Uint8Array, end: number, lengths: Uint32Array) => void): void;
import type { VisitorWriter } from './visitor-writer';
