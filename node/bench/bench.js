'use strict';

// bench.js [--rounds NUMBER] [FOLDER]
//
// Measures the package in a folder, by default the sources, beside what people write by hand, and prints the rounds for
// `tools/bench --rows`.

const { join, resolve } = require('node:path');
const { parseArgs } = require('node:util');

const { inOneProcess } = require('./calls.js');
const { inFreshProcesses } = require('./processes.js');

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string' } },
  allowPositionals: true,
});
const folder = resolve(positionals[0] ?? join(__dirname, '..'));
const asked = values.rounds && Number(values.rounds);

async function main() {
  const rows = [...(await inOneProcess(require(folder), asked ?? 31)), ...inFreshProcesses(folder, asked ?? 15)];
  for (const { name, than, unit, rounds } of rows) {
    const [ours, theirs] = [0, 1].map((side) => rounds.map((round) => round[side]));
    console.log(JSON.stringify({ name, than, unit, ours, theirs }));
  }
}

main();
