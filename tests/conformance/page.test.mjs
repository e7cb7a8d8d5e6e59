// Runs the scripts that the program prints, in a simulated page that has a clock and a window.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = `${process.env.CARGO_TARGET_DIR ?? `${root}/target`}/debug/visitorseal`;

const folder = mkdtempSync(join(tmpdir(), 'visitorseal-'));
after(() => rmSync(folder, { recursive: true }));

/** A scheme of one's own with this [page]. It sends uid, mac, mail, nick and the attributes. */
function own(page) {
  const path = join(folder, 'acme.toml');
  const fields = 'uid = "{id}"\nmac = "{signature}"\nmail = "{email}"\nnick = "{name}"\n"*" = "{attributes}"';
  writeFileSync(path, `name = "acme"
vendor = "Acme"
document = "https://help.acme.example/sign-in"
read = 2026-11-20
contact = "{id}"
[settings.app]
about = "the app"
form = "text"
[signature]
kind = "hmac"
hash = "sha256"
secret = "text"
message = "{id}"
result = "hex"
[fields]
${fields}
[page]
${page}`);
  return ['--scheme-file', path];
}

/** What the program prints for a scheme of the catalogue, or for one of `own`. */
function script(command, scheme, visitor, settings = []) {
  const set = settings.flatMap((setting) => ['--setting', setting]);
  return execFileSync(program, [command, ...[scheme].flat(), ...set], {
    input: visitor ? JSON.stringify(visitor) : '',
    env: { VISITORSEAL_SECRET: 'a secret of some length' },
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
}

/** A window whose time passes only in `pass`. Named elements are inherited properties, as in a browser. */
class SimulatedPage {
  constructor(globals = {}, elements = {}) {
    this.now = 0;
    this.timers = [];
    this.warnings = [];
    this.listeners = [];
    // Not the context's global object: Node reports its inherited properties as own ones.
    this.window = { __proto__: elements, ...globals };
    this.window.addEventListener = (event, run, { once }) => this.listeners.push({ event, run, once });
    this.context = vm.createContext({
      window: this.window,
      console: { warn: (text) => this.warnings.push(text) },
      setTimeout: (run, after) => this.timers.push({ at: this.now + after, run }),
      Date: { now: () => this.now },
    });
  }

  run(html) {
    const [, code] = /^<script>([^]*)<\/script>\s*$/.exec(html);
    assert.match(code, /^[\n\x20-\x7e]*$/, 'the script is ASCII, so the charset of the page does not matter');
    assert.ok(!code.includes('<'), 'the script contains nothing that ends it');
    vm.runInContext(code, this.context);
    return this;
  }

  /** Dispatches an event at the window. */
  fire(event) {
    const heard = this.listeners.filter((listener) => listener.event === event);
    this.listeners = this.listeners.filter((listener) => !heard.includes(listener) || !listener.once);
    heard.forEach(({ run }) => run());
    return this;
  }

  pass(milliseconds) {
    const until = this.now + milliseconds;
    for (;;) {
      this.timers.sort((one, other) => one.at - other.at);
      if (!this.timers.length || this.timers[0].at > until) break;
      const { at, run } = this.timers.shift();
      this.now = at;
      run();
    }
    this.now = until;
    return this;
  }
}

const plain = (value) => JSON.parse(JSON.stringify(value));
const jane = { id: 'user-123', name: 'Jane Doe', email: 'jane@example.com' };
const john = { id: 'user-124', name: 'John', email: 'john@example.com' };

function recorder() {
  const calls = [];
  return { calls, global: (...call) => calls.push(plain(call)) };
}

test('a widget that has loaded is called at once', () => {
  const { calls, global } = recorder();
  new SimulatedPage({ bookbag: global }).run(script('script', 'bookbag', { ...jane, attributes: { plan: 'growth' } }));
  assert.equal(calls.length, 1);
  const [command, fields] = calls[0];
  assert.equal(command, 'identify');
  assert.deepEqual(Object.keys(fields), ['user_id', 'user_hash', 'user_metadata']);
  assert.match(fields.user_hash, /^[0-9a-f]{64}$/);
  assert.deepEqual(fields.user_metadata, { name: 'Jane Doe', email: 'jane@example.com', plan: 'growth' });
});

test('a widget that loads late is called once, as soon as it has loaded', () => {
  const { calls, global } = recorder();
  const page = new SimulatedPage().run(script('script', 'fernand', jane)).pass(3000);
  assert.equal(calls.length, 0);
  page.window.Fernand = global;
  page.pass(60_000);
  assert.equal(calls.length, 1);
  assert.deepEqual(calls[0][1].user.email, 'jane@example.com');
  assert.deepEqual(page.warnings, []);
});

test('a widget that does not load is reported once after 10 seconds, and the script keeps waiting', () => {
  const { calls, global } = recorder();
  const page = new SimulatedPage().run(script('script', 'bookbag', jane)).pass(9_900);
  assert.equal(page.warnings.length, 0);
  page.pass(60_000);
  assert.equal(page.warnings.length, 1);
  assert.match(page.warnings[0], /^visitorseal: window\.bookbag is missing after 10 seconds/);
  page.window.bookbag = global;
  page.pass(1_000);
  assert.equal(calls.length, 1);
});

// A node, a collection of two, and a frame, which appears to have every property.
const elements = [{ nodeType: 1 }, { length: 2, item: () => null }, new Proxy({}, { get: () => ({}) })];

test('an element named like a widget is not taken for the widget', () => {
  const app = ['app_id=a-1'];
  for (const element of elements) {
    const { calls, global } = recorder();
    const messenger = () => ({ initialize: global, destroy: () => global('destroy') });
    const named = Object.fromEntries(['bookbag', 'Fernand', 'chatgenie', 'chatgenieParams'].map((name) => [name, element]));
    const scripts = [script('script', 'bookbag', jane), script('script', 'fernand', jane), script('script', 'thread', jane, app)];
    const page = new SimulatedPage({}, named);
    scripts.forEach((html) => page.run(html));
    page.pass(1_000);
    assert.deepEqual(calls, []);
    Object.assign(page.window, { bookbag: global, Fernand: global, chatgenie: { default: { messenger } } });
    page.pass(1_000);
    assert.deepEqual(calls.map(([first]) => first.connectionEmail ?? first).sort(), ['identify', 'jane@example.com', 'set']);

    calls.length = 0;
    const signedOut = new SimulatedPage({}, named).run(script('forget-script', 'bookbag'));
    signedOut.run(script('forget-script', 'thread', null, app)).pass(1_000);
    assert.deepEqual(calls, []);
    Object.assign(signedOut.window, { bookbag: global, chatgenie: { default: { messenger } } });
    signedOut.pass(1_000);
    assert.deepEqual(calls, [['identify', null], ['destroy']]);
  }
});

test('an element named like our registry or like the object that a vendor reads is ignored', () => {
  for (const element of elements) {
    const { calls, global } = recorder();
    const page = new SimulatedPage({}, { visitorseal: element, _support: element });
    page.run(script('script', 'bookbag', jane)).run(script('script', 'bookbag', john)).run(script('script', 'reamaze', jane));
    page.window.bookbag = global;
    page.pass(1_000);
    assert.deepEqual(calls.map(([, fields]) => fields.user_id), ['user-124']);
    assert.deepEqual(Object.keys(page.window._support), ['ui', 'user']);
    assert.deepEqual(plain(page.window._support.ui), {});
    assert.equal(page.window._support.user.id, 'user-123');
  }
});

test('if two scripts wait for the widget, the later one wins', () => {
  const { calls, global } = recorder();
  const page = new SimulatedPage().run(script('script', 'bookbag', jane)).pass(10).run(script('script', 'bookbag', john)).pass(10);
  page.window.bookbag = global;
  page.pass(5_000);
  assert.deepEqual(calls.map(([, fields]) => fields.user_id), ['user-124']);

  const signedOut = new SimulatedPage().run(script('script', 'bookbag', jane)).run(script('forget-script', 'bookbag'));
  calls.length = 0;
  signedOut.window.bookbag = global;
  signedOut.pass(5_000);
  assert.deepEqual(calls, [['identify', null]]);
});

test('after sign-out, the widget forgets the visitor before it starts an anonymous one', () => {
  const calls = [];
  const messenger = (destroyed) => () => ({
    initialize: (params) => calls.push(plain(params)),
    destroy: () => { calls.push('destroy'); destroyed(); },
  });
  const app = ['app_id=a-1'];
  const signedOut = () => new SimulatedPage().run(script('script', 'thread', jane, app))
    .run(script('forget-script', 'thread', null, app)).pass(10).run(script('anonymous-script', 'thread', null, app));
  const page = signedOut();
  page.window.chatgenie = { default: { messenger: messenger(() => {}) } };
  page.pass(5_000);
  assert.deepEqual(calls, ['destroy', { appId: 'a-1' }]);
  page.run(script('anonymous-script', 'thread', null, app));
  assert.deepEqual(calls.slice(2), [{ appId: 'a-1' }], 'it forgets only once');

  calls.length = 0;
  const broken = signedOut();
  broken.window.chatgenie = { default: { messenger: messenger(() => { throw new Error('nothing to destroy'); }) } };
  assert.throws(() => broken.pass(5_000), /nothing to destroy/);
  assert.deepEqual(calls, ['destroy', { appId: 'a-1' }], 'a widget that cannot forget still starts');
});

test('Re:amaze finds the user in a new _support and in an existing one', () => {
  const html = script('script', 'reamaze', { ...jane, phone: '+14155552671', avatar: 'https://example.com/a.png?b&c' });
  const fresh = new SimulatedPage().run(html).window._support;
  assert.deepEqual(Object.keys(fresh), ['ui', 'user']);
  assert.equal(fresh.user.avatar, 'https://example.com/a.png?b&c');
  assert.deepEqual(Object.keys(fresh.user), ['id', 'email', 'name', 'phone', 'avatar', 'authkey']);
  const support = { account: 'acme', ui: { contactMode: 'default' } };
  new SimulatedPage({ _support: support }).run(html);
  assert.equal(support.account, 'acme');
  assert.equal(support.user.id, 'user-123');
});

test('Thread starts with its parameters, also for an anonymous visitor, and is destroyed at sign-out', () => {
  const calls = [];
  const messenger = () => ({
    initialize: (params) => calls.push(['initialize', plain(params)]),
    destroy: () => calls.push(['destroy']),
  });
  const chatgenie = { default: { messenger } };
  const app = ['app_id=a-1'];
  const page = new SimulatedPage().run(script('script', 'thread', { email: 'foo@bar.com' }, app));
  assert.equal(page.window.chatgenieParams.connectionType, 'messenger_auth');
  page.window.chatgenie = chatgenie;
  page.pass(100).run(script('forget-script', 'thread', null, app)).run(script('anonymous-script', 'thread', null, app));
  assert.deepEqual(calls.map(([name]) => name), ['initialize', 'destroy', 'initialize']);
  assert.deepEqual(Object.keys(calls[0][1]), ['appId', 'connectionType', 'connectionEmail', 'connectionKey']);
  assert.deepEqual(calls[2][1], { appId: 'a-1' });
});

test('hostile text in every field and key arrives unchanged', () => {
  const hostile = '</script><script>alert(1)</script><!--<script>]]>"\'`\\\u00a5\u2028\u2029&amp;${x}';
  const { calls, global } = recorder();
  const visitor = { id: hostile, name: hostile, email: 'a@b', attributes: { [hostile]: { [hostile]: [hostile] } } };
  new SimulatedPage({ bookbag: global }).run(script('script', 'bookbag', visitor));
  const { user_id: id, user_metadata: metadata } = calls[0][1];
  assert.equal(id, visitor.id);
  assert.equal(metadata.name, hostile);
  assert.deepEqual(metadata[hostile], { [hostile]: [hostile] });
});

const chatwoot = (more) => own(`
global = "$chatwoot"
ready = "window.$chatwoot.hasLoaded"
ready_event = "chatwoot:ready"
script = ["window.$chatwoot.setUser({fields.uid}, {fields});", "window.$chatwoot.setName({fields.nick});", "window.$chatwoot.done();"]
forget = ["window.$chatwoot.reset();", "window.$chatwoot.cleared();"]
${more ?? ''}`);

/** A widget that notes its calls. Before it has loaded, a call has no effect, as with the vendor's. */
function widget() {
  const calls = [];
  const global = { hasLoaded: false };
  for (const name of ['setUser', 'setName', 'done', 'reset', 'cleared']) global[name] = (...call) => calls.push(plain([name, ...call]));
  return { calls, global };
}
const names = (calls) => calls.map(([name]) => name);

test('a value is an argument of its own, and a statement without its value is left out', () => {
  const { calls, global } = widget();
  global.hasLoaded = true;
  const visitor = { id: 'user-123', email: 'jane@example.com', attributes: { plan: 'growth' } };
  new SimulatedPage({ $chatwoot: global }).run(script('script', chatwoot(), visitor));
  assert.deepEqual(names(calls), ['setUser', 'done']);
  const [, uid, fields] = calls[0];
  assert.equal(uid, 'user-123');
  assert.deepEqual(Object.keys(fields), ['mac', 'mail', 'plan'], '{fields} is the rest: nick has a place of its own');

  calls.length = 0;
  new SimulatedPage({ $chatwoot: global }).run(script('script', chatwoot(), { ...visitor, name: 'Jane "<\u2028' }));
  assert.deepEqual(names(calls), ['setUser', 'setName', 'done']);
  assert.equal(calls[1][1], 'Jane "<\u2028');
});

test('values of every type arrive as what they are', () => {
  const page = own(`at_once = ["window.all = {fields};", "window.sum = 1 -{fields.uid};", "window.nick = {fields.nick};"]`);
  const attributes = { minus: -1, yes: true, list: [1, { a: 'b' }], none: null };
  const { window } = new SimulatedPage().run(script('script', page, { id: '5', attributes }));
  assert.deepEqual(plain(window.all), { mac: window.all.mac, ...attributes });
  assert.equal(window.sum, -4);
  assert.ok(!('nick' in window));
});

// The widget loads in three ways: the condition becomes true, the event is heard, or both.
const loads = {
  condition: (page, global) => { global.hasLoaded = true; },
  event: (page) => page.fire('chatwoot:ready'),
  both: (page, global) => { global.hasLoaded = true; page.fire('chatwoot:ready'); },
};

for (const [how, load] of Object.entries(loads)) {
  test(`a sign-out before the widget is ready ends without the former visitor (${how})`, () => {
    const { calls, global } = widget();
    const page = new SimulatedPage({ $chatwoot: global }).run(script('script', chatwoot(), jane)).pass(200);
    page.run(script('forget-script', chatwoot())).pass(200);
    assert.deepEqual(calls, []);
    load(page, global);
    page.pass(60_000);
    assert.deepEqual(names(calls), ['reset', 'cleared']);
  });

  test(`before the widget is ready, the last of several visitors wins, and a sign-out is never skipped (${how})`, () => {
    const { calls, global } = widget();
    const page = new SimulatedPage({ $chatwoot: global });
    page.run(script('script', chatwoot(), jane)).run(script('forget-script', chatwoot())).run(script('script', chatwoot(), john));
    load(page, global);
    page.pass(60_000);
    assert.deepEqual(names(calls), ['reset', 'cleared', 'setUser', 'setName', 'done']);
    assert.equal(calls[2][1], 'user-124');
  });

  test(`a sign-out in the moment when the widget becomes ready ends without the former visitor (${how})`, () => {
    const { calls, global } = widget();
    const page = new SimulatedPage({ $chatwoot: global }).run(script('script', chatwoot(), jane)).pass(200);
    load(page, global);
    page.run(script('forget-script', chatwoot())).pass(60_000);
    assert.deepEqual(names(calls), ['reset', 'cleared']);
  });
}

test('the simulated page shows the fault of a listener of one\'s own', () => {
  const listening = own(`
at_once = "window.addEventListener('chatwoot:ready', function () { window.$chatwoot.setUser({fields.uid}, {fields}); }, {once: true});"
forget = "window.$chatwoot.reset();"`);
  const { calls, global } = widget();
  const page = new SimulatedPage({ $chatwoot: global }).run(script('script', listening, jane)).run(script('forget-script', listening));
  page.fire('chatwoot:ready').pass(60_000);
  assert.deepEqual(names(calls), ['reset', 'setUser'], 'it ends with the former visitor');
});

test('an event after the first script counts for the second one, and the scripts share one listener', () => {
  const event = own('ready_event = "acme-ready"\nscript = "window.acme({fields});"\nforget = "window.acme(null);"');
  const { calls, global } = recorder();
  const page = new SimulatedPage({ acme: global }).run(script('script', event, jane));
  assert.equal(page.listeners.length, 1);
  page.fire('acme-ready').pass(100);
  assert.equal(calls.length, 1);
  page.run(script('script', event, john)).run(script('forget-script', event)).run(script('script', event, jane));
  assert.deepEqual(calls.slice(1).map(([fields]) => fields?.uid), ['user-124', undefined, 'user-123']);
  assert.deepEqual([page.listeners.length, page.timers.length], [0, 0]);
});

test('a widget that never becomes ready is reported once, and the event still counts later', () => {
  const { calls, global } = widget();
  const page = new SimulatedPage({ $chatwoot: global }).run(script('script', chatwoot(), jane)).pass(60_000);
  assert.deepEqual(calls, []);
  assert.equal(page.warnings.length, 1);
  assert.match(page.warnings[0], /^visitorseal: Acme's widget is not ready after 10 seconds/);
  page.fire('chatwoot:ready').pass(1_000);
  assert.deepEqual(names(calls), ['setUser', 'setName', 'done']);
});

test('a condition that throws, and an element named like the widget, count as not ready', () => {
  const throwing = own('ready = "window.acme.state.isReady === true"\nscript = "window.acme.go({fields});"');
  const { calls, global } = recorder();
  const page = new SimulatedPage().run(script('script', throwing, jane)).pass(100);
  page.window.acme = { go: global };
  page.pass(100);
  assert.deepEqual(calls, []);
  page.window.acme.state = { isReady: true };
  page.pass(100);
  assert.equal(calls.length, 1);

  for (const element of elements) {
    const loaded = widget();
    const named = new SimulatedPage({}, { $chatwoot: element }).run(script('script', chatwoot(), jane)).pass(1_000);
    assert.deepEqual(named.timers.length, 1);
    loaded.global.hasLoaded = true;
    named.window.$chatwoot = loaded.global;
    named.pass(1_000);
    assert.deepEqual(names(loaded.calls), ['setUser', 'setName', 'done']);
  }
});

test('a global with a dot is waited for step by step', () => {
  const dotted = own('global = "mn.widget"\nscript = "window.mn.widget({fields});"');
  const { calls, global } = recorder();
  const page = new SimulatedPage({}, { mn: { widget: global } }).run(script('script', dotted, jane)).pass(1_000);
  page.window.mn = {};
  page.pass(1_000);
  assert.deepEqual(calls, []);
  page.window.mn.widget = global;
  page.pass(1_000);
  assert.equal(calls.length, 1);
  assert.match(new SimulatedPage().run(script('script', dotted, jane)).pass(20_000).warnings[0], /window\.mn\.widget is missing/);
});

test('pages without a signature have code of their own', () => {
  const modes = own(`
global = "acme"
script = "window.acme('identify', {fields});"
forget = "window.acme('logout');"
[page.prefill]
fields = ["nick", "mail"]
script = ["window.acme('prefill', {fields.nick});", "window.acme('mail', {fields});"]
[page.anonymous]
at_once = "window.acmeMode = 'anonymous';"
script = "window.acme('init');"`);
  const { calls, global } = recorder();
  const page = new SimulatedPage({ acme: global });
  const prefill = (visitor) => script('script', [...modes, '--prefill'], visitor);
  page.run(prefill(jane)).run(prefill({ email: 'jane@example.com' }));
  assert.deepEqual(calls, [
    ['prefill', 'Jane Doe'],
    ['mail', { mail: 'jane@example.com' }],
    ['mail', { mail: 'jane@example.com' }],
  ]);
  calls.length = 0;
  page.run(script('forget-script', modes)).run(script('anonymous-script', modes)).run(script('script', modes, jane));
  assert.deepEqual(calls.map(([name]) => name), ['logout', 'init', 'identify']);
  assert.equal(page.window.acmeMode, 'anonymous');
});

const atOnce = () => own(`
global = "acme"
ready_event = "acme:ready"
at_once = "window.acmeUser = {fields};"
forget = "delete window.acmeUser; window.forgotten = (window.forgotten || 0) + 1;"`);

test('what is set at once is set after a sign-out that still waits', () => {
  const page = new SimulatedPage().run(script('script', atOnce(), jane));
  assert.equal(page.window.acmeUser.uid, 'user-123');
  page.run(script('forget-script', atOnce())).run(script('script', atOnce(), john)).pass(1_000);
  assert.equal(page.window.forgotten, undefined);
  page.window.acme = {};
  page.fire('acme:ready').pass(1_000);
  assert.deepEqual([page.window.forgotten, page.window.acmeUser.uid], [1, 'user-124']);
});

test('a script that sets everything at once hears the event for a later sign-out', () => {
  const page = new SimulatedPage().run(script('script', atOnce(), jane));
  page.window.acme = {};
  page.fire('acme:ready').run(script('forget-script', atOnce())).pass(1_000);
  assert.deepEqual([page.window.forgotten, page.window.acmeUser], [1, undefined]);
  assert.deepEqual(page.warnings, []);
});

test('a sign-out whose code need not wait runs at once', () => {
  const page = new SimulatedPage().run(script('forget-script', own('at_once = "window.user = {fields};"\nforget = ["window.user = null;", "window.out = 1;"]')));
  assert.deepEqual([page.window.user, page.window.out], [null, 1]);
});

/** A page whose `{fetch.mac}` asks an endpoint that gives these answers, each a status and a body. */
function fetching(settings, answers = []) {
  const widget = { calls: 0 };
  const asked = [];
  const page = new SimulatedPage({ acme: (get) => { widget.get = get; widget.calls += 1; } });
  page.context.fetch = (address, options) => {
    asked.push([address, plain(options)]);
    const [status, body] = answers[asked.length - 1];
    return Promise.resolve({ ok: status === 200, status, json: () => Promise.resolve(JSON.parse(body)) });
  };
  const acme = own(`endpoint = "{settings.endpoint}"
at_once = ["window.acme({fetch.mac});", "window.rest = {fields};"]
[settings.endpoint]
about = "where the page asks for new fields"
form = "endpoint"
`);
  page.run(script('script', acme, jane, settings));
  return { page, widget, asked };
}

test('a function gives the field of the page once, and then what the endpoint gives', async () => {
  const answers = [[200, '{"uid":"user-123","mac":"second"}'], [200, '{"scheme":"acme","fields":{"mac":"third"}}']];
  const { page, widget, asked } = fetching(['endpoint=/visitor?a=b'], answers);
  assert.equal(page.window.rest.mac, undefined, '{fields} does not repeat it');
  const first = await widget.get();
  assert.match(first, /^[0-9a-f]{64}$/);
  assert.deepEqual(asked, []);
  assert.equal(await new Promise((done) => { widget.get(done); }), 'second');
  assert.equal(await widget.get(), 'third');
  const options = { credentials: 'same-origin', cache: 'no-store' };
  assert.deepEqual(asked, [['/visitor?a=b', options], ['/visitor?a=b', options]]);
});

test('without an endpoint a function gives the field of the page each time', async () => {
  const { widget, asked } = fetching([]);
  const first = await widget.get();
  assert.equal(await new Promise((done) => { widget.get(done); }), first);
  assert.deepEqual(asked, []);
});

test('a field that is named like the wrapper of an answer is found', async () => {
  const { widget } = fetching(['endpoint=/visitor'], [[200, '{"fields":"two","mac":"second"}']]);
  await widget.get();
  assert.equal(await widget.get(), 'second');
});

test('an endpoint that fails, or that names nobody, gives an error and no value', async () => {
  const answers = [[503, '{}'], [200, 'null'], [200, '{}'], [200, '{"scheme":"acme","fields":null}'], [200, '{"constructor":1}'], [200, '5']];
  const { widget, asked } = fetching(['endpoint=https://shop.example/visitor'], answers);
  await widget.get();
  await assert.rejects(widget.get(), /^Error: visitorseal: the endpoint answered 503$/);
  assert.equal(asked[0][1].credentials, 'include', 'another host of the site');
  for (const answer of answers.slice(1)) {
    let called = false;
    await assert.rejects(widget.get(() => { called = true; }), /^Error: visitorseal: the endpoint gave nobody$/, answer[1]);
    assert.equal(called, false);
  }
  assert.equal(asked.length, answers.length);
});
