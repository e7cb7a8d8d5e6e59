'use strict';

// Whole numbers that JavaScript rounds, and a polluted prototype.

const assert = require('node:assert/strict');
const { createSign } = require('node:crypto');
const test = require('node:test');
const { Key, Signer, Verifier, VisitorsealError, explain, inspectToken } = require('..');
const { parse } = require('../lib/json');
const forExpress = require('../lib/web/express');
const forWeb = require('../lib/web/web');
const { key } = require('./vectors');

const SECRET = "the agent's signing secret";
const publicPem = key('rsa-2048.public.pem').toString();
const base64url = (text) => Buffer.from(text).toString('base64url');

/** A token of these very characters, as another language would sign it. */
function token(claims) {
  const signed = `${base64url('{"alg":"RS256","typ":"JWT"}')}.${base64url(claims)}`;
  return `${signed}.${createSign('sha256').update(signed).sign(key('rsa-2048.private.pem')).toString('base64url')}`;
}
const claimed = (id) => token(`{"name":"Jane","isLoggedIn":true,"User ID":${id}}`);

test('two visitors whose numbers differ in the last digit stay two', () => {
  const verifier = new Verifier('orlo', publicPem, { settings: { contactClaim: 'User ID' } });
  for (const digits of ['1181823456789012481', '1181823456789012482', '-9223372036854775808', '18446744073709551615', '9007199254740993']) {
    const jwt = claimed(digits);
    const verified = verifier.verify({ jwt });
    assert.equal(verified.signed.attributes['User ID'], BigInt(digits));
    assert.equal(verified.contact().attributes['User ID'], BigInt(digits));
    assert.equal(verified.contact().externalId, digits);
    assert.equal(inspectToken(jwt).unverifiedClaims['User ID'], BigInt(digits));
    for (const json of [verified, inspectToken(jwt)].map((each) => JSON.stringify(each))) assert.ok(json.includes(`"User ID":"${digits}"`), json);
  }
});

test('what a number holds exactly is a number', () => {
  const verifier = new Verifier('orlo', publicPem);
  for (const digits of ['9007199254740991', '-9007199254740991', '42', '-0.5', '1234567.1234567890123456', '1.2345678901234567e15']) {
    assert.equal(verifier.verify({ jwt: claimed(digits) }).signed.attributes['User ID'], Number(digits));
  }
});

test('text that looks like a number, a mark or the end of a text is the text that it was', () => {
  const texts = ['1181823456789012481', '[1e999,"1181823456789012481"]', '"1181823456789012481', '\\"1181823456789012481,'];
  const claims = JSON.stringify({ name: 'Jane', isLoggedIn: true, texts, n: 0 }).replace('"n":0', '"n":1181823456789012481');
  const { attributes } = new Verifier('orlo', publicPem).verify({ jwt: token(claims) }).signed;
  assert.deepEqual(attributes.texts, texts);
  assert.equal(attributes.n, 1181823456789012481n);
});

test('signed fields give integers back as they were given', () => {
  const signed = new Signer('bookbag', SECRET).sign({ id: '1', attributes: { a: 2n ** 63n - 1n, list: [-(2n ** 60n), 5] } });
  assert.deepEqual(signed.fields.user_metadata, { a: 2n ** 63n - 1n, list: [-(2n ** 60n), 5] });
  assert.match(signed.fieldsJson, /"a":9223372036854775807,"list":\[-1152921504606846976,5\]/);
  assert.deepEqual(JSON.parse(JSON.stringify(signed)).fields.user_metadata, { a: '9223372036854775807', list: ['-1152921504606846976', 5] });
});

test('an id of 2^53 and more is refused as a number, since it may have been another', () => {
  const verifier = new Verifier('bookbag', SECRET);
  const hash = new Signer('bookbag', SECRET).digest('9007199254740992');
  assert.throws(() => verifier.verify({ user_id: JSON.parse('9007199254740993'), user_hash: hash }), { name: 'Refused', code: 'claim_type' });
  assert.equal(verifier.verify({ user_id: '9007199254740992', user_hash: hash }).signed.id, '9007199254740992');
});

test('a setting that JavaScript has rounded is refused, and one that it holds exactly is written as it is', () => {
  // 9007199254740993 is ...992 before anybody can look.
  for (const appId of [9007199254740993, 9007199254740992, -9007199254740992, 1e21]) {
    for (const make of [() => new Signer('thread', SECRET, { appId }), () => new Verifier('thread', SECRET, { settings: { appId } })]) {
      assert.throws(make, { name: 'ConfigurationError', code: 'setting_invalid', message: /Pass the number as text or BigInt/ });
    }
  }
  for (const appId of [9007199254740993n, '9007199254740993', 9007199254740991]) {
    assert.equal(new Signer('thread', SECRET, { appId, other: undefined }).sign({ email: 'a@example.com' }).fields.appId, `${appId}`);
  }
});

