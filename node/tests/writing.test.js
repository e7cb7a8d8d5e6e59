'use strict';

// The buffer in which visitors cross to the addon. It is kept, so nothing of one visitor may come to the next one.

const assert = require('node:assert/strict');
const { createHmac } = require('node:crypto');
const test = require('node:test');
const { Worker } = require('node:worker_threads');
const { VisitorWriter, withWriter } = require('../lib/visitor-writer');
const { Signer, Verifier, VisitorError } = require('..');

const SECRET = 'hunter2hunter2hunter2';
const digest = (text) => createHmac('sha256', SECRET).update(text).digest('hex');
/** Bookbag's fields in ASCII, by Node's own library. */
function fieldsOf({ id, name, email, attributes }) {
  const fields = { user_id: id, user_hash: digest(id), user_metadata: { name, email, ...attributes } };
  return JSON.stringify(fields).replace(/[\x80-\uffff]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
const visitorOf = (id, attributes) => ({ id, name: 'Jane Doe', email: 'jane@example.com', attributes });
const signer = new Signer('bookbag', SECRET);
const fieldsJson = (visitor) => signer.sign(visitor).fieldsJson;

const RULES = { maxDepth: 32, skipUndefined: false, allowRounded: false, isAttribute: true };
function written(value) {
  return withWriter((writer) => {
    writer.start(1 << 24, RULES);
    writer.value(value, 1);
    return Buffer.from(writer.written()).toString();
  });
}

test('values are written as JSON.stringify writes them', () => {
  const chars = Array.from({ length: 0x300 }, (_, code) => String.fromCharCode(code)).filter((char) => char !== '\0');
  const pieces = [...chars, '', '\u2028', '\ud7ff', '\ue000', '\uffff', '😀', '\u{10ffff}', '"', '\\', '</script>', 'é"', '{', '[', ','];
  for (const piece of pieces) {
    for (const length of [0, 1, 62, 63, 64, 65, 200]) {
      const text = 'x'.repeat(length);
      for (const value of [piece + text, text + piece, { [text + piece]: piece }]) assert.equal(written(value), JSON.stringify(value));
    }
  }
  const values = [[], {}, [[]], [{}], [[], []], { a: {}, b: [] }, [[[1], 2], 3], ['{', '['], { '{': '[', '[': '{' }, [true, false, null]];
  const numbers = [0, -0, 1, -1.5, 1e-7, 1.5e-9, 123456789.125, 2 ** 53 - 1, -(2 ** 53 - 1), 0.1];
  for (const value of [...values, ...numbers, numbers]) assert.equal(written(value), JSON.stringify(value));
  // As a copy of it would.
  assert.equal(written({ b: 1, 2: 3, a: 4, 1: 5 }), '{"1":5,"2":3,"b":1,"a":4}');
});

test('a text of any length and of any characters is signed as it is', () => {
  const chars = Array.from({ length: 0x180 }, (_, code) => String.fromCharCode(code)).filter((char) => char !== '\0');
  for (const char of [...chars, '\u2028', '\ud7ff', '\uffff', '😀', '\u{10ffff}']) {
    const visitor = visitorOf(`user ${char > '\x9f' ? char : ''}`, { [`key ${char}`]: char, list: [char], [`.${char}`]: { [char]: char } });
    assert.equal(fieldsJson({ ...visitor, name: `Jane ${char}` }), fieldsOf({ ...visitor, name: `Jane ${char}` }));
  }
  for (const char of ['x', '"', 'é', '\u2028', '😀']) {
    for (const length of [0, 1, 62, 63, 64, 65, 66, 126, 127, 128, 254, 255, 256, 257, 511, 512, 1000]) {
      const text = char.repeat(length);
      const visitor = visitorOf(`user-${text}`, { text, [`key ${text}`]: [text], after: 1 });
      assert.equal(fieldsJson(visitor), fieldsOf(visitor), `${char} ${length}`);
    }
  }
});

test('ids are signed as their digits', () => {
  for (const id of [0, -0, 7, -7, 2 ** 53 - 1, 2n ** 63n, -(2n ** 63n), 2n ** 64n - 1n]) {
    assert.equal(fieldsJson({ id }), `{"user_id":"${id}","user_hash":"${digest(`${id}`)}"}`);
  }
  for (const id of [2n ** 64n, -(2n ** 63n) - 1n, 10n ** 400n]) assert.throws(() => signer.sign({ id }), { code: 'field_type', field: 'id' });
});

test('half a surrogate pair is refused wherever it stands, however long the text is', () => {
  const error = (visitor) => {
    try {
      signer.sign(visitor);
    } catch ({ code, field }) {
      return `${code} ${field}`;
    }
    return 'signed';
  };
  for (const half of ['\ud83d', '\ude00']) {
    for (const text of [half, `a${half}`, `${half}a`, half + 'x'.repeat(100), 'x'.repeat(100) + half, `é${half}é`]) {
      assert.equal(error({ id: text }), 'field_invalid id');
      assert.equal(error({ id: '1', name: text }), 'field_invalid name');
      assert.equal(error({ id: '1', attributes: { a: [text] } }), 'field_invalid attributes.a');
      assert.throws(() => signer.digest(text), { code: 'field_invalid', field: 'message' });
    }
  }
});

test('a visitor that is larger than the buffer is signed, and the next one too', () => {
  for (const size of [100, 16_384, 33_000, 65_000, 65_250]) {
    for (const piece of ['x', 'é', '"', '\n', '😀']) {
      const text = piece.repeat(Math.floor(size / Buffer.byteLength(JSON.stringify(piece).slice(1, -1))));
      const large = visitorOf('user-1', { text, list: [piece] });
      assert.equal(fieldsJson(large), fieldsOf(large));
      assert.equal(fieldsJson(visitorOf('user-2', { a: 1 })), fieldsOf(visitorOf('user-2', { a: 1 })));
    }
  }
  const many = visitorOf('user-3', Object.fromEntries(Array.from({ length: 256 }, (_, index) => [`key ${index}`, 'x'.repeat(100)])));
  assert.equal(fieldsJson(many), fieldsOf(many));
  assert.throws(() => signer.sign(visitorOf('user-4', { text: 'x'.repeat(70_000) })), { code: 'visitor_too_large', field: null });
});

test('nothing of a visitor is in the fields of the next one, signed or refused', () => {
  const small = { id: '7' };
  const expected = `{"user_id":"7","user_hash":"${digest('7')}"}`;
  assert.equal(fieldsJson(small), expected);
  const former = [
    visitorOf('a former visitor', { private: 'x'.repeat(5000) }),
    visitorOf('a former visitor', { private: 'x'.repeat(50_000) }),
    visitorOf('a former visitor', { private: 'xx', wrong: undefined }),
    visitorOf('a former visitor', { wrong: NaN }),
    visitorOf(true, { private: 'xx' }),
    { ...visitorOf('a former visitor'), unknown: 1 },
    { name: 'a former visitor', get id() { throw new Error('no database'); } },
  ];
  for (const visitor of former) {
    for (const sign of [() => signer.sign(visitor), () => signer.signMany([visitor, visitor]), () => signer.prefill(visitor)]) {
      try {
        sign();
      } catch (error) {
        assert.ok(error instanceof VisitorError || error.code === 'not_offered', error);
      }
      const { code } = signer.signMany([small])[0];
      assert.equal(code, undefined);
      assert.equal(fieldsJson(small), expected);
      assert.equal(signer.signMany([small, visitor, small])[2].fieldsJson, expected);
      assert.equal(signer.digest('7'), digest('7'));
    }
  }
});

test('the buffer of a large visitor is not kept', () => {
  const usual = new VisitorWriter().bytes.length;
  const kept = () => withWriter((writer) => writer.bytes.length);
  fieldsJson(visitorOf('user-1', { text: 'x'.repeat(60_000) }));
  assert.equal(kept(), usual);
  signer.digestMany(['x'.repeat(1 << 20)]);
  assert.equal(kept(), usual);
});

test('reading a visitor may sign another one', () => {
  const inner = visitorOf('inner', { text: 'x'.repeat(20_000) });
  const nested = [];
  const calls = [
    () => fieldsJson(inner),
    () => signer.signMany([inner, { id: '' }])[0].fieldsJson,
    () => signer.digestMany(['inner']) && signer.digest('inner') && fieldsJson(inner),
    () => new Verifier('bookbag', SECRET).verify(JSON.parse(fieldsOf(inner))) && fieldsJson(inner),
    () => new Signer('bookbag', SECRET, {}).sign(inner).fieldsJson,
    () => codeOf(() => signer.sign({ id: 'inner', attributes: { wrong: undefined } })) && fieldsJson(inner),
  ];
  for (const call of calls) {
    const run = () => nested.push(call());
    const outer = { id: 'outer', name: 'Jane Doe', attributes: { before: 'b', get now() { run(); return 'n'; }, after: { toJSON: () => (run(), 'a') } } };
    const expected = fieldsOf({ id: 'outer', name: 'Jane Doe', attributes: { before: 'b', now: 'n', after: 'a' } });
    assert.equal(fieldsJson(outer), expected);
    assert.deepEqual(signer.signMany([outer, outer]).map((signed) => signed.fieldsJson), [expected, expected]);
    function* visitors() {
      yield outer;
      run();
      yield outer;
    }
    assert.deepEqual(signer.signMany(visitors()).map((signed) => signed.fieldsJson), [expected, expected]);
    function* messages() {
      yield 'one';
      run();
      yield 'two';
    }
    assert.deepEqual(signer.digestMany(messages()), ['one', 'two'].map(digest));
  }
  assert.equal(nested.length, calls.length * (2 + 4 + 5 + 1));
  assert.deepEqual(new Set(nested), new Set([fieldsOf(inner)]));
});

function codeOf(run) {
  try {
    run();
  } catch ({ code }) {
    return code;
  }
}

test('visitors that are signed at the same time are signed as they are, on the thread pool and in workers', async () => {
  const visitors = Array.from({ length: 200 }, (_, index) => visitorOf(`user-${index}`, { text: 'x'.repeat(index * 100) }));
  const expected = visitors.map(fieldsOf);
  const pooled = await Promise.all(visitors.map((visitor) => signer.signAsync(visitor)));
  assert.deepEqual(pooled.map((signed) => signed.fieldsJson), expected);
  const code = `const { parentPort, workerData } = require('node:worker_threads');
    const { Signer } = require(workerData.library);
    const signer = new Signer('bookbag', workerData.secret);
    const signed = [];
    for (let turn = 0; turn < 5; turn++) {
      signed.push(workerData.visitors.map((visitor) => signer.sign(visitor).fieldsJson));
      signed.push(signer.signMany(workerData.visitors).map((signed) => signed.fieldsJson));
    }
    parentPort.postMessage(signed);`;
  const inWorker = (visitors) =>
    new Promise((resolve, reject) => {
      const worker = new Worker(code, { eval: true, workerData: { library: require.resolve('..'), secret: SECRET, visitors } });
      worker.once('message', resolve).once('error', reject);
    });
  const [forwards, backwards] = await Promise.all([inWorker(visitors), inWorker(visitors.toReversed())]);
  assert.deepEqual(forwards, Array(10).fill(expected));
  assert.deepEqual(backwards, Array(10).fill(expected.toReversed()));
});

test('a batch of any size has each result in its place', () => {
  const wrong = [{ id: '' }, {}, null, { id: '1', name: 5 }, { id: 'a\ud83d' }, { id: 'x'.repeat(70_000) }];
  const visitors = Array.from({ length: 12_000 }, (_, index) =>
    index % 7 === 3 ? wrong[index % wrong.length] : visitorOf(`user-${index}`, { index, text: 'x'.repeat(index % 300) }),
  );
  for (const list of [visitors, visitors.values(), visitors.slice(3), visitors.slice(0, 4), visitors.slice(3, 4)]) {
    const results = signer.signMany(list);
    const start = list.length === visitors.length - 3 || list.length === 1 ? 3 : 0;
    results.forEach((result, index) => {
      const visitor = visitors[start + index];
      if (wrong.includes(visitor)) assert.ok(result instanceof VisitorError, `${index}`);
      else assert.equal(result.fieldsJson, fieldsOf(visitor));
    });
    assert.equal(results.length, list.length ?? visitors.length);
  }
});

test('what a verified visitor is does not change with the body', () => {
  const verifier = new Verifier('bookbag', SECRET);
  const body = Buffer.from(fieldsOf(visitorOf('user-1', { plan: 'growth' })));
  const verified = verifier.verifyJson(body);
  const contact = verified.contact();
  body.fill(' ');
  assert.equal(contact.fill('{{contact.name}}, {{contact.attr.plan}}, {{contact.external_id}}'), 'Jane Doe, growth, user-1');
  assert.equal(verified.contact().fill('{{contact.email}}'), 'jane@example.com');
  assert.equal(contact.externalId, 'user-1');
});

test('a verified visitor as JSON has the members of every language, in their order', () => {
  const { name, email } = visitorOf();
  const body = fieldsOf(visitorOf('user-1', { plan: 'growth' }));
  const unsigned = { email, name, attributes: { plan: 'growth' } };
  const verified = { verified: true, signed: { id: 'user-1' }, unsigned, key: 0 };
  assert.equal(JSON.stringify(new Verifier('bookbag', SECRET).verifyJson(body)), JSON.stringify(verified));
  const observed = JSON.parse(JSON.stringify(new Verifier('bookbag', 'other'.repeat(5), { policy: 'observe' }).verifyJson(body)));
  const { refusal, ...rest } = observed;
  assert.deepEqual(rest, { verified: false, anonymous: true, unsigned: { id: 'user-1', ...unsigned } });
  assert.deepEqual(Object.keys(refusal), ['code', 'field', 'reason']);
  assert.equal(refusal.code, 'signature_mismatch');
  const nobody = new Verifier('bookbag', SECRET, { policy: 'optional' }).verifyJson('{}');
  assert.equal(JSON.stringify(nobody), '{"verified":false,"anonymous":true,"unsigned":{}}');
});
