'use strict';

// Every kind of value, passed to every parameter.

const assert = require('node:assert/strict');
const test = require('node:test');
const vm = require('node:vm');
const api = require('..');
const { ConfigurationError, Key, Page, Refused, Scheme, Signer, Verifier, VisitorError, VisitorsealError, explain, inspectToken, scheme } = api;

const SECRET = "the agent's signing secret";
const signer = new Signer('bookbag', SECRET);
const verifier = new Verifier('bookbag', SECRET);
const signed = signer.sign({ id: 'user-123' });

const cyclic = {};
cyclic.self = cyclic;
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const hostile = new Proxy({}, { get: boom, ownKeys: boom, getPrototypeOf: boom });
function boom() {
  throw new Error('hunter2');
}
let wide = ['x'];
for (let depth = 0; depth < 100; depth++) wide = [wide, wide];

const VALUES = {
  undefined,
  null: null,
  true: true,
  zero: 0,
  'minus zero': -0,
  NaN,
  Infinity,
  'a fraction': 1.5,
  'beyond 2^53': 2 ** 53,
  'the largest number': Number.MAX_VALUE,
  'a negative number': -1,
  BigInt: 5n,
  'a large BigInt': 2n ** 100n,
  text: 'text',
  'no text': '',
  'half a surrogate': '\ud800',
  NUL: 'a\0b',
  'long text': 'x'.repeat(1 << 21),
  symbol: Symbol('s'),
  function: boom,
  class: class {},
  object: {},
  'no prototype': Object.create(null),
  'another realm': vm.runInNewContext('({ id: "user-123" })'),
  list: [],
  'a sparse list': new Array(4_000_000_000),
  'a list of lists': [[]],
  Date: new Date(0),
  'invalid Date': new Date(NaN),
  Map: new Map([['id', '1']]),
  Set: new Set(),
  RegExp: /x/,
  Promise: Promise.resolve(),
  Error: new Error('hunter2'),
  Buffer: Buffer.from('bytes'),
  Uint8Array: new Uint8Array(3),
  Uint16Array: new Uint16Array(3),
  ArrayBuffer: new ArrayBuffer(3),
  'shared memory': new Uint8Array(new SharedArrayBuffer(8)),
  'detached memory': detached(),
  'a boxed string': new String('user-123'),
  'a boxed number': new Number(5),
  Proxy: new Proxy({}, {}),
  'a revoked Proxy': revoked,
  'a hostile Proxy': hostile,
  'a getter that throws': { get id() { return boom(); } },
  toJSON: { id: 'user-123', toJSON: boom },
  cyclic,
  'a wide tree': wide,
  global: globalThis,
  Signer: signer,
  Scheme: scheme('bookbag'),
};

function detached() {
  const bytes = new Uint8Array(8);
  structuredClone(bytes, { transfer: [bytes.buffer] });
  return bytes;
}

