'use strict';

const assert = require('node:assert/strict');
const { once } = require('node:events');
const http = require('node:http');
const { randomBytes } = require('node:crypto');
const test = require('node:test');
const express = require('express');
const fastify = require('fastify');
const helmet = require('helmet');
const fastifyHelmet = require('@fastify/helmet');
const { Scheme, Signer, Verified, Verifier, inspectToken } = require('..');
const forExpress = require('../lib/web/express');
const forFastify = require('../lib/web/fastify');
const forWeb = require('../lib/web/web');

const SECRET = 'the secret of the panel';
const HOSTILE = '</script><script>alert(1)</script>';
const settings = { appId: '00000000-0000-4000-8000-000000000000' };
const signer = new Signer('thread', SECRET, settings);
const site = { scheme: 'thread', secret: SECRET, settings };
const vendor = { scheme: 'thread', keys: SECRET };
const VISITORS = {
  jane: { email: 'jane@example.com' },
  mallory: { email: `${HOSTILE}@example.com` },
  broken: { email: '', name: 'hunter2' },
};
/** Here a header says who is signed in. */
const signedIn = (headers) => VISITORS[headers.who] ?? null;
const PRIVATE = 'private, no-store';
/** What an endpoint answers for a visitor who is signed in. */
function answerFor(visitor) {
  const { fields, mark } = signer.sign(visitor);
  return { scheme: 'thread', fields, mark, expires_at: null };
}
const body = signer.sign(VISITORS.jane).fieldsJson;
const twice = body.replace('{', '{"connectionEmail":"eve@example.com",');

/** The same site and vendor in each framework. */
const SERVERS = {
  express: {
    async start(t, reported) {
      const visitor = (request) => signedIn(request.headers);
      const options = { ...site, visitor, onError: (error) => reported.push(error.code) };
      const app = express();
      app.use((_, response, next) => {
        response.locals.cspNonce = randomBytes(32).toString('hex');
        next();
      });
      app.use(helmet({ contentSecurityPolicy: { directives: { scriptSrc: [(_, response) => `'nonce-${response.locals.cspNonce}'`] } } }));
      app.get('/visitor.json', forExpress.visitorFields(options));
      app.get('/throws', forExpress.visitorPages({ ...site, visitor: () => Promise.reject(new Error('the database')) }));
      const fernand = forExpress.visitorPages({ scheme: 'fernand', secret: SECRET, visitor });
      app.get('/setting', fernand, (_, response) => response.send(response.locals.visitorScript({ nonce: 'not"a nonce' })));
      app.get(['/', '/bye'], forExpress.visitorPages(options), (request, response) => {
        const { visitorScript, visitorForgetScript } = response.locals;
        response.send(`<html>${request.path === '/' ? visitorScript() : visitorForgetScript()}`);
      });
      const identify = (request, response) => response.json({ ...request.visitor.toJSON(), body: request.body });
      const verify = forExpress.verifyVisitor({ ...vendor, onError: (error) => reported.push(error.code) });
      app.post('/identify', verify, identify);
      app.post('/parsed', express.json(), verify, identify);
      app.post('/raw', express.raw({ type: '*/*' }), verify, identify);
      app.use((error, _, response, next) => {
        response.status(500).send(`${error.code ?? error.message}`);
        void next;
      });
      return listening(t, http.createServer(app));
    },
  },
  fastify: {
    async start(t, reported) {
      const visitor = (request) => signedIn(request.headers);
      const options = { ...site, visitor, onError: (error) => reported.push(error.code) };
      const app = fastify();
      app.setErrorHandler((error, _, reply) => reply.code(error.statusCode ?? 500).send(`${error.code ?? error.message}`));
      await app.register(fastifyHelmet, { enableCSPNonces: true });
      await app.register(async (pages) => {
        await pages.register(forFastify.visitorPages, options);
        pages.get('/', (_, reply) => reply.type('text/html').send(`<html>${reply.visitorScript()}`));
        pages.get('/bye', (_, reply) => reply.type('text/html').send(`<html>${reply.locals.visitorForgetScript()}`));
      });
      app.get('/visitor.json', forFastify.visitorFields(options));
      await app.register(async (pages) => {
        await pages.register(forFastify.visitorPages, { ...site, visitor: () => Promise.reject(new Error('the database')) });
        pages.get('/throws', () => 'never');
      });
      await app.register(async (pages) => {
        await pages.register(forFastify.visitorPages, { scheme: 'fernand', secret: SECRET, visitor });
        pages.get('/setting', (_, reply) => reply.visitorScript({ nonce: 'not"a nonce' }));
      });
      await app.register(async (widgets) => {
        await widgets.register(forFastify.verifyVisitor, { ...vendor, onError: (error) => reported.push(error.code) });
        const identify = async (request) => ({ ...request.visitor.toJSON(), body: request.body });
        for (const path of ['/identify', '/raw']) widgets.post(path, identify);
      });
      app.post('/elsewhere', async (request) => request.body);
      t.after(() => app.close());
      return app.listen({ port: 0 });
    },
  },
};

