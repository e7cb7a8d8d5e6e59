// The README's samples for React and Vue, as single-page apps in Chromium.

import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browser, timeout } from '../browser/setup.mjs';
import { env, installPackage, readmeFiles, root, site } from './site.mjs';

const esbuild = createRequire(join(root, 'node/package.json'))('esbuild');
const files = readmeFiles();

/** Apps that use the samples. `window.go` changes the route, as a router does. */
const APPS = {
  react: `
    import { createElement, useState } from 'react';
    import { createRoot } from 'react-dom/client';
    import { useVisitor } from './use-visitor';
    function App() {
      const [path, setPath] = useState('/');
      window.go = setPath;
      useVisitor('/visitor.json', path);
      return createElement('h1', null, path);
    }
    createRoot(document.querySelector('#app')).render(createElement(App));`,
  vue: `
    import { createApp, h, ref } from 'vue';
    import { useVisitor } from './visitor';
    const path = ref('/');
    window.go = (to) => { path.value = to; };
    createApp({
      setup() {
        useVisitor('/visitor.json', path);
        return () => h('h1', path.value);
      },
    }).mount('#app');`,
};

/** Bundles an app with the README's sample beside it. */
async function bundle(contents) {
  const samples = {
    name: 'samples',
    setup(build) {
      build.onResolve({ filter: /^\.\// }, ({ path }) => ({ path: Object.keys(files).find((name) => name.startsWith(`${path.slice(2)}.`)), namespace: 'readme' }));
      build.onLoad({ filter: /./, namespace: 'readme' }, ({ path }) => ({ contents: files[path], loader: 'tsx', resolveDir: site }));
    },
  };
  const code = `${contents}\nimport { forget } from 'visitorseal/browser/bookbag';\nwindow.forget = forget;`;
  const { outputFiles } = await esbuild.build({
    stdin: { contents: code, resolveDir: site, loader: 'tsx' }, plugins: [samples], bundle: true, write: false, format: 'iife', define: { 'process.env.NODE_ENV': '"production"' }, logLevel: 'error',
  });
  return outputFiles[0].text;
}

const PAGE = '<!doctype html><link rel="icon" href="data:,"><div id="app"></div><script src="widget.js"></script><script src="app.js"></script>';
const WIDGET = 'window.calls = []; setTimeout(() => { window.bookbag = (call, fields) => calls.push(`${call} ${fields ? fields.user_id : "nobody"}`); }, 50);';

let address;
let server;
const scripts = {};
after(() => (server?.close(), server?.closeAllConnections()));
before(async () => {
  installPackage();
  for (const [name, app] of Object.entries(APPS)) scripts[name] = await bundle(app);
  process.env.BOOKBAG_SECRET = env.BOOKBAG_SECRET;
  const { visitorFields } = createRequire(join(site, 'package.json'))('visitorseal/web');
  const userOf = (request) => /session=(\w+)/.exec(request.headers.get('cookie'))?.[1];
  const fields = visitorFields({ scheme: 'bookbag', secret: () => process.env.BOOKBAG_SECRET, visitor: (request) => (userOf(request) ? { id: userOf(request) } : null) });
  server = createServer(async (request, response) => {
    const [, app, file] = request.url.split('/');
    if (request.url === '/visitor.json') {
      const answer = await fields(new Request('http://localhost/', { headers: { Cookie: request.headers.cookie ?? '' } }));
      return response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
    }
    if (app === 'session') return response.writeHead(204, { 'Set-Cookie': `session=${file}; Path=/` }).end();
    const type = file ? 'text/javascript' : 'text/html';
    const bodies = { 'app.js': scripts[app], 'widget.js': WIDGET };
    return response.writeHead(200, { 'Content-Type': type, 'Content-Security-Policy': "script-src 'self'" }).end(bodies[file] ?? PAGE);
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  address = `http://127.0.0.1:${server.address().port}`;
});

for (const name of Object.keys(APPS)) {
  test(`${name}: the widget follows who is signed in, at each change of the route`, async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const problems = [];
    page.on('pageerror', (error) => problems.push(error.message));
    page.on('console', (message) => message.type() === 'error' && problems.push(message.text()));
    await page.goto(`${address}/${name}/`);
    const told = async (...calls) => {
      await page.waitForFunction((count) => window.calls.length >= count, calls.length, { timeout });
      assert.deepEqual(await page.evaluate(() => window.calls), calls);
    };
    const session = (user) => page.evaluate((path) => fetch(path), `/session/${user}`);
    /** Changes the route, and waits for the endpoint's answer. */
    const go = async (path) => {
      const answered = page.waitForResponse('**/visitor.json', { timeout });
      await page.evaluate((to) => window.go(to), path);
      await answered;
    };
    await page.waitForFunction(() => window.go, null, { timeout });
    await session('anna');
    await go('/tea');
    await told('identify anna');
    await go('/coffee');
    await session('');
    await page.evaluate(() => window.forget());
    await told('identify anna', 'identify nobody');
    await go('/tea');
    await session('bert');
    await go('/');
    await told('identify anna', 'identify nobody', 'identify bert');
    // From one visitor to another without a sign-out.
    await session('anna');
    await go('/tea');
    await told('identify anna', 'identify nobody', 'identify bert', 'identify nobody', 'identify anna');
    assert.deepEqual(problems, []);
    await context.close();
  });
}
