'use strict';

// pack.js ADDON DIR   Packs the npm package and the package of an addon, which cargo built, into DIR. PAGES is the folder with the
//                     code for pages, which write_pages of scripts/prepare writes. VISITORSEAL_TARGET is the addon's platform,
//                     one of napi.targets in package.json. Without it, the addon is this platform's.
// pack.js ADDON       Puts the addon's package into node_modules, where the tests find it.

const { execFileSync } = require('node:child_process');
const { copyFileSync, cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } = require('node:fs');
const { join, resolve } = require('node:path');

const { buildSync } = require('esbuild');

const root = join(__dirname, '..');
const build = join(root, 'build');
const { SBOM, PAGES, VISITORSEAL_TARGET } = process.env;
const [addon, out] = process.argv.slice(2).map((path) => resolve(path));
const read = (...path) => JSON.parse(readFileSync(join(...path, 'package.json'), 'utf8'));

const ARCH = { x86_64: 'x64', aarch64: 'arm64' };
const SYSTEM = { linux: 'linux', darwin: 'darwin', windows: 'win32' };
const LIBC = { gnu: 'glibc', musl: 'musl' };

/** The manifest for a target of cargo, such as `x86_64-unknown-linux-gnu`. npm installs it on these systems only. */
function platformOf(target) {
  const [arch, , system, abi] = target.split('-');
  const parts = ['visitorseal', SYSTEM[system], ARCH[arch], abi];
  return {
    name: parts.filter(Boolean).join('-'),
    version,
    description: `${description}: the addon for ${target}`,
    license,
    homepage,
    repository,
    engines,
    os: [SYSTEM[system]],
    cpu: [ARCH[arch]],
    ...(LIBC[abi] && { libc: [LIBC[abi]] }),
    main: 'visitorseal.node',
    files: ['visitorseal.node', 'LICENSE-*', '*.cdx.json'],
  };
}

const { private: _, devDependencies, scripts, napi, ...manifest } = read(root);
const { version, description, license, homepage, repository, engines } = manifest;
const platforms = napi.targets.map(platformOf);

const libc = process.report.getReport().header.glibcVersionRuntime ? 'glibc' : 'musl';
const isHere = ({ os, cpu, libc: needs = [libc] }) => os[0] === process.platform && cpu[0] === process.arch && needs[0] === libc;
const here = VISITORSEAL_TARGET ? platforms[napi.targets.indexOf(VISITORSEAL_TARGET)] : platforms.find(isHere);
if (!here) {
  throw new Error(`package.json has no target for ${VISITORSEAL_TARGET || `${process.platform}-${process.arch}`}. Add it to napi.targets.`);
}

/** Makes a folder with a package's manifest. */
function folderOf(manifest) {
  const folder = join(build, manifest.name);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return folder;
}

/** Bundles the library into one file. Each further file would add a quarter of a millisecond to `require`. */
function bundle(outfile) {
  const index = join(root, 'lib/index.js');
  const [exported] = readFileSync(index, 'utf8').match(/^module\.exports = \{[^}]*\}/m);
  buildSync({
    entryPoints: [index],
    outfile,
    bundle: true,
    platform: 'node',
    target: 'node20',
    // So that a log shows the names of the classes.
    keepNames: true,
    external: platforms.map(({ name }) => name),
    define: { PACKED_VERSION: JSON.stringify(version), PACKED_IS_PUBLIC: String(Boolean(repository)) },
    // This never runs. Node reads here which names an ES module may import.
    footer: { js: `0 && (${exported});` },
  });
}

/** Adds the code for pages, and to each module the types that all share. */
function addPages(main) {
  const hashes = readFileSync(join(PAGES, 'files/integrity.json'), 'utf8');
  for (const name of Object.keys(JSON.parse(hashes))) {
    for (const part of ['browser', 'files']) cpSync(join(PAGES, part, name), join(main, part, name));
    writeFileSync(join(main, 'browser', name.replace(/js$/, 'd.ts')), "export * from './module.js';\n");
  }
  writeFileSync(join(main, 'files/integrity.json'), hashes);
  cpSync(join(root, 'browser'), join(main, 'browser'), { recursive: true });
}

rmSync(build, { recursive: true, force: true });
const platform = folderOf(here);
copyFileSync(addon, join(platform, here.main));
if (!out) {
  cpSync(platform, join(root, 'node_modules', here.name), { recursive: true });
  process.exit();
}

// Until the packages are public, npm would ask the registry for names that anybody may take.
const main = folderOf({ ...manifest, ...(repository && { optionalDependencies: Object.fromEntries(platforms.map(({ name }) => [name, version])) }) });
for (const part of ['lib/web', 'lib/server-only.js', 'lib/codes.js', 'lib/limits.js', 'lib/symbols.js', 'lib/values.js', 'types', 'README.md']) {
  cpSync(join(root, part), join(main, part), { recursive: true });
}
if (repository) execFileSync(join(root, '../tools/link-readme'), [join(main, 'README.md'), 'node']);
bundle(join(main, 'lib/index.js'));
addPages(main);
const licenses = readdirSync(join(root, '..')).filter((name) => name.startsWith('LICENSE-'));
for (const folder of [main, platform]) {
  for (const license of licenses) copyFileSync(join(root, '..', license), join(folder, license));
}

copyFileSync(join(root, '../CHANGELOG.md'), join(main, 'CHANGELOG.md'));
// What the addon links, as tools/write-sbom writes it.
if (SBOM) copyFileSync(SBOM, join(platform, 'visitorseal-node.cdx.json'));

mkdirSync(out, { recursive: true });
for (const folder of [main, platform]) {
  const name = execFileSync('npm', ['pack', '--silent', '--pack-destination', out], { cwd: folder, encoding: 'utf8' });
  console.log(join(out, name.trim()));
}
