// Every form of page code has a scheme whose stand-in runs on the sites that keep the window.

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { schemes as files } from './every_scheme/site.mjs';
import { allForms, formsOf } from './kept_windows/forms.mjs';
import { schemes } from './kept_windows/schemes.mjs';

const chosen = Object.keys(schemes).filter((name) => schemes[name].form);
const covered = new Set(chosen.flatMap((name) => formsOf(files[name])));

test('every form that a scheme has is run in CI', () => {
  const all = Object.keys(files).flatMap((name) => formsOf(files[name]).map((form) => ({ name, form })));
  const missing = all.filter(({ form }) => !covered.has(form)).map(({ name, form }) => `${name}: ${form}`);
  assert.deepEqual(missing, [], 'Add a stand-in to kept_windows/widgets.js, and the scheme with its form to kept_windows/schemes.mjs.');
});

test('every scheme with code for pages has a form', () => {
  assert.deepEqual(Object.keys(files).filter((name) => formsOf(files[name]).length === 0), []);
});

test('every form is that of some scheme', () => {
  const found = new Set(Object.keys(files).flatMap((name) => formsOf(files[name])));
  assert.deepEqual(allForms.filter((form) => !found.has(form)), []);
});

// A form that forms.mjs does not know would otherwise be one that nobody sees. `script_place` is for the site: it changes no code.
const known = [
  'script_place',
  'script', 'at_once', 'update', 'forget', 'kept', 'global', 'ready', 'endpoint', 'ready_event', 'prefill', 'anonymous', 'tag', 'url', 'template',
  'replace',
];

test('forms.mjs knows every key of [page]', () => {
  const keys = new Set(Object.values(files).flatMap(({ page }) => Object.keys(page)));
  assert.deepEqual([...keys].filter((key) => !known.includes(key)), []);
});
