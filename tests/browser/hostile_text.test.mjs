// Names with code, in other scripts and with very long numbers. They arrive as text, and no code runs.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { brands, customers, startDesk, startShop } from './setup.mjs';
import { browserTest, greetingName, ShopPage } from './shop_page.mjs';

const desk = await startDesk();
const shop = await startShop('rust', desk);
const attack = '</script><script>document.title = "taken"</script><img src=x onerror="alert(1)">{{contact.name}}\u2028\'"';

describe('hostile text', { concurrency: 2 }, () => {
  for (const brand of brands) {
    for (const key of ['bobby', 'zoe', 'long']) {
      browserTest(`in the name and messages of ${key} stays text in ${brand}`, async (page) => {
        const visit = new ShopPage(page, shop, brand);
        await visit.go();
        const title = await page.title();
        await visit.signIn(key);
        await visit.expectGreeting(key);
        await visit.submit(attack);
        const message = visit.widget.locator('li[data-from=visitor]');
        await message.waitFor();
        assert.equal(await message.textContent(), attack);
        await page.reload();
        await visit.expectGreeting(key);
        assert.deepEqual(await visit.messages(), [attack]);
        assert.equal(await page.title(), title);
        assert.equal(await visit.widget.locator('img, script').count(), 0);
      });
    }
  }
});
