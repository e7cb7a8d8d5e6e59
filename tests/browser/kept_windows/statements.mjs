// What the program `visitorseal` writes into a page, for two visitors and for nobody.

import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { program } from '../setup.mjs';
import { schemes } from './schemes.mjs';

export const visitors = {
  anna: { id: 'visitor-anna-1001', email: 'anna@example.com', name: 'Anna <script>' },
  boris: { id: 'visitor-boris-2002', email: 'boris@example.com', name: 'Boris &amp; "Co"' },
};

const pairs = {
  RS256: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
};
const made = new Map();

/** `make()`, once for each name. */
export function once(name, make) {
  if (!made.has(name)) made.set(name, make());
  return made.get(name);
}

/** The text of a scheme's secret. */
export function secretOf({ secret = 'a shared secret of some length' }) {
  if (!pairs[secret]) return secret;
  return once(secret, () => pairs[secret]().privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

/** Runs a command of the program. `{origin}` in a setting is the site's own address. */
export function visitorseal(command, name, { visitor, origin = '', options = [] } = {}) {
  const scheme = schemes[name];
  const settings = Object.entries(scheme.settings ?? {}).flatMap(([key, value]) => ['--setting', `${key}=${value.replace('{origin}', origin)}`]);
  return execFileSync(program, [command, name, ...settings, ...options], {
    input: visitor ? JSON.stringify({ ...visitor, ...scheme.more }) : '',
    env: { VISITORSEAL_SECRET: secretOf(scheme) },
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'pipe'],
  });
}

// Base64, and replaced by the nonce of each response.
const nonce = 'bm9uY2Utb2YtdGhlLXRlc3Q=';

/** The HTML of a page that states that `who` is signed in, or nobody. */
export function statement(scheme, way, who, { nonce: wanted, origin, fresh = '' } = {}) {
  const html = once([scheme, way, who, origin, fresh].join(' '), () => {
    const options = [...(way === 'inline' ? ['--nonce', nonce] : []), ...(fresh && who ? ['--now', fresh] : [])];
    const command = { inline: ['script', 'anonymous-script'], element: ['element', 'anonymous-element'] }[way][who ? 0 : 1];
    return visitorseal(command, scheme, { visitor: visitors[who], origin, options });
  });
  return wanted ? html.replaceAll(nonce, wanted) : html;
}

/** What the site's endpoint answers. */
export function answer(scheme, who, { origin, fresh = '' } = {}) {
  if (!who) return JSON.stringify({ scheme, fields: null, mark: null, expires_at: null });
  return once(['answer', scheme, who, origin, fresh].join(' '), () => visitorseal('sign', scheme, {
    visitor: visitors[who], origin, options: fresh ? ['--now', fresh] : [],
  }));
}

/** The static file of a scheme. */
export const pageFile = (scheme, origin) => once(['file', scheme, origin].join(' '), () => visitorseal('page', scheme, { origin }));

/** Texts that must not stay behind: the signature, the address, the ID and the mark of each visitor. */
export function traces(scheme, origin) {
  return once(['traces', scheme, origin].join(' '), () => Object.entries(visitors).flatMap(([who, { id, email }]) => {
    const { signature, mark } = JSON.parse(answer(scheme, who, { origin }));
    return [signature, signature?.split('.')[2], mark, id, email].filter(Boolean);
  }));
}
