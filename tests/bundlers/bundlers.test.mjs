// Server builds of bundlers, in which the package stays outside, and code for the browser that takes it in by mistake.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { promisify } from 'node:util';
import commonjs from '@rollup/plugin-commonjs';
import nodeResolve from '@rollup/plugin-node-resolve';
import { rollup } from 'rollup';
import { build as vite } from 'vite';
import webpack from 'webpack';
import { HASH, env, makeProject, root } from './project.mjs';

const esbuild = createRequire(join(root, 'node/package.json'))('esbuild');
const project = makeProject({ type: 'module' });
const run = promisify(execFile);
const write = (name, text) => {
  writeFileSync(join(project, name), text);
  return join(project, name);
};

const server = write('server.js', `
import { Signer } from 'visitorseal';
import { visitorPages } from 'visitorseal/web';
const secret = () => process.env.BOOKBAG_SECRET;
const { signedVisitor } = await visitorPages({ scheme: 'bookbag', secret, visitor: () => ({ id: 'user-123' }) })(null);
console.log(new Signer('bookbag', secret).digest('user-123') === signedVisitor().signature, signedVisitor().signature);
`);
const mistake = write('mistake.js', "import { Signer } from 'visitorseal'; console.log(new Signer('bookbag', 'a secret'));");

/** Runs webpack, whose errors are in its result. */
async function pack(options) {
  const stats = await promisify(webpack)({ mode: 'production', context: project, ...options });
  assert.deepEqual([...stats.compilation.errors, ...stats.compilation.warnings].map(String), []);
}

/** Each builds `entry` into `out` for a server. */
const SERVER_BUILDS = {
  webpack: (entry, out) =>
    pack({
      entry,
      target: 'node',
      externals: [({ request }, done) => (/^visitorseal(\/|$)/.test(request) ? done(null, `module ${request}`) : done())],
      experiments: { outputModule: true },
      output: { path: out, filename: 'server.js', module: true, chunkFormat: 'module' },
    }),
  // Vite leaves the packages of node_modules outside by itself.
  vite: (entry, outDir) =>
    vite({ root: project, logLevel: 'error', configFile: false, build: { ssr: entry, outDir, rollupOptions: { output: { entryFileNames: 'server.js' } } } }),
  rollup: async (input, dir) => {
    const bundle = await rollup({ input, external: /^visitorseal(\/|$)/, plugins: [nodeResolve()] });
    await bundle.write({ dir, format: 'es' });
  },
  esbuild: (entry, outdir) =>
    esbuild.build({ entryPoints: [entry], outdir, bundle: true, platform: 'node', format: 'esm', external: ['visitorseal'], logLevel: 'error' }),
};

for (const [name, build] of Object.entries(SERVER_BUILDS)) {
  test(`${name}: a server build in which the package stays outside signs`, async () => {
    const out = join(project, `server-${name}`);
    await build(server, out);
    const { stdout } = await run(process.execPath, [join(out, 'server.js')], { cwd: project, env });
    assert.equal(stdout, `true ${HASH}\n`);
  });
}

/** Each builds `entry` into `out` for a browser, and gives the code. */
const BROWSER_BUILDS = {
  webpack: async (entry, path) => {
    await pack({ entry, target: 'web', output: { path, filename: 'page.js' } });
    return readFileSync(join(path, 'page.js'), 'utf8');
  },
  vite: async (entry, outDir) => {
    const { output } = await vite({ root: project, logLevel: 'error', configFile: false, build: { outDir, rollupOptions: { input: entry } } });
    return output[0].code;
  },
  rollup: async (input) => {
    const { output } = await (await rollup({ input, plugins: [nodeResolve({ browser: true, exportConditions: ['browser'] }), commonjs()] })).generate({ format: 'es' });
    return output[0].code;
  },
  esbuild: async (entry) => {
    const { outputFiles } = await esbuild.build({ entryPoints: [entry], bundle: true, minify: true, platform: 'browser', format: 'esm', write: false });
    return outputFiles[0].text;
  },
};

for (const [name, build] of Object.entries(BROWSER_BUILDS)) {
  test(`${name}: code for the browser that imports the signer is built, and throws a sentence about secrets`, async () => {
    const code = await build(mistake, join(project, `mistake-${name}`));
    assert.match(code, /runs only on servers .* needs a secret and a native addon/);
    const { stderr } = await run(process.execPath, [write(`mistake-${name}.mjs`, code)]).catch((error) => error);
    assert.match(stderr, /Do not import it in a browser/);
  });
}

const app = write('app.js', "import { follow, forget, show } from 'visitorseal/browser/bookbag'; Object.assign(globalThis, { follow, forget, show });");

for (const [name, build] of Object.entries(BROWSER_BUILDS)) {
  test(`${name}: code for the browser has the module for pages, and nothing of a server`, async () => {
    const code = await build(app, join(project, `app-${name}`));
    assert.match(code, /window\.bookbag\(["'`]identify["'`]/);
    assert.ok(!/\brequire\b|process\.|node:/.test(code), code);
    assert.ok(code.length < 6000, `${code.length}`);
  });
}

for (const [name, build] of Object.entries(SERVER_BUILDS)) {
  test(`${name}: a server that renders the app imports the module for pages, which does nothing there`, async () => {
    const out = join(project, `rendering-${name}`);
    const rendering = write('rendering.js', "import { follow, show } from 'visitorseal/browser/bookbag'; show(null); console.log(await follow('/visitor'));");
    await build(rendering, out);
    const file = name === 'webpack' || name === 'vite' ? 'server.js' : 'rendering.js';
    const { stdout } = await run(process.execPath, [join(out, file)], { cwd: project });
    assert.equal(stdout, 'false\n');
  });
}
