'use strict';

// pack.js ADDON DIR   packs the npm package and this platform's, with the addon that cargo built, into DIR
// pack.js ADDON       puts this platform's into node_modules, where the tests find it

const { execFileSync } = require('node:child_process');
const { cpSync, copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const root = join(__dirname, '..');
const build = join(root, 'build');
const [addon, out] = process.argv.slice(2).map((path) => resolve(path));
const read = (...path) => JSON.parse(readFileSync(join(...path, 'package.json'), 'utf8'));

// One folder for each of package.json's targets, with the systems that npm installs it on.
rmSync(build, { recursive: true, force: true });
execFileSync(join(root, 'node_modules/.bin/napi'), ['create-npm-dirs', '--npm-dir', 'build'], { cwd: root, stdio: 'pipe' });
const platforms = readdirSync(build).map((folder) => ({ folder: join(build, folder), ...read(build, folder) }));

const libc = process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
const isHere = ({ os, cpu, libc: needs = [libc] }) => os[0] === process.platform && cpu[0] === process.arch && needs[0] === libc;
const here = platforms.find(isHere);
if (!here) throw new Error(`package.json has no target for ${process.platform}-${process.arch}`);
copyFileSync(addon, join(here.folder, here.main));

if (!out) {
  cpSync(here.folder, join(root, 'node_modules', here.name), { recursive: true });
  process.exit();
}

const { private: _, devDependencies, napi, ...manifest } = read(root);
manifest.optionalDependencies = Object.fromEntries(platforms.map(({ name, version }) => [name, version]));
const main = join(build, 'visitorseal');
mkdirSync(main);
writeFileSync(join(main, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
for (const folder of ['lib', 'types', 'README.md']) cpSync(join(root, folder), join(main, folder), { recursive: true });
for (const folder of [main, here.folder]) {
  for (const license of ['LICENSE-MIT', 'LICENSE-APACHE']) copyFileSync(join(root, '..', license), join(folder, license));
}

mkdirSync(out, { recursive: true });
for (const folder of [main, here.folder]) {
  const name = execFileSync('npm', ['pack', '--silent', '--pack-destination', out], { cwd: folder, encoding: 'utf8' });
  console.log(join(out, name.trim()));
}
const others = platforms.filter((platform) => platform !== here);
console.log(`not built here: ${others.map(({ name }) => name).join(', ')}`);
