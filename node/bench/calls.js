'use strict';

// The rows that are measured in one process.

const { createHmac, createPrivateKey, createPublicKey, createSecretKey, timingSafeEqual } = require('node:crypto');
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const jsonwebtoken = require('jsonwebtoken');

const SECRET = "the agent's signing secret, 40 bytes long";
const NONCE = 'bm9uY2U=';
const KEY_ID = 'app_5a2b3c4d5e6f';
const MANY = 10_000;
/** The rounds in which the compiler warms up. */
const WARM_UP = 3;
const pem = (name) => readFileSync(join(__dirname, '../../tests/vectors/keys', name), 'utf8');

// Flat strings, as a database or a request gives them.
const flat = (text) => JSON.parse(JSON.stringify(text));
const ids = Array.from({ length: MANY }, (_, index) => flat(`user-${index}@example.com`));
let turn = 0;
const nextId = () => ids[turn++ % 1024];

const visitorOf = (id) => ({
  id,
  name: 'Jane Doe',
  email: 'jane@example.com',
  attributes: { plan: 'growth', seats: 12 },
});
const member = () => ({ id: nextId(), name: 'Jane Doe', email: 'jane@example.com', attributes: { email_verified: true } });

const byHand = {
  digest: (id) => createHmac('sha256', SECRET).update(id).digest('hex'),
  fields: ({ id, name, email, attributes }) =>
    JSON.stringify({ user_id: id, user_hash: byHand.digest(id), user_metadata: { name, email, ...attributes } }),
  script(visitor) {
    const escaped = byHand.fields(visitor).replace(/[<>&\u2028\u2029]/g, (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`);
    return `<script nonce="${NONCE}">window.bookbag('identify', ${escaped});</script>`;
  },
  verified(body) {
    const { user_id: id, user_hash: hash } = JSON.parse(body);
    if (typeof id !== 'string' || typeof hash !== 'string') throw new Error('refused');
    const [expected, given] = [createHmac('sha256', SECRET).update(id).digest(), Buffer.from(hash, 'hex')];
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) throw new Error('refused');
    return id;
  },
  claims: ({ id, name, email, attributes }) => ({ scope: 'user', external_id: id, name, email, ...attributes }),
  token: (key) => {
    const options = { algorithm: 'HS256', keyid: KEY_ID, expiresIn: 3600, noTimestamp: true };
    return JSON.stringify({ jwt: jsonwebtoken.sign(byHand.claims(member()), key, options) });
  },
};

async function rowsOf({ Signer, Verifier }) {
  const jose = await import('jose');
  const bookbag = new Signer('bookbag', SECRET);
  const bookbagVerifier = new Verifier('bookbag', SECRET);
  const body = bookbag.sign(visitorOf(ids[0])).fieldsJson;
  const visitors = ids.map(visitorOf);
  const page = Buffer.alloc(1 << 16);

  const zendesk = new Signer('zendesk_messaging', SECRET, { key_id: KEY_ID });
  const secretKey = createSecretKey(SECRET, 'utf8');
  const withJose = async () => {
    const token = new jose.SignJWT(byHand.claims(member())).setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: KEY_ID });
    return JSON.stringify({ jwt: await token.setExpirationTime('1h').sign(secretKey) });
  };
  const fields = () => zendesk.sign(member()).fieldsJson;

  const [privatePem, publicPem] = [pem('rsa-2048.private.pem'), pem('rsa-2048.public.pem')];
  const [privateKey, publicKey] = [createPrivateKey(privatePem), createPublicKey(publicPem)];
  const orlo = new Signer('orlo', privatePem, { lifetime: 3600 });
  const orloVerifier = new Verifier('orlo', publicPem);
  const person = { name: 'Jane Doe', attributes: { 'User ID': 124 } };
  const claims = { name: 'Jane Doe', isLoggedIn: true, 'User ID': 124 };
  const token = orlo.sign(person).signature;
  const rs256 = { algorithm: 'RS256', expiresIn: 3600 };

  // Both sides of a row must do the same. The same header and claims stand in another order in each token.
  const same = [
    [bookbag.digest(ids[0]), byHand.digest(ids[0])],
    [bookbag.sign(visitors[0]).fieldsJson, byHand.fields(visitors[0])],
    [bookbagVerifier.verifyJson(body).contact().externalId, byHand.verified(body)],
    [fields().length, byHand.token(secretKey).length],
    [fields().length, (await withJose()).length],
  ];
  for (const [our, their] of same) if (our !== their) throw new Error(`${our} is not ${their}`);

  return [
    { name: 'digest', than: 'createHmac', repeat: 2000, ours: () => bookbag.digest(nextId()), theirs: () => byHand.digest(nextId()) },
    {
      name: 'visitor to fields',
      than: 'createHmac, JSON',
      repeat: 1000,
      ours: () => bookbag.sign(visitorOf(nextId())).fieldsJson,
      theirs: () => byHand.fields(visitorOf(nextId())),
    },
    {
      name: 'visitor to script',
      than: 'the same, escaped, in a script',
      repeat: 1000,
      ours: () => bookbag.sign(visitorOf(nextId())).script(NONCE),
      theirs: () => byHand.script(visitorOf(nextId())),
    },
    {
      // V8 keeps a text in the pieces that it was joined from until it is written.
      name: 'visitor to script, written',
      than: 'the same, escaped, in a script',
      repeat: 1000,
      ours: () => page.latin1Write(bookbag.sign(visitorOf(nextId())).script(NONCE), 0),
      theirs: () => page.latin1Write(byHand.script(visitorOf(nextId())), 0),
    },
    {
      name: 'token signed',
      than: 'jsonwebtoken RS256, KeyObject',
      repeat: 20,
      ours: () => orlo.sign(person).signature,
      theirs: () => jsonwebtoken.sign(claims, privateKey, rs256),
    },
    {
      name: 'token signed, PEM',
      than: 'jsonwebtoken RS256, PEM',
      repeat: 10,
      ours: () => orlo.sign(person).signature,
      theirs: () => jsonwebtoken.sign(claims, privatePem, rs256),
    },
    {
      name: 'token signed, jose',
      than: 'jose RS256',
      repeat: 20,
      ours: () => orlo.sign(person).signature,
      theirs: () =>
        new jose.SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT' }).setIssuedAt().setExpirationTime('1h').sign(privateKey),
    },
    { name: 'HS256 token to fields', than: 'jsonwebtoken, KeyObject', repeat: 500, ours: fields, theirs: () => byHand.token(secretKey) },
    { name: 'HS256 token to fields, text', than: 'jsonwebtoken, text', repeat: 500, ours: fields, theirs: () => byHand.token(SECRET) },
    { name: 'HS256 token to fields, jose', than: 'jose', repeat: 250, ours: fields, theirs: withJose },
    {
      name: 'token verified',
      than: 'jsonwebtoken RS256, KeyObject',
      repeat: 50,
      ours: () => orloVerifier.verify({ jwt: token }),
      theirs: () => jsonwebtoken.verify(token, publicKey, { algorithms: ['RS256'] }),
    },
    {
      name: 'digest verified',
      than: 'JSON, createHmac, timingSafeEqual',
      repeat: 500,
      ours: () => bookbagVerifier.verifyJson(body).contact().externalId,
      theirs: () => byHand.verified(body),
    },
    {
      name: '10,000 in a batch',
      than: 'createHmac, JSON for each',
      repeat: 1,
      calls: MANY,
      ours: () => bookbag.signMany(visitors).map((signed) => signed.fieldsJson),
      theirs: () => visitors.map(byHand.fields),
    },
    {
      name: '10,000 digests in a batch',
      than: 'createHmac for each',
      repeat: 1,
      calls: MANY,
      ours: () => bookbag.digestMany(ids),
      theirs: () => ids.map(byHand.digest),
    },
  ];
}

/** The nanoseconds of one call. */
async function timed(run, { repeat, calls = 1 }) {
  const start = process.hrtime.bigint();
  for (let index = 0; index < repeat; index++) {
    const made = run();
    if (made instanceof Promise) await made;
  }
  return Number(process.hrtime.bigint() - start) / (repeat * calls);
}

async function inOneProcess(library, rounds) {
  const isShort = rounds === 1;
  const repeat = (usual) => (isShort ? Math.max(1, Math.floor(usual / 100)) : usual);
  const rows = (await rowsOf(library)).map((row) => ({ ...row, repeat: repeat(row.repeat), rounds: [] }));
  // One row after the other, because the garbage of a large one costs the time of the next.
  for (const row of rows) {
    for (let round = isShort ? 0 : -WARM_UP; round < rounds; round++) {
      const pair = [await timed(row.ours, row), await timed(row.theirs, row)];
      if (round >= 0) row.rounds.push(pair);
    }
  }
  return rows;
}

module.exports = { inOneProcess };
