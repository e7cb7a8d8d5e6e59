// Asks an endpoint of the site who is signed in.
visitorseal.ask = visitorseal.ask || function (endpoint) {
  var credentials = endpoint[0] === '/' ? 'same-origin' : 'include';
  return fetch(endpoint, {credentials: credentials, cache: 'no-store'}).then(function (response) {
    if (!response.ok) throw new Error('visitorseal: the endpoint answered ' + response.status);
    return response.json();
  }).then(function (answer) {
    return Object(answer).scheme ? answer : {fields: answer};
  });
};
