'use strict';

// Finds where the body of an HTML page ends, in one pass and by a browser's rules: a `</body>` in a comment, an attribute or
// the text of a script is not the end of the body.

/** In these elements markup is text. */
const TEXT_ELEMENTS = new Set(['script', 'style', 'textarea', 'title', 'iframe', 'noscript', 'xmp', 'noembed', 'noframes']);
/** After this tag everything is text. */
const REST_IS_TEXT = 'plaintext';
/** Longer than any name that matters here. */
const LONGEST_NAME = 16;

const [TAB, NEWLINE, FORM_FEED, RETURN, SPACE] = [9, 10, 12, 13, 32];
const [EXCLAMATION, DOUBLE_QUOTE, SINGLE_QUOTE, DASH, SLASH, EQUALS, CLOSE, QUESTION] = Buffer.from('!"\'-/=>?');

/** @param {number} unit */
const isSpace = (unit) => unit === SPACE || unit === NEWLINE || unit === TAB || unit === RETURN || unit === FORM_FEED;
/** @param {number} unit */
const isLetter = (unit) => (unit | 32) >= 97 && (unit | 32) <= 122;
/** Ends a tag's name. @param {number} unit */
const endsName = (unit) => isSpace(unit) || unit === SLASH || unit === CLOSE;

/** A page as {@link endOfBody} reads it. @typedef {Pick<string, 'length' | 'charCodeAt' | 'indexOf' | 'slice'>} Text */

/**
 * The index of the last `</body>` that a browser takes for an end tag, or -1. Bytes may be passed as latin1 text. In a
 * template a browser ignores it, and no script runs there.
 *
 * Each step starts where the last one ended, so the work grows with the page's length, whatever is in the page.
 *
 * @param {Text} page
 * @returns {number}
 */
function endOfBody(page) {
  let end = -1;
  let templates = 0;
  for (let at = page.indexOf('<', 0); at >= 0; at = page.indexOf('<', at)) {
    const start = at++;
    const isEndTag = page.charCodeAt(at) === SLASH;
    const nameStart = isEndTag ? at + 1 : at;
    if (!isLetter(page.charCodeAt(nameStart))) {
      at = skipMarkup(page, at);
      if (at < 0) break;
      continue;
    }
    const nameEnd = skipName(page, nameStart);
    const name = nameEnd - nameStart > LONGEST_NAME ? '' : page.slice(nameStart, nameEnd).toLowerCase();
    at = skipAttributes(page, nameEnd);
    if (at < 0 || name === REST_IS_TEXT) break;
    if (name === 'template') templates = isEndTag ? Math.max(0, templates - 1) : templates + 1;
    if (isEndTag && name === 'body' && templates === 0) end = start;
    if (!isEndTag && TEXT_ELEMENTS.has(name)) at = name === 'script' ? findEndOfScript(page, at) : findEndTag(page, name, at);
    if (at < 0) break;
  }
  return end;
}

/**
 * Skips what follows a `<` that starts no tag with a name: a comment, a doctype, or plain text.
 *
 * @param {Text} page
 * @param {number} at After the `<`.
 * @returns {number} -1 if the page ends inside.
 */
function skipMarkup(page, at) {
  const unit = page.charCodeAt(at);
  if (unit !== EXCLAMATION && unit !== QUESTION && unit !== SLASH) return at;
  const isComment = unit === EXCLAMATION && page.charCodeAt(at + 1) === DASH && page.charCodeAt(at + 2) === DASH;
  if (isComment) return skipComment(page, at + 3);
  const close = page.indexOf('>', at + 1);
  return close < 0 ? -1 : close + 1;
}

/**
 * @param {Text} page
 * @param {number} at After the `<!--`.
 */
function skipComment(page, at) {
  // An empty comment may be as short as <!--> or <!--->.
  if (page.charCodeAt(at) === CLOSE) return at + 1;
  if (page.charCodeAt(at) === DASH && page.charCodeAt(at + 1) === CLOSE) return at + 2;
  for (let dashes = page.indexOf('--', at); dashes >= 0; dashes = page.indexOf('--', dashes + 1)) {
    const after = dashes + 2;
    if (page.charCodeAt(after) === CLOSE) return after + 1;
    if (page.charCodeAt(after) === EXCLAMATION && page.charCodeAt(after + 1) === CLOSE) return after + 2;
  }
  return -1;
}

