//! Fields verify only with the signature that the site would make.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::{Object, Policy, Verifier};
use visitorseal_fuzz::{NOW, SITES, TOKENS};

fuzz_target!(init: { let _ = TOKENS.len(); }, |body: &[u8]| {
    for site in SITES.iter() {
        for policy in [Policy::Required, Policy::Optional, Policy::Observe] {
            let verifier = Verifier::new(site.scheme(), [site.key]).unwrap().policy(policy);
            let Ok(verified) = verifier.verify_json(body, NOW) else { continue };
            assert!(serde_json::from_str::<Object>(&verified.to_json()).is_ok());
            let _ = verified.contact().map(|contact| (contact.fill("{{contact.email}}"), contact.to_json()));
            assert!(verified.is_verified() || policy != Policy::Required);
            if !verified.is_verified() {
                continue;
            }
            let fields: Object = serde_json::from_slice(body).unwrap();
            assert_eq!(verifier.verify(&fields, NOW).unwrap().to_json(), verified.to_json());
            let token = fields.get("jwt").and_then(|token| token.as_str());
            let resigned = site.signer.sign(verified.signed(), NOW);
            let again = resigned.ok().and_then(|signed| signed.signature().map(str::to_owned));
            let texts: Vec<&str> = fields.values().filter_map(|value| value.as_str()).collect();
            assert!(
                token.is_some_and(|token| TOKENS.contains(token))
                    || again.is_some_and(|signature| texts.contains(&signature.as_str())),
                "a forged signature verifies"
            );
        }
    }
});
