//! The results of calls that the shared vectors do not cover.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used)]

use serde_json::json;
use visitorseal::{
    Code, Contact, Error, Explainer, Explanation, KeyKind, Kind, MAX_LEEWAY, MAX_TOKEN, Page, Policy, Scheme, Settings,
    Signer, Status, Verifier, Visitor, Warning, scheme, schemes,
};

const NOW: u64 = 1_795_132_800;
const SECRET: &str = "a secret of some length";
/// The HMAC-SHA256 of `user-123` with the secret, by OpenSSL.
const DIGEST: &str = "5fcf9777df2f4771b209a2f582904339bead036d746c942a840d7ff627229b9a";

fn key(name: &str) -> String {
    let path = format!("{}/../tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

fn bookbag() -> Signer {
    Signer::new(&scheme("bookbag").unwrap(), SECRET, &Settings::new()).unwrap()
}

fn orlo() -> Signer {
    Signer::new(&scheme("orlo").unwrap(), key("rsa-2048.private.pem"), &Settings::new()).unwrap()
}

#[test]
fn a_signer_and_its_page_make_the_same_scripts() {
    for name in schemes() {
        let scheme = scheme(name).unwrap();
        let secret = match scheme.key_kind() {
            KeyKind::Pair => key(match scheme.algorithm() {
                "ES256" => "ec-p256.private.pem",
                "EdDSA" => "ed25519.private.pem",
                _ => "rsa-2048.private.pem",
            }),
            // It is text, hex and base64.
            KeyKind::Shared => "00112233445566778899aabbccddeeff".to_owned(),
        };
        let json: serde_json::Value = serde_json::from_str(&scheme.to_json()).unwrap();
        let required = json["settings"].as_array().unwrap().iter().filter(|setting| setting["required"] == true);
        let settings = required.fold(Settings::new(), |settings, setting| {
            let value = if setting["form"] == "address" { "https://acme.example" } else { "a1b2" };
            settings.with(setting["name"].as_str().unwrap(), value)
        });
        let signer = Signer::new(&scheme, secret, &settings).unwrap();
        let page = Page::new(&scheme, &settings).unwrap();
        assert_eq!(signer.forget_script(None).unwrap(), page.forget_script(None).unwrap(), "{name}");
        assert_eq!(signer.anonymous_script(None).unwrap(), page.anonymous_script(None).unwrap(), "{name}");
        let offers = |what: &str| json["offers"].as_array().unwrap().contains(&json!(what));
        assert_eq!(signer.forget_script(None).unwrap().starts_with("<script "), offers("forget"), "{name}");
        assert_eq!(signer.anonymous_script(None).unwrap().starts_with("<script "), offers("forget"), "{name}");
        assert_eq!(signer.anonymous_element().ok(), page.anonymous_element().ok(), "{name}");
        assert_eq!(page.anonymous_element().is_ok(), offers("forget"), "{name}");
        let prefilled = signer.prefill(&Visitor::new().name("Jane").email("jane@example.com"));
        assert_eq!(prefilled.is_ok(), offers("prefill"), "{name}");
        assert_eq!(prefilled.ok().and_then(|signed| signed.signature().map(str::to_owned)), None, "{name}");
    }
}

#[test]
fn digest_many_gives_the_digest_of_each_message_in_order() {
    let many = bookbag().digest_many(["user-123", "user-124"]).unwrap();
    assert_eq!(many.len(), 2);
    assert_eq!(many[0].as_str(), DIGEST);
    assert_eq!(many[0].to_string(), DIGEST);
    assert_eq!(String::from(many[0]), DIGEST);
    assert_eq!(many[0].as_bytes(), DIGEST.as_bytes());
    assert_eq!(many[1].as_str(), bookbag().digest("user-124").unwrap().as_str());
    assert_ne!(many[0].as_str(), many[1].as_str());
    assert_eq!(orlo().digest("x").unwrap_err().code(), Code::NotOffered);
    assert_eq!(orlo().digest_many(["x"]).unwrap_err().code(), Code::NotOffered);
}

#[test]
fn a_token_that_a_verifier_refuses_by_size_has_a_warning() {
    let length = |notes: usize| {
        let signed = orlo().sign(&Visitor::new().name("Jane").attribute("notes", "x".repeat(notes)), NOW).unwrap();
        let warned = signed.warnings().iter().any(|warning| warning.code() == Warning::TOKEN_LARGE);
        (signed.signature().unwrap().len(), warned)
    };
    let (start, _) = length(5_700);
    // Base64 turns three bytes into four characters.
    let about = 5_700 + (MAX_TOKEN - start) * 3 / 4;
    let lengths: Vec<(usize, bool)> = (about - 4..=about + 4).map(length).collect();
    assert!(lengths.iter().any(|(length, _)| *length == MAX_TOKEN), "{lengths:?}");
    assert!(lengths.iter().all(|(length, warned)| *warned == (*length > MAX_TOKEN)), "{lengths:?}");
}

#[test]
fn the_policy_decides_about_a_visitor_without_a_valid_signature() {
    let verifier = |policy| Verifier::new(&scheme("bookbag").unwrap(), [SECRET]).unwrap().policy(policy);
    let signed = bookbag().sign(&Visitor::new().id("user-123").name("Jane"), NOW).unwrap();
    let good = signed.fields_json();
    let wrong = good.replace("user-123", "user-124");
    let absent = r#"{"user_id":"user-123","user_metadata":{"name":"Jane"}}"#;
    let null = r#"{"user_hash":null}"#;
    let empty = r#"{"user_hash":""}"#;
    use Policy::{Observe, Optional, Required};
    for (policy, body, outcome) in [
        (Required, good, Ok((Status::Verified, None))),
        (Required, &*wrong, Err(Code::SignatureMismatch)),
        (Required, absent, Err(Code::SignatureMissing)),
        (Required, null, Err(Code::SignatureMissing)),
        (Required, empty, Err(Code::SignatureMalformed)),
        (Optional, good, Ok((Status::Verified, None))),
        (Optional, &*wrong, Err(Code::SignatureMismatch)),
        (Optional, absent, Ok((Status::Anonymous, None))),
        (Optional, null, Ok((Status::Anonymous, None))),
        (Optional, empty, Err(Code::SignatureMalformed)),
        (Observe, good, Ok((Status::Verified, None))),
        (Observe, &*wrong, Ok((Status::Anonymous, Some(Code::SignatureMismatch)))),
        (Observe, absent, Ok((Status::Anonymous, None))),
        (Observe, null, Ok((Status::Anonymous, None))),
        (Observe, empty, Ok((Status::Anonymous, Some(Code::SignatureMalformed)))),
        (Observe, "[]", Err(Code::FieldsMalformed)),
    ] {
        let verified = verifier(policy).verify_json(body.as_bytes(), NOW);
        let found = verified.as_ref().map(|verified| (verified.status(), verified.refusal().map(Error::code)));
        assert_eq!(found.map_err(Error::code), outcome, "{policy:?} {body}");
        let Ok(verified) = verified else { continue };
        assert_eq!(verified.is_verified(), verified.status() == Status::Verified);
        assert_eq!(verified.status().as_str(), if verified.is_verified() { "verified" } else { "anonymous" });
        assert_eq!(verified.contact().is_some(), verified.is_verified());
        assert_eq!(verified.signed().get("id"), verified.is_verified().then_some("user-123"));
        let name = verified.unsigned().get("name");
        assert_eq!(name.is_some(), body.contains("Jane"), "{policy:?} {body}");
    }
    // A wrong time is the caller's fault, whatever the policy.
    for policy in [Required, Optional, Observe] {
        assert_eq!(verifier(policy).verify_json(absent.as_bytes(), NOW * 1000).unwrap_err().code(), Code::NowInvalid);
    }
    for (text, policy) in [("required", Required), ("optional", Optional), ("observe", Observe)] {
        assert_eq!(text.parse::<Policy>().unwrap(), policy);
    }
    assert_eq!("Required".parse::<Policy>().unwrap_err().code(), Code::PolicyUnknown);
}

#[test]
fn a_verifier_enforces_the_limits_that_it_states() {
    let verifier = || Verifier::new(&scheme("bookbag").unwrap(), [SECRET]).unwrap();
    assert_eq!(verifier().scheme().name(), "bookbag");
    assert_eq!((MAX_TOKEN, verifier().max_body()), (8192, 8192 + 2 * 65_536));
    assert_eq!(verifier().max_token(1).max_body(), 1 + 2 * 65_536);
    let body = |length: usize| format!("{{}}{}", " ".repeat(length - 2));
    let code = |length: usize| verifier().verify_json(body(length).as_bytes(), NOW).unwrap_err().code();
    assert_eq!(code(verifier().max_body()), Code::SignatureMissing);
    assert_eq!(code(verifier().max_body() + 1), Code::FieldsTooLarge);
    assert!(verifier().leeway(MAX_LEEWAY).is_ok());
    assert_eq!(verifier().leeway(MAX_LEEWAY + 1).unwrap_err().code(), Code::LeewayInvalid);
}

#[test]
fn a_secret_that_is_short_quoted_or_padded_has_a_warning() {
    let codes = |secret: &str| {
        let signer = Signer::new(&scheme("reamaze").unwrap(), secret, &Settings::new()).unwrap();
        signer.warnings().iter().map(Warning::code).collect::<Vec<_>>()
    };
    assert_eq!(codes("0123456789abcde"), [Warning::SECRET_SHORT]);
    assert!(codes("0123456789abcdef").is_empty());
    for quoted in
        ["\"0123456789abcdef\"", "'0123456789abcdef'", "`0123456789abcdef`", " 0123456789abcdef", "0123456789abcdef\n"]
    {
        assert_eq!(codes(quoted), [Warning::SECRET_SPACE], "{quoted}");
    }
    assert!(codes("\"0123456789abcdef'").is_empty());
    assert!(codes("\"0123456789abcdef").is_empty());
    assert_eq!(codes("YOUR SSO SECRET"), [Warning::SECRET_SHORT, Warning::SECRET_SAMPLE]);
}

#[test]
fn errors_and_warnings_have_code_field_and_reason() {
    let error = Error::about(Code::FieldMissing, "email", "a reason");
    assert_eq!(error.to_string(), "field_missing (email): a reason");
    assert_eq!(Error::new(Code::FieldMissing, "a reason").to_string(), "field_missing: a reason");
    assert_eq!(error.to_json(), r#"{"code":"field_missing","field":"email","reason":"a reason"}"#);
    assert_eq!(format!("{error:?}"), r#"Error { code: FieldMissing, field: Some("email"), reason: "a reason" }"#);
    assert_eq!((error.kind(), error.kind().as_str()), (Kind::Visitor, "visitor"));
    assert_eq!((error.http_status(), error.http_error()), (None, None));
    assert_eq!(Code::FieldMissing.to_string(), "field_missing");

    let refused = Verifier::new(&scheme("bookbag").unwrap(), [SECRET]).unwrap().verify_json(b"{}", NOW).unwrap_err();
    assert_eq!((refused.http_status(), refused.http_error()), (Some(401), Some("identity_unverified")));
    let signed = bookbag().sign(&Visitor::new().id("1").avatar("https://example.com/a.png"), NOW).unwrap();
    let [warning] = signed.warnings() else { panic!("{:?}", signed.warnings()) };
    assert_eq!((warning.code(), warning.field()), ("field_unused", "avatar"));
    assert!(warning.reason().starts_with("Bookbag's widget has no place for this field."));
    assert_eq!(warning.to_string(), format!("field_unused (avatar): {}", warning.reason()));
    let json = json!({"code": "field_unused", "field": "avatar", "reason": warning.reason()});
    assert_eq!(serde_json::from_str::<serde_json::Value>(&warning.to_json()).unwrap(), json);
}

#[test]
fn debug_texts_show_nothing_private() {
    let visitor = Visitor::new().id("user-123").name("Jane");
    let signed = bookbag().sign(&visitor, NOW).unwrap();
    let verified = Verifier::new(&scheme("bookbag").unwrap(), [SECRET]).unwrap();
    assert_eq!(format!("{:?}", bookbag()), r#"Signer { scheme: "bookbag", .. }"#);
    assert_eq!(format!("{verified:?}"), r#"Verifier { scheme: "bookbag", policy: Required, leeway: 0, .. }"#);
    assert_eq!(
        format!("{signed:?}"),
        r#"Signed { scheme: "bookbag", fields: ["user_id", "user_hash", "user_metadata"], warnings: [], .. }"#
    );
    let contact: Contact = verified.verify(signed.fields(), NOW).unwrap().contact().unwrap();
    assert_eq!(format!("{contact:?}"), r#"Contact { unsigned: ["name"], .. }"#);
    assert_eq!(format!("{:?}", visitorseal::Key::from(SECRET).kid("k1")), r#"Key { kid: Some("k1"), .. }"#);
    assert_eq!(format!("{:?}", bookbag().digest("x").unwrap()), "Digest(…)");
}

#[test]
fn a_contact_names_its_values_that_are_not_signed() {
    let verifier = Verifier::new(&scheme("bookbag").unwrap(), [SECRET]).unwrap();
    let visitor = Visitor::new().id("user-123").name("Jane").email("jane@example.com").phone("+14155552671");
    let signed = bookbag().sign(&visitor.attribute("plan", "growth").attribute("n", json!(null)), NOW).unwrap();
    let contact = verifier.verify(signed.fields(), NOW).unwrap().contact().unwrap();
    assert_eq!(contact.external_id(), Some("user-123"));
    assert_eq!((contact.name(), contact.email()), (Some("Jane"), Some("jane@example.com")));
    assert_eq!(contact.phone(), Some("+14155552671"));
    assert_eq!(json!(contact.attributes()), json!({"plan": "growth", "n": null}));
    assert_eq!(contact.unsigned(), ["name", "email", "phone", "attributes"]);
    let text = "{{contact.external_id}} {{contact.name}} {{contact.email}} {{contact.phone}} {{contact.attr.plan}}";
    assert_eq!(contact.fill(text), "user-123 Jane jane@example.com +14155552671 growth");
    assert_eq!(contact.fill("[{{contact.attr.n}}{{contact.attr.x}}{{contact.plan}}]"), "[]");

    let fernand = scheme("fernand").unwrap();
    let signer = Signer::new(&fernand, SECRET, &Settings::new()).unwrap();
    let signed = signer.sign(&Visitor::new().name("Jane").email("jane@example.com"), NOW).unwrap();
    let verified = Verifier::new(&fernand, [SECRET]).unwrap().verify(signed.fields(), NOW).unwrap();
    let contact = verified.contact().unwrap();
    assert_eq!((contact.external_id(), contact.email()), (Some("jane@example.com"), Some("jane@example.com")));
    assert_eq!(contact.unsigned(), ["name"]);

    let nobody = Contact::default();
    assert_eq!((nobody.external_id(), nobody.name(), nobody.email(), nobody.phone()), (None, None, None, None));
    assert!(nobody.attributes().is_empty() && nobody.unsigned().is_empty());
}

#[test]
fn a_claim_identifies_a_contact_by_its_text_or_the_digits_of_a_whole_number() {
    let identity = |value: serde_json::Value| {
        let signed = orlo().sign(&Visitor::new().name("Jane").attribute("User ID", value), NOW).unwrap();
        let settings = Settings::new().with("contact_claim", "User ID");
        let verifier = Verifier::new(&scheme("orlo").unwrap(), [&key("rsa-2048.public.pem")]).unwrap();
        let verified = verifier.settings(&settings).unwrap().verify(signed.fields(), NOW);
        let contact = verified.map(|verified| verified.contact().unwrap().external_id().map(str::to_owned));
        contact.map_err(|error| (error.code(), error.field().map(str::to_owned)))
    };
    for (value, digits) in [
        (json!("a-1"), "a-1"),
        (json!(124), "124"),
        (json!(-7), "-7"),
        (json!(u64::MAX), "18446744073709551615"),
        (json!(9_007_199_254_740_993_u64), "9007199254740993"),
    ] {
        assert_eq!(identity(value), Ok(Some(digits.to_owned())));
    }
    for (value, code) in [
        (json!(1.5), Code::ClaimType),
        (json!(true), Code::ClaimType),
        (json!([1]), Code::ClaimType),
        (json!(""), Code::ClaimValue),
        (json!(null), Code::ClaimMissing),
    ] {
        assert_eq!(identity(value), Err((code, Some("User ID".to_owned()))));
    }
}

#[test]
fn an_explanation_is_the_same_as_json_and_enforces_its_limits() {
    let bookbag_scheme = scheme("bookbag").unwrap();
    let explained =
        |keys: &[&str], body: &str| Explainer::new(&bookbag_scheme, keys)?.explain_json(body.as_bytes(), NOW);
    let signed = bookbag().sign(&Visitor::new().id("user-123"), NOW).unwrap();
    let good = explained(&[SECRET], signed.fields_json()).unwrap();
    assert!(good.is_verified());
    let json: serde_json::Value = serde_json::from_str(&good.to_json()).unwrap();
    assert_eq!(json["verified"], true);
    assert_eq!(json["findings"].as_array().unwrap().len(), good.findings().len());
    for (json, finding) in json["findings"].as_array().unwrap().iter().zip(good.findings()) {
        assert_eq!(json["code"], finding.code());
        assert_eq!((&json["reason"], &json["fix"]), (&json!(finding.reason()), &json!(finding.fix())));
    }

    let largest = MAX_TOKEN + 2 * 65_536;
    let padded = |length: usize| format!("{{}}{}", " ".repeat(length - 2));
    let codes =
        |body: &str| explained(&[SECRET], body).unwrap().findings().iter().map(|one| one.code()).collect::<Vec<_>>();
    assert_eq!(codes(&padded(largest)), codes("{}"));
    assert_eq!(codes(&padded(largest + 1)), ["fields_too_large"]);
    assert_eq!(codes("[]"), ["fields_malformed"]);

    let keys = ["a secret of another length"; 17];
    assert!(explained(&keys[..1], "{}").is_ok() && explained(&keys[..16], "{}").is_ok());
    for count in [0, 17] {
        assert_eq!(explained(&keys[..count], "{}").unwrap_err().code(), Code::KeyCount, "{count}");
    }
    // The last of sixteen keys is tried too.
    let mut sixteen = keys[..16].to_vec();
    sixteen[15] = SECRET;
    let last = explained(&sixteen, signed.fields_json()).unwrap();
    assert!(last.is_verified() && last.findings()[0].code() == "key_not_newest", "{last:?}");
    assert!(last.findings()[0].reason().contains("keys[15]"));
}

#[test]
fn a_misspelt_field_is_found_among_256_unknown_fields_at_most() {
    let bookbag_scheme = scheme("bookbag").unwrap();
    let codes = |unknown: usize| {
        let mut body = serde_json::Map::new();
        for at in 0..unknown {
            body.insert(format!("unknown-{at}"), json!(1));
        }
        body.insert("userId".to_owned(), json!("user-123"));
        body.insert("user_hash".to_owned(), json!(DIGEST));
        let explained = Explainer::new(&bookbag_scheme, [SECRET]).unwrap().explain(&body, NOW).unwrap();
        explained.findings().iter().map(|finding| finding.code()).collect::<Vec<_>>()
    };
    assert!(codes(255).contains(&"field_misspelt"), "{:?}", codes(255));
    assert!(!codes(256).contains(&"field_misspelt"), "{:?}", codes(256));
}

#[test]
fn an_explanation_names_each_key_that_cannot_be_read() {
    let pem = key("rsa-2048.public.pem");
    let keys = [SECRET, "", &pem];
    let explained =
        Explainer::new(&scheme("bookbag").unwrap(), keys).unwrap().explain(&visitorseal::Object::new(), NOW).unwrap();
    let found: Vec<_> = explained.findings().iter().map(|finding| (finding.code(), finding.field())).collect();
    assert!(found.contains(&("secret_empty", Some("keys[1]"))), "{found:?}");
    assert!(found.contains(&("secret_is_pem", Some("keys[2]"))), "{found:?}");
}

#[test]
fn a_token_with_a_kid_is_tried_with_keys_without_one() {
    let tokens: serde_json::Value = serde_json::from_str(include_str!("../../tests/vectors/verify.json")).unwrap();
    let case = tokens.as_array().unwrap().iter().find(|case| case["id"] == "orlo-kid-keys-without").unwrap();
    let body = case["body"].as_str().unwrap();
    let other = key("other-2048.public.pem");
    let codes = |key: visitorseal::Key<'_>| {
        let explained =
            Explainer::new(&scheme("orlo").unwrap(), [key]).unwrap().explain_json(body.as_bytes(), NOW).unwrap();
        explained.findings().iter().map(|finding| finding.code()).collect::<Vec<_>>()
    };
    assert!(codes(visitorseal::Key::from(&other)).contains(&"signature_mismatch"));
    assert!(codes(visitorseal::Key::from(&other).kid("another")).contains(&"key_unknown"));
}

#[test]
fn a_token_is_inspected_up_to_64_kib() {
    let token = |signature: &str| {
        let payload = format!(r#"{{"a":"{}"}}"#, "x".repeat(49_131 - 8));
        let payload = base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, payload);
        format!("eyJhbGciOiJSUzI1NiJ9.{payload}.{signature}")
    };
    assert_eq!(token("AAAAAA").len(), 64 * 1024);
    assert!(visitorseal::inspect_token(&token("AAAAAA")).is_ok());
    assert_eq!(visitorseal::inspect_token(&token("AAAAAAA")).unwrap_err().code(), Code::TokenTooLarge);
}

#[test]
fn an_inspected_token_shows_its_header_and_claims_unverified() {
    let signed = orlo().sign(&Visitor::new().name("Jane").attribute("plan", "growth"), NOW).unwrap();
    let token = visitorseal::inspect_token(signed.signature().unwrap()).unwrap();
    assert_eq!(json!(token.unverified_header()), json!({"typ": "JWT", "alg": "RS256"}));
    let claims = json!({"name": "Jane", "isLoggedIn": true, "plan": "growth"});
    assert_eq!(json!(token.unverified_claims()), claims);
    let json: serde_json::Value = serde_json::from_str(&token.to_json()).unwrap();
    assert_eq!(json, json!({"unverified": true, "header": {"typ": "JWT", "alg": "RS256"}, "claims": claims}));
}

#[test]
fn secrets_and_key_files_have_at_most_64_kib() {
    let signer =
        |scheme_name: &str, secret: String| Signer::new(&scheme(scheme_name).unwrap(), secret, &Settings::new());
    assert!(signer("bookbag", "x".repeat(65_536)).is_ok());
    assert_eq!(signer("bookbag", "x".repeat(65_537)).unwrap_err().code(), Code::SecretEncoding);
    let pem = key("rsa-2048.private.pem");
    let padded = |length: usize| format!("{}{pem}", "\n".repeat(length - pem.len()));
    assert!(signer("orlo", padded(65_536)).is_ok());
    let error = signer("orlo", padded(65_537)).unwrap_err();
    assert_eq!(
        (error.code(), error.reason()),
        (Code::KeyMalformed, "The key file is over 64 KiB. Pass a file with one PEM key.")
    );
}

#[test]
fn an_explanation_of_an_error_advises_to_copy_the_secret_only_where_that_helps() {
    for code in Code::ALL {
        let explanation = Explanation::from(Error::new(*code, "A reason."));
        let fix = explanation.findings()[0].fix();
        let is_of_key = code.as_str().starts_with("secret_") || code.as_str().starts_with("key_");
        assert!(is_of_key || !fix.contains("opy the"), "{code}: {fix}");
        assert_eq!(fix.contains("Report this"), code.kind() == Kind::Internal, "{code}: {fix}");
    }
}

#[test]
fn a_setting_holds_no_sign_of_the_separator_beside_it_and_is_not_the_secret() {
    let pusher = scheme("pusher_channels").unwrap();
    let signer = |socket: &str, secret: &str| {
        Signer::new(&pusher, secret, &Settings::new().with("key", "k1").with("socket_id", socket)).map(|_| ())
    };
    assert!(signer("1234.1234", "a secret of an app").is_ok());
    // With this text, the browser would get the signature of a private channel.
    let error = signer("1234.1234:private-victim", "a secret of an app").unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::SettingInvalid, Some("socket_id")));
    let error = signer("1234.1234", "k1").unwrap_err();
    assert_eq!((error.code(), error.field()), (Code::SettingInvalid, Some("key")));
    assert!(!error.to_string().contains("k1"), "{error}");
}

#[test]
fn two_addresses_are_one_only_where_the_vendor_folds_letters_of_ascii() {
    let scheme = Scheme::parse(
        "name = 'acme'\nvendor = 'Acme'\ndocument = 'https://acme.example'\nread = 2026-11-20\n[signature]\nkind = 'hmac'\n\
         hash = 'sha256'\nsecret = 'text'\nmessage = '{email|lower}'\nresult = 'hex'\n[fields]\nemail = '{email}'\nhash = '{signature}'",
    )
    .unwrap();
    let signer = Signer::new(&scheme, "a secret of the test", &Settings::new()).unwrap();
    let signature =
        |email: &str| signer.sign(&Visitor::new().email(email), NOW).unwrap().signature().map(str::to_owned);
    assert_eq!(signature("Kate@example.com"), signature("kate@example.com"));
    assert_ne!(signature("\u{212a}ate@example.com"), signature("kate@example.com"), "the Kelvin sign");
}
