'use strict';

const assert = require('node:assert/strict');
const { spawnSync } = require('node:child_process');
const { createHmac, randomBytes } = require('node:crypto');
const { once } = require('node:events');
const test = require('node:test');
const { Worker } = require('node:worker_threads');
const jsonwebtoken = require('jsonwebtoken');
const { Refused, Scheme, Signer, Verifier } = require('..');
const { key } = require('./vectors');

const privatePem = key('rsa-2048.private.pem').toString();
const publicPem = key('rsa-2048.public.pem').toString();
const orlo = new Signer('orlo', privatePem, { lifetime: 600 });
const verifier = new Verifier('orlo', publicPem);
const CLAIMS = { name: 'Jane Doe', isLoggedIn: true, email: 'jane@example.com', 'User ID': 124 };
const CLAIMED = { name: 'Jane Doe', email: 'jane@example.com', attributes: { 'User ID': 124 } };
const JANE = { name: 'Jane Doe', email: 'jane@example.com', attributes: { 'User ID': 124 } };

test('digests are those of crypto.createHmac, for messages of any length', () => {
  for (let length = 0; length < 200; length++) {
    const secret = randomBytes(20).toString('hex').slice(0, 1 + (length % 40));
    const message = randomBytes(length);
    const signer = new Signer('bookbag', secret);
    const expected = (data) => createHmac('sha256', secret).update(data).digest('hex');
    assert.equal(signer.digest(message), expected(message));
    const text = `${message.toString('latin1')}\u{1f642}`.slice(0, length);
    if (text.isWellFormed()) assert.equal(signer.digest(text), expected(text));
  }
});

test('a scheme of your own need not say its product and category', () => {
  const file = `name = 'own'\nvendor = 'Own'\ndocument = 'https://example.com/'\nread = 2026-11-20
[signature]\nkind = 'hmac'\nhash = 'sha256'\nsecret = 'text'\nmessage = '{id}'\nresult = 'hex'
[fields]\nid = '{id}'\nhash = '{signature}'`;
  for (const [top, expected] of [['', [null, null]], ["product = 'Messenger'\ncategory = 'comments'\n", ['Messenger', 'comments']]]) {
    const { product, category } = Scheme.parse(top + file);
    assert.deepEqual([product, category], expected);
  }
});

test('a digest has the hash and the form of its scheme', () => {
  const secret = randomBytes(20).toString('hex');
  const messages = Array.from({ length: 20 }, (_, index) => `user-${index}`);
  const written = { hex: (mac) => mac.toString('hex'), HEX: (mac) => mac.toString('hex').toUpperCase(),
    base64: (mac) => mac.toString('base64'), base64url: (mac) => mac.toString('base64url') };
  for (const hash of ['sha1', 'sha256', 'sha512']) {
    for (const [result, write] of Object.entries(written)) {
      const scheme = Scheme.parse(`name = 'own'\nvendor = 'Own'\ndocument = 'https://example.com/'\nread = 2026-11-20
[signature]\nkind = 'hmac'\nhash = '${hash}'\nsecret = 'text'\nmessage = '{id}'\nresult = '${result}'
[fields]\nid = '{id}'\nhash = '{signature}'`);
      const signer = new Signer(scheme, secret);
      const expected = messages.map((message) => write(createHmac(hash, secret).update(message).digest()));
      assert.deepEqual(messages.map((message) => signer.digest(message)), expected);
      assert.deepEqual(signer.digestMany(messages.map((message) => Buffer.from(message))), expected);
      assert.deepEqual(messages.map((id) => signer.sign({ id }).signature), expected);
      assert.equal(scheme.algorithm, `HMAC-${hash.toUpperCase()}`);
    }
  }
});

test('jose and jsonwebtoken read our tokens', async () => {
  const jose = await import('jose');
  const { signature: token, expiresAt } = orlo.sign(JANE);
  const { payload } = await jose.jwtVerify(token, await jose.importSPKI(publicPem, 'RS256'), { algorithms: ['RS256'] });
  const read = jsonwebtoken.verify(token, publicPem, { algorithms: ['RS256'] });
  for (const { exp, ...claims } of [payload, read]) {
    assert.deepEqual(claims, CLAIMS);
    assert.equal(exp, expiresAt);
  }
});

test('we read tokens of jose and jsonwebtoken', async () => {
  const jose = await import('jose');
  const tokens = [
    jsonwebtoken.sign(CLAIMS, privatePem, { algorithm: 'RS256', expiresIn: 600 }),
    await new jose.SignJWT(CLAIMS)
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT' })
      .setIssuedAt()
      .setExpirationTime('10m')
      .sign(await jose.importPKCS8(privatePem, 'RS256')),
  ];
  for (const jwt of tokens) {
    const { signed } = verifier.verify({ jwt });
    assert.deepEqual(structuredClone(signed), CLAIMED);
  }
});

