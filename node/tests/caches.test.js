'use strict';

// A page with a visitor in it is private, however a site says that its pages may be cached.

const assert = require('node:assert/strict');
const { once } = require('node:events');
const http = require('node:http');
const http2 = require('node:http2');
const test = require('node:test');
const express = require('express');
const fastify = require('fastify');
const { Signer } = require('..');
const forExpress = require('../lib/web/express');
const forFastify = require('../lib/web/fastify');
const forWeb = require('../lib/web/web');

const PRIVATE = 'private, no-store';
const PUBLIC = {
  'Cache-Control': 'public, max-age=3600',
  'CDN-Cache-Control': 'max-age=3600',
  'Cloudflare-CDN-Cache-Control': 'max-age=3600',
  'Surrogate-Control': 'max-age=3600',
  'X-Accel-Expires': '3600',
  'Edge-Control': 'cache-maxage=1h',
  'X-Reverse-Proxy-TTL': '3600',
  Expires: 'Thu, 01 Jan 2099 00:00:00 GMT',
};
const pairs = Object.entries(PUBLIC);
const isForCaches = (name) => pairs.some((pair) => pair[0].toLowerCase() === name);
const JANE = { id: 'user-123' };
const HASH = new Signer('bookbag', 'the secret of the panel').digest('user-123');
const visitor = (request) => (request.headers.who === 'jane' ? JANE : null);
const site = { scheme: 'bookbag', secret: 'the secret of the panel', visitor };
const setAll = (response) => pairs.forEach(([name, value]) => response.setHeader(name, value));

/** What a response says to caches, and whether it is signed. */
async function seen(address, { method = 'GET', headers = {} } = {}) {
  // Not fetch: it adds `no-cache` to a request with conditions.
  const request = http.request(address, { method, headers: { who: 'jane', ...headers }, agent: false }).end();
  const [response] = await once(request, 'response');
  const text = (await response.toArray()).join('');
  const names = Object.keys(response.headers).filter(isForCaches);
  return { names, cache: response.headers['cache-control'], signed: text.includes(HASH), status: response.statusCode };
}

const PRIVATE_PAGE = { names: ['cache-control'], cache: PRIVATE, signed: true, status: 200 };

/** Where a handler of Express says that its page may be cached, and how it answers. */
const EXPRESS = {
  'before the page is written': (request, response) => {
    setAll(response);
    response.send(response.locals.visitorScript());
  },
  'after the page is written': (request, response) => {
    const html = response.locals.visitorScript();
    response.set(PUBLIC);
    response.send(html);
  },
  'by appending': (request, response) => {
    const html = response.locals.visitorScript();
    pairs.forEach((pair) => response.appendHeader(...pair));
    response.send(html);
  },
  'by setHeaders': (request, response) => {
    const html = response.locals.visitorScript();
    response.setHeaders(new Headers(pairs));
    response.end(html);
  },
  'by removing ours': (request, response) => {
    const html = response.locals.visitorScript();
    response.removeHeader('Cache-Control');
    response.send(html);
  },
  'with the head, as an object': (request, response) => response.writeHead(200, PUBLIC).end(response.locals.visitorScript()),
  'with the head, as a list': (request, response) => response.writeHead(200, 'OK', pairs.flat()).end(response.locals.visitorScript()),
  'by a listener for the head': (request, response) => response.send(response.locals.visitorScript()),
  'in a stream that has begun': (request, response) => {
    response.set(PUBLIC);
    response.write('<!doctype html>');
    setImmediate(() => response.end(response.locals.visitorScript()));
  },
  'in a template': (request, response) => {
    response.set(PUBLIC);
    response.render('page');
  },
};

