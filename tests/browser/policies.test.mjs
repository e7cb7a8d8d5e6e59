// What each policy lets a visitor do who is signed, who is not, and who says to be somebody else.

import assert from 'node:assert/strict';
import { brands, startDesk, startShop } from './house.mjs';
import { browsing, Visit } from './visit.mjs';

const desk = await startDesk();
const shop = await startShop('rust', desk);

for (const brand of brands) {
  browsing(`${brand} where identity is required refuses who is not signed in`, async (page) => {
    await desk.policy(brand, 'required');
    const visit = new Visit(page, shop, brand);
    await visit.go();
    await visit.is('refused');
    assert.equal(await visit.error(), 'signature_missing');
    assert.deepEqual(await visit.messages(), []);
    await visit.signIn('jane');
    await visit.greets('jane');
    await visit.says('Signed');
  }, { refused: true });

  browsing(`${brand} where identity is optional talks to both`, async (page) => {
    await desk.policy(brand, 'optional');
    const visit = new Visit(page, shop, brand);
    await visit.go();
    await visit.knowsNobody();
    await visit.says('Who I am is my own business');
    await visit.is('anonymous');
    await visit.says('Still the same talk');
    assert.deepEqual(await visit.messages(), ['Who I am is my own business', 'Still the same talk']);
    await page.reload();
    await visit.knowsNobody();
    await visit.signIn('zoe');
    await visit.greets('zoe');
    assert.deepEqual(await visit.messages(), []);
  });

  browsing(`${brand} where identity is observed lets a wrong signature in as anonymous`, async (page) => {
    await desk.policy(brand, 'observe');
    const visit = new Visit(page, shop, brand);
    await visit.go();
    await visit.signIn('jane');
    await visit.greets('jane');
    const { fields } = visit;
    await visit.hand(brokenSignature(fields));
    if (brand === 'reamaze') await visit.sends('Who am I?');
    await visit.is('anonymous');
    assert.equal(await visit.error(), '');
    assert.doesNotMatch(await visit.greeting(), /Jane/);
  });
}

/** The last digit of the signature is another one. */
function brokenSignature(fields) {
  const name = ['authkey', 'hash', 'jwt', 'user_hash', 'connectionKey'].find((name) => name in fields);
  const other = (digit) => (digit === 'a' ? 'b' : 'a');
  return { ...fields, [name]: fields[name].replace(/.(.)$/, (two) => other(two[0]) + two[1]) };
}
