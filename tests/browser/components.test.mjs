// The element in an application of React or Vue: changed, removed, put back, and moved to another place.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { Journey } from './kept_windows/journey.mjs';
import { schemes } from './kept_windows/schemes.mjs';
import { startSite } from './kept_windows/site.mjs';
import { answer } from './kept_windows/statements.mjs';
import { browserTest } from './shop_page.mjs';

const full = process.env.FULL === '1';
// Layerup's script keeps its visitor until the page is loaded again, so it has no place in a window that stays. Canny has no call
// that forgets, which this test waits for between two visitors: every_scheme.test.mjs plays it.
const elsewhere = ['layerup', 'canny_sso'];
const chosen = Object.entries(schemes).filter(([name, { form, few }]) => !elsewhere.includes(name) && (full || form && !few)).map(([name]) => name);

for (const library of ['react', 'vue']) {
  describe(`an element that ${library === 'react' ? 'React' : 'Vue'} draws`, { concurrency: 3 }, () => {
    for (const scheme of chosen) {
      browserTest(`tells the widget of ${scheme} who the visitor is`, async (page) => {
        const site = await startSite({ scheme, way: 'element', app: library });
        try {
          const visit = new Journey(page, site);
          await visit.visit('home', null);
          /** Draws what the endpoint answers for `who`. */
          const draw = async (what, who, { place, isDrawn = true, fresh = '', knows = who } = {}) => {
            const said = isDrawn ? JSON.parse(answer(scheme, who, { origin: site.origin, fresh })) : null;
            await visit.draws(what, knows, () => page.evaluate(([said, place]) => window.draw(said, place), [said, place]));
          };
          await draw('nobody', null);
          await draw('sign in', 'anna');
          await draw('draw again', 'anna');
          await draw('remove', null, { isDrawn: false, knows: 'anna' });
          await draw('put back', 'anna');
          await draw('elsewhere', 'anna', { place: 'there' });
          await draw('sign out', null, { place: 'there' });
          await draw('sign in again', 'anna', { place: 'there' });
          await draw('another visitor', 'boris', { place: 'there' });
          await draw('and back', 'anna', { place: 'there' });
          await draw('sign out', null, { place: 'there' });
          await draw('remove', null, { isDrawn: false });
          await draw('nobody again', null);
          await draw('the next one', 'boris');
          const calls = await visit.check();
          const own = calls.filter(({ call }) => call === 'identify').map(({ who }) => who);
          if (own.length) assert.deepEqual(own.filter((who, at) => who !== own[at - 1]), ['anna', 'boris', 'anna', 'boris']);
        } finally {
          await site.stop();
        }
      });
    }
  });
}
