// Runs the scripts that the program prints, in a simulated page that has a clock and a window.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import vm from 'node:vm';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = `${process.env.CARGO_TARGET_DIR ?? `${root}/target`}/debug/visitorseal`;

function script(command, scheme, visitor, settings = []) {
  const set = settings.flatMap((setting) => ['--setting', setting]);
  return execFileSync(program, [command, scheme, ...set], {
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
    // Not the context's global object: Node reports its inherited properties as own ones.
    this.window = { __proto__: elements, ...globals };
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
