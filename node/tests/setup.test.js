'use strict';

// A wrong set-up brings no page down in production, and the log says what is wrong, once.

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

const { checkBrands } = forWeb;

const SECRET = 'the secret of the panel, long enough';
const JANE = { id: 'user-123', email: 'jane@example.com' };
const visitor = () => JANE;

/** Every wrong set-up, and what the log says of it. Each has a name of its own, because a line is logged once. */
const FAULTS = {
  'no secret': [{ none: { scheme: 'bookbag', secret: () => undefined } }, /^visitorseal: brand 'none': secret_empty \(secret\): Brand 'none' has no secret. Set its option secret, for example to process.env.BOOKBAG_SECRET. The page shows the widget without a signed-in visitor.$/],
  // The variable that should name the file holds the secret itself.
  'no such file': [
    { file: { scheme: 'reamaze', secret: () => readFileSync('hunter2') } },
    /^visitorseal: brand 'file': The function that gives the secret throws open ENOENT. Call checkBrands\(\) to see the error. The page [^\n]*$/,
  ],
  'no such command': [
    { command: { scheme: 'reamaze', secret: () => execFileSync('hunter2', ['hunter2']) } },
    /^visitorseal: brand 'command': The function that gives the secret throws spawnSync ENOENT. Call /,
  ],
  'a store that fails': [
    { store: { scheme: 'fernand', secret: () => { throw new SyntaxError('hunter2 is not valid JSON'); } } },
    /^visitorseal: brand 'store': The function that gives the secret throws SyntaxError. Call /,
  ],
  'no such scheme': [{ unknown: { scheme: 'bokbag', secret: SECRET } }, /^visitorseal: brand 'unknown': .*scheme_unknown/],
  'no scheme file': [{ lost: { schemeFile: 'no-such-file.toml', secret: SECRET } }, /^visitorseal: brand 'lost': scheme_unknown \(schemeFile\): .*ENOENT/],
  'no setting': [{ setting: { scheme: 'thread', secret: SECRET } }, /^visitorseal: brand 'setting': .*setting_missing \(app_id\)/],
  'a promise': [{ promise: { scheme: 'orlo', secret: async () => SECRET } }, /^visitorseal: brand 'promise': secret is a promise. Await it first and pass the secret itself. The page/],
  // A rejection that nobody handles ends the process.
  'a promise that rejects': [
    { rejects: { scheme: 'fernand', secret: async () => { throw new Error('hunter2'); } } },
    /^visitorseal: brand 'rejects': secret is a promise. Await it first/,
  ],
  'an object with then': [
    { thenable: { scheme: 'bookbag', secret: () => ({ then: (_, rejected) => rejected(new Error('hunter2')) }) } },
    /^visitorseal: brand 'thenable': secret is a promise. Await it first/,
  ],
};

function production(t) {
  const { NODE_ENV } = process.env;
  process.env.NODE_ENV = 'production';
  t.after(() => (NODE_ENV === undefined ? delete process.env.NODE_ENV : (process.env.NODE_ENV = NODE_ENV)));
}

async function servers(t, options) {
  const app = express();
  app.get('/', forExpress.visitorPages(options), (_, response) => {
    const { visitorScript, signedVisitor } = response.locals;
    response.send(`<p>${visitorScript()}${signedVisitor() !== null}`);
  });
  app.get('/visitor.json', forExpress.visitorFields(options));
  app.use((error, _, response, next) => {
    response.status(500).send(error.code ?? error.name);
    void next;
  });
  const server = http.createServer(app).listen(0);
  await once(server, 'listening');
  t.after(() => (server.close(), server.closeAllConnections()));
  const fast = fastify();
  fast.setErrorHandler((error, _, reply) => reply.code(500).send(error.code ?? error.name));
  await fast.register(forFastify.visitorPages, options);
  fast.get('/', (_, reply) => reply.send(`<p>${reply.visitorScript()}${reply.signedVisitor() !== null}`));
  fast.get('/visitor.json', forFastify.visitorFields(options));
  t.after(() => fast.close());
  return [`http://localhost:${server.address().port}`, await fast.listen({ port: 0 })];
}

/** The options of a site with these brands. */
const site = (brands, visitor) => ({ brands: Object.fromEntries(Object.entries(brands).map(([name, brand]) => [name, { ...brand, visitor }])) });

