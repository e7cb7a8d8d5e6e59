// The few elements that a page of ours has: custom elements, and scripts of a vendor's in the head.

const entities = { amp: '&', lt: '<', gt: '>', quot: '"' };
const decode = (text) => text.replace(/&(?:#x([0-9a-f]+)|(\w+));/g, (_, code, name) => (code ? String.fromCodePoint(parseInt(code, 16)) : entities[name]));

export class Elements {
  constructor(owner) {
    const elements = this;
    Object.assign(this, { owner, inDocument: [], defined: new Map(), head: [], byId: new Map() });

    this.HTMLElement = class {
      attributes = new Map();
      isConnected = false;

      getAttribute(name) { return this.attributes.get(name) ?? null; }
      hasAttribute(name) { return this.attributes.has(name); }
      setAttribute(name, value) { this.#change(name, String(value)); }
      removeAttribute(name) { if (this.attributes.has(name)) this.#change(name, null); }
      remove() { elements.remove(this); }

      #change(name, value) {
        const before = this.getAttribute(name);
        if (value === null) this.attributes.delete(name);
        else this.attributes.set(name, value);
        if (this.constructor.observedAttributes?.includes(name)) this.attributeChangedCallback?.(name, before, value);
      }
    };
    this.registry = {
      get: (name) => this.defined.get(name),
      define: (name, Class) => {
        if (this.defined.has(name)) throw new Error(`${name} is defined already`);
        this.defined.set(name, Class);
        this.inDocument.filter((one) => one.localName === name).forEach((one) => this.upgrade(one, Class));
      },
    };
    this.document = {
      currentScript: null,
      readyState: 'complete',
      querySelectorAll: (selector) => this.select(selector),
      querySelector: (selector) => this.byId.get(selector) ?? null,
      getElementById: (id) => this.byId.get(id) ?? null,
      createElement: (name) => this.create(name),
      addEventListener: () => {},
      head: { appendChild: (one) => { this.head.push(one); return one; } },
      body: { appendChild: (one) => { this.head.push(one); return one; } },
    };
    this.document.documentElement = this.document.body;
  }

  /** The elements of a selector such as `script[data-user]`, and those of a page that were given for it. */
  select(selector) {
    const [, name, attributes] = /^([a-z-]*)((?:\[[^\]]+\])*)$/.exec(selector);
    const wanted = [...attributes.matchAll(/\[([a-z-]+)(?:(\$?)="([^"]*)")?\]/g)];
    const has = (one, [, attribute, end, value]) => value === undefined ? one.hasAttribute(attribute)
      : end ? one.getAttribute(attribute)?.endsWith(value) : one.getAttribute(attribute) === value;
    const found = [...this.inDocument, ...this.head].filter((one) => (!name || one.localName === name) && wanted.every((attribute) => has(one, attribute)));
    return this.byId.has(selector) ? [...found, this.byId.get(selector)] : found;
  }

  create(name) {
    const one = new (this.defined.get(name) ?? this.HTMLElement)();
    Object.defineProperty(one, 'localName', { value: name });
    one.children = [];
    one.appendChild = (child) => one.children.push(child);
    one.submit = () => { one.setAttribute('action', one.action); };
    return one;
  }

  /** The element that the HTML of one element describes. It is not in the document. */
  parse(html) {
    const [, name, text] = /^<([a-z-]+)((?: [a-z-]+(?:="[^"]*")?)*)><\/\1>$/.exec(html);
    const one = this.create(name);
    for (const [, attribute, value = ''] of text.matchAll(/ ([a-z-]+)(?:="([^"]*)")?/g)) one.setAttribute(attribute, decode(value));
    return one;
  }

  insert(one) {
    one.isConnected = true;
    this.inDocument.push(one);
    one.connectedCallback?.();
    return one;
  }

  remove(one) {
    one.isConnected = false;
    this.inDocument = this.inDocument.filter((other) => other !== one);
    this.head = this.head.filter((other) => other !== one);
    one.disconnectedCallback?.();
  }

  /** A copy, as a snapshot or cloneNode makes it. */
  clone(one) {
    const copy = this.create(one.localName);
    for (const [name, value] of one.attributes) copy.setAttribute(name, value);
    return copy;
  }

  upgrade(one, Class) {
    Object.setPrototypeOf(one, Class.prototype);
    for (const [name, value] of one.attributes) if (Class.observedAttributes?.includes(name)) one.attributeChangedCallback?.(name, null, value);
    one.connectedCallback?.();
  }
}
