'use strict';

// Scripts that are inserted into whole HTML pages.

const assert = require('node:assert/strict');
const { once } = require('node:events');
const { copyFileSync, mkdtempSync, rmSync } = require('node:fs');
const http = require('node:http');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const { Readable } = require('node:stream');
const test = require('node:test');
const express = require('express');
const fastify = require('fastify');
const { Signer } = require('..');
const forExpress = require('../lib/web/express');
const forFastify = require('../lib/web/fastify');
const forWeb = require('../lib/web/web');
const { endOfBody } = require('../lib/web/body-end');
const { key } = require('./vectors');

const SECRET = 'the secret of the panel, long enough';
const HASH = new Signer('bookbag', SECRET).digest('user-123');
const JANE = { id: 'user-123' };
const visitor = (request) => (request.headers.who === 'nobody' ? null : JANE);
const shop = { scheme: 'bookbag', secret: SECRET, visitor, insert: true };
const PAGE = '<!doctype html><html><body><p>Tea</p></body></html>';

/** Pages with a mark where the body ends by the HTML standard, as a browser's parser sees it. */
const PAGES = {
  'a page': '<body>a|</body></html>',
  'upper case and space': '<BODY>a|</BODY\n></HTML>',
  'an end tag with attributes': '<body>|</body class="a>b"></html>',
  'the last of two': '<body></body>a|</body>',
  'a comment': '<body>|</body><!-- </body> -->',
  'a comment that ends with --!>': '<body>|</body><!-- </body> --!>',
  'an empty comment': '<body><!--></body><!-- -->|</body>',
  'another empty comment': '<body><!--->|</body>',
  'a comment that never ends': '<body>|</body><!-- </body>',
  'a bogus comment': '<body>|</body><? </body',
  'a doctype': '<!doctype html><body>|</body>',
  'an attribute': '<body>|</body><p title="</body>">',
  'an attribute in single quotes': "<body>|</body><p title = '</body>'>",
  'a quote without a value': '<body><p ">|</body>',
  'an attribute without quotes': '<body><p a=b"c>|</body>',
  'an attribute that never ends': '<body>|</body><p a="</body>',
  'a script': '<body><script>"</body>"</script>|</body>',
  'a script in upper case': '<body><SCRIPT>"</body>"</Script >|</body>',
  'a script that never ends': '<body>|</body><script></body>',
  'an element whose name begins like a script': '<body><scripts>|</body>',
  'a script in a comment in a script': '<body><script><!-- <script> </script> </body> --></script>|</body>',
  'such a script without another end': '<body>|</body><script><!-- <script> </script> </body> --></script>',
  'the end of a script in its comment': '<body><script><!-- </script>|</body> -->',
  'the second end of a script in its comment': '<body><script><!--<SCRIPT\n></script ></script>|</body>',
  'a comment in a script that ends': '<body><script><!-- --><script></script>|</body>',
  'an empty comment in a script': '<body><script><!--><script></script>|</body>',
  'another empty comment in a script': '<body><script><!---><script></script>|</body>',
  'an element in a comment in a script whose name begins like a script': '<body><script><!--<scripts></script>|</body>',
  'a template': '<body><template></body></template>|</body>',
  'a template in a template': '<body><template><template></template></body></template>|</body>',
  'the end of a template that never started': '<body></template>|</body>',
  'a template that never ends': '<body>|</body><template></body>',
  'a textarea': '<body>|</body><textarea></body></textarea>',
  'a title': '<title></body></title><body>|</body>',
  'text that is no tag': '<body>1 < 2 <3 |</body>',
  'an end tag without a name': '<body></>|</body>',
  'plain text': '<body>|</body><plaintext></body>',
};
const WITHOUT_END = ['', '<', '</', '</body', '<body>', '&lt;/body>', '<!-- </body> -->', '<script></body>', '</bodyx>', '< /body>', '</ body>'];

test('the body ends where a browser says', () => {
  for (const [name, marked] of Object.entries(PAGES)) {
    assert.equal(endOfBody(marked.replace('|', '')), marked.indexOf('|'), name);
  }
  for (const page of WITHOUT_END) assert.equal(endOfBody(page), -1, page);
  // One character in lower case may be two: indexes must not shift.
  assert.equal(endOfBody('<body>İİİ</body>'), 9);
});

