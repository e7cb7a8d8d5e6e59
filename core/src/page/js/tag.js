// Adds a script of the vendor's whose attributes say who the visitor is.
// An element of this name must not stand in for the property.
var nonce = (Object.getOwnPropertyDescriptor(Document.prototype, 'currentScript').get.call(document) || {}).nonce;
visitorseal.tag = visitorseal.tag || (function () {
  var policy;
  return function (attributes, nonce) {
    // A page with Trusted Types takes the address of a script only from a policy. Where the page forbids the policy, only this call fails.
    policy = policy || window.trustedTypes && trustedTypes.createPolicy('visitorseal', {createScriptURL: function (url) { return url; }});
    var script = document.createElement('script');
    if (nonce) script.nonce = nonce;
    for (var name in attributes) {
      var value = attributes[name];
      if (value === null || value === undefined) continue;
      if (typeof value !== 'string') value = JSON.stringify(value);
      script.setAttribute(name, name === 'src' && policy ? policy.createScriptURL(value) : value);
    }
    // No copy of the page must hold the visitor: the script has read its attributes when it has run.
    script.setAttribute('data-turbo-temporary', '');
    script.setAttribute('hx-history', 'false');
    script.onload = script.onerror = function () { script.remove(); };
    document.head.appendChild(script);
  };
})();
