// States what an element or an endpoint says. Fields that have expired are not handed over: the endpoint is asked for others.
visitorseal.state = visitorseal.state || (function () {
  var turns = Object.create(null);

  function said(answer, endpoint) {
    var fields = answer.fields;
    return {
      state: fields ? 'signed' : 'anonymous', mark: fields && answer.mark, fields: fields && JSON.stringify(fields),
      expires: answer.expires_at, endpoint: endpoint
    };
  }

  function state(name, scheme, said) {
    var turn = turns[name] = {}, endpoint = said.endpoint, left = said.expires * 1e3 - Date.now();
    if (said.state !== 'signed' || !said.expires || left > 0) {
      if (!scheme[said.state] || said.state === 'signed' && !said.fields) return;
      visitorseal.say(name, scheme, {state: said.state, mark: said.mark || '', fields: said.fields || '{}', endpoint: endpoint});
      if (said.state !== 'signed' || !said.expires || !endpoint || scheme.fetches) return;
    } else if (!endpoint) {
      return console.warn('visitorseal: the fields of ' + name + ' have expired. Load the page again, or give the element an endpoint.');
    }
    // At the latest a minute before the end. A timer takes at most 24 days.
    var wait = left > 0 ? Math.min(Math.max(left - 6e4, left / 2), 2e9) : 0;
    setTimeout(function () {
      if (turns[name] === turn) follow(name, scheme, endpoint, said.mark).catch(console.error);
    }, wait);
  }

  // Asks who is signed in. A renewal is for one visitor: where the endpoint knows another one, this page forgets.
  function follow(name, scheme, endpoint, mark) {
    var turn = turns[name] = {};
    return visitorseal.ask(endpoint).then(function (answer) {
      var now = said(answer, endpoint);
      if (mark && now.mark !== mark) now = said({});
      if (turns[name] === turn) state(name, scheme, now);
      return now.state === 'signed';
    });
  }

  state.follow = follow;
  state.said = said;
  return state;
})();
