'use strict';

// Prints ratios: our time divided by that of Node's own way. Each is a median of interleaved rounds in one process.

const { createHmac, createPrivateKey, createPublicKey, createSecretKey } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { Signer, Verifier } = require('..');
const jsonwebtoken = require('jsonwebtoken');

const ROUNDS = 21;
const SECRET = "the agent's signing secret, 40 bytes long";
const NONCE = 'bm9uY2U=';
const pem = (name) => readFileSync(join(__dirname, '../../tests/vectors/keys', name), 'utf8');

// Flat strings, as a database or a request gives them.
const flat = (text) => JSON.parse(JSON.stringify(text));
const ids = Array.from({ length: 1024 }, (_, index) => flat(`user-${index}@example.com`));
let turn = 0;
const id = () => ids[turn++ & 1023];

const visitor = () => ({
  id: id(),
  name: 'Jane Doe',
  email: 'jane@example.com',
  attributes: { plan: 'growth', seats: 12 },
});

const bookbag = new Signer('bookbag', SECRET);
const handwritten = ({ id, name, email, attributes }) => {
  const fields = {
    user_id: id,
    user_hash: createHmac('sha256', SECRET).update(id).digest('hex'),
    user_metadata: { name, email, ...attributes },
  };
  return JSON.stringify(fields);
};
const handwrittenScript = (visitor) => {
  const escaped = handwritten(visitor).replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
  return `<script nonce="${NONCE}">window.bookbag('identify', ${escaped});</script>`;
};

const keyId = 'app_5a2b3c4d5e6f';
const secretKey = createSecretKey(SECRET, 'utf8');
const zendesk = new Signer('zendesk_messaging', SECRET, { key_id: keyId });
const member = () => ({ id: id(), name: 'Jane Doe', email: 'jane@example.com', attributes: { email_verified: true } });
const memberClaims = ({ id, name, email, attributes }) => ({ scope: 'user', external_id: id, name, email, ...attributes });
const withJsonwebtoken = (key) => {
  const options = { algorithm: 'HS256', keyid: keyId, expiresIn: 3600, noTimestamp: true };
  return JSON.stringify({ jwt: jsonwebtoken.sign(memberClaims(member()), key, options) });
};

const privatePem = pem('rsa-2048.private.pem');
const publicPem = pem('rsa-2048.public.pem');
const privateKey = createPrivateKey(privatePem);
const publicKey = createPublicKey(publicPem);
const orlo = new Signer('orlo', privatePem, { lifetime: 3600 });
const orloVerifier = new Verifier('orlo', publicPem);
const person = { name: 'Jane Doe', attributes: { 'User ID': 124 } };
const claims = { name: 'Jane Doe', isLoggedIn: true, 'User ID': 124 };
const token = orlo.sign(person).signature;

async function main() {
  const jose = await import('jose');
  const withJose = async () => {
    const token = new jose.SignJWT(memberClaims(member())).setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: keyId });
    return JSON.stringify({ jwt: await token.setExpirationTime('1h').sign(secretKey) });
  };
  // The same header and claims, in another order.
  const results = [zendesk.sign(member()).fieldsJson, withJsonwebtoken(secretKey), await withJose()];
  if (new Set(results.map((result) => result.length)).size !== 1) throw new Error(results.join('\n'));
  const rows = [
    {
      name: 'digest / createHmac',
      repeat: 5000,
      ours: () => bookbag.digest(id()),
      theirs: () => createHmac('sha256', SECRET).update(id()).digest('hex'),
    },
    {
      name: 'sign, to a script / hand-written',
      repeat: 2000,
      ours: () => bookbag.sign(visitor()).script(NONCE),
      theirs: () => handwrittenScript(visitor()),
    },
    {
      name: 'sign, to JSON / hand-written',
      repeat: 2000,
      ours: () => bookbag.sign(visitor()).fieldsJson,
      theirs: () => handwritten(visitor()),
    },
    {
      name: 'HS256 sign, to JSON / jsonwebtoken, KeyObject',
      repeat: 1000,
      ours: () => zendesk.sign(member()).fieldsJson,
      theirs: () => withJsonwebtoken(secretKey),
    },
    {
      name: 'HS256 sign, to JSON / jsonwebtoken, text',
      repeat: 1000,
      ours: () => zendesk.sign(member()).fieldsJson,
      theirs: () => withJsonwebtoken(SECRET),
    },
    {
      name: 'HS256 sign, to JSON / jose',
      repeat: 500,
      ours: () => zendesk.sign(member()).fieldsJson,
      theirs: withJose,
    },
    {
      name: 'RS256 sign / jsonwebtoken, KeyObject',
      repeat: 20,
      ours: () => orlo.sign(person),
      theirs: () => jsonwebtoken.sign(claims, privateKey, { algorithm: 'RS256', expiresIn: 3600 }),
    },
    {
      name: 'RS256 sign / jsonwebtoken, PEM',
      repeat: 20,
      ours: () => orlo.sign(person),
      theirs: () => jsonwebtoken.sign(claims, privatePem, { algorithm: 'RS256', expiresIn: 3600 }),
    },
    {
      name: 'RS256 sign / jose',
      repeat: 20,
      ours: () => orlo.sign(person),
      theirs: () =>
        new jose.SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).setIssuedAt().setExpirationTime('1h').sign(privateKey),
    },
    {
      name: 'RS256 verify / jsonwebtoken, KeyObject',
      repeat: 50,
      ours: () => orloVerifier.verify({ jwt: token }),
      theirs: () => jsonwebtoken.verify(token, publicKey, { algorithms: ['RS256'] }),
    },
  ];

  const median = (numbers) => numbers.sort((one, other) => one - other)[numbers.length >> 1];
  const timed = async (run, repeat) => {
    const start = process.hrtime.bigint();
    for (let index = 0; index < repeat; index++) {
      const made = run();
      if (made instanceof Promise) await made;
    }
    return Number(process.hrtime.bigint() - start) / repeat;
  };
  const times = rows.map(() => ({ ours: [], theirs: [] }));
  for (let round = 0; round < ROUNDS + 2; round++) {
    for (const [index, { ours, theirs, repeat }] of rows.entries()) {
      const [one, other] = [await timed(ours, repeat), await timed(theirs, repeat)];
      // In the first rounds the compiler warms up.
      if (round < 2) continue;
      times[index].ours.push(one);
      times[index].theirs.push(other);
    }
  }
  const micro = (nanoseconds) => `${(nanoseconds / 1000).toFixed(2)} us`.padStart(12);
  console.log(`${'Node'.padEnd(48)}${'ours'.padStart(12)}${'theirs'.padStart(12)}   ratio`);
  for (const [index, { name }] of rows.entries()) {
    const [ours, theirs] = [median(times[index].ours), median(times[index].theirs)];
    console.log(`${name.padEnd(48)}${micro(ours)}${micro(theirs)}${(ours / theirs).toFixed(3).padStart(8)}`);
  }
}

main();
