// The Next.js site of the tests: the app of `next/`, with the code of Node's README in its places.

import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname, join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** The suite has installed the packages of package-lock.json here. */
export const site = join(process.env.CARGO_TARGET_DIR ?? join(root, 'target'), 'frontends');
export const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', BOOKBAG_SECRET: "the agent's signing secret" };

/** The code blocks of the README that begin with the path of a file. */
export function readmeFiles() {
  const readme = readFileSync(join(root, 'node/README.md'), 'utf8');
  return Object.fromEntries([...readme.matchAll(/```tsx?\n\/\/ (\S+\.tsx?)\n(.*?)```/gs)].map(([, path, code]) => [path, code]));
}

/** Installs the packed npm package into the site's node_modules. */
export function installPackage() {
  // A former run may have been ended before it put them back.
  if (existsSync(join(site, 'aside'))) renameSync(join(site, 'aside'), join(site, 'node_modules'));
  const packs = join(site, 'packs');
  execFileSync(process.execPath, [join(root, 'node/scripts/pack.js'), process.env.ADDON, packs], { stdio: ['ignore', 'ignore', 'inherit'] });
  const tarballs = readdirSync(packs).map((name) => join(packs, name));
  execFileSync('npm', ['install', '--no-save', '--offline', '--silent', '--no-audit', '--no-fund', ...tarballs], { cwd: site });
}

/** Writes the site. */
export function writeSite() {
  for (const name of readdirSync(site)) {
    if (!['node_modules', 'packs', 'package.json', 'package-lock.json'].includes(name)) rmSync(join(site, name), { recursive: true });
  }
  cpSync(fileURLToPath(new URL('next', import.meta.url)), site, { recursive: true });
  const { 'app/layout.tsx': layout, ...files } = readmeFiles();
  // The site has two root layouts: the README's, and one of static pages. Each has the stand-in for the vendor's snippet.
  files['app/(shown)/layout.tsx'] = layout
    .replaceAll("'../lib/", "'../../lib/")
    .replace("'./support'", "'../support'")
    .replace("\nexport", "import { Widget } from '../../lib/widget';\n\nexport")
    .replace('{children}\n', '<Widget />{children}\n');
  for (const [path, code] of Object.entries(files)) {
    mkdirSync(dirname(join(site, path)), { recursive: true });
    writeFileSync(join(site, path), code);
  }
}

/** Runs `next build`. */
export function buildSite(environment = env) {
  execFileSync(process.execPath, [join(site, 'node_modules/next/dist/bin/next'), 'build'], { cwd: site, env: environment, stdio: ['ignore', 'pipe', 'pipe'], encoding: 'utf8' });
}

const running = [];
const leave = () => running.forEach((child) => child.kill('SIGKILL'));
after(leave);
process.on('exit', leave);

/** Starts a program of Node in a folder, and returns its address when it answers. */
export async function serve(folder, file) {
  const port = await freePort();
  const child = spawn(process.execPath, [file], { cwd: folder, env: { ...env, PORT: String(port), HOSTNAME: '127.0.0.1' }, stdio: ['ignore', 'pipe', 'pipe'] });
  running.push(child);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (data) => { output = (output + data).slice(-4000); });
  const failed = new Promise((resolve, reject) => child.on('exit', () => reject(new Error(`${file} ended:\n${output}`))));
  failed.catch(() => {});
  const address = `http://127.0.0.1:${port}`;
  const isReady = async () => {
    while (!(await fetch(address).catch(() => null))) await new Promise((resolve) => setTimeout(resolve, 100));
  };
  await Promise.race([isReady(), failed]);
  return { address, output: () => output };
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject).listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
