// Every scheme with code for pages, in one browser: the widget is told what calls.json says, and nothing else.
//
// In one window Anna is signed in, Anna again, Anna with other fields, Boris, nobody, Anna, and nobody after a sign-out. Then
// windows in which the widget must forget Anna: one with the widget, one without, and one with only the queue of its snippet.
// ONLY=PATTERN runs the schemes whose names match.
//
// A line of calls.json is written from the vendor's documentation. A call is its name and its values: `$id`, `$email`, `$signature`
// and so on are the visitor's, `{"asks": …}` is a function that gives the value, "done" one that the widget calls at the end, and
// "function" another one. A name with `=` is what the widget reads.
//
// - signed: a visitor in a new window. next: the next one, if the widget hears something else. last: one who comes after nobody.
// - updates: the widget has been started. again: the same visitor with other fields, if the widget then hears something else;
//   `held` is what a function gives that the widget got before.
// - forget, and nobody: what starts the widget without a visitor. fresh: both, in a window that has told the widget nothing.
// - isOver: after a forget, the widget starts only after a full load of the page.

import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { calls, people, schemes, startSite } from './every_scheme/site.mjs';
import { browser, timeout } from './setup.mjs';

const only = process.env.ONLY && new RegExp(process.env.ONLY);
const site = await startSite();
after(() => site.stop());

test('calls.json has a line for every scheme with code for pages', () => {
  assert.deepEqual(Object.keys(calls).sort(), Object.keys(schemes).sort());
});

/** A text with the words for the values that it has. Base64 of an object is a payload. */
function wordsIn(text, words) {
  const parts = text.split(' ');
  const isPayload = (part) => {
    try {
      return part.length > 8 && typeof JSON.parse(Buffer.from(part, 'base64').toString()) === 'object';
    } catch {
      return false;
    }
  };
  if (words.has(text)) return words.get(text);
  if (parts.length === 3 && isPayload(parts[0])) return parts.map((part) => wordsIn(part, words));
  if (isPayload(text)) return '$payload';
  for (const [value, word] of words) {
    if (value.length > 8 && text.includes(value)) return text.replace(value, word);
  }
  return text;
}

/** A value that the widget was told, with words for what is the visitor's. */
function worded(value, words) {
  if (typeof value === 'string') return wordsIn(value, words);
  if (typeof value === 'number') return words.get(String(value)) ?? value;
  if (Array.isArray(value)) return value.map((one) => worded(one, words));
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, worded(one, words)]));
}

/** Of what the widget reads in one step, the last counts. */
function joined(...lists) {
  const all = lists.flat();
  const isRead = ([path]) => path.endsWith(' =');
  const reads = all.filter((one, at) => isRead(one) && !all.slice(at + 1).some(([path]) => path === one[0]));
  return [...all.filter((one) => !isRead(one)), ...reads];
}

const nothing = ['undefined', '', null, '[null,null]'];
const isNothing = ([path, value]) => path.endsWith(' =') && (nothing.includes(value) || JSON.stringify(value) === '[null,null]');

/** What calls.json says about each step. */
function expectedOf(name, { anna, fresh }) {
  const { signed, updates = signed, again = updates, forget, nobody = [], ...more } = calls[name];
  // A line may name another list of its own.
  const listed = (list) => (typeof list === 'string' ? calls[name][list] : list);
  const next = listed(more.next) ?? signed;
  return {
    anna: signed,
    again: anna.fields === fresh.fields ? [] : again,
    boris: joined(forget, next),
    nobody: more.isOver ? [] : joined(forget, nobody),
    afterNobody: listed(more.last) ?? (nobody.length ? updates : next),
    forget: more.isOver ? [] : forget,
    fresh: (more.fresh ?? joined(forget, nobody)).filter((one) => !isNothing(one)),
  };
}


class Window {
  constructor(page, site, name, way) {
    Object.assign(this, { page, site, name, way, story: site.story(name, way), faults: [] });
    this.listener = (message) => {
      if (['error', 'warning'].includes(message.type())) this.faults.push(message.text());
    };
    this.error = (error) => { this.faults.push(String(error)); };
    page.on('console', this.listener).on('pageerror', this.error);
  }

  close() {
    this.page.off('console', this.listener).off('pageerror', this.error);
  }

  open(who, query = '') {
    return this.page.goto(`${this.site.origin}/${this.name}/${this.way}/${who}${query}`);
  }

  /** Plays steps: [who, what the widget is told, whether it asks with an old function]. */
  async play(...steps) {
    const told = await this.page.evaluate((steps) => window.story(steps), steps.map(({ who, expected, isShown }) => ({
      who,
      html: isShown ? null : this.story[who].html,
      count: expected.length,
      isHeld: expected.at(-1)?.[0] === 'held',
    })));
    for (const [at, { what, who, expected }] of steps.entries()) {
      const found = told[at].map((call) => worded(call, this.story[who].words));
      assert.deepEqual(joined(found), joined(expected), `${what}: ${JSON.stringify(found)}\n${this.faults.join('\n')}`);
    }
    assert.deepEqual(this.faults, [], `errors up to: ${steps.at(-1).what}`);
  }

