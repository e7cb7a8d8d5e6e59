// The desk's own page: what is proven and what merely claimed, why something was refused, and what people at the desk do.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { brands, customers, picture, startDesk, startShop } from './house.mjs';
import { browsing, Visit } from './visit.mjs';

const sizes = { desktop: { width: 1280, height: 900 }, phone: { width: 390, height: 844 } };

/** A desk of its own, with a shop, and both in one browser. */
async function place(context) {
  const desk = await startDesk();
  const shop = await startShop('rust', desk);
  const page = await context.newPage();
  await page.goto(desk.address);
  return { desk, page, visiting: (customerPage, brand) => new Visit(customerPage, shop, brand) };
}

/** Chooses the newest visit of the list, once it is one of this outcome. */
async function chooseNewest(page, status) {
  await page.locator(`#visits > li:first-child .mark.${status}`).waitFor();
  await page.locator('#visits > li:first-child button').click();
  await page.locator('#visit pre').waitFor();
}

/** The table of what is proven: member, value and word. */
const proven = (scope) => scope.locator('tr:has(td .mark:is(.verified, .anonymous))').evaluateAll((rows) => Object.fromEntries(
  rows.filter((row) => row.querySelector('th').textContent !== 'Outcome').map((row) => [row.cells[0].textContent, row.cells[1].textContent]),
));

const findings = (scope) => scope.locator('.finding code').allTextContents();

