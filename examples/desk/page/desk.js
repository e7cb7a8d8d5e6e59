// The desk's page. Visitors' texts are only ever added by `append`, which never parses them as HTML.

const $ = (id) => document.getElementById(id);
const POLICIES = ['required', 'optional', 'observe'];
const time = new Intl.DateTimeFormat(undefined, { dateStyle: 'short', timeStyle: 'short' });

let selectedVisit = null;
let shownState = '';

function element(name, properties, ...children) {
  const node = Object.assign(document.createElement(name), properties);
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

const at = (seconds) => element('time', { dateTime: new Date(seconds * 1000).toISOString() }, time.format(seconds * 1000));
const mark = (status) => element('span', { className: `mark ${status}` }, status);
const text = (value) => (typeof value === 'string' ? value : JSON.stringify(value));

/** Calls the desk, and throws its code and reason if it refuses. */
async function request(method, path, data) {
  const response = await fetch(`/desk/${path}`, { method, body: data, headers: { 'Content-Type': 'application/json' } });
  const body = response.status === 204 ? null : await response.json();
  if (!response.ok) throw new Error(`${body.code}: ${body.reason}`);
  return body;
}

/** A form that shows why the desk refused the input. */
function form(children, submit) {
  const message = element('output', { className: 'mark refused', hidden: true });
  const node = element('form', {}, ...children, message);
  node.addEventListener('submit', async (event) => {
    event.preventDefault();
    message.hidden = true;
    try {
      await submit(node);
    } catch (error) {
      message.textContent = error.message;
      message.hidden = false;
    }
  });
  return node;
}

function table(rows) {
  return element('table', {}, ...rows.map(([name, ...value]) => element('tr', {}, element('th', { scope: 'row' }, name), element('td', {}, ...value))));
}

// Brands: a new policy or key is used from the next visit on.

function brandCard({ name, vendor, algorithm, key_kind: keyKind, covers, policy, keys }) {
  const choice = element('select', { ariaLabel: `Policy of ${vendor}` }, ...POLICIES.map((word) => element('option', {}, word)));
  choice.value = policy;
  choice.addEventListener('change', () => request('PUT', `brands/${name}/policy`, JSON.stringify({ policy: choice.value })).catch(() => refresh('brands')));

  const list = keys.map(({ id, added, matched }, index) => {
    const remove = element('button', { type: 'button', ariaLabel: `Remove key ${id}`, hidden: keys.length === 1 }, 'Remove');
    remove.addEventListener('click', () => request('DELETE', `brands/${name}/keys/${index}`).then(() => refresh('brands')));
    const verified = `verified ${matched} ${matched === 1 ? 'visit' : 'visits'}`;
    return element('li', { className: 'row' }, element('span', {}, `Key ${id}`, element('br'), element('span', { className: 'quiet' }, verified, ', since ', at(added))), remove);
  });
  const key = element('textarea', {
    name: 'key', required: true, spellcheck: false, autocomplete: 'off',
    ariaLabel: `New key of ${vendor}`, placeholder: keyKind === 'pair' ? "The site's public key, as PEM" : 'The new secret',
  });
  const add = form([key, element('button', {}, 'Add as newest key')], async () => {
    await request('POST', `brands/${name}/keys`, JSON.stringify({ key: key.value }));
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

// Visits: what a page sent, and which of it is signed.

function visitRow({ id, brand, status, call, title, at: when }, vendors) {
  const button = element('button', { type: 'button', ariaPressed: String(id === selectedVisit) },
    element('span', { className: 'who' }, title), mark(status),
    element('span', { className: 'quiet' }, `${vendors[brand]}, ${call}`), at(when));
  button.addEventListener('click', () => selectVisit(id));
  const row = element('li', {}, button);
  row.dataset.visit = id;
  return row;
}

function findings(list = []) {
  return list.map(({ code, field, reason, fix }) => element('div', { className: 'finding' },
    element('p', {}, element('code', {}, code), field ? element('span', { className: 'quiet' }, ` about ${field}`) : null),
    element('p', {}, reason), fix ? element('p', {}, fix) : null));
}

/** A row for each field of the visitor, and whether the signature covers it. */
function fieldRows({ signed, unsigned }) {
  const rows = (object, word, status) => Object.entries(object ?? {}).flatMap(([name, value]) => {
    const members = name === 'attributes' ? Object.entries(value) : [[name, value]];
    return members.map(([member, value]) => [member, text(value), ' ', element('span', { className: `mark ${status}` }, word)]);
  });
  return [...rows(signed, 'signed', 'verified'), ...rows(unsigned, 'not signed', 'anonymous')];
}

function outcomeOf(outcome) {
  const rows = fieldRows(outcome);
  return [
    rows.length ? element('h3', {}, 'What is signed') : null, rows.length ? table(rows) : null,
    outcome.refusal ? element('h3', {}, 'Why it was refused') : null,
    outcome.refusal ? element('p', {}, element('code', {}, outcome.refusal.code), ` ${outcome.refusal.reason}`) : null,
    ...findings(outcome.findings),
  ];
}

function formatted(fields) {
  try {
    return JSON.stringify(JSON.parse(fields), null, 2);
  } catch {
    return fields;
  }
}

/** A form to edit the fields as an attacker would. */
function attempt(brand, fields) {
  const edited = element('textarea', { name: 'fields', spellcheck: false, ariaLabel: 'Fields' });
  edited.value = formatted(fields);
  const result = element('div', { ariaLive: 'polite', className: 'result' });
  return element('details', { className: 'attempt' }, element('summary', {}, 'Edit the fields, as an attacker would'),
    form([edited, element('button', { className: 'main' }, 'Send these fields')], async () => {
      const outcome = await request('POST', `brands/${brand}/try`, edited.value);
      result.replaceChildren(element('p', {}, mark(outcome.status)), ...outcomeOf(outcome).filter(Boolean));
    }), result);
}

async function selectVisit(id) {
  selectedVisit = id;
  for (const row of $('visits').children) row.firstChild.ariaPressed = String(Number(row.dataset.visit) === id);
  const visit = await request('GET', `visits/${id}`);
  if (selectedVisit !== id) return;
  const { brand, status, call, key, fields } = visit;
  $('visit').replaceChildren(...[
    element('h2', {}, `Visit ${id}`),
    table([
      ['Outcome', mark(status)],
      ['Brand', `${brand}, ${call}`],
      ['When', at(visit.at)],
      ['Key', key ? `verified with key ${key}` : 'no key verified it'],
    ]),
    ...outcomeOf(visit),
    element('h3', {}, status === 'verified' ? 'What the page sent, without its signature' : 'What the page sent'),
    element('pre', {}, fields === null ? 'too large to store' : formatted(fields)),
    fields === null ? null : attempt(brand, fields),
  ].filter(Boolean));
  if (matchMedia('(max-width: 44rem)').matches) $('visit').scrollIntoView();
}

// Contacts: the verified visitors, and the conversations with them.

function contactCard({ id, brand, external_id: externalId, title, conversation }, vendors) {
  const fields = element('div');
  const talk = element('ol', { className: 'talk' });
  const load = async () => {
    fields.replaceChildren(table(fieldRows(await request('GET', `contacts/${id}`))));
    if (!conversation) return;
    const messages = await request('GET', `conversations/${conversation}`);
    talk.replaceChildren(...messages.map(({ from, text }) => element('li', { className: from }, text)));
  };
  const answer = element('input', { name: 'text', required: true, ariaLabel: 'Answer', placeholder: 'Hello {{contact.name}}, …', autocomplete: 'off' });
  const reply = form([answer, element('button', { className: 'main' }, 'Answer')], async (node) => {
    await request('POST', `conversations/${conversation}/reply`, JSON.stringify({ text: answer.value }));
    node.reset();
    await load();
  });
  const details = element('details', {},
    element('summary', {}, element('strong', {}, title), element('span', { className: 'quiet' }, ` ${vendors[brand]} `), element('code', {}, externalId)),
    fields, ...(conversation ? [talk, reply] : []));
  details.addEventListener('toggle', () => { if (details.open) load(); });
  return element('li', {}, details);
}

// The page refreshes itself, but not a section that a person is using.

const busy = (section) => section.matches(':hover, :focus-within') || section.querySelector('details[open]');

/** `changed` is a section that the person has just changed. It is refreshed although it is in use. */
async function refresh(changed) {
  const state = await request('GET', 'state');
  const text = JSON.stringify(state);
  if (!changed && text === shownState) return;
  const { storefronts, brands, contacts, visits } = state;
  const vendors = Object.fromEntries(brands.map(({ name, vendor }) => [name, vendor]));
  let skipped = false;
  const put = (id, nodes) => {
    if (id !== changed && busy($(id))) skipped = true;
    else $(id).replaceChildren(...nodes());
  };
  put('shops', () => storefronts.map(({ name, address }) => element('a', { href: address, target: '_blank', rel: 'noopener' }, name)));
  put('brands', () => brands.map(brandCard));
  put('contacts', () => contacts.map((contact) => contactCard(contact, vendors)));
  const focused = document.activeElement?.closest('[data-visit]')?.dataset.visit;
  $('visits').replaceChildren(...visits.map((visit) => visitRow(visit, vendors)));
  if (focused) document.querySelector(`[data-visit="${focused}"] button`)?.focus();
  $('visits').nextElementSibling.hidden = visits.length > 0;
  shownState = skipped ? '' : text;
  const first = visits.find(({ status }) => status === 'refused') ?? visits[0];
  if (selectedVisit === null && first && matchMedia('(min-width: 70rem)').matches) await selectVisit(first.id);
}

async function refreshRegularly() {
  try {
    if (!document.hidden) await refresh();
  } catch (error) {
    console.warn(`The desk does not answer: ${error.message}`);
  }
  setTimeout(refreshRegularly, 2000);
}
refreshRegularly();
