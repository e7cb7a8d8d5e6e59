// The element and the file of a scheme: what a page states by elements that come, change, go and come back.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { anonymousElement, element, file, forget, jane, john, own, script, sign } from './program.mjs';
import { Browser, plain, recorder } from './simulated.mjs';

const mark = (visitor) => sign('bookbag', visitor).mark;
const who = (calls) => calls.map(([, fields]) => fields && fields.user_id);
const bookbag = { jane: () => element('bookbag', jane), john: () => element('bookbag', john), nobody: () => anonymousElement('bookbag') };
const fernand = { jane: () => element('fernand', jane), nobody: () => anonymousElement('fernand') };

/** A window with the file of Bookbag, or with those that are given, and what its widget hears. */
function loaded({ files = [file('bookbag')], browser = new Browser() } = {}) {
  const { calls, global } = recorder();
  const page = browser.open({ bookbag: global });
  files.forEach((code) => page.runCode(code));
  return { page, browser, calls, heard: () => who(calls.splice(0)), ...acting(page) };
}

function acting(page) {
  const { elements } = page;
  const insert = (html) => elements.insert(elements.parse(html));
  return {
    insert,
    /** A visit: the new page's element takes the place of the former one. */
    visit: async (html) => {
      elements.inDocument.slice().forEach((one) => elements.remove(one));
      const one = insert(html);
      await page.settle();
      page.pass(100);
      return one;
    },
  };
}

const stories = [
  ['the same visitor on each page', ['jane', 'jane', 'jane'], ['user-123']],
  ['another visitor', ['jane', 'john'], ['user-123', null, 'user-124']],
  ['a sign-out', ['jane', 'nobody', 'nobody'], ['user-123', null]],
  ['nobody, and a sign-in', ['nobody', 'jane'], ['user-123']],
  ['sign-in, sign-out, another sign-in', ['jane', 'nobody', 'john', 'nobody'], ['user-123', null, 'user-124', null]],
];
for (const [what, pages, heard] of stories) {
  test(`visits in one window: ${what}`, async () => {
    const { page, visit, heard: hears } = loaded();
    for (const name of pages) await visit(bookbag[name]());
    assert.deepEqual(hears(), heard);
    assert.deepEqual([page.errors, page.warnings], [[], []]);
  });
}

test('an element says what it says once, and no copy of the page repeats it', async () => {
  const { page, insert, heard } = loaded();
  const { elements } = page;
  const one = insert(bookbag.jane());
  assert.deepEqual(heard(), ['user-123']);
  assert.deepEqual(['state', 'mark', 'fields', 'expires', 'endpoint'].filter((name) => one.hasAttribute(name)), []);
  assert.equal(one.getAttribute('scheme'), 'bookbag');
  elements.remove(one);
  elements.insert(one);
  elements.remove(one);
  elements.insert(elements.clone(one));
  await page.settle();
  assert.deepEqual(heard(), []);
});

test('Back shows a copy of a signed-in page after a sign-out: nobody is signed in', async () => {
  const { page, visit, heard } = loaded();
  const copy = page.elements.clone(await visit(bookbag.jane()));
  await visit(bookbag.nobody());
  assert.deepEqual(heard(), ['user-123', null]);
  page.elements.insert(copy);
  await page.settle();
  assert.deepEqual(heard(), []);
});

test('an element that is there before the file, and a file that comes twice', async () => {
  const { page, insert, heard } = loaded({ files: [] });
  insert(bookbag.jane());
  page.runCode(file('bookbag'));
  await page.settle();
  assert.deepEqual(heard(), ['user-123']);
  page.runCode(file('bookbag'));
  await page.settle();
  assert.deepEqual(heard(), []);
});

test('an element whose file never comes is never taken for another scheme\'s', async () => {
  const { page, insert, calls } = loaded();
  insert(fernand.jane());
  await page.settle();
  assert.deepEqual(calls, []);
});

