// Signs out by fetch, and then shows home as a click would. With a nonce that changes at sign-out, home is loaded in full.
document.addEventListener('click', async ({ target }) => {
  if (target.id !== 'out-by-fetch') return;
  await fetch(target.dataset.session, { method: 'DELETE', headers: { Accept: 'application/json' } });
  const home = document.getElementById('home');
  if (document.querySelector('meta[name=csp-nonce]')) location.assign(home.href);
  else home.click();
});
