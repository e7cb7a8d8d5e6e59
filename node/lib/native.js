'use strict';

// The addon: each platform's is a package of its own, of which npm installs the one that fits. It is loaded when it is
// first needed, so that a site without it starts, and answers.

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
/** glibc first: npm installs one of the two, and where both are there only the right one loads. */
const LIBRARIES = new Map([
  ['linux', ['-gnu', '-musl']],
  ['win32', ['-msvc']],
]);
const candidates = (LIBRARIES.get(platform) ?? ['']).map((library) => `${platform}-${arch}${library}`);

/**
 * Each name stands here in full, and in a try: so tools that gather a program's files (Next.js, Vercel, bundlers) find
 * the package that is there, and do without the others.
 *
 * @param {string} name
 * @param {Failure[]} failures
 */
function required(name, failures) {
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

/** The C library of a Linux, where the runtime tells it: Deno does so only with a permission. */
function libraryHere() {
  try {
    return /** @type {any} */ (process.report.getReport()).header.glibcVersionRuntime ? '-gnu' : '-musl';
  } catch {
    return '';
  }
}

/** Why none of the packages could be loaded, and what to do. @param {Failure[]} failures */
function explained(failures) {
  const broken = failures.find(({ error }) => error.code !== 'MODULE_NOT_FOUND');
  const library = candidates.length > 1 && libraryHere();
  const name = (library && candidates.find((each) => each.endsWith(library))) || broken?.name || candidates[0];
  const install = `npm install visitorseal-${name}@${/** @type {any} */ (require('../package.json')).version}`;
  if (broken && broken.name !== name) {
    return `visitorseal-${broken.name} is installed, and this system needs visitorseal-${name} (glibc and musl are different C libraries): install on the system that runs it, or ${install}`;
  }
  if (broken) return `visitorseal-${name} is installed and does not load: ${broken.error.message}`;
  if (!SUPPORTED.includes(name)) return `there is no build for ${name}; there are ${SUPPORTED.join(', ')}`;
  return `the package visitorseal-${name} is not there. npm leaves it out with --omit=optional or --no-optional, and where node_modules or package-lock.json come from another platform: ${install}. A bundler cannot pack it: name visitorseal as external (serverExternalPackages in Next.js)`;
}

function load() {
  /** @type {Failure[]} */
  const failures = [];
  for (const name of candidates) {
    const addon = required(name, failures);
    if (addon) return addon;
  }
  const error = new ConfigurationError('library_missing', null, explained(failures));
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
