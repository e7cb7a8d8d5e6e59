//! A browser finds exactly one script in the page, with the fields in it, for every visitor, setting and nonce.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use visitorseal::{Object, Page, Settings, Signer, Visitor, bytes_read, scheme};
use visitorseal_fuzz::{NOW, SITES, assert_page};

const NONCE: &str = "bm9uY2U=";

/// Reading a pasted snippet takes linear time.
fn assert_linear(snippet: &str) {
    let snippet = format!("{}JWT_TOKEN", snippet.repeat(1 + 4096 / (snippet.len() + 1)));
    let settings = Settings::new().with("embed_code", &snippet);
    let orlo = scheme("orlo").unwrap();
    let read = bytes_read(|| drop(Page::new(&orlo, &settings)));
    assert!(read <= 4 * snippet.len(), "{read} bytes of {}", snippet.len());
}

fuzz_target!(|texts: ([String; 5], Vec<(String, String)>)| {
    let ([nonce, setting, id, email, name], attributes) = texts;
    assert_linear(&name);
    let visitor = Visitor::new().id(id).email(email).name(name).avatar(format!("https://example.com/{setting}"));
    // A text that is JSON becomes a value, so that nested members have random names too.
    let value = |text: String| serde_json::from_str(&text).unwrap_or(Value::from(text));
    let visitor = attributes.into_iter().fold(visitor, |visitor, (key, text)| visitor.attribute(key, value(text)));
    let settings = Settings::new().with("app_id", setting);
    let own = SITES.iter().filter_map(|site| Signer::new(site.scheme(), site.key, &settings).ok()).collect::<Vec<_>>();
    for signer in SITES.iter().map(|site| &site.signer).chain(&own) {
        let signed = signer.sign(&visitor, NOW);
        for nonce in [None, Some(NONCE), Some(nonce.as_str())] {
            let refused = |error: &visitorseal::Error| {
                assert_eq!((error.code().as_str(), error.field()), ("nonce_invalid", Some("nonce")))
            };
            for script in [signer.forget_script(nonce), signer.anonymous_script(nonce)] {
                match script.inspect_err(refused) {
                    Ok(script) if !script.is_empty() => assert_page(&script, nonce, &Object::new()),
                    _ => {}
                }
            }
            let Ok(signed) = &signed else { continue };
            let Ok(script) = signed.script(nonce).inspect_err(refused) else { continue };
            assert_page(&script, nonce, signed.fields());
        }
    }
});
