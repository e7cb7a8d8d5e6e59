// The steps of the other tests find faults. Each fault is planted in the script or file that a site serves.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { Journey } from './kept_windows/journey.mjs';
import { startSite } from './kept_windows/site.mjs';
import { statement } from './kept_windows/statements.mjs';
import { walk } from './kept_windows/walk.mjs';
import { browser, root } from './setup.mjs';

const scheme = 'bookbag';
const source = (folder, file) => readFileSync(join(root, 'core/src/page', folder, file), 'utf8').trimEnd();

/** Puts the readable source of a part in the place of the short one, and edits it. */
const edit = (file, from, to) => (text) => {
  const [long, short] = [source('js', file), source('min', file)];
  assert.ok(text.includes(short), `${file} is in what the site serves`);
  assert.ok(from instanceof RegExp ? from.test(long) : long.includes(from), `${from} is in ${file}: edit this test with it`);
  return text.replace(short, () => long.replace(from, () => to));
};

/** Anna signs out, or Boris signs in, before the widget of the window has loaded. */
async function changesBeforeTheWidget(page, site) {
  const visit = new Journey(page, site);
  await visit.open();
  await visit.signIn('anna');
  const release = site.hold('/widgets.js');
  await page.reload({ waitUntil: 'commit' });
  await page.locator('#in-boris').waitFor();
  await page.click('#in-boris button');
  await page.locator('main[data-who=boris]').waitFor();
  release();
  await page.waitForFunction(() => window.standin);
  visit.who = 'boris';
  await visit.knows('boris');
  const calls = (await visit.calls()).filter(({ call }) => call).map(({ call, who }) => `${call} ${who}`);
  assert.deepEqual(calls, ['identify anna', 'forget null', 'identify boris']);
}

async function twoTabs(page, site) {
  const one = new Journey(page, site);
  const two = new Journey(await page.context().newPage(), site);
  await one.open();
  await one.signIn('anna');
  await two.open('one', 'anna');
  await one.signOut('form');
  await two.draws('the other tab has signed out', null, () => {});
}

async function stranger(page, site) {
  site.extra = statement(scheme, 'element', 'boris');
  const visit = new Journey(page, site);
  await visit.open();
  await visit.signIn('anna');
  await visit.check();
}

async function blockedFile(page, site) {
  const visit = new Journey(page, site);
  await visit.visit('home', null);
  await visit.click('#in-anna button', 'anna');
  await visit.click('#one', 'anna');
  await visit.click('#out-by-link', '');
}

const blocked = { isBlocked: true, staysInDocument: true };
const late = { front: 'turbo drive', lateWidget: true };

/** What is planted, on which site, the steps, and how they fail. */
const faults = [
  ['a forget that is left out', edit('visitor.js', 'run(scheme.forget, [], wanted, record);', ''), { front: 'turbo drive' }, walk, /sign out by link: nobody[^]*the widget knows anna/],
  ['a forget that is left out of the inline script', edit('visitor.js', 'run(scheme.forget, [], wanted, record);', ''), { way: 'inline' }, walk, /sign out by link: nobody[^]*the widget knows anna/],
  ["Turbo's marker taken off the element", null, { ...blocked, front: 'turbo drive', marker: ' data-turbo-temporary' }, blockedFile, /is in Turbo's snapshots/],
  ["htmx's marker taken off the element", null, { ...blocked, front: 'htmx 2', marker: ' hx-history="false"' }, blockedFile, /is in sessionStorage/],
  ["htmx's marker taken off the element, with a cache of htmx 4", null, { ...blocked, front: 'htmx 4 cache', marker: ' hx-history="false"' }, blockedFile, /is in sessionStorage/],
  ['a forget that does not wait for the widget', edit('visitor.js', 'if (!ready) {', 'if (!ready) {\nrecord.due = false;'), late, changesBeforeTheWidget, /-\s+'forget null'/],
  ['a first statement that counts, and not the last one', edit('visitor.js', 'record.wanted = wanted;', 'record.wanted = record.timer && last.state ? last : wanted;'), late, changesBeforeTheWidget, /Timeout|the widget knows anna/],
  ['marks that are not compared', edit('visitor.js', 'known && known !== wanted.mark', 'known && !wanted.mark'), { front: 'turbo drive' }, walk, /without a forget before it/],
  ['a forget where nobody was known', edit('visitor.js', 'known && known !== wanted.mark', 'known !== wanted.mark'), {}, walk, /a forget where nobody was known/],
  ['a visitor who is named again and again', edit('visitor.js', 'last.fields === wanted.fields;', '0;'), { front: 'turbo drive' }, walk, /twice: /],
  ['a storage event that is not heard', edit('visitor.js', "addEventListener('storage', hear);", ''), {}, twoTabs, /the other tab has signed out[^]*the widget knows anna/],
  ['an element that keeps what it has said', edit('element.js', 'element.removeAttribute(key);', ''), { front: 'wire' }, walk, /is in the document/],
  ['an element that keeps what it has said and speaks again on Back', edit('element.js', 'element.removeAttribute(key);', ''), { front: 'wire', staysInDocument: true }, walk, /Back to two[^]*the widget knows anna/],
  ['a second element that names another visitor', edit('element.js', /return console\.warn\([^;]*ignored'\);/, ';'), {}, stranger, /is in localStorage|the widget knows boris/],
];

describe('the steps find', { concurrency: 3 }, () => {
  for (const [name, fault, { way = 'element', ...options }, steps, message] of faults) {
    test(name, async () => {
      const planted = way === 'inline' ? { fault: (html) => (fault ? fault(html) : html) } : { fault: (text) => (fault ? fault(text) : text) };
      // Long enough for a step that succeeds. If it is not, the test asks for the way in which the step fails.
      const site = await startSite({ scheme, way, patience: 4000, ...planted, ...options });
      const context = await browser.newContext();
      try {
        await assert.rejects(steps(await context.newPage(), site), ({ message: found }) => message.test(found) || assert.fail(found));
      } finally {
        await context.close();
        await site.stop();
      }
    });
  }
});
