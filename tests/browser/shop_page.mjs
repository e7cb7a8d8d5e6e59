// A visitor at a browser: what a person sees and does on a shop's page and in its widget.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { browser, customers, timeout } from './setup.mjs';

/**
 * A test with its own browser context. It fails on every error, warning, dialog and violation of the
 * Content-Security-Policy. `expect401` allows the console message of a response 401, and `expected` is a pattern of the
 * messages that the test is about.
 */
export function browserTest(name, run, { expect401 = false, expected = null, skip = false, ...options } = {}) {
  test(name, { skip }, async () => {
    const context = await browser.newContext(options);
    context.setDefaultTimeout(timeout);
    const faults = [];
    context.on('page', (page) => collectFaults(page, faults, expect401 ? /Failed to load resource: .* 401 / : expected));
    try {
      await run(await context.newPage(), context);
      assert.deepEqual(faults, []);
    } finally {
      await context.close();
    }
  });
}

function collectFaults(page, faults, expected) {
  page.on('console', (message) => {
    const isExpected = expected?.test(message.text()) || message.location().url.endsWith('/favicon.ico');
    if (['error', 'warning'].includes(message.type()) && !isExpected) faults.push(message.text());
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    return dialog.dismiss();
  });
  // The console does not report every violation of a policy.
  page.addInitScript(() => document.addEventListener('securitypolicyviolation', (event) => {
    console.error(`blocked by ${event.violatedDirective}: ${event.blockedURI}`);
  }));
}

/** A page of a shop with a brand's widget. */
export class ShopPage {
  constructor(page, shop, brand) {
    this.page = page;
    this.address = `${shop}/${brand}`;
    this.brand = brand;
    this.widget = page.locator('#desk-widget');
    /** The fields that the widget sent last. */
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

  /** Waits until the widget shows this status. */
  async expectStatus(status) {
    const widget = this.page.locator(`#desk-widget[data-brand=${this.brand}][data-status=${status}]`);
    try {
      await widget.waitFor({ state: 'attached' });
    } catch {
      assert.fail(`the ${this.brand} widget is ${await this.#status()}, not ${status}`);
    }
  }

  async #status() {
    if (!await this.widget.count()) return 'missing';
    return `${await this.widget.getAttribute('data-status')} ${await this.error()}`;
  }

  /** Expects the widget to know this customer. */
  async expectGreeting(key) {
    await this.expectStatus('verified');
    assert.equal(await this.greeting(), `Hello ${greetingName(this.brand, key)}`);
    assert.equal(await this.error(), '');
  }

  /** Expects nothing of an earlier visitor: no name, no message, no entry in the browser's storage. */
  async expectAnonymous() {
    await this.expectStatus('anonymous');
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

  /** The visitor's own messages, without the desk's answers. */
  messages() {
    return this.widget.locator('[data-messages] > li[data-from=visitor]').allTextContents();
  }

  async openWidget() {
    const input = this.widget.locator('input[name=text]');
    if (!await input.isVisible()) await this.widget.getByRole('button', { name: 'chat' }).last().click();
    await input.waitFor();
  }

  /** Sends a message and does not wait for the desk. */
  async submit(text) {
    await this.openWidget();
    await this.widget.locator('input[name=text]').fill(text);
    await this.widget.locator('button[type=submit]').click();
  }

  /** Sends a message and waits for the desk. */
  async send(text) {
    const answer = this.page.waitForResponse((response) => response.url().endsWith(`/brands/${this.brand}/messages`));
    await this.submit(text);
    assert.equal((await answer).status(), 200);
    await this.widget.locator('[data-messages] > li[data-from=visitor]', { hasText: text }).last().waitFor();
  }

  /** Calls the widget as the page does. Anyone can do that in the browser's console. */
  callWidget(fields) {
    return this.page.evaluate(({ brand, fields }) => ({
      reamaze: () => Object.assign(window._support.user, fields),
      fernand: () => window.Fernand('set', { user: fields }),
      orlo: () => { window.orloCustomer = fields.jwt; },
      bookbag: () => window.bookbag('identify', fields),
      thread: () => window.chatgenie.default.messenger().initialize(fields),
    })[brand](), { brand: this.brand, fields });
  }
}

/** Thread's page takes only the email address. */
export function greetingName(brand, key) {
  return brand === 'thread' ? customers[key].email : customers[key].name;
}
