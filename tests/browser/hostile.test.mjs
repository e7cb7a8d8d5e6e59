// Names that are code, that are in other scripts, that are very long numbers: they arrive as text, and nothing runs.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { brands, customers, startDesk, startShop } from './house.mjs';
import { browsing, nameFor, Visit } from './visit.mjs';

const desk = await startDesk();
const shop = await startShop('rust', desk);
const attack = '</script><script>document.title = "taken"</script><img src=x onerror="alert(1)">{{contact.name}}\u2028\'"';

describe('hostile text', { concurrency: 2 }, () => {
  for (const brand of brands) {
    for (const key of ['bobby', 'zoe', 'long']) {
      browsing(`of ${key} is text to ${brand}, its messages too`, async (page) => {
        const visit = new Visit(page, shop, brand);
        await visit.go();
        const title = await page.title();
        await visit.signIn(key);
        await visit.greets(key);
        await visit.sends(attack);
        const mine = visit.widget.locator('li[data-from=visitor]');
        await mine.waitFor();
        assert.equal(await mine.textContent(), attack);
        await page.reload();
        await visit.greets(key);
        assert.deepEqual(await visit.messages(), [attack]);
        assert.equal(await page.title(), title);
        assert.equal(await visit.widget.locator('img, script').count(), 0);
      });
    }
  }
});