test('several schemes live side by side, in any order of files and elements', async () => {
  for (const order of ['files first', 'elements first', 'in turns']) {
    const { calls, global } = recorder();
    const page = new Browser().open({ bookbag: global, Fernand: global });
    const { insert } = acting(page);
    const steps = { B: () => page.runCode(file('bookbag')), F: () => page.runCode(file('fernand')), b: () => insert(bookbag.jane()), f: () => insert(fernand.jane()) };
    for (const step of { 'files first': 'BFbf', 'elements first': 'fbBF', 'in turns': 'BbFf' }[order]) steps[step]();
    await page.settle();
    assert.deepEqual(calls.map(([name]) => name).sort(), ['identify', 'set'], order);
    page.elements.inDocument.slice().forEach((one) => page.elements.remove(one));
    insert(anonymousElement('bookbag'));
    await page.settle();
    assert.deepEqual(calls.slice(2), [['identify', null]], 'Fernand keeps its visitor');
  }
});

test('a changed element is a new statement, and what did not change keeps its value', async () => {
  const { page, insert, heard, calls } = loaded();
  const one = insert(bookbag.jane());
  heard();
  const now = page.elements.parse(bookbag.john());
  one.setAttribute('mark', now.getAttribute('mark'));
  one.setAttribute('fields', now.getAttribute('fields'));
  await page.settle();
  assert.deepEqual(heard(), [null, 'user-124'], 'state is still signed, and the changes count together');
  const { fields } = sign('bookbag', { ...john, name: 'John Roe' });
  one.setAttribute('fields', JSON.stringify(fields));
  await page.settle();
  assert.deepEqual(calls.splice(0).map(([, { user_metadata: { name } }]) => name), ['John Roe']);
  one.setAttribute('state', 'anonymous');
  await page.settle();
  assert.deepEqual(heard(), [null]);
  assert.equal(page.browser.stored.size, 0);
});

test('an element that changes to nobody does not hand the former fields to the code of signed-out pages', async () => {
  const app = ['app_id=a-1'];
  const started = [];
  const page = new Browser().open({ chatgenie: { default: { messenger: () => ({ initialize: (params) => started.push(plain(params)), destroy: () => started.push('destroy') }) } } });
  page.runCode(file('thread', app));
  const one = acting(page).insert(element('thread', jane, app));
  one.setAttribute('state', 'anonymous');
  await page.settle();
  assert.equal(started[0].connectionEmail, 'jane@example.com');
  assert.ok(!JSON.stringify(started.slice(1)).includes('jane'), JSON.stringify(started));
  assert.equal(started[1], 'destroy');
  assert.ok(!JSON.stringify(page.window.chatgenieParams ?? null).includes('jane'));
});

test('a second element cannot name another visitor, and may say that nobody is signed in', async () => {
  const { page, insert, heard } = loaded();
  const first = insert(bookbag.jane());
  insert(bookbag.john());
  await page.settle();
  assert.deepEqual(heard(), ['user-123']);
  assert.equal(page.warnings.length, 1);
  assert.match(page.warnings[0], /^visitorseal: .*second element/);
  const third = insert(bookbag.nobody());
  await page.settle();
  assert.deepEqual(heard(), [null]);
  page.elements.remove(first);
  page.elements.remove(third);
  insert(bookbag.john());
  await page.settle();
  assert.deepEqual(heard(), ['user-124'], 'the first one is gone');
});

test('a page that is put in before the former one is taken out counts, as htmx 2 does it', async () => {
  const { page, insert, heard } = loaded();
  let former = insert(bookbag.jane());
  for (const [html, hears] of [[bookbag.john(), [null, 'user-124']], [bookbag.nobody(), [null]], [bookbag.jane(), ['user-123']]]) {
    heard();
    const next = insert(html);
    page.elements.remove(former);
    former = next;
    await page.settle();
    assert.deepEqual(heard(), hears);
    assert.deepEqual(page.warnings, []);
  }
});

test('an element that was made and never put into the document says nothing', async () => {
  const { page, heard } = loaded();
  page.elements.parse(bookbag.jane());
  await page.settle();
  assert.deepEqual(heard(), []);
});

test('an element of a stranger\'s that is odd does nothing and stops nothing', async () => {
  const { page, visit, heard } = loaded();
  for (const attributes of [
    'scheme="bookbag"', 'scheme="bookbag" state="signed"', 'scheme="bookbag" state="signed" mark="a"', 'state="signed" mark="a" fields="{}"',
    'scheme="__proto__" state="signed" mark="a" fields="{}"', 'scheme="constructor" state="signed" mark="a" fields="{}"',
    'scheme="bookbag" state="constructor" mark="a" fields="{}"', 'scheme="bookbag" state="ready" fields="{}"', 'scheme="bookbag" state="update" mark="a" fields="{}"',
    'scheme="bookbag" state="missing" fields="{}"', 'scheme="bookbag" state="__proto__" fields="{}"', 'scheme="bookbag" state="signed" mark="a" fields="{"',
    'scheme="bookbag" state="signed" mark="a" fields="null"', 'scheme="bookbag" state="signed" mark="a" fields="[]" expires="soon"',
  ]) {
    await visit(`<visitorseal-visitor ${attributes}></visitorseal-visitor>`);
    assert.ok(!heard().some((one) => typeof one === 'string'), attributes);
  }
  await visit(bookbag.jane());
  assert.ok(heard().includes('user-123'));
});

