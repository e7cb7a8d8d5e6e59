// A site of Next.js with the code of the README: built without a secret, moved away, and driven in Chromium.

import assert from 'node:assert/strict';
import { renameSync, cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browser, timeout } from '../browser/setup.mjs';
import { HASH } from '../bundlers/project.mjs';
import { buildSite, env, installPackage, serve, site, writeSite } from './site.mjs';

const elsewhere = mkdtempSync(join(tmpdir(), 'visitorseal-standalone-'));
let address;
after(() => {
  renameSync(join(site, 'aside'), join(site, 'node_modules'));
  rmSync(elsewhere, { recursive: true });
});

before(async () => {
  installPackage();
  writeSite();
  const { BOOKBAG_SECRET: _, ...withoutSecret } = env;
  buildSite(withoutSecret);
  // A standalone output goes into an image: nothing of the site's folder is there.
  const standalone = join(elsewhere, 'site');
  cpSync(join(site, '.next/standalone'), standalone, { recursive: true, verbatimSymlinks: true });
  cpSync(join(site, '.next/static'), join(standalone, '.next/static'), { recursive: true });
  renameSync(join(site, 'node_modules'), join(site, 'aside'));
  ({ address } = await serve(standalone, 'server.js'));
});

const get = (path, user) => fetch(address + path, { headers: user ? { Cookie: `session=${user}` } : {} });

test('the standalone output signs, far from the folder in which it was built', async () => {
  const answer = await get('/visitor', 'user-123');
  assert.equal(answer.headers.get('cache-control'), 'private, no-store');
  const { scheme, fields, mark, expires_at: expiresAt } = await answer.json();
  assert.deepEqual({ scheme, fields, expiresAt }, { scheme: 'bookbag', fields: { user_id: 'user-123', user_hash: HASH }, expiresAt: null });
  assert.match(mark, /^[\w-]{16}$/);
  assert.deepEqual(await (await get('/visitor')).json(), { scheme: 'bookbag', fields: null, mark: null, expires_at: null });
});

test('a page that a server component signs is kept by no cache', async () => {
  const page = await get('/shown', 'user-123');
  assert.match(page.headers.get('cache-control'), /^private.*no-store/);
  assert.ok((await page.text()).includes(HASH));
  const anonymous = await get('/shown');
  assert.match(anonymous.headers.get('cache-control'), /^private.*no-store/);
});

test('a static page has no visitor in it', async () => {
  const page = await get('/followed', 'user-123');
  assert.match(page.headers.get('cache-control'), /s-maxage/);
  assert.ok(!(await page.text()).includes('user-123'));
});

const SENTENCE = /visitorseal runs only on servers.*client component/;

test('on the Edge runtime and in a client component, importing the signer gives a sentence', async () => {
  assert.match(await (await get('/edge')).text(), SENTENCE);
  const page = await browser.newPage();
  await page.goto(`${address}/shown/mistake`);
  await page.waitForFunction(() => document.querySelector('p').textContent !== '', null, { timeout });
  assert.match(await page.textContent('p'), SENTENCE);
  await page.close();
});

/** A browser whose tabs record, each in a list of its own, whom the widget is told to know. */
async function openBrowser() {
  const context = await browser.newContext();
  context.setDefaultTimeout(timeout);
  const lists = new Map();
  const problems = [];
  await context.exposeBinding('record', ({ page }, [call, fields]) => lists.get(page).push(`${call} ${fields?.user_id ?? 'nobody'}`));
  return {
    context,
    problems,
    async open(path) {
      const page = await context.newPage();
      lists.set(page, []);
      page.on('pageerror', (error) => problems.push(error.message));
      page.on('console', (message) => {
        // The site has no icon.
        if (message.type() === 'error' && !message.location().url.endsWith('/favicon.ico')) problems.push(message.text());
      });
      await page.goto(address + path);
      return page;
    },
    calls: (page) => lists.get(page),
    async told(page, expected) {
      const list = lists.get(page);
      const until = Date.now() + timeout;
      while (list.length < expected.length && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 20));
      assert.deepEqual(list, expected);
    },
  };
}

const pressed = (page, name) => page.getByRole('button', { name, exact: true }).click();
const shows = (page, name) => page.getByRole('heading', { name, exact: true }).waitFor();

/** Follows a link to the page of this name. */
async function followed(page, name) {
  await page.getByRole('link', { name, exact: true }).click();
  await shows(page, name);
}

/** Goes back or forward to the page of this name. */
async function went(page, direction, name) {
  await page[direction]();
  await shows(page, name);
}

async function signIn(page, user) {
  await page.getByRole('textbox').fill(user);
  await pressed(page, 'sign in');
}

/** What a browser keeps of a page, as text. */
const kept = (page) => page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state]));

for (const root of ['/shown', '/followed']) {
  test(`${root}: at each step without a page load the widget knows the right visitor, or nobody`, async () => {
    const { context, problems, open, told } = await openBrowser();
    const page = await open(root);
    const window = await page.evaluate(() => (globalThis.isSame = String(Math.random())));
    const expected = [];
    await signIn(page, 'anna');
    expected.push('identify anna');
    await told(page, expected);

    // Other pages change nothing.
    for (const name of ['tea', 'home', 'tea']) await followed(page, name);

    await pressed(page, 'sign out');
    expected.push('identify nobody');
    await told(page, expected);
    await went(page, 'goBack', 'tea');
    await went(page, 'goBack', 'home');
    await went(page, 'goForward', 'tea');
    await went(page, 'goBack', 'home');
    assert.ok(!/anna|[0-9a-f]{64}/.test(await kept(page)), 'nothing signed is kept');

    await signIn(page, 'bert');
    expected.push('identify bert');
    await told(page, expected);
    // From one visitor to another without a sign-out.
    await signIn(page, 'anna');
    expected.push('identify nobody', 'identify anna');
    await told(page, expected);
    await pressed(page, 'sign out by fetch');
    expected.push('identify nobody');
    await told(page, expected);
    await went(page, 'goBack', 'tea');
    assert.equal(await page.evaluate(() => globalThis.isSame), window, 'the page was never loaded again');
    await signIn(page, 'bert');
    expected.push('identify bert');
    await told(page, expected);

    // A new window knows nobody by itself.
    await page.reload();
    expected.push('identify bert');
    await told(page, expected);
    assert.deepEqual(problems, []);
    await context.close();
  });

  test(`${root}: a sign-out in one tab reaches the other, and a sign-out by a link the next page`, async () => {
    const { context, problems, open, told } = await openBrowser();
    const one = await open(root);
    await signIn(one, 'anna');
    await told(one, ['identify anna']);
    const other = await open(`${root}/tea`);
    await told(other, ['identify anna']);
    await pressed(one, 'sign out');
    await told(one, ['identify anna', 'identify nobody']);
    await told(other, ['identify anna', 'identify nobody']);

    await signIn(one, 'bert');
    await told(one, ['identify anna', 'identify nobody', 'identify bert']);
    await one.getByRole('link', { name: 'sign out by a link' }).click();
    await told(one, ['identify anna', 'identify nobody', 'identify bert', 'identify nobody']);
    await went(one, 'goBack', 'home');
    await followed(one, 'tea');
    await signIn(one, 'anna');
    await told(one, ['identify anna', 'identify nobody', 'identify bert', 'identify nobody', 'identify anna']);
    assert.deepEqual(problems, []);
    await context.close();
  });
}
