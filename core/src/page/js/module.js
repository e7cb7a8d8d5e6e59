var turn;
function state(wanted) {
  turn = {};
  visitorseal.state(name, scheme, wanted, true);
}
export function follow(endpoint, nobody) {
  // Only the answer to the last call counts: an earlier one may be older than a sign-out.
  var mine = turn = {};
  return visitorseal.ask(endpoint).then(function (answer) {
    var wanted = visitorseal.wanted(answer, endpoint, nobody);
    if (turn === mine) state(wanted);
    return wanted.state === 'signed';
  });
}
export function show(signed, nobody) {
  state(visitorseal.wanted(signed || {}, null, nobody));
}
export function forget() {
  state({state: 'forget', mark: '', fields: '{}'});
}
