//! A visitor from JSON is refused, or signed and then verified.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::Visitor;
use visitorseal_fuzz::{NOW, SITES};

fuzz_target!(|json: &[u8]| {
    let Ok(visitor) = Visitor::from_json(json) else { return };
    for site in SITES.iter() {
        let Ok(signed) = site.signer.sign(&visitor, NOW) else { continue };
        let verified = site.verifier.verify_json(signed.fields_json().as_bytes(), NOW).unwrap();
        for field in site.scheme().covers() {
            let expected = visitor.get(field).filter(|text| !text.is_empty());
            assert_eq!(verified.signed().get(field), expected, "{field}");
        }
        let _ = site.signer.prefill(&visitor);
    }
});
