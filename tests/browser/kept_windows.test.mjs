// Sites that keep the window: the widget knows the right visitor, or nobody, at each step of a visitor's way through them.
//
// In CI: one scheme for each form of page code, with the element on each front end, and the inline script where it differs.
// With FULL=1: every scheme that has page code, in both ways. ONLY=PATTERN runs the walks whose names match.

import { describe } from 'node:test';
import { fronts } from './kept_windows/fronts.mjs';
import { schemes } from './kept_windows/schemes.mjs';
import { startSite } from './kept_windows/site.mjs';
import { unreached } from './kept_windows/unreached.mjs';
import { walk } from './kept_windows/walk.mjs';
import { browserTest } from './shop_page.mjs';

const full = process.env.FULL === '1';
const only = process.env.ONLY && new RegExp(process.env.ONLY);
const chosen = Object.entries(schemes).filter(([, { form }]) => full || form);

/** The inline script is the same on each front end: all schemes on plain pages, and two on the others. */
function isInCi(scheme, way, front) {
  if (schemes[scheme].few) return front === 'plain' || front === 'turbo drive' && way === 'element';
  if (front === 'htmx 4 cache') return scheme === 'bookbag';
  return way === 'element' || front === 'plain' || ['bookbag', 'thread'].includes(scheme);
}

for (const [front, { about }] of Object.entries(fronts)) {
  describe(`on ${about}`, { concurrency: 3 }, () => {
    for (const [scheme] of chosen) {
      for (const way of ['inline', 'element']) {
        const name = `${scheme} (${way}) knows the visitor of each page, or nobody`;
        if (only ? !only.test(`${front} ${name}`) : !full && !isInCi(scheme, way, front)) continue;
        browserTest(name, async (page) => {
          const site = await startSite({ scheme, way, front });
          try {
            await walk(page, site);
          } finally {
            await site.stop();
          }
        }, { skip: unreached(scheme, way, front) ?? false });
      }
    }
  });
}
