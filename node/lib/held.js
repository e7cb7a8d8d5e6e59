'use strict';

// How objects of the library are copied and shown: no secret and no visitor gets out, and no copy is empty.

/**
 * The base of what holds a secret. `structuredClone`, `postMessage` and `v8.serialize` throw for it, where they
 * would make `{}` of an ordinary object with private members: they refuse weak sets, and so each is one. Nothing
 * of a weak set can be reached.
 */
const Held = /** @type {new () => object} */ (
  /** @type {unknown} */ (
    function () {
      return Reflect.construct(WeakSet, [], /** @type {any} */ (new.target));
    }
  )
);

/**
 * What `console.log` shows of a class's objects: its name and these members.
 *
 * @template T
 * @param {new (...args: any) => T} its
 * @param {(object: T) => object} members
 */
function shows(its, members) {
  Object.defineProperty(its.prototype, Symbol.for('nodejs.util.inspect.custom'), {
    /** @this {T} @param {number} _ @param {object} options @param {typeof import('node:util').inspect} inspect */
    value(_, options, inspect) {
      return `${its.name} ${this === its.prototype ? '{}' : inspect(members(this), options)}`;
    },
    configurable: true,
    writable: true,
  });
}

module.exports = { Held, shows };