function expressSite() {
  const app = express();
  app.engine('html', (_, { visitorScript }, done) => done(null, visitorScript()));
  app.set('views', __dirname).set('view engine', 'html').set('view', function (name) {
    Object.assign(this, { name, path: name, render: (options, done) => app.engines['.html'](name, options, done) });
  });
  const page = forExpress.visitorPages(site);
  // Middleware that is mounted first has the last word, because its listener runs last.
  app.use((_, response, next) => {
    const { writeHead } = response;
    response.writeHead = function (...args) {
      setAll(response);
      return writeHead.apply(response, args);
    };
    next();
  });
  Object.values(EXPRESS).forEach((handler, index) => app.get(`/${index}`, page, handler));
  app.get('/fields', (_, response, next) => (setAll(response), next()), forExpress.visitorFields(site));
  app.get('/fails', page, (_, response) => {
    response.locals.visitorScript();
    throw Object.assign(new Error('broken'), { headers: PUBLIC });
  });
  // A site whose validators do not depend on the visitor.
  app.get('/modified', page, (request, response) => {
    response.set({ ETag: '"page-1"', 'Last-Modified': 'Thu, 01 Jan 2026 00:00:00 GMT', ...PUBLIC });
    response.send(response.locals.signedVisitor() !== null ? response.locals.visitorScript() : 'nobody');
  });
  app.use((error, _, response, next) => {
    response.status(500).set(PUBLIC).send(response.locals.visitorScript());
    void next;
  });
  return app;
}

async function listening(t, server) {
  server.listen(0);
  await once(server, 'listening');
  t.after(() => (server.close(), server.closeAllConnections?.()));
  return `http://localhost:${server.address().port}`;
}

test('express: a page with a visitor is private, wherever its site says otherwise', async (t) => {
  const address = await listening(t, http.createServer(expressSite()));
  for (const [index, name] of Object.keys(EXPRESS).entries()) assert.deepEqual(await seen(`${address}/${index}`), PRIVATE_PAGE, name);
  assert.deepEqual(await seen(`${address}/fields`), PRIVATE_PAGE);
  assert.deepEqual(await seen(`${address}/fails`), { ...PRIVATE_PAGE, status: 500 });
  for (const path of ['0', '1', '6', 'fields']) {
    assert.deepEqual(await seen(`${address}/${path}`, { method: 'HEAD' }), { ...PRIVATE_PAGE, signed: false }, `HEAD ${path}`);
  }
});

test('express: a copy from before the sign-in is never the answer to who is signed in', async (t) => {
  const address = await listening(t, http.createServer(expressSite()));
  for (const headers of [{ 'If-None-Match': '"page-1"' }, { 'If-Modified-Since': 'Thu, 01 Jan 2026 00:00:00 GMT' }]) {
    assert.deepEqual(await seen(`${address}/modified`, { headers }), PRIVATE_PAGE);
    const nobody = await seen(`${address}/modified`, { headers: { ...headers, who: 'nobody' } });
    assert.deepEqual([nobody.status, nobody.cache], [304, PUBLIC['Cache-Control']]);
  }
});

test('express: a page whose head is sent before is not signed, and the log says so once', async (t) => {
  const logged = t.mock.method(console, 'error', () => {});
  const app = express();
  app.use((_, response, next) => {
    response.set(PUBLIC).flushHeaders();
    next();
  });
  app.get('/', forExpress.visitorPages(site), (request, response) => {
    response.end(`${response.locals.signedVisitor() !== null}${response.locals.visitorScript()}${response.locals.visitorForgetScript()}`);
  });
  const address = await listening(t, http.createServer(app));
  for (let turn = 0; turn < 2; turn++) {
    const response = await fetch(address, { headers: { who: 'jane' } });
    assert.deepEqual([response.headers.get('cache-control'), await response.text()], [PUBLIC['Cache-Control'], 'false']);
  }
  assert.equal(logged.mock.callCount(), 1);
  assert.match(logged.mock.calls[0].arguments[0], /^visitorseal: brand 'default': The head of a page was sent before its visitor was signed/);
});

test('express: a page that writes nothing for nobody may be cached', async (t) => {
  const app = express();
  app.get('/', forExpress.visitorPages(site), (_, response) => response.set(PUBLIC).send('nobody'));
  const { cache, names } = await seen(await listening(t, http.createServer(app)), { headers: { who: 'nobody' } });
  assert.deepEqual([cache, names.length], [PUBLIC['Cache-Control'], pairs.length]);
});

