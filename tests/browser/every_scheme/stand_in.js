// A stand-in for the widget of one scheme. It has the calls of tests/browser/calls.json and no others, and notes each with its
// values. widgets.js has those that must answer, or that remember something.
//
// window.story(steps) plays the steps of one window, and gives what the widget was told at each.
(() => {
  const { scheme, calls, event } = JSON.parse(document.getElementById('facts').textContent);
  const own = Object.keys(window);
  let log = [];
  let open = [];
  const held = [];
  const names = new Map();

  /** What a function of the page's gives: by promise, or to a callback. */
  function asked(ask) {
    const answer = { asks: 'nothing' };
    const take = (value) => { if (value !== undefined) answer.asks = noted('', value); };
    try {
      const given = ask(take);
      if (given?.then) open.push(given.then(take, () => {}));
    } catch {
      // It gives nothing.
    }
    return answer;
  }

  /** A value of a call as data. `way` is how the widget treats a function: 'done' calls it at the end, and 'function' never. */
  function noted(way, value) {
    if (value === undefined) return 'undefined';
    if (typeof value === 'function') {
      if (way) return way;
      held.push(value);
      return asked(value);
    }
    if (value instanceof Element) return `<${value.localName}#${value.id}>`;
    if (names.has(value)) return names.get(value);
    if (Array.isArray(value) || Object.prototype.toString.call(value) === '[object Arguments]') return [...value].map((one) => noted(way, one));
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined).map(([key, one]) => [key, noted(way, one)]));
  }

  const note = (call, ...values) => { log.push([call, ...values.map((value) => noted('', value))]); };

  /** A function of the widget's. `answer` is what it does, with the same values. */
  function call(path, { way = '', answer } = {}) {
    return (...values) => {
      log.push([path, ...values.map((value) => noted(way, value))]);
      if (way === 'done') values.forEach((value) => { if (typeof value === 'function') value(); });
      return answer ? answer(...values) : Promise.resolve();
    };
  }

  /** A class of the widget's. Each instance has the methods of the table. */
  function constructed(path, { answer = () => {} } = {}) {
    const methods = paths.filter((one) => one.startsWith(`${path}().`)).map((one) => one.slice(path.length + 3));
    return class {
      constructor(...values) {
        log.push([`new ${path}`, ...values.map((value) => noted('', value))]);
        this.constructor.made.push(this);
        names.set(this, `${path}()`);
        for (const method of methods) this[method] = call(`${path}().${method}`);
        answer.call(this, ...values);
      }

      static made = [];
    };
  }

  const paths = [...new Set(Object.values(calls).filter(Array.isArray).flat().map(([path]) => path))];

  /** Puts a value at a path such as `Talk.Session` of the window. */
  function put(path, value) {
    const keys = path.split('.');
    const last = keys.pop();
    const parent = keys.reduce((object, key) => (object[key] ??= {}), window);
    parent[last] ??= value;
  }

  window.tagged = ({ turboTemporary, ...data }) => note('script', data);
  const tools = { call, constructed, note, noted, put };
  const special = window.widgets[scheme] ?? {};
  const isBare = location.search === '?bare';
  const isQueued = location.search === '?queue';
  if (isQueued) special.queue(tools);
  else if (!isBare) {
    special.widget?.(tools);
    for (const path of paths.filter((one) => /^(new )?[\w$.]+$/.test(one))) {
      if (path === 'held' || special.own?.includes(path)) continue;
      if (path.startsWith('new ')) put(path.slice(4), constructed(path.slice(4)));
      else put(path, call(path, special[path]));
    }
    if (event) addEventListener('load', () => dispatchEvent(new Event(event)));
  }

  /** What the widget reads in the window and in the page. */
  const reads = paths.filter((path) => path.endsWith(' =')).map((path) => {
    const variable = () => path.slice(0, -2).split('.').reduce((object, key) => object?.[key], window);
    return [path, special.reads ?? variable];
  });
  const last = new Map();
  const nothing = ['"undefined"', 'null', '""', '[null,null]'];
  const look = () => {
    for (const [path, read] of reads) {
      const value = noted('function', read());
      const said = JSON.stringify(value);
      if (said === last.get(path) || !last.has(path) && nothing.includes(said)) continue;
      last.set(path, said);
      log.push([path, value]);
    }
  };
  const turn = () => new Promise((done) => { setTimeout(done); });

  /** Waits until the widget has been told as much as it should be, and whatever is due has been done. */
  async function settle(count) {
    const until = Date.now() + 5_000;
    const isDone = () => { look(); return log.length >= count; };
    while (!isDone() && Date.now() < until) await turn();
    for (let more = 0; more < 3; more += 1) await turn();
    await Promise.all(open);
    await turn();
    look();
  }

  const policy = window.trustedTypes.createPolicy('stand-in', { createHTML: (html) => html });
  function write(html) {
    // What the last page of the site has stated.
    document.querySelectorAll('visitorseal-visitor, body script:not([src])').forEach((one) => one.remove());
    const page = document.createElement('template');
    page.innerHTML = policy.createHTML(html);
    // A script of a template does not run.
    for (const node of [...page.content.children]) {
      if (node.localName !== 'script') {
        document.body.append(node);
        continue;
      }
      const script = document.createElement('script');
      script.nonce = node.nonce;
      script.textContent = node.textContent;
      document.body.append(script);
    }
  }

  async function answered(answer) {
    await Promise.all(open);
    await turn();
    return answer;
  }

  window.story = async (steps) => {
    const told = [];
    for (const { who, html, isHeld, count } of steps) {
      document.cookie = `who=${who}; path=/`;
      if (html) write(html);
      await settle(count - (isHeld ? 1 : 0));
      if (isHeld) {
        // The widget asks again with the function that it got first.
        const { asks } = await answered(asked(held.at(-1)));
        log.push(['held', asks]);
      }
      told.push(log);
      if (log.length < count) break;
      [log, open] = [[], []];
    }
    return told;
  };

  /** What functions that the widget still holds give, and what the page's code has left in the window, the page and its stores. */
  window.left = async () => {
    open = [];
    const asks = held.splice(0).map(asked);
    await Promise.all(open);
    const objects = Object.keys(window).filter((key) => !own.includes(key)).map((key) => {
      try {
        return `${key}: ${JSON.stringify(window[key])}`;
      } catch {
        return '';
      }
    });
    return {
      held: JSON.stringify(asks),
      window: objects.join('\n'),
      page: document.body.outerHTML,
      stores: JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie]),
    };
  };
  // What waits in the queue of the vendor's snippet.
  if (special.queue) window.queued = () => noted('function', special.queued());
})();
