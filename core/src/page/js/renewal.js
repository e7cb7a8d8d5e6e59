// What an endpoint's answer states.
visitorseal.wanted = visitorseal.wanted || function (answer, endpoint, nobody) {
  var fields = answer.fields;
  return {
    state: fields ? 'signed' : 'anonymous', mark: fields && answer.mark || '', fields: JSON.stringify(fields || nobody || {}),
    expires: answer.expires_at || undefined, endpoint: endpoint
  };
};

// States a visitor whose fields expire. Fields that have expired are not handed over: the endpoint is asked for others.
visitorseal.state = visitorseal.state || function (name, scheme, wanted, isAnswer) {
  var turn = scheme.turn = {}, mark = wanted.mark, endpoint = !scheme.fetches && wanted.expires && wanted.endpoint;
  var left = wanted.expires * 1e3 - Date.now(), isOver = 0 >= left && !scheme.fetches;
  wanted.isOver = isOver;
  visitorseal.say(name, scheme, wanted);
  // An answer that has expired is not asked for again at once: the clock of this computer may be wrong.
  if (isOver && (isAnswer || !endpoint)) console.warn('visitorseal: the fields of ' + name + ' have expired');
  // A minute before the end, or halfway, but never more often than every ten seconds. A timer takes at most 24 days.
  else if (endpoint) setTimeout(function () {
    if (scheme.turn === turn) visitorseal.ask(endpoint).then(function (answer) {
      var now = visitorseal.wanted(answer, endpoint);
      // This page is one visitor's: where the endpoint knows another one, it forgets, but not in the tabs of that one.
      if (now.mark !== mark) now = Object.assign(visitorseal.wanted({}), {heard: now.mark});
      if (scheme.turn === turn) visitorseal.state(name, scheme, now, true);
    }).catch(console.error);
  }, isOver ? 0 : Math.min(Math.max(left - 6e4, left / 2, 1e4), 2e9));
};
