//! Whatever a visitor is called, a browser finds exactly our script in the page, and in it the fields.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::Visitor;
use visitorseal_fuzz::{NOW, SITES, assert_page};

const NONCE: &str = "bm9uY2U=";

fuzz_target!(|texts: (String, String, String, Vec<(String, String)>)| {
    let (id, email, name, attributes) = texts;
    let visitor = Visitor::new().id(id).email(email).name(name);
    let visitor = attributes.into_iter().fold(visitor, |visitor, (key, value)| visitor.attribute(key, value));
    for site in SITES.iter() {
        let Ok(signed) = site.signer.sign(&visitor, NOW) else { continue };
        for nonce in [None, Some(NONCE)] {
            assert_page(&signed.script(nonce).unwrap(), nonce, signed.fields());
        }
    }
});
