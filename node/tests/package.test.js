'use strict';

// The tarballs, installed into an empty project as a customer would, and each example of the README.

const assert = require('node:assert/strict');
const { execFile, execFileSync, spawn, spawnSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, symlinkSync, writeFileSync } = require('node:fs');
const { createServer } = require('node:net');
const { tmpdir } = require('node:os');
const { join } = require('node:path');
const test = require('node:test');
const { promisify } = require('node:util');
const { buildSync } = require('esbuild');
const { nodeFileTrace } = require('@vercel/nft');
const { parse } = require('./vectors');

const root = join(__dirname, '..');
const { ADDON } = process.env;
const project = mkdtempSync(join(tmpdir(), 'visitorseal-'));
const modules = join(project, 'node_modules');
const env = { ...process.env, BOOKBAG_SECRET: "the agent's signing secret", BOOKBAG_FORMER_SECRET: 'the former secret' };
const run = promisify(execFile);
const node = async (file, ...args) => (await run(process.execPath, [...args, file], { cwd: project, env })).stdout;
const write = (name, text) => {
  writeFileSync(join(project, name), text);
  return name;
};
const VERSION = require('../package.json').version;
const SECRET_HASH = '8038e22e2bb8cc8e7048be1b29f0cf43cd2c468c75037229bfb2d5fb79a9ea48';

let addon;
test.before(() => {
  const packs = join(project, 'packs');
  execFileSync(process.execPath, [join(root, 'scripts/pack.js'), ADDON, packs]);
  const tarballs = readdirSync(packs).map((name) => join(packs, name));
  assert.equal(tarballs.length, 2);
  write('package.json', '{"private":true}');
  // The site's own part of the README's examples.
  write('session.mjs', 'export const signedIn = () => null;');
  // Nothing is asked of a registry.
  execFileSync('npm', ['install', '--offline', '--silent', '--no-audit', '--no-fund', ...tarballs], { cwd: project });
  addon = readdirSync(modules).find((name) => name.startsWith('visitorseal-'));
  for (const name of ['express', 'helmet', 'fastify', '@fastify', '@types']) symlinkSync(join(root, 'node_modules', name), join(modules, name));
});
test.after(() => rmSync(project, { recursive: true }));

test('both packages hold the licences, also those of what is linked', () => {
  for (const name of readdirSync(modules).filter((name) => name.startsWith('visitorseal'))) {
    const licenses = readdirSync(join(modules, name)).filter((file) => file.startsWith('LICENSE'));
    assert.deepEqual(licenses.sort(), ['LICENSE-APACHE', 'LICENSE-MIT', 'LICENSE-THIRD-PARTY'], name);
  }
});

test('works from CommonJS and from ES modules, which share one module', async () => {
  const file = write(
    'both.mjs',
    `import { createRequire } from 'node:module';
     import visitorseal, { Signer, Refused } from 'visitorseal';
     import { visitorPages } from 'visitorseal/express';
     const required = createRequire(import.meta.url)('visitorseal');
     console.log(new Signer('bookbag', process.env.BOOKBAG_SECRET).digest('user-123'), required.Refused === Refused, visitorseal.Signer === Signer, typeof visitorPages);`,
  );
  assert.equal(await node(file), `${SECRET_HASH} true true function\n`);
});

