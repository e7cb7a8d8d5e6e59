'use strict';

// The options of a brand, which Express, Fastify and Web handlers share.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { createHmac } = require('node:crypto');
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const test = require('node:test');
const { Scheme, Signed, Signer } = require('..');
const { checkBrands, verifyVisitor, visitorFields, visitorPages } = require('../lib/web/web');
const { key, read } = require('./vectors');

const SECRET = 'the secret of the panel, long enough';
const JANE = { id: 'user-123', email: 'jane@example.com' };
const shop = { scheme: 'bookbag', secret: SECRET, visitor: () => JANE };
const post = (fields) => new Request('http://localhost/', { method: 'POST', body: JSON.stringify(fields) });
const hashOf = (secret) => new Signer('bookbag', secret).digest('user-123');

function production(t) {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  t.after(() => (NODE_ENV === undefined ? delete process.env.NODE_ENV : (process.env.NODE_ENV = NODE_ENV)));
}

test('each of several brands has its own script, fields and signed visitor, and the default one needs no name', async () => {
  const brands = { support: shop, sales: { ...shop, secret: `${SECRET} of another` } };
  const page = await visitorPages({ brands, default: 'sales' })(null);
  assert.ok(page.visitorScript().includes(hashOf(`${SECRET} of another`)));
  assert.ok(page.visitorScript({ brand: 'support' }).includes(hashOf(SECRET)));
  assert.equal(JSON.parse(page.visitorFields({ brand: 'support' })).fields.user_hash, hashOf(SECRET));
  assert.ok(page.signedVisitor({ brand: 'support' }) instanceof Signed);
  const one = await visitorPages({ brands, brand: 'support' })(null);
  assert.ok(one.visitorScript().includes(hashOf(SECRET)));
  const identify = verifyVisitor({ brands, brand: 'support' }, (_, visitor) => Response.json(visitor.key));
  assert.equal((await identify(post({ user_id: 'user-123', user_hash: hashOf(SECRET) }))).status, 200);
  assert.equal((await identify(post({ user_id: 'user-123', user_hash: hashOf(`${SECRET} of another`) }))).status, 401);
});

test('an element has the endpoint of the call, and a wrong endpoint costs the element and not the page', async (t) => {
  const { visitorElement } = await visitorPages(shop)();
  assert.match(visitorElement(), /^<visitorseal-visitor scheme="bookbag" state="signed" mark="[\w-]{16}" fields="[^"]*" data-turbo-temporary/);
  assert.match(visitorElement({ endpoint: '/visitor.json' }), / endpoint="\/visitor\.json" /);
  assert.throws(() => visitorElement({ endpoint: 'visitor' }), { code: 'setting_invalid', field: 'endpoint' });
  assert.throws(() => visitorElement({ endpoint: 5 }), { name: 'TypeError', message: /endpoint must be a string/ });
  production(t);
  const logged = t.mock.method(console, 'error', () => {});
  assert.deepEqual([visitorElement({ endpoint: 'visitor' }), visitorElement({ endpoint: 'visitor' }), logged.mock.callCount()], ['', '', 1]);
});

test('a brand that is not there is an error in development, and costs the script in production', async (t) => {
  const { visitorScript, visitorFields: fields, signedVisitor, isVisitorEnabled } = await visitorPages(shop)(null);
  assert.throws(() => visitorScript({ brand: 'shp' }), { name: 'ConfigurationError', code: 'brand_unknown' });
  assert.throws(() => visitorScript('shop'), { name: 'TypeError' });
  const unnamed = await visitorPages({ brands: { one: shop, two: shop } })(null);
  assert.throws(() => unnamed.visitorScript(), { code: 'brand_unknown', message: /The brands are: one, two/ });
  production(t);
  const logged = t.mock.method(console, 'error', () => {});
  const brand = 'shp';
  assert.deepEqual([visitorScript({ brand }), fields({ brand }), signedVisitor({ brand }), isVisitorEnabled({ brand })], ['', '', null, false]);
  assert.equal(logged.mock.callCount(), 1);
});

