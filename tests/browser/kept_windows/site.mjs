// A small site: three pages, sign-in by a form, and sign-out by a link, by a form and by fetch. Its pages hold what
// visitorseal writes, in one of the two ways, under a strict Content-Security-Policy.

import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import { libraries } from './components.mjs';
import { files, fronts, read } from './fronts.mjs';
import { schemes } from './schemes.mjs';
import { answer, pageFile, statement } from './statements.mjs';

const pages = { '/': 'home', '/one': 'one', '/two': 'two' };

// Runs once in a window. fetch() signs out, and then the site shows its first page as a click would.
export const siteScript = `
document.addEventListener('click', async ({target}) => {
  if (target.id !== 'out-by-fetch') return;
  await fetch('/sign-out', {method: 'POST'});
  document.getElementById('home').click();
});
if (window.trustedTypes && document.currentScript.dataset.types) trustedTypes.createPolicy('default', {
  createHTML: (html) => html,
  createScript: (text) => text,
  createScriptURL: (url) => new URL(url, location.href).origin === location.origin ? url : '',
});
`;

/**
 * Starts a site with one scheme.
 *
 * @param {object} options
 * @param {'inline' | 'element'} options.way How its pages state who is signed in.
 * @param {string} options.front A name of `fronts`.
 * @param {(text: string) => string} options.fault Changes the script or file, to plant a fault.
 */
export async function startSite({ scheme, way, front = 'plain', fault = (text) => text, ...more }) {
  const site = new Site({ scheme, way, front, fault, ...more });
  await new Promise((resolve) => site.server.listen(0, '127.0.0.1', resolve));
  site.origin = `http://127.0.0.1:${site.server.address().port}`;
  return site;
}

class Site {
  constructor(options) {
    Object.assign(this, options);
    this.front = fronts[options.front];
    this.session = randomBytes(16).toString('base64');
    this.served = 0;
    /** The time that new statements have, for other fields of the same visitor. */
    this.fresh = '';
    /** What a page has beside its own HTML. */
    this.extra = '';
    this.above = options.above ?? schemes[options.scheme].place ?? '';
    this.mayRepeat = schemes[options.scheme].repeats;
    this.cache = options.cache ?? 'private, no-store';
    /** Whether what the vendor's own code needs stands in the document while somebody is signed in. */
    this.staysInDocument = options.staysInDocument ?? schemes[options.scheme].stays?.includes(options.way);
    this.held = new Map();
    this.server = createServer((request, response) => this.answer(request, response).catch((error) => {
      response.writeHead(500).end(String(error.stack));
    }));
  }

  async stop() {
    for (const { release } of this.held.values()) release();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Holds the responses of a path back until release. */
  hold(path) {
    const gate = {};
    gate.open = new Promise((resolve) => { gate.release = resolve; });
    this.held.set(path, gate);
    return () => {
      this.held.delete(path);
      gate.release();
    };
  }

  async answer(request, response) {
    const { pathname } = new URL(request.url, this.origin);
    const [, who] = /who=(anna|boris)/.exec(request.headers.cookie ?? '') ?? [];
    await this.held.get(pathname)?.open;
    if (pathname in pages) return this.page(pathname, who, response);
    if (pathname === '/sign-in') {
      let body = '';
      for await (const part of request) body += part;
      return this.redirect(response, new URLSearchParams(body).get('as'));
    }
    if (pathname === '/sign-out') return this.redirect(response, '');
    if (pathname === '/visitor') return this.json(response, answer(this.scheme, who, this));
    if (pathname === '/favicon.ico') return response.writeHead(204).end();
    const text = this.file(pathname);
    if (text === null) return response.writeHead(404).end();
    response.writeHead(200, { 'Content-Type': 'text/javascript; charset=utf-8', 'Cache-Control': 'no-cache' });
    return response.end(text);
  }

  file(path) {
    if (path in files) return read(path);
    if (path === '/site.js') return siteScript;
    if (path === '/visitorseal.js') return this.isBlocked ? null : this.fault(pageFile(this.scheme, this.origin));
    // The script of a vendor whose attributes say who the visitor is.
    if (path === '/tag.js') return 'window.layerupVisitor = { ...document.currentScript.dataset };';
    return libraries[path]?.() ?? null;
  }

  json(response, text) {
    response.writeHead(200, { 'Content-Type': 'application/json', 'Cache-Control': 'private, no-store' });
    response.end(text);
  }

  redirect(response, who) {
    response.writeHead(303, { Location: '/', 'Set-Cookie': `who=${who}; Path=/; HttpOnly`, 'Cache-Control': 'private, no-store' });
    response.end();
  }

  page(path, who, response) {
    const nonce = this.front.nonce === 'window' ? this.session : randomBytes(16).toString('base64');
    const scripts = this.way === 'inline'
      ? `script-src 'nonce-${nonce}'`
      : "script-src 'self'; require-trusted-types-for 'script'; trusted-types visitorseal default htmx vue";
    const policy = this.policy ?? `default-src 'self'; style-src 'self' 'unsafe-inline'; ${scripts}`;
    this.served += 1;
    const html = this.html(path, who, nonce);
    response.writeHead(200, {
      'Content-Type': 'text/html; charset=utf-8',
      'Cache-Control': this.cache,
      'Content-Security-Policy': policy,
    });
    response.end(html);
  }

  /** What visitorseal writes into the page of `who`. */
  statement(who, nonce) {
    const html = statement(this.scheme, this.way, who, { nonce, origin: this.origin, fresh: this.fresh });
    // A marker that is taken off, to plant a fault.
    const shown = this.marker ? html.replace(this.marker, '') : html;
    return this.way === 'inline' ? this.fault(shown) : shown;
  }

  /** An application that draws the element itself. */
  application(src) {
    return `<div id="app"></div>${src(`${this.app}.js`)}${src(`draw-${this.app}.js`)}`;
  }

  html(path, who, nonce) {
    const src = (file, more = '') => `<script src="/${file}" nonce="${nonce}"${more}></script>`;
    const widget = src('widgets.js', ` data-widget="${this.scheme}"${this.lateWidget ? ' async' : ''}`);
    const own = this.way === 'element' ? src('visitorseal.js', this.lateFile ? ' async' : '') : '';
    return `<!doctype html><html><head><meta charset="utf-8"><title>${pages[path]}</title>
${src('site.js', ' data-types="1"')}${this.front.head(nonce)}
${this.elementFirst ? '' : own}${widget}</head>
${this.front.body(`${this.above}${this.app ? this.application(src) : this.statement(who, nonce)}${this.extra}
<nav><a id="home" href="/">Home</a> <a id="one" href="/one">One</a> <a id="two" href="/two">Two</a></nav>
<main data-page="${pages[path]}" data-who="${who ?? ''}" data-served="${this.served}">${who ?? 'nobody'} reads ${pages[path]}</main>
<form id="in-anna" method="post" action="/sign-in"><input type="hidden" name="as" value="anna"><button>Sign in as Anna</button></form>
<form id="in-boris" method="post" action="/sign-in"><input type="hidden" name="as" value="boris"><button>Sign in as Boris</button></form>
<a id="out-by-link" href="/sign-out">Sign out</a>
<form id="out-by-form" method="post" action="/sign-out"><button>Sign out</button></form>
<button id="out-by-fetch" type="button">Sign out</button>${this.elementFirst ? own : ''}`)}</html>`;
  }
}
