'use strict';

// Keeps secrets and visitors out of copies and logs.

/**
 * The base of objects that hold a secret. `structuredClone`, `postMessage` and `v8.serialize` throw for it. Of an ordinary
 * object with private members they would make an empty copy. They refuse weak sets, so every such object is a weak set,
 * which nothing can be read from.
 */
const NotCloneable = /** @type {new () => object} */ (
  /** @type {unknown} */ (
    function () {
      return Reflect.construct(WeakSet, [], /** @type {any} */ (new.target));
    }
  )
);

/**
 * Sets what `console.log` shows of a class's objects: the class's name and these members.
 *
 * @template T
 * @param {new (...args: any) => T} constructor
 * @param {(object: T) => object} members
 */
function showOnly(constructor, members) {
  Object.defineProperty(constructor.prototype, Symbol.for('nodejs.util.inspect.custom'), {
    /** @this {T} @param {number} _ @param {object} options @param {typeof import('node:util').inspect} inspect */
    value(_, options, inspect) {
      return `${constructor.name} ${this === constructor.prototype ? '{}' : inspect(members(this), options)}`;
    },
    configurable: true,
    writable: true,
  });
}

module.exports = { NotCloneable, showOnly };
