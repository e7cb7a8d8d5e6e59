// The packages of npm. Each function gets a job and gives what the package signs, or whether it accepts the fields.
import { createServer } from 'node:http';

import * as botpress from '@botpress/chat';
import { EngagespotClient } from '@engagespot/node';
import { generateHelperAuth } from '@helperai/client/auth';
import { signUserToken } from '@knocklabs/node/lib/tokenSigner.js';
import Beams from '@pusher/push-notifications-server';
import DiscourseSso from 'discourse-sso';
import { IdentityVerification } from 'intercom-client';
import { createHmac } from 'magicbell/crypto';
import Pusher from 'pusher';
import { Pushpad } from 'pushpad';
import { StreamChat } from 'stream-chat';

function discourseLogin({ secret, visitor }) {
  const { id: external_id, email, name } = visitor;
  const parameters = { external_id, nonce: visitor.attributes.nonce, email, ...(name && { name }) };
  return new URLSearchParams(new DiscourseSso(secret).buildLoginString(parameters));
}

// The client gets its key while it connects: this server stands in for Botpress.
async function botpressKey({ secret, visitor }) {
  const server = createServer((_, response) => {
    response.setHeader('content-type', 'application/json').end('{"user": {"id": "1"}}');
  });
  await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
  const { port } = server.address();
  try {
    const apiUrl = `http://127.0.0.1:${port}`;
    const client = await botpress.Client.connect({ apiUrl, encryptionKey: secret, userId: visitor.id });
    return { signature: client.user.key };
  } finally {
    server.close();
  }
}

export const packages = {
  '@botpress/chat': { botpress_chat: botpressKey },
  '@engagespot/node': {
    engagespot({ secret, visitor, settings }) {
      const client = EngagespotClient({ apiKey: settings.api_key, apiSecret: '-', signingKey: secret });
      return { signature: client.generateUserToken(visitor.id) };
    },
  },
  '@helperai/client': {
    helper: ({ secret, visitor }) => ({ fields: generateHelperAuth({ email: visitor.email, hmacSecret: secret }) }),
  },
  '@knocklabs/node': {
    knock: async ({ secret, visitor, settings }) => ({
      signature: await signUserToken(visitor.id, { signingKey: secret, expiresInSeconds: settings.lifetime }),
    }),
  },
  '@pusher/push-notifications-server': {
    pusher_beams: ({ secret, visitor, settings }) => ({
      signature: new Beams({ instanceId: settings.instance_id, secretKey: secret }).generateToken(visitor.id).token,
    }),
  },
  'discourse-sso': {
    discourse_connect: (job) => ({
      fields: Object.fromEntries(discourseLogin(job)),
    }),
    discourse_request: ({ secret, fields, visitor }) => {
      const sso = new DiscourseSso(secret);
      return { accepted: sso.validate(fields.sso, fields.sig) && sso.getNonce(fields.sso) === visitor.attributes.nonce };
    },
  },
  'intercom-client': {
    intercom: ({ secret, visitor }) => ({
      signature: IdentityVerification.userHash({ secretKey: secret, identifier: visitor.id ?? visitor.email }),
    }),
  },
  magicbell: {
    magicbell: ({ secret, visitor }) => ({
      signature: createHmac(secret, { userExternalId: visitor.id, userEmail: visitor.email }),
    }),
  },
  pusher: {
    pusher_channels: ({ secret, settings, fields }) => ({
      fields: new Pusher({ appId: '1', key: settings.key, secret, cluster: 'eu' })
        .authenticateUser(settings.socket_id, JSON.parse(fields.user_data)),
    }),
  },
  pushpad: {
    pushpad: ({ secret, visitor }) => ({
      signature: new Pushpad({ authToken: secret, projectId: 1 }).signatureFor(visitor.id),
    }),
  },
  'stream-chat': {
    stream: ({ secret, visitor }) => ({ signature: new StreamChat('key', secret).createToken(visitor.id) }),
    stream_expiring: ({ secret, visitor, settings, now }) => ({
      signature: new StreamChat('key', secret).createToken(visitor.id, now + settings.lifetime, now),
    }),
  },
};
