// Runs the inline scripts that the program prints: what a script does to the widget, and when.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymous, forget, jane, john, own, prefill, script } from './program.mjs';
import { Browser, plain, recorder } from './simulated.mjs';

const open = (globals, named) => new Browser().open(globals, named);
const names = (calls) => calls.map(([name]) => name);

test('a widget that has loaded is called at once', () => {
  const { calls, global } = recorder();
  open({ bookbag: global }).run(script('bookbag', { ...jane, attributes: { plan: 'growth' } }));
  assert.equal(calls.length, 1);
  const [command, fields] = calls[0];
  assert.equal(command, 'identify');
  assert.deepEqual(Object.keys(fields), ['user_id', 'user_hash', 'user_metadata']);
  assert.match(fields.user_hash, /^[0-9a-f]{64}$/);
  assert.deepEqual(fields.user_metadata, { name: 'Jane Doe', email: 'jane@example.com', plan: 'growth' });
});

test('a widget that loads late is called once, as soon as it has loaded', () => {
  const { calls, global } = recorder();
  const page = open().run(script('fernand', jane)).pass(3000);
  assert.equal(calls.length, 0);
  page.window.Fernand = global;
  page.pass(60_000);
  assert.equal(calls.length, 1);
  assert.deepEqual(calls[0][1].user.email, 'jane@example.com');
  assert.deepEqual(page.warnings, []);
});

test('a widget that does not load is reported once after 10 seconds, and the script keeps waiting', () => {
  const { calls, global } = recorder();
  const page = open().run(script('bookbag', jane)).pass(9_900);
  assert.equal(page.warnings.length, 0);
  page.pass(60_000);
  assert.equal(page.warnings.length, 1);
  assert.match(page.warnings[0], /^visitorseal: window\.bookbag is missing after 10 seconds/);
  page.window.bookbag = global;
  page.pass(1_000);
  assert.equal(calls.length, 1);
});

test('a script has its nonce, and scripts of several schemes do not meet', () => {
  const { calls, global } = recorder();
  const page = open({ bookbag: global, Fernand: global });
  page.run(script('bookbag', jane).replace('<script', '<script nonce="bm9uY2U"'), 'bm9uY2U').run(script('fernand', jane)).run(forget('fernand'));
  assert.deepEqual(names(calls).slice(0, 2), ['identify', 'set']);
  assert.ok(!calls.some(([name, fields]) => name === 'identify' && fields === null), 'Bookbag keeps its visitor');
});

// A node, a collection of two, and a frame, which appears to have every property.
const elements = [{ nodeType: 1 }, { length: 2, item: () => null }, new Proxy({}, { get: () => ({}) })];

test('an element named like a widget is not taken for the widget', () => {
  const app = ['app_id=a-1'];
  for (const element of elements) {
    const { calls, global } = recorder();
    const messenger = () => ({ initialize: global, destroy: () => global('destroy') });
    const named = Object.fromEntries(['bookbag', 'Fernand', 'chatgenie', 'chatgenieParams'].map((name) => [name, element]));
    const page = open({}, named);
    page.run(script('bookbag', jane)).run(script('fernand', jane)).run(script('thread', jane, app)).pass(1_000);
    assert.deepEqual(calls, []);
    Object.assign(page.window, { bookbag: global, Fernand: global, chatgenie: { default: { messenger } } });
    page.pass(1_000);
    assert.deepEqual(calls.map(([first]) => first.connectionEmail ?? first).sort(), ['identify', 'jane@example.com', 'set']);

    calls.length = 0;
    const signedOut = open({}, named).run(forget('bookbag')).run(forget('thread', app)).pass(1_000);
    assert.deepEqual(calls, []);
    Object.assign(signedOut.window, { bookbag: global, chatgenie: { default: { messenger } } });
    signedOut.pass(1_000);
    assert.deepEqual(calls, [['identify', null], ['destroy']]);
  }
});

test('an element named like our registry or like the object that a vendor reads is ignored', () => {
  for (const element of elements) {
    const { calls, global } = recorder();
    const page = open({}, { visitorseal: element, _support: element });
    page.run(script('bookbag', jane)).run(script('bookbag', john)).run(script('reamaze', jane));
    page.window.bookbag = global;
    page.pass(1_000);
    assert.deepEqual(calls.map(([, fields]) => fields.user_id), ['user-124']);
    assert.deepEqual(Object.keys(page.window._support), ['ui', 'user']);
    assert.deepEqual(plain(page.window._support.ui), {});
    assert.equal(page.window._support.user.id, 'user-123');
  }
});

