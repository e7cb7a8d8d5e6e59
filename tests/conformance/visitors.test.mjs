// Who is who: what the widget hears when pages state the same visitor, another one, or nobody, in one window and in several.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { anonymous, forget, jane, john, own, prefill, script, sign } from './program.mjs';
import { Browser, badStorages, recorder } from './simulated.mjs';

const KEY = 'visitorseal.bookbag';
const mark = (visitor) => sign('bookbag', visitor).mark;
const who = (calls) => calls.map(([, fields]) => fields && fields.user_id);
const renamed = { ...jane, name: 'Jane Roe' };
const state = { jane: () => script('bookbag', jane), john: () => script('bookbag', john), renamed: () => script('bookbag', renamed),
  nobody: () => anonymous('bookbag'), forget: () => forget('bookbag') };

/** A window whose widget has loaded, and what Bookbag's widget hears: an id, or null for `forget`. */
function loaded(browser = new Browser()) {
  const { calls, global } = recorder();
  const page = browser.open({ bookbag: global });
  return { browser, page, calls, heard: () => who(calls.splice(0)), say: (...names) => { names.forEach((name) => page.run(state[name]())); page.pass(100); } };
}

// What each page states, and what the widget hears, in one window.
const stories = [
  ['the same visitor twice', ['jane', 'jane', 'jane'], ['user-123']],
  ['the same visitor with other fields', ['jane', 'renamed'], ['user-123', 'user-123']],
  ['another visitor', ['jane', 'john'], ['user-123', null, 'user-124']],
  ['another visitor and back', ['jane', 'john', 'jane'], ['user-123', null, 'user-124', null, 'user-123']],
  ['a signed-out page', ['jane', 'nobody'], ['user-123', null]],
  ['several signed-out pages', ['jane', 'nobody', 'nobody', 'nobody'], ['user-123', null]],
  ['a page of nobody in a fresh window', ['nobody', 'nobody'], []],
  ['a sign-in after pages of nobody', ['nobody', 'jane', 'nobody'], ['user-123', null]],
  ['a sign-out', ['jane', 'forget'], ['user-123', null]],
  ['a sign-out, and the page after it', ['jane', 'forget', 'nobody', 'nobody'], ['user-123', null]],
  ['a sign-out twice', ['jane', 'forget', 'forget', 'nobody', 'forget'], ['user-123', null]],
  ['a sign-out in a fresh window always forgets', ['forget', 'forget'], [null]],
  ['a sign-out after a page that found nobody', ['nobody', 'forget', 'nobody', 'forget'], [null]],
  ['a sign-in again', ['jane', 'forget', 'jane', 'forget', 'jane'], ['user-123', null, 'user-123', null, 'user-123']],
  ['another visitor after a sign-out', ['jane', 'forget', 'john'], ['user-123', null, 'user-124']],
];

for (const storage of ['works', ...badStorages]) {
  for (const [what, pages, heard] of stories) {
    test(`${what}: ${pages.join(', ')} (storage ${storage})`, () => {
      const { page, say, heard: hears } = loaded(new Browser(storage));
      pages.forEach((name) => say(name));
      assert.deepEqual(hears(), heard);
      assert.deepEqual([page.errors, page.warnings], [[], []]);
    });
  }
}

test('the storage holds the mark alone, while somebody is known', () => {
  const { browser, say } = loaded();
  const stored = () => Object.fromEntries(browser.stored);
  say('nobody');
  assert.deepEqual(stored(), {});
  say('jane');
  assert.match(mark(jane), /^[A-Za-z0-9_-]{16}$/);
  assert.deepEqual(stored(), { [KEY]: mark(jane) });
  say('renamed');
  assert.deepEqual(stored(), { [KEY]: mark(jane) });
  say('john');
  assert.deepEqual(stored(), { [KEY]: mark(john) });
  say('nobody');
  assert.deepEqual(stored(), {});
  say('john', 'forget');
  assert.deepEqual(stored(), {});
});