/** A page that counts the characters that are looked at. */
class CountedPage {
  steps = 0;
  constructor(text) {
    this.text = text;
  }
  get length() {
    return this.text.length;
  }
  charCodeAt(at) {
    this.steps++;
    return this.text.charCodeAt(at);
  }
  indexOf(piece, from) {
    const found = this.text.indexOf(piece, from);
    this.steps += (found < 0 ? this.text.length : found) - from + 1;
    return found;
  }
  slice(start, end) {
    this.steps += end - start;
    return this.text.slice(start, end);
  }
}

test('finding the end of the body takes a number of steps that grows with the page', () => {
  const pieces = ['<', '</', '<!', '<!--', '-', '--', '--!', '<a ', '<a b="', "<a b='", '<a =', '<a b = ', '/', '<script>', '<script></script', '</script', '<title><', '</body>', '<!--<script>', '--><!--', '-->', '<template>', '<p a=', 'x', ' ', '"', '<aaaaaaaaaaaaaaaaaaaaaaaa'];
  for (const start of ['', '<body>', '<script>', '<script><!--', '<script><!--<script>', '<!--', '<a b="', '<textarea>']) {
    for (const piece of pieces) {
      const [one, two, four] = [500, 1000, 2000].map((times) => {
        const page = new CountedPage(start + piece.repeat(times));
        endOfBody(page);
        return page.steps;
      });
      assert.ok(two <= 2.1 * one && four <= 2.1 * two, `${start} ${piece}: ${[one, two, four]}`);
    }
  }
});

/** How a handler answers, and whether the script is inserted. */
const ANSWERS = {
  page: [200, { 'Content-Type': 'text/html' }, PAGE, true],
  'page-of-bytes': [200, { 'Content-Type': 'text/html; charset=windows-1252' }, Buffer.from(`${PAGE}\xe9`, 'latin1'), true],
  'page-not-found': [404, { 'Content-Type': 'text/html; charset=utf-8' }, PAGE, true],
  'error-of-the-server': [500, { 'Content-Type': 'text/html' }, PAGE, false],
  redirect: [302, { 'Content-Type': 'text/html', Location: '/' }, PAGE, false],
  part: [206, { 'Content-Type': 'text/html' }, PAGE, false],
  text: [200, { 'Content-Type': 'text/plain' }, PAGE, false],
  xhtml: [200, { 'Content-Type': 'application/xhtml+xml' }, PAGE, false],
  attachment: [200, { 'Content-Type': 'text/html', 'Content-Disposition': 'Attachment; filename=a.html' }, PAGE, false],
  compressed: [200, { 'Content-Type': 'text/html', 'Content-Encoding': 'br' }, Buffer.from(PAGE), false],
  'utf-16': [200, { 'Content-Type': 'text/html; charset=utf-16le' }, Buffer.from(PAGE), false],
  'iso-2022-jp': [200, { 'Content-Type': 'text/html; charset=iso-2022-jp' }, Buffer.from(PAGE), false],
  'for-all': [200, { 'Content-Type': 'text/html', 'Cache-Control': 'public, max-age=60' }, PAGE, true],
  'for-a-cdn': [200, { 'Content-Type': 'text/html', 'CDN-Cache-Control': 'max-age=60' }, PAGE, true],
  fragment: [200, { 'Content-Type': 'text/html' }, '<p>Tea</p>', false],
};

