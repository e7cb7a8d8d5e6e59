// Functions that give a field: at first the page's own, later the endpoint's, if it is still the same visitor's.
visitorseal.fetched = visitorseal.fetched || function (fields, wanted, record) {
  return function (name) {
    var later = Date.now() > wanted.expires * 1e3;
    return function (done) {
      var answer = later && wanted.endpoint ? visitorseal.ask(wanted.endpoint).then(function (answer) {
        var value = Object(answer.fields)[name];
        if (value === undefined) throw new Error('visitorseal: the endpoint gave nobody');
        if (answer.mark && answer.mark !== wanted.mark) throw new Error('visitorseal: the endpoint gave another visitor');
        return value;
      }) : Promise.resolve(fields[name]);
      later = true;
      // What was asked for before a sign-out may come after it.
      answer = answer.then(function (value) {
        if (record.wanted.mark !== wanted.mark) throw new Error('visitorseal: the visitor has changed');
        return value;
      });
      return done ? answer.then(done) : answer;
    };
  };
};
