// Does the jobs of compare in Node. Each job names an oracle, and gets an answer or an error.
import { readFileSync } from 'node:fs';

import { packages } from './packages.mjs';
import { servers } from './servers.mjs';
import { byRule } from './tokens.mjs';

const oracles = { ...packages, ...servers };
const clock = Date.now;

async function answer(job) {
  // The libraries ask for the time themselves.
  Date.now = () => job.now * 1000;
  try {
    return await (job.rule ? byRule(job) : oracles[job.oracle][job.scheme](job));
  } catch (error) {
    return { error: `${error.name}: ${error.message}` };
  } finally {
    Date.now = clock;
  }
}

const answers = [];
for (const job of JSON.parse(readFileSync(0, 'utf8'))) answers.push(await answer(job));
process.stdout.write(JSON.stringify(answers), () => process.exit());
