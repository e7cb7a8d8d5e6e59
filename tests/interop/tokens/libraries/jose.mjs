// Does jobs with jose. README.md says what a job is.
import * as jose from 'jose';

import { doJobs, versionOf } from './jobs.mjs';

function keyOf({ algorithm, key }) {
  if (key.secret !== undefined) return Buffer.from(key.secret, 'base64');
  if (key.jwk) return jose.importJWK(key.jwk, algorithm);
  return key.pem.includes('PRIVATE') ? jose.importPKCS8(key.pem, algorithm) : jose.importSPKI(key.pem, algorithm);
}

async function jwkOf(job) {
  return { ...(await jose.exportJWK(await keyOf(job))), kid: job.kid };
}

await doJobs(versionOf('jose'), {
  async make(job) {
    if (job.algorithm === 'none') return { token: new jose.UnsecuredJWT(job.claims).encode() };
    const token = new jose.SignJWT(job.claims).setProtectedHeader({ alg: job.algorithm, ...job.header });
    return { token: await token.sign(await keyOf(job)) };
  },
  async verify(job) {
    const options = { algorithms: [job.algorithm], issuer: job.issuer, audience: job.audience, requiredClaims: ['exp'] };
    const { payload, protectedHeader } = await jose.jwtVerify(job.token, await keyOf(job), options);
    return { claims: payload, header: protectedHeader };
  },
  async jwk(job) {
    return { jwk: await jwkOf(job) };
  },
  async thumbprint({ key }) {
    return { thumbprint: await jose.calculateJwkThumbprint(key.jwk) };
  },
  async jwks({ keys }) {
    return { jwks: { keys: await Promise.all(keys.map(jwkOf)) } };
  },
});