test('an address that the site has not verified is left out', async () => {
  const asked = [];
  const emailVerified = async (request, visitor) => (asked.push([request, visitor]), false);
  const page = await visitorPages({ ...shop, emailVerified })('the request');
  assert.equal(page.signedVisitor().fieldsJson.includes('jane@example.com'), false);
  assert.equal(page.signedVisitor().fields.user_hash, hashOf(SECRET));
  assert.deepEqual(asked, [['the request', JANE]]);
  for (const verified of [true, () => true]) {
    assert.ok((await visitorPages({ ...shop, emailVerified: verified })(null)).signedVisitor().fieldsJson.includes('jane@'));
  }
});

test('where the signature covers an address that is not verified, the visitor is nobody and no error is reported', async () => {
  const onError = () => assert.fail('reported');
  const fernand = { scheme: 'fernand', secret: SECRET, visitor: () => JANE, emailVerified: false, onError };
  assert.equal((await visitorPages(fernand)(null)).signedVisitor(), null);
});

test('a brand that is not enabled writes nothing, asks nobody and answers 404', async () => {
  const visitor = () => assert.fail('asked');
  for (const enabled of [false, () => false, async () => false]) {
    const off = { scheme: 'thread', secret: undefined, visitor, enabled };
    const page = await visitorPages(off)(null);
    assert.deepEqual([page.isVisitorEnabled(), page.visitorScript(), page.visitorForgetScript(), page.signedVisitor()], [false, '', '', null]);
    for (const answer of [await visitorFields(off)(null), await verifyVisitor(off, visitor)(post({}))]) {
      assert.deepEqual([answer.status, await answer.json()], [404, { error: 'not_found' }]);
    }
  }
  assert.deepEqual(checkBrands({ scheme: 'thread', visitor, enabled: false }), []);
  assert.equal((await visitorPages({ ...shop, enabled: (request) => request === 5 })(5)).isVisitorEnabled(), true);
});

test('a scheme of the site\'s own comes from its file', async () => {
  const schemeFile = join(__dirname, '../../core/schemes/bookbag.toml');
  const { scheme: _, ...rest } = shop;
  const page = await visitorPages({ ...rest, schemeFile })(null);
  assert.ok(page.visitorScript().includes(hashOf(SECRET)));
  assert.equal(JSON.parse(page.visitorFields()).scheme, 'bookbag');
  assert.throws(() => visitorPages({ ...shop, schemeFile }), { name: 'TypeError', message: /either the option scheme or the option schemeFile/ });
});

test('a scheme file is a regular file, and of a large one no more is read than the core needs', { skip: process.platform === 'win32' }, (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'visitorseal-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const [pipe, large] = ['pipe.toml', 'large.toml'].map((name) => join(folder, name));
  execFileSync('mkfifo', [pipe]);
  writeFileSync(large, `# ${'x'.repeat(8 << 20)}`);
  const check = (schemeFile) => `
    const { checkBrands } = require(${JSON.stringify(join(__dirname, '../lib/web/web'))});
    const { Scheme } = require(${JSON.stringify(join(__dirname, '..'))});
    const { parse } = Scheme;
    Scheme.parse = (toml) => (console.log(toml.length), parse.call(Scheme, toml));
    try {
      checkBrands({ scheme: undefined, schemeFile: ${JSON.stringify(schemeFile)}, secret: 'x'.repeat(40), visitor: () => null });
    } catch (error) {
      console.log(error.message);
    }`;
  // In a process of its own, which would otherwise wait for a writer.
  const run = (path) => execFileSync(process.execPath, ['-e', check(path)], { encoding: 'utf8', timeout: 60_000 }).trim();
  for (const path of [pipe, folder, '/dev/null']) {
    assert.equal(run(path), "scheme_unknown (schemeFile): The scheme file of brand 'default' cannot be read (not a regular file). Correct its option schemeFile.", path);
  }
  assert.equal(run(large), '65537\nscheme_malformed: The scheme file is over 64 KiB. Pass a smaller file.');
});

