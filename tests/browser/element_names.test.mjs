// Elements and frames named like the page's globals. A window has a property for each of them, and a comment on a shop's
// page may hold one. The script must still hand the visitor to the widget, and sign-out must still work.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe } from 'node:test';
import { program } from './setup.mjs';
import { browserTest } from './shop_page.mjs';

const htmlSnippets = [
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
const visitorseal = (command, scheme) => execFileSync(program, [command, scheme, ...(settings[scheme] ?? [])], {
  input: command === 'script' ? JSON.stringify({ id: '42', email: 'jane@example.com', name: 'Jane' }) : '',
  env: { VISITORSEAL_SECRET: 'a secret of some length' },
  encoding: 'utf8',
  stdio: ['pipe', 'pipe', 'ignore'],
});
const identify = ['reamaze', 'fernand', 'bookbag', 'thread'].map((scheme) => visitorseal('script', scheme)).join('');
const forget = ['bookbag', 'thread'].map((scheme) => visitorseal('forget-script', scheme)).join('');

/** Opens the page, defines the widgets late, and returns the calls that they got when the `expected` ones have been called. */
async function widgetCalls(page, html, expected) {
  await page.goto(`data:text/html,${encodeURIComponent(`<!doctype html><title>quiet</title>${html}`)}`);
  // Meanwhile the scripts look for their widgets several times.
  await page.waitForTimeout(200);
  await page.evaluate(() => {
    const calls = window.calls = {};
    window.Fernand = (command, fields) => { calls.fernand = [command, fields.user.email]; };
    window.bookbag = (command, fields) => { calls.bookbag = [command, fields && fields.user_id]; };
    const messenger = () => ({
      initialize: ({ connectionEmail }) => { calls.thread = connectionEmail; },
      destroy: () => { calls.thread = 'destroyed'; },
    });
    window.chatgenie = { default: { messenger } };
  });
  await page.waitForFunction((widgets) => widgets.every((widget) => widget in window.calls), expected);
  return page.evaluate(() => {
    const { calls } = window;
    const support = Object.getOwnPropertyDescriptor(window, '_support')?.value;
    if (support) calls.reamaze = [support.user.id, Object.prototype.toString.call(support.ui)];
    return calls;
  });
}

describe('a page with', { concurrency: 4 }, () => {
  for (const elements of htmlSnippets) {
    browserTest(`${elements} signs the visitor in and out`, async (page) => {
      assert.deepEqual(await widgetCalls(page, elements + identify, ['fernand', 'bookbag', 'thread']), {
        reamaze: ['42', '[object Object]'],
        fernand: ['set', 'jane@example.com'],
        bookbag: ['identify', '42'],
        thread: 'jane@example.com',
      });
      assert.deepEqual(await widgetCalls(page, elements + forget, ['bookbag', 'thread']), { bookbag: ['identify', null], thread: 'destroyed' });
    });
  }
});
