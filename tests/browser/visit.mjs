// A person at a browser: what can be seen and done on a shop's page and in its widget.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, customers, patience } from './house.mjs';

/**
 * A test with a browser of its own, in which nothing may go wrong unseen: an error, a warning, a dialog, something that
 * the Content-Security-Policy stops. `refused` lets the browser say on its console that the desk answered 401.
 */
export function browsing(name, run, { refused = false, skip = false, ...options } = {}) {
  test(name, { skip }, async () => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(patience);
    const faults = [];
    context.on('page', (page) => watch(page, faults, refused));
    try {
      await run(await context.newPage(), context);
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
    }
  });
}

function watch(page, faults, refused) {
  page.on('console', (message) => {
    const expected = (refused && /Failed to load resource: .* 401 /.test(message.text()))
      || message.location().url.endsWith('/favicon.ico');
    if (['error', 'warning'].includes(message.type()) && !expected) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  // Not everything that a policy stops is told on the console.
  page.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`stopped by ${event.violatedDirective}: ${event.blockedURI}`);
  }));
}

/** A page of a shop with a brand's widget on it. */
export class Visit {
  constructor(page, shop, brand) {
    this.page = page;
    this.address = `${shop}/${brand}`;
    this.brand = brand;
    this.widget = page.locator('#desk-widget');
    /** What the widget last sent of the visitor. */
    this.fields = null;
    page.on('request', (request) => {
      if (request.method() === 'POST' && request.url().includes(`/brands/${brand}/`)) this.fields = request.postDataJSON().fields;
    });
  }

  async go(query = '') {
    await this.page.goto(this.address + query);
  }

  async signIn(key) {
    await this.page.locator('select[name=customer]').selectOption(key);
    await this.page.getByRole('button', { name: 'Sign in' }).click();
    await this.page.locator('[data-customer]').waitFor();
    assert.equal(this.page.url(), this.address);
    assert.equal((await this.page.locator('[data-customer]').textContent()).trim(), customers[key].name);
  }

  async signOut() {
    await this.page.getByRole('button', { name: 'Sign out' }).click();
    await this.page.getByRole('button', { name: 'Sign in' }).waitFor();
    assert.equal(this.page.url(), this.address);
    assert.equal(await this.page.locator('[data-customer]').count(), 0);
  }

  /** Waits until the widget says who it takes the visitor for. */
  async is(status) {
    const there = this.page.locator(`#desk-widget[data-brand=${this.brand}][data-status=${status}]`);
    try {
      await there.waitFor({ state: 'attached' });
    } catch {
      assert.fail(`the ${this.brand} widget is ${await this.#now()}, not ${status}`);
    }
  }

  async #now() {
    if (!await this.widget.count()) return 'not there';
    return `${await this.widget.getAttribute('data-status')} ${await this.error()}`;
  }

  /** Signed in, and recognised as this customer. */
  async greets(key) {
    await this.is('verified');
    assert.equal(await this.greeting(), `Hello ${nameFor(this.brand, key)}`);
    assert.equal(await this.error(), '');
  }

  /** Nothing of a former visitor is left: no name, no message, nothing kept in the browser. */
  async knowsNobody() {
    await this.is('anonymous');
    assert.doesNotMatch(await this.greeting(), /Jane|Bobby|Zo|Lena|@/);
    assert.deepEqual(await this.messages(), []);
    assert.deepEqual(await this.page.evaluate(() => Object.keys(localStorage)), []);
  }

  greeting() {
    return this.widget.locator('[data-greeting]').textContent();
  }

  error() {
    return this.widget.locator('[data-error]').textContent();
  }

  /** The visitor's own messages; the desk's replies stand between them. */
  messages() {
    return this.widget.locator('[data-messages] > li[data-from=visitor]').allTextContents();
  }

  async open() {
    const input = this.widget.locator('input[name=text]');
    if (!await input.isVisible()) await this.widget.getByRole('button', { name: 'chat' }).last().click();
    await input.waitFor();
  }

  /** Sends a message without waiting for the desk. */
  async sends(text) {
    await this.open();
    await this.widget.locator('input[name=text]').fill(text);
    await this.widget.locator('button[type=submit]').click();
  }

  /** Sends a message that the desk has then. */
  async says(text) {
    const answer = this.page.waitForResponse((response) => response.url().endsWith(`/brands/${this.brand}/messages`));
    await this.sends(text);
    assert.equal((await answer).status(), 200);
    await this.widget.locator('[data-messages] > li[data-from=visitor]', { hasText: text }).last().waitFor();
  }

  /** The page's own call, as anyone can make it in the browser's tools. */
  hand(fields) {
    return this.page.evaluate(({ brand, fields }) => ({
      reamaze: () => Object.assign(window._support.user, fields),
      fernand: () => window.Fernand('set', { user: fields }),
      orlo: () => { window.orloCustomer = fields.jwt; },
      bookbag: () => window.bookbag('identify', fields),
      thread: () => window.chatgenie.default.messenger().initialize(fields),
    })[brand](), { brand: this.brand, fields });
  }
}

/** Thread's page has a place for the e-mail address alone. */
export function nameFor(brand, key) {
  return brand === 'thread' ? customers[key].email : customers[key].name;
}
