// What each policy allows a visitor with a signature, without one, and with a wrong one.

import assert from 'node:assert/strict';
import { brands, startDesk, startShop } from './setup.mjs';
import { browserTest, ShopPage } from './shop_page.mjs';

const desk = await startDesk();
const shop = await startShop('rust', desk);

for (const brand of brands) {
  browserTest(`${brand} with the policy required refuses a visitor who is not signed in`, async (page) => {
    await desk.setPolicy(brand, 'required');
    const visit = new ShopPage(page, shop, brand);
    await visit.go();
    await visit.expectStatus('refused');
    assert.equal(await visit.error(), 'signature_missing');
    assert.deepEqual(await visit.messages(), []);
    await visit.signIn('jane');
    await visit.expectGreeting('jane');
    await visit.send('Signed');
  }, { expect401: true });

  browserTest(`${brand} with the policy optional accepts a visitor who is not signed in`, async (page) => {
    await desk.setPolicy(brand, 'optional');
    const visit = new ShopPage(page, shop, brand);
    await visit.go();
    await visit.expectAnonymous();
    await visit.send('I do not want to say my name');
    await visit.expectStatus('anonymous');
    await visit.send('The same conversation');
    assert.deepEqual(await visit.messages(), ['I do not want to say my name', 'The same conversation']);
    await page.reload();
    await visit.expectAnonymous();
    await visit.signIn('zoe');
    await visit.expectGreeting('zoe');
    assert.deepEqual(await visit.messages(), []);
  });

  browserTest(`${brand} with the policy observe accepts a wrong signature as anonymous`, async (page) => {
    await desk.setPolicy(brand, 'observe');
    const visit = new ShopPage(page, shop, brand);
    await visit.go();
    await visit.signIn('jane');
    await visit.expectGreeting('jane');
    const { fields } = visit;
    await visit.callWidget(changeSignature(fields));
    if (brand === 'reamaze') await visit.submit('Who am I?');
    await visit.expectStatus('anonymous');
    assert.equal(await visit.error(), '');
    assert.doesNotMatch(await visit.greeting(), /Jane/);
  });
}

/** The fields with one digit of the signature changed. */
function changeSignature(fields) {
  const name = ['authkey', 'hash', 'jwt', 'user_hash', 'connectionKey'].find((name) => name in fields);
  const other = (digit) => (digit === 'a' ? 'b' : 'a');
  return { ...fields, [name]: fields[name].replace(/.(.)$/, (two) => other(two[0]) + two[1]) };
}
