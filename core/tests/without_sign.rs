//! The core without the feature `sign`, as in apps that customers install: it accepts no secret and no private key.
#![cfg(not(feature = "sign"))]

use serde_json::{Value, json};
use visitorseal::{Code, Key, Page, Settings, Signed, Verifier, Visitor, scheme};

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/vectors");

#[test]
fn tokens_verify_as_with_the_feature_sign() {
    let cases = std::fs::read(format!("{VECTORS}/verify.json")).unwrap();
    let cases: Vec<Value> = serde_json::from_slice(&cases).unwrap();
    let mut tried = 0;
    let plain =
        |case: &&Value| case["scheme"] == "orlo" && case["anonymous"].is_null() && case["settings"] == json!({});
    for case in cases.iter().filter(plain).filter(|case| case["keys"].as_array().unwrap().len() == 1) {
        let (Some(file), Some(body)) = (case["keys"][0]["file"].as_str(), case["body"].as_str()) else { continue };
        let key = std::fs::read(format!("{VECTORS}/keys/{file}")).unwrap();
        let key = case["keys"][0]["kid"].as_str().map_or(Key::from(&key), |kid| Key::from(&key).kid(kid));
        let Ok(verifier) = Verifier::new(&scheme("orlo").unwrap(), [key]) else { continue };
        let Ok(verifier) = verifier.leeway(case["leeway"].as_u64().unwrap_or(0)) else { continue };
        let verifier = verifier.max_token(case["max_token"].as_u64().unwrap_or(8192) as usize);
        let verified = verifier.verify_json(body.as_bytes(), case["now"].as_u64().unwrap());
        match &case["verified"] {
            Value::Null => assert!(verified.is_err(), "{}", case["id"]),
            expected => assert_eq!(Value::Object(verified.unwrap().signed().to_object()), expected["signed"]),
        }
        tried += 1;
    }
    assert!(tried > 50, "{tried}");
}

#[test]
fn a_shared_secret_is_refused() {
    let error = Verifier::new(&scheme("bookbag").unwrap(), ["a secret of some length"]).unwrap_err();
    assert_eq!(error.code(), Code::NotOffered);
}

#[test]
fn pages_need_no_secret() {
    let page = |name: &str| Page::new(&scheme(name).unwrap(), &Settings::new()).unwrap();
    assert!(page("bookbag").forget_script(None).unwrap().contains("window.bookbag('identify', null);"));
    let form = page("fernand").prefill(&Visitor::new().email("richard@piedpiper.com")).unwrap();
    assert!(page("bookbag").anonymous_element().unwrap().contains(r#"state="anonymous""#));
    assert!(form.script(None).unwrap().ends_with(r#"{"email":"richard@piedpiper.com"});</script>"#));
}

#[test]
fn a_page_shows_only_what_a_server_signed() {
    let settings = Settings::new().with("mobile_url", "https://chat.example/?jwt=JWT_TOKEN");
    let orlo = Page::new(&scheme("orlo").unwrap(), &settings).unwrap();
    let sent = r#"{"scheme":"orlo","signature":"e30.e30.c2ln","fields":{"jwt":"e30.e30.c2ln"}}"#;
    let signed = Signed::from_json(&orlo, sent.as_bytes()).unwrap();
    assert_eq!(signed.url().unwrap(), "https://chat.example/?jwt=e30.e30.c2ln");

    let bookbag = Page::new(&scheme("bookbag").unwrap(), &Settings::new()).unwrap();
    let sent = |text: &str| Signed::from_json(&bookbag, text.as_bytes());
    let evil = r#"{"scheme":"bookbag","signature":"0f","fields":{"user_id":"</script><script>alert(1)"}}"#;
    assert!(!sent(evil).unwrap().script(None).unwrap().contains("</script><script>alert"));
    let unsigned = sent(r#"{"scheme":"bookbag","fields":{"user_id":"user-123"}}"#).unwrap();
    assert_eq!(unsigned.script(None).unwrap_err().code(), Code::NotOffered);
    for (text, code) in [
        ("alert(1)", Code::FieldsMalformed),
        (r#"{"scheme":"bookbag","fields":"alert(1)"}"#, Code::FieldsMalformed),
        (r#"{"scheme":"orlo","fields":{}}"#, Code::FieldsMalformed),
        (r#"{"scheme":"bookbag","fields":{},"fields":{}}"#, Code::FieldsMalformed),
        (r#"{"scheme":"bookbag","signature":"a\nb","fields":{}}"#, Code::SignatureMalformed),
        (r#"{"scheme":"bookbag","signature":5,"fields":{}}"#, Code::SignatureMalformed),
        (r#"{"scheme":"bookbag","fields":{"__proto__":{}}}"#, Code::FieldsMalformed),
        (r#"{"scheme":"bookbag","fields":{"user_metadata":{"__proto__":{}}}}"#, Code::FieldsMalformed),
    ] {
        assert_eq!(sent(text).unwrap_err().code(), code, "{text}");
    }
}