for (const [name, [brands, line]] of Object.entries(FAULTS)) {
  test(`in production, ${name}: pages are anonymous, and the log says why, once`, async (t) => {
    production(t);
    const logged = t.mock.method(console, 'error', () => {});
    const options = site(brands, visitor);
    const scheme = Object.values(brands)[0].scheme ?? null;
    for (const address of await servers(t, options)) {
      for (let turn = 0; turn < 2; turn++) {
        const page = await fetch(address);
        assert.equal(page.status, 200);
        // Without its scheme or a setting a page has no script either.
        assert.match(await page.text(), /^<p>(<script[^>]*>[^]*"anonymous", "", \{\}\);<\/script>)?false$/);
        assert.deepEqual(await (await fetch(`${address}/visitor.json`)).json(), { scheme, fields: null, mark: null, expires_at: null });
      }
    }
    const page = await forWeb.visitorPages(options)(null);
    assert.equal(page.signedVisitor(), null);
    assert.ok(!page.visitorScript().includes('jane'));
    assert.equal(logged.mock.callCount(), 1, `${logged.mock.calls.map((call) => call.arguments)}`);
    assert.match(logged.mock.calls[0].arguments[0], line);
    assert.ok(!/hunter2|jane/.test(logged.mock.calls[0].arguments[0]));
  });

  test(`in development, ${name}: each page says what is wrong`, async (t) => {
    const options = site(brands, () => null);
    for (const address of await servers(t, options)) assert.equal((await fetch(address)).status, 500);
    await assert.rejects(forWeb.visitorPages(options)(null));
  });

  test(`${name}: a check of the deployment fails`, () => assert.throws(() => checkBrands(site(brands, visitor))));
}

test('in production, a page without its secret has the script of nobody, which needs none', async (t) => {
  production(t);
  t.mock.method(console, 'error', () => {});
  const settings = { appId: '00000000-0000-4000-8000-000000000000' };
  const page = await forWeb.visitorPages({ scheme: 'thread', secret: '', settings, visitor })(null);
  assert.match(page.visitorScript({ nonce: 'bm9uY2U=' }), /^<script nonce="bm9uY2U=" [^>]*>.*00000000-0000-4000-8000-000000000000/s);
  assert.match(page.visitorForgetScript(), /^<script /);
  assert.match(page.visitorElement(), /^<visitorseal-visitor scheme="thread" state="anonymous" fields="[^"]*00000000-0000-4000-8000-000000000000/);
});

test('in production, a wrong nonce costs the script and not the page', async (t) => {
  production(t);
  const logged = t.mock.method(console, 'error', () => {});
  const { visitorScript } = await forWeb.visitorPages({ scheme: 'bookbag', secret: SECRET, visitor })(null);
  const nonce = 'not"a nonce';
  assert.deepEqual([visitorScript({ nonce }), visitorScript({ nonce })], ['', '']);
  assert.equal(logged.mock.callCount(), 1);
  assert.match(logged.mock.calls[0].arguments[0], /nonce_invalid/);
});

test('in production, a getter of the nonce that throws costs the script, and the log names the nonce and not the secret', async (t) => {
  production(t);
  const logged = t.mock.method(console, 'error', () => {});
  const locals = { get cspNonce() { throw new RangeError('hunter2'); } };
  const page = await new Promise((resolve, reject) => {
    const [request, response] = [{ headers: {} }, Object.assign(new http.ServerResponse({}), { locals })];
    const middleware = forExpress.visitorPages({ scheme: 'bookbag', secret: SECRET, visitor });
    middleware(request, response, (error) => (error ? reject(error) : resolve(response.locals)));
  });
  assert.deepEqual([page.visitorScript(), page.visitorForgetScript(), page.visitorScript({ nonce: 5 })], ['', '', '']);
  const lines = logged.mock.calls.map((call) => call.arguments[0]);
  assert.equal(lines.length, 2, `${lines}`);
  assert.match(lines[0], /^visitorseal: brand 'default': The function that gives the nonce throws RangeError. The page/);
  assert.match(lines[1], /^visitorseal: brand 'default': nonce must be a string/);
});

test('the log goes on after many lines', async (t) => {
  production(t);
  const logged = t.mock.method(console, 'error', () => {});
  for (let turn = 0; turn < 200; turn++) {
    const secret = () => { throw Object.assign(new Error(), { code: `E${turn}` }); };
    for (let again = 0; again < 2; again++) await forWeb.visitorPages({ scheme: 'bookbag', secret, visitor })(null);
  }
  assert.equal(logged.mock.callCount(), 200);
});

test('promises in the place of keys are errors, and end no process', async () => {
  const failed = () => Promise.reject(new Error('hunter2'));
  for (const keys of [failed, () => [SECRET, failed(), failed()], () => [failed()]]) {
    assert.throws(() => new Verifier('bookbag', keys).check(), /^TypeError: keys\[\d\] is a promise. Await it first and pass the secret itself.$/);
  }
  for (const make of [() => new Signer('bookbag', failed()), () => new Key(failed()), () => new Verifier('bookbag', failed())]) {
    assert.throws(make, /^TypeError: [^\n]* is a promise. Await it first and pass the secret itself.$/);
  }
});