test('an inline script and an element in one window know of each other', async () => {
  const { page, visit, heard } = loaded();
  page.run(script('bookbag', jane));
  await visit(bookbag.jane());
  assert.deepEqual(heard(), ['user-123']);
  await visit(bookbag.john());
  page.run(forget('bookbag'));
  await visit(bookbag.nobody());
  assert.deepEqual(heard(), [null, 'user-124', null]);
});

test('a script, a file and other tabs follow one rule', async () => {
  const one = loaded();
  await one.visit(bookbag.jane());
  const two = loaded({ browser: one.browser });
  await two.visit(bookbag.john());
  one.browser.pass(1_000);
  assert.deepEqual([one.heard(), two.heard()], [['user-123', null], [null, 'user-124']]);
});

// --- Tokens that expire ------------------------------------------------------------------------

const NOW = 1_795_132_800;
const acme = own(`endpoint = "{settings.endpoint}"
at_once = "window.acme.push({fields}.mac);"
forget = "window.acme.push(null);"
[settings.endpoint]
about = "where the page asks for new fields"
form = "endpoint"
`, '', true);

function visitorElement(attributes) {
  const text = Object.entries(attributes).filter(([, value]) => value !== undefined)
    .map(([name, value]) => ` ${name}="${String(value).replaceAll('&', '&amp;').replaceAll('"', '&quot;')}"`).join('');
  return `<visitorseal-visitor scheme="acme"${text} data-turbo-temporary hx-history="false"></visitorseal-visitor>`;
}
const signedElement = (more) => visitorElement({ state: 'signed', mark: 'AAAAAAAAAAAAAAAA', fields: '{"mac":"first"}', ...more });
const answer = (mac, expires, mark = 'AAAAAAAAAAAAAAAA') => [200, JSON.stringify({ scheme: 'acme', fields: mac && { mac }, mark: mac && mark, expires_at: expires })];

function expiring(html, answers) {
  const page = new Browser().open({ acme: [] });
  page.answers = answers;
  page.runCode(file(acme));
  const acts = acting(page);
  acts.insert(html);
  return { page, ...acts, heard: () => plain(page.window.acme.splice(0)), wait: async (seconds) => { page.pass(seconds * 1000); await page.settle(); } };
}

test('fields that have expired are not handed over', async () => {
  const { page, heard, wait } = expiring(signedElement({ expires: NOW - 1 }), []);
  await wait(60);
  assert.deepEqual(heard(), []);
  assert.equal(page.warnings.length, 1);
  assert.match(page.warnings[0], /expired/);
  assert.deepEqual(page.asked, []);
});

test('an endpoint is asked where the fields have expired', async () => {
  const { page, heard, wait } = expiring(signedElement({ expires: NOW - 1, endpoint: '/visitor' }), [answer('second', NOW + 3600)]);
  await wait(1);
  assert.deepEqual(heard(), ['second']);
  assert.deepEqual(page.asked, [['/visitor', { credentials: 'include', cache: 'no-store' }]]);
});

test('an endpoint is asked shortly before the fields expire, and again before the next ones do', async () => {
  const { page, heard, wait } = expiring(signedElement({ expires: NOW + 600, endpoint: '/visitor' }),
    [answer('second', NOW + 1200), answer('third', NOW + 1800), answer(null, null)]);
  await wait(1);
  assert.deepEqual([heard(), page.asked.length], [['first'], 0]);
  await wait(597);
  assert.deepEqual([heard(), page.asked.length], [['second'], 1]);
  await wait(600);
  assert.deepEqual([heard(), page.asked.length], [['third'], 2]);
  await wait(600);
  assert.deepEqual([heard(), page.asked.length], [[null], 3], 'nobody is signed in any more');
  await wait(100_000);
  assert.equal(page.asked.length, 3);
});

