//! Limits: large input is refused early. Signers and verifiers are shared by threads.
#![cfg(feature = "sign")]
#![allow(clippy::expect_used)]

use std::thread;

use visitorseal::{
    Code, Object, Page, Settings, Signed, Signer, Verified, Verifier, Visitor, inspect_token, scheme, schemes,
};

const NOW: u64 = 1_795_132_800;

fn key(name: &str) -> Vec<u8> {
    let path = format!("{}/../tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read(path).expect("the test keys are committed")
}

fn orlo() -> Verifier {
    Verifier::new(&scheme("orlo").expect("a scheme"), [&key("rsa-2048.public.pem")]).expect("a good key")
}

fn fields(token: String) -> Object {
    [("jwt".to_owned(), token.into())].into_iter().collect()
}

#[test]
fn a_token_of_50_mb_and_one_of_100_000_dots_are_refused_by_size() {
    for token in ["x".repeat(50_000_000), ".".repeat(100_000)] {
        let error = orlo().verify(&fields(token.clone()), NOW).unwrap_err();
        assert_eq!(error.code(), Code::TokenTooLarge);
        assert_eq!(inspect_token(&token).unwrap_err().code(), Code::TokenTooLarge);
        let body = format!("{{\"jwt\":\"{token}\"}}");
        let code = orlo().verify_json(body.as_bytes(), NOW).unwrap_err().code();
        assert!([Code::TokenTooLarge, Code::FieldsTooLarge].contains(&code));
    }
    let error = orlo().max_token(usize::MAX).verify(&fields(".".repeat(100_000)), NOW).unwrap_err();
    assert_eq!(error.code(), Code::TokenMalformed);
}

#[test]
fn a_token_over_8_kib_needs_a_verifier_with_a_higher_max_token() {
    let signer = Signer::new(&scheme("orlo").unwrap(), key("rsa-2048.private.pem"), &Settings::new()).unwrap();
    let signed = signer.sign(&Visitor::new().name("Jane").attribute("notes", "x".repeat(60_000)), NOW).unwrap();
    assert_eq!(orlo().verify(signed.fields(), NOW).unwrap_err().code(), Code::TokenTooLarge);
    assert!(orlo().max_token(100_000).verify(signed.fields(), NOW).unwrap().is_verified());
}

#[test]
fn a_visitor_of_10_mb_is_refused_from_json_and_from_the_builder() {
    let large = "x".repeat(10_000_000);
    let json = format!("{{\"id\":\"1\",\"name\":\"{large}\"}}");
    assert_eq!(Visitor::from_json(json.as_bytes()).unwrap_err().code(), Code::VisitorTooLarge);
    let signer = Signer::new(&scheme("bookbag").unwrap(), "a secret of some length", &Settings::new()).unwrap();
    for visitor in [Visitor::new().id(&large), Visitor::new().id("1").attribute("a", large.as_str())] {
        assert_eq!(signer.sign(&visitor, NOW).unwrap_err().code(), Code::VisitorTooLarge);
    }
}

#[test]
fn an_attribute_nested_10_000_deep_is_refused_without_overflow() {
    let signer = Signer::new(&scheme("bookbag").unwrap(), "a secret of some length", &Settings::new()).unwrap();
    let nest = |depth| (0..depth).fold(serde_json::Value::from(1), |inner, _| serde_json::Value::Array(vec![inner]));
    let visitor = |depth| Visitor::new().id("1").attribute("a", nest(depth));
    signer.sign(&visitor(31), NOW).unwrap();
    assert_eq!(signer.sign(&visitor(32), NOW).unwrap_err().code(), Code::AttributeTooDeep);
    assert_eq!(signer.sign(&visitor(10_000), NOW).unwrap_err().code(), Code::AttributeTooDeep);
}

#[test]
fn names_from_outside_are_safe_in_a_log() {
    let json = format!("{{\"id\":\"1\",\"a\\u001b[31m\\nfake: line\\u0000{}\":1}}", "x".repeat(1000));
    let error = Visitor::from_json(json.as_bytes()).unwrap_err();
    assert!(!error.to_string().contains(char::is_control) && error.to_string().len() < 300, "{error:?}");
}

#[test]
fn a_time_in_milliseconds_is_named() {
    let orlo_signer = Signer::new(&scheme("orlo").unwrap(), key("rsa-2048.private.pem"), &Settings::new()).unwrap();
    let error = orlo_signer.sign(&Visitor::new().name("Jane"), NOW * 1000).unwrap_err();
    assert_eq!(error.code(), Code::NowInvalid);
    assert!(error.reason().contains("milliseconds"));
    assert_eq!(orlo().verify(&fields("a.b.c".into()), NOW * 1000).unwrap_err().code(), Code::NowInvalid);
}

#[test]
fn unknown_policies_and_schemes_and_a_large_leeway_are_refused() {
    assert!(orlo().leeway(300).is_ok());
    assert_eq!(orlo().leeway(301).unwrap_err().code(), Code::LeewayInvalid);
    assert_eq!(orlo().leeway(u64::MAX).unwrap_err().code(), Code::LeewayInvalid);
    assert_eq!("strict".parse::<visitorseal::Policy>().unwrap_err().code(), Code::PolicyUnknown);
    assert_eq!(scheme(&"x".repeat(1_000_000)).unwrap_err().code(), Code::SchemeUnknown);
}

#[test]
fn signers_and_verifiers_are_shared_by_threads() {
    fn assert_shared<T: Send + Sync>() {}
    assert_shared::<(Signer, Verifier, Page, Signed, Verified)>();
    let signer = Signer::new(&scheme("orlo").unwrap(), key("rsa-2048.private.pem"), &Settings::new()).unwrap();
    let verifier = orlo();
    thread::scope(|scope| {
        for thread in 0..4 {
            let (signer, verifier) = (&signer, &verifier);
            scope.spawn(move || {
                for turn in 0..20 {
                    let name = format!("{thread}-{turn}");
                    let signed = signer.sign(&Visitor::new().name(&name), NOW).unwrap();
                    let verified = verifier.verify(signed.fields(), NOW).unwrap();
                    assert_eq!(verified.signed().get("name"), Some(name.as_str()));
                }
            });
        }
    });
}

#[test]
fn debug_texts_contain_neither_a_secret_nor_a_visitor() {
    // It is text, hex and base64.
    let secret = "00112233445566778899aabbccddeeff";
    let mut tried = 0;
    for name in schemes() {
        let scheme = scheme(name).unwrap();
        if scheme.key_kind() == visitorseal::KeyKind::Pair
            || scheme.settings().iter().any(visitorseal::Setting::is_required)
        {
            continue;
        }
        let signer = Signer::new(&scheme, secret, &Settings::new()).unwrap();
        let visitor = Visitor::new().id("user-123").email("jane@example.com").name("Jane").attribute("plan", "growth");
        // Some vendors sign more of the visitor.
        let Ok(signed) = signer.sign(&visitor, NOW) else { continue };
        tried += 1;
        let verifier = Verifier::new(&scheme, [secret]).unwrap();
        let verified = verifier.verify(signed.fields(), NOW).unwrap();
        // A token has no digest.
        let digest = signer.digest("user-123").ok();
        let text = format!(
            "{signer:?} {visitor:?} {signed:?} {verifier:?} {verified:?} {:?} {digest:?} {:?}",
            verified.contact(),
            visitorseal::Key::from(secret),
        );
        for hidden in [secret, "user-123", "jane@", "Jane", "growth", signed.signature().unwrap()] {
            assert!(!text.contains(hidden), "{hidden} in {text}");
        }
    }
    assert!(tried >= 3, "{tried}");
}
