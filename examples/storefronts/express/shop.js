// Signs customers in and out without a page load, and lets the widget follow.

const { brand } = document.documentElement.dataset;
const { follow } = await import(`/visitorseal/${brand}.js`);

document.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { action, method } = event.target;
  const response = await fetch(action, { method, body: new URLSearchParams(new FormData(event.target)) });
  await follow(`/${brand}/visitor`);
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  document.querySelector('header').replaceWith(page.querySelector('header'));
});

await follow(`/${brand}/visitor`);