test('in production a wrong attribute is left out, and the warnings and the log name it once', async (t) => {
  production(t);
  const warned = t.mock.method(process, 'emitWarning', () => {});
  const attributes = JSON.parse('{"plan":"growth","__proto__":1}');
  attributes.seats = NaN;
  attributes['long'.repeat(20)] = new Map();
  const page = visitorPages({ ...shop, visitor: () => ({ id: 'user-123', name: 'Jane', attributes }) });
  for (let turn = 0; turn < 2; turn++) {
    const signed = (await page(null)).signedVisitor();
    assert.deepEqual(signed.fields.user_metadata, { name: 'Jane', plan: 'growth' });
    assert.deepEqual(
      signed.warnings.filter(({ code }) => code === 'attribute_left_out').map(({ field }) => field).sort(),
      ['attributes.__proto__', `attributes.${'long'.repeat(20).slice(0, 47)}…`, 'attributes.seats'].sort(),
    );
    assert.ok(signed.script().includes(hashOf(SECRET)));
  }
  assert.equal(warned.mock.callCount(), 3);
  const [line, { code }] = warned.mock.calls[0].arguments;
  assert.match(line, /^brand 'default': attribute_left_out \(attributes\.[^]* The visitor is signed without this attribute\.$/);
  assert.equal(code, 'attribute_left_out');
  assert.ok(Object.hasOwn(attributes, 'seats'), 'the site\'s own object is not changed');
});

test('a signature without a wrong attribute ends when the vendor stops accepting it', async (t) => {
  production(t);
  t.mock.method(process, 'emitWarning', () => {});
  const chameleon = { scheme: 'chameleon', secret: SECRET, visitor: () => ({ id: 'user-123', attributes: { [t.name]: NaN } }) };
  const { expiresAt, signature, warnings } = (await visitorPages({ brands: { [t.name]: chameleon } })(null)).signedVisitor();
  assert.equal(warnings[0].code, 'attribute_left_out');
  assert.equal(expiresAt, Number(signature.split('-')[1]) + 86_400);
});

/** The signed visitor with these attributes, in production. */
async function signedWith(t, attributes) {
  production(t);
  t.mock.method(process, 'emitWarning', () => {});
  const one = { ...shop, visitor: () => ({ id: 'user-123', attributes }) };
  return (await visitorPages({ brands: { [t.name]: one } })(null)).signedVisitor();
}

const leftOutOf = (signed) => signed.warnings.filter(({ code }) => code === 'attribute_left_out');

test('in production each attribute is read once, however many are wrong, and the visitor is signed once', async (t) => {
  let reads = 0;
  const attributes = {};
  for (let index = 0; index < 256; index++) {
    const value = [NaN, 'a\0b', '\ud800', 2n ** 64n, JSON.parse('{"__proto__":1}'), 1][index % 6];
    Object.defineProperty(attributes, `a${index}`, { enumerable: true, get: () => (reads++, value) });
  }
  let signs = 0;
  // By hand: t.mock of Node 20 does not restore methods whose names are symbols.
  for (const name of ['signAsync', Symbol.for('visitorseal.signLeavingOut')]) {
    const sign = Signer.prototype[name];
    Signer.prototype[name] = function (...args) {
      signs++;
      return sign.apply(this, args);
    };
    t.after(() => (Signer.prototype[name] = sign));
  }
  const signed = await signedWith(t, attributes);
  assert.equal(reads, 256);
  assert.equal(signs, 1);
  const right = Object.keys(attributes).filter((_, index) => index % 6 === 5);
  assert.deepEqual([Object.keys(signed.fields.user_metadata), leftOutOf(signed).length], [right, 256 - right.length]);
});

test('in production nothing is left out of more attributes than a visitor may have', async (t) => {
  let reads = 0;
  const attributes = {};
  for (let index = 0; index < 257; index++) Object.defineProperty(attributes, `a${index}`, { enumerable: true, get: () => (reads++, undefined) });
  assert.equal(await signedWith(t, attributes), null);
  assert.equal(reads, 1);
});

test('in production every wrong attribute of values.json is left out, whichever part of the library finds it', async (t) => {
  const nested = (depth, inner) => (depth === 0 ? inner : [nested(depth - 1, inner)]);
  const wrong = {
    nan: NaN, undefined, function: () => {}, bytes: Buffer.from('a'), integer_beyond_64_bits: 2n ** 64n, invalid_text: '\ud800',
    nul: ['a\0b'], nul_in_a_key: { 'a\0b': 1 }, proto_key: [JSON.parse('{"__proto__":1}')], nested_33: nested(33), nested_32_with_text: nested(32, 'a'),
    object: new (class Model {})(),
  };
  const codes = new Set(read('values').cases.map(({ code }) => code));
  const signed = await signedWith(t, { ...wrong, right: nested(31, 'a') });
  assert.deepEqual(signed.fields.user_metadata, { right: nested(31, 'a') });
  assert.deepEqual(leftOutOf(signed).map(({ field }) => field), Object.keys(wrong).map((name) => `attributes.${name}`));
  // All codes of wrong attributes are among them but for the one of the whole visitor.
  const found = Object.entries(wrong).map(([name, value]) => {
    try {
      return new Signer('bookbag', SECRET).sign({ id: '1', attributes: { [name]: value } });
    } catch ({ code }) {
      return code;
    }
  });
  assert.deepEqual([...new Set(found)].sort(), [...codes].filter((code) => code && code !== 'visitor_too_large').sort());
});

test('in production a wrong attribute takes no other along whose name is shown in the same way', async (t) => {
  const long = 'n'.repeat(49);
  const attributes = { [`${long}a`]: 1, [`${long}b`]: undefined, [`${long}c`]: 2, '\ud800': 1, '\ufffd': 3 };
  const signed = await signedWith(t, attributes);
  assert.deepEqual(signed.fields.user_metadata, { [`${long}a`]: 1, [`${long}c`]: 2, '\ufffd': 3 });
  assert.deepEqual(leftOutOf(signed).map(({ field }) => field), [`attributes.${'n'.repeat(47)}…`, 'attributes.\ufffd']);
});

test('in production at most 64 attributes of a brand are logged, and one line says that there are more', async (t) => {
  production(t);
  const warned = t.mock.method(process, 'emitWarning', () => {});
  const reported = [];
  let request = 0;
  const visitor = () => ({ id: '1', attributes: Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`a${index}_${request}`, NaN])) });
  const logging = visitorPages({ brands: { flooded: { ...shop, visitor } } });
  const calling = visitorPages({ brands: { 'flooded with onError': { ...shop, visitor } }, onError: ({ field }) => reported.push(field) });
  for (; request < 3; request++) for (const page of [logging, calling]) assert.equal(leftOutOf((await page(null)).signedVisitor()).length, 100);
  const lines = warned.mock.calls.map((call) => call.arguments[0]);
  assert.deepEqual([lines.length, reported.length], [65, 64]);
  assert.equal(lines[64], "brand 'flooded': Too many different attributes are wrong. The log names no more of them. See the warnings of signedVisitor().");
});

