// Does jobs with jsonwebtoken. README.md says what a job is.
import { createPublicKey } from 'node:crypto';

import jsonwebtoken from 'jsonwebtoken';

import { doJobs, versionOf } from './jobs.mjs';

function keyOf({ algorithm, key }) {
  if (algorithm === 'none') return '';
  if (key.secret !== undefined) return Buffer.from(key.secret, 'base64');
  return key.jwk ? createPublicKey({ key: key.jwk, format: 'jwk' }) : key.pem;
}

// It has no calls for JWK. If a version has some, gaps.py must say so no longer.
function jwk() {
  const calls = Object.keys(jsonwebtoken).filter((name) => /jwk/i.test(name));
  if (!calls.length) throw new Error('no call for JWK');
  return { calls };
}

await doJobs(versionOf('jsonwebtoken'), {
  make(job) {
    // With noTimestamp it also removes the claim iat.
    const options = { algorithm: job.algorithm, header: job.header, noTimestamp: job.claims.iat === undefined };
    return { token: jsonwebtoken.sign(job.claims, keyOf(job), options) };
  },
  verify(job) {
    const options = { algorithms: [job.algorithm], issuer: job.issuer, audience: job.audience, complete: true };
    const { payload, header } = jsonwebtoken.verify(job.token, keyOf(job), options);
    return { claims: payload, header };
  },
  jwk,
  jwks: jwk,
  thumbprint: jwk,
});
