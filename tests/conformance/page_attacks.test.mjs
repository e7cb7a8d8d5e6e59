// What once showed the wrong visitor, or nobody: statements that expired, pages that came back, elements of strangers, and refusals.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymousElement, element, file, jane, john, moduleFile, own, script, sign } from './program.mjs';
import { Browser, plain, recorder } from './simulated.mjs';

const NOW = 1_795_132_800;
const [A, B] = ['AAAAAAAAAAAAAAAA', 'BBBBBBBBBBBBBBBB'];
const acme = own(`global = "acme"
script = ["window.acme.push({fields.mac});", "window.rest = {fields};"]
forget = "window.acme.push(null);"
`, '', true);
const written = (attributes, scheme = 'acme') => `<visitorseal-visitor scheme="${scheme}"${Object.entries(attributes)
  .map(([name, value]) => ` ${name}="${String(value).replaceAll('"', '&quot;')}"`).join('')} data-turbo-temporary hx-history="false"></visitorseal-visitor>`;
const signed = (mac, mark, more) => written({ state: 'signed', mark, fields: JSON.stringify({ mac }), ...more });

/** A window with the file of a scheme whose fields expire. */
function acmes(browser = new Browser()) {
  const page = browser.open({ acme: [] });
  page.runCode(file(acme));
  const { elements } = page;
  return { page, browser, heard: () => plain(page.window.acme.splice(0)), visit: (html) => {
    elements.inDocument.slice().forEach((one) => elements.remove(one));
    elements.insert(elements.parse(html));
  } };
}

test('a visitor whose fields have expired is not given, but the former visitor is forgotten', () => {
  const { browser, heard, visit } = acmes();
  visit(signed('jane', A, { expires: NOW + 600 }));
  visit(signed('john', B, { expires: NOW - 1 }));
  assert.deepEqual(heard(), ['jane', null]);
  assert.equal(browser.stored.size, 0);
  visit(signed('jane', A, { expires: NOW + 600 }));
  visit(signed('late', A, { expires: NOW - 1 }));
  assert.deepEqual(heard(), ['jane'], 'the same visitor stays');
  const fresh = acmes(browser);
  fresh.visit(signed('john', B, { expires: NOW - 1 }));
  assert.deepEqual(fresh.heard(), [null], 'a fresh window');
});

test('a page whose endpoint knows another visitor forgets, and the tab of that visitor does not', async () => {
  const one = acmes();
  one.visit(signed('jane', A, { expires: NOW + 600, endpoint: '/visitor' }));
  const other = acmes(one.browser);
  other.visit(signed('john', B, { expires: NOW + 6000 }));
  one.page.pass(10);
  assert.deepEqual(one.heard(), ['jane', null]);
  one.page.answers = [[200, JSON.stringify({ scheme: 'acme', fields: { mac: 'john' }, mark: B, expires_at: NOW + 6000 })]];
  one.page.pass(599_000);
  await one.page.settle();
  one.page.pass(10);
  assert.equal(one.page.asked.length, 1);
  assert.deepEqual([one.heard(), other.heard()], [[], [null, 'john']]);
  assert.deepEqual([...one.browser.stored.values()], [B]);
});

test('a visitor without a mark gets new fields from the endpoint', async () => {
  const { page, heard, visit } = acmes();
  visit(written({ state: 'signed', fields: '{"mac":"first"}', expires: NOW + 600, endpoint: '/visitor' }));
  page.answers = [[200, JSON.stringify({ scheme: 'acme', fields: { mac: 'second' }, expires_at: NOW + 6000 })]];
  page.pass(599_000);
  await page.settle();
  assert.deepEqual(heard(), ['first', null, 'second']);
});

test('a fresh window forgets before a signed visitor without a mark, since it may be another one', () => {
  const { browser, visit } = acmes();
  visit(written({ state: 'signed', fields: '{"mac":"jane"}', expires: NOW + 600 }));
  const fresh = acmes(browser);
  fresh.visit(written({ state: 'signed', fields: '{"mac":"john"}', expires: NOW + 600 }));
  assert.deepEqual(fresh.heard(), [null, 'john']);
});

/** A window with the files of two schemes. Bookbag's widget is loaded, or loads later. */
function shop({ browser = new Browser(), isLoaded = true } = {}) {
  const { calls, global } = recorder();
  const page = browser.open(isLoaded ? { bookbag: global } : {});
  page.runCode(file('bookbag')).runCode(file('fernand'));
  const insert = (html) => page.elements.insert(page.elements.parse(html));
  return { page, browser, global, insert, heard: () => calls.splice(0).map(([, fields]) => fields && fields.user_id) };
}

test('a page that left before its widget was there, and comes back after a sign-out, identifies nobody', () => {
  const kept = shop({ isLoaded: false });
  kept.insert(element('bookbag', jane));
  kept.page.pass(100).freeze();
  shop({ browser: kept.browser }).insert(anonymousElement('bookbag'));
  kept.page.window.bookbag = kept.global;
  kept.page.show().pass(1_000);
  assert.deepEqual(kept.heard(), []);
});

