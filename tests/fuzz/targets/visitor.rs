//! A visitor from JSON is refused, or signed and then verified.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::Visitor;
use visitorseal_fuzz::{NOW, SITES, folds};

fuzz_target!(|json: &[u8]| {
    let Ok(visitor) = Visitor::from_json(json) else { return };
    for site in SITES.iter() {
        let name = site.scheme().name();
        let Ok(signed) = site.signer.sign(&visitor, NOW) else { continue };
        let verified = site.verifier.verify_json(signed.fields_json().as_bytes(), NOW);
        let verified = verified.unwrap_or_else(|error| panic!("{name}: {error} for {}", signed.fields_json()));
        for field in site.scheme().covers() {
            let text = verified.signed().get(field).or(verified.unsigned().get(field));
            let expected = visitor.get(field).filter(|text| !text.is_empty()).map(folds);
            match (text, expected) {
                (Some(text), Some(folds)) => assert!(folds.iter().any(|fold| fold == text), "{name}: {field}"),
                (None, Some(folds)) => assert!(folds.iter().any(String::is_empty), "{name}: {field}"),
                (text, None) => assert_eq!(text, None, "{name}: {field}"),
            }
        }
        let _ = site.signer.prefill(&visitor);
    }
});
