// Starts what the tests need: desks, shops, folders with secrets, and one Chromium.

import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

// Long, because machines can be slow. A test waits for a result, and never for time to pass.
export const timeout = 60_000;

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
// For a test file that ends before this.
process.on('exit', leave);
process.on('uncaughtExceptionMonitor', leave);
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

function leave() {
  for (const child of running) {
    try {
      // The whole group, because a shop may be several processes.
      process.kill(-child.pid, 'SIGKILL');
    } catch {
      // The process has already ended.
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
  let errors = '';
  child.stderr.on('data', (data) => { errors = (errors + data).slice(-4000); });
  running.push(child);
  const failed = new Promise((resolve, reject) => child.on('exit', () => reject(new Error(`${command} ended:\n${errors}`))));
  failed.catch(() => {});
  return { child, failed };
}

/** A new folder with secrets like those of the vendors' dashboards. */
export function makeSecrets() {
  const secrets = join(mkdtempSync(join(folder, 'secrets-')), 'secrets');
  execFileSync(join(root, 'examples/secrets'), [secrets]);
  return secrets;
}

/** Starts a server that prints its address in its first line. */
export async function startServer(command, args = [], env = {}) {
  const { child, failed } = start(command, args, env);
  const lines = createInterface({ input: child.stdout });
  return Promise.race([new Promise((resolve) => lines.once('line', resolve)), failed]);
}

/** Starts an empty desk with the keys of `secrets`. */
export async function startDesk(secrets = makeSecrets()) {
  const data = mkdtempSync(join(folder, 'desk-'));
  return new Desk(await startServer(join(target, 'debug/desk'), ['--data', data, '--secrets', secrets]), secrets);
}

class Desk {
  constructor(address, secrets) {
    this.address = address;
    this.secrets = secrets;
  }

  /** Calls the desk as its own page does. */
  async call(method, path, body) {
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
    return this.call('GET', 'state');
  }

  setPolicy(brand, policy) {
    return this.call('PUT', `brands/${brand}/policy`, { policy });
  }
}

/** Every shop, and the reason if this machine cannot run it. */
export function everyShop() {
  const folders = readdirSync(storefronts, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders.map(({ name }) => {
    const { status, stdout, stderr } = spawnSync(join(storefronts, name, 'start'), ['--check'], { encoding: 'utf8' });
    if (status !== 0 && status !== 77) throw new Error(`${name}/start --check: ${stdout}${stderr}`);
    return { name, missing: status === 77 && stdout.trim() };
  });
}

/** A file of the tests' own. */
export function makeFile(name, text) {
  const path = join(mkdtempSync(join(folder, 'file-')), name);
  writeFileSync(path, text);
  return path;
}

export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Starts a shop that signs with `secrets`, and returns its address when it answers. */
export async function startShop(name, desk, secrets = desk.secrets) {
  return startAt(join(storefronts, name, 'start'), [], await freePort(), { DESK: desk.address, SECRETS: secrets });
}

/** Starts a server at a port, and returns its address when it answers. */
export async function startAt(command, args, port, env = {}) {
  const { failed } = start(command, args, { ...env, PORT: String(port) });
  const address = `http://127.0.0.1:${port}`;
  const isReady = async () => {
    for (;;) {
      try {
        return (await fetch(address)).text();
      } catch {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
    }
  };
  await Promise.race([isReady(), failed]);
  return address;
}

/** Saves a picture of the page in the build folder. */
export async function savePicture(page, name, options = {}) {
  mkdirSync(join(target, 'browser'), { recursive: true });
  await page.screenshot({ path: join(target, 'browser', `${name}.png`), animations: 'disabled', ...options });
}
