// The forms of page code: what a scheme's file uses of the format, and what its code does with the widget.

const lines = (code) => [code ?? []].flat().join('\n');
const isTable = (value) => typeof value === 'object' && !Array.isArray(value);

/** Each form, and whether a file has it. `code` is what runs for a signed-in visitor. */
const forms = {
  'at_once alone': ({ page }) => 'at_once' in page && !('script' in page),
  'at_once before a script': ({ page }) => 'at_once' in page && 'script' in page,
  'one script': ({ page }) => typeof page.script === 'string',
  'a list of statements': ({ page }) => Array.isArray(page.script) || Array.isArray(page.at_once),
  'values as arguments of their own': ({ code }) => code.includes('{fields.'),
  'a global to wait for': ({ page }) => 'global' in page,
  'a condition to wait for': ({ page }) => 'ready' in page,
  'a condition without a global': ({ page }) => 'ready' in page && !('global' in page),
  'an event to wait for': ({ page }) => 'ready_event' in page,
  'fields that the widget fetches': ({ code }) => code.includes('{fetch.'),
  'an update': ({ page }) => 'update' in page,
  'a prefill of some fields': ({ page }) => Array.isArray(page.prefill),
  'a prefill with code of its own': ({ page }) => isTable(page.prefill ?? []),
  'some fields for nobody': ({ page }) => Array.isArray(page.anonymous),
  'code of its own for nobody': ({ page }) => isTable(page.anonymous ?? []),
  'a script tag': ({ page }) => 'tag' in page,
  'pasted code': ({ page }) => 'template' in page,
  'an address beside the code': ({ page, code }) => 'url' in page && code !== '',
  'an object that the code makes': ({ code }) => code.includes('new window.'),
  'elements of the page': ({ page, code }) => /document\.(querySelector|getElementById)/.test(code + lines(page.forget)),
  'calls that a forget takes back from the queue of the snippet': ({ page }) => /\.(splice|filter)\(|\.length = 0/.test(lines(page.forget)),
  'calls that wait for each other': ({ page }) => /\.then\(/.test(lines(page.forget)),
};

/** The forms of a scheme's file. */
export function formsOf({ page }) {
  const code = [page.at_once, page.script, page.update].map(lines).join('\n').trim();
  return Object.keys(forms).filter((form) => forms[form]({ page, code }));
}

export const allForms = Object.keys(forms);