test('a fresh window knows from the storage that the widget knows somebody', () => {
  for (const [pages, heard] of [
    [['jane'], ['user-123']], [['john'], [null, 'user-124']], [['nobody'], [null]], [['nobody', 'nobody'], [null]], [['forget'], [null]],
  ]) {
    const { browser, say } = loaded();
    say('jane');
    const fresh = loaded(browser);
    fresh.say(...pages);
    assert.deepEqual(fresh.heard(), heard, pages.join());
  }
});

test('a text in the storage that is no mark is another visitor\'s, and is no code', () => {
  for (const text of ['</script>', '__proto__', 'a'.repeat(100_000), '{"state":"signed"}']) {
    const browser = new Browser();
    browser.stored.set(KEY, text);
    const { say, heard } = loaded(browser);
    say('jane', 'jane');
    assert.deepEqual(heard(), [null, 'user-123']);
  }
});

test('a prefilled form is somebody, who is forgotten before another', () => {
  const { calls, global } = recorder();
  const form = own(`global = "acme"
script = "window.acme('identify', {fields});"
forget = "window.acme('logout');"
[page.prefill]
fields = ["nick", "mail"]
script = "window.acme('prefill', {fields});"`);
  const browser = new Browser();
  const page = browser.open({ acme: global });
  const heard = () => calls.splice(0).map(([name]) => name);
  page.run(prefill(form, jane)).run(prefill(form, jane));
  assert.deepEqual(heard(), ['prefill']);
  assert.deepEqual(Object.fromEntries(browser.stored), { 'visitorseal.acme': 'prefill' });
  page.run(script(form, jane));
  assert.deepEqual(heard(), ['logout', 'identify']);
  page.run(prefill(form, jane));
  assert.deepEqual(heard(), ['logout', 'prefill']);
  browser.open({ acme: global }).run(anonymous(form));
  assert.deepEqual(heard(), ['logout']);
  assert.deepEqual(Object.fromEntries(browser.stored), {});
});

test('a scheme with an update hears of other fields by it, and of another visitor by script', () => {
  const updated = own(`global = "acme"
at_once = "window.early = {fields.uid};"
script = "window.acme('boot', {fields});"
update = ["window.acme('update', {fields});", "window.acme('nick', {fields.nick});"]
forget = "window.acme('shutdown');"`);
  const { calls, global } = recorder();
  const page = new Browser().open({ acme: global });
  const said = (...visitors) => {
    visitors.forEach((visitor) => page.run(script(updated, visitor)));
    return calls.splice(0).map(([name, fields]) => [name, fields?.mail ?? fields].filter(Boolean).join(' '));
  };
  assert.deepEqual(said(jane, jane), ['boot jane@example.com']);
  assert.deepEqual(said({ ...jane, email: 'new@example.com' }), ['update new@example.com', 'nick Jane Doe']);
  assert.deepEqual(said({ id: jane.id, email: 'new@example.com' }), ['update new@example.com']);
  assert.deepEqual(said(john), ['shutdown', 'boot john@example.com']);

  const late = new Browser().open();
  late.run(script(updated, jane)).run(script(updated, { ...jane, email: 'new@example.com' }));
  late.window.acme = global;
  late.pass(1_000);
  assert.deepEqual(said(), ['boot new@example.com'], 'a widget that has not started is not updated');
});

// --- A widget that loads late ------------------------------------------------------------------

/** What the widget hears when it loads after these pages, in a window whose widget knew nobody or Jane. */
function late(before, pages) {
  const browser = new Browser();
  if (before) browser.stored.set(KEY, before);
  const { calls, global } = recorder();
  const page = browser.open();
  pages.forEach((name) => page.run(state[name]()).pass(70));
  assert.deepEqual(calls, []);
  page.window.bookbag = global;
  page.pass(60_000);
  assert.deepEqual(page.errors, []);
  return [who(calls), browser.stored.get(KEY)];
}