test('Re:amaze finds the user in a new _support and in an existing one, and nobody after a sign-out', () => {
  const html = script('reamaze', { ...jane, phone: '+14155552671', avatar: 'https://example.com/a.png?b&c' });
  const fresh = open().run(html).window._support;
  assert.deepEqual(Object.keys(fresh), ['ui', 'user']);
  assert.equal(fresh.user.avatar, 'https://example.com/a.png?b&c');
  assert.deepEqual(Object.keys(fresh.user), ['id', 'email', 'name', 'phone', 'avatar', 'authkey']);
  const support = { account: 'acme', ui: { contactMode: 'default' } };
  const page = open({ _support: support }).run(html);
  assert.equal(support.account, 'acme');
  assert.equal(support.user.id, 'user-123');
  page.run(forget('reamaze')).pass(60_000);
  assert.ok(!JSON.stringify(page.window._support).includes('jane@example.com'));
});

test('Thread starts with its parameters, also for an anonymous visitor, and is destroyed at sign-out', () => {
  const calls = [];
  const messenger = () => ({
    initialize: (params) => calls.push(['initialize', plain(params)]),
    destroy: () => calls.push(['destroy']),
  });
  const app = ['app_id=a-1'];
  const page = open().run(script('thread', { email: 'foo@bar.com' }, app));
  assert.equal(page.window.chatgenieParams.connectionType, 'messenger_auth');
  page.window.chatgenie = { default: { messenger } };
  page.pass(100).run(anonymous('thread', app)).run(anonymous('thread', app));
  assert.deepEqual(names(calls), ['initialize', 'destroy', 'initialize'], 'one call for a signed-out page, which starts the widget once');
  assert.deepEqual(Object.keys(calls[0][1]), ['appId', 'connectionType', 'connectionEmail', 'connectionKey']);
  assert.deepEqual(calls[2][1], { appId: 'a-1' });
  page.run(script('thread', { email: 'foo@bar.com' }, app)).run(forget('thread', app));
  assert.equal(page.window.chatgenieParams, undefined);
});

test('hostile text in every field and key arrives unchanged', () => {
  const hostile = '</script><script>alert(1)</script><!--<script>]]>"\'`\\\u00a5\u2028\u2029&amp;${x}';
  const { calls, global } = recorder();
  open({ bookbag: global }).run(script('bookbag', { id: hostile, name: hostile, email: 'a@b', attributes: { [hostile]: { [hostile]: [hostile] } } }));
  const { user_id: id, user_metadata: metadata } = calls[0][1];
  assert.equal(id, hostile);
  assert.equal(metadata.name, hostile);
  assert.deepEqual(metadata[hostile], { [hostile]: [hostile] });
});

test('fields that are named like members of every object are ordinary fields', () => {
  const odd = own(`at_once = ["window.all = {fields};", "window.odd = {fields.hasOwnProperty};", "window.never = {fields.valueOf};"]
forget = "window.all = null;"`, 'hasOwnProperty = "{attributes.has}"\nvalueOf = "{attributes.value}"\n');
  const attributes = { constructor: 'b', toString: 'c', length: 'd', state: 'e' };
  const { window } = open().run(script(odd, { id: '5', attributes: { has: 'a', ...attributes } }));
  assert.deepEqual(plain(window.all), { uid: '5', mac: window.all.mac, ...attributes });
  assert.equal(window.odd, 'a');
  assert.ok(!('never' in window), 'a statement without its value is left out');
});

const chatwoot = own(`
global = "$chatwoot"
ready = "window.$chatwoot.hasLoaded"
ready_event = "chatwoot:ready"
script = ["window.$chatwoot.setUser({fields.uid}, {fields});", "window.$chatwoot.setName({fields.nick});", "window.$chatwoot.done();"]
forget = ["window.$chatwoot.reset();", "window.$chatwoot.cleared();"]
`);

/** A widget that notes its calls. Before it has loaded, a call has no effect, as with the vendor's. */
function widget() {
  const calls = [];
  const global = { hasLoaded: false };
  for (const name of ['setUser', 'setName', 'done', 'reset', 'cleared']) global[name] = (...call) => { calls.push(plain([name, ...call])); };
  return { calls, global };
}

