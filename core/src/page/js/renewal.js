// States a visitor whose fields expire. Fields that have expired are not handed over: the endpoint is asked for others.
visitorseal.wanted = visitorseal.wanted || function (answer, endpoint) {
  var fields = answer.fields;
  return {
    state: fields ? 'signed' : 'anonymous', mark: fields && answer.mark || '', fields: JSON.stringify(fields || {}),
    expires: answer.expires_at, endpoint: endpoint
  };
};
visitorseal.state = visitorseal.state || (function () {
  var turns = Object.create(null);
  return function state(name, scheme, wanted, isAnswer) {
    var turn = turns[name] = {}, endpoint = wanted.endpoint, left = wanted.expires ? wanted.expires * 1e3 - Date.now() : 1;
    if (left > 0) visitorseal.say(name, scheme, wanted);
    // An endpoint that gives expired fields is not asked again at once: the clock of this computer may be wrong.
    else if (isAnswer || !endpoint) return console.warn('visitorseal: the fields of ' + name + ' have expired. Load the page again.');
    if (!endpoint || !wanted.expires || scheme.fetches) return;
    // At the latest a minute before the end. A timer takes at most 24 days.
    setTimeout(function () {
      if (turns[name] === turn) visitorseal.ask(endpoint).then(function (answer) {
        var now = visitorseal.wanted(answer, endpoint);
        // This page is one visitor's: where the endpoint knows another one, it forgets.
        if (turns[name] === turn) state(name, scheme, now.mark === wanted.mark ? now : visitorseal.wanted({}), true);
      }).catch(console.error);
    }, left > 0 ? Math.min(Math.max(left - 6e4, left / 2), 2e9) : 0);
  };
})();
