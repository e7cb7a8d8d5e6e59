// A stand-in for Livewire's `wire:navigate`, whose browser code no registry that we use has. It does what Livewire's
// documentation (4.x, "Navigate") says and no more:
//
// - A press on a link asks for the page, and its release shows it: address, title and body are replaced.
// - A script of the head runs once. One that is new on a page runs, and the page waits for it. Scripts of the body run on each
//   page, without `data-navigate-once`.
// - Back and Forward show the page as it was left, from memory.
// - A component's action that redirects with `navigate: true` shows the page in the same way. Here: a form with wire:submit.
// - `livewire:navigate`, `livewire:navigating` and `livewire:navigated` are dispatched, the last one after a full load too.
(() => {
  const snapshots = new Map();
  const asked = new Map();
  let current = null;
  let count = 0;

  const tell = (name) => document.dispatchEvent(new CustomEvent(`livewire:${name}`, { bubbles: true, cancelable: true }));
  const html = () => document.documentElement.outerHTML;

  async function load(address, options) {
    const response = await fetch(address, { headers: { 'X-Livewire-Navigate': '1' }, ...options });
    return { address: response.url, html: await response.text() };
  }

  function keep(method, address) {
    current = `page ${count += 1}`;
    history[method]({ snapshot: current, address }, '', address);
  }

  // The scripts of a parsed page do not run. Copies do, with the nonce of the page that the window loaded.
  function copyOf(script) {
    const copy = document.createElement('script');
    for (const { name, value } of script.attributes) if (name !== 'nonce') copy.setAttribute(name, value);
    copy.nonce = document.querySelector('script').nonce;
    copy.textContent = script.textContent;
    return copy;
  }

  async function show(text) {
    const page = new DOMParser().parseFromString(text, 'text/html');
    document.title = page.title;
    const plain = (script) => { const copy = script.cloneNode(true); copy.removeAttribute('nonce'); return copy.outerHTML; };
    const known = new Set([...document.head.querySelectorAll('script')].map(plain));
    const loads = [...page.head.querySelectorAll('script')].filter((script) => !known.has(plain(script))).map((script) => {
      const copy = copyOf(script);
      document.head.append(copy);
      return copy.src && new Promise((resolve) => { copy.onload = copy.onerror = resolve; });
    });
    await Promise.all(loads);
    const body = document.adoptNode(page.body);
    for (const script of body.querySelectorAll('script:not([data-navigate-once])')) script.replaceWith(copyOf(script));
    document.body.replaceWith(body);
    tell('navigated');
  }

  async function navigate(address, page = load(address)) {
    if (!tell('navigate')) return;
    const { address: last, html: text } = await page;
    tell('navigating');
    if (current) snapshots.set(current, html());
    else {
      keep('replaceState', location.href);
      snapshots.set(current, html());
    }
    keep('pushState', last);
    await show(text);
  }

  const linkOf = (event) => event.button === 0 && event.target.closest('a[wire\\:navigate]');
  document.addEventListener('mousedown', (event) => {
    const link = linkOf(event);
    if (link && !asked.has(link.href)) asked.set(link.href, load(link.href));
  });
  document.addEventListener('click', (event) => {
    const link = linkOf(event);
    if (!link) return;
    event.preventDefault();
    navigate(link.href, asked.get(link.href));
    asked.delete(link.href);
  });
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (!form.hasAttribute('wire:submit')) return;
    event.preventDefault();
    const page = load(form.action, { method: 'POST', body: new URLSearchParams(new FormData(form)) });
    page.then(({ address }) => navigate(address, page));
  });
  window.addEventListener('popstate', async ({ state }) => {
    if (!state?.snapshot) return;
    tell('navigating');
    snapshots.set(current, html());
    current = state.snapshot;
    const kept = snapshots.get(current);
    await show(kept ?? (await load(state.address)).html);
  });
  window.addEventListener('DOMContentLoaded', () => tell('navigated'));
  window.Livewire = { navigate: (address) => navigate(new URL(address, location.href).href) };
})();
