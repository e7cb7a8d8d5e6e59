// The desk's page. What visitors wrote is text here, whatever it looks like: it is only ever put in by `append`.

const $ = (id) => document.getElementById(id);
const POLICIES = ['required', 'optional', 'observe'];
const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'short' });

let chosen = null;
let shown = '';

function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const at = (seconds) => element('time', { dateTime: new Date(seconds * 1000).toISOString() }, time.format(seconds * 1000));
const mark = (status) => element('span', { className: `mark ${status}` }, status);
const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Asks the desk; what it refuses is an error with its words. */
async function ask(method, path, body) {
  const response = await fetch(`/desk/${path}`, { method, body, headers: { 'Content-Type': 'application/json' } });
  const answer = response.status === 204 ? null : await response.json();
  if (!response.ok) throw new Error(`${answer.code}: ${answer.reason}`);
  return answer;
}

/** A form that says in place why something was refused. */
function form(children, submit) {
  const why = element('output', { className: 'mark refused', hidden: true });
  const node = element('form', {}, ...children, why);
  node.addEventListener('submit', async (event) => {
    event.preventDefault();
    why.hidden = true;
    try {
      await submit(node);
    } catch (error) {
      why.textContent = error.message;
      why.hidden = false;
    }
  });
  return node;
}

function table(rows) {
  return element('table', {}, ...rows.map(([name, ...value]) => element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, ...value))));
}

// Brands: policy and keys, which hold from the next visit on.

function brandCard({ name, vendor, algorithm, covers, policy, keys }) {
  const choice = element('select', { ariaLabel: `Policy of ${vendor}` }, ...POLICIES.map((word) => element('option', {}, word)));
  choice.value = policy;
  choice.addEventListener('change', () => ask('PUT', `brands/${name}/policy`, JSON.stringify({ policy: choice.value })).catch(() => refresh('brands')));

  const list = keys.map(({ id, added, matched }, index) => {
    const remove = element('button', { type: 'button', ariaLabel: `Remove key ${id}`, hidden: keys.length === 1 }, 'Remove');
    remove.addEventListener('click', () => ask('DELETE', `brands/${name}/keys/${index}`).then(() => refresh('brands')));
    const verified = `verified ${matched} ${matched === 1 ? 'visit' : 'visits'}`;
    return element('li', { className: 'row' }, element('span', {}, `Key ${id}`, element('br'), element('span', { className: 'quiet' }, verified, ', since ', at(added))), remove);
  });
  const key = element('textarea', {
    name: 'key', required: true, spellcheck: false, autocomplete: 'off',
    ariaLabel: `New key of ${vendor}`, placeholder: algorithm === 'RS256' ? "The site's public key, as PEM" : 'The new secret',
  });
  const add = form([key, element('button', {}, 'Add as the newest')], async () => {
    await ask('POST', `brands/${name}/keys`, JSON.stringify({ key: key.value }));
    await refresh('brands');
  });
  const card = element('article', { className: 'brand' },
    element('div', { className: 'row' }, element('strong', {}, vendor), choice),
    element('p', { className: 'quiet' }, `${algorithm} over ${covers.join(' and ')}`),
    element('ol', { className: 'keys' }, ...list),
    element('details', {}, element('summary', {}, 'Change the secret'), add));
  card.dataset.brand = name;
  return card;
}

// Visits: what a page sent, and what of it is proven.

function visitRow({ id, brand, status, call, title, at: when }, vendors) {
  const button = element('button', { type: 'button', ariaPressed: String(id === chosen) },
    element('span', { className: 'who' }, title), mark(status),
    element('span', { className: 'quiet' }, `${vendors[brand]}, ${call}`), at(when));
  button.addEventListener('click', () => choose(id));
  const row = element('li', {}, button);
  row.dataset.visit = id;
  return row;
}

function findings(list = []) {
  return list.map(({ code, field, reason, fix }) => element('div', { className: 'finding' },
    element('p', {}, element('code', {}, code), field ? element('span', { className: 'quiet' }, ` about ${field}`) : null),
    element('p', {}, reason), fix ? element('p', {}, fix) : null));
}

/** Each member in the visitor's words, with whether the signature covers it. */
function proven({ signed, unsigned }) {
  const rows = (object, word, status) => Object.entries(object ?? {}).flatMap(([name, value]) => {
    const members = name === 'attributes' ? Object.entries(value) : [[name, value]];
    return members.map(([member, value]) => [member, text(value), ' ', element('span', { className: `mark ${status}` }, word)]);
  });
  return [...rows(signed, 'signed', 'verified'), ...rows(unsigned, 'merely claimed', 'anonymous')];
}

function outcome(said) {
  const rows = proven(said);
  return [
    rows.length ? element('h3', {}, 'What is proven') : null, rows.length ? table(rows) : null,
    said.refusal ? element('h3', {}, 'Why it was refused') : null,
    said.refusal ? element('p', {}, element('code', {}, said.refusal.code), ` ${said.refusal.reason}`) : null,
    ...findings(said.findings),
  ];
}

