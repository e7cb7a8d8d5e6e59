// A small shop whose support widgets know who is signed in.

import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import session from 'cookie-session';
import express from 'express';
import helmet from 'helmet';
import { brands, customers, fieldsOf, keepsWindow, visitor, visitorsOf } from './visitors.js';

const { DESK, PORT } = process.env;
const file = (name) => fileURLToPath(new URL(name, import.meta.url));
const names = Object.keys(brands);

const app = express();
app.set('views', file('views'));
app.set('view engine', 'ejs');
app.get('/shop.css', (req, res) => res.sendFile(file('../shop.css')));
app.get('/shop.js', (req, res) => res.sendFile(file('shop.js')));
// The modules that shop.js imports.
app.use('/visitorseal', express.static(file('node_modules/visitorseal/browser')));

app.use((req, res, next) => {
  res.locals.cspNonce = randomBytes(16).toString('base64');
  res.set('Cache-Control', 'private, no-store');
  next();
});
app.use(helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: [(req, res) => `'nonce-${res.locals.cspNonce}'`],
      styleSrc: ["'self'"],
      connectSrc: ["'self'", DESK],
      imgSrc: ["'self'"],
      formAction: ["'self'"],
      baseUri: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
}));
app.use(session({ secret: randomBytes(32).toString('hex'), sameSite: 'lax' }));
app.use(express.urlencoded());

function render(req, res, brand = '') {
  const late = /^\d+$/.test(req.query.late) ? `?late=${req.query.late}` : '';
  res.render('page', {
    brands: names,
    brand,
    keepsWindow: keepsWindow(brand),
    customers,
    customer: visitor(req),
    widget: `${DESK}/widgets/${brand}.js${late}`,
  });
}

app.get('/', (req, res) => render(req, res));
for (const brand of names) {
  app.get(`/${brand}`, visitorsOf(brand), (req, res) => render(req, res, brand));
  app.get(`/${brand}/visitor`, fieldsOf(brand));
}

// The page of Orlo's widget for mobile apps. The token in its address says who the visitor is.
app.get('/orlo/mobile', visitorsOf('orlo'), (req, res) => {
  res.redirect(303, res.locals.signedVisitor()?.url() ?? '/orlo');
});

// Redirects only to the shop's own pages, because anyone can edit the form.
const pages = names.map((brand) => `/${brand}`);
const back = (req, res) => res.redirect(303, pages.includes(req.body.next) ? req.body.next : '/');

app.post('/sign-in', (req, res) => {
  req.session.customer = req.body.customer;
  back(req, res);
});
app.post('/sign-out', (req, res) => {
  req.session = null;
  back(req, res);
});

app.listen(PORT, '127.0.0.1', () => console.log(`http://127.0.0.1:${PORT}`));
