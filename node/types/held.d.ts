/**
 * The base of what holds a secret. `structuredClone`, `postMessage` and `v8.serialize` throw for it, where they
 * would make `{}` of an ordinary object with private members: they refuse weak sets, and so each is one. Nothing
 * of a weak set can be reached.
 */
export const Held: new () => object;
/**
 * What `console.log` shows of a class's objects: its name and these members.
 *
 * @template T
 * @param {new (...args: any) => T} its
 * @param {(object: T) => object} members
 */
export function shows<T>(its: new (...args: any) => T, members: (object: T) => object): void;