test('in production onError is called with an attribute that was left out, once', async (t) => {
  production(t);
  const reported = [];
  const options = { ...shop, visitor: () => ({ id: '1', attributes: { odd_in_on_error: NaN } }), onError: ({ field }) => reported.push(field) };
  for (let turn = 0; turn < 2; turn++) assert.ok((await visitorPages(options)(null)).signedVisitor());
  assert.deepEqual(reported, ['attributes.odd_in_on_error']);
});

test('an attribute that the signature covers is never left out, and in development none is', async (t) => {
  const reported = [];
  const onError = ({ field }) => reported.push(field);
  const odd = { name: 'Jane', id: '1', attributes: { odd: NaN } };
  const orlo = { scheme: 'orlo', secret: key('rsa-2048.private.pem'), visitor: () => odd, onError };
  assert.equal((await visitorPages({ ...shop, visitor: () => odd, onError })(null)).signedVisitor(), null);
  production(t);
  assert.equal((await visitorPages(orlo)(null)).signedVisitor(), null);
  assert.deepEqual(reported, ['attributes.odd', 'attributes.odd']);
});

const COVERING = `name = 'covering'\nvendor = 'Covering'\ndocument = 'https://example.com/'\nread = 2026-11-20
[signature]\nkind = 'hmac'\nhash = 'sha256'\nsecret = 'text'\nmessage = '{id}:{attributes.first}'\nresult = 'hex'
[fields]\nid = '{id}'\nfirst = '{attributes.first}'\nage = '{attributes.age|integer}'\nhash = '{signature}'\n'*' = '{attributes}'`;

