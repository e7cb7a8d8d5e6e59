// Signs customers in and out without a page load: takes the header and the visitor's element from the next page.

document.addEventListener('submit', async (event) => {
  event.preventDefault();
  const { action, method } = event.target;
  const response = await fetch(action, { method, body: new URLSearchParams(new FormData(event.target)) });
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  for (const part of ['visitorseal-visitor', 'header']) document.querySelector(part).replaceWith(page.querySelector(part));
});
