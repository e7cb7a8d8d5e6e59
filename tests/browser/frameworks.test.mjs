// The same walks on real sites of frameworks: Rails with Turbo, Laravel with the stand-in for wire:navigate, Django with htmx.
// Their folders say how they start. A site that this machine cannot run is skipped.

import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe } from 'node:test';
import { files, read } from './kept_windows/fronts.mjs';
import { Journey } from './kept_windows/journey.mjs';
import { schemes } from './kept_windows/schemes.mjs';
import { siteScript } from './kept_windows/site.mjs';
import { secretOf, visitors } from './kept_windows/statements.mjs';
import { walk } from './kept_windows/walk.mjs';
import { freePort, makeFile, root, startAt, startServer, target } from './setup.mjs';
import { browserTest } from './shop_page.mjs';

const packages = join(root, 'tests/browser/node_modules');
const full = process.env.FULL === '1';
const chosen = ['bookbag', 'thread', 'crisp', 'chatwoot', 'zendesk_messaging', 'reamaze'].filter((scheme) => full || ['bookbag', 'thread', 'zendesk_messaging'].includes(scheme));
const given = Object.fromEntries(chosen.map((scheme) => {
  const { settings = {}, more = {} } = schemes[scheme];
  return [scheme, { secret: secretOf(schemes[scheme]), settings, more }];
}));

const check = (command, args = ['--check']) => {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0 && status !== 77) throw new Error(`${command}: ${stdout}${stderr}`);
  return status === 77 ? stdout.trim() : false;
};

const rails = join(root, 'bindings/ruby/tests/turbo_site/start');
const missingRails = check(rails);
describe('Rails with Turbo', { concurrency: 2 }, async () => {
  const address = missingRails || await startServer(rails, [], {
    VISITORSEAL_TURBO: join(packages, '@hotwired/turbo/dist'),
    VISITORSEAL_WIDGET: files['/widgets.js'],
    VISITORSEAL_SITE: JSON.stringify({ visitors, schemes: given }),
  });
  for (const scheme of chosen) {
    for (const way of ['element', 'frame']) {
      browserTest(`knows the visitor of ${scheme} on each page (${way})`, async (page) => {
        await walk(page, { scheme, origin: `${address}/${scheme}/${way}`, mayRepeat: scheme === 'zendesk_messaging' });
      }, { skip: missingRails });
    }
  }
});

// The suite installs the package here.
const laravel = join(target, 'laravel-site');
const autoload = join(laravel, 'project/vendor/autoload.php');
const debian13 = join(root, 'tools/run-in-debian13');
const missingLaravel = existsSync(autoload) ? false : 'needs the package in target/laravel-site, as tests/suites/browser makes it, and Debian 13';
// Debian 13 sees the target folder.
if (!missingLaravel) writeFileSync(join(laravel, 'site.js'), siteScript);
describe('Laravel with the stand-in for wire:navigate', { concurrency: 2 }, () => {
  for (const scheme of chosen) {
    for (const way of ['element', 'script']) {
      browserTest(`knows the visitor of ${scheme} on each page (${way})`, async (page) => {
        const port = await freePort();
        const link = (id, address, text) => `<a id="${id}" href="${address}" wire:navigate>${text}</a> `;
        const form = (id, action, as) => `<form id="${id}" method="post" action="${action}" wire:submit><input type="hidden" name="as" value="${as}"><button>${id}</button></form>`;
        const site = {
          way,
          brand: { scheme, secret: given[scheme].secret, settings: given[scheme].settings },
          users: Object.fromEntries(Object.entries(visitors).map(([name, visitor]) => [name, { ...visitor, ...given[scheme].more }])),
          files: { '/wire_navigate.js': files['/wire_navigate.js'], '/widgets.js': files['/widgets.js'], '/site.js': join(laravel, 'site.js') },
          head: `<script src="/site.js"></script><script src="/wire_navigate.js"></script>${
            way === 'element' ? `<script src="/vendor/visitorseal/${scheme}.js"></script>` : ''}<script src="/widgets.js" data-widget="${scheme}"></script>`,
          body: `{statement}${link('home', '/', 'Home')}${link('one', '/one', 'One')}${link('two', '/two', 'Two')}
            <main data-page="{name}" data-who="{who}">{who} reads {name}</main>${form('in-anna', '/sign-in', 'anna')}${form('in-boris', '/sign-in', 'boris')}
            ${link('out-by-link', '/sign-out', 'Sign out')}${form('out-by-form', '/sign-out', '')}<button id="out-by-fetch" type="button">Sign out</button>`,
        };
        const origin = await startAt(debian13, ['php', 'php', '-d', 'ffi.enable=1', '-S', `127.0.0.1:${port}`, join(root, 'bindings/php/tests/laravel_site.php')], port, {
          VISITORSEAL_AUTOLOAD: autoload,
          VISITORSEAL_SITE: JSON.stringify(site),
        });
        await walk(page, { scheme, origin, mayRepeat: scheme === 'zendesk_messaging' });
      }, { skip: missingLaravel });
    }
  }
});