test('a value is an argument of its own, and a statement without its value is left out', () => {
  const { calls, global } = widget();
  global.hasLoaded = true;
  const visitor = { id: 'user-123', email: 'jane@example.com', attributes: { plan: 'growth' } };
  open({ $chatwoot: global }).run(script(chatwoot, visitor));
  assert.deepEqual(names(calls), ['setUser', 'done']);
  const [, uid, fields] = calls[0];
  assert.equal(uid, 'user-123');
  assert.deepEqual(Object.keys(fields), ['mac', 'mail', 'plan'], '{fields} is the rest: nick has a place of its own');

  calls.length = 0;
  open({ $chatwoot: global }).run(script(chatwoot, { ...visitor, name: 'Jane "<\u2028' }));
  assert.deepEqual(names(calls), ['setUser', 'setName', 'done']);
  assert.equal(calls[1][1], 'Jane "<\u2028');
});

test('values of every type arrive as what they are', () => {
  const page = own(`at_once = ["window.all = {fields};", "window.sum = 1 -{fields.uid};", "window.less = 1 -{fields.minus};", "window.nick = {fields.nick};"]
forget = "window.all = null;"`, 'minus = "{attributes.minus|number}"\n');
  const attributes = { yes: true, list: [1, { a: 'b' }], none: null };
  const { window } = open().run(script(page, { id: '5', attributes: { minus: -1, ...attributes } }));
  assert.deepEqual(plain(window.all), { mac: window.all.mac, ...attributes });
  assert.equal(window.sum, -4);
  assert.equal(window.less, 2);
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
    const page = open({ $chatwoot: global }).run(script(chatwoot, jane)).pass(200);
    page.run(forget(chatwoot)).pass(200);
    assert.deepEqual(calls, []);
    load(page, global);
    page.pass(60_000);
    assert.deepEqual(names(calls), ['reset', 'cleared']);
  });

  test(`before the widget is ready, the last of several visitors wins, and a sign-out is never skipped (${how})`, () => {
    const { calls, global } = widget();
    const page = open({ $chatwoot: global });
    page.run(script(chatwoot, jane)).run(forget(chatwoot)).run(script(chatwoot, john));
    load(page, global);
    page.pass(60_000);
    assert.deepEqual(names(calls), ['reset', 'cleared', 'setUser', 'setName', 'done']);
    assert.equal(calls[2][1], 'user-124');
  });

  test(`a sign-out in the moment when the widget becomes ready ends without the former visitor (${how})`, () => {
    const { calls, global } = widget();
    const page = open({ $chatwoot: global }).run(script(chatwoot, jane)).pass(200);
    load(page, global);
    page.run(forget(chatwoot)).pass(60_000);
    assert.deepEqual(names(calls), ['reset', 'cleared']);
  });
}

test('the simulated page shows the fault of a listener of one\'s own', () => {
  const listening = own(`
at_once = "window.addEventListener('chatwoot:ready', function () { window.$chatwoot.setUser({fields.uid}, {fields}); }, {once: true});"
forget = "window.$chatwoot.reset();"`);
  const { calls, global } = widget();
  const page = open({ $chatwoot: global }).run(script(listening, jane)).run(forget(listening));
  page.fire('chatwoot:ready').pass(60_000);
  assert.deepEqual(names(calls), ['reset', 'setUser'], 'it ends with the former visitor');
});

test('an event after the first script counts for the second one, and the scripts share one listener', () => {
  const event = own('ready_event = "acme-ready"\nscript = "window.acme({fields});"\nforget = "window.acme(null);"');
  const { calls, global } = recorder();
  const page = open({ acme: global }).run(script(event, jane));
  const listeners = () => page.listeners.filter((one) => one.event === 'acme-ready').length;
  assert.equal(listeners(), 1);
  page.fire('acme-ready').pass(100);
  assert.equal(calls.length, 1);
  page.run(script(event, john)).run(forget(event)).run(script(event, jane));
  assert.deepEqual(calls.slice(1).map(([fields]) => fields?.uid), [undefined, 'user-124', undefined, 'user-123']);
  assert.deepEqual([listeners(), page.browser.timers.length], [0, 0]);
});