const OPTIONS = ['now', 'policy', 'leeway', 'maxToken', 'settings'];
const CALLS = {
  'new Signer, scheme': (value) => new Signer(value, SECRET),
  'new Signer, secret': (value) => new Signer('bookbag', value),
  'new Signer, PEM': (value) => new Signer('orlo', value),
  'new Signer, settings': (value) => new Signer('bookbag', SECRET, value),
  'new Signer, a setting': (value) => new Signer('thread', SECRET, { appId: value }),
  'new Verifier, scheme': (value) => new Verifier(value, SECRET),
  'new Verifier, keys': (value) => new Verifier('bookbag', value),
  'new Verifier, a key': (value) => new Verifier('bookbag', [SECRET, value]),
  'new Verifier, options': (value) => new Verifier('bookbag', SECRET, value),
  ...Object.fromEntries(
    OPTIONS.map((name) => [`new Verifier, ${name}`, (value) => new Verifier('thread', SECRET, { [name]: value })]),
  ),
  'new Verifier, a setting': (value) => new Verifier('thread', SECRET, { settings: { appId: value } }),
  'new Page, scheme': (value) => new Page(value),
  'new Page, settings': (value) => new Page('bookbag', value),
  'new Key': (value) => new Key(value),
  'new Key, options': (value) => new Key(SECRET, value),
  'new Key, kid': (value) => new Verifier('bookbag', new Key(SECRET, { kid: value })),
  'sign, visitor': (value) => signer.sign(value),
  ...Object.fromEntries(
    ['id', 'email', 'name', 'phone', 'avatar', 'attributes', 'other'].map((name) => [
      `sign, ${name}`,
      (value) => signer.sign({ id: 'user-123', [name]: value }),
    ]),
  ),
  'sign, an attribute': (value) => signer.sign({ id: 'user-123', attributes: { value } }),
  'sign, in an attribute': (value) => signer.sign({ id: 'user-123', attributes: { list: [{ value }] } }),
  'sign, options': (value) => signer.sign({ id: 'user-123' }, value),
  'sign, now': (value) => signer.sign({ id: 'user-123' }, { now: value }),
  'signAsync, visitor': (value) => signer.signAsync(value),
  'signAsync, now': (value) => signer.signAsync({ id: 'user-123' }, { now: value }),
  // Four thousand million visitors would each have an error of their own.
  'signMany, visitors': (value) => value?.length > 1e6 || signer.signMany(value),
  'signMany, a visitor': (value) => signer.signMany([value]),
  'prefill, visitor': (value) => new Signer('fernand', SECRET).prefill(value),
  'Page.prefill, visitor': (value) => new Page('fernand').prefill(value),
  'Page.forgetScript': (value) => new Page('fernand').forgetScript(value),
  digest: (value) => signer.digest(value),
  'digestMany, messages': (value) => signer.digestMany(value),
  'digestMany, a message': (value) => signer.digestMany([value]),
  forgetScript: (value) => signer.forgetScript(value),
  anonymousScript: (value) => signer.anonymousScript(value),
  script: (value) => signed.script(value),
  'verify, fields': (value) => verifier.verify(value),
  'verify, a field': (value) => verifier.verify({ user_id: value, user_hash: signed.signature }),
  'verify, signature': (value) => verifier.verify({ user_id: 'user-123', user_hash: value }),
  'verify, now': (value) => verifier.verify(signed.fields, { now: value }),
  verifyJson: (value) => verifier.verifyJson(value),
  verifyAsync: (value) => verifier.verifyAsync(value),
  verifyJsonAsync: (value) => verifier.verifyJsonAsync(value),
  'explain, scheme': (value) => explain(value, SECRET, {}),
  'explain, keys': (value) => explain('bookbag', value, {}),
  'explain, fields': (value) => explain('bookbag', SECRET, value),
  'explain, options': (value) => explain('bookbag', SECRET, {}, value),
  'explain, now': (value) => explain('bookbag', SECRET, {}, { now: value }),
  'explain, leeway': (value) => explain('bookbag', SECRET, {}, { leeway: value }),
  'explain, maxToken': (value) => explain('bookbag', SECRET, {}, { maxToken: value }),
  'explain, settings': (value) => explain('bookbag', SECRET, {}, { settings: value }),
  'explain, visitor': (value) => explain('bookbag', SECRET, {}, { visitor: value }),
  'explain, an attribute': (value) => explain('bookbag', SECRET, {}, { visitor: { id: 'user-123', attributes: { value } } }),
  inspectToken: (value) => inspectToken(value),
  scheme: (value) => scheme(value),
  'Scheme.parse': (value) => Scheme.parse(value),
  fill: (value) => verifier.verify(signed.fields).contact().fill(value),
  'foreign this': (value) => Signer.prototype.sign.call(value, { id: 'user-123' }),
  ...Object.fromEntries(
    Object.entries(api)
      .filter(([, each]) => !(each.prototype instanceof Error))
      .map(([name, each]) => [`new ${name}`, (value) => Reflect.construct(each, [value])]),
  ),
};

