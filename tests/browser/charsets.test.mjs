// Pages that are not UTF-8. A name must stay text, however a framework encodes its page and whatever charset it declares.

import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createServer } from 'node:http';
import { after, describe, test } from 'node:test';
import { makeAll } from './charsets/page_makers.mjs';
import { browser } from './setup.mjs';

// The names that browsers use and that iconv uses. Browsers do not know UTF-7 and take another charset instead.
const charsets = [
  ['shift_jis', 'SHIFT_JIS'], ['euc-jp', 'EUC-JP'], ['iso-2022-jp', 'ISO-2022-JP'], ['gbk', 'GBK'], ['gb18030', 'GB18030'],
  ['big5', 'BIG5'], ['euc-kr', 'EUC-KR'], ['windows-1252', 'CP1252'], ['koi8-r', 'KOI8-R'], ['utf-16le', 'UTF-16LE'],
  ['', 'UTF-8'], ['utf-7', 'UTF-7'],
].map(([name, codec]) => ({ name, codec }));

/** Each trap is followed by code that would run if the trap ended the string. */
const traps = [
  // Japanese and Korean charsets encode these as the byte of a backslash, or decode that byte as one of these.
  '\u00a5', '\u203e', '\u20a9', '\uffe5', '\uff3c', '\uffe3', '\u2225', '\u301c',
  // Their last byte in UTF-8 is a lead byte, which takes the next byte as its second one.
  '\u00c1', '\u4e01', '\u4e25', '\u00e5', '\u03a9', '\u0416',
  // Their second byte is a backslash in Shift_JIS, in GBK or in Big5.
  '\u8868', '\u30bd', '\u80fd', '\u5341', '\u8aa0', '\u529f', '\u8a31', '\u84cb',
  // Half-width katakana, line ends, characters beyond the first plane, a private character, a byte order mark.
  '\uff71\uff9e', '\u2028', '\u2029', '\u0085', '\u{1f600}', '\u{20089}', '\ue000', '\ufeff',
  // Escapes of ISO-2022-JP and HZ, and UTF-7.
  '\u001b$B', '\u001b(J', '\u001b(I', '~{', '+AFw-', '+ADw-/script+AD4APA-script+AD4-', '\\', '</script>',
];
const attack = `"}});document.title='XSS'//`;
// iconv replaces quotation marks that a charset lacks by plain ones.
const name = `${traps.map((trap) => trap + attack).join('')}\u201c}});document.title='XSS'//\uff02}});document.title='XSS'//`;

const secret = 'a shared secret of some length';
const visitor = { id: '42', name, attributes: { [name]: [name] } };
const fields = {
  user_id: '42',
  user_hash: createHmac('sha256', secret).update('42').digest('hex'),
  user_metadata: { name, [name]: [name] },
};
const head = `<!doctype html><html><head><title>quiet</title></head><body>
<script>window.seen = []; window.bookbag = function (command, fields) { seen.push(fields); };</script>`;
const tail = '</body></html>';

const { lines, missing } = await makeAll({ secret, visitor, head, tail, charsets });

// The server's pages and JSON responses. Each has a path, and a charset in its header or none.
const served = [];
const serve = (type, charset, body) => served.push({ type, charset, body: Buffer.from(body, 'base64') }) - 1;
const server = createServer((request, response) => {
  const { type, charset, body } = served[request.url.slice(1)] ?? { type: 'text/html', body: '<title>overview</title>' };
  response.setHeader('Content-Type', charset ? `${type}; charset=${charset}` : type);
  response.end(body);
});
await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
after(() => server.close());

/**
 * Opens every page in a frame and returns its title and the calls of its widget. Of a JSON response, returns the text
 * that a script of a page reads.
 */
async function visitAll() {
  const page = await browser.newPage();
  await page.goto(`http://127.0.0.1:${server.address().port}/all`);
  const found = await page.evaluate(async (types) => {
    const framed = async (path) => {
      const frame = document.createElement('iframe');
      frame.src = `/${path}`;
      await new Promise((resolve) => {
        frame.addEventListener('load', resolve);
        document.body.append(frame);
      });
      const { title } = frame.contentDocument;
      const seen = [...frame.contentWindow.seen ?? []];
      frame.remove();
      return { title, seen };
    };
    const read = (path) => new Promise((resolve) => {
      const request = new XMLHttpRequest();
      request.open('GET', `/${path}`);
      request.addEventListener('load', () => resolve(request.responseText));
      request.send();
    });
    const found = [];
    const next = [...types.keys()];
    const work = async () => {
      for (let path = next.shift(); path !== undefined; path = next.shift()) {
        found[path] = await (types[path] === 'text/html' ? framed : read)(path);
      }
    };
    await Promise.all(Array.from({ length: 8 }, work));
    return { found, title: document.title };
  }, served.map(({ type }) => type));
  await page.close();
  assert.equal(found.title, 'overview');
  return found.found;
}

const displayName = (charset) => charset || 'undeclared UTF-8';
/** Whether a browser finds no script in the page, because it takes UTF-8 for UTF-16 or the reverse. */
function isUnreadable(framework, charset, isEncoded) {
  // The middleware looks for the bytes of the end tag, and skips charsets in which they may be other text.
  if (framework === "Django's middleware" && isEncoded && ['utf-16le', 'iso-2022-jp'].includes(charset)) return true;
  return isEncoded ? charset === 'utf-7' : charset === 'utf-16le';
}

const cases = [];
for (const framework of [...new Set(lines.map(({ framework }) => framework)), ...Object.keys(missing)]) {
  const own = lines.filter((line) => line.framework === framework);
  const plain = own.find(({ page, charset }) => page && charset === undefined);
  const answer = own.find((line) => line.fields);
  cases.push({ framework, skip: missing[framework], answer, of: own.length ? charsets.map(({ name: charset }) => {
    const line = own.find((line) => line.charset === charset);
    return {
      charset,
      line,
      encoded: line.page && serve('text/html', charset, line.page),
      utf8: serve('text/html', charset, plain.page),
      fields: answer && serve('application/json', charset, answer.fields),
    };
  }) : [] });
}
const found = await visitAll();

for (const { framework, skip, answer, of } of cases) {
  describe(`a page of ${framework}`, { skip }, () => {
    const check = (path, charset, isEncoded) => {
      const { title, seen } = found[path];
      if (isUnreadable(framework, charset, isEncoded)) assert.deepEqual([title === 'XSS', seen], [false, []]);
      else assert.deepEqual({ title, seen }, { title: 'quiet', seen: [fields] });
    };
    for (const { charset, line, encoded, utf8 } of of) {
      test(`in ${displayName(charset)}: a name is text`, { skip: line.unknown && 'the language has no encoder for it' }, () => {
        assert.ok(line.page, line.error);
        check(encoded, charset, true);
      });
      test(`that declares ${displayName(charset)} but is UTF-8: a name is text`, () => check(utf8, charset, false));
    }
    if (answer) {
      test('a name is text in the JSON response, in every charset', () => {
        assert.match(Buffer.from(answer.fields, 'base64').toString('latin1'), /^[\x20-\x7e]*$/);
        for (const { charset, fields: path } of of.filter(({ charset }) => charset !== 'utf-16le')) {
          const { mark, expires_at: expiresAt, ...answered } = JSON.parse(found[path]);
          assert.deepEqual(answered, { scheme: 'bookbag', fields }, displayName(charset));
          assert.match(mark, /^[\w-]{16}$/);
          assert.equal(expiresAt, null);
        }
      });
    }
  });
}
