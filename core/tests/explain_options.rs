//! What `explain` is given besides the fields: the verifier's leeway, largest token and settings, and the site's visitor.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;

use serde_json::{Value, json};
use visitorseal::{Code, Error, Explainer, Scheme, Settings, Signer, Verifier, Visitor, max_body, scheme};

const NOW: u64 = 1_795_132_800;
const SECRET: &str = "the agent's signing secret";

fn key(name: &str) -> String {
    fs::read_to_string(format!("{}/../tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// A token that Orlo's verifier accepts for a minute.
fn orlo_token(visitor: &Visitor) -> String {
    let settings = Settings::new().with("lifetime", "60");
    let signer = Signer::new(&scheme("orlo").unwrap(), key("rsa-2048.private.pem"), &settings).unwrap();
    signer.sign(visitor, NOW).unwrap().signature().unwrap().to_owned()
}

fn codes(explainer: &Explainer<'_>, fields: &Value, now: u64) -> Vec<String> {
    let explained = explainer.explain_json(fields.to_string().as_bytes(), now).unwrap();
    let as_fields = explainer.explain(fields.as_object().unwrap(), now).unwrap();
    assert_eq!(explained.to_json(), as_fields.to_json());
    if explained.is_verified() {
        return vec!["verified".to_owned()];
    }
    explained.findings().iter().map(|finding| finding.code().to_owned()).collect()
}

#[test]
fn a_token_that_expired_ten_seconds_ago_verifies_with_a_leeway_of_thirty() {
    let public = key("rsa-2048.public.pem");
    let explainer = Explainer::new(&scheme("orlo").unwrap(), [&public]).unwrap();
    let token = orlo_token(&Visitor::new().name("Jane"));
    let fields = json!({"jwt": token});
    let with = |leeway| explainer.clone().leeway(leeway).unwrap();
    assert_eq!(codes(&explainer, &fields, NOW + 70), ["token_expired"]);
    assert_eq!(codes(&with(10), &fields, NOW + 70), ["token_expired"]);
    assert_eq!(codes(&with(11), &fields, NOW + 70), ["verified"]);
    assert_eq!(codes(&with(30), &fields, NOW + 70), ["verified"]);

    // The time is no fault beside another one either.
    let other = key("other-2048.public.pem");
    let other = Explainer::new(&scheme("orlo").unwrap(), [&other]).unwrap();
    assert_eq!(codes(&other, &fields, NOW + 70), ["signature_mismatch", "token_expired"]);
    assert_eq!(codes(&other.leeway(30).unwrap(), &fields, NOW + 70), ["signature_mismatch"]);
}

#[test]
fn the_leeway_counts_for_the_time_in_a_digest() {
    let toml = "name = \"test\"\nvendor = \"Test\"\ndocument = \"https://example.com\"\nread = 2026-11-20\n\
        [signature]\nkind = \"hmac\"\nhash = \"sha256\"\nsecret = \"text\"\nresult = \"hex\"\nmessage = \"{id}-{now}\"\n\
        may_hold_separator = \"id\"\nmax_age = 3600\n\
        [fields]\nuid = \"{id}\"\nhash = \"{signature}-{now}\"\n";
    let scheme = Scheme::parse(toml).unwrap();
    let signer = Signer::new(&scheme, SECRET, &Settings::new()).unwrap();
    let signed = signer.sign(&Visitor::new().id("42"), NOW).unwrap();
    let fields = Value::Object(signed.fields().clone());
    let explainer = Explainer::new(&scheme, [SECRET]).unwrap();
    let with = explainer.clone().leeway(30).unwrap();
    for (now, code) in [(NOW + 3610, "signature_expired"), (NOW - 10, "signature_not_yet_valid")] {
        assert_eq!(
            (codes(&explainer, &fields, now), codes(&with, &fields, now)),
            (vec![code.into()], vec!["verified".into()])
        );
    }
}

#[test]
fn a_larger_token_is_allowed_as_the_verifier_allows_it() {
    let public = key("rsa-2048.public.pem");
    let token = orlo_token(&Visitor::new().name("Jane").attribute("note", "x".repeat(9000)));
    assert!(token.len() > 8192);
    let explainer = Explainer::new(&scheme("orlo").unwrap(), [&public]).unwrap();
    let with = explainer.clone().max_token(token.len());
    let one_less = explainer.clone().max_token(token.len() - 1);
    let fields = json!({"jwt": token});
    assert_eq!(codes(&explainer, &fields, NOW), ["token_too_large"]);
    assert_eq!(codes(&one_less, &fields, NOW), ["token_too_large"]);
    assert_eq!(codes(&with, &fields, NOW), ["verified"]);

    // What stands around such a token is taken off as around a short one.
    for (value, code) in [
        (json!({"token": token}), "token_in_object"),
        (json!(format!("Bearer {token}")), "token_bearer"),
        (json!(format!("\"{token}\"")), "token_quoted"),
    ] {
        assert_eq!(codes(&with, &json!({ "jwt": value }), NOW), [code]);
        assert_eq!(codes(&explainer, &json!({ "jwt": value }), NOW), [code, "token_too_large"]);
    }
    assert_eq!(codes(&with, &json!({"jwt": &token[..token.len() - 400]}), NOW), ["token_cut"]);
    assert_eq!(codes(&with, &json!({"token": token}), NOW)[0], "field_misspelt");
}

#[test]
fn the_largest_body_goes_by_the_largest_token() {
    let public = key("rsa-2048.public.pem");
    let token = orlo_token(&Visitor::new().name("Jane"));
    for largest in [1000, 8192, 20_000] {
        let explainer = Explainer::new(&scheme("orlo").unwrap(), [&public]).unwrap().max_token(largest);
        assert_eq!(explainer.max_body(), max_body(largest));
        let start = format!("{{\"jwt\":{token:?}}}");
        let body = format!("{start}{}", " ".repeat(max_body(largest) - start.len()));
        assert!(explainer.explain_json(body.as_bytes(), NOW).unwrap().is_verified());
        let explained = explainer.explain_json(format!("{body} ").as_bytes(), NOW).unwrap();
        assert_eq!(explained.findings()[0].code(), "fields_too_large");
    }
}

#[test]
fn a_page_is_explained_with_the_same_leeway_and_largest_token() {
    let public = key("rsa-2048.public.pem");
    let explainer = Explainer::new(&scheme("orlo").unwrap(), [&public]).unwrap();
    let token = orlo_token(&Visitor::new().name("Jane").attribute("note", "x".repeat(9000)));
    let code = |explainer: &Explainer<'_>, page: &str, now| {
        let explained = explainer.explain_page(page.as_bytes(), now).unwrap();
        let [statement] = explained.statements() else { panic!("{}", explained.to_json()) };
        assert_eq!(explained.is_verified(), statement.is_verified());
        if statement.is_verified() { "verified" } else { statement.findings()[0].code() }
    };
    let both = explainer.clone().leeway(30).unwrap().max_token(16_384);
    for page in [
        format!("<visitorseal-visitor scheme=orlo state=signed fields='{{\"jwt\":{token:?}}}'>"),
        format!("<script>panelCode.customerData('{token}')</script>"),
    ] {
        assert_eq!(code(&explainer, &page, NOW), "token_too_large");
        assert_eq!(code(&explainer.clone().max_token(16_384), &page, NOW + 70), "token_expired");
        assert_eq!(code(&both, &page, NOW + 70), "verified");
    }

    // The fields of an element and the values of a snippet may be as large as the body.
    let token = orlo_token(&Visitor::new().name("Jane"));
    let note = "x".repeat(max_body(8192));
    let element =
        format!("<visitorseal-visitor scheme=orlo state=signed fields='{{\"jwt\":{token:?},\"note\":{note:?}}}'>");
    assert_eq!(code(&explainer, &element, NOW), "fields_too_large");
    assert_eq!(code(&explainer.clone().max_token(16_384), &element, NOW), "verified");
    let long = format!("<script>panelCode.customerData('{token}{note}')</script>");
    let explained = explainer.explain_page(long.as_bytes(), NOW).unwrap();
    assert!(explained.statements().iter().all(|statement| statement.findings().is_empty()), "{}", explained.to_json());
    assert_eq!(code(&explainer.clone().max_token(16_384), &long, NOW), "token_too_large");
}

fn said(error: &Error) -> (Code, Option<&str>, &str) {
    (error.code(), error.field(), error.reason())
}

#[test]
fn errors_of_leeway_and_settings_are_those_of_the_verifier() {
    let public = key("rsa-2048.public.pem");
    let orlo = scheme("orlo").unwrap();
    let explainer = Explainer::new(&orlo, [&public]).unwrap();
    let verifier = || Verifier::new(&orlo, [&public]).unwrap();
    assert!(explainer.clone().leeway(300).is_ok());
    for leeway in [301, u64::MAX] {
        let error = explainer.clone().leeway(leeway).unwrap_err();
        assert_eq!(error.code(), Code::LeewayInvalid);
        assert_eq!(said(&error), said(&verifier().leeway(leeway).unwrap_err()));
    }
    for (name, value) in [("unheard_of", "1"), ("lifetime", "soon"), ("embed_code", "")] {
        let settings = Settings::new().with(name, value);
        let error = explainer.clone().settings(&settings).unwrap_err();
        assert_eq!(said(&error), said(&verifier().settings(&settings).unwrap_err()));
    }
    // The kid that a setting gives is checked too.
    let zendesk = scheme("zendesk_messaging").unwrap();
    let settings = Settings::new().with("key_id", "x".repeat(300));
    let verified = Verifier::new(&zendesk, [SECRET]).and_then(|verifier| verifier.settings(&settings));
    let explained = Explainer::new(&zendesk, [SECRET]).and_then(|explainer| explainer.settings(&settings));
    let (explained, verified) = (explained.unwrap_err(), verified.unwrap_err());
    assert_eq!(said(&explained), said(&verified));
    assert_eq!((explained.code(), explained.field()), (Code::SettingInvalid, Some("key_id")));
}

#[test]
fn errors_of_the_visitor_are_those_of_signing() {
    let bookbag = scheme("bookbag").unwrap();
    let signer = Signer::new(&bookbag, SECRET, &Settings::new()).unwrap();
    let explainer = Explainer::new(&bookbag, [SECRET]).unwrap();
    let mut many = Visitor::new().id("user-123");
    for index in 0..257 {
        many = many.attribute(index.to_string(), index);
    }
    for (visitor, code) in [
        (Visitor::new().id("user-123").phone("0911 123"), "field_invalid"),
        (Visitor::new().id("user-123").avatar("javascript:alert(1)"), "field_invalid"),
        (Visitor::new().id("user-123").attribute("__proto__", 1), "attribute_key"),
        (Visitor::new().id("user-123").attribute("note", "x".repeat(65_536)), "visitor_too_large"),
        (many, "attributes_too_many"),
    ] {
        let error = explainer.clone().visitor(&visitor).unwrap_err();
        assert_eq!(said(&error), said(&signer.sign(&visitor, NOW).unwrap_err()));
        assert_eq!(error.code().as_str(), code);
    }
    // The record of a visitor without an id is a record all the same.
    let record = Visitor::new().email("jane@example.com").attribute("uuid", "0b9f5d0e");
    let explainer = explainer.visitor(&record).unwrap();
    assert!(!format!("{explainer:?}").contains("jane") && !format!("{explainer:?}").contains(SECRET));
}

#[test]
fn a_wrong_time_is_an_error_also_where_the_body_cannot_be_read() {
    let explainer = Explainer::new(&scheme("bookbag").unwrap(), [SECRET]).unwrap();
    for body in ["{}", "nothing"] {
        assert_eq!(explainer.explain_json(body.as_bytes(), NOW * 1000).unwrap_err().code(), Code::NowInvalid);
    }
    assert_eq!(explainer.explain_page(b"", NOW * 1000).unwrap_err().code(), Code::NowInvalid);
}
