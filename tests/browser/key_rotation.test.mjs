// A secret changes while shop and desk run. Nobody is refused until the old key is removed.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { brands, makeSecrets, startDesk, startShop } from './setup.mjs';
import { browserTest, ShopPage } from './shop_page.mjs';

const desk = await startDesk();
const secrets = makeSecrets();
const [oldShop, newShop] = await Promise.all([startShop('rust', desk), startShop('rust', desk, secrets)]);
const newKey = (brand) => readFileSync(join(secrets, brand === 'orlo' ? 'orlo-public.pem' : `${brand}.txt`), 'utf8').trim();

describe('a new secret', { concurrency: 2 }, () => {
  for (const brand of brands) {
    const visitsPerKey = async () => (await desk.state()).brands.find(({ name }) => name === brand).keys.map((key) => key.matched);

    browserTest(`of ${brand} refuses nobody until the old key is removed`, async (page) => {
      const before = new ShopPage(page, oldShop, brand);
      await before.go();
      await before.signIn('jane');
      await before.expectGreeting('jane');
      await before.send('Signed with the old secret');

      await desk.call('POST', `brands/${brand}/keys`, { key: newKey(brand) });
      await page.reload();
      await before.expectGreeting('jane');
      assert.deepEqual(await before.messages(), ['Signed with the old secret']);
      const [newest, oldest] = await visitsPerKey();
      assert.equal(newest, 0);
      assert.ok(oldest > 0);

      // Each shop has its own sessions, so the customer signs in again at the shop with the new secret.
      await page.context().clearCookies();
      const after = new ShopPage(page, newShop, brand);
      await after.go();
      await after.signIn('jane');
      await after.expectGreeting('jane');
      assert.deepEqual(await after.messages(), ['Signed with the old secret'], 'the same contact');
      assert.ok((await visitsPerKey())[0] > 0);

      await desk.call('DELETE', `brands/${brand}/keys/1`);
      await page.reload();
      await after.expectGreeting('jane');
      await page.context().clearCookies();
      await before.go();
      await before.signIn('jane');
      await before.expectStatus('refused');
      assert.equal(await before.error(), 'signature_mismatch');
      assert.deepEqual(await before.messages(), []);
    }, { expect401: true });
  }
});
