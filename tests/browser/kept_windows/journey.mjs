// A visitor's way through a site. After each step the widget must know the right visitor, or nobody.

import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { timeout as usual } from '../setup.mjs';
import { traces } from './statements.mjs';

const log = 'standin.log';
const timeout = Number(process.env.PATIENCE ?? usual);

/** In the page: the calls that follow belong to this step. */
function noteStep({ log, step, who }) {
  const main = document.querySelector('main');
  if (main) main.seen = `${step} ${main.dataset.served}`;
  const calls = JSON.parse(sessionStorage.getItem(log) ?? '[]');
  sessionStorage.setItem(log, JSON.stringify([...calls, { step, who }]));
}

export class Journey {
  #step = 0;

  constructor(page, site) {
    this.page = page;
    this.site = site;
    /** Who the widget must know now. */
    this.who = null;
    /** Whether another tab knows somebody, whose mark then stands in localStorage. */
    this.isShared = false;
    this.steps = [];
  }

  /** Does `act`, and waits until the page `name` is there and the widget knows `who`. */
  async step(what, who, name, act) {
    this.who = who;
    if (!this.steps.length) this.first = who;
    this.steps.push(`${what}: ${who ?? 'nobody'}`);
    this.#step += 1;
    const step = this.#step;
    try {
      await this.page.evaluate(noteStep, { log, step, who }).catch((error) => { if (step > 1) throw error; });
      await act();
      await this.page.waitForFunction(({ step, name }) => {
        const main = document.querySelector('main');
        return document.readyState === 'complete' && main?.dataset.page === name && main.seen !== `${step} ${main.dataset.served}`
          && !document.documentElement.hasAttribute('data-turbo-preview');
      }, { step, name }, { timeout, polling: 20 });
      await this.knows(who);
    } catch (error) {
      assert.fail(`${this.steps.join('\n')}\n${error.message}\n${await this.described()}`);
    }
  }

