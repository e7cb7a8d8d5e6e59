'use strict';

// Loads the native addon. Each platform's addon is a package of its own, and npm installs the one that fits. It is loaded when
// first needed, so that a site can start and answer without it.

/** @typedef {{ name: string, error: NodeJS.ErrnoException }} Failure */

const { ConfigurationError } = require('./errors.js');

const SUPPORTED = [
  'linux-x64-gnu',
  'linux-arm64-gnu',
  'linux-x64-musl',
  'linux-arm64-musl',
  'darwin-x64',
  'darwin-arm64',
  'win32-x64-msvc',
  'win32-arm64-msvc',
];

/** Each addon has it, too. The packer writes it here, so that nothing is read to compare the two. */
const VERSION = typeof PACKED_VERSION === 'string' ? PACKED_VERSION : /** @type {any} */ (require('../package.json')).version;

const { platform, arch } = process;
/** npm installs one of the two for Linux. Yarn 1 installs both. */
const LIBRARIES = new Map([
  ['linux', ['-gnu', '-musl']],
  ['win32', ['-msvc']],
]);
const candidates = (LIBRARIES.get(platform) ?? ['']).map((library) => `${platform}-${arch}${library}`);

/**
 * Loads the package of a platform. Each name is written in full inside the try: tools that gather a program's files (Next.js,
 * Vercel, bundlers) then find the package that is installed and ignore the others.
 *
 * @param {string} name
 * @param {Failure[]} failures
 */
function tryRequire(name, failures) {
  try {
    switch (name) {
      case 'linux-x64-gnu':
        return require('visitorseal-linux-x64-gnu');
      case 'linux-arm64-gnu':
        return require('visitorseal-linux-arm64-gnu');
      case 'linux-x64-musl':
        return require('visitorseal-linux-x64-musl');
      case 'linux-arm64-musl':
        return require('visitorseal-linux-arm64-musl');
      case 'darwin-x64':
        return require('visitorseal-darwin-x64');
      case 'darwin-arm64':
        return require('visitorseal-darwin-arm64');
      case 'win32-x64-msvc':
        return require('visitorseal-win32-x64-msvc');
      case 'win32-arm64-msvc':
        return require('visitorseal-win32-arm64-msvc');
    }
  } catch (error) {
    failures.push({ name, error: /** @type {NodeJS.ErrnoException} */ (error) });
  }
}

/** The C library of this Linux; empty if the runtime does not tell, as Deno without a permission. */
function detectLibrary() {
  try {
    return /** @type {any} */ (process.report.getReport()).header.glibcVersionRuntime ? '-gnu' : '-musl';
  } catch {
    return '';
  }
}

/** @param {string} name */
function isInstalled(name) {
  try {
    return Boolean(require.resolve(`visitorseal-${name}`));
  } catch {
    return false;
  }
}

/**
 * The candidates, the right one first. musl with gcompat also loads the addon for glibc, which may then crash. The report takes
 * milliseconds, so it is made only if there is a choice.
 */
function inOrder() {
  const isForMusl = candidates.length > 1 && candidates.every(isInstalled) && detectLibrary() === '-musl';
  return isForMusl ? candidates.toReversed() : candidates;
}

const IS_PUBLIC = typeof PACKED_IS_PUBLIC === 'boolean' && PACKED_IS_PUBLIC;

/**
 * The command that installs the package of a platform. Until the packages are public, it is a file: a registry may have something
 * else of this name.
 *
 * @param {string} name
 */
const installing = (name) => `npm install ${IS_PUBLIC ? `visitorseal-${name}@${VERSION}` : `FOLDER/visitorseal-${name}-${VERSION}.tgz`}`;

/** What to do about a package that does not load. @param {Failure} failure */
function remedyFor({ name, error: { code, message } }) {
  if (code === 'ERR_DLOPEN_DISABLED') {
    return 'Start Node without --no-addons, which may also be in NODE_OPTIONS. If Node runs with --permission, add --allow-addons.';
  }
  if (/GLIBC_\d/.test(message)) return "This system's glibc is too old: the addon needs glibc 2.17 or later. Use a newer system.";
  if (/failed to map segment|Operation not permitted/.test(message)) {
    return 'The folder is mounted with noexec: no library may be loaded from it. Install into another folder.';
  }
  if (/Permission denied/.test(message)) return 'This user may not read the file. Change its permissions.';
  return `The file is broken, or for another system. Delete the folder of the package and run: ${installing(name)}.`;
}

/** Why no package could be loaded, and what to do. @param {Failure[]} failures */
function reasonFor(failures) {
  const broken = failures.find(({ error }) => error.code !== 'MODULE_NOT_FOUND');
  const library = candidates.length > 1 && detectLibrary();
  const name = (library && candidates.find((each) => each.endsWith(library))) || broken?.name || candidates[0];
  if (broken && broken.name !== name) {
    return `The package visitorseal-${broken.name} is installed, but this system needs visitorseal-${name} (glibc and musl are different C libraries). Install on the system that runs it, or run: ${installing(name)}`;
  }
  if (broken) {
    return `The package visitorseal-${name} is installed but does not load. ${remedyFor(broken)} The system says: ${broken.error.message}`;
  }
  if (!SUPPORTED.includes(name)) return `There is no build for ${name}. There are builds for ${SUPPORTED.join(', ')}.`;
  return `The package visitorseal-${name} is not installed. Run: ${installing(name)}. It is missing if node_modules or package-lock.json come from another platform${IS_PUBLIC ? ', or with --omit=optional' : ''}. If you use a bundler, mark visitorseal as external (serverExternalPackages in Next.js).`;
}

/** Refuses the addon of another version: it may sign in another way, or lack a function. @param {any} addon @param {string} name */
function checkVersion(addon, name) {
  if (addon.VERSION === VERSION) return;
  const has = addon.VERSION ? `version ${addon.VERSION}` : 'an older version';
  const reason = `The package visitorseal-${name} has ${has}, and visitorseal has version ${VERSION}. Run: ${installing(name)}`;
  throw new ConfigurationError('library_version', null, reason);
}

function load() {
  /** @type {Failure[]} */
  const failures = [];
  for (const name of inOrder()) {
    const addon = tryRequire(name, failures);
    if (!addon) continue;
    checkVersion(addon, name);
    return addon;
  }
  const error = new ConfigurationError('library_missing', null, reasonFor(failures));
  error.cause = failures.map((failure) => failure.error);
  throw error;
}

/** @type {any} */
let addon;

/** @returns {any} */
function native() {
  return (addon ??= load());
}

module.exports = { native };
