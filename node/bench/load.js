'use strict';

// load.js FOLDER   Measures how long `require` of the package in a folder takes, with a first signer, which loads the addon. Each
// time is of a new process: as its first module, which starts Node's loader too, and after another module, as in a server.

const { execFileSync } = require('node:child_process');
const { join, resolve } = require('node:path');

const ROUNDS = 15;
const root = join(__dirname, '..');
const ours = resolve(process.argv[2]);
const BEFORE = { 'require, the first': '', 'require, after express': "require('express');" };

function load(name, before, use = '') {
  const code = `${before} const start = process.hrtime.bigint(); const loaded = require(${JSON.stringify(name)}); ${use} console.log(Number(process.hrtime.bigint() - start) / 1e6)`;
  return Number(execFileSync(process.execPath, ['-e', code], { cwd: root, encoding: 'utf8' }));
}

const median = (numbers) => numbers.sort((one, other) => one - other)[numbers.length >> 1];
const milli = (time) => `${time.toFixed(2)} ms`.padStart(12);

for (const [name, before] of Object.entries(BEFORE)) {
  const times = { ours: [], theirs: [] };
  for (let round = 0; round < ROUNDS + 1; round++) {
    const [our, their] = [load(ours, before, "new loaded.Signer('bookbag', 'a secret');"), load('jsonwebtoken', before)];
    // In the first round the system fills its caches.
    if (round === 0) continue;
    times.ours.push(our);
    times.theirs.push(their);
  }
  const [our, their] = [median(times.ours), median(times.theirs)];
  console.log(`${`${name} / jsonwebtoken`.padEnd(48)}${milli(our)}${milli(their)}${(our / their).toFixed(3).padStart(8)}`);
}
