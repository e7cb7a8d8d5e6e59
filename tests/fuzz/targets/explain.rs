//! `explain` never shows a key, and agrees with the verifier.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::explain_json;
use visitorseal_fuzz::{NOW, SITES};

fuzz_target!(|body: &[u8]| {
    for site in SITES.iter() {
        let explanation = explain_json(site.scheme(), [site.key], body, NOW, &site.settings).unwrap();
        assert_eq!(explanation.is_verified(), site.verifier.verify_json(body, NOW).is_ok());
        assert!(explanation.is_verified() || !explanation.findings().is_empty());
        let key = std::str::from_utf8(site.key).unwrap();
        // The fields themselves may contain it.
        assert!(!explanation.to_json().contains(key) || String::from_utf8_lossy(body).contains(key));
    }
});
