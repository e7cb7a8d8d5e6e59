//! `explain` never shows a key, and agrees with the verifier.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::{Explainer, Visitor};
use visitorseal_fuzz::{NOW, SITES, edited_body};

fuzz_target!(|input: &[u8]| {
    let body = &*edited_body(input);
    // The signed times are from NOW. Later some are expired, and earlier they lie in the future.
    let now = NOW + u64::from(input.first().copied().unwrap_or_default() % 4) * 3000 - 3000;
    let record = Visitor::new().id("7").attribute("column", String::from_utf8_lossy(input));
    for site in SITES.iter().filter(|site| site.may_be_signed(body)) {
        let explainer = Explainer::new(site.scheme(), [&site.key]).unwrap().settings(&site.settings).unwrap();
        let explainer = match explainer.clone().visitor(&record) {
            Ok(with_record) => with_record,
            Err(_) => explainer,
        };
        let explanation = explainer.explain_json(body, now).unwrap();
        let verified = site.verifier.verify_json(body, now);
        assert_eq!(explanation.is_verified(), verified.is_ok(), "{}: {verified:?}", site.scheme().name());
        assert!(explanation.is_verified() || !explanation.findings().is_empty());
        let key = std::str::from_utf8(&site.key).unwrap();
        // The fields themselves may contain it, and so may the record.
        let is_given = |text: &[u8]| String::from_utf8_lossy(text).contains(key);
        assert!(!explanation.to_json().contains(key) || is_given(body) || is_given(input));
    }
});