describe("the desk's page", { concurrency: 2 }, () => {
  browsing('tells what is signed from what is merely claimed', async (customer, context) => {
    const { page, visiting } = await place(context);
    const visit = visiting(customer, 'bookbag');
    await visit.go();
    await visit.signIn('jane');
    await visit.greets('jane');
    await chooseNewest(page, 'verified');
    const { id, name, email, phone } = customers.jane;
    assert.deepEqual(await proven(page.locator('#visit')), {
      id: `${id} signed`,
      name: `${name} merely claimed`,
      email: `${email} merely claimed`,
      phone: `${phone} merely claimed`,
      plan: 'growth merely claimed',
    });
    assert.match(await page.locator('#visit').textContent(), /key \d+ matched/);
    // A signature that verified is a log-in: agents do not see it.
    const { user_hash: signature, ...sent } = visit.fields;
    assert.match(signature, /^[0-9a-f]{64}$/);
    assert.deepEqual(JSON.parse(await page.locator('#visit pre').textContent()), sent);
    assert.ok(!(await page.content()).includes(signature));
  });

  browsing('says what was wrong with a refused one', async (customer, context) => {
    const { page, visiting } = await place(context);
    const visit = visiting(customer, 'bookbag');
    await visit.go();
    await visit.signIn('jane');
    await visit.greets('jane');
    await visit.hand({ ...visit.fields, user_hash: visit.fields.user_hash.toUpperCase() });
    await visit.is('refused');
    await chooseNewest(page, 'refused');
    assert.deepEqual(await findings(page.locator('#visit')), ['result_upper_case']);
  }, { refused: true });

  browsing('lets one edit the fields as an attacker would, and keeps nothing of it', async (customer, context) => {
    const { desk, page, visiting } = await place(context);
    const visit = visiting(customer, 'bookbag');
    await visit.go();
    await visit.signIn('long');
    await visit.greets('long');
    await chooseNewest(page, 'verified');
    const before = (await desk.state()).visits;
    const attempt = page.locator('#visit .attempt');
    await attempt.locator('summary').click();
    const tries = async (fields, status) => {
      await attempt.locator('textarea').fill(JSON.stringify(fields));
      const answer = page.waitForResponse((response) => response.url().endsWith('/try'));
      await attempt.getByRole('button').click();
      await answer;
      await attempt.locator(`.result > p > .mark.${status}`).waitFor();
    };
    await tries({ ...visit.fields, user_id: customers.jane.id }, 'refused');
    assert.match(await attempt.locator('.result').textContent(), /signature_mismatch/);
    await tries({ ...visit.fields, user_metadata: { name: 'The Director' } }, 'verified');
    assert.deepEqual(await proven(attempt), { id: `${customers.long.id} signed`, name: 'The Director merely claimed' });
    assert.deepEqual((await desk.state()).visits, before);
  });

  browsing('changes policies and keys at once', async (customer, context) => {
    const { desk, page, visiting } = await place(context);
    const card = page.locator('[data-brand=fernand]');
    await card.getByLabel('Policy of Fernand').selectOption('required');
    await card.locator('summary').click();
    await card.getByLabel('New key of Fernand').fill('a new secret of some length');
    await card.getByRole('button', { name: 'Add as the newest' }).click();
    await card.locator('.keys > li').nth(1).waitFor();
    const { policy, keys } = (await desk.state()).brands.find(({ name }) => name === 'fernand');
    assert.equal(policy, 'required');
    assert.equal(keys.length, 2);

    const visit = visiting(customer, 'fernand');
    await visit.go();
    await visit.is('refused');
    await visit.signIn('jane');
    await visit.greets('jane');
    await card.getByRole('button', { name: /Remove/ }).nth(1).click();
    await card.locator('.keys > li').nth(1).waitFor({ state: 'detached' });
    await visit.go();
    await visit.is('refused');
  }, { refused: true });

  browsing("answers a customer by the name that it knows", async (customer, context) => {
    const { page, visiting } = await place(context);
    const visit = visiting(customer, 'reamaze');
    await visit.go();
    await visit.signIn('bobby');
    await visit.greets('bobby');
    await visit.says('Where is my tea?');
    const contact = page.locator('#contacts > li', { hasText: customers.bobby.id });
    await contact.locator('summary').click();
    await contact.locator('.talk li', { hasText: 'Where is my tea?' }).waitFor();
    assert.deepEqual(await contact.locator('.talk li.auto').allTextContents(), ['Thank you, we have your message.']);
    const { id, name, email } = customers.bobby;
    assert.deepEqual(await proven(contact), { id: `${id} signed`, email: `${email} signed`, name: `${name} merely claimed` });
    await contact.getByLabel('Answer').fill('On its way, {{contact.name}}.');
    await contact.getByRole('button', { name: 'Answer' }).click();
    await contact.locator('.talk li', { hasText: 'On its way' }).waitFor();
    await customer.reload();
    await visit.greets('bobby');
    const answers = await visit.widget.locator('li[data-from=agent]').allTextContents();
    assert.deepEqual(answers, [`On its way, ${customers.bobby.name}.`], 'what the desk writes by itself is not an agent');
  });

  browsing('shows every visitor as text, on any screen', async (customer, context) => {
    const { page, visiting } = await place(context);
    const title = await page.title();
    for (const brand of brands) {
      const visit = visiting(customer, brand);
      await visit.go();
      for (const key of ['zoe', 'long', 'bobby', 'jane']) {
        await visit.signIn(key);
        await visit.greets(key);
        await visit.says(`</li><script>document.title = 'taken'</script> says ${key}`);
        await visit.signOut();
      }
    }
    await page.locator('#contacts > li').nth(19).waitFor();
    await page.locator('#visits > li', { hasText: '</script><script>' }).first().locator('button').click();
    await page.locator('#visit pre').waitFor();
    for (const colorScheme of ['light', 'dark']) {
      await page.emulateMedia({ colorScheme });
      for (const [name, size] of Object.entries(sizes)) {
        await page.setViewportSize(size);
        const [wide, there] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
        assert.ok(wide <= there, `${name}: the page is ${wide} wide on a screen of ${there}`);
        await page.evaluate(() => scrollTo(0, 0));
        await picture(page, `desk-${name}-${colorScheme}`);
      }
    }
    assert.equal(await page.title(), title);
  });
});
