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

const { platform, arch } = process;
/** glibc first. npm installs one of the two; if both are there, only the right one loads. */
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

/** Why no package could be loaded, and what to do. @param {Failure[]} failures */
function reasonFor(failures) {
  const broken = failures.find(({ error }) => error.code !== 'MODULE_NOT_FOUND');
  const library = candidates.length > 1 && detectLibrary();
  const name = (library && candidates.find((each) => each.endsWith(library))) || broken?.name || candidates[0];
  const install = `npm install visitorseal-${name}@${/** @type {any} */ (require('../package.json')).version}`;
  if (broken && broken.name !== name) {
    return `The package visitorseal-${broken.name} is installed, but this system needs visitorseal-${name} (glibc and musl are different C libraries). Install on the system that runs it, or run: ${install}`;
  }
  if (broken && /failed to map segment|Operation not permitted|Permission denied/.test(broken.error.message)) {
    return `Programs may not run from the folder of the package visitorseal-${name} (noexec), or not read it. Install into another folder. The system says: ${broken.error.message}`;
  }
  if (broken) return `The package visitorseal-${name} is installed but does not load: ${broken.error.message}`;
  if (!SUPPORTED.includes(name)) return `There is no build for ${name}. There are builds for ${SUPPORTED.join(', ')}.`;
  return `The package visitorseal-${name} is not installed. Run: ${install}. npm leaves it out with --omit=optional, and if node_modules or package-lock.json come from another platform. If you use a bundler, mark visitorseal as external (serverExternalPackages in Next.js).`;
}

function load() {
  /** @type {Failure[]} */
  const failures = [];
  for (const name of candidates) {
    const addon = tryRequire(name, failures);
    if (addon) return addon;
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
