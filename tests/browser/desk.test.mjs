// The desk's own page: signed and unsigned fields, refused visits, policies, keys, and answers to visitors.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { brands, customers, savePicture, startDesk, startShop } from './setup.mjs';
import { browserTest, ShopPage } from './shop_page.mjs';

const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

/** A new desk with a shop, both open in one browser. */
async function startAll(context) {
  const desk = await startDesk();
  const shop = await startShop('rust', desk);
  const page = await context.newPage();
  await page.goto(desk.address);
  return { desk, page, openShop: (customerPage, brand) => new ShopPage(customerPage, shop, brand) };
}

/** Selects the newest visit of the list when it has this status. */
const selectNewest = (page, status) => selectVisit(page, page.locator(`#visits > li:first-child:has(.mark.${status})`));

/**
 * Selects the visit of a row. The page draws its list anew while it is used, and selects a first visit by itself, so the
 * row is chosen by its ID, with one key, and the visit is there when its heading is.
 */
async function selectVisit(page, row) {
  const id = await row.getAttribute('data-visit');
  await page.locator(`[data-visit="${id}"] button`).press('Enter');
  await page.locator('#visit').getByRole('heading', { name: `Visit ${id}`, exact: true }).waitFor();
}

/** The table of fields: each name with its value and whether it is signed. */
const fieldTable = (scope) => scope.locator('tr:has(td .mark:is(.verified, .anonymous))').evaluateAll((rows) => Object.fromEntries(
  rows.filter((row) => row.querySelector('th').textContent !== 'Outcome').map((row) => [row.cells[0].textContent, row.cells[1].textContent]),
));

const findings = (scope) => scope.locator('.finding code').allTextContents();

