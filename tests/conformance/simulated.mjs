// A simulated browser: windows that share a storage and a clock, which stands still except in `pass`.

import assert from 'node:assert/strict';
import vm from 'node:vm';
import { Elements } from './elements.mjs';

export const plain = (value) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)));

/** How a browser's storage can be. What it does to `localStorage` must not matter to a page. */
const storages = {
  works: {},
  full: { setItem() { throw new Error('QuotaExceededError'); } },
  forbidden: { get() { throw new Error('SecurityError'); } },
  absent: { get: () => null },
};
export const badStorages = Object.keys(storages).filter((name) => name !== 'works');

export class Browser {
  constructor(storage = 'works') {
    this.storage = storages[storage];
    this.stored = new Map();
    this.windows = [];
    this.timers = [];
    this.now = 1_795_132_800_000;
  }

  open(globals, named) {
    const opened = new Window(this, globals, named);
    this.windows.push(opened);
    return opened;
  }

  /** Other windows hear of a change. The one that made it does not. */
  changed(by, key, before, value) {
    if (before === value) return;
    for (const other of this.windows.filter((one) => one !== by && !one.isFrozen)) {
      this.later(other, 0, () => other.fire('storage', { key, oldValue: before, newValue: value }));
    }
  }

  later(owner, after, run) {
    const timer = { owner, at: this.now + after, run };
    this.timers.push(timer);
    return timer;
  }

  pass(milliseconds) {
    const until = this.now + milliseconds;
    for (;;) {
      const due = this.timers.filter(({ owner, at }) => at <= until && !owner.isFrozen).sort((one, other) => one.at - other.at)[0];
      if (!due) break;
      this.timers.splice(this.timers.indexOf(due), 1);
      this.now = Math.max(this.now, due.at);
      due.run();
    }
    this.now = until;
    return this;
  }
}

/** A window. Elements with a name or an id are inherited properties of it, as in a browser. */
class Window {
  constructor(browser, globals = {}, named = {}) {
    Object.assign(this, { browser, warnings: [], errors: [], listeners: [], asked: [], answers: [], isFrozen: false });
    this.elements = new Elements(this);
    // Not the context's global object: Node reports its inherited properties as own ones.
    this.window = { __proto__: named, ...globals };
    const text = (values) => values.map(String).join(' ');
    const shared = {
      addEventListener: (event, run, options) => this.listeners.push({ event, run, once: Boolean(options?.once) }),
      removeEventListener: (event, run) => { this.listeners = this.listeners.filter((one) => one.event !== event || one.run !== run); },
      fetch: (address, options) => this.fetch(address, options),
      document: this.elements.document,
      // Its getter, as a browser has it: an element of the page may be named like the property.
      Document: { prototype: Object.defineProperty({}, 'currentScript', { get() { return this.currentScript; } }) },
      customElements: this.elements.registry,
    };
    Object.assign(this.window, shared);
    this.context = vm.createContext({
      window: this.window,
      ...shared,
      HTMLElement: this.elements.HTMLElement,
      console: { warn: (...values) => this.warnings.push(text(values)), error: (...values) => this.errors.push(text(values)) },
      setTimeout: (run, after = 0, ...values) => browser.later(this, after, () => run(...values)),
      clearTimeout: (timer) => { browser.timers = browser.timers.filter((one) => one !== timer); },
      queueMicrotask,
      Date: { now: () => browser.now },
    });
    for (const place of [this.context, this.window]) Object.defineProperty(place, 'localStorage', { get: () => this.localStorage() });
  }

  localStorage() {
    const { browser } = this;
    const storage = {
      getItem: (key) => browser.stored.get(key) ?? null,
      setItem: (key, value) => {
        const before = browser.stored.get(key) ?? null;
        browser.stored.set(key, String(value));
        browser.changed(this, key, before, String(value));
      },
      removeItem: (key) => {
        const before = browser.stored.get(key) ?? null;
        browser.stored.delete(key);
        browser.changed(this, key, before, null);
      },
    };
    const { get, ...methods } = browser.storage;
    return get ? get() : Object.assign(storage, methods);
  }

  /** Reads the tag of an inline script, and runs it. */
  run(html, nonce = '') {
    const found = /^<script(?: nonce="([^"]*)")? data-turbo-temporary hx-history="false">([^]*)<\/script>\s*$/.exec(html);
    assert.ok(found, `one script with the markers: ${html.slice(0, 120)}`);
    assert.equal(found[1] ?? '', nonce);
    assert.match(found[2], /^[\n\x20-\x7e]*$/, 'the script is ASCII, so the charset of the page does not matter');
    assert.ok(!found[2].includes('<'), 'the script contains nothing that ends it');
    const script = { nonce, isThere: true, remove() { this.isThere = false; } };
    this.runCode(found[2], script);
    assert.equal(script.isThere, false, 'the script removes itself, so that no copy of the page holds it');
    return this;
  }

  runCode(code, currentScript = null) {
    this.elements.document.currentScript = currentScript;
    try {
      vm.runInContext(code, this.context);
    } finally {
      this.elements.document.currentScript = null;
    }
    return this;
  }

  /** Dispatches an event at the window. */
  fire(event, more = {}) {
    const heard = this.listeners.filter((listener) => listener.event === event);
    this.listeners = this.listeners.filter((listener) => !heard.includes(listener) || !listener.once);
    heard.forEach(({ run }) => run({ type: event, ...more }));
    return this;
  }

  pass(milliseconds) {
    this.browser.pass(milliseconds);
    return this;
  }

  /** The page goes into the back/forward cache: it hears nothing, and no timer runs, until it is shown again. */
  freeze() {
    this.isFrozen = true;
    return this;
  }

  show() {
    this.isFrozen = false;
    return this.fire('pageshow', { persisted: true });
  }

  fetch(address, options) {
    this.asked.push([address, plain(options)]);
    const [status, body] = this.answers.shift() ?? [500, 'null'];
    return Promise.resolve({ ok: status === 200, status, json: () => Promise.resolve(JSON.parse(body)) });
  }

  /** Waits for what was asked and promised. Time does not pass. */
  async settle() {
    for (let turn = 0; turn < 3; turn += 1) await new Promise((done) => { setImmediate(done); });
    return this;
  }
}

/** A global of a widget that notes its calls. */
export function recorder() {
  const calls = [];
  return { calls, global: (...call) => { calls.push(plain(call)); } };
}