test('onError is called with a wrong set-up, once, and the log is not written', async (t) => {
  production(t);
  const logged = t.mock.method(console, 'error', () => {});
  const reported = [];
  const secret = () => { throw Object.assign(new Error('closed'), { code: 'VAULT_CLOSED' }); };
  const onError = (error) => reported.push(error.code);
  for (let turn = 0; turn < 2; turn++) await forWeb.visitorPages({ scheme: 'bookbag', secret, visitor, onError })(null);
  assert.deepEqual([reported, logged.mock.callCount()], [['VAULT_CLOSED'], 0]);
});

test('a secret that is missing at first is asked for again, and used from then on', async (t) => {
  production(t);
  t.mock.method(console, 'error', () => {});
  let secret;
  const asked = t.mock.fn(() => secret);
  const page = forWeb.visitorPages({ scheme: 'bookbag', secret: asked, visitor });
  assert.equal((await page(null)).signedVisitor(), null);
  secret = SECRET;
  for (let turn = 0; turn < 3; turn++) assert.ok((await page(null)).signedVisitor());
  assert.equal(asked.mock.callCount(), 2);
});

test('two tenants of one scheme are signed each with its own secret', async () => {
  const signed = async (secret) => JSON.parse((await forWeb.visitorPages({ scheme: 'bookbag', secret, visitor })(null)).visitorFields()).fields.user_hash;
  const [one, other] = [await signed('the secret of tenant A'), await signed('the secret of tenant B')];
  assert.deepEqual([one, other], ['A', 'B'].map((tenant) => new Signer('bookbag', `the secret of tenant ${tenant}`).digest('user-123')));
});

test('the warnings of a signer are logged once', async (t) => {
  const warned = t.mock.method(process, 'emitWarning', () => {});
  const page = forWeb.visitorPages({ scheme: 'fernand', secret: 'with a newline at its end\n', visitor });
  for (let turn = 0; turn < 3; turn++) await page(null);
  assert.equal(warned.mock.callCount(), 1);
  const [line, { code }] = warned.mock.calls[0].arguments;
  assert.deepEqual([line.startsWith(`brand 'default': ${code} (secret): `), line.includes('newline at')], [true, false]);
});

test('a secret that a function gives is not read before it is needed', () => {
  const never = () => assert.fail('asked');
  const signer = new Signer('bookbag', never);
  const verifier = new Verifier('bookbag', never, { policy: 'optional' });
  assert.deepEqual([signer.scheme, verifier.scheme, signer.forgetScript().startsWith('<script ')], ['bookbag', 'bookbag', true]);
  const brand = { scheme: 'bookbag', secret: never, visitor };
  for (const make of [forExpress.visitorPages, forExpress.visitorFields, forWeb.visitorPages, forWeb.visitorFields]) make(brand);
  forExpress.verifyVisitor(brand);
  forWeb.verifyVisitor(brand, () => {});
  // What does not depend on the secret is checked at once.
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

test('while the vendor\'s key is missing, a request is an error and no refusal', async () => {
  const identify = forWeb.verifyVisitor({ scheme: 'bookbag', secret: undefined }, () => assert.fail('taken'));
  await assert.rejects(identify(new Request('http://localhost/', { method: 'POST', body: '{}' })), { code: 'secret_empty' });
});

const CHARSETS = ['shift_jis', 'euc-jp', 'iso-2022-jp', 'gbk', 'gb18030', 'big5', 'euc-kr', 'windows-1252', 'windows-1251', 'koi8-r', 'iso-8859-15', 'macintosh'];

test('scripts and JSON answers are ASCII, and the same in each charset of browsers', async () => {
  const toml = readFileSync(require('node:path').join(__dirname, '../../core/schemes/bookbag.toml'), 'utf8');
  const own = Scheme.parse(toml.replace(/^error = .*$/m, 'error = "identität_¥_unverified"'));
  const name = '¥"}});document.title=\'XSS\'//丁🙂\u2028é';
  const signer = new Signer(own, SECRET);
  const shop = { scheme: own, secret: SECRET };
  const named = () => ({ id: 'user-123', name, attributes: { [name.slice(0, 20)]: [name] } });
  const answers = [
    await (await forWeb.visitorFields({ ...shop, visitor: named })(null)).text(),
    await (await forWeb.verifyVisitor(shop, () => {})(new Request('http://localhost/', { method: 'POST', body: '{}' }))).text(),
    (await forWeb.visitorPages({ ...shop, visitor: named })(null)).visitorScript(),
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
