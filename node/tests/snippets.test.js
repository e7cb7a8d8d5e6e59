'use strict';

// The snippets of docs/vendors for Node, Express, Fastify and Next.js make a signature that verifies. tests/snippets/README.md
// says how it is found.

const assert = require('node:assert/strict');
const { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const test = require('node:test');
const { pathToFileURL } = require('node:url');
const { Refused, Verifier } = require('..');

const root = join(__dirname, '../..');
const pages = JSON.parse(readFileSync(join(root, 'tests/snippets/pages.json'), 'utf8'));
const pagesWith = (title) => pages.filter((page) => !page.without.includes(title));
const camelCase = (name) => name.replace(/_(\w)/g, (_, letter) => letter.toUpperCase());

// A project with the site's own part of the snippets.
const project = mkdtempSync(join(tmpdir(), 'visitorseal-snippets-'));
test.before(() => {
  mkdirSync(join(project, 'node_modules'));
  mkdirSync(join(project, 'app/visitor'), { recursive: true });
  symlinkSync(join(__dirname, '..'), join(project, 'node_modules/visitorseal'));
  for (const name of ['express', 'fastify']) symlinkSync(join(__dirname, '../node_modules', name), join(project, 'node_modules', name));
  writeFileSync(join(project, 'session.mjs'), 'export const signedIn = () => globalThis.user;');
  for (const page of pages) Object.assign(process.env, page.environment);
});
test.after(() => rmSync(project, { recursive: true }));

/** Imports a snippet. */
function imported(page, title) {
  const text = readFileSync(join(root, 'docs/vendors', page.page), 'utf8');
  const [, part] = new RegExp(`<summary>${title}</summary>(.*?)</details>`, 's').exec(text);
  const file = join(project, title === 'Next.js' ? 'app/visitor' : '.', `${page.scheme}-${title}.mjs`);
  writeFileSync(file, /^```js\n(.*?)^```/ms.exec(part)[1]);
  return import(pathToFileURL(file));
}

/** What may be the signed fields, as JSON. */
function* candidates(page, made) {
  const script = /"signed", "[^"]*", (\{.*\})\);<\/script>/.exec(made);
  if (page.gives === 'fields' || script) yield script?.[1] ?? made;
  const query = [...new URLSearchParams(made.slice(made.indexOf('?') + 1).replace('#', '&'))];
  yield JSON.stringify(Object.fromEntries(query));
  yield JSON.stringify(Object.fromEntries(query.map(([name, text]) => [name, /^\d+$/.test(text) ? Number(text) : text])));
  for (const [token] of made.matchAll(/[\w-]{10,}\.[\w-]{10,}\.[\w-]{10,}/g)) yield JSON.stringify({ [page.signature_field]: token });
  yield JSON.stringify(Object.fromEntries([...made.matchAll(/data-([\w-]+)="(.*?)"/g)].map(([, name, text]) => [name.replaceAll('-', '_'), text])));
}

function assertSigned(page, made) {
  const settings = Object.entries(page.settings).filter(([name]) => name !== 'endpoint');
  const verifier = new Verifier(page.scheme, page.key, { settings: Object.fromEntries(settings.map(([name, value]) => [camelCase(name), value])) });
  const refusals = [];
  for (const body of candidates(page, made)) {
    let signed;
    try {
      ({ signed } = verifier.verifyJson(body));
    } catch (refusal) {
      refusals.push(refusal.message);
      continue;
    }
    const names = Object.keys(signed);
    assert.ok(names.length > 0, page.scheme);
    for (const name of names) assert.deepEqual(signed[name], page.user[name] ?? signed[name], page.scheme);
    return;
  }
  assert.fail(`${page.scheme}: ${refusals}\n${made}`);
}

/** The site's session: it has what comes with a request. */
const sessionOf = (page) => Object.fromEntries(page.handed.map((name) => [name, page.user[name]]));
/** The user's own values. */
const userOf = (page) => Object.fromEntries(Object.entries(page.user).filter(([name]) => !page.handed.includes(name)));
/** The answer of an endpoint has the fields as a member. */
const fieldsIn = (page, answer) => (page.gives === 'fields' ? JSON.stringify(JSON.parse(answer).fields) : answer);
const path = { script: '/', url: '', fields: '/visitor' };

test('the snippets for Node sign', async () => {
  for (const page of pages) {
    const snippet = await imported(page, 'Node');
    if (page.gives === 'verified') {
      const [[name, value]] = Object.entries(page.user);
      const verify = snippet[camelCase(`verified_${name}`)];
      assert.equal(verify(...page.arguments), value, page.scheme);
      assert.throws(() => verify(...page.refused), Refused, page.scheme);
      continue;
    }
    const sign = snippet[camelCase(`visitor_${page.gives}`)];
    const user = userOf(page);
    assertSigned(page, sign(user, ...page.arguments));
    if (page.refused) assert.throws(() => sign(user, ...page.refused), /must have the form/, page.scheme);
    if (page.gives === 'script') assert.match(snippet.visitorScript(null), /", "anonymous", "", /, page.scheme);
  }
});

test('the snippets for Express sign', async () => {
  for (const page of pagesWith('Express')) {
    const { app } = await imported(page, 'Express');
    globalThis.user = userOf(page);
    app.request.session = sessionOf(page);
    const server = app.listen(0);
    const response = await fetch(`http://localhost:${server.address().port}${path[page.gives] || `/${page.scheme}`}`, { redirect: 'manual' });
    assertSigned(page, fieldsIn(page, response.headers.get('location') ?? (await response.text())));
    assert.equal(response.headers.get('cache-control'), 'private, no-store', page.scheme);
    server.close();
  }
});

test('the snippets for Fastify sign', async () => {
  for (const page of pagesWith('Fastify')) {
    const { app } = await imported(page, 'Fastify');
    globalThis.user = userOf(page);
    app.decorateRequest('session', { getter: () => sessionOf(page) });
    const response = await app.inject(path[page.gives] || `/${page.scheme}`);
    assertSigned(page, fieldsIn(page, response.headers.location ?? response.body));
    assert.equal(response.headers['cache-control'], 'private, no-store', page.scheme);
  }
});

test('the snippets for Next.js sign', async () => {
  for (const page of pagesWith('Next.js')) {
    const { GET } = await imported(page, 'Next.js');
    globalThis.user = page.user;
    const response = await GET(new Request('http://localhost/visitor'));
    if (page.gives === 'url') {
      assertSigned(page, response.headers.get('location'));
      assert.equal(response.headers.get('cache-control'), 'private, no-store', page.scheme);
    } else assertSigned({ ...page, gives: 'fields' }, JSON.stringify((await response.json()).fields));
  }
});
