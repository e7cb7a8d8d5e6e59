// Every shop with every widget: the widget knows the visitor and the earlier messages, forgets both at sign-out, and shows
// the next visitor only their own.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { brands, everyShop, savePicture, startDesk, startShop } from './setup.mjs';
import { browserTest, ShopPage } from './shop_page.mjs';

const shops = await Promise.all(everyShop().map(async ({ name, missing }) => {
  return { name, missing, shop: missing || await startShop(name, await startDesk()) };
}));

describe('every shop', { concurrency: 3 }, () => shops.forEach(({ name, missing, shop }) => {
  const shopTest = (what, run) => browserTest(`${name}: ${what}`, run, { skip: missing });

  for (const brand of brands) {
    shopTest(`signs customers in and out of ${brand}`, async (page) => {
      const visit = new ShopPage(page, shop, brand);
      await visit.go();
      await visit.expectAnonymous();

      await visit.signIn('jane');
      await visit.expectGreeting('jane');
      await visit.send('Is my tea on its way?');
      await savePicture(page, `${name}-${brand}-signed-in`);
      await page.reload();
      await visit.expectGreeting('jane');
      assert.deepEqual(await visit.messages(), ['Is my tea on its way?']);

      await visit.signOut();
      await visit.expectAnonymous();
      await visit.openWidget();
      await savePicture(page, `${name}-${brand}-signed-out`);

      await visit.signIn('bobby');
      await visit.expectGreeting('bobby');
      assert.deepEqual(await visit.messages(), []);
      await visit.send('I am somebody else.');
      await page.reload();
      await visit.expectGreeting('bobby');
      assert.deepEqual(await visit.messages(), ['I am somebody else.']);
      await visit.signOut();
      await visit.expectAnonymous();

      await visit.signIn('jane');
      await visit.expectGreeting('jane');
      assert.deepEqual(await visit.messages(), ['Is my tea on its way?']);
    });
  }

  if (['django', 'express'].includes(name)) {
    shopTest('signs a customer out without a page load', async (page) => {
      const visit = new ShopPage(page, shop, 'bookbag');
      await visit.go();
      await page.evaluate(() => { window.isFirst = true; });
      await visit.signIn('jane');
      await visit.expectGreeting('jane');
      await visit.signOut();
      await visit.expectAnonymous();
      assert.equal(await page.evaluate(() => window.isFirst), true);
    });
  }

  shopTest("redirects an app to Orlo's mobile page", async (page) => {
    const visit = new ShopPage(page, shop, 'orlo');
    await visit.go();
    await visit.signIn('zoe');
    await page.goto(`${shop}/orlo/mobile`);
    await visit.expectGreeting('zoe');
    await visit.send('From an app');
    await visit.go();
    await visit.expectGreeting('zoe');
    assert.deepEqual(await visit.messages(), ['From an app']);
  });
}));