test('a widget that never becomes ready is reported once, and the event still counts later', () => {
  const { calls, global } = widget();
  const page = open({ $chatwoot: global }).run(script(chatwoot, jane)).pass(60_000);
  assert.deepEqual(calls, []);
  assert.equal(page.warnings.length, 1);
  assert.match(page.warnings[0], /^visitorseal: Acme's widget is not ready after 10 seconds/);
  page.fire('chatwoot:ready').pass(1_000);
  assert.deepEqual(names(calls), ['setUser', 'setName', 'done']);
});

test('a condition that throws, and an element named like the widget, count as not ready', () => {
  const throwing = own('ready = "window.acme.state.isReady === true"\nscript = "window.acme.go({fields});"\nforget = "window.acme.out();"');
  const { calls, global } = recorder();
  const page = open().run(script(throwing, jane)).pass(100);
  page.window.acme = { go: global };
  page.pass(100);
  assert.deepEqual(calls, []);
  page.window.acme.state = { isReady: true };
  page.pass(100);
  assert.equal(calls.length, 1);
  assert.deepEqual(page.errors, []);

  for (const element of elements) {
    const loaded = widget();
    const named = open({}, { $chatwoot: element }).run(script(chatwoot, jane)).pass(1_000);
    assert.deepEqual(named.browser.timers.length, 1);
    loaded.global.hasLoaded = true;
    named.window.$chatwoot = loaded.global;
    named.pass(1_000);
    assert.deepEqual(names(loaded.calls), ['setUser', 'setName', 'done']);
  }
});

test('a global with a dot is waited for step by step', () => {
  const dotted = own('global = "mn.widget"\nscript = "window.mn.widget({fields});"\nforget = "window.mn.widget(null);"');
  const { calls, global } = recorder();
  const page = open({}, { mn: { widget: global } }).run(script(dotted, jane)).pass(1_000);
  page.window.mn = {};
  page.pass(1_000);
  assert.deepEqual(calls, []);
  page.window.mn.widget = global;
  page.pass(1_000);
  assert.equal(calls.length, 1);
  assert.match(open().run(script(dotted, jane)).pass(20_000).warnings[0], /window\.mn\.widget is missing/);
});

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

test('pages without a signature have code of their own', () => {
  const { calls, global } = recorder();
  open({ acme: global }).run(prefill(modes, jane));
  open({ acme: global }).run(prefill(modes, { email: 'jane@example.com' }));
  assert.deepEqual(calls, [
    ['prefill', 'Jane Doe'],
    ['mail', { mail: 'jane@example.com' }],
    ['mail', { mail: 'jane@example.com' }],
  ]);
  calls.length = 0;
  const page = open({ acme: global }).run(forget(modes)).run(anonymous(modes)).run(script(modes, jane));
  assert.deepEqual(names(calls), ['logout', 'init', 'identify']);
  assert.equal(page.window.acmeMode, 'anonymous');
});

const atOnce = own(`
global = "acme"
ready_event = "acme:ready"
at_once = "window.acmeUser = {fields};"
forget = "delete window.acmeUser; window.forgotten = (window.forgotten || 0) + 1;"`);

test('what is set at once is set after a sign-out that still waits', () => {
  const page = open().run(script(atOnce, jane));
  assert.equal(page.window.acmeUser.uid, 'user-123');
  page.run(forget(atOnce)).run(script(atOnce, john)).pass(1_000);
  assert.equal(page.window.forgotten, undefined);
  assert.notEqual(page.window.acmeUser?.uid, 'user-124');
  page.window.acme = {};
  page.fire('acme:ready').pass(1_000);
  assert.deepEqual([page.window.forgotten, page.window.acmeUser.uid], [1, 'user-124']);
});

test('a script that sets everything at once hears the event for a later sign-out', () => {
  const page = open().run(script(atOnce, jane));
  page.window.acme = {};
  page.fire('acme:ready').run(forget(atOnce)).pass(1_000);
  assert.deepEqual([page.window.forgotten, page.window.acmeUser], [1, undefined]);
  assert.deepEqual(page.warnings, []);
});

test('a sign-out whose code need not wait runs at once', () => {
  const page = open().run(forget(own('at_once = "window.user = {fields};"\nforget = ["window.user = null;", "window.out = 1;"]')));
  assert.deepEqual([page.window.user, page.window.out], [null, 1]);
});
