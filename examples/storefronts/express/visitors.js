// Tells the support widgets who is signed in.

import { readFileSync } from 'node:fs';
import { visitorFields, visitorPages } from 'visitorseal/express';

const { DESK, SECRETS } = process.env;
const secret = (file) => () => readFileSync(`${SECRETS}/${file}`, 'utf8').trimEnd();

// The customers, each under the key that signs them in. All other members are fields of the visitor.
const list = JSON.parse(readFileSync(new URL('../customers.json', import.meta.url), 'utf8'));
export const customers = new Map(list.map(({ key, ...visitor }) => [key, visitor]));

/** The signed-in customer, or null. */
export const visitor = (req) => customers.get(req.session.customer) ?? null;

// One brand per widget. Each secret is read at first use.
export const brands = {
  reamaze: { scheme: 'reamaze', secret: secret('reamaze.txt'), visitor },
  fernand: { scheme: 'fernand', secret: secret('fernand.txt'), visitor },
  orlo: {
    scheme: 'orlo',
    secret: secret('orlo-private.pem'),
    settings: {
      widgetId: 'demo',
      lifetime: 3600,
      embedCode: "<script>window.orloCustomer = 'JWT_TOKEN';</script>",
      mobileUrl: `${DESK}/mobile/WIDGET_ID?jwt=JWT_TOKEN`,
    },
    visitor,
  },
  bookbag: { scheme: 'bookbag', secret: secret('bookbag.txt'), visitor },
  thread: { scheme: 'thread', secret: secret('thread.txt'), settings: { appId: 'demo' }, visitor },
};

/**
 * Whether the page stays when a customer signs in or out. Then its script asks the shop who is signed in. Orlo documents no
 * sign-out, and Thread's widget needs its app ID to start for nobody, which the answer for nobody does not hold: these pages are
 * loaded again.
 */
export const keepsWindow = (brand) => ['reamaze', 'fernand', 'bookbag'].includes(brand);

/** Gives a page `visitorScript()` for a widget. */
export const visitorsOf = (brand) => visitorPages({ brands, brand });

/** Answers with the signed fields of the customer, for the page's script. */
export const fieldsOf = (brand) => visitorFields({ brands, brand });
