// A secret is changed while both sides run: nobody is refused until the former key is taken away.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { brands, makeSecrets, startDesk, startShop } from './house.mjs';
import { browsing, Visit } from './visit.mjs';

const desk = await startDesk();
const secrets = makeSecrets();
const [former, later] = await Promise.all([startShop('rust', desk), startShop('rust', desk, secrets)]);
const newKey = (brand) => readFileSync(join(secrets, brand === 'orlo' ? 'orlo-public.pem' : `${brand}.txt`), 'utf8').trim();

describe('a changed secret', { concurrency: 2 }, () => {
  for (const brand of brands) {
    const matched = async () => (await desk.state()).brands.find(({ name }) => name === brand).keys.map((key) => key.matched);

    browsing(`of ${brand} refuses nobody until the former key is removed`, async (page) => {
      const before = new Visit(page, former, brand);
      await before.go();
      await before.signIn('jane');
      await before.greets('jane');
      await before.says('Signed with the former secret');

      await desk.ask('POST', `brands/${brand}/keys`, { key: newKey(brand) });
      await page.reload();
      await before.greets('jane');
      assert.deepEqual(await before.messages(), ['Signed with the former secret']);
      const [newest, oldest] = await matched();
      assert.equal(newest, 0);
      assert.ok(oldest > 0);

      // The shop's sessions are its own: the same customer at the shop with the new secret.
      await page.context().clearCookies();
      const after = new Visit(page, later, brand);
      await after.go();
      await after.signIn('jane');
      await after.greets('jane');
      assert.deepEqual(await after.messages(), ['Signed with the former secret'], 'the same contact');
      assert.ok((await matched())[0] > 0);

      await desk.ask('DELETE', `brands/${brand}/keys/1`);
      await page.reload();
      await after.greets('jane');
      await page.context().clearCookies();
      await before.go();
      await before.signIn('jane');
      await before.is('refused');
      assert.equal(await before.error(), 'signature_mismatch');
      assert.deepEqual(await before.messages(), []);
    }, { refused: true });
  }
});
