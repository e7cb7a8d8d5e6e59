'use strict';

// A wrong set-up: no page goes down in production, and the log says what is wrong, once.

const assert = require('node:assert/strict');
const { execFileSync } = require('node:child_process');
const { once } = require('node:events');
const { readFileSync } = require('node:fs');
const http = require('node:http');
const test = require('node:test');
const express = require('express');
const fastify = require('fastify');
const { Key, Scheme, Signer, Verifier } = require('..');
const forExpress = require('../lib/web/express');
const forFastify = require('../lib/web/fastify');
const forWeb = require('../lib/web/web');

const SECRET = 'the secret of the panel, long enough';
const JANE = { id: 'user-123', email: 'jane@example.com' };
const visitor = () => JANE;

/** Every wrong set-up, and what the log says of it. Each has a scheme or secret of its own, since a line is said once. */
const FAULTS = {
  'no secret': [() => new Signer('bookbag', () => undefined), /^visitorseal: bookbag: .*secret_empty \(secret\): the secret is empty/],
  // The variable that should name the file holds the secret itself.
  'no such file': [
    () => new Signer('reamaze', () => readFileSync('hunter2')),
    /^visitorseal: reamaze: [^\n]*what gives the secret throws open ENOENT; signer.check\(\) shows it$/,
  ],
  'no such command': [
    () => new Signer('reamaze', () => execFileSync('hunter2', ['hunter2'])),
    /^visitorseal: reamaze: [^\n]*what gives the secret throws spawnSync ENOENT; signer.check\(\) shows it$/,
  ],
  'a store that fails': [
    () => new Signer('fernand', () => { throw new SyntaxError('hunter2 is not valid JSON'); }),
    /^visitorseal: fernand: [^\n]*what gives the secret throws SyntaxError; signer.check\(\) shows it$/,
  ],
  'no such scheme': [() => new Signer('bokbag', () => SECRET), /^visitorseal: bokbag: .*scheme_unknown/],
  'no setting': [() => new Signer('thread', () => SECRET), /^visitorseal: thread: .*setting_missing \(app_id\)/],
  'a promise': [() => new Signer('orlo', async () => SECRET), /^visitorseal: orlo: [^\n]*secret is a promise: await it first, and give the secret itself$/],
  // A rejection that nobody handles ends the process.
  'a promise that rejects': [
    () => new Signer('fernand', async () => { throw new Error('hunter2'); }),
    /^visitorseal: fernand: [^\n]*secret is a promise: await it first, and give the secret itself$/,
  ],
  'what promises like a promise': [
    () => new Signer('bookbag', () => ({ then: (_, rejected) => rejected(new Error('hunter2')) })),
    /^visitorseal: bookbag: [^\n]*secret is a promise: await it first, and give the secret itself$/,
  ],
};

function production(t) {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  t.after(() => (NODE_ENV === undefined ? delete process.env.NODE_ENV : (process.env.NODE_ENV = NODE_ENV)));
}

async function servers(t, options) {
  const app = express();
  app.get('/', forExpress.page(options), (request, response) => response.send(`<p>${request.visitorseal.script()}${request.visitorseal.isSigned}`));
  app.get('/visitor.json', forExpress.fields(options));
  app.use((error, _, response, next) => {
    response.status(500).send(error.code ?? error.name);
    void next;
  });
  const server = http.createServer(app).listen(0);
  await once(server, 'listening');
  t.after(() => (server.close(), server.closeAllConnections()));
  const fast = fastify();
  fast.setErrorHandler((error, _, reply) => reply.code(500).send(error.code ?? error.name));
  await fast.register(forFastify.page, options);
  fast.get('/', (request, reply) => reply.send(`<p>${request.visitorseal.script()}${request.visitorseal.isSigned}`));
  fast.get('/visitor.json', forFastify.fields(options));
  t.after(() => fast.close());
  return [`http://localhost:${server.address().port}`, await fast.listen({ port: 0 })];
}

for (const [name, [make, line]] of Object.entries(FAULTS)) {
  test(`in production, ${name}: pages are anonymous, and the log says why, once`, async (t) => {
    production(t);
    const logged = t.mock.method(console, 'error', () => {});
    const signer = make();
    for (const address of await servers(t, { signer, visitor })) {
      for (let turn = 0; turn < 2; turn++) {
        const page = await fetch(address);
        assert.deepEqual([page.status, await page.text()], [200, '<p>false']);
        assert.deepEqual(await (await fetch(`${address}/visitor.json`)).json(), { scheme: signer.scheme, fields: null });
      }
    }
    const page = await forWeb.page({ signer, visitor })(null);
    assert.deepEqual([page.isSigned, page.script()], [false, '']);
    assert.equal(logged.mock.callCount(), 1, `${logged.mock.calls.map((call) => call.arguments)}`);
    assert.match(logged.mock.calls[0].arguments[0], line);
    assert.ok(!/hunter2|jane/.test(logged.mock.calls[0].arguments[0]));
  });

  test(`in development, ${name}: each page says what is wrong`, async (t) => {
    const nobody = { signer: make(), visitor: () => null };
    for (const address of await servers(t, nobody)) assert.equal((await fetch(address)).status, 500);
    await assert.rejects(forWeb.page(nobody)(null));
  });

  test(`${name}: a check of the deployment fails`, () => assert.throws(() => make().check()));
}

