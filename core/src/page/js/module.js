export function follow(endpoint) {
  return visitorseal.state.follow(name, scheme, endpoint);
}
export function show(signed) {
  visitorseal.state(name, scheme, visitorseal.state.said(signed || {}));
}
export function forget() {
  visitorseal.state(name, scheme, {state: 'forget'});
}
