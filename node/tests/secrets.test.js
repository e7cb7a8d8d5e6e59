'use strict';

const assert = require('node:assert/strict');
const { inspect: shown } = require('node:util');
const { serialize } = require('node:v8');
const test = require('node:test');
const { Key, Signer, Verifier, VisitorsealError } = require('..');
const { key } = require('./vectors');

const SECRET = 'hunter2hunter2hunter2';
const pem = key('rsa-2048.private.pem').toString();
const holders = {
  signer: new Signer('bookbag', SECRET),
  'RSA signer': new Signer('orlo', pem),
  verifier: new Verifier('bookbag', [SECRET, new Key(SECRET, { kid: 'one' })]),
  key: new Key(SECRET, { kid: 'one' }),
};

const everything = (value) =>
  shown(value, { depth: Infinity, showHidden: true, getters: true, customInspect: true }) + JSON.stringify(value) + String(value);

for (const [name, value] of Object.entries(holders)) {
  test(`a ${name} shows and copies no secret`, () => {
    const copies = [value, { ...value }, Object.assign({}, value)];
    for (const text of copies.map(everything)) {
      assert.ok(!/hunter2|PRIVATE|68756e746572/.test(text), text);
    }
    assert.deepEqual(Reflect.ownKeys(value), []);
    for (const copy of [structuredClone, serialize, (value) => new MessageChannel().port1.postMessage(value)]) {
      assert.throws(() => copy(value), /(could|can) not be cloned/);
      assert.throws(() => copy([{ value }]), /(could|can) not be cloned/);
    }
    assert.throws(() => structuredClone(value, { transfer: [value] }), /(could|can) not be cloned|in transferList/);
  });
}

test('a signed and a verified visitor are in no log', () => {
  const signed = holders.signer.sign({ id: 'hunter2', name: 'hunter2' });
  const verified = holders.verifier.verify(signed.fields);
  for (const value of [signed, verified, verified.contact()]) {
    assert.ok(!shown(value, { depth: Infinity, showHidden: true }).includes('hunter2'));
  }
  assert.match(JSON.stringify(signed), /^\{"scheme":"bookbag","signature":"[0-9a-f]{64}","fields":\{/);
});

test('no error holds a secret or a value of the visitor, in its stack neither', () => {
  const visitor = { id: 'hunter2\n', email: 'hunter2', phone: 'hunter2', avatar: 'hunter2' };
  const calls = [
    () => holders.signer.sign(visitor),
    () => holders.signer.sign({ id: '1', attributes: { a: { get b() { throw new Error('hunter2'); } } } }),
    () => new Signer('orlo', SECRET),
    () => new Verifier('orlo', SECRET),
    () => new Verifier('orlo', pem),
    () => holders.verifier.verify({ user_id: 'hunter2', user_hash: 'hunter2' }),
    () => holders.verifier.verifyJson('{"hunter2": hunter2}'),
    () => holders.signer.forgetScript('hunter2"'),
  ];
  for (const call of calls) {
    assert.throws(call, (error) => {
      assert.ok(error instanceof VisitorsealError, `${error}`);
      assert.ok(!everything(error).replaceAll(/at .*/g, '').includes('hunter2'), everything(error));
      return true;
    });
  }
});

test('bytes of a secret may be wiped after use, and the library does not wipe them', () => {
  const bytes = Buffer.from(SECRET);
  const signer = new Signer('bookbag', bytes);
  const named = new Key(bytes);
  assert.equal(bytes.toString(), SECRET);
  bytes.fill(0);
  assert.equal(signer.digest('1'), holders.signer.digest('1'));
  for (let turn = 0; turn < 2; turn++) new Verifier('bookbag', named).verify(signer.sign({ id: '1' }).fields);
});