function pretty(fields) {
  try {
    return JSON.stringify(JSON.parse(fields), null, 2);
  } catch {
    return fields;
  }
}

/** The fields to edit as an attacker would. They are sent as they stand. */
function attempt(brand, fields) {
  const edited = element('textarea', { name: 'fields', spellcheck: false, ariaLabel: 'Fields' });
  edited.value = pretty(fields);
  const result = element('div', { ariaLive: 'polite', className: 'result' });
  return element('details', { className: 'attempt' }, element('summary', {}, 'Edit the fields, as an attacker would'),
    form([edited, element('button', { className: 'main' }, 'Send these')], async () => {
      const said = await ask('POST', `brands/${brand}/try`, edited.value);
      result.replaceChildren(element('p', {}, mark(said.status)), ...outcome(said).filter(Boolean));
    }), result);
}

async function choose(id) {
  chosen = id;
  for (const row of $('visits').children) row.firstChild.ariaPressed = String(Number(row.dataset.visit) === id);
  const visit = await ask('GET', `visits/${id}`);
  if (chosen !== id) return;
  const { brand, status, call, key, fields } = visit;
  $('visit').replaceChildren(...[
    element('h2', {}, `Visit ${id}`),
    table([
      ['Outcome', mark(status)],
      ['Brand', `${brand}, ${call}`],
      ['When', at(visit.at)],
      ['Key', key ? `key ${key} matched` : 'none matched'],
    ]),
    ...outcome(visit),
    element('h3', {}, status === 'verified' ? 'What the page sent, without its signature' : 'What the page sent'),
    element('pre', {}, fields === null ? 'more than is kept' : pretty(fields)),
    fields === null ? null : attempt(brand, fields),
  ].filter(Boolean));
  if (matchMedia('(max-width: 44rem)').matches) $('visit').scrollIntoView();
}

// Contacts: what verified visitors left, and the talk with them.

function contactCard({ id, brand, external_id: externalId, title, conversation }, vendors) {
  const known = element('div');
  const talk = element('ol', { className: 'talk' });
  const load = async () => {
    known.replaceChildren(table(proven(await ask('GET', `contacts/${id}`))));
    if (!conversation) return;
    const messages = await ask('GET', `conversations/${conversation}`);
    talk.replaceChildren(...messages.map(({ from, text }) => element('li', { className: from }, text)));
  };
  const answer = element('input', { name: 'text', required: true, ariaLabel: 'Answer', placeholder: 'Hello {{contact.name}}, …', autocomplete: 'off' });
  const reply = form([answer, element('button', { className: 'main' }, 'Answer')], async (node) => {
    await ask('POST', `conversations/${conversation}/reply`, JSON.stringify({ text: answer.value }));
    node.reset();
    await load();
  });
  const details = element('details', {},
    element('summary', {}, element('strong', {}, title), element('span', { className: 'quiet' }, ` ${vendors[brand]} `), element('code', {}, externalId)),
    known, ...(conversation ? [talk, reply] : []));
  details.addEventListener('toggle', () => { if (details.open) load(); });
  return element('li', {}, details);
}

// The page follows what happens, and leaves alone what a person is busy with.

const busy = (section) => section.matches(':hover, :focus-within') || section.querySelector('details[open]');

/** `changed` is the section that the person has just changed: it is drawn anew all the same. */
async function refresh(changed) {
  const state = await ask('GET', 'state');
  const text = JSON.stringify(state);
  if (!changed && text === shown) return;
  const { storefronts, brands, contacts, visits } = state;
  const vendors = Object.fromEntries(brands.map(({ name, vendor }) => [name, vendor]));
  let left = false;
  const put = (id, nodes) => {
    if (id !== changed && busy($(id))) left = true;
    else $(id).replaceChildren(...nodes());
  };
  put('shops', () => storefronts.map(({ name, address }) => element('a', { href: address, target: '_blank', rel: 'noopener' }, name)));
  put('brands', () => brands.map(brandCard));
  put('contacts', () => contacts.map((contact) => contactCard(contact, vendors)));
  const focused = document.activeElement?.closest('[data-visit]')?.dataset.visit;
  $('visits').replaceChildren(...visits.map((visit) => visitRow(visit, vendors)));
  if (focused) document.querySelector(`[data-visit="${focused}"] button`)?.focus();
  $('visits').nextElementSibling.hidden = visits.length > 0;
  shown = left ? '' : text;
  const first = visits.find(({ status }) => status === 'refused') ?? visits[0];
  if (chosen === null && first && matchMedia('(min-width: 70rem)').matches) await choose(first.id);
}

async function follow() {
  try {
    if (!document.hidden) await refresh();
  } catch (error) {
    console.warn(`the desk does not answer: ${error.message}`);
  }
  setTimeout(follow, 2000);
}
follow();
