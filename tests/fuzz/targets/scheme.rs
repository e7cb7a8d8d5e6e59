//! A scheme file is refused or loaded within bounds. One that loads verifies what it signs, and its pages are inert.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use visitorseal::{Page, Scheme, Signed, Visitor, bytes_read};
use visitorseal_fuzz::{HOSTILE, NOW, Site, folds, has_same_shape, named_attributes, read_page, twin, visitor};

const NONCE: &str = "bm9uY2U=";
/// A page holds each slot's value, and a file at most so many slots.
const SLOTS: usize = 256;

fn json(text: &str) -> Value {
    serde_json::from_str(text).unwrap()
}

fuzz_target!(|file: &str| {
    let mut parsed = None;
    let read = bytes_read(|| parsed = Some(Scheme::parse(file)));
    assert!(read <= 8 * file.len() + 64, "{read} bytes of {}", file.len());
    let scheme = match parsed.unwrap() {
        Ok(scheme) => scheme,
        Err(error) => {
            assert_eq!(error.code().as_str(), "scheme_malformed");
            assert!(error.to_string().len() <= 12 * file.len() + 4096);
            return;
        }
    };
    assert!(json(&scheme.to_json()).is_object());
    assert!(scheme.to_json().len() <= 12 * file.len() + 4096, "{}", scheme.to_json().len());
    let named = named_attributes(file);
    for (setting, only_required) in [("a", true), ("a", false), ("</script>'\"<!--\u{2028}é`&", false)] {
        let Some(site) = Site::new(&scheme, file, setting, only_required, 0) else { continue };
        for text in HOSTILE {
            let full = visitor(text, &named);
            let line = text.replace(char::is_control, "");
            let calm = Visitor::new().name(text).id("1");
            for visitor in
                [&full, &calm, &Visitor::new().email(line.as_str()), &Visitor::new().id(" ").email("A@b.example")]
            {
                check_signing(&site, visitor);
                check_page(&site, visitor);
            }
        }
    }
});

/// What is signed is verified, with the same values.
fn check_signing(site: &Site, visitor: &Visitor) {
    let Ok(signed) = site.signer.sign(visitor, NOW) else { return };
    let verified = site.verifier.verify(signed.fields(), NOW);
    let verified = verified.unwrap_or_else(|error| panic!("{error} for {}", signed.fields_json()));
    assert!(verified.is_verified() && json(&verified.to_json()).is_object());
    let about = site.about();
    for field in site.scheme().covers() {
        let text = verified.signed().get(field).or(verified.unsigned().get(field));
        let expected = visitor.get(field).filter(|text| !text.is_empty()).map(folds);
        match (text, expected) {
            (Some(text), Some(folds)) => assert!(folds.iter().any(|fold| fold == text), "{field}"),
            (None, Some(_)) => {}
            (text, None) => assert_eq!(text, None, "{field}"),
        }
    }
    if !site.has_token() && !about["contact"].is_null() {
        assert!(verified.contact().is_some(), "the contact is not signed");
    }
    if let Some(signature) = signed.signature() {
        assert!(!signature.is_empty());
        assert!(signed.fields().values().any(|value| value == signature));
    }
}

/// The visitor changes nothing but texts.
fn check_page(site: &Site, visitor: &Visitor) {
    let signer = &site.signer;
    for script in [signer.forget_script(Some(NONCE)), signer.anonymous_script(Some(NONCE))] {
        let Ok(script) = script else { continue };
        assert_script(&script);
        assert!(script.len() <= 1 << 20);
    }
    let calm = twin(visitor);
    for call in
        [visitorseal::Signer::prefill, |signer: &visitorseal::Signer, visitor: &Visitor| signer.sign(visitor, NOW)]
    {
        let (Ok(signed), Ok(calm)) = (call(signer, visitor), call(signer, &calm)) else { continue };
        let fields = [&signed, &calm].map(|signed| Value::Object(signed.fields().clone()));
        let is_same = has_same_shape(&fields[0], &fields[1]);
        if let Ok(script) = signed.script(Some(NONCE)) {
            assert!(script.len() <= (1 << 20) + SLOTS * signed.fields_json().len());
            let page = assert_script(&script);
            if is_same {
                assert_eq!(page, assert_script(&calm.script(Some(NONCE)).unwrap()));
            }
            // Without a nonce the page is the same.
            assert_eq!(page, read_page(&signed.script(None).unwrap(), None).shape);
            check_app(signer.page(), &signed, &script);
        }
        if let (Ok(url), Ok(calm)) = (signed.url(), calm.url())
            && is_same
        {
            check_url(&url, &calm);
        }
    }
}

fn assert_script(script: &str) -> Vec<(Vec<String>, String)> {
    let shape = read_page(script, Some(NONCE)).shape;
    // Our script, and the pasted one.
    assert!(shape.len() <= 2);
    for (names, _) in &shape {
        assert!(names.iter().all(|name| ["data-turbo-temporary", "hx-history"].contains(&name.as_str())), "{names:?}");
    }
    shape
}

/// An app that gets the signed visitor makes the same page.
fn check_app(page: &Page, signed: &Signed, script: &str) {
    let received = Signed::from_json(page, signed.to_json().as_bytes()).unwrap();
    assert_eq!(received.script(Some(NONCE)).unwrap(), script);
}

/// The values of the visitor change neither the host nor the path's folders nor the number of parameters.
fn check_url(url: &str, calm: &str) {
    assert!(url.bytes().all(|byte| byte.is_ascii_graphic() && !b"\\\"<>`".contains(&byte)), "{url}");
    assert!(url.starts_with("https://") || url.starts_with("http://"), "{url}");
    assert_eq!(parts(url), parts(calm), "{url} {calm}");
}

/// Scheme and host, the folders that are dots and the number of all, and the number of parameters in query and fragment.
fn parts(url: &str) -> (&str, Vec<Option<String>>, usize, Option<usize>) {
    let (url, fragment) = url.split_once('#').map_or((url, None), |(url, fragment)| (url, Some(fragment)));
    let (url, query) = url.split_once('?').unwrap_or((url, ""));
    let host = url.find("://").map_or(0, |at| at + 3);
    let (host, path) = url.split_at(url[host..].find('/').map_or(url.len(), |at| host + at));
    let folder = |folder: &str| {
        let dots = folder.to_ascii_lowercase().replace("%2e", ".");
        (dots == "." || dots == "..").then_some(dots)
    };
    let parameters = |text: &str| text.matches('&').count();
    (host, path.split('/').map(folder).collect(), parameters(query), fragment.map(parameters))
}