  /** Does `act`, after which the widget must know `who`. The page stays. */
  async draws(what, who, act) {
    this.who = who;
    this.steps.push(`${what}: ${who ?? 'nobody'}`);
    this.#step += 1;
    try {
      await this.page.evaluate(noteStep, { log, step: this.#step, who });
      await act();
      await this.knows(who);
    } catch (error) {
      assert.fail(`${this.steps.join('\n')}\n${error.message}\n${await this.described()}`);
    }
  }

  /** Waits until the widget knows `who`. */
  async knows(who) {
    await this.page.waitForFunction((who) => window.standin && window.standin.who() === who, who, { timeout: this.site.patience ?? timeout, polling: 20 });
    await this.settled();
    await this.leavesNothing();
  }

  /** What is due now in the window has been done. */
  settled() {
    return this.page.evaluate(() => new Promise((resolve) => {
      requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve, 0)));
    }));
  }

  /** Nothing signed is in a store of the browser, and after a sign-out nothing of the visitor at all. */
  async leavesNothing() {
    const left = await this.page.evaluate((log) => {
      const store = (storage) => JSON.stringify(Object.entries(storage).filter(([key]) => key !== log));
      const snapshots = window.Turbo ? Object.values(window.Turbo.session.view.snapshotCache.snapshots) : [];
      return {
        localStorage: store(localStorage),
        sessionStorage: store(sessionStorage),
        'history.state': JSON.stringify(history.state) ?? '',
        "Turbo's snapshots": snapshots.map(({ element, headSnapshot }) => element.outerHTML + Object.keys(headSnapshot.detailsByOuterHTML)).join(''),
        'the document': document.documentElement.outerHTML,
      };
    }, log);
    const { scheme, origin } = this.site;
    const isKnown = this.who || this.isShared;
    const mark = (text) => (isKnown ? text.replace(/\["visitorseal\.\w+","[\w-]{16}"\]/, '') : text);
    for (const [place, text] of Object.entries(left)) {
      if (place === 'the document' && this.who && this.site.staysInDocument) continue;
      for (const trace of traces(scheme, origin)) {
        assert.ok(!(place === 'localStorage' ? mark(text) : text).includes(trace), `${trace} is in ${place}: ${text}`);
      }
    }
    if (!isKnown) assert.ok(!left.localStorage.includes('visitorseal'), `localStorage: ${left.localStorage}`);
  }

  async calls() {
    return JSON.parse(await this.page.evaluate((log) => sessionStorage.getItem(log) ?? '[]', log));
  }

  async described() {
    try {
      const known = await this.page.evaluate(() => window.standin?.who());
      return `${this.page.url()}, the widget knows ${known}\n${(await this.calls()).map((call) => JSON.stringify(call)).join('\n')}`;
    } catch (error) {
      return error.message;
    }
  }

  /** The calls fit the steps: no visitor but the step's, nobody twice in a window, and a forget between two visitors. */
  async check() {
    await this.settled();
    const calls = await this.calls();
    const faults = [];
    let step = { who: this.first };
    let known = null;
    let window = null;
    let isSomebody = false;
    for (const call of calls) {
      if (call.step) {
        step = call;
        continue;
      }
      if (call.page !== window) [window, known] = [call.page, null];
      if (call.call === 'identify') {
        if (call.who !== step.who) faults.push(`${JSON.stringify(call)} in ${JSON.stringify(step)}`);
        if (known === call.who && !this.site.mayRepeat) faults.push(`twice: ${JSON.stringify(call)}`);
        if (known && known !== call.who) faults.push(`without a forget before it: ${JSON.stringify(call)}`);
        known = call.who;
        isSomebody = true;
      } else if (call.call === 'forget') {
        if (!isSomebody) faults.push('a forget where nobody was known');
        known = null;
        isSomebody = false;
      } else if (call.call === 'started twice') {
        faults.push('started twice');
      } else if (call.call === 'start') {
        isSomebody = true;
      }
    }
    if (!isDeepStrictEqual(faults, [])) assert.fail(`${faults.join('\n')}\n\n${this.steps.join('\n')}\n${await this.described()}`);
    return calls;
  }

  // Parts of steps, for a window whose widget or file is late.

  async visit(name, who) {
    await this.page.goto(`${this.site.origin}/${name === 'home' ? '' : name}`, { waitUntil: 'commit' });
    await this.page.locator(`main[data-page=${name}]`).waitFor();
    this.who = who;
  }

  /** Clicks, and waits for a page of `who`. */
  async click(selector, who) {
    const served = await this.page.getAttribute('main', 'data-served');
    await this.page.click(selector);
    await this.page.locator(`main[data-who="${who}"]:not([data-served="${served}"])`).waitFor();
    this.who = who || null;
    await this.settled();
    await this.leavesNothing();
  }

  // The steps.

  open(name = 'home', who = this.who) {
    return this.step(`open ${name}`, who, name, () => this.page.goto(`${this.site.origin}/${name === 'home' ? '' : name}`));
  }

  go(name) {
    return this.step(`go to ${name}`, this.who, name, () => this.page.click(`#${name}`));
  }

  signIn(who) {
    return this.step(`sign in as ${who}`, who, 'home', () => this.page.click(`#in-${who} button`));
  }

  /** `way` is link, form or fetch. */
  signOut(way) {
    return this.step(`sign out by ${way}`, null, 'home', () => this.page.click(way === 'form' ? '#out-by-form button' : `#out-by-${way}`));
  }

  back(name) {
    return this.step(`Back to ${name}`, this.who, name, () => this.page.evaluate(() => { setTimeout(() => history.back()); }));
  }

  forward(name) {
    return this.step(`Forward to ${name}`, this.who, name, () => this.page.evaluate(() => { setTimeout(() => history.forward()); }));
  }

  reload(name) {
    return this.step(`reload ${name}`, this.who, name, () => this.page.reload());
  }
}