async function listening(t, server) {
  server.listen(0);
  await once(server, 'listening');
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://localhost:${server.address().port}`;
}

const post = (address, text) => fetch(address, { method: 'POST', body: text, headers: { 'Content-Type': 'application/json' } });

for (const [name, { start }] of Object.entries(SERVERS)) {
  test(`${name}: a page has the visitor's script with helmet's nonce, and a hostile name is inert bytes in it`, async (t) => {
    const address = await start(t, []);
    const response = await fetch(address, { headers: { who: 'mallory' } });
    const html = await response.text();
    const [, nonce] = /'nonce-([^']+)'/.exec(response.headers.get('content-security-policy'));
    assert.ok(html.startsWith(`<html><script nonce="${nonce}" `), html);
    assert.equal(html.match(/<\/?script/g).length, 2);
    assert.ok(html.includes('\\u003c/script\\u003e\\u003cscript\\u003ealert(1)'));
    assert.equal(response.headers.get('cache-control'), PRIVATE);
    const forgotten = await (await fetch(`${address}/bye`)).text();
    assert.match(forgotten, /^<html><script nonce="[^"]+" /);
    assert.ok(!forgotten.includes('jane'));
  });

  test(`${name}: nobody, and a visitor who cannot be signed, have the anonymous script`, async (t) => {
    const reported = [];
    const address = await start(t, reported);
    for (const who of ['nobody', 'broken']) {
      const response = await fetch(address, { headers: { who } });
      assert.equal(response.status, 200);
      const html = await response.text();
      assert.match(html, /<script nonce=.*00000000-0000-4000-8000-000000000000/s);
      assert.ok(!html.includes('hunter2'));
    }
    assert.deepEqual(reported, ['field_empty']);
  });

  test(`${name}: a single-page app is answered with fields or null, for this visitor alone`, async (t) => {
    const address = await start(t, []);
    const answers = [];
    for (const who of ['jane', 'nobody', 'broken']) {
      const response = await fetch(`${address}/visitor.json`, { headers: { who } });
      assert.equal(response.headers.get('cache-control'), PRIVATE);
      assert.match(response.headers.get('content-type'), /^application\/json/);
      answers.push(await response.json());
    }
    const nobody = { scheme: 'thread', fields: null, mark: null, expires_at: null };
    assert.deepEqual(answers, [answerFor(VISITORS.jane), nobody, nobody]);
  });

  test(`${name}: what the site's own code throws, and a configuration that is wrong, go to its error handler`, async (t) => {
    const address = await start(t, []);
    const thrown = await fetch(`${address}/throws`);
    assert.deepEqual([thrown.status, await thrown.text()], [500, 'the database']);
    const setting = await fetch(`${address}/setting`, { headers: { who: 'jane' } });
    assert.deepEqual([setting.status, await setting.text()], [500, 'nonce_invalid']);
  });

  test(`${name}: a body that verifies reaches the handler, parsed`, async (t) => {
    const address = await start(t, []);
    for (const path of name === 'express' ? ['/identify', '/parsed', '/raw'] : ['/identify', '/raw']) {
      const response = await post(address + path, body);
      assert.equal(response.status, 200, path);
      const answer = await response.json();
      assert.deepEqual(answer.signed, { email: 'jane@example.com' });
      assert.deepEqual(answer.body, JSON.parse(body));
    }
  });

  test(`${name}: any other body is answered as the scheme says`, async (t) => {
    const reported = [];
    const address = await start(t, reported);
    const bodies = ['{}', body.replace('jane@', 'eve@'), twice, 'null', '[1]', '{"a":', '\u0000', '"text"'];
    for (const text of bodies) {
      const response = await post(`${address}/identify`, text);
      assert.deepEqual([response.status, await response.json()], [401, { error: 'identity_unverified' }], text);
      assert.equal(response.headers.get('cache-control'), PRIVATE);
    }
    assert.deepEqual(reported.slice(0, 3), ['signature_missing', 'signature_mismatch', 'fields_malformed']);
    assert.equal(reported.length, bodies.length);
  });

  test(`${name}: a body that never ends is refused early`, async (t) => {
    const address = await start(t, []);
    const sent = 8 * 1024 * 1024;
    const request = http.request(`${address}/identify`, { method: 'POST', headers: { 'Content-Type': 'application/json' } });
    request.on('error', () => {});
    request.write(`{"a":"${'x'.repeat(sent)}`);
    const [response] = await once(request, 'response');
    assert.deepEqual([response.statusCode, response.headers.connection], [401, 'close']);
    request.destroy();
  });
}