const SERVERS = {
  async express(t, options) {
    const app = express();
    app.set('trust proxy', false);
    app.use(forExpress.visitorPages(options));
    for (const [name, [status, headers, body]] of Object.entries(ANSWERS)) {
      app.get(`/${name}`, (_, response) => response.status(status).set(headers).send(body));
    }
    app.get('/stream', (_, response) => Readable.from([PAGE]).pipe(response.type('html')));
    app.get('/written', (_, response) => response.send(PAGE.replace('</p>', response.locals.visitorScript())));
    app.get('/json', (_, response) => response.json({ html: PAGE }));
    const server = http.createServer(app).listen(0);
    await once(server, 'listening');
    t.after(() => (server.close(), server.closeAllConnections()));
    return `http://localhost:${server.address().port}`;
  },
  async fastify(t, options) {
    const app = fastify();
    await app.register(forFastify.visitorPages, options);
    for (const [name, [status, headers, body]] of Object.entries(ANSWERS)) {
      app.get(`/${name}`, (_, reply) => reply.code(status).headers({ ...headers, 'Content-Length': Buffer.byteLength(body) }).send(body));
    }
    app.get('/stream', (_, reply) => reply.type('text/html').send(Readable.from([PAGE])));
    app.get('/written', (_, reply) => reply.type('text/html').send(PAGE.replace('</p>', reply.visitorScript())));
    app.get('/json', () => ({ html: PAGE }));
    t.after(() => app.close());
    return app.listen({ port: 0 });
  },
};

async function get(address, { method = 'GET', who = 'jane' } = {}) {
  const request = http.request(address, { method, headers: { who }, agent: false }).end();
  const [response] = await once(request, 'response');
  const body = Buffer.concat(await response.toArray());
  return { headers: response.headers, status: response.statusCode, body, text: body.toString('latin1') };
}

for (const [name, start] of Object.entries(SERVERS)) {
  test(`${name}: the script is inserted into whole HTML pages, and into nothing else`, async (t) => {
    const address = await start(t, shop);
    for (const [path, [status, headers, body, isInserted]] of Object.entries(ANSWERS)) {
      const answer = await get(`${address}/${path}`);
      const expected = Buffer.from(body).toString('latin1');
      assert.equal(answer.status, status, path);
      assert.equal(answer.headers['cache-control'], 'private, no-store', path);
      assert.equal(Number(answer.headers['content-length']), answer.body.length, path);
      assert.ok(answer.headers['content-type'].startsWith(headers['Content-Type'].split(';')[0]), path);
      if (!isInserted) assert.equal(answer.text, expected, path);
      else {
        const [before, after] = expected.split('</body>');
        assert.ok(answer.text.startsWith(`${before}<script `) && answer.text.endsWith(`</script></body>${after}`), `${path}: ${answer.text}`);
        assert.ok(answer.text.includes(HASH), path);
      }
    }
    for (const path of ['stream', 'json']) assert.ok(!(await get(`${address}/${path}`)).text.includes(HASH), path);
    assert.equal((await get(`${address}/page`, { method: 'HEAD' })).headers['content-length'], `${(await get(`${address}/page`)).body.length}`);
  });

  test(`${name}: a page that has the script already gets no second one`, async (t) => {
    const { text } = await get(`${await start(t, shop)}/written`);
    assert.equal(text.match(/<script/g).length, 1);
  });

  test(`${name}: without a visitor a page says so, for the browser that may know one, and no cache keeps it`, async (t) => {
    for (const [insert, stated] of [[true, /<script [^]*"anonymous", "", \{\}\);<\/script><\/body>/], ['element', /<visitorseal-visitor scheme="bookbag" state="anonymous" [^>]*><\/visitorseal-visitor><\/body>/]]) {
      const { text, headers } = await get(`${await start(t, { ...shop, insert })}/page`, { who: 'nobody' });
      assert.match(text, stated);
      assert.equal(headers['cache-control'], 'private, no-store');
    }
  });

  test(`${name}: without a visitor nothing is inserted into a page that caches may keep`, async (t) => {
    const address = await start(t, shop);
    for (const path of ['for-all', 'for-a-cdn']) {
      const { text, headers } = await get(`${address}/${path}`, { who: 'nobody' });
      assert.equal(text, PAGE);
      assert.ok(!String(headers['cache-control']).includes('private'));
      assert.match((await get(`${address}/${path}`)).text, new RegExp(HASH));
    }
  });

  test(`${name}: the element is inserted where the site wants it`, async (t) => {
    const { text } = await get(`${await start(t, { ...shop, insert: 'element' })}/page`);
    assert.match(text, new RegExp(`<visitorseal-visitor scheme="bookbag" state="signed" mark="[\\w-]{16}" fields="[^"]*${HASH}[^"]*" [^>]*></visitorseal-visitor></body>`));
    assert.ok(!text.includes('<script'));
  });

  test(`${name}: without a visitor the script that starts the widget is inserted, in a page that no cache keeps`, async (t) => {
    const settings = { appId: '00000000-0000-4000-8000-000000000000' };
    const { text, headers } = await get(`${await start(t, { ...shop, scheme: 'thread', settings })}/page`, { who: 'nobody' });
    assert.match(text, /<script [^]*00000000-0000-4000-8000-000000000000[^]*<\/script><\/body>/);
    assert.equal(headers['cache-control'], 'private, no-store');
  });

  test(`${name}: brands are inserted that ask for it and are enabled`, async (t) => {
    const brands = {
      first: shop,
      second: { ...shop, secret: `${SECRET} of another` },
      asked: { ...shop, insert: false },
      off: { ...shop, enabled: () => false },
    };
    const { text } = await get(`${await start(t, { brands })}/page`);
    assert.equal(text.match(/<script /g).length, 2);
  });
}

