// The program, and a scheme of one's own for it.

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
const program = `${process.env.CARGO_TARGET_DIR ?? `${root}/target`}/debug/visitorseal`;
export const folder = mkdtempSync(join(tmpdir(), 'visitorseal-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const printed = new Map();

/** What the program prints. The secret, and what a visitor is, come from outside its command line. */
export function print(command, scheme, visitor, options = [], key = {}) {
  const call = JSON.stringify([command, scheme, visitor, options, key]);
  if (!printed.has(call)) {
    printed.set(call, execFileSync(program, [command, ...[scheme].flat(), ...options, ...(key.file ? ['--secret-file', key.file] : [])], {
      input: visitor ? JSON.stringify(visitor) : '',
      env: { PATH: process.env.PATH, ...(key.file ? {} : { VISITORSEAL_SECRET: key.text ?? 'a secret of some length' }) },
      encoding: 'utf8',
      stdio: ['pipe', 'pipe', 'pipe'],
    }));
  }
  return printed.get(call);
}

const set = (settings) => settings.flatMap((setting) => ['--setting', setting]);
const at = ['--now', '1795132800'];
export const script = (scheme, visitor, settings = [], key = {}) => print('script', scheme, visitor, [...at, ...set(settings)], key);
export const prefill = (scheme, visitor, settings = []) => print('script', scheme, visitor, ['--prefill', ...set(settings)]);
export const forget = (scheme, settings = []) => print('forget-script', scheme, null, set(settings));
export const anonymous = (scheme, settings = []) => print('anonymous-script', scheme, null, set(settings));
export const sign = (scheme, visitor, settings = []) => JSON.parse(print('sign', scheme, visitor, [...at, ...set(settings)]));
export const element = (scheme, visitor, settings = [], endpoint, key = {}) =>
  print('element', scheme, visitor, [...at, ...set(settings), ...(endpoint ? ['--endpoint', endpoint] : [])], key).trim();
export const file = (scheme, settings = []) => print('page', scheme, null, set(settings));
export const moduleFile = (scheme, settings = []) => print('page', scheme, null, ['--module', ...set(settings)]);

/** The element of a signed-out page: the program prints none, so it is written here, with the fields of the script. */
export function anonymousElement(scheme, settings = []) {
  const [, name, fields] = /\}\)\("(\w+)", "anonymous", "", (\{.*\})\);<\/script>\s*$/.exec(anonymous(scheme, settings));
  const text = JSON.stringify(JSON.parse(fields)).replaceAll('&', '&amp;').replaceAll('"', '&quot;');
  return `<visitorseal-visitor scheme="${name}" state="anonymous"${fields === '{}' ? '' : ` fields="${text}"`} data-turbo-temporary hx-history="false"></visitorseal-visitor>`;
}

let written = 0;

/** A scheme of one's own with this [page]. It sends uid, mac, mail, nick, more fields and the attributes. */
export function own(page, fields = '', expires = false) {
  const path = join(folder, `acme-${written += 1}.toml`);
  writeFileSync(path, `name = "acme"
vendor = "Acme"
document = "https://help.acme.example/sign-in"
read = 2026-11-20
contact = "{id}"
[settings.app]
about = "the app"
form = "text"
[signature]
kind = "hmac"
hash = "sha256"
secret = "text"
message = "${expires ? '{id}-{now}' : '{id}'}"
result = "hex"
${expires ? 'max_age = 600\nmay_hold_separator = "id"\n' : ''}[fields]
uid = "{id}"
mac = "${expires ? '{signature}-{now}' : '{signature}'}"
mail = "{email}"
nick = "{name}"
${fields}"*" = "{attributes}"
[page]
${page}`);
  return ['--scheme-file', path];
}

export const jane = { id: 'user-123', name: 'Jane Doe', email: 'jane@example.com' };
export const john = { id: 'user-124', name: 'John', email: 'john@example.com' };
