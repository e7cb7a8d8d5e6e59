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
exports.Page = undefined;
exports.Key = undefined;
exports.Signer = undefined;
exports.Signed = undefined;
exports.Verifier = undefined;
exports.Verified = undefined;
exports.Contact = undefined;
exports.explain = undefined;
exports.inspectToken = undefined;
exports.checkBrands = undefined;
exports.verifyVisitor = undefined;
exports.visitorFields = undefined;
exports.visitorPages = undefined;

throw new Error(
  'visitorseal runs only on servers (Node, Bun or Deno), because it needs a secret and a native addon. Do not import it in a browser, a client component, an edge function or a worker of a CDN. A page gets the script that the server writes, or the module visitorseal/browser/NAME, which needs no secret. In Next.js, import it in server components and in routes with the runtime nodejs.',
);
