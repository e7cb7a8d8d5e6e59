// Widgets that load late, and visitors who change while a request is running.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { brands, startDesk, startShop } from './setup.mjs';
import { browserTest, ShopPage } from './shop_page.mjs';

const desk = await startDesk();
const shop = await startShop('rust', desk);

/** Delays the first response to a path of the brand. `release` ends when the widget has used or dropped it. */
async function holdFirst(page, brand, path) {
  let delayed;
  let seen;
  const asked = new Promise((resolve) => { seen = resolve; });
  await page.route(`${desk.address}/brands/${brand}/${path}`, async (route) => {
    const request = route.request();
    if (delayed || request.method() !== 'POST') return route.continue();
    delayed = { route };
    delayed.over = new Promise((over) => {
      for (const event of ['requestfinished', 'requestfailed']) page.on(event, (one) => one === request && over());
    });
    delayed.response = await route.fetch();
    seen();
  });
  const release = async () => {
    await delayed.route.fulfill({ response: delayed.response }).catch(() => {});
    await delayed.over;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  };
  return { asked, release };
}

describe('a widget', { concurrency: 2 }, () => {
  for (const brand of brands) {
    browserTest(`of ${brand} that loads late gets the visitor, and forgets at sign-out`, async (page) => {
      const visit = new ShopPage(page, shop, brand);
      await visit.go();
      await visit.signIn('jane');
      await visit.go('?late=1500');
      await visit.expectGreeting('jane');
      const loaded = await page.evaluate(() => performance.getEntriesByType('resource')
        .find(({ name }) => name.includes('/widgets/')).responseEnd);
      assert.ok(loaded >= 1500, `the widget loaded after ${loaded} ms`);

      await page.route(`${desk.address}/widgets/*`, (route) => route.continue({ url: `${route.request().url()}?late=1500` }));
      await visit.signOut();
      await visit.expectAnonymous();
    });
  }

  // Re:amaze reads its user only once.
  for (const brand of brands.filter((brand) => brand !== 'reamaze')) {
    browserTest(`of ${brand} drops a response for the previous visitor`, async (page) => {
      const visit = new ShopPage(page, shop, brand);
      await visit.go();
      await visit.signIn('jane');
      await visit.expectGreeting('jane');
      const jane = visit.fields;
      await visit.send("Jane's question");
      await visit.signOut();
      await visit.expectAnonymous();
      await visit.signIn('zoe');
      await visit.expectGreeting('zoe');
      const zoe = visit.fields;

      const { asked, release } = await holdFirst(page, brand, 'open');
      await visit.callWidget(jane);
      await asked;
      await visit.callWidget(zoe);
      await visit.expectGreeting('zoe');
      await release();
      await visit.expectGreeting('zoe');
      assert.deepEqual(await visit.messages(), []);
    });

    browserTest(`of ${brand} does not show the next visitor a message that is still being sent`, async (page) => {
      const visit = new ShopPage(page, shop, brand);
      await visit.go();
      await visit.signIn('zoe');
      await visit.expectGreeting('zoe');
      const zoe = visit.fields;
      await visit.signOut();
      await visit.signIn('long');
      await visit.expectGreeting('long');

      const { asked, release } = await holdFirst(page, brand, 'messages');
      await visit.submit('Only for the desk');
      await asked;
      await visit.callWidget(zoe);
      await visit.expectGreeting('zoe');
      await release();
      await visit.expectGreeting('zoe');
      assert.deepEqual(await visit.messages(), []);
      assert.equal(await visit.widget.locator('input[name=text]').inputValue(), '');
    });
  }
});
