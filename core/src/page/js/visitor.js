// Who is signed in, for each scheme of this window. All scripts and files of visitorseal share one object, whatever wrote them.
var visitorseal = window[Symbol.for('visitorseal')] = window[Symbol.for('visitorseal')] || (function () {
  var records = Object.create(null);
  var own = Object.prototype.hasOwnProperty;

  // The mark of the visitor whom the widget knows in this browser. Storage may be forbidden: then only this window counts.
  function stored(record) {
    try { return localStorage.getItem(record.key) || ''; } catch (error) {}
  }

  function store(record, mark) {
    try { localStorage[mark ? 'setItem' : 'removeItem'](record.key, mark); } catch (error) {}
  }

  // Runs code of the vendor's documentation. An error in it stops nothing else.
  function run(code, named, wanted, record) {
    if (!code) return;
    var fields, rest;
    function has() {
      return [].every.call(arguments, function (name) { return own.call(fields, name) && fields[name] !== null; });
    }
    try {
      fields = JSON.parse(wanted.fields);
      rest = Object.assign({}, fields);
      (named || []).forEach(function (name) { delete rest[name]; });
      code(fields, rest, has, visitorseal.fetched && visitorseal.fetched(fields, wanted, record));
    } catch (error) {
      console.error(error);
    }
  }

  // What is said last counts. A forget that is due is never skipped.
  function step(record) {
    var scheme = record.scheme, wanted = record.wanted;
    // The widget has started already, for this visitor or for an anonymous one.
    var update = scheme.update && !record.due && wanted.state === 'signed' && (record.given === true || record.given === wanted.mark);
    var code = (update ? scheme.update : scheme[wanted.state]) || {};
    if (code.takes && wanted.fields === '{}') code = {};
    clearTimeout(record.timer);
    function give(part) {
      if (!code[part] || wanted[part]) return;
      wanted[part] = true;
      record.known = wanted.mark;
      if (wanted.mark) store(record, wanted.mark);
      run(code[part], code.named, wanted, record);
    }
    if (!record.due) give('early');
    if (!record.due && !code.late) return;
    var ready;
    try { ready = !scheme.ready || scheme.ready(own, record.heard); } catch (error) {}
    if (!ready) {
      if (!record.warned && Date.now() - record.since > 1e4) {
        record.warned = true;
        console.warn('visitorseal: ' + scheme.missing);
      }
      record.timer = setTimeout(step, record.warned ? 500 : 50, record);
      return;
    }
    if (record.due) {
      record.due = false;
      record.known = record.given = '';
      if (!wanted.mark && !wanted.heard) store(record, '');
      run(scheme.forget, [], wanted, record);
    }
    give('early');
    give('late');
    record.given = wanted.mark || !!(code.early || code.late);
  }

  // States who the visitor is now: wanted is {state, mark, fields as JSON, endpoint}.
  function say(name, scheme, wanted) {
    var record = records[name] = records[name] || {key: 'visitorseal.' + name, wanted: {}};
    var last = record.wanted, known = record.known || !wanted.heard && stored(record) || '';
    // Without a mark, other fields are another visitor. A fresh window does not know the former fields.
    var unmarked = !wanted.mark && (wanted.state === 'signed' || wanted.state === 'prefill');
    if (unmarked) wanted.mark = wanted.state;
    if (!scheme[wanted.state]) return;
    // Fields that have expired are given to nobody, but they say that nobody else is signed in.
    if (wanted.isOver) {
      if (known === wanted.mark && !record.due) return;
      wanted = {state: 'anonymous', mark: '', fields: '{}'};
    }
    record.scheme = scheme;
    if (scheme.event && !record.heard) {
      record.heard = {};
      addEventListener(scheme.event, function () { record.heard.event = true; }, {once: true});
    }
    var isSame = last.state === wanted.state && last.mark === wanted.mark && last.fields === wanted.fields;
    if (wanted.state === 'forget' ? known || record.known !== '' : known && known !== wanted.mark) record.due = true;
    if (known && unmarked && (last.state ? !isSame : wanted.state === 'signed')) record.due = true;
    if (!record.due && (isSame || wanted.state === 'forget' && last.mark === '')) return;
    record.wanted = wanted;
    record.since = Date.now();
    step(record);
  }

  // Another tab, or this page when it comes back, finds that the widget's visitor has changed. It forgets, and trusts nothing else.
  function hear(event) {
    for (var name in records) {
      var record = records[name], mark = record.wanted.mark, now = stored(record);
      if (!mark || now === undefined || now === mark || event.key && event.key !== record.key) continue;
      record.due = record.due || !!record.known;
      record.wanted = {state: 'forget', mark: '', fields: '{}', heard: true};
      step(record);
    }
  }
  addEventListener('storage', hear);
  addEventListener('pageshow', function (event) { if (event.persisted) hear(event); });

  return {say: say};
})();
