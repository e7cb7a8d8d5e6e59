// Code of vendors' samples that a rule of the table cannot state. Each is written anew here.
import { createHmac } from 'node:crypto';

const base64 = (value) => Buffer.from(JSON.stringify(value)).toString('base64');
const hmac = (hash, secret, text) => createHmac(hash, secret).update(text).digest('hex');

export const servers = {
  'FastComments/fastcomments-sdk-js': {
    fastcomments({ secret, visitor: { id, email, name: username }, now }) {
      const userDataJSONBase64 = base64({ id, email, username });
      const timestamp = now * 1000;
      const verificationHash = hmac('sha256', secret, `${timestamp}${userDataJSONBase64}`);
      return { fields: { userDataJSONBase64, verificationHash, timestamp } };
    },
  },
  'disqus/DISQUS-API-Recipes': {
    disqus({ secret, visitor: { id, name: username, email }, now }) {
      const message = base64({ id, username, email });
      return { signature: `${message} ${hmac('sha1', secret, `${message} ${now}`)} ${now}` };
    },
  },
};