test('in production, a page without its secret has the script of nobody, which needs none', async (t) => {
  production(t);
  t.mock.method(console, 'error', () => {});
  const signer = new Signer('thread', () => '', { appId: '00000000-0000-4000-8000-000000000000' });
  const page = await forWeb.page({ signer, visitor })(null);
  assert.match(page.script('bm9uY2U='), /^<script nonce="bm9uY2U=">.*00000000-0000-4000-8000-000000000000/s);
  assert.match(page.forgetScript(), /^<script>/);
});

test('in production, a nonce that is none costs the script and not the page', async (t) => {
  production(t);
  const logged = t.mock.method(console, 'error', () => {});
  const page = await forWeb.page({ signer: new Signer('bookbag', SECRET), visitor })(null);
  assert.deepEqual([page.script('not"a nonce'), page.script('not"a nonce')], ['', '']);
  assert.equal(logged.mock.callCount(), 1);
  assert.match(logged.mock.calls[0].arguments[0], /nonce_invalid/);
});

test('in production, what gives the nonce and fails costs the script, and is not taken for what gives the secret', async (t) => {
  production(t);
  const logged = t.mock.method(console, 'error', () => {});
  const locals = { get cspNonce() { throw new RangeError('hunter2'); } };
  const page = await new Promise((resolve, reject) => {
    const [request, response] = [{ headers: {} }, Object.assign(new http.ServerResponse({}), { locals })];
    forExpress.page({ signer: new Signer('bookbag', SECRET), visitor })(request, response, (error) => (error ? reject(error) : resolve(request.visitorseal)));
  });
  assert.deepEqual([page.script(), page.forgetScript(), page.script(5)], ['', '', '']);
  const lines = logged.mock.calls.map((call) => call.arguments[0]);
  assert.equal(lines.length, 2, `${lines}`);
  assert.match(lines[0], /^visitorseal: bookbag: [^\n]*what gives the nonce throws RangeError$/);
  assert.match(lines[1], /^visitorseal: bookbag: [^\n]*nonce is a string/);
});

test('the log does not end after many lines', async (t) => {
  production(t);
  const logged = t.mock.method(console, 'error', () => {});
  for (let turn = 0; turn < 200; turn++) {
    const failing = new Signer('bookbag', () => { throw Object.assign(new Error(), { code: `E${turn}` }); });
    for (let again = 0; again < 2; again++) await forWeb.page({ signer: failing, visitor })(null);
  }
  assert.equal(logged.mock.callCount(), 200);
});

test('promises in the place of keys are told, and end no process', async () => {
  const failed = () => Promise.reject(new Error('hunter2'));
  for (const keys of [failed, () => [SECRET, failed(), failed()], () => [failed()]]) {
    assert.throws(() => new Verifier('bookbag', keys).check(), /^TypeError: keys\[\d\] is a promise: await it first, and give the secret itself$/);
  }
  for (const make of [() => new Signer('bookbag', failed()), () => new Key(failed()), () => new Verifier('bookbag', failed())]) {
    assert.throws(make, /^TypeError: [^\n]* is a promise: await it first, and give the secret itself$/);
  }
});

test('a listener of errors is told of a wrong set-up instead of the log', async (t) => {
  production(t);
  const logged = t.mock.method(console, 'error', () => {});
  const told = [];
  const signer = new Signer('bookbag', () => { throw Object.assign(new Error('closed'), { code: 'VAULT_CLOSED' }); });
  for (let turn = 0; turn < 2; turn++) await forWeb.page({ signer, visitor, onError: (error) => told.push(error.code) })(null);
  assert.deepEqual([told, logged.mock.callCount()], [['VAULT_CLOSED'], 0]);
});

test('a secret that comes later is signed with from then on', async (t) => {
  production(t);
  t.mock.method(console, 'error', () => {});
  let secret;
  const asked = t.mock.fn(() => secret);
  const page = forWeb.page({ signer: new Signer('bookbag', asked), visitor });
  assert.equal((await page(null)).isSigned, false);
  secret = SECRET;
  for (let turn = 0; turn < 3; turn++) assert.equal((await page(null)).isSigned, true);
  assert.equal(asked.mock.callCount(), 2, 'it is asked until it is there');
});

