// Asks an endpoint of the site who is signed in. Another host of the site gets the site's cookies only if the page says so.
visitorseal.ask = visitorseal.ask || function (endpoint) {
  return fetch(endpoint, {credentials: 'include', cache: 'no-store'}).then(function (response) {
    if (response.status === 401) return null;
    if (!response.ok) throw new Error('visitorseal: the endpoint answered ' + response.status);
    return response.json();
  }).then(function (answer) {
    // An answer names its scheme, or is the fields alone.
    return 'scheme' in Object(answer) ? answer : {fields: answer};
  });
};
