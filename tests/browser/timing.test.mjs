// Vendors' widgets load when they like, and visitors change under them: what counts is who is signed in now.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { brands, startDesk, startShop } from './house.mjs';
import { browsing, Visit } from './visit.mjs';

const desk = await startDesk();
const shop = await startShop('rust', desk);

/** Holds back the first answer to a path of the brand; `release` is done when the widget had it, or dropped it. */
async function holdFirst(page, brand, path) {
  let held;
  let seen;
  const asked = new Promise((resolve) => { seen = resolve; });
  await page.route(`${desk.address}/brands/${brand}/${path}`, async (route) => {
    const request = route.request();
    if (held || request.method() !== 'POST') return route.continue();
    held = { route };
    held.over = new Promise((over) => {
      for (const event of ['requestfinished', 'requestfailed']) page.on(event, (one) => one === request && over());
    });
    held.response = await route.fetch();
    seen();
  });
  const release = async () => {
    await held.route.fulfill({ response: held.response }).catch(() => {});
    await held.over;
    await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  };
  return { asked, release };
}

describe('a widget', { concurrency: 2 }, () => {
  for (const brand of brands) {
    browsing(`of ${brand} that loads late knows who is signed in, and forgets as well`, async (page) => {
      const visit = new Visit(page, shop, brand);
      await visit.go();
      await visit.signIn('jane');
      await visit.go('?late=1500');
      await visit.greets('jane');
      const came = await page.evaluate(() => performance.getEntriesByType('resource')
        .find(({ name }) => name.includes('/widgets/')).responseEnd);
      assert.ok(came >= 1500, `it came after ${came} ms`);

      await page.route(`${desk.address}/widgets/*`, (route) => route.continue({ url: `${route.request().url()}?late=1500` }));
      await visit.signOut();
      await visit.knowsNobody();
    });
  }

  // Re:amaze reads its user once.
  for (const brand of brands.filter((brand) => brand !== 'reamaze')) {
    browsing(`of ${brand} drops an answer for a former visitor`, async (page) => {
      const visit = new Visit(page, shop, brand);
      await visit.go();
      await visit.signIn('jane');
      await visit.greets('jane');
      const jane = visit.fields;
      await visit.says("Jane's question");
      await visit.signOut();
      await visit.knowsNobody();
      await visit.signIn('zoe');
      await visit.greets('zoe');
      const zoe = visit.fields;

      const { asked, release } = await holdFirst(page, brand, 'open');
      await visit.hand(jane);
      await asked;
      await visit.hand(zoe);
      await visit.greets('zoe');
      await release();
      await visit.greets('zoe');
      assert.deepEqual(await visit.messages(), []);
    });

    browsing(`of ${brand} keeps a message under way from the next visitor`, async (page) => {
      const visit = new Visit(page, shop, brand);
      await visit.go();
      await visit.signIn('zoe');
      await visit.greets('zoe');
      const zoe = visit.fields;
      await visit.signOut();
      await visit.signIn('long');
      await visit.greets('long');

      const { asked, release } = await holdFirst(page, brand, 'messages');
      await visit.sends('Only for the desk');
      await asked;
      await visit.hand(zoe);
      await visit.greets('zoe');
      await release();
      await visit.greets('zoe');
      assert.deepEqual(await visit.messages(), []);
      assert.equal(await visit.widget.locator('input[name=text]').inputValue(), '');
    });
  }
});
