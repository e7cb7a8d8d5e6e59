// Elements and frames whose names are those of the page's globals: a window shows them under these names, and a comment
// on a shop's page may bring them. Who is signed in reaches the widget all the same, and sign-out does.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe } from 'node:test';
import { program } from './house.mjs';
import { browsing } from './visit.mjs';

const named = [
  '<form id="visitorseal"><input name="bookbag"><input name="forget"></form>',
  '<iframe name="visitorseal"></iframe>',
  '<iframe name="bookbag"></iframe>',
  '<iframe name="bookbag" srcdoc="<p id=user_hash>"></iframe><iframe name="Fernand"></iframe><iframe name="chatgenie"></iframe>',
  '<a id="bookbag"></a><a id="bookbag"></a>',
  '<form name="bookbag"></form><img name="Fernand"><object id="chatgenie"></object><embed name="_support">',
  '<form id="_support"><input name="user"><input name="ui"></form>',
  '<a id="_support"></a><a id="_support" name="user"></a>',
  '<p id="Fernand"></p>',
  '<form id="chatgenie"><input name="default"></form>',
  '<form id="chatgenieParams"><input name="appId"></form>',
  '<iframe name="chatgenieParams"></iframe><iframe name="_support"></iframe>',
];

const settings = { thread: ['--setting', 'app_id=a-1'] };
const ask = (command, scheme) => execFileSync(program, [command, scheme, ...(settings[scheme] ?? [])], {
  input: command === 'script' ? JSON.stringify({ id: '42', email: 'jane@example.com', name: 'Jane' }) : '',
  env: { VISITORSEAL_SECRET: 'a secret of some length' },
  encoding: 'utf8',
  stdio: ['pipe', 'pipe', 'ignore'],
});
const identify = ['reamaze', 'fernand', 'bookbag', 'thread'].map((scheme) => ask('script', scheme)).join('');
const forget = ['bookbag', 'thread'].map((scheme) => ask('forget-script', scheme)).join('');

/** What the page's widgets, which come late, are told. */
async function told(page, html) {
  await page.goto(`data:text/html,${encodeURIComponent(`<!doctype html><title>quiet</title>${html}`)}`);
  // The scripts have looked for their widgets, and more than once.
  await page.waitForTimeout(200);
  return page.evaluate(async () => {
    const seen = {};
    window.Fernand = (command, fields) => { seen.fernand = [command, fields.user.email]; };
    window.bookbag = (command, fields) => { seen.bookbag = [command, fields && fields.user_id]; };
    const messenger = () => ({
      initialize: ({ connectionEmail }) => { seen.thread = connectionEmail; },
      destroy: () => { seen.thread = 'destroyed'; },
    });
    window.chatgenie = { default: { messenger } };
    await new Promise((resolve) => { setTimeout(resolve, 200); });
    const support = Object.getOwnPropertyDescriptor(window, '_support')?.value;
    if (support) seen.reamaze = [support.user.id, Object.prototype.toString.call(support.ui)];
    return seen;
  });
}

describe('a page with', { concurrency: 4 }, () => {
  for (const elements of named) {
    browsing(`${elements} tells the widgets who is signed in, and who is signed out`, async (page) => {
      assert.deepEqual(await told(page, elements + identify), {
        reamaze: ['42', '[object Object]'],
        fernand: ['set', 'jane@example.com'],
        bookbag: ['identify', '42'],
        thread: 'jane@example.com',
      });
      assert.deepEqual(await told(page, elements + forget), { bookbag: ['identify', null], thread: 'destroyed' });
    });
  }
});
