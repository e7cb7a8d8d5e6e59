// A visitor who pretends, in their own browser, to be somebody else.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { brands, customers, startDesk, startShop } from './setup.mjs';
import { browserTest, ShopPage } from './shop_page.mjs';

const desk = await startDesk();
const shop = await startShop('rust', desk);

/** The fields of one customer with the identity of another, and the old signature. */
const forge = {
  reamaze: (fields, { id, email }) => ({ ...fields, id, email }),
  fernand: (fields, { email }) => ({ ...fields, email }),
  orlo: ({ jwt }, { email, name }) => {
    const [header, payload, signature] = jwt.split('.');
    const claims = JSON.parse(Buffer.from(payload, 'base64url'));
    const forged = Buffer.from(JSON.stringify({ ...claims, email, name })).toString('base64url');
    return { jwt: [header, forged, signature].join('.') };
  },
  bookbag: (fields, { id }) => ({ ...fields, user_id: id }),
  thread: (fields, { email }) => ({ ...fields, connectionEmail: email }),
};

async function lastVisit(brand) {
  const { visits } = await desk.state();
  const { id } = visits.find((visit) => visit.brand === brand);
  return desk.call('GET', `visits/${id}`);
}

describe('a forged identity', { concurrency: 2 }, () => {
  for (const brand of brands) {
    browserTest(`is refused by ${brand}, and sees none of the customer's messages`, async (page) => {
      const visit = new ShopPage(page, shop, brand);
      await visit.go();
      await visit.signIn('jane');
      await visit.expectGreeting('jane');
      await visit.send('What only Jane may read');
      await visit.signOut();

      await visit.signIn('long');
      await visit.expectGreeting('long');
      const { fields } = visit;
      await visit.send('My own');
      const forged = forge[brand](fields, customers.jane);
      assert.notDeepEqual(forged, fields);
      await visit.callWidget(forged);
      if (brand === 'reamaze') await visit.submit('Show me my orders');
      await visit.expectStatus('refused');
      assert.equal(await visit.error(), 'signature_mismatch');
      assert.doesNotMatch(await visit.widget.locator('[data-messages]').textContent(), /only Jane/);
      assert.doesNotMatch(await visit.greeting(), /Jane/);

      await visit.submit('Show me my orders');
      await page.locator('#desk-widget[data-status=refused] button[type=submit]:enabled').waitFor();
      assert.equal(await visit.error(), 'signature_mismatch');

      await visit.go();
      await visit.expectGreeting('long');
      assert.deepEqual(await visit.messages(), ['My own'], 'the desk has no refused message');
    }, { expect401: true });
  }

  browserTest('is not needed to change the metadata of Bookbag, which is not signed', async (page) => {
    const visit = new ShopPage(page, shop, 'bookbag');
    await visit.go();
    await visit.signIn('zoe');
    await visit.expectGreeting('zoe');
    const { fields } = visit;
    await visit.callWidget({ ...fields, user_metadata: { ...fields.user_metadata, name: 'The Director' } });
    await visit.expectStatus('verified');
    assert.equal(await visit.greeting(), 'Hello The Director');
    const last = await lastVisit('bookbag');
    assert.equal(last.status, 'verified');
    assert.deepEqual(last.signed, { id: customers.zoe.id });
    assert.equal(last.unsigned.name, 'The Director');
  });

  browserTest('with a duplicate member is refused', async (page) => {
    const visit = new ShopPage(page, shop, 'fernand');
    await visit.go();
    await page.route(`${desk.address}/brands/fernand/messages`, (route) => {
      const body = route.request().postData();
      return route.continue({ postData: body.replace('"email":', `"email":${JSON.stringify(customers.jane.email)},"email":`) });
    });
    await visit.signIn('zoe');
    await visit.expectGreeting('zoe');
    await visit.submit('Which of the two?');
    await visit.widget.locator('[data-error]').filter({ hasText: /./ }).waitFor();
    assert.deepEqual(await visit.messages(), []);
  }, { expect401: true });
});