  /** Nothing of Anna or Boris is left. */
  async leavesNothing() {
    const left = await this.page.evaluate(() => window.left());
    for (const [place, text] of Object.entries(left)) {
      for (const who of ['anna', 'boris']) {
        const { mark, signature } = this.story[who];
        // What the widget has been told it may know. A function must not give it the token of a former visitor.
        const traces = place === 'held' ? [signature] : [signature, people[who].id, people[who].email, ...(calls[this.name].isOver ? [] : [mark])];
        for (const trace of traces) assert.ok(!text.includes(trace), `${trace} is left in ${place}: ${text}`);
      }
    }
    this.faults.length = 0;
  }

  knowsAnna() {
    return this.page.evaluate(([key, mark]) => localStorage.setItem(key, mark), [`visitorseal.${this.name}`, this.story.anna.mark]);
  }
}

/** Where the widget has not loaded: what waits for it says nothing of Anna, or forgets her later. */
async function queue(page, window) {
  const { name, story: { anna } } = window;
  await window.open('anna', '?queue');
  await page.evaluate((html) => window.story([{ who: 'nobody', count: 0, html }]), window.story.nobody.html);
  const queued = worded(await page.evaluate(() => window.queued()), anna.words);
  assert.deepEqual(window.faults, [], 'a forget before the widget has loaded');
  const entries = Array.isArray(queued) ? queued : [];
  const at = entries.findLastIndex((entry) => /\$(id|email|name|signature)/.test(JSON.stringify(entry)));
  const out = calls[name].forget.map(([path, ...values]) => JSON.stringify([...path.split('.').slice(1), ...values]));
  const isForgotten = at < 0 || entries.slice(at + 1).some((entry) => out.includes(JSON.stringify(entry)));
  assert.ok(isForgotten, `Anna waits in the queue: ${JSON.stringify(entries)}`);
}

async function story(page, site, name, way) {
  const window = new Window(page, site, name, way);
  const expected = expectedOf(name, window.story);
  try {
    await window.open('anna');
    await window.play(
      { what: 'Anna', who: 'anna', expected: expected.anna, isShown: true },
      { what: 'Anna again', who: 'anna', expected: [] },
      { what: 'Anna with other fields', who: 'fresh', expected: expected.again },
      { what: 'Boris', who: 'boris', expected: expected.boris },
      { what: 'nobody', who: 'nobody', expected: expected.nobody },
      { what: 'nobody again', who: 'nobody', expected: [] },
      { what: 'Anna after nobody', who: 'anna', expected: expected.afterNobody },
    );
    if (way === 'inline') await window.play({ what: 'a sign-out', who: 'forget', expected: expected.forget });
    else await window.play({ what: 'a sign-out', who: 'nobody', expected: expected.nobody });
    await window.leavesNothing();
    // The other windows have the same code of the scheme in both ways.
    if (way === 'element') return;

    await window.knowsAnna();
    await window.open('nobody');
    await window.play({ what: 'nobody in a window that knew Anna', who: 'nobody', expected: expected.fresh, isShown: true });

    await window.knowsAnna();
    await window.open('forget', '?bare');
    await page.evaluate(() => window.story([{ count: 0 }]));
    assert.deepEqual(window.faults, [], 'a forget without the widget');

    if (await page.evaluate(() => 'queued' in window)) await queue(page, window);
  } finally {
    window.close();
  }
}

async function newPage() {
  const context = await browser.newContext();
  context.setDefaultTimeout(timeout);
  await context.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`blocked by ${event.violatedDirective}: ${event.blockedURI}`);
  }));
  // Scripts of vendors whose attributes say who the visitor is.
  const tag = { contentType: 'text/javascript', body: 'window.tagged(document.currentScript.dataset);' };
  await context.route(/^https:/, (route) => route.fulfill(tag));
  return context.newPage();
}

describe('the widget is told what the vendor documents, and nothing of a former visitor', { concurrency: 2 }, () => {
  for (const way of ['inline', 'element']) {
    test(`with the ${way === 'inline' ? 'inline script' : 'element and its file'}`, async (t) => {
      const page = await newPage();
      for (const name of Object.keys(calls).filter((name) => !only || only.test(name))) {
        await t.test(name, () => story(page, site, name, way));
      }
      await page.context().close();
    });
  }
});

// A fault in the code of a scheme, and how the story fails.
const planted = {
  'a forget that tells the widget nothing': ['bookbag', "window.bookbag('identify', null);", 'window.bookbag;', /^Boris: /],
  'a forget that leaves what the page has set': ['bedesk', 'delete window.BeChatSettings.user;', 'window.BeChatSettings;', /^nobody: /],
  'a forget that fails where nothing is there': [
    'bedesk', 'if (window.BeChatSettings) delete', 'delete', /^errors up to: nobody in a window that knew Anna/,
  ],
  'a forget that leaves a call in the queue': ['canny', "call[0] !== 'identify'", 'true', /^Anna waits in the queue/],
  'a widget that is not told new fields': ['supportwire', 'widget.updateConfig(config);', 'widget.slug;', /^Anna with other fields: /],
};

describe('the stories find', { concurrency: 5 }, () => {
  for (const [name, [scheme, from, to, message]] of Object.entries(planted)) {
    test(name, async () => {
      const faulty = await startSite((toml) => {
        assert.ok(toml.includes(from), `${from} is in ${scheme}: edit this test with it`);
        return toml.replace(from, to);
      });
      const page = await newPage();
      try {
        await assert.rejects(story(page, faulty, scheme, 'inline'), ({ message: found }) => message.test(found) || assert.fail(found));
      } finally {
        await page.context().close();
        faulty.stop();
      }
    });
  }
});
