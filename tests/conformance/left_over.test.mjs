// What a sign-out takes back where the vendor documents none: calls in a snippet's queue, variables, frames.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { forget, jane, john, script } from './program.mjs';
import { Browser, plain } from './simulated.mjs';

/** Fernand's snippet: a queue that puts each new set before the former ones. */
function fernand() {
  const queued = (...call) => queued.q[call[0] === 'set' ? 'unshift' : 'push'](call);
  queued.q = [];
  return queued;
}

test('Fernand gets the last visitor, although its snippet lets the first of several count', () => {
  const page = new Browser().open({ Fernand: fernand() });
  page.window.Fernand('init', { appId: 'acme' });
  page.run(script('fernand', jane)).run(script('fernand', john)).pass(1_000);
  const known = {};
  for (const [command, values] of plain(page.window.Fernand.q)) if (command === 'set') Object.assign(known, values);
  assert.equal(known.user.email, 'john@example.com');
  page.run(forget('fernand')).pass(1_000);
  assert.deepEqual(plain(page.window.Fernand.q), [['init', { appId: 'acme' }]]);
});

test('Woes does not get a visitor who has signed out before it was there', () => {
  const woes = (...call) => { woes.q.push(call); };
  woes.q = [];
  const key = { text: '0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff0' };
  const page = new Browser().open({ Woes: woes }).run(script('woes', jane, [], key)).pass(1_000);
  assert.match(JSON.stringify(woes.q), /jane@example.com/);
  page.run(forget('woes')).pass(1_000);
  assert.deepEqual(plain(woes.q), [['identify', {}], ['hide']]);
});

test('a variable that the vendor\'s snippet declares cannot be deleted, and holds no visitor after a sign-out', () => {
  const settings = { intercom: ['app_id=a-1'], thread: ['app_id=a-1'], pylon: ['app_id=a-1'] };
  const variables = { intercom: 'intercomSettings', thread: 'chatgenieParams', pylon: 'pylon' };
  for (const [scheme, name] of Object.entries(variables)) {
    const messenger = () => ({ initialize() {}, destroy() {} });
    const page = new Browser().open({ Intercom() {}, chatgenie: { default: { messenger } } });
    Object.defineProperty(page.window, name, { value: {}, writable: true, enumerable: true, configurable: false });
    const key = { text: '0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff0' };
    page.run(script(scheme, jane, settings[scheme], key)).pass(1_000);
    assert.match(JSON.stringify(page.window[name]), /jane@example.com/, scheme);
    page.run(forget(scheme, settings[scheme])).pass(1_000);
    assert.deepEqual([page.window[name], page.errors], [undefined, []], scheme);
  }
});

test('Orlo\'s token is taken off the window, under whatever name, and other tokens stay', () => {
  const token = (claims) => ['{"alg":"RS256"}', JSON.stringify(claims), '>?'].map((text) => Buffer.from(text).toString('base64url')).join('.');
  const frames = [];
  const frame = { remove: () => { frames.pop(); } };
  frames.push(frame);
  const page = new Browser().open({ anything: token({ name: 'Jane Doe', isLoggedIn: true }), session: token({ sub: '7' }), odd: 'eyJ.%.x' });
  Object.assign(page.context, { atob });
  page.elements.document.querySelectorAll = (selector) => (selector.startsWith('iframe[') ? [...frames] : []);
  page.run(forget('orlo'));
  assert.deepEqual([page.window.anything, typeof page.window.session, page.window.odd, frames, page.errors], [undefined, 'string', 'eyJ.%.x', [], []]);
});
