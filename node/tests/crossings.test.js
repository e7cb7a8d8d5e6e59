'use strict';

// How often a call goes to the addon, and that nothing changes because it goes there less often.

const assert = require('node:assert/strict');
const { createHmac } = require('node:crypto');
const test = require('node:test');
const { writtenVisitor } = require('../lib/input.js');
const { native } = require('../lib/native.js');
const { PageHtml } = require('../lib/page-html.js');

const SECRET = 'hunter2hunter2hunter2';
const NONCE = 'bm9uY2U=';
const visitor = { id: 'user-123', name: 'Jane', email: 'jane@example.com', attributes: { plan: 'growth', seats: 12 } };

/** The names of the addon's functions that are called. */
const called = [];
/** A signer of the addon, as the library got it last. */
let functions;
const make = native().signer;
native().signer = (...args) => {
  functions = make(...args);
  const spies = Object.entries(functions).map(([name, run]) => [
    name,
    (...args) => {
      called.push(name);
      return run(...args);
    },
  ]);
  return Object.fromEntries(spies);
};
const { Signer, VisitorError } = require('..');

/** Signs as the library does, and gives the lines that the addon gives. */
function linesOf(visitor) {
  const parts = writtenVisitor(visitor);
  return functions.sign(0, parts, parts.length);
}

function callsOf(run) {
  called.length = 0;
  run();
  return [...called];
}

test('a visitor becomes fields, a script or both in one call of the addon', () => {
  const signer = new Signer('bookbag', SECRET);
  for (const nonce of [NONCE, undefined]) {
    assert.deepEqual(callsOf(() => signer.sign(visitor).script(nonce)), ['sign', 'scriptFrame']);
    assert.deepEqual(callsOf(() => signer.sign(visitor).script(nonce)), ['sign']);
  }
  assert.deepEqual(callsOf(() => signer.sign(visitor).fields), ['sign']);
  assert.deepEqual(callsOf(() => {
    const signed = signer.sign(visitor);
    return [signed.fieldsJson, signed.script(NONCE), signed.mark, signed.warnings, signed.expiresAt];
  }), ['sign']);
});

test('many visitors and many messages cross in one call for some hundred', () => {
  const signer = new Signer('bookbag', SECRET);
  const ids = Array.from({ length: 3000 }, (_, index) => `user-${index}`);
  assert.deepEqual(callsOf(() => signer.signMany(ids.slice(0, 250).map((id) => ({ ...visitor, id })))), ['signMany']);
  const calls = callsOf(() => signer.signMany(ids.map((id) => ({ ...visitor, id }))));
  assert.deepEqual(new Set(calls), new Set(['signMany']));
  assert.ok(calls.length <= 3000 / 250, `${calls.length}`);
  assert.deepEqual(callsOf(() => signer.digestMany(ids)), ['digestMany']);
  assert.deepEqual(callsOf(() => signer.digestMany(ids.map((id) => Buffer.from(id)))), ['digestMany']);
  assert.deepEqual(callsOf(() => [signer.signMany([]), signer.digestMany([])]), []);
});

test('a script from the frame is the script that the core writes', () => {
  const signer = new Signer('bookbag', SECRET);
  const chars = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code)).filter((char) => char !== '\0');
  const texts = [...chars, '😀', '\u2028', '</script>', '<!--', ']]>', '\\', '\\\\"', '\\u003c', 'é\n"', '$&', "$'", '$1'];
  let framed = 0;
  for (const text of texts) {
    const signed = signer.sign({ id: 'user-123', attributes: { text, [`key ${text}`]: [text] } });
    // Without frames, the core writes each script.
    const lines = linesOf({ id: 'user-123', attributes: { text, [`key ${text}`]: [text] } });
    for (const nonce of [NONCE, undefined]) {
      const expected = functions.script(lines, nonce);
      assert.equal(signed.script(nonce), expected, JSON.stringify(text));
      called.length = 0;
      signed.script(nonce);
      framed += called.length === 0;
    }
  }
  // Of ASCII, all but <, >, &, the quote and the backslash.
  assert.ok(framed > 2 * 120, `${framed}`);
});