test('tsc --strict accepts right code in both module kinds, and refuses wrong code', async () => {
  const code = `import { Signer, Verifier, Page, Refused, VisitorsealError, Key, explain, scheme, type ErrorCode, type ExplainOptions, type Visitor, type Warning } from 'visitorseal';
import express from 'express';
import { checkBrands, visitorPages, verifyVisitor, visitorFields } from 'visitorseal/express';
import * as forFastify from 'visitorseal/fastify';
import * as web from 'visitorseal/web';
import { errors } from 'visitorseal/codes';
import { follow, forget, show } from 'visitorseal/browser/bookbag';
import Fastify from 'fastify';

const secret = process.env.SECRET;
const signer: Signer = new Signer('thread', () => secret, { appId: '1' });
const visitor: Visitor = { id: 5n, email: 'a@b', name: null, attributes: { plan: 'x', since: new Date() } };
const html: string = signer.sign(visitor, { now: 5 }).script('nonce') + new Page('bookbag').forgetScript();
const verifier = new Verifier(scheme('bookbag'), [Buffer.from('x'), new Key('y', { kid: 'z' })], { policy: 'observe', leeway: 5, settings: {} });
try {
  const id: unknown = verifier.verify({}).signed.id;
} catch (error) {
  if (error instanceof Refused && error.code === 'token_expired') console.log(error.httpStatus.toFixed());
  const other: VisitorsealError | null = null;
}
const explainOptions: ExplainOptions = { now: 5, leeway: 5, maxToken: 4096, settings: {}, visitor };
const code: ErrorCode = explain('bookbag', 'x', {}, explainOptions).findings[0] ? 'signature_missing' : 'fields_malformed';
const kind: 'visitor' = errors.field_missing;
const isShared: boolean = scheme('bookbag').keyKind === 'shared' && scheme('thread').settings.some(({ isRequired }) => isRequired);
const shop = { scheme: 'bookbag', secret };
const app = express();
app.get('/', visitorPages({ ...shop, visitor: (req) => (req.ip ? { id: req.ip } : null), insert: true }), (req, res) => void res.send(res.locals.visitorScript({ nonce: 'x' })));
app.get('/json', visitorFields({ ...shop, visitor: async () => null, onError: (error, request) => console.log(error.code, request.ip) }));
app.post('/', verifyVisitor(shop), (req, res) => void res.json(req.visitor.contact()?.externalId));
const fastify = Fastify();
fastify.register(forFastify.visitorPages, { brands: { shop: { ...shop, visitor: (request) => ({ id: request.ip }), emailVerified: false } }, default: 'shop' });
fastify.get('/', (request, reply) => reply.visitorScript({ brand: 'shop' }));
fastify.register(forFastify.verifyVisitor, shop);
fastify.post('/', (request) => request.visitor.tokenId?.length ?? request.visitor.key);
const nobody = { ...shop, visitor: () => null, enabled: () => true };
export const GET: (request: Request) => Promise<Response> = web.visitorFields(nobody);
export const HEAD: (request: Request) => Promise<Response> = web.visitorPages(nobody, (request, { visitorScript, signedVisitor }) => new Response(visitorScript(), { headers: { to: signedVisitor()?.scheme ?? '', until: signedVisitor()?.expiresAt?.toFixed() ?? '' } }));
export const POST = web.verifyVisitor(shop, (request, visitor) => Response.json(visitor.key));
export const helpers: Promise<string> = web.visitorPages({ ...shop, visitor: async () => null, insert: 'element' as const })().then(({ visitorElement }) => visitorElement({ endpoint: '/visitor' }));
const mark: string | null = signer.sign(visitor).mark;
show(signer.sign(visitor).toJSON());
show(null);
forget();
const isSignedIn: Promise<boolean> = follow('/visitor');
// @ts-expect-error this visitor function needs a request
web.visitorPages({ ...shop, visitor: (request: Request) => ({ id: request.url }) })();
// @ts-expect-error a visitor is no signed visitor
show(visitor);
const warnings: Warning[] = checkBrands({ brands: { shop } });
new Signer('bookbag', () => secret).check();
new Verifier('bookbag', () => [secret]).check();
// @ts-expect-error a function must give a secret that may be missing
new Signer('thread', secret);
// @ts-expect-error
new Signer('bookbag', undefined);
// @ts-expect-error
new Verifier('bookbag', [undefined]);
// @ts-expect-error settings have a member of their own
new Verifier('thread', 'x', { appId: '1' });
// @ts-expect-error an id is no object
signer.sign({ id: {} });
// @ts-expect-error there is no such policy
new Verifier('bookbag', 'x', { policy: 'none' });
// @ts-expect-error there is no such option
visitorPages({ ...shop, visitor: () => null, colour: 'red' });
// @ts-expect-error there is no such code
const wrong: ErrorCode = 'nonsense';
`;
  await compiles({ 'use.mts': code, 'use.cts': code });
});