test('of several statements that wait, the last one counts', () => {
  assert.deepEqual(late(null, ['jane', 'john']), [['user-124'], mark(john)]);
  assert.deepEqual(late(null, ['jane', 'jane', 'renamed']), [['user-123'], mark(jane)]);
  assert.deepEqual(late(null, ['jane', 'nobody']), [[], undefined]);
  assert.deepEqual(late(null, ['nobody', 'jane']), [['user-123'], mark(jane)]);
});

test('a forget that is due is never skipped, whatever is stated while the widget still loads', () => {
  assert.deepEqual(late(null, ['forget', 'jane']), [[null, 'user-123'], mark(jane)]);
  assert.deepEqual(late(null, ['jane', 'forget', 'john']), [[null, 'user-124'], mark(john)]);
  assert.deepEqual(late(null, ['forget', 'forget', 'nobody']), [[null], undefined]);
  assert.deepEqual(late(mark(jane), ['john']), [[null, 'user-124'], mark(john)]);
  assert.deepEqual(late(mark(jane), ['nobody']), [[null], undefined]);
  assert.deepEqual(late(mark(jane), ['nobody', 'john', 'nobody']), [[null], undefined]);
  assert.deepEqual(late(mark(jane), ['john', 'nobody']), [[null], undefined]);
  assert.deepEqual(late(mark(jane), ['forget', 'jane']), [[null, 'user-123'], mark(jane)]);
});

test('until a late widget has forgotten, the storage still says whom it knows', () => {
  const browser = new Browser();
  browser.stored.set(KEY, mark(jane));
  browser.open().run(state.nobody()).pass(1_000);
  assert.equal(browser.stored.get(KEY), mark(jane), 'the page may go before the widget has loaded');
  const { say, heard } = loaded(browser);
  say('nobody');
  assert.deepEqual(heard(), [null]);
});

test('what is set at once counts as known: nobody after it forgets it', () => {
  const reads = own('global = "acme"\nat_once = "window.acmeUser = {fields};"\nforget = "delete window.acmeUser; window.acme();"');
  const page = new Browser().open();
  page.run(script(reads, jane));
  assert.equal(page.window.acmeUser.uid, 'user-123');
  page.run(anonymous(reads));
  page.window.acme = () => {};
  page.pass(1_000);
  assert.ok(!('acmeUser' in page.window));
});

// --- Several windows -------------------------------------------------------------------------

test('a sign-out in one tab makes the others forget', () => {
  for (const out of ['forget', 'nobody']) {
    const one = loaded();
    const two = loaded(one.browser);
    const stranger = loaded(one.browser);
    one.say('jane');
    two.say('jane');
    [one, two].forEach(({ heard }) => heard());
    one.say(out);
    one.browser.pass(1_000);
    assert.deepEqual([one.heard(), two.heard(), stranger.heard()], [[null], [null], []], out);
    two.say('nobody', 'nobody');
    assert.deepEqual(two.heard(), [], 'it has already forgotten');
    assert.equal(one.browser.stored.size, 0);
  }
});

test('a tab forgets when another visitor signs in elsewhere, and does not identify', () => {
  const one = loaded();
  const two = loaded(one.browser);
  one.say('jane');
  two.say('jane', 'jane');
  two.heard();
  one.say('john');
  one.browser.pass(60_000);
  assert.deepEqual([one.heard(), two.heard()], [['user-123', null, 'user-124'], [null]]);
  assert.equal(one.browser.stored.get(KEY), mark(john), 'the storage is about the browser\'s widget, which knows John');
  assert.deepEqual(one.page.errors.concat(two.page.errors), []);
  two.say('john');
  assert.deepEqual(two.heard().at(-1), 'user-124');
  assert.deepEqual(one.heard(), [], 'the same visitor in both');
});

test('a tab that still waits for its widget does not identify a visitor who has signed out elsewhere', () => {
  const one = loaded();
  const { calls, global } = recorder();
  const two = one.browser.open().run(state.jane());
  one.say('jane', 'forget');
  one.browser.pass(1_000);
  two.window.bookbag = global;
  one.browser.pass(60_000);
  assert.ok(!who(calls).includes('user-123'), `${who(calls)}`);
});

