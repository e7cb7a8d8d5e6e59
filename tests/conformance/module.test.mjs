// The ES module of a scheme: follow, show and forget.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jane, john, moduleFile, script, sign } from './program.mjs';
import { Browser, recorder } from './simulated.mjs';

const NOW = 1_795_132_800;
const json = (visitor) => ({ ...sign('bookbag', visitor) });
const nobody = { scheme: 'bookbag', fields: null, mark: null, expires_at: null };
const ok = (answer) => [200, JSON.stringify(answer)];

function imported(answers = [], browser = new Browser()) {
  const { calls, global } = recorder();
  const page = browser.open({ bookbag: global });
  page.answers = answers;
  // A module's code with its exports as a value, since a simulated window imports nothing.
  const code = moduleFile('bookbag');
  page.runCode(`window.exported = (function () {\n${code.replace(/\bexport function /g, '\nfunction ')}\nreturn {follow: follow, show: show, forget: forget};\n})();`);
  return { page, browser, ...page.window.exported, heard: () => calls.splice(0).map(([, fields]) => fields && fields.user_id) };
}

test('follow states whom the endpoint names, and says whether somebody is signed in', async () => {
  const { page, follow, heard } = imported([ok(json(jane)), ok(json(jane)), ok(nobody), ok(json(john))]);
  assert.equal(await follow('/visitor'), true);
  assert.deepEqual(heard(), ['user-123']);
  assert.equal(await follow('/visitor'), true);
  assert.deepEqual(heard(), [], 'the same visitor on the next route');
  assert.equal(await follow('/visitor'), false);
  assert.deepEqual(heard(), [null]);
  assert.equal(await follow('/visitor'), true);
  assert.deepEqual(heard(), ['user-124']);
  assert.deepEqual(page.asked[0], ['/visitor', { credentials: 'include', cache: 'no-store' }]);
});

test('only the answer to the last call counts: an earlier one may be older than a sign-out', async () => {
  const { page, follow, heard } = imported([ok(json(jane)), ok(json(john)), ok(nobody)]);
  assert.deepEqual(await Promise.all([follow('/visitor'), follow('/visitor'), follow('/visitor')]), [true, true, false]);
  assert.equal(page.asked.length, 3);
  assert.deepEqual(heard(), []);
});

test('an answer that comes after a sign-out is not taken', async () => {
  const { page, follow, forget, show, heard } = imported([ok(json(jane)), ok(json(jane))]);
  const asked = follow('/visitor');
  forget();
  await asked;
  await page.settle();
  assert.ok(!heard().includes('user-123'));
  const again = follow('/visitor');
  show(json(john));
  await again;
  await page.settle();
  assert.deepEqual(heard(), ['user-124']);
});

test('an endpoint that fails rejects the promise, changes nothing, and is asked again by the next call', async () => {
  const { page, follow, heard } = imported([ok(json(jane)), [500, '{}'], ok(json(jane))]);
  await follow('/visitor');
  await assert.rejects(follow('/visitor'), /the endpoint answered 500/);
  assert.equal(await follow('/visitor'), true);
  assert.deepEqual(heard(), ['user-123']);
  assert.equal(page.asked.length, 3);
});

test('show states what toJSON gives, and null is nobody', async () => {
  const { page, browser, show, forget, heard } = imported();
  show(json(jane));
  show({ fields: json(jane).fields, mark: json(jane).mark });
  assert.deepEqual(heard(), ['user-123']);
  assert.deepEqual([...browser.stored.values()], [json(jane).mark]);
  show(json(john));
  assert.deepEqual(heard(), [null, 'user-124']);
  for (const none of [null, undefined, nobody]) show(none);
  assert.deepEqual(heard(), [null]);
  show(json(jane));
  forget();
  forget();
  assert.deepEqual(heard(), ['user-123', null]);
  assert.equal(browser.stored.size, 0);
  page.run(script('bookbag', jane));
  show(json(jane));
  assert.deepEqual(heard(), ['user-123'], 'a page\'s script and the module share a registry');
});

test('the module asks again before the fields expire', async () => {
  const first = { ...json(jane), expires_at: NOW + 600 };
  const { page, follow, heard } = imported([ok(first), ok({ ...json({ ...jane, name: 'Jane Roe' }), expires_at: NOW + 1200 }), ok(nobody)]);
  await follow('/visitor');
  page.pass(599_000);
  await page.settle();
  assert.equal(page.asked.length, 2);
  assert.deepEqual(heard(), ['user-123', 'user-123']);
  page.pass(600_000);
  await page.settle();
  assert.deepEqual(heard(), [null]);
});

test('fields that have expired already are not handed over', async () => {
  const { show, follow, heard } = imported([ok({ ...json(jane), expires_at: NOW - 1 }), ok(nobody), ok(nobody), ok(nobody)]);
  show({ ...json(jane), expires_at: NOW - 1 });
  await follow('/visitor');
  assert.deepEqual(heard(), []);
});

test('a widget that starts for nobody gets the fields that the site passes for it', async () => {
  const { calls, global } = recorder();
  const page = new Browser().open({ Intercom: global });
  page.answers = [ok({ scheme: 'intercom', fields: null, mark: null, expires_at: null })];
  const code = moduleFile('intercom').replace(/\bexport function /g, '\nfunction ');
  page.runCode(`window.exported = (function () {\n${code}\nreturn {follow: follow, show: show};\n})();`);
  const { follow, show } = page.window.exported;
  show(null);
  assert.deepEqual(calls, []);
  assert.equal(await follow('/visitor', { app_id: 'a-1' }), false);
  assert.deepEqual(calls, [['boot', { app_id: 'a-1' }]]);
  show(null, { app_id: 'a-1' });
  assert.equal(calls.length, 1);
});
