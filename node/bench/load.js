'use strict';

// How long require takes, each time in a process of its own.

const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

const ROUNDS = 15;
const root = join(__dirname, '..');

function load(name) {
  const code = `const start = process.hrtime.bigint(); require(${JSON.stringify(name)}); console.log(Number(process.hrtime.bigint() - start) / 1e6)`;
  return Number(execFileSync(process.execPath, ['-e', code], { cwd: root, encoding: 'utf8' }));
}

const times = { ours: [], theirs: [] };
for (let round = 0; round < ROUNDS + 1; round++) {
  const [ours, theirs] = [load(root), load('jsonwebtoken')];
  // The first round is for the system's caches.
  if (round === 0) continue;
  times.ours.push(ours);
  times.theirs.push(theirs);
}
const median = (numbers) => numbers.sort((one, other) => one - other)[numbers.length >> 1];
const [ours, theirs] = [median(times.ours), median(times.theirs)];
const milli = (time) => `${time.toFixed(2)} ms`.padStart(12);
console.log(`${'require / jsonwebtoken'.padEnd(42)}${milli(ours)}${milli(theirs)}${(ours / theirs).toFixed(3).padStart(8)}`);
