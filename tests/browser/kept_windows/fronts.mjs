// The kinds of front end that a site of the tests can have: what stands in its head, on its links and around its pages.

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const packages = fileURLToPath(new URL('../node_modules', import.meta.url));
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

/** Static files of the site by their paths. */
export const files = {
  '/turbo.js': `${packages}/@hotwired/turbo/dist/turbo.es2017-umd.js`,
  '/htmx2.js': `${packages}/htmx2/dist/htmx.js`,
  '/htmx4.js': `${packages}/htmx.org/dist/htmx.js`,
  '/hx-history-cache.js': `${packages}/htmx.org/dist/ext/hx-history-cache.js`,
  '/wire_navigate.js': here('wire_navigate.js'),
  '/widgets.js': here('widgets.js'),
};

export const read = (path) => readFileSync(files[path], 'utf8');

const script = (path) => (nonce) => `<script src="${path}" nonce="${nonce}"></script>`;
const plainBody = (html) => `<body>${html}</body>`;
// htmx gives the scripts of a new page the nonce of the first one.
const htmx = (...paths) => (nonce) => `<meta name="htmx-config" content='{"inlineScriptNonce":"${nonce}"}'>${paths.map((path) => script(path)(nonce)).join('')}`;

/**
 * `nonce` is 'window' where the library cannot take the nonce of a later response: then the site keeps one for the session.
 * Turbo puts the nonce of the new page into the old document.
 */
export const fronts = {
  plain: { about: 'plain pages', head: () => '', body: plainBody },
  'turbo drive': {
    about: 'Turbo Drive',
    nonce: 'window',
    head: (nonce) => `<meta name="csp-nonce" content="${nonce}">${script('/turbo.js')(nonce)}`,
    body: plainBody,
  },
  'turbo frame': {
    about: 'a Turbo Frame',
    nonce: 'window',
    head: (nonce) => `<meta name="csp-nonce" content="${nonce}">${script('/turbo.js')(nonce)}`,
    body: (html) => `<body><turbo-frame id="site" data-turbo-action="advance">${html}</turbo-frame></body>`,
  },
  'htmx 2': { about: 'htmx 2 with hx-boost', head: htmx('/htmx2.js'), body: (html) => `<body hx-boost="true">${html}</body>` },
  'htmx 4': { about: 'htmx 4 with hx-boost', head: htmx('/htmx4.js'), body: (html) => `<body hx-boost:inherited="true">${html}</body>` },
  'htmx 4 cache': {
    about: 'htmx 4 with hx-boost and its history cache',
    head: htmx('/htmx4.js', '/hx-history-cache.js'),
    body: (html) => `<body hx-boost:inherited="true">${html}</body>`,
  },
  wire: {
    about: 'a stand-in for wire:navigate',
    head: script('/wire_navigate.js'),
    body: (html) => `<body>${html.replaceAll('<a ', '<a wire:navigate ').replaceAll('<form ', '<form wire:submit ')}</body>`,
  },
};