/** @param {Text} page @param {number} at */
function skipName(page, at) {
  while (at < page.length && !endsName(page.charCodeAt(at))) at++;
  return at;
}

/**
 * Skips the attributes of a tag. A quote starts a value only after `=`, so a `>` in other places ends the tag.
 *
 * @param {Text} page
 * @param {number} at
 * @returns {number} After the `>`, or -1 if there is none.
 */
function skipAttributes(page, at) {
  while (at < page.length) {
    const unit = page.charCodeAt(at);
    if (unit === CLOSE) return at + 1;
    at = unit === SLASH || isSpace(unit) ? at + 1 : skipAttribute(page, at);
    if (at < 0) return -1;
  }
  return -1;
}

/**
 * Skips one attribute: its name, and its value if it has one.
 *
 * @param {Text} page
 * @param {number} at
 * @returns {number} -1 if the page ends inside.
 */
function skipAttribute(page, at) {
  // A name may start with `=`.
  at++;
  while (at < page.length && page.charCodeAt(at) !== EQUALS && !endsName(page.charCodeAt(at))) at++;
  const afterName = skipSpace(page, at);
  if (page.charCodeAt(afterName) !== EQUALS) return afterName;
  at = skipSpace(page, afterName + 1);
  const quote = page.charCodeAt(at);
  if (quote === DOUBLE_QUOTE || quote === SINGLE_QUOTE) {
    const close = page.indexOf(String.fromCharCode(quote), at + 1);
    return close < 0 ? -1 : close + 1;
  }
  while (at < page.length && page.charCodeAt(at) !== CLOSE && !isSpace(page.charCodeAt(at))) at++;
  return at;
}

/** @param {Text} page @param {number} at */
function skipSpace(page, at) {
  while (isSpace(page.charCodeAt(at))) at++;
  return at;
}

/**
 * The index of the end tag of an element whose content is text.
 *
 * @param {Text} page
 * @param {string} name
 * @param {number} at
 * @returns {number} -1 if there is none: then the rest of the page is text.
 */
function findEndTag(page, name, at) {
  for (let start = page.indexOf('</', at); start >= 0; start = page.indexOf('</', start + 1)) {
    if (isNameAt(page, name, start + 2)) return start;
  }
  return -1;
}

/**
 * The index of the end tag of a script. After `<!--` a script may hold another `<script>` with its end tag, up to `-->`.
 *
 * @param {Text} page
 * @param {number} at
 * @returns {number} -1 if there is none: then the rest of the page is text.
 */
function findEndOfScript(page, at) {
  // The states of the HTML standard: script data, script data escaped, script data double escaped.
  /** @type {'plain' | 'escaped' | 'double escaped'} */
  let state = 'plain';
  let escapeEnd = -1;
  for (let start = page.indexOf('<', at); start >= 0; start = page.indexOf('<', start + 1)) {
    if (escapeEnd >= 0 && start > escapeEnd) state = 'plain';
    if (state === 'plain' && page.slice(start + 1, start + 4) === '!--') {
      state = 'escaped';
      // The dashes of `<!--` may be those of `-->` too.
      escapeEnd = page.indexOf('-->', start + 2);
      continue;
    }
    const isEndTag = page.charCodeAt(start + 1) === SLASH;
    if (!isNameAt(page, 'script', isEndTag ? start + 2 : start + 1)) continue;
    if (isEndTag && state !== 'double escaped') return start;
    if (state !== 'plain') state = isEndTag ? 'escaped' : 'double escaped';
  }
  return -1;
}

/**
 * Whether a tag has this name.
 *
 * @param {Text} page
 * @param {string} name
 * @param {number} at Where the tag's name starts.
 */
function isNameAt(page, name, at) {
  const end = at + name.length;
  return page.slice(at, end).toLowerCase() === name && end < page.length && endsName(page.charCodeAt(end));
}

module.exports = { endOfBody };
