'use strict';

// Finds the addon: each platform's is a package of its own, of which npm installs the one that fits.

const { platform, arch } = process;

/** The package for a platform; on Linux and Windows it says for which C library. */
const packageFor = (/** @type {string[]} */ ...parts) => ['visitorseal', ...parts].join('-');

/** glibc first: npm installs one of the two, and where both are there only the right one loads. */
const libraries = /** @type {Record<string, string[]>} */ ({ linux: ['gnu', 'musl'], win32: ['msvc'] })[platform];
const candidates = libraries?.map((library) => packageFor(platform, arch, library)) ?? [packageFor(platform, arch)];

/** @typedef {{ name: string, error: NodeJS.ErrnoException }} Failure */

/** Why none of the packages could be loaded, and what to do. @param {Failure[]} failures */
function explained(failures) {
  const { version, optionalDependencies = {} } = /** @type {any} */ (require('../package.json'));
  const broken = failures.find(({ error }) => error.code !== 'MODULE_NOT_FOUND');
  const supported = Object.keys(optionalDependencies);
  const here = /** @type {any} */ (process.report?.getReport())?.header?.glibcVersionRuntime ? 'gnu' : 'musl';
  const name = libraries?.length === 2 ? packageFor(platform, arch, here) : candidates[0];
  if (broken && broken.name !== name) {
    return `${broken.name} is installed, and this system needs ${name} (glibc and musl are different C libraries): install on the system that runs it, or npm install ${name}@${version}`;
  }
  if (broken) return `${broken.name} is installed and does not load: ${broken.error.message}`;
  if (!supported.includes(name)) {
    return `there is no build for ${name.replace('visitorseal-', '')}; there are ${supported.map((each) => each.replace('visitorseal-', '')).join(', ')}`;
  }
  return `the package ${name} is not installed. npm leaves it out with --omit=optional or --no-optional, and where node_modules or package-lock.json come from another platform: npm install ${name}@${version}`;
}

function load() {
  /** @type {Failure[]} */
  const failures = [];
  for (const name of candidates) {
    try {
      return require(name);
    } catch (error) {
      failures.push({ name, error: /** @type {NodeJS.ErrnoException} */ (error) });
    }
  }
  throw new Error(`visitorseal: ${explained(failures)}`, { cause: failures.map(({ error }) => error) });
}

module.exports = load();
