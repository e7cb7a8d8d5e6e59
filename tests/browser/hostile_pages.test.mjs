// Pages that hold more than the site wrote, files that are blocked or late, and what other tabs say. The widget must know the
// site's visitor or nobody, and nothing signed may stay behind.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { Journey } from './kept_windows/journey.mjs';
import { startSite } from './kept_windows/site.mjs';
import { statement, visitorseal, visitors } from './kept_windows/statements.mjs';
import { browserTest } from './shop_page.mjs';

const scheme = 'bookbag';
const elementOf = (who) => statement(scheme, 'element', who);
const second = /the second element of bookbag is ignored/;

/** A test with a site of its own. */
function siteTest(name, options, run, expected) {
  browserTest(name, async (page, context) => {
    const site = await startSite({ scheme, way: 'element', ...options });
    try {
      await run(new Journey(page, site), site, page, context);
    } finally {
      await site.stop();
    }
  }, { expected });
}

/** The widget's calls, without their windows. */
const calls = async (visit) => (await visit.calls()).filter(({ call }) => call).map(({ call, who }) => [call, who]);

describe('a page', { concurrency: 3 }, () => {
  siteTest('with its element twice names the visitor once', {}, async (visit, site) => {
    await visit.open();
    site.extra = elementOf('anna');
    await visit.signIn('anna');
    assert.deepEqual(await calls(visit), [['identify', 'anna']]);
  }, second);

  siteTest('with the element of a scheme that has no file says nothing for that scheme', {}, async (visit, site, page) => {
    site.extra = '<visitorseal-visitor scheme="fernand" state="signed" mark="m" fields="{&quot;email&quot;:&quot;b@example.com&quot;}"></visitorseal-visitor>';
    await visit.open();
    await visit.signIn('anna');
    await page.evaluate(() => { window.Fernand = () => window.standin.note('Fernand'); });
    await visit.settled();
    assert.ok(await page.locator('visitorseal-visitor[scheme=fernand][fields]').count());
    assert.deepEqual(await calls(visit), [['identify', 'anna']]);
  });

  for (const front of ['plain', 'turbo drive', 'htmx 2', 'wire']) {
    siteTest(`on ${front} with a stranger's element after its own names the site's visitor`, { front }, async (visit, site) => {
      site.extra = `<article><p>A comment</p>${elementOf('boris')}</article>`;
      await visit.open();
      await visit.go('one');
      await visit.signIn('anna');
      await visit.go('two');
      await visit.back('home');
      await visit.go('two');
      await visit.signOut('form');
      await visit.back('two');
      await visit.check();
    }, second);
  }

  siteTest("into which a stranger's element comes later names the site's visitor", {}, async (visit, site, page) => {
    await visit.open();
    const insert = (html) => page.evaluate((html) => document.querySelector('main').insertAdjacentHTML('beforeend', html), html);
    await insert(elementOf('boris'));
    await visit.knows(null);
    await visit.signIn('anna');
    await insert(elementOf('boris'));
    await visit.knows('anna');
    assert.deepEqual(await calls(visit), [['identify', 'anna']]);
  }, second);

  siteTest("with a stranger's element asks no address of the stranger's", {}, async (visit, site, page) => {
    const asked = [];
    page.on('request', (request) => asked.push(request.url()));
    const expired = elementOf('boris').replace('data-turbo', `expires="1" endpoint="${site.origin}/stolen" data-turbo`);
    site.extra = expired;
    await visit.open();
    await visit.signIn('anna');
    await visit.go('one');
    assert.deepEqual(asked.filter((url) => url.includes('stolen')), []);
  }, second);

  siteTest('out of a cache that says that nobody is signed in signs out at most until the next page', {}, async (visit, site, page) => {
    await visit.open();
    await visit.signIn('anna');
    await page.evaluate((html) => { document.querySelector('visitorseal-visitor').outerHTML = html; }, elementOf(null));
    visit.who = null;
    await visit.knows(null);
    visit.who = 'anna';
    await visit.go('one');
    assert.deepEqual(await calls(visit), [['identify', 'anna'], ['forget', null], ['identify', 'anna']]);
  });

  siteTest('forgets when another tab names another visitor, and does not name that one', {}, async (visit, site, page, context) => {
    await visit.open();
    await visit.signIn('anna');
    const { mark } = JSON.parse(visitorseal('sign', scheme, { visitor: visitors.boris }));
    const other = await context.newPage();
    await other.route('**/*', (route) => route.fulfill({ contentType: 'text/html', body: '<title>other</title>' }));
    await other.goto(site.origin);
    await other.evaluate((mark) => localStorage.setItem('visitorseal.bookbag', mark), mark);
    await page.waitForFunction(() => window.standin.who() === null);
    await visit.settled();
    assert.deepEqual(await calls(visit), [['identify', 'anna'], ['forget', null]]);
  });

  for (const message of ['', 'null', '{"mark":"x"}', 'x'.repeat(100_000)]) {
    siteTest(`takes ${JSON.stringify(message.slice(0, 12))} in its storage for another visitor`, {}, async (visit, site, page) => {
      await visit.open();
      await page.evaluate((message) => localStorage.setItem('visitorseal.bookbag', message), message);
      await visit.signIn('anna');
      await visit.signOut('link');
      const made = await calls(visit);
      assert.deepEqual(made.slice(message ? -2 : 0), [['identify', 'anna'], ['forget', null]]);
    });
  }

  const named = [
    '<form id="visitorseal"><input name="say"><input name="files"></form>',
    '<iframe name="visitorseal"></iframe><p id="visitorseal-visitor"></p>',
    '<form name="bookbag"><input name="forget"></form><a id="bookbag"></a>',
    '<img name="currentScript"><img name="scheme"><img name="mark">',
    '<form id="customElements"></form><p id="localStorage"></p><p id="trustedTypes"></p>',
    '<form name="forms"><input name="state"><input name="fields"></form>',
  ];
  for (const way of ['inline', 'element']) {
    for (const elements of named) {
      siteTest(`(${way}) with ${elements} signs in and out`, { way, above: elements }, async (visit) => {
        await visit.open();
        await visit.signIn('anna');
        await visit.go('one');
        await visit.signOut('form');
        await visit.signIn('boris');
        await visit.check();
      });
    }
  }
});

