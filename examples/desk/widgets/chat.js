// The part that the five stand-in widgets share: a bubble, a panel, and the conversation in it. A vendor's adapter passes
// the fields of the page. Every message carries them unchanged, and the desk trusts only what it verifies.

var deskChat = (() => {
  const words = { loading: 'One moment', verified: 'Verified', anonymous: 'Not signed in', refused: 'Refused' };

  // No style attribute and no <style>: a strict Content-Security-Policy allows neither.
  const styles = `
    :host { all: initial; position: fixed; inset: auto 1rem 1rem auto; z-index: 2147483000; color-scheme: light dark;
      --ground: light-dark(#fff, #1b1e24); --ink: light-dark(#1d2430, #e8eaee); --quiet: light-dark(#5c6675, #a3abb8);
      --line: light-dark(#dfe3e9, #343a45); --soft: light-dark(#f1f3f7, #272c35); --alarm: light-dark(#b3261e, #ffb4ab);
      font: 1rem/1.45 system-ui, sans-serif; color: var(--ink); }
    * { box-sizing: border-box; margin: 0; font: inherit; color: inherit; }
    button { border: 0; background: none; cursor: pointer; }
    :focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
    [hidden] { display: none !important; }
    .bubble { display: grid; place-items: center; margin-left: auto; width: 3.5rem; height: 3.5rem; border-radius: 50%;
      background: var(--accent); color: #fff; box-shadow: 0 4px 14px rgb(0 0 0 / .28); }
    .bubble::before { content: ""; width: 24px; height: 24px; background: currentColor;
      clip-path: path("M4 2h16a3 3 0 0 1 3 3v9a3 3 0 0 1-3 3h-8l-6 5v-5h-2a3 3 0 0 1-3-3v-9a3 3 0 0 1 3-3z"); }
    .panel { display: grid; grid-template-rows: auto auto 1fr auto auto; width: min(23rem, calc(100vw - 2rem));
      height: min(32rem, calc(100dvh - 7rem)); margin-bottom: .75rem; overflow: hidden; border-radius: 1rem;
      border: 1px solid var(--line); background: var(--ground); box-shadow: 0 12px 40px rgb(0 0 0 / .25); }
    header { display: flex; align-items: center; gap: .6rem; padding: .7rem 1rem; background: var(--accent); color: #fff; }
    header strong { flex: 1; font-weight: 650; }
    .status { padding: .1rem .6rem; border-radius: 1rem; background: rgb(0 0 0 / .28); font-size: .8rem; }
    .close { width: 2rem; height: 2rem; border-radius: 50%; font-size: 1.3rem; line-height: 1; }
    header :focus-visible { outline-color: #fff; }
    .greeting { padding: .9rem 1rem 0; font-size: 1.1rem; font-weight: 650; overflow-wrap: anywhere; }
    .log { overflow-y: auto; padding: 1rem; }
    ol { display: grid; gap: .5rem; padding: 0; list-style: none; }
    li { max-width: 85%; padding: .5rem .8rem; border-radius: 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
    li:is([data-from=agent], [data-from=auto]) { justify-self: start; background: var(--soft); border-bottom-left-radius: .25rem; }
    li[data-from=visitor] { justify-self: end; background: var(--accent); color: #fff; border-bottom-right-radius: .25rem; }
    li::before { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
    li[data-from=agent]::before { content: "Support: "; }
    li[data-from=auto]::before { content: "Automatic answer: "; }
    li[data-from=visitor]::before { content: "You: "; }
    .alarm { padding: .5rem 1rem; color: var(--alarm); font-size: .9rem; }
    code { font: .95em ui-monospace, monospace; }
    form { display: flex; gap: .5rem; padding: .75rem; border-top: 1px solid var(--line); }
    input { flex: 1; min-width: 0; padding: .55rem .8rem; border: 1px solid var(--line); border-radius: .6rem; background: var(--ground); }
    input::placeholder { color: var(--quiet); }
    [type=submit] { padding: .55rem 1rem; border-radius: .6rem; background: var(--accent); color: #fff; font-weight: 600; }
    [type=submit]:disabled { opacity: .55; cursor: default; }
    @media (max-width: 30rem) {
      :host([data-open]) { inset: 0; }
      :host([data-open]) .bubble { display: none; }
      .panel { width: 100%; height: 100%; margin: 0; border: 0; border-radius: 0; }
    }
    :host([data-whole]) { inset: 0; }
    :host([data-whole]) .panel { width: min(100%, 40rem); height: 100%; margin: 0 auto; border-width: 0 1px; border-radius: 0; }
    :host([data-whole]) :is(.bubble, .close) { display: none; }`;

  function element(name, attributes, ...children) {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.append(...children);
    return node;
  }

  function ready(run) {
    if (document.readyState === 'loading') document.addEventListener('DOMContentLoaded', run, { once: true });
    else run();
  }

  /** The panel in a shadow root. It calls `send` with the text of a message. */
  function makePanel(brand, vendor, accent, whole, send) {
    const status = element('span', { class: 'status' });
    const close = element('button', { class: 'close', type: 'button', 'aria-label': 'Close chat' }, '\u00d7');
    const greeting = element('p', { class: 'greeting', 'data-greeting': '' });
    const messages = element('ol', { 'data-messages': '' });
    const log = element('div', { class: 'log', role: 'log', 'aria-live': 'polite', 'aria-label': 'Messages', tabindex: '0' }, messages);
    const code = element('code', { 'data-error': '' });
    const alarm = element('p', { class: 'alarm', role: 'alert', hidden: '' }, 'The desk answered: ', code);
    const input = element('input', { name: 'text', 'aria-label': 'Your message', placeholder: 'Write a message', autocomplete: 'off', required: '' });
    const button = element('button', { type: 'submit' }, 'Send');
    const form = element('form', {}, input, button);
    const panel = element('section', { class: 'panel', id: 'panel', role: 'dialog', 'aria-label': `${vendor} chat`, hidden: '' },
      element('header', {}, element('strong', {}, vendor), status, close), greeting, log, alarm, form);
    const bubble = element('button', { class: 'bubble', type: 'button', 'aria-label': `${vendor} chat`, 'aria-controls': 'panel' });

    const host = element('div', { id: 'desk-widget', 'data-brand': brand });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(`${styles} :host { --accent: ${accent}; }`);
    const root = host.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    root.append(panel, bubble);

    const open = (yes) => {
      panel.hidden = !yes;
      host.toggleAttribute('data-open', yes);
      bubble.setAttribute('aria-expanded', String(yes));
    };
    bubble.addEventListener('click', () => { open(panel.hidden); (panel.hidden ? bubble : input).focus(); });
    const forget = () => {
      greeting.textContent = '';
      messages.replaceChildren();
    };
    const closePanel = () => { open(false); bubble.focus(); };
    close.addEventListener('click', closePanel);
    panel.addEventListener('keydown', (event) => { if (event.key === 'Escape' && !whole) closePanel(); });
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      if (!button.disabled && input.value.trim()) send(input.value);
    });
    host.toggleAttribute('data-whole', whole);
    open(whole);

    return {
      host,
      status(value) {
        // Nobody else may see what a verified visitor saw.
        if (host.dataset.status === 'verified' && value !== 'verified') forget();
        host.dataset.status = value;
        status.textContent = words[value] ?? value;
      },
      greet(text) { greeting.textContent = text; },
      add(list) {
        messages.append(...list.map(({ from, text }) => element('li', { 'data-from': from }, text)));
        log.scrollTop = log.scrollHeight;
      },
      error(value = '') {
        code.textContent = value;
        alarm.hidden = !value;
      },
      busy(yes) { button.disabled = yes; },
      /** Called when the desk has the message. Until then the text stays. */
      clearInput() { input.value = ''; },
      clear() {
        forget();
        this.clearInput();
        this.error();
      },
    };
  }

  /** `data-whole` on the script element makes the panel fill the page and opens it. */
  return (vendor, accent) => {
    const { src, dataset } = document.currentScript;
    const { origin, pathname } = new URL(src);
    const [, brand] = /(\w+)\.js$/.exec(pathname);
    const panel = makePanel(brand, vendor, accent, 'whole' in dataset, send);
    const key = `desk-${brand}`;
    let fields, conversation, called = false;
    let visitorRequests = new AbortController();

    /** Calls the desk for the current visitor. Drops the response if the visitor changes before it arrives. */
    async function ask(path, body, use) {
      const { signal } = visitorRequests;
      panel.busy(true);
      panel.error();
      try {
        const response = await fetch(`${origin}/brands/${brand}/${path}`, {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify({ fields, ...body }),
          credentials: 'omit',
          referrerPolicy: 'no-referrer',
          signal,
        });
        const answer = await response.json();
        if (signal.aborted) return;
        if (response.ok) {
          panel.status(answer.status);
          use(answer);
        } else {
          if (response.status === 401) panel.status('refused');
          panel.error(answer.code);
        }
      } catch {
        if (signal.aborted) return;
        panel.error('unreachable');
      }
      panel.busy(false);
    }

    function send(text) {
      ask('messages', { text, conversation }, (answer) => {
        conversation = answer.conversation;
        panel.clearInput();
        panel.add(answer.messages);
      });
    }

    function forgetVisitor() {
      visitorRequests.abort();
      visitorRequests = new AbortController();
      conversation = undefined;
      panel.clear();
    }

    /** Replaces the visitor. Nothing of the former one stays on the page. */
    function identify(identity) {
      called = true;
      ready(() => {
        forgetVisitor();
        fields = identity ?? {};
        panel.status('loading');
        document.body.append(panel.host);
        ask('open', {}, (answer) => {
          panel.greet(answer.greeting);
          panel.add(answer.messages);
        });
      });
    }

    return {
      ready,
      identify,
      /** The visitor of a page that does not call the widget soon after it has loaded. */
      unlessCalled(identity) {
        ready(() => setTimeout(() => { if (!called) identify(identity()); }, 500));
      },
      remember(identity) {
        if (identity) localStorage.setItem(key, JSON.stringify(identity));
        else localStorage.removeItem(key);
      },
      remembered: () => JSON.parse(localStorage.getItem(key)),
      remove() {
        ready(() => {
          forgetVisitor();
          panel.host.remove();
        });
      },
    };
  };
})();
