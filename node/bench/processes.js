'use strict';

// The rows that need a new process for each measurement.

const { execFileSync } = require('node:child_process');
const { join } = require('node:path');

const root = join(__dirname, '..');

const run = (code, ...flags) => execFileSync(process.execPath, [...flags, '-e', code], { cwd: root, encoding: 'utf8' });

/** The nanoseconds of a statement in a new process. Express is loaded first, as in a server: it starts Node's loader. */
const timed = (statement) =>
  Number(run(`require('express'); const start = process.hrtime.bigint(); ${statement}; console.log(Number(process.hrtime.bigint() - start))`));

/** The nanoseconds from the start of a process to its end. */
function lived(code) {
  const start = process.hrtime.bigint();
  run(code);
  return Number(process.hrtime.bigint() - start);
}

/** The bytes of memory that each of many values takes. */
const kept = (setup, value, count) =>
  Number(
    run(
      `${setup}; const make = (index) => ${value}; make(0); gc(); const before = process.memoryUsage.rss(); const all = [];
       for (let index = 0; index < ${count}; index++) all.push(make(index));
       gc(); console.log((process.memoryUsage.rss() - before) / all.length)`,
      '--expose-gc',
    ),
  );

const VISITOR = "{ id: 'user-123', name: 'Jane Doe', email: 'jane@example.com', attributes: { plan: 'growth' } }";
const SCRIPT_BY_HAND = `const { createHmac } = require('node:crypto');
const { id, name, email, attributes } = ${VISITOR};
const fields = { user_id: id, user_hash: createHmac('sha256', 'a secret').update(id).digest('hex'), user_metadata: { name, email, ...attributes } };
const escaped = JSON.stringify(fields).replace(/[<>&\\u2028\\u2029]/g, (char) => '\\\\u' + char.charCodeAt(0).toString(16).padStart(4, '0'));
console.log('<script nonce="bm9uY2U=">window.bookbag(\\'identify\\', ' + escaped + ');</script>');`;

function rowsOf(folder, signers) {
  const library = `require(${JSON.stringify(folder)})`;
  const newSigner = (secret) => `new (${library}.Signer)('bookbag', ${secret})`;
  return [
    {
      // The first signer loads the addon.
      name: 'load time',
      than: 'jsonwebtoken',
      ours: () => timed(newSigner("'a secret'")),
      theirs: () => timed("require('jsonwebtoken')"),
    },
    {
      name: 'cold start to the first script',
      than: 'createHmac, JSON',
      ours: () => lived(`console.log(${newSigner("'a secret'")}.sign(${VISITOR}).script('bm9uY2U='))`),
      theirs: () => lived(SCRIPT_BY_HAND),
    },
    {
      name: 'memory of a signer',
      than: 'a KeyObject',
      unit: 'bytes',
      once: true,
      ours: () => kept(`const { Signer } = ${library}`, "new Signer('bookbag', `a secret ${index}`)", signers),
      theirs: () => kept("const { createSecretKey } = require('node:crypto')", "createSecretKey(`a secret ${index}`, 'utf8')", signers),
    },
  ];
}

function inFreshProcesses(folder, rounds) {
  const rows = rowsOf(folder, rounds > 1 ? 10_000 : 1_000).map((row) => ({ ...row, rounds: [] }));
  // In the first round the system fills its caches.
  for (let round = -1; round < rounds; round++) {
    for (const row of rows) {
      if (round > 0 && row.once) continue;
      const pair = [row.ours(), row.theirs()];
      if (round >= 0) row.rounds.push(pair);
    }
  }
  return rows;
}

module.exports = { inFreshProcesses };