test('no value crashes a call or comes out as an error that is not ours', async () => {
  const rejections = [];
  const listener = (reason) => rejections.push(reason);
  process.on('unhandledRejection', listener);
  for (const [call, run] of Object.entries(CALLS)) {
    for (const [name, value] of Object.entries(VALUES)) {
      let error = null;
      try {
        await run(value);
      } catch (thrown) {
        error = thrown;
      }
      // A Proxy throws what it likes where a programmer gives it.
      if (error === null || error.message === 'hunter2') continue;
      assert.ok(error instanceof VisitorsealError || error instanceof TypeError, `${call}, ${name}: ${error?.stack}`);
      assert.ok(!`${error.message}`.includes('hunter2'), `${call}, ${name}: ${error.message}`);
      assert.notEqual(error.code, 'panic', `${call}, ${name}`);
    }
  }
  await new Promise(setImmediate);
  process.off('unhandledRejection', listener);
  assert.deepEqual(rejections, []);
});

const codeOf = (run) => {
  try {
    run();
  } catch (error) {
    return `${error.name} ${error.code} ${error.field}`;
  }
  return null;
};

test('every posted value that is no JSON object is refused', () => {
  for (const [name, value] of Object.entries(VALUES)) {
    for (const call of ['verify', 'verifyJson']) {
      let error = null;
      try {
        verifier[call](value);
      } catch (thrown) {
        error = thrown;
      }
      assert.ok(error instanceof Refused, `${call}, ${name}: ${error}`);
      assert.deepEqual([error.httpStatus, error.httpError], [401, 'identity_unverified'], name);
    }
  }
});

test('a visitor that cannot be signed as given says which member and why', () => {
  const sign = (visitor) => codeOf(() => signer.sign(visitor));
  const attribute = (value) => sign({ id: '1', attributes: { a: value } });
  assert.deepEqual(
    [sign(undefined), sign(null), sign([]), sign(new (class User { id = '1'; })()), sign(hostile), sign(revoked)],
    Array(6).fill('VisitorError visitor_malformed null'),
  );
  assert.deepEqual(
    [sign({ id: undefined }), sign({ id: null }), sign({})],
    Array(3).fill('VisitorError field_missing id'),
  );
  assert.equal(sign({ id: '1', email: undefined }), 'VisitorError field_missing email');
  assert.deepEqual(
    [2 ** 53, -(2 ** 53), 1.5, NaN, Infinity, 2n ** 64n, true, {}, [], new Date(0), Symbol('s'), boom].map((id) => sign({ id })),
    Array(12).fill('VisitorError field_type id'),
  );
  assert.equal(sign({ id: '1', name: 5 }), 'VisitorError field_type name');
  assert.equal(sign({ id: '\ud800' }), 'VisitorError field_invalid id');
  assert.equal(sign({ id: '1', name: '\udc00x' }), 'VisitorError field_invalid name');
  assert.equal(sign({ id: '1', colour: undefined }), 'VisitorError field_unknown colour');
  assert.deepEqual(
    [undefined, boom, Symbol('s'), new Date(NaN), new Map(), [undefined], [new Map()], NaN, [-Infinity], { get a() { return boom(); } }].map(attribute),
    Array(10).fill('VisitorError field_type attributes.a'),
  );
  assert.deepEqual(['\ud800', { '\udfff': 1 }].map(attribute), Array(2).fill('VisitorError field_invalid attributes.a'));
  assert.deepEqual([2 ** 53, 1e300, 2n ** 64n].map(attribute), Array(3).fill('VisitorError number_too_large attributes.a'));
  assert.equal(attribute(cyclic), 'VisitorError attribute_too_deep attributes.a');
  assert.equal(attribute('x'.repeat(70_000)), 'VisitorError visitor_too_large null');
  assert.equal(sign({ id: '1', attributes: [] }), 'VisitorError field_type attributes');
  assert.equal(sign(JSON.parse('{"id":"1","attributes":{"__proto__":1}}')), 'VisitorError attribute_key attributes.__proto__');
});