const OF_BYTES = { ETag: '"e"', 'Last-Modified': 'Sat, 01 Jan 2000 00:00:00 GMT', 'Content-MD5': 'x', Digest: 'x', 'Content-Digest': 'x', 'Repr-Digest': 'x' };

test('headers that describe the bytes of a page go with the insertion of a script, and stay where nothing is inserted', async (t) => {
  const app = express();
  app.get('/', forExpress.visitorPages(shop), (_, response) => response.set({ ...OF_BYTES, 'Cache-Control': 'public' }).send(PAGE));
  const server = http.createServer(app).listen(0);
  await once(server, 'listening');
  t.after(() => (server.close(), server.closeAllConnections()));
  const fast = fastify();
  await fast.register(forFastify.visitorPages, shop);
  fast.get('/', (_, reply) => reply.headers({ ...OF_BYTES, 'Cache-Control': 'public', 'Content-Type': 'text/html' }).send(PAGE));
  t.after(() => fast.close());
  for (const address of [`http://localhost:${server.address().port}`, await fast.listen({ port: 0 })]) {
    for (const [who, isInserted] of [['jane', true], ['nobody', false]]) {
      const { headers, text } = await get(address, { who });
      assert.equal(text.includes(HASH), isInserted);
      for (const [name, value] of Object.entries(OF_BYTES)) assert.equal(headers[name.toLowerCase()] === value, !isInserted, `${name}, ${who}`);
    }
  }
});

test('in bytes, a script that the charset cannot hold is not inserted', async (t) => {
  const logged = t.mock.method(console, 'error', () => {});
  const settings = { embedCode: "<script>/* é */ window.customer = 'JWT_TOKEN';</script>" };
  const orlo = { scheme: 'orlo', secret: key('rsa-2048.private.pem'), settings, visitor: () => ({ name: 'Jane Doe' }), insert: true };
  const address = await SERVERS.express(t, orlo);
  assert.ok((await get(`${address}/page`)).body.toString().includes('/* é */'));
  assert.ok(!(await get(`${address}/page-of-bytes`)).text.includes('<script'));
  assert.match(logged.mock.calls[0].arguments[0], /^visitorseal: Pages in windows-1252 cannot hold the script/);
});

test('a Web handler refuses the option insert, because a Response does not tell a page from a stream', () => {
  assert.throws(() => forWeb.visitorPages(shop), { name: 'TypeError', message: /has no option insert/ });
});

