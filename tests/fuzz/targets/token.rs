//! Only tokens that were made with the secret or the private key verify.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::{Object, inspect_token};
use visitorseal_fuzz::{NOW, SITES, TOKENS};

fuzz_target!(init: { let _ = TOKENS.len(); }, |token: &str| {
    for site in SITES.iter().filter(|site| site.has_token()) {
        let fields: Object = [(site.field.clone(), token.into())].into_iter().collect();
        if let Ok(verified) = site.verifier.verify(&fields, NOW) {
            assert!(TOKENS.contains(token), "a forged token verifies");
            assert!(verified.is_verified() && inspect_token(token).is_ok());
        }
    }
    let _ = inspect_token(token);
});
