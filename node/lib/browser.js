'use strict';

throw new Error(
  'visitorseal signs with a secret, which must never reach a browser: import it on the server only, and let the server write the script into the page.',
);
