// Every shop with every widget: recognised, with its history; forgotten at sign-out; and the next one sees only their own.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { brands, everyShop, picture, startDesk, startShop } from './house.mjs';
import { browsing, Visit } from './visit.mjs';

const started = await Promise.all(everyShop().map(async ({ name, missing }) => {
  return { name, missing, shop: missing || await startShop(name, await startDesk()) };
}));

describe('every shop', { concurrency: 3 }, () => started.forEach(({ name, missing, shop }) => {
  const signed = (what, run) => browsing(`${name}: ${what}`, run, { skip: missing });

  for (const brand of brands) {
    signed(`signs its customers into ${brand}, and out`, async (page) => {
      const visit = new Visit(page, shop, brand);
      await visit.go();
      await visit.knowsNobody();

      await visit.signIn('jane');
      await visit.greets('jane');
      await visit.says('Is my tea on its way?');
      await picture(page, `${name}-${brand}-signed-in`);
      await page.reload();
      await visit.greets('jane');
      assert.deepEqual(await visit.messages(), ['Is my tea on its way?']);

      await visit.signOut();
      await visit.knowsNobody();
      await visit.open();
      await picture(page, `${name}-${brand}-signed-out`);

      await visit.signIn('bobby');
      await visit.greets('bobby');
      assert.deepEqual(await visit.messages(), []);
      await visit.says('I am somebody else.');
      await page.reload();
      await visit.greets('bobby');
      assert.deepEqual(await visit.messages(), ['I am somebody else.']);
      await visit.signOut();
      await visit.knowsNobody();

      await visit.signIn('jane');
      await visit.greets('jane');
      assert.deepEqual(await visit.messages(), ['Is my tea on its way?']);
    });
  }

  signed("leads an app to Orlo's mobile page", async (page) => {
    const visit = new Visit(page, shop, 'orlo');
    await visit.go();
    await visit.signIn('zoe');
    await page.goto(`${shop}/orlo/mobile`);
    await visit.greets('zoe');
    await visit.says('From an app');
    await visit.go();
    await visit.greets('zoe');
    assert.deepEqual(await visit.messages(), ['From an app']);
  });
}));