test('a nonce that the core refuses is refused with a frame too', () => {
  const signer = new Signer('bookbag', SECRET);
  const signed = signer.sign(visitor);
  signed.script(NONCE);
  const lines = linesOf({ id: 'user-123' });
  const outcome = (run) => {
    try {
      return run().length > 0;
    } catch {
      return false;
    }
  };
  const chars = Array.from({ length: 0x100 }, (_, code) => `a${String.fromCharCode(code)}b`);
  const nonces = [...chars, '', '=', '==', 'a=', 'a==', 'a===', 'a=b', 'a\n', '\na', 'a"', 'é', '\ud800', 'a'.repeat(256), 'a'.repeat(257)];
  nonces.push(`${'a'.repeat(254)}==`, `${'a'.repeat(255)}==`, `${'a'.repeat(255)}=`);
  let accepted = 0;
  for (const nonce of nonces) {
    const isRight = outcome(() => functions.script(lines, nonce));
    assert.equal(outcome(() => signed.script(nonce)), isRight, JSON.stringify(nonce));
    accepted += isRight;
  }
  assert.equal(accepted, 66 + 2 + 1 + 2);
});

test('without a frame the core writes the script', () => {
  const without = { ...functions, scriptFrame: () => null };
  const lines = linesOf({ id: 'user-123' });
  assert.equal(new PageHtml(without).script(lines, NONCE), functions.script(lines, NONCE));
  const orlo = new Signer('orlo', require('./vectors').key('rsa-2048.private.pem'), { embed_code: "<script>chat('JWT_TOKEN');</script>" });
  const [one, other] = ['Jane', 'Joe'].map((name) => orlo.sign({ name, attributes: { 'User ID': 1 } }));
  for (const signed of [one, other]) assert.ok(signed.script(NONCE).includes(`chat('${signed.signature}')`));
});

test('many visitors are signed as each alone', () => {
  const signer = new Signer('bookbag', SECRET);
  const visitors = [
    visitor,
    {},
    { id: '' },
    { id: 'Jané 😀', name: '', attributes: { a: '\n', 'b\u2028': ['é', null] } },
    { id: 'a\0b' },
    { id: 'line\nbreak', name: 'line\nbreak' },
    { id: 42, email: 'a@example.com', phone: '+14155552671', avatar: 'https://example.com/a.png' },
    { id: 'half', name: 'a\ud83d' },
    { name: '\ude00', id: 'other half' },
    { id: '1', uuid: '2' },
    { id: '1', attributes: { a: undefined } },
    null,
    { id: '1', name: null },
    { id: 'x'.repeat(70_000) },
  ];
  const now = 1_795_132_800;
  const alone = visitors.map((visitor) => {
    try {
      return signer.sign(visitor, { now });
    } catch (error) {
      return error;
    }
  });
  const shown = (result) => (result instanceof VisitorError ? [result.code, result.field, result.reason] : JSON.stringify(result));
  const many = signer.signMany(visitors, { now });
  assert.deepEqual(many.map(shown), alone.map(shown));
  assert.deepEqual(many.map((result) => result instanceof VisitorError), alone.map((result) => result instanceof VisitorError));
  assert.equal(many[0].script(NONCE), alone[0].script(NONCE));
});

test('the digests of many messages are those of Node, however long the messages are', () => {
  const signer = new Signer('bookbag', SECRET);
  const digest = (message) => createHmac('sha256', SECRET).update(message).digest('hex');
  const texts = ['', 'user-1', '', 'a\nb', '\0', 'Jané', '😀', 'x'.repeat(1 << 20), 'y'.repeat((1 << 20) + 1), 'é'.repeat(700_000), 'z'];
  assert.deepEqual(signer.digestMany(texts), texts.map(digest));
  assert.deepEqual(signer.digestMany(texts.values()), texts.map(digest));
  const mixed = texts.map((text, index) => (index % 2 ? text : Buffer.from(text)));
  mixed.push(Uint8Array.of(0xff, 0xfe, 0x80), new Uint8Array());
  assert.deepEqual(signer.digestMany(mixed), mixed.map(digest));
  for (const halves of [['\ud83d', '\ude00'], [Buffer.from('a'), '\ud83d'], ['a\ud83d']]) {
    assert.throws(() => signer.digestMany(halves), { code: 'field_invalid', field: 'message' });
  }
  const hostile = Object.defineProperty(Uint8Array.of(1, 2, 3), 'length', { value: 2 });
  assert.deepEqual(signer.digestMany([hostile, 'a']), [digest(Uint8Array.of(1, 2, 3)), digest('a')]);
});