test('express: a cache inside the server sees that it must not keep a page with a visitor', async (t) => {
  const app = express();
  const stored = new Map();
  // Response caches look at the headers when the body comes.
  app.use((request, response, next) => {
    if (stored.has(request.url)) return void response.send(stored.get(request.url));
    const { send } = response;
    response.send = function (body) {
      if (/public/.test(response.getHeader('Cache-Control')) && /max-age/.test(response.getHeaders()['cdn-cache-control'])) stored.set(request.url, body);
      return send.call(this, body);
    };
    next();
  });
  app.get('/', forExpress.visitorPages(site), (request, response) => {
    const html = response.locals.signedVisitor() !== null ? response.locals.visitorScript() : 'nobody';
    response.set(PUBLIC).send(html);
  });
  const address = await listening(t, http.createServer(app));
  assert.equal((await seen(address)).signed, true);
  assert.equal((await seen(address, { headers: { who: 'nobody' } })).signed, false);
  assert.deepEqual([...stored], [['/', 'nobody']]);
});

test('http2: a page with a visitor is private', async (t) => {
  const { keepPrivate } = require('../lib/web/caching');
  const server = http2.createServer((request, response) => {
    setAll(response);
    assert.ok(keepPrivate(request, response));
    setAll(response);
    response.writeHead(200, PUBLIC);
    response.end();
  });
  const address = await listening(t, server);
  const client = http2.connect(address);
  t.after(() => client.close());
  const [headers] = await once(client.request({ ':path': '/' }), 'response');
  assert.deepEqual(Object.keys(headers).filter((name) => !/^:|date/.test(name)).map((name) => [name, headers[name]]), [['cache-control', PRIVATE]]);
});

/** Where a handler of Fastify says so. */
const FASTIFY = {
  'before the page is written': (request, reply) => {
    reply.headers(PUBLIC);
    return reply.type('text/html').send(reply.visitorScript());
  },
  'after the page is written': async (request, reply) => {
    const html = reply.visitorScript();
    reply.headers(PUBLIC);
    return html;
  },
  'on the response below': (request, reply) => {
    const html = reply.visitorScript();
    setAll(reply.raw);
    return reply.send(html);
  },
  'on a hijacked response': (request, reply) => {
    reply.hijack();
    reply.raw.writeHead(200, PUBLIC);
    reply.raw.end(reply.visitorScript());
  },
  'in a stream': async (request, reply) => {
    reply.headers(PUBLIC);
    return require('node:stream').Readable.from(
      (async function* () {
        yield '<!doctype html>';
        yield reply.visitorScript();
      })(),
    );
  },
};

async function fastifySite(t, stored = []) {
  const app = fastify();
  await app.register(forFastify.visitorPages, site);
  // A plugin that is registered later runs later. This one notes what it sees, as a cache does.
  app.addHook('onSend', async (_, reply) => {
    stored.push(reply.getHeader('cache-control'));
    reply.headers(PUBLIC);
  });
  Object.values(FASTIFY).forEach((handler, index) => app.get(`/${index}`, handler));
  app.get('/fields', async (request, reply) => {
    reply.headers(PUBLIC);
    return forFastify.visitorFields(site)(request, reply);
  });
  app.get('/fails', async (_, reply) => {
    reply.visitorScript();
    throw new Error('broken');
  });
  app.setErrorHandler((_, request, reply) => reply.code(500).headers(PUBLIC).send(reply.visitorScript()));
  app.get('/modified', (request, reply) => {
    reply.header('ETag', '"page-1"');
    if (request.headers['if-none-match'] === '"page-1"') return reply.code(304).send();
    return reply.send(reply.signedVisitor() !== null ? reply.visitorScript() : 'nobody');
  });
  t.after(() => app.close());
  return { app, address: await app.listen({ port: 0 }) };
}

test('fastify: a page with a visitor is private, wherever its site says otherwise', async (t) => {
  const stored = [];
  const { app, address } = await fastifySite(t, stored);
  for (const [index, name] of Object.keys(FASTIFY).entries()) assert.deepEqual(await seen(`${address}/${index}`), PRIVATE_PAGE, name);
  assert.deepEqual(await seen(`${address}/fields`), PRIVATE_PAGE);
  assert.deepEqual(await seen(`${address}/fails`), { ...PRIVATE_PAGE, status: 500 });
  assert.deepEqual(await seen(`${address}/0`, { method: 'HEAD' }), { ...PRIVATE_PAGE, signed: false });
  assert.deepEqual([...new Set(stored)], [PRIVATE], 'what a plugin sees that keeps replies');
  const { headers } = await app.inject({ url: '/1', headers: { who: 'jane' } });
  assert.deepEqual([headers['cache-control'], headers['cdn-cache-control']], [PRIVATE, undefined]);
});

