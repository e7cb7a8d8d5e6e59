'use strict';

// Inserts scripts into whole HTML pages.

const { endOfBody } = require('./body-end.js');
const { errorOnce } = require('./log.js');

/**
 * Charsets in which the bytes of ASCII are ASCII's characters, and which browsers know. In others, such as UTF-16 or
 * ISO-2022-JP, the same bytes may be other characters.
 */
const ASCII_COMPATIBLE = /^(utf-?8|us-ascii|ascii|latin1|iso-8859-\d+|windows-\d+|koi8-[ru]|macintosh|shift[_-]jis|euc-(jp|kr)|gbk|gb2312|gb18030|big5)$/i;
const UTF_8 = /^utf-?8$/i;

/** Headers that describe the bytes of a page, and that are wrong once a script is in it. */
const OF_BYTES = ['ETag', 'Last-Modified', 'Content-MD5', 'Content-Digest', 'Repr-Digest', 'Digest'];

/**
 * @typedef {object} Head What a response's head says.
 * @property {number} status
 * @property {(name: string) => unknown} header The value of a header.
 */

/**
 * Whether a response is a whole HTML page. Redirects show no page, and a page that reports an error of the server must not
 * depend on a visitor.
 *
 * @param {Head} head
 * @param {unknown} contentType
 */
function isPage({ status, header }, contentType) {
  return (
    status < 500 &&
    ![204, 206].includes(status) &&
    !(status >= 300 && status < 400) &&
    mediaType(contentType) === 'text/html' &&
    !/^\s*attachment/i.test(String(header('Content-Disposition') ?? '')) &&
    !header('Content-Encoding')
  );
}

/** @param {unknown} contentType */
const mediaType = (contentType) => String(contentType ?? '').split(';', 1)[0].trim().toLowerCase();

/** @param {unknown} contentType */
const charsetOf = (contentType) => /;\s*charset\s*=\s*"?([^\s";]+)/i.exec(String(contentType ?? ''))?.[1] ?? 'utf-8';

/**
 * The page with scripts before the end of its body, or the page itself if it has no end of the body or there is no script.
 *
 * @template {string | Uint8Array} Body
 * @param {Body} body
 * @param {unknown} contentType
 * @param {() => string} scripts Called only for a page that can take them.
 * @returns {Body | string | Buffer}
 */
function insertScripts(body, contentType, scripts) {
  if (typeof body === 'string') {
    const at = endOfBody(body);
    return at < 0 ? body : body.slice(0, at) + scripts() + body.slice(at);
  }
  const charset = charsetOf(contentType);
  if (!ASCII_COMPATIBLE.test(charset)) return body;
  const bytes = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const at = endOfBody(bytes.toString('latin1'));
  if (at < 0) return body;
  const html = scripts();
  // Only a site's own code in its settings may be more than ASCII.
  if (!UTF_8.test(charset) && /[^\0-\x7f]/.test(html)) {
    errorOnce(`Pages in ${charset} cannot hold the script, because a setting has characters beyond ASCII. Serve them in utf-8. The page shows the widget without a signed-in visitor.`);
    return body;
  }
  return html === '' ? body : Buffer.concat([bytes.subarray(0, at), Buffer.from(html), bytes.subarray(at)]);
}

module.exports = { OF_BYTES, insertScripts, isPage };