// The Python of the shop in Django has the package.
const python = join(target, 'storefronts/django/venv/bin/python');
const missingDjango = existsSync(python) ? false : 'needs the environment of examples/storefronts/django';

/** A walk through the Django site, whose pages have other names. */
class DjangoVisit extends Journey {
  async to(what, who, path, act) {
    await this.draws(what, who, async () => {
      await this.page.evaluate(() => { document.querySelector('h1').seen = true; });
      await act();
      await this.page.waitForFunction(([path]) => {
        const title = document.querySelector('h1');
        return document.readyState === 'complete' && location.pathname === path && title && !title.seen;
      }, [path]);
    });
  }

  press(what, who, selector, path = '/') {
    return this.to(what, who, path, () => this.page.click(selector));
  }

  past(what, who, path) {
    return this.to(what, who, path, () => this.page.evaluate((what) => { setTimeout(() => history[what]()); }, what));
  }
}

describe('Django with htmx', { concurrency: 2 }, () => {
  for (const [htmx, folder] of [['htmx 2', 'htmx2'], ['htmx 4', 'htmx.org']]) {
    for (const way of ['element', 'inline']) {
      browserTest(`${htmx}: knows the visitor on each page (${way})`, async (page) => {
        const widget = makeFile('widget.js', `document.currentScript.dataset.widget = 'bookbag';\n${read('/widgets.js')}`);
        const serve = join(root, 'python/tests/django/serve_htmx.py');
        const origin = await startServer(python, [serve, '--way', way, '--widget', widget], { HTMX: join(packages, folder) });
        const visit = new DjangoVisit(page, { scheme: 'bookbag', origin });
        await page.goto(origin);
        await page.waitForFunction(() => window.standin);
        await visit.press('second page', null, '#second', '/second/');
        await visit.press('sign in as Ana', 'anna', '#sign-in-a button');
        await visit.press('second page', 'anna', '#second', '/second/');
        await visit.press('home', 'anna', '#home');
        await visit.past('back', 'anna', '/second/');
        await visit.past('forward', 'anna', '/');
        await visit.press('second page', 'anna', '#second', '/second/');
        await visit.press('sign out by a link', null, '#sign-out-get');
        await visit.past('back', null, '/second/');
        await visit.press('home', null, '#home');
        await visit.press('sign in as Ben', 'boris', '#sign-in-b button');
        await visit.press('second page', 'boris', '#second', '/second/');
        await visit.press('sign in as Ana', 'anna', '#sign-in-a button');
        await visit.press('second page', 'anna', '#second', '/second/');
        await visit.press('sign out by a form', null, '#sign-out-post button');
        await visit.past('back', null, '/second/');
        await visit.press('home', null, '#home');
        await visit.press('sign in as Ben', 'boris', '#sign-in-b button');
        await page.click('#sign-out-fetch');
        await page.locator('#who', { hasText: 'nobody' }).waitFor();
        await visit.press('the page after a sign-out by fetch', null, '#second', '/second/');
        await visit.press('sign in as Ana', 'anna', '#sign-in-a button');
        await visit.press('the page in full', 'anna', '#plain-home');
        await page.click('#sign-out-admin button');
        await page.goto(origin);
        visit.who = null;
        await page.waitForFunction(() => window.standin);
        await visit.knows(null);
        await visit.check();
      }, { skip: missingDjango });
    }
  }
});
