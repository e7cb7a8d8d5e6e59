// Two tabs of one site, and pages that the browser itself keeps (the back/forward cache).

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { chromium } from 'playwright-core';
import { Journey } from './kept_windows/journey.mjs';
import { startSite } from './kept_windows/site.mjs';
import { timeout } from './setup.mjs';
import { browserTest } from './shop_page.mjs';

describe('two tabs', { concurrency: 3 }, () => {
  for (const [scheme, front, way] of [
    ['bookbag', 'plain', 'inline'], ['bookbag', 'plain', 'element'], ['bookbag', 'turbo drive', 'element'],
    ['bookbag', 'htmx 2', 'inline'], ['reamaze', 'turbo drive', 'element'], ['thread', 'wire', 'inline'], ['crisp', 'htmx 4', 'element'],
  ]) {
    browserTest(`of ${scheme} on ${front} (${way}) both forget when one signs out, and only one learns of the next visitor`, async (page, context) => {
      const site = await startSite({ scheme, front, way });
      try {
        const one = new Journey(page, site);
        const two = new Journey(await context.newPage(), site);
        await one.open();
        await one.signIn('anna');
        await two.open('one', 'anna');
        await one.go('two');

        await one.signOut('form');
        two.who = null;
        await two.knows(null);

        await one.signIn('boris');
        two.isShared = true;
        await two.knows(null);
        two.who = 'boris';
        await two.go('two');

        // Another visitor without a sign-out between them.
        await one.signIn('anna');
        two.who = null;
        await two.knows(null);
        two.who = 'anna';
        await two.go('one');
        await one.check();
        await two.check();
        assert.equal(one.who, 'anna');
      } finally {
        await site.stop();
      }
    });
  }
});

// The browser of the other tests keeps no pages.
const keeping = await chromium.launch({
  executablePath: process.env.BROWSER,
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
  ignoreDefaultArgs: ['--disable-back-forward-cache'],
});
after(() => keeping.close());

describe('a page that the browser has kept', { concurrency: 2 }, () => {
  for (const cache of ['private, no-store', 'private, no-cache']) {
    for (const way of ['inline', 'element']) {
      for (const scheme of ['bookbag', 'reamaze']) {
        test(`with ${cache} forgets in ${scheme} (${way}) when it is shown after a sign-out`, async () => {
          const site = await startSite({ scheme, way, cache });
          const context = await keeping.newContext();
          context.setDefaultTimeout(timeout);
          try {
            const page = await context.newPage();
            await page.addInitScript(() => addEventListener('pageshow', ({ persisted }) => { window.isKept = persisted; }));
            const visit = new Journey(page, site);
            await visit.open();
            await visit.signIn('anna');
            await visit.go('one');
            await visit.go('two');
            await visit.back('one');
            const wasKept = await page.evaluate(() => window.isKept);
            // Without no-store the browser does keep it, or this test would show nothing.
            if (!cache.includes('no-store')) assert.ok(wasKept, 'the browser has kept the page');
            await visit.go('two');
            await visit.signOut('form');
            await visit.back('two');
            await visit.back('one');
            await visit.signIn('boris');
            // A kept page forgets, and does not identify. With no-store, the browser asks for the page again after a sign-in.
            await page.evaluate(() => { setTimeout(() => history.back()); });
            await page.waitForFunction(() => document.querySelector('main')?.dataset.page === 'one' && 'isKept' in window);
            visit.who = await page.evaluate(() => window.isKept) ? null : 'boris';
            visit.isShared = true;
            await visit.knows(visit.who);
          } finally {
            await context.close();
            await site.stop();
          }
        });
      }
    }
  }
});