/** Asserts that TypeScript accepts files, and our declarations, with its strictest settings. */
async function compiles(files) {
  const strictest = { strict: true, noUncheckedIndexedAccess: true, exactOptionalPropertyTypes: true, noImplicitOverride: true, noImplicitReturns: true };
  const config = { ...strictest, noEmit: true, module: 'node20', target: 'es2023', lib: ['es2023', 'dom'], types: ['node'], skipLibCheck: false, esModuleInterop: true, jsx: 'react-jsx' };
  write('tsconfig.json', JSON.stringify({ compilerOptions: config, files: Object.keys(files) }));
  for (const [name, code] of Object.entries(files)) write(name, code);
  const tsc = run(join(root, 'node_modules/.bin/tsc'), ['--project', project], { cwd: project });
  await tsc.catch(({ stdout }) => {
    // Faults in the declarations of other packages do not count.
    const ours = stdout.split('\n').filter((line) => /^\S/.test(line) && !/^node_modules\/(?!visitorseal)|^\.\.\//.test(line));
    assert.deepEqual(ours, []);
  });
}

test('the editor has a sentence for every call', () => {
  const types = readFileSync(join(modules, 'visitorseal/types/signer.d.ts'), 'utf8');
  assert.match(types, /Signs a visitor\. `now` is Unix seconds/);
});

test('in a browser, at an edge and in a worker of a CDN, each name can be imported, and importing throws a sentence about secrets', async () => {
  for (const name of ['visitorseal', 'visitorseal/express', 'visitorseal/fastify', 'visitorseal/web']) {
    const names = Object.keys(require(`../${name.replace('visitorseal', 'lib').replace('lib/', 'lib/web/')}`));
    const use = `import { ${names.join(', ')} } from '${name}'; console.log(${names.join(', ')});`;
    for (const condition of ['browser', 'edge-light', 'workerd', 'worker']) {
      const file = write('browser.mjs', `await import('${name}').catch((error) => console.log(error.message));`);
      assert.match(await node(file, `--conditions=${condition}`), /runs only on servers .* needs a secret and a native addon\. Do not import it in a browser/);
      const named = await node(write('named.mjs', use), `--conditions=${condition}`).catch(({ stderr }) => stderr);
      assert.match(named, /Do not import it in a browser/);
    }
    const { warnings, outputFiles } = buildSync({ stdin: { contents: use, resolveDir: project }, bundle: true, platform: 'browser', write: false, logLevel: 'silent' });
    assert.deepEqual(warnings, []);
    assert.match(outputFiles[0].text, /Do not import it in a browser/);
  }
});

test('the module for pages is code for browsers, and does nothing on a server that renders a page', async () => {
  const use = `import { follow, forget, show } from 'visitorseal/browser/bookbag';
    show({ fields: { user_id: '1' }, mark: 'm', expires_at: null });
    forget();
    console.log(await follow('/visitor'));`;
  assert.equal(await node(write('rendered.mjs', use)), 'false\n');
  const { outputFiles } = buildSync({ stdin: { contents: use, resolveDir: project }, bundle: true, format: 'esm', platform: 'browser', write: false });
  const { text } = outputFiles[0];
  assert.match(text, /window\.bookbag\("identify"/);
  assert.ok(!/require\(|process\./.test(text));
});

test('the package holds a module and a script for each scheme with code for pages, and the hash of each script', () => {
  const { schemes } = require('..');
  const folder = (name) => join(modules, 'visitorseal', name);
  const modulesOf = readdirSync(folder('browser')).filter((name) => name.endsWith('.js') && name !== 'on-server.js');
  const hashes = JSON.parse(readFileSync(folder('files/integrity.json')));
  assert.deepEqual(modulesOf.sort(), Object.keys(hashes).sort());
  assert.deepEqual(readdirSync(folder('files')).sort(), [...modulesOf, 'integrity.json'].sort());
  for (const [file, hash] of Object.entries(hashes)) {
    assert.ok(schemes().includes(file.replace('.js', '')), file);
    assert.equal(hash, `sha384-${createHash('sha384').update(readFileSync(folder(`files/${file}`))).digest('base64')}`);
    assert.ok(readFileSync(folder(`browser/${file.replace('.js', '.d.ts')}`), 'utf8').includes('./module.js'));
  }
  // Code that a site pastes is no part of a package.
  assert.ok('bookbag.js' in hashes && !('orlo.js' in hashes));
});

test('a tracer of files finds the addon', async () => {
  const file = write('traced.cjs', "require('visitorseal/express');");
  const { fileList, warnings } = await nodeFileTrace([join(project, file)], { base: project });
  assert.ok(fileList.has(`node_modules/${addon}/visitorseal.node`), [...fileList].join('\n'));
  const ours = [...warnings].filter(({ message }) => message.includes('visitorseal') && !/visitorseal-\w+-\w+/.test(message));
  assert.deepEqual(ours, []);
  // A standalone site: what was traced, and nothing else.
  const standalone = join(project, 'standalone');
  for (const each of fileList) cpSync(join(project, each), join(standalone, each), { recursive: true, dereference: true });
  writeFileSync(join(standalone, 'run.cjs'), "console.log(new (require('visitorseal').Signer)('bookbag', process.env.BOOKBAG_SECRET).digest('user-123'))");
  const { stdout } = await run(process.execPath, ['run.cjs'], { cwd: standalone, env });
  assert.equal(stdout, `${SECRET_HASH}\n`);
});

test('a bundler to which the package is external leaves it alone; one that packs it copies the addon', async () => {
  const contents = `console.log(new (require('visitorseal').Signer)('bookbag', process.env.BOOKBAG_SECRET).digest('user-123'))`;
  const bundle = { stdin: { contents, resolveDir: project }, bundle: true, platform: 'node', outdir: join(project, 'bundled'), logLevel: 'silent' };
  for (const options of [{ external: ['visitorseal'] }, { loader: { '.node': 'copy' } }]) {
    buildSync({ ...bundle, ...options });
    assert.equal(await node('bundled/stdin.js'), `${SECRET_HASH}\n`);
  }
});

test('the packed classes have their names, and a log shows what they are and no value', async () => {
  const code = `const api = require('visitorseal');
    const signer = new api.Signer('bookbag', process.env.BOOKBAG_SECRET);
    const signed = signer.sign({ id: 'hunter2', name: 'hunter2' });
    const verifier = new api.Verifier('bookbag', process.env.BOOKBAG_SECRET);
    const verified = verifier.verify(signed.fields);
    console.log(signer, verifier, new api.Key('x', { kid: 'k' }), signed, verified, verified.contact(), api.scheme('bookbag'), api.explain('bookbag', 'x', {}));
    for (const name of Object.keys(api)) if (/^[A-Z]/.test(name) && api[name].name !== name) console.log('not', name, api[name].name);
    try { new api.Signer('bookbag', ''); } catch (error) { console.log(error); }`;
  const shown = (await node(write('shown.cjs', code))).replace(/\s+/g, ' ');
  for (const part of [
    "Signer { scheme: 'bookbag' } Verifier { scheme: 'bookbag' } Key { kid: 'k' }",
    "Signed { scheme: 'bookbag', fields: [ 'user_id', 'user_hash', 'user_metadata' ] }",
    "Verified { status: 'verified', signed: [ 'id' ], unsigned: [ 'name' ], key: 0 } Contact { unsigned: [ 'name' ] }",
    "Explanation { isVerified: false, findings: [ 'signature_missing' ] } ConfigurationError: secret_empty",
  ]) assert.ok(shown.includes(part), `${part} in ${shown}`);
  assert.ok(!/hunter2|not /.test(shown.replace(/at .*/, '')), shown);
});

const moved = async (name, work) => {
  renameSync(join(modules, name), join(project, 'aside'));
  try {
    return await work();
  } finally {
    rmSync(join(modules, name), { recursive: true, force: true });
    renameSync(join(project, 'aside'), join(modules, name));
  }
};
const SIGN = "try { new (require('visitorseal').Signer)('bookbag', 'x'); } catch (error) { console.log(error.message); }";
const failure = () => node(write('fail.cjs', SIGN));

test('without its addon, the error says which package is missing and why', async () => {
  const message = await moved(addon, failure);
  assert.ok(message.startsWith(`library_missing: The package ${addon} is not installed.`), message);
  assert.match(message, new RegExp(`npm install FOLDER/${addon}-\\d.*tgz.*come from another platform`));
});

test('if the addon does not load, the error has the reason of the system', async () => {
  const message = await moved(addon, () => {
    cpSync(join(project, 'aside'), join(modules, addon), { recursive: true });
    const { main } = JSON.parse(readFileSync(join(modules, addon, 'package.json')));
    writeFileSync(join(modules, addon, main), 'no library');
    return failure();
  });
  assert.match(message, /is installed but does not load\. The file is broken.* The system says: .*(invalid ELF header|file too short)/);
  assert.ok(message.includes(`Delete the folder of the package and run: npm install FOLDER/${addon}-${VERSION}.tgz.`), message);
});

/** What a program prints while the package of a platform is this code. */
const withPackage = async (name, code, work = failure) => {
  const folder = join(modules, name);
  mkdirSync(folder);
  writeFileSync(join(folder, 'index.js'), code);
  return work().finally(() => rmSync(folder, { recursive: true }));
};

test('an addon of another version is refused', async () => {
  for (const [code, has] of [["exports.VERSION = '0.0.1';", 'version 0.0.1'], ['exports.scheme = () => {};', 'an older version']]) {
    const message = await moved(addon, () => withPackage(addon, code));
    assert.equal(message, `library_version: The package ${addon} has ${has}, and visitorseal has version ${VERSION}. Run: npm install FOLDER/${addon}-${VERSION}.tgz\n`);
  }
});

test('the version is in the packed file, so that nothing is read for it', () => {
  const packed = readFileSync(join(modules, 'visitorseal/lib/index.js'), 'utf8');
  assert.ok(!packed.includes('package.json'));
});

test('what the system says of an addon is explained', async () => {
  const said = {
    "libc.so.6: version `GLIBC_2.34' not found (required by visitorseal.node)": "This system's glibc is too old: the addon needs glibc 2.17 or later. Use a newer system.",
    'visitorseal.node: cannot open shared object file: Permission denied': 'This user may not read the file. Change its permissions.',
    'Error loading shared library visitorseal.node: Operation not permitted': 'The folder is mounted with noexec: no library may be loaded from it. Install into another folder.',
  };
  for (const [words, meaning] of Object.entries(said)) {
    const message = await moved(addon, () => withPackage(addon, `throw Object.assign(new Error(${JSON.stringify(words)}), { code: 'ERR_DLOPEN_FAILED' });`));
    assert.equal(message, `library_missing: The package ${addon} is installed but does not load. ${meaning} The system says: ${words}\n`);
  }
});

test('if Node may load no addon, the error names the flag', async () => {
  const message = await node(write('fail.cjs', SIGN), '--no-addons');
  assert.match(message, new RegExp(`^library_missing: The package ${addon} is installed but does not load\\. Start Node without --no-addons`));
});

test('in a folder from which programs may not run, the error says that', (t) => {
  const folder = join(project, 'noexec');
  mkdirSync(folder);
  // The folder is mounted for this process alone.
  const mount = ['--map-root-user', '--mount', 'sh', '-c', 'mount -t tmpfs -o noexec none "$1" && shift && "$@"', 'sh', folder];
  if (spawnSync('unshare', [...mount, 'true']).status !== 0) return t.skip('this user may not mount a folder');
  const fail = write('fail.cjs', SIGN);
  const command = 'cp -R "$1/node_modules" "$1/fail.cjs" "$2" && cd "$2" && exec "$3" fail.cjs';
  const { stdout, stderr } = spawnSync('unshare', [...mount, 'sh', '-c', command, 'sh', project, folder, process.execPath], { encoding: 'utf8' });
  assert.match(stdout, new RegExp(`^library_missing: The package ${addon} .*\\. The folder is mounted with noexec: .* Install into another folder`), stderr);
});

test('on another platform, the loader names the platforms that have a build', async () => {
  const other = write(
    'other.cjs',
    `Object.defineProperty(process, 'platform', { value: 'sunos' }); ${SIGN}`,
  );
  const message = await node(other);
  assert.match(message, /There is no build for sunos-\w+\. There are builds for linux-x64-gnu,.*darwin-arm64/);
});

test('without its addon, a site starts, and its pages are those of nobody', async () => {
  const code = `const { visitorPages } = require('visitorseal/web');
    const shop = { scheme: 'bookbag', secret: 'a secret', visitor: () => ({ id: '1' }) };
    visitorPages(shop)(null).then((page) => console.log(page.signedVisitor(), page.visitorScript(), page.visitorFields()));`;
  const { stdout, stderr } = await moved(addon, () => run(process.execPath, [write('nobody.cjs', code)], { cwd: project, env: { ...env, NODE_ENV: 'production' } }));
  assert.equal(stdout, 'null  {"scheme":"bookbag","fields":null,"mark":null,"expires_at":null}\n');
  assert.match(stderr, new RegExp(`^visitorseal: brand 'default': library_missing: The package ${addon}[^\n]*\n$`));
});

test('the packed web files know the errors of the packed library', async () => {
  const code = `const { visitorPages, verifyVisitor } = require('visitorseal/web');
    const secret = process.env.BOOKBAG_SECRET;
    visitorPages({ scheme: 'bookbag', secret: async () => secret, visitor: () => ({ id: '1' }) })(null);
    const odd = { id: 'user-123', attributes: { plan: 'x', odd: new Map() } };
    visitorPages({ scheme: 'bookbag', secret, visitor: () => odd })(null).then(({ signedVisitor }) => console.log(signedVisitor().warnings[0].code));
    const body = '{"more":{"__proto__":{}},"user_id":"user-123","user_hash":"${SECRET_HASH}"}';
    const onError = ({ code, name }) => console.log(code, name);
    verifyVisitor({ scheme: 'bookbag', secret, onError }, () => {})(new Request('http://localhost/', { method: 'POST', body })).then(({ status }) => console.log(status));`;
  const { stdout, stderr } = await run(process.execPath, [write('known.cjs', code)], { cwd: project, env: { ...env, NODE_ENV: 'production' } });
  assert.deepEqual(stdout.trim().split('\n').sort(), ['401', 'attribute_left_out', 'fields_malformed Refused']);
  assert.match(stderr, /^visitorseal: brand 'default': secret is a promise. Await it first/m);
  assert.match(stderr, /attribute_left_out \(attributes.odd\)/);
});

test('a runtime without a report of its system, as Deno without permissions, gets the reason too', async () => {
  const deno = "process.report.getReport = () => { throw new Error('Requires sys access'); };";
  const message = await moved(addon, () => {
    cpSync(join(project, 'aside'), join(modules, addon), { recursive: true });
    writeFileSync(join(modules, addon, 'visitorseal.node'), 'no library');
    return node(write('deno.cjs', `${deno} ${SIGN}`));
  });
  assert.match(message, new RegExp(`^library_missing: The package ${addon} is installed but does not load\\. .*(invalid ELF header|file too short)`));
  assert.match(await moved(addon, () => node('deno.cjs')), /^library_missing: The package visitorseal-.* is not installed/);
});

const NOT_GLIBC = !/-linux-.*-gnu/.test(readdirSync(join(root, 'node_modules')).join()) && 'only with glibc';

test('the addon of the other C library is named as such', { skip: NOT_GLIBC }, async () => {
  const musl = addon.replace('gnu', 'musl');
  const message = await moved(addon, () => {
    mkdirSync(join(modules, musl));
    writeFileSync(join(modules, musl, 'package.json'), `{"name":"${musl}","main":"a.node"}`);
    writeFileSync(join(modules, musl, 'a.node'), 'of musl');
    return failure().finally(() => rmSync(join(modules, musl), { recursive: true }));
  });
  assert.match(message, new RegExp(`${musl} is installed, but this system needs ${addon}`));
});

// As Yarn 1 installs them. With gcompat, musl loads both.
test('if the addons for both C libraries are there, the right one is loaded', { skip: NOT_GLIBC }, async () => {
  const musl = addon.replace('gnu', 'musl');
  const sign = `new (require('visitorseal').Signer)('bookbag', 'x'); console.log(Object.keys(require.cache).some((file) => file.includes('${musl}')));`;
  const onMusl = `process.report.getReport = () => ({ header: {} }); ${sign}`;
  const files = [write('glibc.cjs', sign), write('musl.cjs', onMusl)];
  const loaded = () => withPackage(musl, `module.exports = require('${addon}');`, () => Promise.all(files.map((file) => node(file))));
  assert.deepEqual(await loaded(), ['false\n', 'true\n']);
});

test('what is packed has the version of the workspace, and names each target', () => {
  const manifest = JSON.parse(readFileSync(join(modules, 'visitorseal/package.json')));
  const [, version] = /^version = "(.*)"$/m.exec(readFileSync(join(root, '../Cargo.toml'), 'utf8'));
  assert.equal(manifest.version, version);
  const { napi } = parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const loaded = [...readFileSync(join(root, 'lib/native.js'), 'utf8').matchAll(/require\('(visitorseal-.*)'\)/g)].map(([, name]) => name);
  assert.equal(loaded.length, napi.targets.length);
  // npm would ask the registry for them. Nobody has published them yet.
  assert.ok(manifest.repository || !('optionalDependencies' in manifest));
  assert.ok(!('devDependencies' in manifest) && !('private' in manifest));
});

const [introduction, ...sections] = readFileSync(join(root, 'README.md'), 'utf8').split(/^## /m);
const examples = [introduction.replace('# visitorseal for Node', 'Introduction'), ...sections];
const heading = (section) => section.slice(0, section.indexOf('\n'));
const example = (section) => /```js\n(.*?)```/s.exec(section)?.[1];

test("the README's headings are those of every language, in their order", () => {
  const wanted = ['Install', 'Sign', 'Page', 'Verify', 'Explain', 'Rotate', 'Errors', 'Express', 'Fastify', 'Web (Next.js)'];
  assert.deepEqual(sections.map(heading).slice(0, wanted.length), wanted);
});

// The site's own part of the examples, for TypeScript.
const SESSION_TYPES = `import type { Visitor } from 'visitorseal';
export function signedIn(request: { headers: object }): Visitor | null;
`;

// The suite frontends compiles and runs those of Next.js, React and Vue.
test("the README's examples compile with TypeScript's strictest settings, as they stand", () => {
  const files = { 'session.d.mts': SESSION_TYPES };
  for (const section of examples.filter(example)) files[`readme-${heading(section).split(' ')[0]}.mts`] = example(section);
  // What follows the example of Express goes on with it. Other code begins with the path of its file.
  for (const [, more] of examples.join('').matchAll(/```ts\n(?!\/\/ \S+\n)(.*?)```/gs)) files['readme-Express.mts'] += more;
  assert.equal(Object.keys(files).length, 9);
  return compiles(files);
});

const OUTPUT = { Introduction: /^<script /, Sign: /[0-9a-f]{64}/, Page: /<script nonce="bm9uY2U=" /, Verify: /user-123\nJane Doe\nHello user-123/, Explain: /result_upper_case/ };
for (const section of examples.filter(example)) {
  const name = heading(section);
  const file = `${name.split(' ')[0]}.mjs`;
  if (OUTPUT[name]) {
    test(`the README's example runs: ${name}`, async () => assert.match(await node(write(file, example(section))), OUTPUT[name]));
  } else if (name.startsWith('Web')) {
    test(`the README's example runs: ${name}`, async () => {
      const use = `import { GET, POST, welcome } from './${file}';
        console.log(await (await GET(new Request('http://localhost/'))).text());
        const body = '{"user_id":"user-123","user_hash":"${SECRET_HASH}"}';
        console.log(await (await POST(new Request('http://localhost/', { method: 'POST', body }))).text());
        console.log((await welcome(new Request('http://localhost/'))).headers.get('cache-control'));`;
      write(file, example(section));
      assert.equal(await node(write('use.mjs', use)), '{"scheme":"bookbag","fields":null,"mark":null,"expires_at":null}\n{"contact":"user-123"}\nprivate, no-store\n');
    });
  } else {
    test(`the README's example serves: ${name}`, (t) => serves(t, write(file, example(section))));
  }
}

async function serves(t, file) {
  const port = await new Promise((resolve) => {
    const server = createServer().listen(0, () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
  const server = spawn(process.execPath, [file], { cwd: project, env: { ...env, PORT: port }, stdio: ['ignore', 'inherit', 'inherit'] });
  t.after(() => server.kill());
  const address = `http://localhost:${port}`;
  const ask = async (path, init, patience = 100) => {
    try {
      return await fetch(address + path, init);
    } catch (error) {
      if (patience === 0) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
      return ask(path, init, patience - 1);
    }
  };
  assert.equal((await ask('/')).status, 200);
  assert.deepEqual(await (await ask('/visitor.json')).json(), { scheme: 'bookbag', fields: null, mark: null, expires_at: null });
  const post = (hash) =>
    ask('/identify', { method: 'POST', body: JSON.stringify({ user_id: 'user-123', user_hash: hash }), headers: { 'Content-Type': 'application/json' } });
  assert.deepEqual(await (await post(SECRET_HASH)).json(), { contact: 'user-123' });
  assert.deepEqual(await (await post('0'.repeat(64))).json(), { error: 'identity_unverified' });
}
