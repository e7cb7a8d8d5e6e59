// Who makes the pages: a program for each language, and for which languages this machine lacks what they need.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { program, root, target } from '../house.mjs';

const here = (file) => join(root, 'tests/browser/charsets', file);
// Each shop's `start --prepare` has installed the package of this checkout there.
const shop = (name, file = '') => join(target, 'storefronts', name, file);

/** What a language's program says of `task`: a page for each framework and charset, and each framework's fields. */
const makers = {
  Django: {
    needs: shop('django', 'venv/bin/python'),
    run: (task) => said(shop('django', 'venv/bin/python'), [here('pages.py')], task),
    frameworks: ["Django's tag", "Django's middleware"],
  },
  Node: {
    needs: shop('express', 'node_modules/visitorseal'),
    run: (task) => said(process.execPath, [here('pages.cjs'), shop('express'), join(root, 'node')], task),
    frameworks: ['Express', 'Fastify', 'a Web handler'],
  },
  PHP: {
    needs: shop('php', 'vendor/autoload.php'),
    run: (task) => said('php', [here('pages.php'), shop('php', 'vendor/autoload.php')], task),
    frameworks: ['PHP with iconv', 'PHP with iconv //TRANSLIT', 'PHP with mbstring', 'Twig', 'Laravel'],
  },
  Ruby: {
    needs: shop('sinatra', 'gems'),
    run: (task) => said('ruby', [here('pages.rb')], task, { GEM_HOME: shop('sinatra', 'gems') }),
    frameworks: ['Sinatra', 'Rails'],
  },
  Shell: { needs: program, run: shell, frameworks: ['the program with iconv'] },
};

async function said(command, args, task, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env } });
  let [out, complaints] = ['', ''];
  child.stdout.on('data', (data) => { out += data; });
  child.stderr.on('data', (data) => { complaints += data; });
  child.stdin.end(JSON.stringify(task));
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (status !== 0) throw new Error(`${command} ${args[0]}: ${complaints}`);
  return out.trim().split('\n').map((line) => JSON.parse(line));
}

/** Rust's own output, which iconv(1) encodes as best it can. */
async function shell({ secret, visitor, head, tail, charsets }) {
  const ask = (command) => execFileSync(program, [command, 'bookbag'], {
    input: JSON.stringify(visitor), env: { VISITORSEAL_SECRET: secret }, stdio: ['pipe', 'pipe', 'ignore'],
  });
  const page = Buffer.concat([Buffer.from(head), ask('script'), Buffer.from(tail)]);
  const [, signed] = /"fields":(\{.*\}),"warnings":/s.exec(ask('sign').toString());
  const fields = Buffer.from(`{"scheme":"bookbag","fields":${signed}}`);
  const framework = 'the program with iconv';
  const pages = charsets.map(({ name, codec }) => ({
    framework, charset: name,
    page: execFileSync('iconv', ['-f', 'UTF-8', '-t', `${codec}//TRANSLIT`], { input: page }).toString('base64'),
  }));
  return [...pages, { framework, page: page.toString('base64') }, { framework, fields: fields.toString('base64') }];
}

/** All that the languages of this machine say; and of each framework that is not at hand why. */
export async function makeAll(task) {
  const missing = {};
  const lines = await Promise.all(Object.entries(makers).map(async ([language, { needs, run, frameworks }]) => {
    const lines = existsSync(needs) ? await run(task) : [];
    const found = new Set(lines.map(({ framework }) => framework));
    for (const framework of frameworks) {
      if (!found.has(framework)) missing[framework] = found.size ? `${framework} is not installed` : `${language}: ${needs} is missing`;
    }
    return lines;
  }));
  return { lines: lines.flat(), missing };
}
