'use strict';

// bench.js [--json] [--rounds NUMBER] [FOLDER]
//
// Compares the package in a folder, by default the sources, with what people write by hand. Each row is one interleaved run: a
// round takes our time and theirs, and the ratio is the median of the rounds' ratios. --json prints one object:
// {"language", "version", "rows": [{"name", "ours_ns", "theirs_ns", "ratio"}]}. The memory of a signer is in bytes: "ours_bytes"
// and "theirs_bytes".

const { join, resolve } = require('node:path');
const { parseArgs } = require('node:util');

const { values, positionals } = parseArgs({
  options: { json: { type: 'boolean' }, rounds: { type: 'string' } },
  allowPositionals: true,
});
const folder = resolve(positionals[0] ?? join(__dirname, '..'));
const rounds = (usual) => Number(values.rounds ?? usual);

const { inOneProcess } = require('./calls.js');
const { inFreshProcesses } = require('./processes.js');

const median = (numbers) => numbers.toSorted((one, other) => one - other)[numbers.length >> 1];

/** A round is a pair: our number and theirs. */
function rowOf({ name, than, unit = 'ns', rounds }) {
  const [ours, theirs] = [0, 1].map((side) => median(rounds.map((round) => round[side])));
  const ratio = median(rounds.map(([our, their]) => our / their));
  return { name, than, [`ours_${unit}`]: ours, [`theirs_${unit}`]: theirs, ratio };
}

const SCALES = [[1e6, 'ms'], [1e3, 'us'], [1, 'ns']];

function shown(row, side) {
  const [bytes, time] = [row[`${side}_bytes`], row[`${side}_ns`]];
  if (bytes !== undefined) return `${Math.round(bytes)} B`;
  const [scale, unit] = SCALES.find(([scale]) => time >= scale) ?? SCALES[2];
  return `${(time / scale).toFixed(2)} ${unit}`;
}

async function main() {
  const measured = [...(await inOneProcess(require(folder), rounds(31))), ...inFreshProcesses(folder, rounds(15))];
  const rows = measured.map(rowOf);
  if (values.json) {
    console.log(JSON.stringify({ language: 'node', version: process.versions.node, rows }));
    return;
  }
  console.log(`${`Node ${process.versions.node}`.padEnd(34)}${'beside'.padEnd(34)}${'ours'.padStart(12)}${'theirs'.padStart(12)}   ratio`);
  for (const row of rows) {
    const times = ['ours', 'theirs'].map((side) => shown(row, side).padStart(12)).join('');
    console.log(`${row.name.padEnd(34)}${row.than.padEnd(34)}${times}${row.ratio.toFixed(3).padStart(8)}`);
  }
}

main();