test('an endpoint that knows another visitor by then makes the page forget', async () => {
  const { heard, wait } = expiring(signedElement({ expires: NOW + 600, endpoint: '/visitor' }), [answer('other', NOW + 1200, 'BBBBBBBBBBBBBBBB')]);
  await wait(1);
  heard();
  await wait(599);
  assert.deepEqual(heard(), [null], 'the page is another visitor\'s');
});

test('an endpoint that fails is reported and signs nobody out', async () => {
  const { page, heard, wait } = expiring(signedElement({ expires: NOW + 600, endpoint: '/visitor' }), [[503, '{}']]);
  await wait(599);
  assert.deepEqual(heard(), ['first']);
  assert.equal(page.errors.length, 1);
  assert.match(page.errors[0], /the endpoint answered 503/);
});

test('an endpoint whose answers have expired is not asked in a loop, and hands nothing over', async () => {
  const late = Array.from({ length: 100 }, () => answer('late', NOW - 60));
  const { page, heard, wait } = expiring(signedElement({ expires: NOW - 60, endpoint: '/visitor' }), late);
  for (let second = 0; second < 20; second += 1) await wait(1);
  assert.deepEqual(heard(), [], 'the clock of this computer may be wrong');
  assert.ok(page.asked.length < 3, `asked ${page.asked.length} times`);
  assert.equal(page.warnings.length, 1);
});

test('a later statement ends the renewal of a former one', async () => {
  const { page, heard, wait, visit } = expiring(signedElement({ expires: NOW + 600, endpoint: '/visitor' }), [answer('second', NOW + 1200)]);
  await wait(1);
  await visit(visitorElement({ state: 'anonymous' }));
  await wait(3600);
  assert.deepEqual(heard(), ['first', null]);
  assert.deepEqual(page.asked, []);
});

test('an answer that comes after a sign-out is not taken', async () => {
  const { page, heard, visit } = expiring(signedElement({ expires: NOW + 600, endpoint: '/visitor' }), [answer('second', NOW + 1200)]);
  page.pass(599_000);
  assert.equal(page.asked.length, 1);
  await visit(visitorElement({ state: 'anonymous' }));
  assert.deepEqual(heard(), ['first', null]);
});

test('fields without an end, and fields that end in years, ask nothing', async () => {
  for (const expires of [undefined, NOW + 10 * 365 * 86400]) {
    const { page, heard, wait } = expiring(signedElement({ expires, endpoint: '/visitor' }), []);
    await wait(86_400);
    assert.deepEqual([heard(), page.asked], [['first'], []]);
  }
});

// --- The file --------------------------------------------------------------------------------

test('a file is small, is ASCII, and makes no code of text', () => {
  for (const scheme of ['bookbag', 'fernand', 'thread', 'reamaze', 'chatwoot', 'intercom']) {
    const code = file(scheme);
    assert.ok(gzipSync(code, { level: 9 }).length <= 2048, `${scheme}: ${gzipSync(code, { level: 9 }).length} bytes`);
    assert.match(code, /^[\n\x20-\x7e]*$/);
    for (const way of ['eval(', 'Function(', 'innerHTML', 'document.write', 'insertAdjacent', 'setTimeout("', "setTimeout('", 'import(']) {
      assert.ok(!code.includes(way), `${scheme}: ${way}`);
    }
  }
});

test('a vendor\'s script is added by a policy where the page has Trusted Types', async () => {
  const of = 'layerup';
  const policies = [];
  for (const trustedTypes of [undefined, { createPolicy: (name, policy) => { policies.push(name); return policy; } }]) {
    const page = new Browser().open({ trustedTypes });
    page.context.trustedTypes = trustedTypes;
    page.runCode(file(of, ['script=https://cdn.example.com/w.js']), { nonce: 'bm9uY2U' });
    const { insert } = acting(page);
    insert(element(of, jane, ['script=https://cdn.example.com/w.js']));
    await page.settle();
    assert.equal(page.elements.head.length, 1);
    const [tag] = page.elements.head;
    assert.equal(tag.getAttribute('src'), 'https://cdn.example.com/w.js');
    assert.equal(tag.getAttribute('data-user-email'), 'jane@example.com');
    assert.equal(tag.nonce, 'bm9uY2U');
  }
  assert.deepEqual(policies, ['visitorseal']);
});
