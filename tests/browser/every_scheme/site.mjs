// A site whose pages have one scheme each, what they state about three visitors, and the values that the widget must be told.

import { execFileSync } from 'node:child_process';
import { createHmac, generateKeyPairSync } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { createServer } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { program, root, target } from '../setup.mjs';

// The package that the shop in Express has installed.
const { Page, Scheme, Signer } = createRequire(join(target, 'storefronts/express/package.json'))('visitorseal');

const folder = join(root, 'core/schemes');
const file = (name) => readFileSync(join(import.meta.dirname, name), 'utf8');
const nonce = 'bm9uY2Utb2YtdGhlLXRlc3Q=';
const hex = '0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff0';

export const calls = JSON.parse(readFileSync(join(root, 'tests/browser/calls.json'), 'utf8'));
const tables = readdirSync(folder).filter((name) => name.endsWith('.toml')).map((name) => {
  const toml = readFileSync(join(folder, name), 'utf8');
  return { toml, ...parse(toml) };
});
/** The files of the schemes that have code for pages. */
export const schemes = Object.fromEntries(tables
  .filter(({ page = {} }) => ['script', 'at_once', 'tag', 'template'].some((key) => key in page)).map((table) => [table.name, table]));

export const people = {
  anna: { id: 'visitor-anna-1001', email: 'anna@example.com', name: 'Anna <script>' },
  boris: { id: 'visitor-boris-2002', email: 'boris@example.com', name: 'Boris &amp; "Co"' },
};
// Attributes that have a call of their own, or that the vendor requires.
const attributes = { chatwoot: { plan: 'gold' }, crisp: { plan: 'gold' }, libredesk: { first_name: 'Anna' } };
// Where the vendor draws into the page, or finds its visitor.
const places = {
  canny_sso: '<div data-canny></div>',
  canva_print: '<div id="editor"></div>',
  engagespot: '<div id="bellIcon"></div>',
  engagespot_hash: '<div id="bellIcon"></div>',
  fastcomments: '<div id="fastcomments-widget"></div>',
  feedbear: '<a id="feedback" data-feedbear-button></a>',
  hyvor_talk: '<hyvor-talk-comments website-id="1"></hyvor-talk-comments>',
  magicbell: '<div id="notifications-inbox"></div>',
  munin_widget: `<script src="/widget.js" data-widget-key="k" nonce="${nonce}"></script>`,
  novu: '<div id="novu-inbox"></div>',
  upvoty: '<div data-upvoty></div>',
};
// Settings with a meaning. The others have their own name as their value, and `skipped` are left out.
const settings = {
  layerup: { script: '{origin}/tag.js' },
  canva_print: { container: 'editor' },
  orlo: { embed_code: "<script>window.orloCustomer = 'JWT_TOKEN';</script>", contact_claim: 'email' },
  oracle_digital_assistant: { uri: 'uri.example.com' },
};
// A forget that loads the vendor's script again, which Trusted Types forbid: the next visitor then needs a full load of the page.
const untyped = ['munin_widget'];
const skipped = ['lifetime', 'mobile_url', 'api_url', 'socket_url', 'login_url', 'logout_url'];

const keys = {
  RS256: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  EdDSA: generateKeyPairSync('ed25519'),
};
const secrets = { hex, base64: Buffer.from(hex, 'hex').toString('base64'), text: 'a shared secret of some length' };

/** The values of the settings of a scheme. */
function settingsOf({ name, settings: known = {} }, way, origin) {
  const forms = {
    address: (setting) => `https://${setting.replaceAll('_', '-')}.example`,
    endpoint: () => `/visitor/${name}/${way}`,
    html: () => null,
    seconds: () => null,
  };
  const chosen = Object.entries(known).filter(([setting]) => !skipped.includes(setting)).map(([setting, { form }]) => {
    const value = settings[name]?.[setting]?.replace('{origin}', origin) ?? (forms[form] ?? ((text) => `${text.replaceAll('_', '-')}-1`))(setting);
    return [setting, value];
  });
  return Object.fromEntries(chosen.filter(([, value]) => value !== null));
}

