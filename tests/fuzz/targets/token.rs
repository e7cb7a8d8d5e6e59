//! Only tokens that were made with the private key verify.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::{Object, Verifier, inspect_token, scheme};
use visitorseal_fuzz::{NOW, PUBLIC, TOKENS};

fuzz_target!(init: { let _ = TOKENS.len(); }, |token: &str| {
    let verifier = Verifier::new(&scheme("orlo").unwrap(), [PUBLIC]).unwrap();
    let fields: Object = [("jwt".to_owned(), token.into())].into_iter().collect();
    if let Ok(verified) = verifier.verify(&fields, NOW) {
        assert!(TOKENS.contains(token), "a forged token verifies");
        assert!(inspect_token(token).unwrap().unverified_claims()["name"] == verified.signed().get("name").unwrap());
    }
    let _ = inspect_token(token);
});
