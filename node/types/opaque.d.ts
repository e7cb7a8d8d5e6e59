/**
 * The base of objects that hold a secret. `structuredClone`, `postMessage` and `v8.serialize` throw for it. Of an ordinary
 * object with private members they would make an empty copy. They refuse weak sets, so every such object is a weak set,
 * which nothing can be read from.
 */
export const NotCloneable: new () => object;
/**
 * Sets what `console.log` shows of a class's objects: the class's name and these members.
 *
 * @template T
 * @param {new (...args: any) => T} constructor
 * @param {(object: T) => object} members
 */
export function showOnly<T>(constructor: new (...args: any) => T, members: (object: T) => object): void;
