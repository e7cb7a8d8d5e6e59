//! Filling a text with a contact reads each byte of the text a few times at most.
#![no_main]

use libfuzzer_sys::fuzz_target;
use visitorseal::{Visitor, bytes_read};
use visitorseal_fuzz::{NOW, SITES};

fuzz_target!(|texts: (String, String, Vec<(String, String)>)| {
    let (text, name, attributes) = texts;
    let visitor = Visitor::new().id("user-123").email("jane@example.com").name(name);
    let visitor = attributes.into_iter().fold(visitor, |visitor, (key, text)| visitor.attribute(key, text));
    for site in SITES.iter() {
        let Ok(signed) = site.signer.sign(&visitor, NOW) else { continue };
        let Some(contact) = site.verifier.verify(signed.fields(), NOW).ok().and_then(|verified| verified.contact())
        else {
            continue;
        };
        // libFuzzer's texts are short. Repeating one shows work that grows faster than the text.
        let text = text.repeat(1 + 4096 / (text.len() + 1));
        let mut filled = String::new();
        let read = bytes_read(|| filled = contact.fill(&text));
        assert!(read <= 4 * text.len() + 64, "{read} bytes of {}", text.len());
        if !text.contains("{{contact.") {
            assert_eq!(filled, text);
        }
    }
});
