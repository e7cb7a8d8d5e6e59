//! Fields verify only with a signature that the site made, and then they are what it signed.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::{Object, Policy, Verified, Verifier};
use visitorseal_fuzz::{NOW, SITES, Site, TOKENS, edited_body, folds, visitor};

fuzz_target!(init: { let _ = TOKENS.len(); }, |input: &[u8]| {
    let body = &*edited_body(input);
    for site in SITES.iter().filter(|site| site.may_be_signed(body)) {
        for policy in [Policy::Required, Policy::Optional, Policy::Observe] {
            let verifier = Verifier::new(site.scheme(), [&site.key]).unwrap().policy(policy);
            let verifier = verifier.settings(&site.settings).unwrap();
            let Ok(verified) = verifier.verify_json(body, NOW) else { continue };
            assert!(serde_json::from_str::<Object>(&verified.to_json()).is_ok());
            let _ = verified.contact().map(|contact| (contact.fill("{{contact.email}}"), contact.to_json()));
            assert!(verified.is_verified() || policy != Policy::Required);
            if !verified.is_verified() {
                continue;
            }
            let fields: Object = serde_json::from_slice(body).unwrap();
            assert_eq!(verifier.verify(&fields, NOW).unwrap().to_json(), verified.to_json());
            let token = || fields.values().any(|value| value.as_str().is_some_and(|text| TOKENS.contains(text)));
            assert!(token() || is_signed(site, &verified), "{}: a forgery verifies", site.scheme().name());
        }
    }
});

/// Whether each signed text is one that the site signed, in the same field. Where the vendor's scheme is ambiguous by its
/// own design, the field may be another one.
fn is_signed(site: &Site, verified: &Verified) -> bool {
    let is_ambiguous = !site.about()["ambiguous"].is_null();
    let signed = ["Jane", "Bob"].map(|text| visitor(text, &site.named));
    ["id", "email", "name", "phone", "avatar"].iter().all(|field| {
        let fields =
            if is_ambiguous { &["id", "email", "name", "phone", "avatar"] } else { std::slice::from_ref(field) };
        let texts = || fields.iter().flat_map(|field| signed.iter().filter_map(|visitor| visitor.get(field)));
        verified
            .signed()
            .get(field)
            .is_none_or(|text| texts().any(|known| folds(known).iter().any(|fold| fold == text)))
    })
}