test('an attribute that the signature covers by its name is never left out, but another one is that the scheme refuses', async (t) => {
  production(t);
  const reported = [];
  const signed = async (attributes) => {
    const options = { ...shop, scheme: Scheme.parse(COVERING), visitor: () => ({ id: '7', attributes }), onError: ({ field }) => reported.push(field) };
    return (await visitorPages(options)(null)).signedVisitor();
  };
  const jane = await signed({ odd_covering: NaN, first: 'Jane', age: 'old', plan: 'growth' });
  const hash = createHmac('sha256', SECRET).update('7:Jane').digest('hex');
  assert.deepEqual(jane.fields, { id: '7', first: 'Jane', hash, plan: 'growth' });
  assert.deepEqual(leftOutOf(jane).map(({ field }) => field), ['attributes.odd_covering', 'attributes.age']);
  assert.equal((await signed({ first: 'Jane', age: 5 })).fields.age, 5);
  reported.length = 0;
  for (const first of [NaN, 5, '']) assert.equal(await signed({ odd_covering: NaN, first, age: 'old' }), null);
  assert.deepEqual(reported, ['attributes.first', 'attributes.first', 'attributes.first']);
});

test('other errors of a visitor leave nothing out', async (t) => {
  production(t);
  const reported = [];
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, index) => [`a${index}`, index]));
  for (const visitor of [{ id: '1', phone: 'x', attributes: { a: 1 } }, { id: '1', attributes: many }, { id: '1', attributes: [] }]) {
    const page = await visitorPages({ ...shop, visitor: () => visitor, onError: ({ code }) => reported.push(code) })(null);
    assert.equal(page.signedVisitor(), null);
  }
  assert.deepEqual(reported, ['field_invalid', 'attributes_too_many', 'field_type']);
});

test('a check of the brands gives the warnings with their brands, and throws the first error', () => {
  const short = { scheme: 'bookbag', secret: 'short', visitor: () => null };
  assert.deepEqual(checkBrands({ brands: { support: shop, sales: short } }).map(({ brand, code }) => [brand, code]), [['sales', 'secret_short']]);
  assert.throws(() => checkBrands({ brands: { support: shop, sales: { ...short, secret: '' } } }), { code: 'secret_empty', message: /Brand 'sales' has no secret/ });
  assert.throws(() => checkBrands({ scheme: 'orlo', keys: 'no key' }), { code: 'key_malformed' });
  assert.deepEqual(checkBrands({ scheme: 'bookbag', keys: [SECRET] }), []);
});

test('without keys, the secret verifies if the vendor shares it, and a key pair needs its public key', async () => {
  const identify = verifyVisitor({ scheme: 'orlo', secret: key('rsa-2048.private.pem') }, () => assert.fail('taken'));
  await assert.rejects(identify(post({})), { code: 'key_count', message: /Set its option keys/ });
  const keys = key('rsa-2048.public.pem');
  assert.equal((await verifyVisitor({ scheme: 'orlo', keys }, () => assert.fail('taken'))(post({}))).status, 401);
});

test('what a log shows of brands holds no secret', () => {
  const { Brand } = require('../lib/web/brands');
  const brand = new Brand('shop', { ...shop, secret: 'hunter2hunter2hunter2' });
  assert.ok(!require('node:util').inspect(brand, { depth: Infinity, showHidden: true }).includes('hunter2'));
});
