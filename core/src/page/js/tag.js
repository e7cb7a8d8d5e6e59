// Adds a script of the vendor's whose attributes say who the visitor is.
var nonce = (document.currentScript || {}).nonce;
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
    document.head.appendChild(script);
  };
})();
