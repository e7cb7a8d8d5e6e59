// What the tests live in: a folder with the vendors' secrets, desks, shops, and one Chromium.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

// Generous, for machines that do much else: a test waits for what it expects, and never for time to pass.
export const patience = 60_000;

export const brands = ['reamaze', 'fernand', 'orlo', 'bookbag', 'thread'];

export const root = fileURLToPath(new URL('../..', import.meta.url));
export const target = process.env.CARGO_TARGET_DIR ?? join(root, 'target');
const storefronts = join(root, 'examples/storefronts');
export const program = join(target, 'debug/visitorseal');

export const customers = Object.fromEntries(
  JSON.parse(readFileSync(join(storefronts, 'customers.json'), 'utf8')).map((customer) => [customer.key, customer]),
);

const folder = mkdtempSync(join(tmpdir(), 'visitorseal-browser-'));
const running = [];
export const browser = await chromium.launch({
  executablePath: process.env.BROWSER,
  args: ['--no-sandbox', '--disable-quic', '--disable-background-networking'],
});

after(() => {
  leave();
  return browser.close();
});
// Where a test file does not come so far.
process.on('exit', leave);
process.on('uncaughtExceptionMonitor', leave);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

function leave() {
  for (const child of running) {
    try {
      // With its group: a shop may be several processes.
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
  }
  rmSync(folder, { recursive: true, force: true });
}

function start(command, args, env = {}) {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  let said = '';
  child.stderr.on('data', (data) => { said = (said + data).slice(-4000); });
  running.push(child);
  const failed = new Promise((resolve, reject) => child.on('exit', () => reject(new Error(`${command} ended:\n${said}`))));
  failed.catch(() => {});
  return { child, failed };
}

/** A folder of secrets as the vendors' panels show them. */
export function makeSecrets() {
  const secrets = join(mkdtempSync(join(folder, 'secrets-')), 'secrets');
  execFileSync(join(root, 'examples/secrets'), [secrets]);
  return secrets;
}

/** A desk with the keys of `secrets` and nothing else. */
export async function startDesk(secrets = makeSecrets()) {
  const data = mkdtempSync(join(folder, 'desk-'));
  const { child, failed } = start(join(target, 'debug/desk'), ['--data', data, '--secrets', secrets]);
  const lines = createInterface({ input: child.stdout });
  const address = await Promise.race([new Promise((resolve) => lines.once('line', resolve)), failed]);
  return new Desk(address, secrets);
}

class Desk {
  constructor(address, secrets) {
    this.address = address;
    this.secrets = secrets;
  }

  /** What the desk's own page asks. */
  async ask(method, path, body) {
    const response = await fetch(`${this.address}/desk/${path}`, {
      method,
      headers: { 'Content-Type': 'application/json', Origin: this.address },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return text && JSON.parse(text);
  }

  state() {
    return this.ask('GET', 'state');
  }

  policy(brand, policy) {
    return this.ask('PUT', `brands/${brand}/policy`, { policy });
  }
}

/** Every shop, and why it cannot be served on this machine. */
export function everyShop() {
  const folders = readdirSync(storefronts, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => {
    const { status, stdout, stderr } = spawnSync(join(storefronts, name, 'start'), ['--check'], { encoding: 'utf8' });
    if (status !== 0 && status !== 77) throw new Error(`${name}/start --check: ${stdout}${stderr}`);
    return { name, missing: status === 77 && stdout.trim() };
  });
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** The address of a shop that signs with `secrets`, once it answers. */
export async function startShop(name, desk, secrets = desk.secrets) {
  const port = await freePort();
  const { failed } = start(join(storefronts, name, 'start'), [], { DESK: desk.address, SECRETS: secrets, PORT: String(port) });
  const address = `http://127.0.0.1:${port}`;
  const answers = async () => {
    for (;;) {
      try {
        return (await fetch(address)).text();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  await Promise.race([answers(), failed]);
  return address;
}

/** Keeps a picture of the page in the build folder. */
export async function picture(page, name, options = {}) {
  mkdirSync(join(target, 'browser'), { recursive: true });
  await page.screenshot({ path: join(target, 'browser', `${name}.png`), animations: 'disabled', ...options });
}