describe("the desk's page", { concurrency: 2 }, () => {
  browserTest('shows which fields are signed', async (customer, context) => {
    const { page, openShop } = await startAll(context);
    const visit = openShop(customer, 'bookbag');
    await visit.go();
    await visit.signIn('jane');
    await visit.expectGreeting('jane');
    await selectNewest(page, 'verified');
    const { id, name, email, phone } = customers.jane;
    assert.deepEqual(await fieldTable(page.locator('#visit')), {
      id: `${id} signed`,
      name: `${name} not signed`,
      email: `${email} not signed`,
      phone: `${phone} not signed`,
      plan: 'growth not signed',
    });
    assert.match(await page.locator('#visit').textContent(), /verified with key \d+/);
    // With a signature that verified, agents could pose as the visitor.
    const { user_hash: signature, ...sent } = visit.fields;
    assert.match(signature, /^[0-9a-f]{64}$/);
    assert.deepEqual(JSON.parse(await page.locator('#visit pre').textContent()), sent);
    assert.ok(!(await page.content()).includes(signature));
  });

  browserTest('shows why a visit was refused', async (customer, context) => {
    const { page, openShop } = await startAll(context);
    const visit = openShop(customer, 'bookbag');
    await visit.go();
    await visit.signIn('jane');
    await visit.expectGreeting('jane');
    await visit.callWidget({ ...visit.fields, user_hash: visit.fields.user_hash.toUpperCase() });
    await visit.expectStatus('refused');
    await selectNewest(page, 'refused');
    assert.deepEqual(await findings(page.locator('#visit')), ['result_upper_case']);
  }, { expect401: true });

  browserTest('verifies edited fields and does not store them', async (customer, context) => {
    const { desk, page, openShop } = await startAll(context);
    const visit = openShop(customer, 'bookbag');
    await visit.go();
    await visit.signIn('long');
    await visit.expectGreeting('long');
    await selectNewest(page, 'verified');
    const before = (await desk.state()).visits;
    const editor = page.locator('#visit .attempt');
    await editor.locator('summary').click();
    const tryFields = async (fields, status) => {
      await editor.locator('textarea').fill(JSON.stringify(fields));
      const answer = page.waitForResponse((response) => response.url().endsWith('/try'));
      await editor.getByRole('button').click();
      await answer;
      await editor.locator(`.result > p > .mark.${status}`).waitFor();
    };
    await tryFields({ ...visit.fields, user_id: customers.jane.id }, 'refused');
    assert.match(await editor.locator('.result').textContent(), /signature_mismatch/);
    await tryFields({ ...visit.fields, user_metadata: { name: 'The Director' } }, 'verified');
    assert.deepEqual(await fieldTable(editor), { id: `${customers.long.id} signed`, name: 'The Director not signed' });
    assert.deepEqual((await desk.state()).visits, before);
  });

  browserTest('changes policy and keys for the next visit', async (customer, context) => {
    const { desk, page, openShop } = await startAll(context);
    const card = page.locator('[data-brand=fernand]');
    const changed = page.waitForResponse((response) => response.url().endsWith('/brands/fernand/policy'));
    await card.getByLabel('Policy of Fernand').selectOption('required');
    await changed;
    await card.locator('summary').click();
    await card.getByLabel('New key of Fernand').fill('a new secret of some length');
    await card.getByRole('button', { name: 'Add as newest key' }).click();
    await card.locator('.keys > li').nth(1).waitFor();
    const { policy, keys } = (await desk.state()).brands.find(({ name }) => name === 'fernand');
    assert.equal(policy, 'required');
    assert.equal(keys.length, 2);

    const visit = openShop(customer, 'fernand');
    await visit.go();
    await visit.expectStatus('refused');
    await visit.signIn('jane');
    await visit.expectGreeting('jane');
    await card.getByRole('button', { name: /Remove/ }).nth(1).click();
    await card.locator('.keys > li').nth(1).waitFor({ state: 'detached' });
    await visit.go();
    await visit.expectStatus('refused');
  }, { expect401: true });

  browserTest("fills the visitor's name into an answer", async (customer, context) => {
    const { page, openShop } = await startAll(context);
    const visit = openShop(customer, 'reamaze');
    await visit.go();
    await visit.signIn('bobby');
    await visit.expectGreeting('bobby');
    await visit.send('Where is my tea?');
    const contact = page.locator('#contacts > li', { hasText: customers.bobby.id });
    // The card can be drawn before the message has come. An open one is not drawn anew.
    await contact.locator('.talk').waitFor({ state: 'attached' });
    await contact.locator('summary').click();
    await contact.locator('.talk li', { hasText: 'Where is my tea?' }).waitFor();
    assert.deepEqual(await contact.locator('.talk li.auto').allTextContents(), ['Thank you, we have your message.']);
    const { id, name, email } = customers.bobby;
    assert.deepEqual(await fieldTable(contact), { id: `${id} signed`, email: `${email} signed`, name: `${name} not signed` });
    await contact.getByLabel('Answer').fill('On its way, {{contact.name}}.');
    await contact.getByRole('button', { name: 'Answer' }).click();
    await contact.locator('.talk li', { hasText: 'On its way' }).waitFor();
    await customer.reload();
    await visit.expectGreeting('bobby');
    const answers = await visit.widget.locator('li[data-from=agent]').allTextContents();
    assert.deepEqual(answers, [`On its way, ${customers.bobby.name}.`], 'the automatic answer does not count as an agent\'s');
  });

  browserTest('shows hostile names as text, on every screen size', async (customer, context) => {
    const { page, openShop } = await startAll(context);
    const title = await page.title();
    for (const brand of brands) {
      const visit = openShop(customer, brand);
      await visit.go();
      for (const key of ['zoe', 'long', 'bobby', 'jane']) {
        await visit.signIn(key);
        await visit.expectGreeting(key);
        await visit.send(`</li><script>document.title = 'taken'</script> says ${key}`);
        await visit.signOut();
      }
    }
    await page.locator('#contacts > li').nth(19).waitFor();
    await selectVisit(page, page.locator('#visits > li', { hasText: '</script><script>' }).first());
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      for (const [name, size] of Object.entries(sizes)) {
        await page.setViewportSize(size);
        const [width, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(width <= screen, `${name}: the page is ${width} wide on a screen of ${screen}`);
        await page.evaluate(() => scrollTo(0, 0));
        await savePicture(page, `desk-${name}-${colorScheme}`);
      }
    }
    assert.equal(await page.title(), title);
  });
});