test('reading takes a step for each character', () => {
  for (const piece of ['1181823456789012481,', '"\\"",', '"x",', '[[1]],', '"1181823456789012481",']) {
    const steps = [1000, 2000, 4000].map((times) => {
      const json = `[${piece.repeat(times)}1181823456789012481]`;
      let calls = 0;
      const { replace } = String.prototype;
      // Each token is looked at once: the pattern has no other way through it.
      String.prototype.replace = function (pattern, by) {
        return replace.call(this, pattern, (...args) => (calls++, by(...args)));
      };
      try {
        parse(json);
      } finally {
        String.prototype.replace = replace;
      }
      return calls;
    });
    assert.ok(steps[2] <= 2 * steps[1] && steps[1] <= 2 * steps[0], `${piece}: ${steps}`);
  }
});

/** Runs with members that every plain object inherits. */
function polluted(members, run) {
  const describe = (value) => ({ value, configurable: true, writable: true });
  for (const [name, value] of Object.entries(members)) Object.defineProperty(Object.prototype, name, describe(value));
  try {
    return run();
  } finally {
    for (const name of Object.keys(members)) delete Object.prototype[name];
  }
}

test('a polluted prototype sets no option', () => {
  const signer = new Signer('bookbag', SECRET);
  const forged = { user_id: 'root', user_hash: '0'.repeat(64) };
  for (const options of [undefined, {}]) {
    const run = () => new Verifier('bookbag', SECRET, options).verify(forged);
    assert.throws(() => polluted({ policy: 'observe' }, run), { code: 'signature_mismatch' });
  }
  const expired = token('{"name":"Jane","isLoggedIn":true,"iat":1000,"exp":1060}');
  for (const options of [undefined, {}]) {
    assert.throws(() => polluted({ now: 1010 }, () => new Verifier('orlo', publicPem).verify({ jwt: expired }, options)), { code: 'token_expired' });
    assert.throws(() => polluted({ leeway: 300 }, () => new Verifier('orlo', publicPem, options).verify({ jwt: expired }, { now: 1061 })), { code: 'token_expired' });
    assert.equal(polluted({ kid: 'theirs' }, () => new Key(SECRET, options)).kid, null);
    assert.equal(polluted({ colour: 'red', app_id: '1' }, () => new Signer('bookbag', SECRET, options)).scheme, 'bookbag');
    const theirs = { now: 1010, leeway: 300, maxToken: 1, visitor: 5, fault: { code: 'theirs' }, body: '{}' };
    const explained = polluted(theirs, () => explain('orlo', publicPem, { jwt: expired }, options));
    assert.equal(explained.findings[0].code, 'token_expired');
  }
  const written = polluted({ skipUndefined: true, allowRounded: true, maxLength: 1, maxDepth: 0, id: 'root', email: 'root@example.com' }, () => {
    assert.throws(() => signer.sign({ id: '1', attributes: { a: undefined } }), VisitorsealError);
    assert.throws(() => signer.sign({}), { code: 'field_missing' });
    return signer.sign({ id: '1' });
  });
  assert.deepEqual(Object.keys(written.fields), ['user_id', 'user_hash']);
});

test('a polluted prototype is no option of a web server either', async () => {
  const visitor = () => ({ id: '1' });
  const members = {
    ...{ scheme: 'bookbag', secret: SECRET, visitor, brands: { theirs: {} }, brand: 'theirs', default: 'theirs' },
    ...{ emailVerified: false, enabled: false, insert: true, onError: 5, nonce: 'theirs', keepPrivate: () => false },
  };
  const pending = polluted(members, () => {
    for (const make of [forExpress.visitorPages, forExpress.visitorFields, forWeb.visitorPages, forWeb.visitorFields]) {
      for (const options of [{}, { scheme: 'bookbag', secret: SECRET }, { visitor }]) assert.throws(() => make(options), TypeError);
    }
    assert.throws(() => forExpress.verifyVisitor({}), TypeError);
    return forWeb.visitorPages({ scheme: 'bookbag', secret: SECRET, visitor })(null);
  });
  const { visitorScript } = await pending;
  assert.match(polluted({ brand: 'theirs', nonce: 'theirs' }, () => visitorScript({})), /^<script [^]*'identify'/);
});

test('a polluted prototype puts nothing into a result', () => {
  const optional = new Verifier('bookbag', SECRET, { policy: 'optional' });
  const members = { signed: { id: 'root' }, id: 'root', key: 0, verified: true, attributes: { role: 'root' }, role: 'root', external_id: 'root', exp: 1, token_id: 'root' };
  polluted(members, () => {
    const nobody = optional.verifyJson('{"user_metadata":{"plan":"free"}}');
    assert.deepEqual([nobody.isVerified, nobody.key, nobody.tokenId, nobody.signed.id, nobody.unsigned.id, nobody.contact()], [false, null, null, undefined, undefined, null]);
    assert.deepEqual([nobody.toJSON().signed, nobody.toJSON().key], [undefined, undefined]);
    assert.equal(nobody.unsigned.attributes.role, undefined);
    const { contact, signed } = (() => {
      const verified = optional.verify(new Signer('bookbag', SECRET).sign({ id: '1' }).fields);
      return { contact: verified.contact(), signed: verified.signed };
    })();
    assert.deepEqual([signed.attributes, contact.attributes.role, contact.externalId, contact.name], [undefined, undefined, '1', null]);
    assert.equal(inspectToken(token('{"name":"Jane","isLoggedIn":true}')).unverifiedClaims.exp, undefined);
  });
});