test('fastify: a copy from before the sign-in is never the answer to who is signed in', async (t) => {
  const { address } = await fastifySite(t);
  const headers = { 'If-None-Match': '"page-1"' };
  assert.deepEqual(await seen(`${address}/modified`, { headers }), PRIVATE_PAGE);
  assert.equal((await seen(`${address}/modified`, { headers: { ...headers, who: 'nobody' } })).status, 304);
});

test('web: the response of a page with a visitor is private, fixed headers and all', async () => {
  const jane = () => JANE;
  const answers = {
    plain: () => new Response('', { headers: PUBLIC }),
    json: () => Response.json({}, { headers: PUBLIC, status: 201 }),
    redirect: () => Response.redirect('http://localhost/'),
    fixed: async () => fetch('data:text/plain,x'),
    cookies: () => new Response('', { headers: [...pairs, ['Set-Cookie', 'a=1'], ['Set-Cookie', 'b=2']] }),
  };
  for (const [name, answer] of Object.entries(answers)) {
    const conditional = new Request('http://localhost/', { headers: { 'If-None-Match': '"page-1"' } });
    const handler = forWeb.visitorPages({ ...site, visitor: jane }, (request, { signedVisitor }, rest) => {
      assert.deepEqual([request.headers.get('if-none-match'), signedVisitor() !== null, rest], [null, true, 5]);
      return answer();
    });
    const response = await handler(conditional, 5);
    const expected = await answer();
    assert.deepEqual([response.status, response.headers.getSetCookie()], [expected.status, expected.headers.getSetCookie()], name);
    assert.deepEqual([...response.headers].filter(([header]) => isForCaches(header)), [['cache-control', PRIVATE]], name);
  }
  const nobody = forWeb.visitorPages({ ...site, visitor: () => null }, () => new Response('', { headers: PUBLIC }));
  assert.equal((await nobody(new Request('http://localhost/'))).headers.get('cache-control'), PUBLIC['Cache-Control']);
});

test('express: in a page of nobody whose head is sent, and that a cache may keep, nothing says that nobody is signed in', async (t) => {
  const app = express();
  app.get('/', forExpress.visitorPages(site), (_, response) => {
    const { visitorScript, visitorElement, visitorForgetScript } = response.locals;
    response.set(PUBLIC);
    response.write('<!doctype html>');
    setImmediate(() => response.end(visitorScript() + visitorElement() + visitorForgetScript()));
  });
  app.get('/begins', forExpress.visitorPages(site), (_, response) => {
    const { visitorScript, visitorElement } = response.locals;
    response.set(PUBLIC);
    response.write(visitorElement());
    setImmediate(() => response.end(visitorScript()));
  });
  const address = await listening(t, http.createServer(app));
  const response = await fetch(address, { headers: { who: 'nobody' } });
  assert.deepEqual([response.headers.get('cache-control'), await response.text()], [PUBLIC['Cache-Control'], '<!doctype html>']);
  const begun = await fetch(`${address}/begins`, { headers: { who: 'nobody' } });
  assert.equal(begun.headers.get('cache-control'), PRIVATE);
  assert.match(await begun.text(), /^<visitorseal-visitor scheme="bookbag" state="anonymous" .*<script /);
});

test('web: a stream that writes when its response is on its way says of nobody only what a private response may', async () => {
  const stream = (write) => new ReadableStream({ pull: (to) => (to.enqueue(new TextEncoder().encode(write())), to.close()) }, { highWaterMark: 0 });
  const page = (before) =>
    forWeb.visitorPages({ ...site, visitor: () => null }, (_, { visitorScript, visitorElement }) => {
      const head = before ? visitorElement() : '';
      return new Response(stream(() => head + visitorScript()), { headers: PUBLIC });
    });
  const late = await page(false)(new Request('http://localhost/'));
  assert.deepEqual([late.headers.get('cache-control'), await late.text()], [PUBLIC['Cache-Control'], '']);
  const early = await page(true)(new Request('http://localhost/'));
  assert.equal(early.headers.get('cache-control'), PRIVATE);
  assert.match(await early.text(), /^<visitorseal-visitor [^>]*><\/visitorseal-visitor><script /);
});
