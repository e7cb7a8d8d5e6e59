'use strict';

// What bundlers for browsers, edge runtimes and workers find. They look for exports by name before anything runs.

exports.VisitorsealError = undefined;
exports.ConfigurationError = undefined;
exports.VisitorError = undefined;
exports.Refused = undefined;
exports.InternalError = undefined;
exports.Scheme = undefined;
exports.scheme = undefined;
exports.schemes = undefined;
exports.Key = undefined;
exports.Signer = undefined;
exports.Signed = undefined;
exports.Verifier = undefined;
exports.Verified = undefined;
exports.Contact = undefined;
exports.explain = undefined;
exports.inspect = undefined;
exports.page = undefined;
exports.fields = undefined;
exports.verify = undefined;

throw new Error(
  'visitorseal signs with a secret and a native addon: import it where Node, Bun or Deno runs, never in a browser, a client component, an edge function or a worker of a CDN. Let the server write the script into the page; in Next.js import it in server components and in routes with the runtime nodejs.',
);