test('a tab does not act on what is none of its business', () => {
  const one = loaded();
  one.say('jane');
  one.heard();
  const { page, browser } = one;
  page.fire('storage', { key: 'theme', newValue: 'dark' }).fire('storage', { key: 'visitorseal.fernand', newValue: 'x' });
  page.fire('storage', { key: KEY, newValue: mark(jane) }).fire('pageshow', { persisted: false }).pass(1_000);
  browser.stored.delete(KEY);
  page.fire('storage', { key: 'visitorseal.fernand', newValue: null }).pass(1_000);
  assert.deepEqual(one.heard(), []);
  page.fire('storage', { key: null, newValue: null }).pass(1_000);
  assert.deepEqual(one.heard(), [null], 'the storage was cleared');
});

test('two tabs with pages of their own do not take turns for ever', () => {
  const one = loaded();
  const two = loaded(one.browser);
  for (let turn = 0; turn < 4; turn += 1) {
    one.say('jane');
    two.say('john');
  }
  one.browser.pass(600_000);
  assert.ok(one.calls.length < 20 && two.calls.length < 20);
  assert.equal(two.heard().at(-1), 'user-124');
  assert.equal(one.heard().at(-1), null);
});

test('a page from the back/forward cache forgets a visitor who is gone', () => {
  for (const [meanwhile, heard] of [[['forget'], [null]], [['nobody'], [null]], [['john'], [null]], [[], []], [['jane', 'renamed'], []]]) {
    const kept = loaded();
    kept.say('jane');
    kept.heard();
    kept.page.freeze();
    loaded(kept.browser).say(...meanwhile);
    kept.browser.pass(1_000);
    kept.page.show().pass(1_000);
    assert.deepEqual(kept.heard(), heard, meanwhile.join());
    assert.deepEqual(kept.page.errors, []);
  }
});

test('in a browser without storage, a page from the cache and other tabs change nothing', () => {
  for (const storage of ['forbidden', 'absent']) {
    const { page, say, heard } = loaded(new Browser(storage));
    say('jane');
    page.fire('pageshow', { persisted: true }).fire('storage', { key: KEY }).pass(1_000);
    assert.deepEqual(heard(), ['user-123'], storage);
    assert.deepEqual(page.errors, []);
  }
});

// --- Exceptions ------------------------------------------------------------------------------

test('a widget that cannot forget is reported, and the next visitor is identified', () => {
  const { calls, global } = recorder();
  const page = new Browser().open({ bookbag: (command, fields) => {
    if (fields === null) throw new Error('nothing to forget');
    global(command, fields);
  } });
  page.run(state.jane()).run(state.john()).run(state.nobody()).pass(1_000);
  assert.deepEqual(who(calls), ['user-123', 'user-124']);
  assert.equal(page.errors.length, 2);
  assert.match(page.errors[0], /nothing to forget/);
});

test('an exception of one scheme\'s code stops no other scheme, and is not repeated', () => {
  const { calls, global } = recorder();
  const page = new Browser().open({ bookbag: () => { throw new Error('broken widget'); }, Fernand: global });
  page.run(state.jane()).run(script('fernand', jane)).pass(60_000);
  assert.equal(calls.length, 1);
  assert.equal(page.errors.length, 1);
  page.run(state.jane()).pass(1_000);
  assert.equal(page.errors.length, 1, 'the same visitor again is not another try');
  page.run(state.nobody()).pass(1_000);
  assert.equal(page.errors.length, 2, 'a widget that threw may know the visitor');
});

test('an exception of a widget that loads late is reported, and a later visitor still comes', () => {
  const { calls, global } = recorder();
  const page = new Browser().open().run(state.jane()).pass(100);
  page.window.bookbag = () => { throw new Error('half loaded'); };
  page.pass(1_000);
  assert.equal(page.errors.length, 1);
  page.window.bookbag = global;
  page.run(state.john()).pass(1_000);
  assert.deepEqual(who(calls), [null, 'user-124']);
});