test('an element that states nothing known keeps no other widget from the news of a sign-out', () => {
  const { page, browser, insert, heard } = shop();
  insert(written({ state: 'bogus', fields: '{}' }, 'fernand'));
  insert(written({ fields: '{}' }, 'fernand'));
  insert(element('bookbag', jane));
  assert.deepEqual(heard(), ['user-123']);
  shop({ browser }).insert(anonymousElement('bookbag'));
  page.pass(100);
  assert.deepEqual(heard(), [null]);
  assert.deepEqual(page.errors, []);
});

test('a library that makes the element of one scheme that of another loses no visitor', async () => {
  const { page, insert, heard } = shop();
  const one = insert(element('bookbag', jane));
  const two = insert(anonymousElement('fernand'));
  const change = (to, html) => page.elements.parse(html).attributes.forEach((value, name) => to.setAttribute(name, value));
  change(one, anonymousElement('fernand'));
  change(two, element('bookbag', john));
  await page.settle();
  assert.deepEqual(heard(), ['user-123', null, 'user-124']);
  assert.deepEqual(page.warnings, []);
});

test('a script and an element with the same fields state them once, whatever characters they have', () => {
  const { page, insert, heard } = shop();
  const jose = { ...jane, name: 'Jos\u00e9 \u2028 <b>' };
  page.run(script('bookbag', jose));
  insert(element('bookbag', jose));
  assert.deepEqual(heard(), ['user-123']);
});

test('a file that runs again leaves no renewal of a former visitor behind', async () => {
  const { page, heard, visit } = acmes();
  visit(signed('jane', A, { expires: NOW + 600, endpoint: '/visitor' }));
  page.runCode(file(acme));
  visit(written({ state: 'anonymous' }));
  visit(signed('john', B, { expires: NOW + 6000 }));
  page.answers = [[200, JSON.stringify({ scheme: 'acme', fields: { mac: 'john' }, mark: B, expires_at: NOW + 6000 })]];
  page.pass(599_000);
  await page.settle();
  page.pass(10);
  assert.deepEqual(heard(), ['jane', null, 'john']);
});

test('a second element makes a widget forget, and starts it for no app that it names', async () => {
  const { calls, global } = recorder();
  const page = new Browser().open({ Intercom: global });
  page.runCode(file('intercom'));
  const insert = (attributes) => page.elements.insert(page.elements.parse(written(attributes, 'intercom')));
  insert({ state: 'signed', mark: A, fields: '{"app_id":"shop","user_id":"jane"}' });
  insert({ state: 'anonymous', fields: '{"app_id":"stranger"}' });
  await page.settle();
  assert.deepEqual(calls, [['boot', { app_id: 'shop', user_id: 'jane' }], ['shutdown']]);
});

test('fields that last a second, or a clock that makes them, do not flood the endpoint', async () => {
  const { page, visit } = acmes();
  visit(signed('first', A, { expires: NOW + 1, endpoint: '/visitor' }));
  for (let second = 1; second <= 60; second += 0.25) {
    page.answers = [[200, JSON.stringify({ scheme: 'acme', fields: { mac: `at ${second}` }, mark: A, expires_at: NOW + Math.ceil(second) + 1 })]];
    page.pass(250);
    await page.settle();
  }
  assert.ok(page.asked.length > 0 && page.asked.length <= 6, `asked ${page.asked.length} times in a minute`);
});

test('an endpoint that answers 401, or without fields, says that nobody is signed in', async () => {
  const { calls, global } = recorder();
  const page = new Browser().open({ bookbag: global });
  const signedIn = [200, JSON.stringify(sign('bookbag', jane))];
  const wrong = [200, '{"scheme":null,"fields":null,"mark":null,"expires_at":null}'];
  page.answers = [signedIn, [401, '{"error":"sign in"}'], signedIn, wrong, [200, 'null'], [200, '{"user_id":"user-124"}']];
  page.runCode(`window.follow = (function () {\n${moduleFile('bookbag').replace(/\bexport function /g, '\nfunction ')}\nreturn follow;\n})();`);
  const answers = [];
  for (let at = 0; at < 6; at += 1) answers.push(await page.window.follow('/visitor'));
  assert.deepEqual(answers, [true, false, true, false, false, true]);
  assert.deepEqual(calls.map(([, fields]) => fields && fields.user_id), ['user-123', null, 'user-123', null, 'user-124']);
});

test('a page that forbids our policy for Trusted Types still forgets', () => {
  const page = new Browser().open({ acme: [], trustedTypes: { createPolicy() { throw new TypeError('refused'); } } });
  page.context.trustedTypes = page.window.trustedTypes;
  const scheme = own(`at_once = "window.rest = {fields};"
forget = "window.acme.push(null);"
tag = {src = "https://acme.example/chat.js", data-mac = "{fields.mac}"}
`);
  page.runCode(file(scheme));
  page.browser.stored.set('visitorseal.acme', A);
  page.elements.insert(page.elements.parse(written({ state: 'anonymous' })));
  assert.deepEqual(plain(page.window.acme), [null]);
});
