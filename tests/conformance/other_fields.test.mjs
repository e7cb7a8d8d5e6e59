// The same visitor with other fields, in a widget that must be started once in a window.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { anonymous, jane, print, root, script } from './program.mjs';
import { Browser, plain } from './simulated.mjs';

const renamed = { ...jane, name: 'Jane Roe' };
const rsa = { file: join(root, 'tests/vectors/keys/rsa-2048.private.pem') };

/** A global with commands, and what was called. */
function commands() {
  const calls = [];
  return { calls, global: (command, options) => { calls.push([command, plain(options)]); } };
}

/** The script of a visitor at a later time, whose token is another one. */
const later = (scheme, settings, key) =>
  print('script', scheme, jane, ['--now', '1795132860', ...settings.flatMap((one) => ['--setting', one])], key);

test('Intercom, Front and Featurebase are started once, and told of other fields by their own call', () => {
  const widgets = [
    ['intercom', 'Intercom', 'app_id=a-1', 'boot', 'update'],
    ['front', 'FrontChat', 'chat_id=a-1', 'init', 'identity'],
    ['featurebase', 'Featurebase', 'app_id=a-1', 'boot', 'update'],
  ];
  for (const [scheme, name, setting, start, update] of widgets) {
    const { calls, global } = commands();
    const page = new Browser().open({ [name]: global });
    page.run(script(scheme, jane, [setting])).run(script(scheme, renamed, [setting])).run(script(scheme, renamed, [setting]));
    assert.deepEqual(calls.map(([command]) => command), [start, update], scheme);
    assert.notDeepEqual(calls[1][1], calls[0][1], scheme);
    if (scheme === 'front') assert.ok(!('chatId' in calls[1][1]), 'identity takes a visitor alone');
    assert.deepEqual(page.errors, []);
  }
});

test('a widget that has started for an anonymous visitor gets the one who signs in, and starts no second time', () => {
  for (const [scheme, name, setting, calls] of [
    ['intercom', 'Intercom', 'app_id=a-1', ['boot', 'update', 'shutdown', 'boot']],
    ['front', 'FrontChat', 'chat_id=a-1', ['init', 'identity', 'shutdown', 'init']],
    ['featurebase', 'Featurebase', 'app_id=a-1', ['boot', 'update', 'shutdown', 'boot']],
  ]) {
    const widget = commands();
    const page = new Browser().open({ [name]: widget.global });
    page.run(anonymous(scheme, [setting])).run(script(scheme, jane, [setting])).run(anonymous(scheme, [setting]));
    assert.deepEqual(widget.calls.map(([command]) => command), calls, scheme);
    assert.deepEqual(page.errors, []);
  }
});

test('Thread is destroyed before it starts with another key', () => {
  const calls = [];
  const messenger = () => ({ initialize: ({ connectionKey }) => { calls.push(connectionKey); }, destroy: () => { calls.push('destroy'); } });
  const page = new Browser().open({ chatgenie: { default: { messenger } } });
  const settings = ['app_id=a-1'];
  page.run(script('thread', jane, settings)).run(script('thread', jane, ['app_id=a-2']));
  assert.deepEqual(calls.map((call) => call === 'destroy'), [false, true, false]);
});

test('Braze gets a new signature, and no second listener', () => {
  const calls = [];
  const note = (name) => () => { calls.push(name); };
  const braze = { changeUser: note('change'), subscribeToSdkAuthenticationFailures: note('subscribe'), setSdkAuthenticationSignature: note('set') };
  const page = new Browser().open({ braze });
  page.run(script('braze', jane, [], rsa)).run(later('braze', [], rsa));
  assert.deepEqual(calls, ['change', 'subscribe', 'set']);
});

test('TalkJS keeps its session, which takes later tokens from the new page', async () => {
  const sessions = [];
  class Session {
    constructor(options) { sessions.push(options); }
    destroy() { sessions.push('destroyed'); }
  }
  const page = new Browser().open({ Talk: { ready: Promise.resolve(), Session } });
  const settings = ['app_id=a-1'];
  page.run(script('talkjs', jane, settings));
  await page.settle();
  const first = await sessions[0].tokenFetcher();
  page.run(later('talkjs', settings));
  await page.settle();
  assert.equal(sessions.length, 1);
  assert.notEqual(await sessions[0].tokenFetcher(), first);
});

test('Product Fruits is initialized once, and told of another hash', () => {
  const settings = ['workspace_code=w-1', 'language=en'];
  const page = new Browser().open();
  page.run(script('product_fruits_expiring', jane, settings)).run(later('product_fruits_expiring', settings));
  const queue = plain(page.window.$productFruits);
  assert.deepEqual(queue.map(([command]) => command), ['init']);
  const users = [];
  page.window.productFruits = { identifyUser: (user) => { users.push(plain(user)); } };
  page.run(script('product_fruits_expiring', jane, settings));
  assert.equal(page.window.$productFruits.length, 1);
  assert.notEqual(users[0].hmac.hash, queue[0][3].hmac.hash);
});

/** Kustomer, whose calls end when `done` says so. */
function kustomer() {
  const calls = [];
  const open = [];
  const call = (name) => (...values) => {
    calls.push(name === 'login' ? `login ${JSON.parse(Buffer.from(values[0].jwtToken.split('.')[1], 'base64url')).externalId}` : name);
    const then = values.find((value) => typeof value === 'function');
    if (then) open.push(() => then({}, null));
  };
  const done = () => { while (open.length > 0) open.shift()(); };
  return { calls, done, global: Object.fromEntries(['start', 'login', 'logout', 'describeCustomer'].map((name) => [name, call(name)])) };
}

test('Kustomer starts once in a window, and waits with each call for the one before', () => {
  const john = { ...jane, id: 'user-124' };
  const { calls, done, global } = kustomer();
  const page = new Browser().open({ Kustomer: global });
  page.run(script('kustomer', jane)).run(anonymous('kustomer')).pass(10);
  assert.deepEqual(calls, ['start'], 'who signed out while the chat started is not signed in');
  done();
  assert.deepEqual(calls, ['start', 'logout']);
  page.run(script('kustomer', jane));
  done();
  page.run(script('kustomer', john));
  assert.deepEqual(calls.slice(2), ['login user-123', 'logout']);
  done();
  assert.deepEqual(calls.slice(4), ['login user-124']);
});

test('in a window in which nobody has started Kustomer, a sign-out starts it to sign the former visitor out', () => {
  const browser = new Browser();
  const first = kustomer();
  browser.open({ Kustomer: first.global }).run(script('kustomer', jane)).pass(10);
  const { calls, done, global } = kustomer();
  browser.open({ Kustomer: global }).run(anonymous('kustomer')).pass(10);
  done();
  assert.deepEqual(calls, ['start', 'logout']);
  const last = kustomer();
  new Browser().open({ Kustomer: last.global }).run(print('forget-script', 'kustomer', null)).pass(10);
  last.done();
  assert.deepEqual(last.calls, ['start', 'logout']);
});