/** What visitorseal writes for a scheme, in one of the two ways, and the words for the values of each visitor. */
function storyOf(name, way, { origin, fault }) {
  const table = schemes[name];
  const { secret = 'text', algorithm } = table.signature;
  const key = keys[algorithm]?.privateKey.export({ type: 'pkcs8', format: 'pem' }) ?? secrets[secret];
  const scheme = Scheme.parse(fault(table.toml));
  const chosen = settingsOf(table, way, origin);
  const signer = new Signer(scheme, key, chosen);
  const page = new Page(scheme, chosen);
  // Fields that have expired are given to nobody.
  const now = Math.floor(Date.now() / 1000);
  const signed = (who, more = {}, time = now) => {
    const visitor = { ...people[who], ...more, attributes: attributes[name] };
    const made = signer.sign(visitor, { now: time });
    const html = way === 'inline' ? made.script(nonce) : made.element();
    return { html, made, mark: made.mark, signature: made.signature, fields: made.fieldsJson, words: wordsOf(made, visitor, time) };
  };
  const wordsOf = ({ signature, expiresAt }, visitor, time) => {
    const words = new Map();
    const put = (word, value) => { if (value && !words.has(String(value))) words.set(String(value), word); };
    put('$signature', signature);
    Object.entries(chosen).forEach(([setting, value]) => put(`$settings.${setting}`, value));
    Object.entries(visitor).forEach(([field, value]) => { if (typeof value === 'string') put(`$${field}`, value); });
    put('$now', time);
    put('$now_ms', time * 1000);
    const isSignedToo = table.signatures?.email && visitor.email;
    if (isSignedToo) put('$email_hmac', createHmac('sha256', key).update(visitor.email).digest('hex'));
    if (expiresAt) {
      put('$expires', expiresAt);
      put('$expires_iso', new Date(expiresAt * 1000).toISOString().replace('.000', ''));
    }
    return words;
  };
  return {
    anna: signed('anna'),
    fresh: signed('anna', { name: 'Anna Maria' }, now + 60),
    boris: signed('boris'),
    nobody: { html: way === 'inline' ? page.anonymousScript(nonce) : page.anonymousElement(), words: wordsOf({}, {}, now) },
    forget: { html: page.forgetScript(nonce), words: wordsOf({}, {}, now) },
  };
}

/** The file of a scheme, for the elements. */
function pageFile(name, origin) {
  const options = Object.entries(settingsOf(schemes[name], 'element', origin)).flatMap(([key, value]) => ['--setting', `${key}=${value}`]);
  const args = ['page', '--scheme-file', join(folder, `${name}.toml`), ...options];
  return execFileSync(program, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
}

/** Starts the site. The path of a page is `/SCHEME/WAY/WHO`. `fault` changes a scheme's file, to plant a fault. */
export async function startSite(fault = (toml) => toml) {
  const scripts = {
    '/stand_in.js': file('stand_in.js'),
    '/widgets.js': file('widgets.js'),
    // The script of a vendor whose attributes say who the visitor is.
    '/tag.js': 'window.tagged(document.currentScript.dataset);',
    '/widget.js': file('munin.js'),
  };
  const stories = new Map();
  const server = createServer((request, response) => {
    const { pathname } = new URL(request.url, 'http://localhost');
    const isFile = /^\/(\w+)\.page\.js$/.exec(pathname);
    try {
      const text = scripts[pathname] ?? (isFile && pageFile(isFile[1], site.origin));
      if (text) return response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8' }).end(text);
      const [, asks, from] = /^\/visitor\/(\w+)\/(\w+)$/.exec(pathname) ?? [];
      if (asks) {
        const [, who] = /who=(\w+)/.exec(request.headers.cookie ?? '') ?? [];
        const signed = site.story(asks, from)[who]?.made ?? { scheme: asks, fields: null, mark: null, expires_at: null };
        return response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(signed));
      }
      if (pathname === '/favicon.ico') return response.writeHead(204).end();
      const [, name, way, who] = pathname.split('/');
      const { html, policy } = pageOf(name, way, who);
      return response.writeHead(200, {
        'Content-Type': 'text/html; charset=utf-8',
        'Content-Security-Policy': policy,
        'Set-Cookie': `who=${who}; Path=/`,
      }).end(html);
    } catch (error) {
      return response.writeHead(500).end(String(error.stack));
    }
  });
  await new Promise((resolve) => { server.listen(0, '127.0.0.1', resolve); });
  const site = {
    fault,
    origin: `http://127.0.0.1:${server.address().port}`,
    story(name, way) {
      const key = `${name} ${way}`;
      if (!stories.has(key)) stories.set(key, storyOf(name, way, site));
      return stories.get(key);
    },
    stop() {
      server.closeAllConnections();
      server.close();
    },
  };

  function pageOf(name, way, who) {
    const { page } = schemes[name];
    const { html } = site.story(name, way)[who];
    const src = (path) => `<script src="/${path}" nonce="${nonce}"></script>`;
    const facts = JSON.stringify({ scheme: name, calls: calls[name], event: page.ready_event }).replaceAll('<', '\\u003c');
    const others = page.tag ? ` ${new URL(page.tag.src.startsWith('http') ? page.tag.src : site.origin).origin}` : '';
    const types = untyped.includes(name) ? '' : "; require-trusted-types-for 'script'; trusted-types visitorseal stand-in";
    const policy = way === 'inline' ? `script-src 'nonce-${nonce}'` : `script-src 'self'${others}${types}`;
    return {
      policy: `default-src 'self'; ${policy}`,
      html: `<!doctype html><html><head><meta charset="utf-8"><title>${name}</title>
<script type="application/json" id="facts">${facts}</script>
${src('widgets.js')}${src('stand_in.js')}${way === 'element' ? src(`${name}.page.js`) : ''}</head><body>${places[name] ?? ''}${html}</body></html>`,
    };
  }

  return site;
}
