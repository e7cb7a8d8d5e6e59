// Signs out by fetch, and then shows home as a click would. With a nonce that changes at sign-out, home is loaded in full.
document.addEventListener('click', async ({ target }) => {
  if (target.id !== 'out-by-fetch') return;
  const headers = { Accept: 'application/json', 'X-CSRF-Token': document.querySelector('meta[name=csrf-token]').content };
  await fetch(target.dataset.session, { method: 'DELETE', headers });
  const home = document.getElementById('home');
  if (document.querySelector('meta[name=csp-nonce]')) location.assign(home.href);
  else home.click();
});
