// What anyone can do in their own browser: say that they are somebody else.

import assert from 'node:assert/strict';
import { describe } from 'node:test';
import { brands, customers, startDesk, startShop } from './house.mjs';
import { browsing, Visit } from './visit.mjs';

const desk = await startDesk();
const shop = await startShop('rust', desk);

/** The fields with the identity of somebody else, and the signature as it was. */
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
  return desk.ask('GET', `visits/${id}`);
}

describe('a forged identity', { concurrency: 2 }, () => {
  for (const brand of brands) {
    browsing(`is refused by ${brand}, and sees nothing of the customer's`, async (page) => {
      const visit = new Visit(page, shop, brand);
      await visit.go();
      await visit.signIn('jane');
      await visit.greets('jane');
      await visit.says('What only Jane may read');
      await visit.signOut();

      await visit.signIn('long');
      await visit.greets('long');
      const { fields } = visit;
      await visit.says('My own');
      const forged = forge[brand](fields, customers.jane);
      assert.notDeepEqual(forged, fields);
      await visit.hand(forged);
      if (brand === 'reamaze') await visit.sends('Show me my orders');
      await visit.is('refused');
      assert.equal(await visit.error(), 'signature_mismatch');
      assert.doesNotMatch(await visit.widget.locator('[data-messages]').textContent(), /only Jane/);
      assert.doesNotMatch(await visit.greeting(), /Jane/);

      await visit.sends('Show me my orders');
      await page.locator('#desk-widget[data-status=refused] button[type=submit]:enabled').waitFor();
      assert.equal(await visit.error(), 'signature_mismatch');

      await visit.go();
      await visit.greets('long');
      assert.deepEqual(await visit.messages(), ['My own'], 'what was refused is not there');
    }, { refused: true });
  }

  browsing('is not needed to write a name over the metadata of Bookbag, which only claims', async (page) => {
    const visit = new Visit(page, shop, 'bookbag');
    await visit.go();
    await visit.signIn('zoe');
    await visit.greets('zoe');
    const { fields } = visit;
    await visit.hand({ ...fields, user_metadata: { ...fields.user_metadata, name: 'The Director' } });
    await visit.is('verified');
    assert.equal(await visit.greeting(), 'Hello The Director');
    const seen = await lastVisit('bookbag');
    assert.equal(seen.status, 'verified');
    assert.deepEqual(seen.signed, { id: customers.zoe.id });
    assert.equal(seen.unsigned.name, 'The Director');
  });

  browsing('of two members of one name does not pass', async (page) => {
    const visit = new Visit(page, shop, 'fernand');
    await visit.go();
    await page.route(`${desk.address}/brands/fernand/messages`, (route) => {
      const body = route.request().postData();
      return route.continue({ postData: body.replace('"email":', `"email":${JSON.stringify(customers.jane.email)},"email":`) });
    });
    await visit.signIn('zoe');
    await visit.greets('zoe');
    await visit.sends('Which of the two?');
    await visit.widget.locator('[data-error]').filter({ hasText: /./ }).waitFor();
    assert.deepEqual(await visit.messages(), []);
  }, { refused: true });
});
