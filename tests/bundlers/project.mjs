// A project in a folder of its own, with the packed npm package, as a customer installs it.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

/** The digest of the visitor user-123 with the secret of {@link env}, from tests/vectors. */
export const HASH = '8038e22e2bb8cc8e7048be1b29f0cf43cd2c468c75037229bfb2d5fb79a9ea48';
export const env = { ...process.env, BOOKBAG_SECRET: "the agent's signing secret" };

/** A new folder with the package and the addon in its node_modules. It is removed when the process ends. */
export function makeProject(manifest = {}) {
  const project = mkdtempSync(join(tmpdir(), 'visitorseal-project-'));
  process.on('exit', () => rmSync(project, { recursive: true, force: true }));
  const packs = join(project, 'packs');
  execFileSync(process.execPath, [join(root, 'node/scripts/pack.js'), process.env.ADDON, packs], { stdio: ['ignore', 'ignore', 'inherit'] });
  const tarballs = readdirSync(packs).map((name) => join(packs, name));
  writeFileSync(join(project, 'package.json'), JSON.stringify({ private: true, ...manifest }));
  // Nothing is asked of a registry: the other platforms' packages are optional.
  execFileSync('npm', ['install', '--offline', '--silent', '--no-audit', '--no-fund', ...tarballs], { cwd: project });
  return project;
}