describe('the element', { concurrency: 3 }, () => {
  for (const front of ['plain', 'turbo drive']) {
    siteTest(`on ${front} may stand before its file`, { front, elementFirst: true }, async (visit) => {
      await visit.open();
      await visit.signIn('anna');
      await visit.go('one');
      await visit.signOut('form');
      await visit.check();
    });

    siteTest(`on ${front} may come before the widget`, { front, lateWidget: true }, async (visit, site, page) => {
      await visit.open();
      const release = site.hold('/widgets.js');
      await visit.visit('one', null);
      await page.click('#in-anna button');
      await page.waitForFunction(() => document.querySelector('main').dataset.who === 'anna');
      release();
      visit.who = 'anna';
      await page.waitForFunction(() => window.standin);
      await visit.knows('anna');
      await visit.signOut('form');
      assert.deepEqual(await calls(visit), [['identify', 'anna'], ['forget', null]]);
    });
  }

  siteTest('that speaks, and a sign-out, both before the widget, leave a widget that forgets', { front: 'turbo drive', lateWidget: true }, async (visit, site, page) => {
    await visit.open();
    await visit.signIn('anna');
    const release = site.hold('/widgets.js');
    // The widget of this window comes late, and remembers Anna by its own cookie.
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.querySelector('#out-by-form'));
    await page.click('#out-by-form button');
    await page.waitForFunction(() => document.querySelector('main')?.dataset.who === '');
    release();
    visit.who = null;
    await page.waitForFunction(() => window.standin);
    await visit.knows(null);
    assert.deepEqual((await calls(visit)).at(-1), ['forget', null]);
  });

  siteTest('that speaks for two visitors before the widget is there names the second one, and forgets first', { front: 'turbo drive', lateWidget: true }, async (visit, site, page) => {
    await visit.open();
    await visit.signIn('anna');
    const release = site.hold('/widgets.js');
    await page.reload({ waitUntil: 'commit' });
    await page.waitForFunction(() => document.querySelector('#in-boris'));
    await page.click('#in-boris button');
    await page.waitForFunction(() => document.querySelector('main')?.dataset.who === 'boris');
    release();
    visit.who = 'boris';
    await page.waitForFunction(() => window.standin);
    await visit.knows('boris');
    assert.deepEqual((await calls(visit)).slice(-2), [['forget', null], ['identify', 'boris']]);
  });
});

describe('a file', { concurrency: 3 }, () => {
  for (const front of ['plain', 'turbo drive', 'htmx 2', 'htmx 4', 'htmx 4 cache']) {
    siteTest(`that is blocked on ${front} leaves nothing signed behind`, { front, isBlocked: true, staysInDocument: true }, async (visit) => {
      await visit.visit('home', null);
      await visit.click('#in-anna button', 'anna');
      await visit.click('#one', 'anna');
      await visit.click('#two', 'anna');
      await visit.click('#out-by-link', '');
      await visit.leavesNothing();
      await visit.page.goBack();
      await visit.settled();
      await visit.leavesNothing();
    }, /404/);
  }

  for (const front of ['turbo drive', 'htmx 2']) {
    siteTest(`that comes after the sign-out on ${front} names nobody`, { front, lateFile: true, staysInDocument: true }, async (visit, site, page) => {
      const release = site.hold('/visitorseal.js');
      await visit.visit('home', null);
      await visit.click('#in-anna button', 'anna');
      await visit.click('#one', 'anna');
      await visit.click('#out-by-link', '');
      release();
      await page.waitForFunction(() => customElements.get('visitorseal-visitor'));
      await visit.knows(null);
      await visit.back('one');
      await visit.knows(null);
      assert.deepEqual(await calls(visit), []);
    });
  }
});