/** Bodies that verify, and that change the prototype of an object when they are copied into it. */
const REACHING = {
  '__proto__': '{"__proto__":{"isAdmin":true}}',
  'in an object': '{"more":{"__proto__":{"isAdmin":true}}}',
  'in a list': '{"more":[1,[{"a":{"\\u005f_proto__":null}}]]}',
  'a constructor': '{"more":{"constructor":{"prototype":{"isAdmin":true}}}}',
};
const HARMLESS = '{"constructor":"Gehry","more":{"constructor":{"name":"Gehry","prototypes":5},"prototype":{}},"proto":null,"text":"__proto__"}';

for (const [name, { start }] of Object.entries(SERVERS)) {
  test(`${name}: a verified body that reaches for a prototype never gets to the handler`, async (t) => {
    const reported = [];
    const address = await start(t, reported);
    const paths = name === 'express' ? ['/identify', '/parsed', '/raw'] : ['/identify'];
    const signed = (more) => body.replace('{', `${more.slice(0, -1)},`);
    for (const path of paths) {
      for (const [what, more] of Object.entries(REACHING)) {
        const response = await post(address + path, signed(more));
        assert.deepEqual([response.status, await response.json()], [401, { error: 'identity_unverified' }], `${path} ${what}`);
      }
      const response = await post(address + path, signed(HARMLESS));
      assert.deepEqual((await response.json()).body, JSON.parse(signed(HARMLESS)), path);
    }
    assert.deepEqual([...new Set(reported)], ['fields_malformed']);
    assert.equal(reported.length, paths.length * Object.keys(REACHING).length);
  });
}

test('web: a verified body that reaches for a prototype never gets to the handler', async () => {
  const identify = forWeb.verifyVisitor(vendor, () => assert.fail('taken'));
  for (const more of Object.values(REACHING)) {
    const request = new Request('http://localhost/', { method: 'POST', body: body.replace('{', `${more.slice(0, -1)},`) });
    assert.equal((await identify(request)).status, 401, more);
  }
});

test('express: a parser that read nothing leaves the body to be read, as in Express 4', async (t) => {
  const app = express();
  app.use((request, _, next) => {
    request.body = {};
    next();
  });
  app.post('/', forExpress.verifyVisitor({ ...vendor, policy: 'optional' }), (request, response) => {
    response.json(request.visitor.toJSON());
  });
  const address = await listening(t, http.createServer(app));
  assert.equal((await (await post(address, body)).json()).verified, true);
  assert.equal((await post(address, body.replace('jane@', 'eve@'))).status, 401);
});

test('what onError rejects with goes to the error handler', async (t) => {
  const onError = async () => {
    throw new Error('the log is full');
  };
  const app = express();
  app.post('/', forExpress.verifyVisitor({ ...vendor, onError }));
  app.use((error, _, response, next) => {
    response.status(500).send(error.message);
    void next;
  });
  const response = await post(await listening(t, http.createServer(app)), '{}');
  assert.equal(await response.text(), 'the log is full');
  const request = new Request('http://shop.example/', { method: 'POST', body: '{}' });
  await assert.rejects(forWeb.verifyVisitor({ ...vendor, onError }, () => {})(request), /the log is full/);
});

test('fastify: the vendor\'s scope leaves other routes their parser', async (t) => {
  const address = await SERVERS.fastify.start(t, []);
  assert.deepEqual(await (await post(`${address}/elsewhere`, '{"a":1}')).json(), { a: 1 });
});

