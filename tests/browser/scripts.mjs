// A real browser with a strict Content-Security-Policy, widgets that load late, and a visitor whose fields are attacks. The
// fields must arrive unchanged, and nothing else may run.

import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const program = `${process.env.CARGO_TARGET_DIR ?? `${root}/target`}/debug/visitorseal`;
const [browser] = process.argv.slice(2);

const nonce = 'bm9uY2UtMTIzNDU2Nzg5MA==';
const hostile = '</script><script>attacked()</script><!--<script>]]>"\'`\\\u2028\u2029&lt;';
const visitors = {
  reamaze: { id: 'user-123', email: 'jane@example.com', name: hostile },
  fernand: { email: 'jane@example.com', name: hostile },
  bookbag: { id: hostile, name: hostile, attributes: { [hostile]: { [hostile]: [hostile] } } },
  thread: { email: 'jane@example.com' },
};

const scripts = Object.entries(visitors).map(([scheme, visitor]) => {
  const settings = scheme === 'thread' ? ['--setting', 'app_id=a-1'] : [];
  return execFileSync(program, ['script', scheme, '--nonce', nonce, ...settings], {
    input: JSON.stringify(visitor),
    env: { VISITORSEAL_SECRET: 'a secret of some length' },
    encoding: 'utf8',
    stdio: ['pipe', 'pipe', 'ignore'],
  });
});

// The element has the id of a global, and is not the widget.
const html = `<!doctype html><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'nonce-${nonce}'">
<p id="bookbag"></p><pre id="log">[]</pre>
<script nonce="${nonce}">
  const log = document.getElementById('log'), seen = [];
  const see = (...call) => { seen.push(call); log.textContent = JSON.stringify(seen); };
  const attacked = () => see('attacked');
  document.addEventListener('securitypolicyviolation', (event) => see('violation', event.violatedDirective));
  window.addEventListener('error', (event) => see('error', event.message));
</script>
${scripts.join('')}
<script nonce="${nonce}">
  setTimeout(() => {
    see('reamaze', window._support.user);
    window.Fernand = (command, fields) => see('fernand', fields.user);
    window.bookbag = (command, fields) => see('bookbag', fields);
    window.chatgenie = { default: { messenger: () => ({ initialize: (fields) => see('thread', fields) }) } };
  }, 300);
</script>`;

const folder = mkdtempSync(join(tmpdir(), 'visitorseal-browser-'));
try {
  const file = join(folder, 'page.html');
  writeFileSync(file, html);
  const dom = execFileSync(browser, [
    '--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
    '--disable-component-update', '--disable-sync', `--user-data-dir=${folder}/profile`, '--virtual-time-budget=3000',
    '--dump-dom', `file://${file}`,
  ], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], timeout: 60_000 });
  const [, escaped] = /<pre id="log">([^]*?)<\/pre>/.exec(dom);
  const seen = JSON.parse(escaped.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&'));
  const names = seen.map(([name]) => name);
  assert.deepEqual([...names].sort(), ['bookbag', 'fernand', 'reamaze', 'thread'], JSON.stringify(seen));
  const fields = Object.fromEntries(seen);
  assert.equal(fields.reamaze.name, hostile);
  assert.equal(fields.fernand.name, hostile);
  assert.equal(fields.bookbag.user_id, hostile);
  assert.deepEqual(fields.bookbag.user_metadata, { name: hostile, [hostile]: { [hostile]: [hostile] } });
  assert.equal(fields.thread.connectionEmail, 'jane@example.com');
  console.log('4 passed, 0 failed');
} finally {
  rmSync(folder, { recursive: true, force: true });
}
