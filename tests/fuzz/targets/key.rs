//! Every key file gives an error or a key that works.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::{Signer, Verifier};
use visitorseal_fuzz::{NOW, SITES, visitor};

fuzz_target!(|key: &[u8]| {
    for site in SITES.iter() {
        let visitor = visitor("a", &site.named);
        match Signer::new(site.scheme(), key, &site.settings) {
            Ok(signer) => drop(signer.sign(&visitor, NOW).unwrap()),
            Err(error) => assert_eq!(error.kind().as_str(), "configuration"),
        }
        if let Ok(verifier) = Verifier::new(site.scheme(), [key]) {
            let verifier = verifier.settings(&site.settings).unwrap();
            // A seed may be the site's own key.
            let fields = site.signer.sign(&visitor, NOW).unwrap();
            let _ = verifier.verify(fields.fields(), NOW);
        }
    }
});