test('web: handlers of Request and Response sign and verify', async () => {
  const reported = [];
  const visitor = (request) => signedIn({ who: request.headers.get('who') });
  const options = { ...site, visitor, onError: (error) => reported.push(error.code) };
  const request = (who, init) => new Request('http://localhost/', { headers: { who }, ...init });

  const page = forWeb.visitorPages(options);
  assert.match((await page(request('jane'))).visitorScript({ nonce: 'bm9uY2U=' }), /^<script nonce="bm9uY2U=" /);
  assert.equal((await page(request('nobody'))).signedVisitor(), null);

  const response = await forWeb.visitorFields(options)(request('jane'));
  assert.equal(response.headers.get('cache-control'), PRIVATE);
  assert.deepEqual(await response.json(), answerFor(VISITORS.jane));
  assert.deepEqual(await (await forWeb.visitorFields(options)(request('broken'))).json(), { scheme: 'thread', fields: null, mark: null, expires_at: null });
  assert.deepEqual(reported, ['field_empty']);

  const identify = forWeb.verifyVisitor({ ...vendor, onError: (error) => reported.push(error.code) }, (_, visitor, { params }) => {
    assert.ok(visitor instanceof Verified);
    return Response.json([visitor.contact().externalId, params]);
  });
  const posted = (text) => identify(new Request('http://localhost/', { method: 'POST', body: text }), { params: 5 });
  assert.deepEqual(await (await posted(body)).json(), ['jane@example.com', 5]);
  for (const text of [twice, '', 'x'.repeat(1 << 20)]) {
    const refused = await posted(text);
    assert.deepEqual([refused.status, await refused.json()], [401, { error: 'identity_unverified' }]);
  }
  assert.deepEqual(reported.slice(1), ['fields_malformed', 'fields_malformed', 'fields_too_large']);
  assert.equal((await identify(new Request('http://localhost/'))).status, 401);
});

test('a verified token hands its id to the handler of each framework', async (t) => {
  const scheme = Scheme.parse(`name = "own"
    vendor = "Own"
    document = "https://example.com/"
    read = 2026-11-28
    contact = "{id}"
    [signature]
    kind = "jwt"
    algorithm = "HS256"
    secret = "text"
    [signature.claims]
    sub = "{id}"
    jti = "{random}"
    [fields]
    token = "{signature}"`);
  const keys = 'a secret that is longer than the hash of HS256';
  const { signature, fieldsJson } = new Signer(scheme, keys).sign({ id: '42' });
  const id = inspectToken(signature).unverifiedClaims.jti;
  assert.match(id, /^[0-9a-f]{32}$/);
  assert.equal(new Verifier(scheme, keys).verifyJson(fieldsJson).toJSON().token_id, id);

  const expressApp = express();
  expressApp.post('/', forExpress.verifyVisitor({ scheme, keys }), (request, response) => void response.json(request.visitor.tokenId));
  const address = await listening(t, http.createServer(expressApp));
  assert.equal(await (await post(address, fieldsJson)).json(), id);

  const fastifyApp = fastify();
  t.after(() => fastifyApp.close());
  await fastifyApp.register(async (widgets) => {
    await widgets.register(forFastify.verifyVisitor, { scheme, keys });
    widgets.post('/', async (request) => ({ id: request.visitor.tokenId }));
  });
  const headers = { 'content-type': 'application/json' };
  assert.equal((await fastifyApp.inject({ method: 'POST', url: '/', headers, body: fieldsJson })).json().id, id);

  const identify = forWeb.verifyVisitor({ scheme, keys }, (_, { tokenId }) => Response.json(tokenId));
  assert.equal(await (await identify(new Request('http://localhost/', { method: 'POST', body: fieldsJson }))).json(), id);
});

test('without onError, a visitor who cannot be signed is a warning of the process', async () => {
  const warned = once(process, 'warning');
  await forWeb.visitorPages({ ...site, visitor: () => VISITORS.broken })(null);
  const [warning] = await warned;
  assert.deepEqual([warning.name, warning.code], ['VisitorsealWarning', 'field_empty']);
});

test('wrong options are an error when the server starts', () => {
  const visitor = () => null;
  const wrong = [undefined, {}, site, { visitor }, { ...site, visitor: 5 }, { ...site, visitor, onError: 5 }, { ...site, visitor, colour: 'red' }];
  wrong.push({ ...site, visitor, schemeFile: 'shop.toml' }, { brands: { shop: { ...site, visitor: 5 } } }, { brands: { shop: { ...site, visitor } }, secret: SECRET });
  for (const make of [forExpress.visitorPages, forExpress.visitorFields, forWeb.visitorPages, forWeb.visitorFields]) {
    for (const options of wrong) assert.throws(() => make(options), { name: 'TypeError' });
    assert.throws(() => make({ brands: { shop: { ...site, visitor } }, brand: 'shp' }), { code: 'brand_unknown' });
  }
  const two = { one: { ...site, visitor }, two: { ...site, visitor } };
  for (const make of [forExpress.visitorFields, forWeb.visitorFields]) assert.throws(() => make({ brands: two }), { code: 'brand_unknown' });
  for (const options of [undefined, {}, { keys: SECRET }, { ...vendor, onError: 5 }, { ...vendor, colour: 'red' }]) {
    assert.throws(() => forExpress.verifyVisitor(options), { name: 'TypeError' });
  }
  assert.throws(() => forExpress.verifyVisitor({ brands: { one: vendor, two: vendor } }), { code: 'brand_unknown' });
});