test('the thread pool signs and verifies as the thread does', async () => {
  const now = 1_795_132_800;
  const signed = await Promise.all(Array.from({ length: 16 }, () => orlo.signAsync(JANE, { now })));
  for (const { signature, fieldsJson } of signed) {
    assert.deepEqual([signature, fieldsJson], [orlo.sign(JANE, { now }).signature, orlo.sign(JANE, { now }).fieldsJson]);
  }
  const verified = await verifier.verifyAsync(signed[0].fields, { now });
  assert.deepEqual(verified.toJSON(), verifier.verify(signed[0].fields, { now }).toJSON());
  assert.equal((await verifier.verifyJsonAsync(Buffer.from(signed[0].fieldsJson), { now })).signed.name, 'Jane Doe');
  await assert.rejects(verifier.verifyAsync(signed[0].fields, { now: now + 601 }), { code: 'token_expired', name: 'Refused' });
  await assert.rejects(orlo.signAsync({}), { code: 'field_missing', name: 'VisitorError' });
  await assert.rejects(verifier.verifyAsync(5), Refused);
});

test('a signer that is inherited from, wrapped, borrowed from or collected while it signs stays whole', async () => {
  class Shop extends Signer {}
  const signer = new Shop('bookbag', 'a secret of the vendor');
  const expected = signer.digest('user-123');
  for (const copy of [Object.create(signer), new Proxy(signer, {}), { ...signer }, Object.setPrototypeOf({}, Signer.prototype)]) {
    assert.throws(() => copy.digest('user-123'), TypeError);
    assert.throws(() => Signer.prototype.digest.call(copy, 'user-123'), TypeError);
  }
  assert.throws(() => Signer.prototype.digest.call(verifier, 'user-123'), TypeError);
  assert.throws(() => Signer.call(signer, 'bookbag', 'another'), TypeError);
  // Nothing but the call in flight holds each signer.
  const signed = await Promise.all(Array.from({ length: 200 }, () => new Shop('bookbag', 'a secret of the vendor').signAsync({ id: 'user-123' })));
  assert.deepEqual([...new Set(signed.map(({ signature }) => signature))], [expected]);
});

test('a thread that is ended while it signs takes nothing along, and a process signs while it exits', async () => {
  const code = `
    const { parentPort } = require('node:worker_threads');
    const { Signer } = require(${JSON.stringify(require.resolve('..'))});
    const signer = new Signer('orlo', ${JSON.stringify(privatePem)});
    const sign = () => signer.signAsync({ name: 'Jane Doe' }).then(sign);
    for (let turn = 0; turn < 8; turn++) sign();
    parentPort.postMessage('signing');`;
  for (let turn = 0; turn < 5; turn++) {
    const worker = new Worker(code, { eval: true });
    await once(worker, 'message');
    await worker.terminate();
  }
  const exiting = `
    const { Signer } = require(${JSON.stringify(require.resolve('..'))});
    const signer = new Signer('bookbag', 'a secret of the vendor');
    process.on('exit', () => process.stdout.write(signer.digest('user-123')));
    signer.signAsync({ id: 'user-123' });
    process.exit(3);`;
  const { stdout, status } = spawnSync(process.execPath, ['-e', exiting], { encoding: 'utf8' });
  assert.deepEqual([stdout, status], [new Signer('bookbag', 'a secret of the vendor').digest('user-123'), 3]);
});

test('worker threads sign at once, each with a signer of its own, and end cleanly', async () => {
  const code = `
    const { parentPort } = require('node:worker_threads');
    const { Signer } = require(${JSON.stringify(require.resolve('..'))});
    const signer = new Signer('bookbag', 'a secret of the vendor');
    for (let turn = 0; turn < 2000; turn++) signer.sign({ id: turn }).script();
    signer.signAsync({ id: 'user-123' }).then(({ signature }) => parentPort.postMessage(signature));`;
  const worked = Array.from({ length: 4 }, () => {
    const worker = new Worker(code, { eval: true });
    const message = new Promise((resolve, reject) => worker.once('message', resolve).once('error', reject));
    const ended = new Promise((resolve) => worker.once('exit', resolve));
    return Promise.all([message, ended]);
  });
  const expected = new Signer('bookbag', 'a secret of the vendor').digest('user-123');
  for (const outcome of await Promise.all(worked)) assert.deepEqual(outcome, [expected, 0]);
});