test('two signers of one scheme sign each with its own secret', async () => {
  const signed = async (secret) => JSON.parse((await forWeb.page({ signer: new Signer('bookbag', () => secret), visitor })(null)).json()).fields.user_hash;
  const [one, other] = [await signed('the secret of tenant A'), await signed('the secret of tenant B')];
  assert.deepEqual([one, other], ['A', 'B'].map((tenant) => new Signer('bookbag', `the secret of tenant ${tenant}`).digest('user-123')));
});

test('the warnings of a signer are told once', async (t) => {
  const warned = t.mock.method(process, 'emitWarning', () => {});
  const page = forWeb.page({ signer: new Signer('fernand', () => 'with a newline at its end\n'), visitor });
  for (let turn = 0; turn < 3; turn++) await page(null);
  assert.equal(warned.mock.callCount(), 1);
  const [line, { code }] = warned.mock.calls[0].arguments;
  assert.deepEqual([line.startsWith(`fernand: ${code} (secret): `), line.includes('newline at')], [true, false]);
});

test('a signer and a verifier whose secret is given by a function look at nothing before they are used', () => {
  const never = () => assert.fail('asked');
  const signer = new Signer('bookbag', never);
  const verifier = new Verifier('bookbag', never, { policy: 'optional' });
  assert.deepEqual([signer.scheme, verifier.scheme, signer.forgetScript().startsWith('<script>')], ['bookbag', 'bookbag', true]);
  for (const make of [forExpress.page, forExpress.fields, forWeb.page, forWeb.fields]) make({ signer, visitor });
  forExpress.verify({ verifier });
  forWeb.verify({ verifier }, () => {});
  // What no secret can mend is told at once.
  assert.throws(() => new Signer(5, never), TypeError);
  assert.throws(() => new Verifier('bookbag', never, { leeway: -1 }), { code: 'leeway_invalid' });
});

test('a function gives a secret as bytes or text, and keys in each of their forms', () => {
  const signed = new Signer('bookbag', () => Buffer.from(SECRET)).sign({ id: '1' });
  assert.equal(signed.signature, new Signer('bookbag', () => SECRET).sign({ id: '1' }).signature);
  for (const keys of [SECRET, Buffer.from(SECRET), [SECRET], new Key(SECRET), ['another secret', new Key(SECRET, { kid: 'one' })]]) {
    const asked = { times: 0 };
    const verifier = new Verifier('bookbag', () => (asked.times++, keys));
    verifier.check();
    assert.equal(verifier.verify(signed.fields).signed.id, '1');
    assert.equal(asked.times, 1);
  }
  assert.throws(() => new Verifier('bookbag', () => undefined).check(), { code: 'secret_empty' });
  assert.throws(() => new Verifier('bookbag', () => []).check(), { code: 'key_count' });
});

test('the vendor refuses nobody and takes nobody while its key is missing: the error is the handler\'s', async () => {
  const identify = forWeb.verify({ verifier: new Verifier('bookbag', () => undefined) }, () => assert.fail('taken'));
  await assert.rejects(identify(new Request('http://localhost/', { method: 'POST', body: '{}' })), { code: 'secret_empty' });
});

const CHARSETS = ['shift_jis', 'euc-jp', 'iso-2022-jp', 'gbk', 'gb18030', 'big5', 'euc-kr', 'windows-1252', 'windows-1251', 'koi8-r', 'iso-8859-15', 'macintosh'];

test('whatever is written into pages, and by the endpoints, is ASCII, and the same in each charset of browsers', async () => {
  const toml = readFileSync(require('node:path').join(__dirname, '../../core/schemes/bookbag.toml'), 'utf8');
  const own = Scheme.parse(toml.replace(/^error = .*$/m, 'error = "identität_¥_unverified"'));
  const name = '¥"}});document.title=\'XSS\'//丁🙂\u2028é';
  const signer = new Signer(own, SECRET);
  const named = () => ({ id: 'user-123', name, attributes: { [name.slice(0, 20)]: [name] } });
  const answers = [
    await (await forWeb.fields({ signer, visitor: named })(null)).text(),
    await (await forWeb.verify({ verifier: new Verifier(own, SECRET) }, () => {})(new Request('http://localhost/', { method: 'POST', body: '{}' }))).text(),
    (await forWeb.page({ signer, visitor: named })(null)).script(),
    signer.sign(named()).fieldsJson,
  ];
  for (const text of answers) {
    assert.match(text, /^[\0-\x7f]+$/);
    // As a browser reads it, in whatever charset the page is.
    for (const charset of CHARSETS) assert.equal(new TextDecoder(charset).decode(Buffer.from(text)), text, charset);
  }
  assert.deepEqual(JSON.parse(answers[0]).fields.user_metadata.name, name);
  assert.deepEqual(JSON.parse(answers[1]), { error: 'identität_¥_unverified' });
});
