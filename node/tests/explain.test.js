'use strict';

// explain gets what the verifier got, and the site's own record of the visitor.

const assert = require('node:assert/strict');
const test = require('node:test');
const { Signer, VisitorError, explain } = require('..');
const { key } = require('./vectors');

const SECRET = "the agent's signing secret";
const NOW = 1_795_132_800;
const publicPem = key('rsa-2048.public.pem');
const { fields } = new Signer('orlo', key('rsa-2048.private.pem'), { lifetime: 60 }).sign({ name: 'Jane Doe' }, { now: NOW });
/** Upper case, which is what explain finds. From `openssl dgst -sha256 -hmac`. */
const upper = { user_id: 'user-123', user_hash: '8038E22E2BB8CC8E7048BE1B29F0CF43CD2C468C75037229BFB2D5FB79A9EA48' };

const first = (posted, options) => explain('orlo', publicPem, posted, { now: NOW, ...options });
const codeOf = (posted, options) => first(posted, options).findings[0].code;

test('a token that expired ten seconds ago is right with the leeway of the verifier', () => {
  for (const leeway of [undefined, 0, 5]) {
    assert.equal(codeOf(fields, { now: NOW + 70, leeway }), 'token_expired');
  }
  assert.equal(first(fields, { now: NOW + 70, leeway: 30 }).isVerified, true);
});

test('a token may be as large as the verifier allows', () => {
  assert.equal(codeOf(fields, { maxToken: 100 }), 'token_too_large');
  assert.equal(first(fields, { maxToken: fields.jwt.length }).isVerified, true);
  for (const size of [200_000, 2_000_000]) {
    const large = { jwt: 'x'.repeat(size) };
    for (const posted of [large, JSON.stringify(large)]) {
      assert.equal(codeOf(posted), 'fields_too_large');
      assert.notEqual(codeOf(posted, { maxToken: size }), 'fields_too_large');
    }
  }
});

test('a wrong leeway or size is the same error as of a verifier', () => {
  for (const leeway of [-1, 0.5, 301, NaN]) assert.throws(() => first(fields, { leeway }), { code: 'leeway_invalid', field: 'leeway' });
  assert.throws(() => first(fields, { leeway: '5' }), { name: 'TypeError', message: 'leeway must be a number of seconds, not text' });
  for (const maxToken of [-1, 0.5, null]) assert.throws(() => first(fields, { maxToken }), { name: 'TypeError', message: /^maxToken must be a whole number of bytes/ });
});

test("the site's own record of the visitor may be passed", () => {
  for (const visitor of [undefined, null, {}, { id: 123n }, { id: 'user-123', name: 'Zoë', attributes: { uuid: '9b1d', since: new Date(0) } }]) {
    assert.equal(explain('bookbag', SECRET, upper, { visitor }).findings[0].code, 'result_upper_case');
  }
});

test('a wrong record is the same error as when it is signed, also if the fields cannot be read', () => {
  const signer = new Signer('bookbag', SECRET);
  const thrown = (run) => {
    try {
      run();
    } catch (error) {
      assert.ok(error instanceof VisitorError);
      return [error.code, error.field, error.reason];
    }
    return assert.fail('nothing was thrown');
  };
  for (const visitor of [
    5,
    [],
    { user_id: 'user-123' },
    { id: 1.5 },
    { id: undefined },
    { id: 'user-123', name: '\ud800' },
    { id: 'user-123', phone: '+442071838750x' },
    { id: 'user-123', attributes: { rate: NaN } },
    { id: 'user-123', attributes: { bio: 'x'.repeat(100_000) } },
  ]) {
    const signing = thrown(() => signer.sign(visitor));
    for (const posted of [upper, [], '[']) assert.deepEqual(thrown(() => explain('bookbag', SECRET, posted, { visitor })), signing);
  }
});
