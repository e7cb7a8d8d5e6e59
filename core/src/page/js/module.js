var turn;
function state(wanted) {
  turn = {};
  visitorseal.state(name, scheme, wanted);
}
export function follow(endpoint) {
  var mine = turn = {};
  return visitorseal.ask(endpoint).then(function (answer) {
    var wanted = visitorseal.wanted(answer, endpoint);
    if (turn === mine) state(wanted);
    return wanted.state === 'signed';
  });
}
export function show(signed) {
  state(visitorseal.wanted(signed || {}));
}
export function forget() {
  state({state: 'forget', mark: '', fields: '{}'});
}
