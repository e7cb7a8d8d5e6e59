var turn, asked = {};
function state(wanted) {
  turn = {};
  visitorseal.state(name, scheme, wanted);
}
export function follow(endpoint) {
  // Calls at the same time share a request, unless somebody has signed in or out since.
  if (asked.endpoint === endpoint && asked.turn === turn) return asked.answer;
  var mine = turn = {};
  var answer = visitorseal.ask(endpoint).finally(function () {
    if (asked.turn === mine) asked = {};
  }).then(function (answer) {
    var wanted = visitorseal.wanted(answer, endpoint);
    if (turn === mine) state(wanted);
    return wanted.state === 'signed';
  });
  asked = {endpoint: endpoint, turn: mine, answer: answer};
  return answer;
}
export function show(signed) {
  state(visitorseal.wanted(signed || {}));
}
export function forget() {
  state({state: 'forget', mark: '', fields: '{}'});
}
