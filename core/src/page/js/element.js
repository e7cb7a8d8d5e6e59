// The element that states who the visitor is. The first file of a window defines it, for every scheme.
visitorseal.files = visitorseal.files || (function () {
  var files = Object.create(null), speakers = Object.create(null), states = new WeakMap();
  var names = ['state', 'mark', 'fields', 'expires', 'endpoint'];

  function hear(element) {
    var name = element.getAttribute('scheme'), former = states.get(element) || {}, said = {}, isNew;
    if (!files[name] || !element.isConnected) return;
    // A library that changes a page may make an element another scheme's.
    if (former.scheme !== name) former = {};
    // What is said is taken off, so that no copy of the page repeats it. A change says only what is new.
    names.forEach(function (key) {
      var value = element.getAttribute(key);
      // Mark and fields belong to the state that they came with.
      if (key === 'state' && value !== null && value !== former.state) former = {endpoint: former.endpoint};
      said[key] = value === null ? former[key] : value;
      if (value === null) return;
      isNew = true;
      element.removeAttribute(key);
    });
    if (!isNew) return;
    said.scheme = name;
    states.set(element, said);
    if (!isSecond(element, name)) speak(element, said);
    // A library may put the new page in before it takes the old one out.
    else queueMicrotask(function () {
      if (element.isConnected && states.get(element) === said) speak(element, said);
    });
  }

  // What the site wrote comes first. A stranger's HTML after it must name no visitor, and choose no app of the vendor's.
  function isSecond(element, name) {
    var first = speakers[name];
    return first && first !== element && first.isConnected && first.getAttribute('scheme') === name;
  }

  function speak(element, said) {
    var name = said.scheme, scheme = files[name], fields = said.fields || '{}';
    if (!isSecond(element, name)) speakers[name] = element;
    else if (said.state === 'anonymous') fields = '{}';
    else return console.warn('visitorseal: the second element of ' + name + ' is ignored');
    // As the script writes them, so that the same fields are the same.
    try { fields = JSON.stringify(JSON.parse(fields)); } catch (error) {}
    (scheme.expires ? visitorseal.state : visitorseal.say)(name, scheme, {
      state: said.state, mark: said.mark || '', fields: fields, expires: said.expires, endpoint: said.endpoint
    });
  }

  customElements.define('visitorseal-visitor', class extends HTMLElement {
    static get observedAttributes() { return names; }
    connectedCallback() { hear(this); }
    attributeChangedCallback(key, before, value) {
      var element = this;
      if (value !== null) queueMicrotask(function () { hear(element); });
    }
  });

  return {add: function (name, scheme) {
    // A file that runs again changes nothing: the scheme's object knows what is being asked.
    files[name] = files[name] || scheme;
    document.querySelectorAll('visitorseal-visitor').forEach(hear);
  }};
})();
