// Runs a program for each language, which makes pages with that language's frameworks.

import { execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { program, root, target } from '../setup.mjs';

const makerPath = (file) => join(root, 'tests/browser/charsets', file);
// Each shop's `start --prepare` has installed the package of this checkout there.
const shopPath = (name, file = '') => join(target, 'storefronts', name, file);

/** A language's program answers a task with a page for each framework and charset, and with each framework's fields. */
const makers = {
  Django: {
    needs: shopPath('django', 'venv/bin/python'),
    run: (task) => runMaker(shopPath('django', 'venv/bin/python'), [makerPath('pages.py')], task),
    frameworks: ["Django's tag", "Django's middleware"],
  },
  Node: {
    needs: shopPath('express', 'node_modules/visitorseal'),
    run: (task) => runMaker(process.execPath, [makerPath('pages.cjs'), shopPath('express'), join(root, 'node')], task),
    frameworks: ['Express', 'Fastify', 'a Web handler'],
  },
  PHP: {
    needs: shopPath('php', 'vendor/autoload.php'),
    run: (task) => runMaker('php', [makerPath('pages.php'), shopPath('php', 'vendor/autoload.php')], task),
    frameworks: ['PHP with iconv', 'PHP with iconv //TRANSLIT', 'PHP with mbstring', 'Twig', 'Laravel'],
  },
  Ruby: {
    needs: shopPath('sinatra', 'gems'),
    run: (task) => runMaker('ruby', [makerPath('pages.rb')], task, { GEM_HOME: shopPath('sinatra', 'gems') }),
    frameworks: ['Sinatra', 'Rails'],
  },
  Shell: { needs: program, run: runShell, frameworks: ['the program with iconv'] },
};

async function runMaker(command, args, task, env = {}) {
  const child = spawn(command, args, { env: { ...process.env, ...env } });
  let [out, errors] = ['', ''];
  child.stdout.on('data', (data) => { out += data; });
  child.stderr.on('data', (data) => { errors += data; });
  child.stdin.end(JSON.stringify(task));
  const status = await new Promise((resolve, reject) => child.on('error', reject).on('close', resolve));
  if (status !== 0) throw new Error(`${command} ${args[0]}: ${errors}`);
  return out.trim().split('\n').map((line) => JSON.parse(line));
}

/** The output of the program `visitorseal`, encoded by iconv(1). */
async function runShell({ secret, visitor, head, tail, charsets }) {
  const visitorseal = (command) => execFileSync(program, [command, 'bookbag'], {
    input: JSON.stringify(visitor), env: { VISITORSEAL_SECRET: secret }, stdio: ['pipe', 'pipe', 'ignore'],
  });
  const page = Buffer.concat([Buffer.from(head), visitorseal('script'), Buffer.from(tail)]);
  const [, signed, mark] = /"fields":(\{.*\}),"expires_at":null,"mark":("[^"]*")/s.exec(visitorseal('sign').toString());
  const fields = Buffer.from(`{"scheme":"bookbag","fields":${signed},"mark":${mark},"expires_at":null}`);
  const framework = 'the program with iconv';
  const pages = charsets.map(({ name, codec }) => ({
    framework, charset: name,
    page: execFileSync('iconv', ['-f', 'UTF-8', '-t', `${codec}//TRANSLIT`], { input: page }).toString('base64'),
  }));
  return [...pages, { framework, page: page.toString('base64') }, { framework, fields: fields.toString('base64') }];
}

/** The answers of all languages on this machine, and for each missing framework the reason. */
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
