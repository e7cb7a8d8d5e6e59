// Makes pages with Express, Fastify and a Web handler for the task on standard input, in each charset.

const { createRequire } = require('node:module');
const { readFileSync } = require('node:fs');

// Our package comes from the shop, and the frameworks from the tests of the package.
const [shop, tests] = process.argv.slice(2).map((folder) => createRequire(`${folder}/package.json`));
const iconv = tests('iconv-lite');
const { secret, visitor, head, tail, charsets } = JSON.parse(readFileSync(0, 'utf8'));

const options = { scheme: 'bookbag', secret, visitor: () => visitor };
const html = ({ visitorScript }) => head + visitorScript() + tail;
/** The page's bytes in a charset. */
const encoded = (text, codec) => (codec ? iconv.encode(text, codec) : Buffer.from(text));

async function express() {
  const { visitorFields, visitorPages } = shop('visitorseal/express');
  const app = tests('express')();
  app.get('/fields', visitorFields(options));
  app.get('/', visitorPages(options), (request, response) => response.type('html').send(encoded(html(response.locals), request.query.codec)));
  const server = await new Promise((resolve) => { const it = app.listen(0, '127.0.0.1', () => resolve(it)); });
  const address = `http://127.0.0.1:${server.address().port}`;
  const get = async (path) => Buffer.from(await (await fetch(address + path)).arrayBuffer());
  return { get, close: () => { server.closeAllConnections(); server.close(); } };
}

async function fastify() {
  const { visitorFields, visitorPages } = shop('visitorseal/fastify');
  const app = tests('fastify')();
  await app.register(visitorPages, options);
  app.get('/fields', visitorFields(options));
  app.get('/', async (request, reply) => reply.type('text/html').send(encoded(html(reply), request.query.codec)));
  return { get: async (path) => (await app.inject(path)).rawPayload, close: () => app.close() };
}

async function web() {
  const { visitorFields, visitorPages } = shop('visitorseal/web');
  const pageOf = visitorPages(options);
  const handle = {
    '/': async (request) => new Response(encoded(html(await pageOf(request)), new URL(request.url).searchParams.get('codec'))),
    '/fields': visitorFields(options),
  };
  const get = async (path) => {
    const request = new Request(new URL(path, 'https://shop.example'));
    const response = await handle[new URL(request.url).pathname](request);
    return Buffer.from(await response.arrayBuffer());
  };
  return { get, close: () => {} };
}

const print = (line) => console.log(JSON.stringify(line));
(async () => {
  for (const [framework, start] of [['Express', express], ['Fastify', fastify], ['a Web handler', web]]) {
    const { get, close } = await start();
    for (const { name, codec } of charsets) {
      if (!iconv.encodingExists(codec)) print({ framework, charset: name, unknown: true });
      else print({ framework, charset: name, page: (await get(`/?codec=${codec}`)).toString('base64') });
    }
    print({ framework, page: (await get('/')).toString('base64') });
    print({ framework, fields: (await get('/fields')).toString('base64') });
    await close();
  }
})();