test('ids are text, whole numbers and BigInts; what is optional may be null or undefined', () => {
  const fields = (visitor) => signer.sign(visitor).fields;
  for (const id of ['42', 42, 42n]) assert.equal(fields({ id }).user_id, '42');
  assert.equal(fields({ id: 2n ** 64n - 1n }).user_id, '18446744073709551615');
  for (const nothing of [null, undefined]) {
    const optional = { name: nothing, phone: nothing, avatar: nothing, attributes: nothing };
    assert.deepEqual(Object.keys(fields({ id: '1', ...optional })), ['user_id', 'user_hash']);
  }
  const emoji = fields({ id: '1', name: 'Zoë 🙂 "\\\n', attributes: { '🙂': ['\u2028'], n: 2n ** 60n } });
  assert.equal(emoji.user_metadata.name, 'Zoë 🙂 "\\\n');
  assert.deepEqual(emoji.user_metadata['🙂'], ['\u2028']);
});

test('members of attributes keep their order, and each getter is asked once', () => {
  let asked = 0;
  const attributes = { b: 1, get a() { return ++asked; }, c: 3 };
  assert.match(signer.sign({ id: '1', attributes }).fieldsJson, /"b":1,"a":1,"c":3/);
  assert.equal(asked, 1);
});

test('undefined members of posted fields count as absent', () => {
  const optional = new Verifier('bookbag', SECRET, { policy: 'optional' });
  assert.equal(optional.verify({ user_id: 'user-123', user_hash: undefined }).status, 'anonymous');
});

test('a secret that is not set is an empty one', () => {
  assert.equal(codeOf(() => new Signer('bookbag', process.env.NOT_SET)), 'ConfigurationError secret_empty secret');
  assert.equal(codeOf(() => new Signer('bookbag', null)), 'ConfigurationError secret_empty secret');
  assert.equal(codeOf(() => new Verifier('bookbag', undefined)), 'ConfigurationError secret_empty keys[0]');
  assert.equal(codeOf(() => new Verifier('bookbag', [SECRET, null])), 'ConfigurationError secret_empty keys[1]');
  assert.equal(codeOf(() => new Signer('bookbag', '\ud800'.repeat(20))), 'ConfigurationError secret_encoding secret');
});

test('an argument of the wrong type is a TypeError that shows no value', () => {
  for (const [run, message] of [
    [() => new Signer('bookbag', 5), 'secret must be a string or a Uint8Array, not a number'],
    [() => new Signer(undefined, SECRET), 'scheme must be the name of a scheme or a Scheme, not undefined'],
    [() => signer.digest({}), 'message must be a string or a Uint8Array, not an object'],
    [() => signer.sign({ id: '1' }, { now: new Date() }), 'now must be a number of Unix seconds, not an object of a class'],
    [() => signer.sign({ id: '1' }, { nwo: 5 }), "There is no option 'nwo'. The options are now."],
    [() => new Key(SECRET, { Kid: 'x' }), "There is no option 'Kid'. The options are kid."],
  ]) {
    assert.throws(run, { name: 'TypeError', message });
  }
});

test('a method without its object is a TypeError', async () => {
  const { sign, digest, signAsync } = signer;
  assert.throws(() => sign({ id: '1' }), TypeError);
  assert.throws(() => digest('1'), TypeError);
  await assert.rejects(signAsync({ id: '1' }), TypeError);
});

test('fields that are too large or cannot be written are refused for that reason, and explained', () => {
  const bookbag = new Verifier('bookbag', SECRET);
  const large = { user_id: 'a'.repeat(200_000) };
  assert.equal(codeOf(() => bookbag.verify(large)), 'Refused fields_too_large null');
  assert.equal(codeOf(() => bookbag.verifyJson(JSON.stringify(large))), 'Refused fields_too_large null');
  for (const value of ['\ud800', new Date()]) {
    const { findings } = explain('bookbag', SECRET, { user_id: value });
    assert.equal(findings[0].code, 'fields_malformed');
    assert.match(findings[0].reason, /half a surrogate pair|cannot be sent as JSON/);
  }
  // The core explains the same body with the same words.
  const huge = { user_id: 'a'.repeat(2_000_000) };
  const [ofObject, ofBody] = [huge, JSON.stringify(huge)].map((fields) => explain('bookbag', SECRET, fields).findings[0]);
  assert.deepEqual([ofObject.code, ofObject.fix], ['fields_too_large', ofBody.fix]);
  assert.throws(() => explain('bookbag', [], huge), { code: 'key_count' });
});

