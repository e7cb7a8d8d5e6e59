/**
 * Passes many texts, or many bytes, to the addon at once: joined, and the length of each. Gives all results in their order.
 *
 * @param {(string | Uint8Array | undefined)[]} parts All are text or undefined, or all are bytes.
 * @param {number} step The parts that stay together.
 * @param {(joined: string | Uint8Array, lengths: Uint32Array) => string[]} run
 * @returns {string[]}
 */
export function inBatches(parts: (string | Uint8Array | undefined)[], step: number, run: (joined: string | Uint8Array, lengths: Uint32Array) => string[]): string[];
