//! No token verifies but those that the private key's owner made, to the letter.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::{Object, Verifier, inspect, scheme};
use visitorseal_fuzz::{NOW, PUBLIC, TOKENS};

fuzz_target!(init: { let _ = TOKENS.len(); }, |token: &str| {
    let verifier = Verifier::new(&scheme("orlo").unwrap(), [PUBLIC]).unwrap();
    let fields: Object = [("jwt".to_owned(), token.into())].into_iter().collect();
    if let Ok(verified) = verifier.verify(&fields, NOW) {
        assert!(TOKENS.contains(token), "a forged token verifies");
        assert!(inspect(token).unwrap().unverified_claims()["name"] == verified.signed().get("name").unwrap());
    }
    let _ = inspect(token);
});
