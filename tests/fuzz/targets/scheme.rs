//! A scheme file that loads verifies what it signs.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::{Scheme, Settings, Signer, Verifier, Visitor};
use visitorseal_fuzz::NOW;

fuzz_target!(|toml: &str| {
    let Ok(scheme) = Scheme::parse(toml) else { return };
    assert!(serde_json::from_str::<serde_json::Value>(&scheme.to_json()).is_ok());
    if scheme.algorithm() == "RS256" {
        return;
    }
    let settings = scheme.settings().iter().fold(Settings::new(), |all, setting| all.with(setting.name(), "3600"));
    let Ok(signer) = Signer::new(&scheme, "a secret of some length", &settings) else { return };
    let visitor = Visitor::new().id("1").email("a@example.com").name("a").attribute("plan", 3);
    let Ok(signed) = signer.sign(&visitor, NOW) else { return };
    let verifier = Verifier::new(&scheme, ["a secret of some length"]).unwrap();
    verifier.settings(&settings).unwrap().verify(signed.fields(), NOW).unwrap();
    let _ = (signed.script(None), signed.url(), signer.forget_script(None), signer.anonymous_script(None));
});
