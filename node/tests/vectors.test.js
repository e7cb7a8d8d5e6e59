'use strict';

const assert = require('node:assert/strict');
const test = require('node:test');
const { Key, Page, Scheme, Signer, Verifier, VisitorsealError, explain } = require('..');
const codes = require('../lib/codes');
const { each, keysOf, parse, read, schemeOf, secretOf, throws, valueOf } = require('./vectors');

const codesOf = (list) => list.map(({ code }) => code);
const signerOf = (vector) => new Signer(schemeOf(vector, Scheme), secretOf(vector), vector.settings ?? {});

each('digest', (vector) => {
  const message = valueOf(vector, 'message');
  const signer = signerOf(vector);
  assert.equal(signer.digest(message), vector.digest);
  const text = message.toString();
  if (Buffer.from(text).equals(Buffer.from(message))) assert.equal(signer.digest(text), vector.digest);
});

each('sign', (vector) => {
  const signer = signerOf(vector);
  assert.deepEqual(codesOf(signer.warnings), vector.signer_warnings);
  const signed = signer.sign(vector.visitor, { now: vector.now });
  assert.equal(signed.signature, vector.signature);
  assert.equal(written(parse(signed.fieldsJson)), written(vector.fields), 'fields, in their order');
  assert.equal(signed.expiresAt, vector.expires_at);
  assert.equal(signed.mark, vector.mark);
  assert.deepEqual(codesOf(signed.warnings), vector.warnings);
});

const written = (value) => JSON.stringify(value, (_, each) => (typeof each === 'bigint' ? `${each}n` : each));

each('sign_random', (vector) => {
  const signer = signerOf(vector);
  assert.deepEqual(codesOf(signer.warnings), vector.signer_warnings);
  const signed = signer.sign(vector.visitor, { now: vector.now });
  let tokenId;
  if (vector.header !== undefined) {
    const [header, payload] = signed.signature.split('.').map((part) => Buffer.from(part, 'base64url').toString());
    assert.equal(header, vector.header);
    assert.deepEqual(payload.split(/(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])/), vector.payload);
    tokenId = JSON.parse(payload).jti;
  }
  assert.equal(signed.expiresAt, vector.expires_at);
  assert.equal(signed.mark, vector.mark);
  assert.deepEqual(codesOf(signed.warnings), vector.warnings);
  verifies({ ...vector, verified: { ...vector.verified, token_id: tokenId }, body: signed.fieldsJson });
});

// A JavaScript object has no member twice and no 42.0 beside 42, and our error names the field that holds half a surrogate.
const inexpressible = (id, json) => /-(twice|surrogate)/.test(id) || (json.length < 1000 && /\d\.0\b|\de[+]?\d/.test(json));

test('sign_error.json: all vectors that JavaScript can express', () => {
  const vectors = read('sign_error');
  let skipped = 0;
  for (const vector of vectors) {
    const json = valueOf(vector, 'visitor_json');
    let visitor;
    try {
      visitor = parse(json);
    } catch {
      assert.equal(vector.error.code, 'visitor_malformed', vector.id);
    }
    const label = `${vector.id} (${vector.comment})`;
    if (visitor === undefined || inexpressible(vector.id, json)) {
      skipped++;
      continue;
    }
    const sign = () => signerOf(vector).sign(visitor, { now: vector.now });
    try {
      throws(sign, vector.error, VisitorsealError);
    } catch (error) {
      assert.fail(`${label}: ${error.message}`);
    }
  }
  assert.ok(skipped < 25, `${skipped} of ${vectors.length} were skipped`);
});

function verifies(vector) {
  const { policy, leeway, max_token: maxToken, settings, now } = vector;
  const body = valueOf(vector, 'body');
  const verify = (call = 'verifyJson', fields = body) =>
    new Verifier(schemeOf(vector, Scheme), keysOf(vector, Key), { policy, leeway, maxToken, settings })[call](fields, { now });
  if (vector.error) {
    const thrown = throws(verify, vector.error, VisitorsealError);
    if (vector.http_status) assert.deepEqual([thrown.httpStatus, thrown.httpError], [vector.http_status, vector.http_error]);
    return;
  }
  const verified = verify();
  const expected = vector.verified ?? vector.anonymous;
  assert.equal(verified.status, vector.verified ? 'verified' : 'anonymous');
  assert.equal(verified.isVerified, Boolean(vector.verified));
  // structuredClone gives the objects their usual prototypes.
  assert.deepEqual(structuredClone(verified.unsigned), expected.unsigned);
  assert.deepEqual(structuredClone(verified.signed), expected.signed ?? {});
  assert.equal(verified.key, expected.key ?? null);
  assert.equal(verified.tokenId, expected.token_id ?? null);
  assert.equal(verified.refusal?.code ?? null, expected.refusal ?? null);
  assert.deepEqual(contactOf(verified), expected.contact ?? null);
  if (typeof body === 'string') assert.deepEqual(verify('verify', JSON.parse(body)).toJSON(), verified.toJSON());
}

function contactOf(verified) {
  const contact = verified.contact();
  if (contact === null) return null;
  const { externalId, name, email, phone, attributes, unsigned } = contact;
  return { external_id: externalId, name, email, phone, attributes: structuredClone(attributes), unsigned };
}

each('verify', verifies);

each('own_scheme', verifies);

each('script', (vector) => {
  const { call, nonce, now, visitor } = vector;
  const calls = {
    script: (signer) => signer.sign(visitor, { now }).script(nonce),
    url: (signer) => signer.sign(visitor, { now }).url(),
    prefill: (signer) => signer.prefill(visitor).script(nonce),
    forget: (signer) => signer.forgetScript(nonce),
    anonymous: (signer) => signer.anonymousScript(nonce),
  };
  const make = () => calls[call](signerOf(vector));
  if (vector.error) {
    throws(make, vector.error, VisitorsealError);
    return;
  }
  const html = make();
  if (vector.equals !== undefined) assert.equal(html, vector.equals);
  for (const text of vector.contains ?? []) assert.ok(html.includes(text), `there is no ${text}`);
  for (const text of vector.lacks ?? []) assert.ok(!html.includes(text), `there is ${text}`);
});

each('element', (vector) => {
  const { call, endpoint, now, settings, visitor } = vector;
  const calls = {
    element: () => signerOf(vector).sign(visitor, { now }).element(endpoint),
    prefill_element: () => signerOf(vector).prefill(visitor).element(endpoint),
    anonymous_element: () => new Page(schemeOf(vector, Scheme), settings ?? {}).anonymousElement(),
  };
  if (vector.error) throws(calls[call], vector.error, VisitorsealError);
  else assert.equal(calls[call](), vector.equals);
});

each('explain', (vector) => {
  const { now, leeway, max_token: maxToken, settings, visitor } = vector;
  const options = { now, leeway, maxToken, settings, visitor };
  const explained = explain(schemeOf(vector, Scheme), keysOf(vector, Key), valueOf(vector, 'body'), options);
  assert.equal(explained.isVerified, vector.verified);
  const [first, ...others] = explained.findings;
  assert.equal(first.code, vector.first);
  if (vector.field !== undefined) assert.equal(first.field, vector.field);
  const missed = vector.also.filter((code) => !codesOf(others).includes(code));
  assert.deepEqual(missed, []);
});

test('every code of errors, warnings and findings is known', () => {
  const { errors, warnings, findings } = read('errors');
  assert.deepEqual(codes.errors, Object.fromEntries(errors.map(({ code, kind }) => [code, kind])));
  assert.deepEqual([codes.warnings, codes.findings], [warnings, findings]);
});