const SECRET_OF_ZENDESK = 'a shared secret of Zendesk, of 32 bytes';
const PLACED = [
  [{ scheme: 'growsurf', secret: SECRET }, /^setting_invalid \(insert\): Brand 'shop' has the option insert, but the script of growsurf is never inserted\. .*Put the script before GrowSurf's Universal Code\. Write visitorScript\({ brand: 'shop' }\)/],
  [{ scheme: 'zendesk_support', secret: SECRET_OF_ZENDESK, settings: { site: 'https://shop.zendesk.com' } }, /Only one page of the site may have the script\./],
];

test('to insert a script that has a place of its own is an error when the server starts', async (t) => {
  for (const [brand, message] of PLACED) {
    const options = (insert) => ({ brands: { shop: { ...brand, visitor: () => ({ ...JANE, email: 'jane@example.com', name: 'Jane' }), insert }, desk: shop } });
    const error = { name: 'ConfigurationError', code: 'setting_invalid', field: 'insert', message };
    assert.throws(() => forExpress.visitorPages(options(true)), error);
    assert.throws(() => forExpress.checkBrands(options(true)), error);
    await assert.rejects(async () => fastify().register(forFastify.visitorPages, options(true)), error);
    assert.throws(() => forExpress.visitorPages(options('element')), { ...error, message: /Write visitorElement\({ brand: 'shop' }\)/ });
    const { text } = await get(`${await SERVERS.express(t, options(false))}/page`);
    assert.deepEqual([text.match(/<script /g).length, text.includes(HASH)], [1, true], 'the other brand is inserted');
    const off = { ...brand, visitor, insert: true, enabled: false };
    assert.doesNotThrow(() => forExpress.visitorPages({ brands: { shop: off, desk: shop } }));
  }
  // Its helper is still there, for the template.
  const helpers = await forWeb.visitorPages({ ...PLACED[0][0], visitor: () => ({ email: 'jane@example.com' }) })();
  assert.match(helpers.visitorScript(), /window\.grsfConfig = /);
});

test('a scheme that is not there is an error of the page, also where its script is to be inserted', () => {
  assert.doesNotThrow(() => forExpress.visitorPages({ ...shop, scheme: 'growsurff' }));
});

/** A scheme of the catalogue in a file that is not there yet. */
function lateScheme(t, scheme) {
  const folder = mkdtempSync(join(tmpdir(), 'visitorseal-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const schemeFile = join(folder, 'scheme.toml');
  return { schemeFile, appear: () => copyFileSync(join(__dirname, `../../core/schemes/${scheme}.toml`), schemeFile) };
}

for (const [name, start] of Object.entries(SERVERS)) {
  for (const insert of [true, 'element']) {
    test(`${name}: a script with a place of its own is not inserted (${insert}) if its scheme can be read only later`, async (t) => {
      const { NODE_ENV } = process.env;
      process.env.NODE_ENV = 'production';
      t.after(() => (NODE_ENV === undefined ? delete process.env.NODE_ENV : (process.env.NODE_ENV = NODE_ENV)));
      const logged = t.mock.method(console, 'error', () => {});
      const [zendesk, bookbag] = [lateScheme(t, 'zendesk_support'), lateScheme(t, 'bookbag')];
      const placed = `${name} ${insert}`;
      const address = await start(t, {
        brands: {
          [placed]: {
            schemeFile: zendesk.schemeFile, secret: SECRET_OF_ZENDESK, settings: { site: 'https://shop.zendesk.com' },
            visitor: () => ({ ...JANE, email: 'jane@example.com', name: 'Jane' }), insert,
          },
          [`${placed}, other`]: { schemeFile: bookbag.schemeFile, secret: SECRET, visitor, insert },
        },
      });
      assert.equal((await get(`${address}/page`)).text, PAGE);
      [zendesk, bookbag].forEach(({ appear }) => appear());
      logged.mock.resetCalls();
      for (const visit of [1, 2]) {
        const { status, text } = await get(`${address}/page`);
        assert.deepEqual([status, text.match(/<script |<visitorseal-visitor /g)?.length, text.includes(HASH)], [200, 1, true], `visit ${visit}: ${text}`);
      }
      const lines = logged.mock.calls.map((call) => call.arguments[0]);
      assert.equal(lines.length, 1, lines.join('\n'));
      assert.match(lines[0], new RegExp(`^visitorseal: brand '${placed}': setting_invalid \\(insert\\): .*Only one page of the site may have the script\\.`));
      process.env.NODE_ENV = 'development';
      assert.equal((await get(`${address}/page`)).status, 500, 'in development it is an error of the page');
    });
  }
}
