// Tells the support widgets who is signed in.

import { readFileSync } from 'node:fs';
import { Signer } from 'visitorseal';
import { page } from 'visitorseal/express';

const { DESK, SECRETS } = process.env;
const secret = (file) => () => readFileSync(`${SECRETS}/${file}`, 'utf8').trimEnd();

// One signer per widget for all requests. Each reads its secret at first use.
export const signers = {
  reamaze: new Signer('reamaze', secret('reamaze.txt')),
  fernand: new Signer('fernand', secret('fernand.txt')),
  orlo: new Signer('orlo', secret('orlo-private.pem'), {
    widgetId: 'demo',
    lifetime: 3600,
    embedCode: "<script>window.orloCustomer = 'JWT_TOKEN';</script>",
    mobileUrl: `${DESK}/mobile/WIDGET_ID?jwt=JWT_TOKEN`,
  }),
  bookbag: new Signer('bookbag', secret('bookbag.txt')),
  thread: new Signer('thread', secret('thread.txt'), { appId: 'demo' }),
};

// The customers, each under the key that signs them in. All other members are fields of the visitor.
const list = JSON.parse(readFileSync(new URL('../customers.json', import.meta.url), 'utf8'));
export const customers = new Map(list.map(({ key, ...visitor }) => [key, visitor]));

/** The signed-in customer, or null. */
export const visitor = (req) => customers.get(req.session.customer) ?? null;

/** Gives a page `visitorseal.script()` and `visitorseal.forgetScript()` for a widget. */
export const visitorsOf = (brand) => page({ signer: signers[brand], visitor });
