// `{fetch.NAME}`: a function that gives a field of the page, and later what the site's endpoint gives.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { jane, own, script, sign, forget } from './program.mjs';
import { Browser } from './simulated.mjs';

const acme = own(`endpoint = "{settings.endpoint}"
at_once = ["window.acme({fetch.mac});", "window.rest = {fields};"]
forget = "window.out = true;"
[settings.endpoint]
about = "where the page asks for new fields"
form = "endpoint"
`);

/** A page whose endpoint gives these answers, each a status and a body. */
function fetching(settings, answers = []) {
  const widget = { calls: 0 };
  const page = new Browser().open({ acme: (get) => { widget.get = get; widget.calls += 1; } });
  page.answers = answers.slice();
  page.run(script(acme, jane, settings));
  return { page, widget };
}

test('a function gives the field of the page once, and then what the endpoint gives', async () => {
  const answers = [[200, '{"uid":"user-123","mac":"second"}'], [200, '{"scheme":"acme","fields":{"mac":"third"}}']];
  const { page, widget } = fetching(['endpoint=/visitor?a=b'], answers);
  assert.equal(page.window.rest.mac, undefined, '{fields} does not repeat it');
  const first = await widget.get();
  assert.match(first, /^[0-9a-f]{64}$/);
  assert.deepEqual(page.asked, []);
  assert.equal(await new Promise((done) => { widget.get(done); }), 'second');
  assert.equal(await widget.get(), 'third');
  const options = { credentials: 'include', cache: 'no-store' };
  assert.deepEqual(page.asked, [['/visitor?a=b', options], ['/visitor?a=b', options]]);
});

test('without an endpoint a function gives the field of the page each time', async () => {
  const { page, widget } = fetching([]);
  const first = await widget.get();
  assert.equal(await new Promise((done) => { widget.get(done); }), first);
  assert.deepEqual(page.asked, []);
});

test('a field that is named like the wrapper of an answer is found', async () => {
  const { widget } = fetching(['endpoint=/visitor'], [[200, '{"fields":"two","mac":"second"}']]);
  await widget.get();
  assert.equal(await widget.get(), 'second');
});

test('an answer about the same visitor is taken, and one about another visitor is an error', async () => {
  const { mark } = sign(acme, jane, ['endpoint=/visitor']);
  const answer = (of) => [200, JSON.stringify({ scheme: 'acme', fields: { mac: of }, mark: of, expires_at: null })];
  const { widget } = fetching(['endpoint=/visitor'], [answer(mark), answer('AAAAAAAAAAAAAAAA')]);
  await widget.get();
  assert.equal(await widget.get(), mark);
  await assert.rejects(widget.get(), /^Error: visitorseal: the endpoint gave another visitor$/);
});

test('an answer that comes after the sign-out is given to nobody', async () => {
  const { mark } = sign(acme, jane, ['endpoint=/visitor']);
  const { page, widget } = fetching(['endpoint=/visitor'], [[200, JSON.stringify({ scheme: 'acme', fields: { mac: 'late' }, mark })]]);
  await widget.get();
  const asked = widget.get();
  page.run(forget(acme));
  await assert.rejects(asked, /^Error: visitorseal: the visitor has changed$/);
});

test('an endpoint that fails, or that names nobody, gives an error and no value', async () => {
  const answers = [[503, '{}'], [200, 'null'], [200, '{}'], [200, '{"scheme":"acme","fields":null,"mark":null,"expires_at":null}'],
    [200, '{"constructor":1}'], [200, '5']];
  const { page, widget } = fetching(['endpoint=https://shop.example/visitor'], answers);
  await widget.get();
  await assert.rejects(widget.get(), /^Error: visitorseal: the endpoint answered 503$/);
  assert.equal(page.asked[0][1].credentials, 'include', 'another host of the site');
  for (const answer of answers.slice(1)) {
    let called = false;
    await assert.rejects(widget.get(() => { called = true; }), /^Error: visitorseal: the endpoint gave nobody$/, answer[1]);
    assert.equal(called, false);
  }
  assert.equal(page.asked.length, answers.length);
});
