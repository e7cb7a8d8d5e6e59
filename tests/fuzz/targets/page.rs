//! A browser finds only scripts in a page, and the visitor changes nothing but texts, for every visitor, setting and nonce.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use visitorseal::{Error, Page, Settings, Signer, Visitor, bytes_read};
use visitorseal_fuzz::{ALL_SITES, HOSTILE, NOW, Site, has_same_shape, read_page, twin};

const NONCE: &str = "bm9uY2U=";

/// Reading a pasted snippet takes linear time.
fn assert_linear(site: &Site, snippet: &str) {
    let about = site.about();
    let html = about["settings"].as_array().unwrap().iter().filter(|setting| setting["form"] == "html");
    let snippet = snippet.repeat(1 + 4096 / (snippet.len() + 1));
    for setting in html {
        let settings = Settings::new().with(setting["name"].as_str().unwrap(), &snippet);
        let read = bytes_read(|| drop(Page::new(site.scheme(), &settings)));
        assert!(read <= 4 * snippet.len(), "{read} bytes of {}", snippet.len());
    }
}

/// The site with this text in each setting that is text.
fn with_settings(site: &Site, text: &str) -> Option<Signer> {
    let about = site.about();
    let all = about["settings"].as_array().unwrap().iter().filter(|setting| setting["form"] == "text");
    let names: Vec<&str> = all.filter_map(|setting| setting["name"].as_str()).collect();
    if names.is_empty() {
        return None;
    }
    let settings = names.into_iter().fold(site.settings.clone(), |settings, name| settings.with(name, text));
    Signer::new(site.scheme(), &site.key, &settings).ok()
}

fn check(signer: &Signer, calm: &Signer, visitor: &Visitor, nonce: Option<&str>) {
    let refused = |error: &Error| assert_eq!((error.code().as_str(), error.field()), ("nonce_invalid", Some("nonce")));
    let of_nobody = |signer: &Signer| [signer.forget_script(nonce), signer.anonymous_script(nonce)];
    for (script, calm) in of_nobody(signer).into_iter().zip(of_nobody(calm)) {
        let (Ok(script), Ok(calm)) = (script.inspect_err(refused), calm) else { return };
        assert_eq!(read_page(&script, nonce).shape, read_page(&calm, nonce).shape);
    }
    for call in [Signer::prefill, |signer: &Signer, visitor: &Visitor| signer.sign(visitor, NOW)] {
        let (Ok(signed), Ok(calm)) = (call(signer, visitor), call(calm, &twin(visitor))) else { continue };
        let Ok(script) = signed.script(nonce) else { continue };
        let page = read_page(&script, nonce);
        let fields = [&signed, &calm].map(|signed| Value::Object(signed.fields().clone()));
        if !has_same_shape(&fields[0], &fields[1]) {
            continue;
        }
        let expected = read_page(&calm.script(nonce).unwrap(), nonce);
        assert_eq!(page.shape, expected.shape);
        let has = |texts: &[String], wanted: Option<&str>| {
            wanted.is_none_or(|wanted| texts.iter().any(|text| text == wanted))
        };
        assert_eq!(has(&page.texts, signed.signature()), has(&expected.texts, calm.signature()));
    }
}

fuzz_target!(|input: (u8, [String; 5], Vec<(String, String)>)| {
    let (number, [nonce, setting, id, email, name], attributes) = input;
    // Half of the inputs hold a hostile text, which random ones seldom are.
    let hostile = if number >= 128 { HOSTILE[attributes.len() % HOSTILE.len()] } else { "" };
    let [id, email] = [id, email].map(|text| text + &hostile.replace(char::is_control, ""));
    let name = name + hostile;
    let visitor = Visitor::new().id(id).email(email).name(&name).avatar(format!("https://example.com/{setting}"));
    // A text that is JSON becomes a value, so that nested members have random names too.
    let value = |text: String| serde_json::from_str(&text).unwrap_or(Value::from(text));
    let visitor = attributes.into_iter().fold(visitor, |visitor, (key, text)| visitor.attribute(key, value(text)));
    if Visitor::from_object(visitor.to_object()).is_err() {
        return;
    }
    let site = &ALL_SITES[usize::from(number) % ALL_SITES.len()];
    assert_linear(site, &name);
    // The same visitor with the attributes that the scheme names.
    let named = site.named.iter().fold(visitor.clone(), |visitor, (key, _)| visitor.attribute(key, name.as_str()));
    let own = with_settings(site, &setting);
    for signer in [Some(&site.signer), own.as_ref()].into_iter().flatten() {
        for (visitor, nonce) in [(&visitor, None), (&named, Some(NONCE)), (&visitor, Some(nonce.as_str()))] {
            check(signer, &site.signer, visitor, nonce);
        }
    }
});