test('settings are taken in both spellings, and not in both at once', () => {
  const id = '00000000-0000-4000-8000-000000000000';
  for (const settings of [{ appId: id }, { app_id: id }]) {
    assert.equal(new Signer('thread', SECRET, settings).scheme, 'thread');
    assert.equal(new Verifier('thread', SECRET, { settings, policy: 'observe' }).scheme, 'thread');
  }
  assert.equal(codeOf(() => new Signer('thread', SECRET, { appId: id, app_id: id })), 'ConfigurationError setting_invalid app_id');
  assert.equal(codeOf(() => new Signer('bookbag', SECRET, { colour: 'red' })), 'ConfigurationError setting_unknown colour');
  assert.equal(new Signer('orlo', require('./vectors').key('rsa-2048.private.pem'), { lifetime: 60 }).scheme, 'orlo');
});

test('a time is Unix seconds, and a fraction of one counts as the whole', (t) => {
  const orlo = new Signer('orlo', require('./vectors').key('rsa-2048.private.pem'), { lifetime: 60 });
  const claims = (options) => inspectToken(orlo.sign({ name: 'Jane' }, options).signature).unverifiedClaims;
  assert.equal(claims({ now: 1_795_132_800.9 }).exp, 1_795_132_860);
  for (const now of [-1, NaN, Infinity, Date.now()]) {
    assert.equal(codeOf(() => signer.sign({ id: '1' }, { now })), 'ConfigurationError now_invalid now', `${now}`);
  }
  t.mock.timers?.enable({ apis: ['Date'], now: 1_795_132_800_000 });
  if (t.mock.timers) assert.equal(claims().exp, 1_795_132_860);
});

test('a signature ends when the vendor stops accepting it', async () => {
  const now = 1_795_132_800;
  const fruits = { workspaceCode: 'w', language: 'en' };
  const ends = [
    ['chameleon', {}, now + 86_400], // a day, says core/schemes/chameleon.toml
    ['product_fruits_expiring', { ...fruits, lifetime: 90 }, now + 90],
    ['product_fruits_expiring', fruits, now + 3600],
    ['bookbag', {}, null],
    ['orlo', { lifetime: 60 }, now + 60],
    ['orlo', {}, null],
  ];
  for (const [scheme, settings, end] of ends) {
    const signer = new Signer(scheme, scheme === 'orlo' ? require('./vectors').key('rsa-2048.private.pem') : SECRET, settings);
    const visitor = { id: '1', name: 'Jane' };
    const signed = [signer.sign(visitor, { now }), await signer.signAsync(visitor, { now }), ...signer.signMany([visitor], { now })];
    assert.deepEqual(signed.map(({ expiresAt }) => expiresAt), [end, end, end], scheme);
    assert.equal(JSON.parse(JSON.stringify(signed[0])).expires_at, end, scheme);
  }
  assert.equal(new Page('reamaze').prefill({ email: 'jane@example.com' }).expiresAt, null);
});

test('among many visitors, one who cannot be signed has an error in its place', () => {
  const [one, two, three] = signer.signMany([{ id: '1' }, {}, { id: '3' }]);
  assert.equal(one.signature, signer.digest('1'));
  assert.ok(two instanceof VisitorError);
  assert.equal(three.fields.user_id, '3');
  assert.deepEqual(signer.digestMany(new Set(['1', Buffer.from('3')])), [one.signature, three.signature]);
  assert.throws(() => signer.signMany([{ id: '1' }], { now: -1 }), ConfigurationError);
});

test('errors are classes with a code, a kind and a message of code, field and reason', () => {
  const error = assert.throws(() => signer.sign({}), VisitorError) ?? thrownBy(() => signer.sign({}));
  assert.ok(error instanceof VisitorsealError && error instanceof Error);
  assert.deepEqual([error.name, error.kind, error.code, error.field], ['VisitorError', 'visitor', 'field_missing', 'id']);
  assert.equal(error.message, `field_missing (id): ${error.reason}`);
});

function thrownBy(run) {
  try {
    run();
  } catch (error) {
    return error;
  }
  return null;
}
