//! Tests the core with `tests/vectors/*.json`, which every language's tests use. `tests/vectors/README.md` says where the
//! expected values come from.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use std::{fs, path::PathBuf};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use visitorseal::{
    Cause, Code, Contact, Error, Explainer, Finding, Key, Object, Page, Result, Scheme, Settings, Signer, Verified,
    Verifier, Visitor, Warning, scheme,
};

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/vectors")
}

fn cases(file: &str) -> Vec<Value> {
    let text = fs::read_to_string(folder().join(file)).unwrap();
    let Value::Array(cases) = serde_json::from_str(&text).unwrap() else { panic!("{file} is not a list") };
    assert!(!cases.is_empty());
    cases
}

fn key_file(name: &Value) -> Vec<u8> {
    fs::read(folder().join("keys").join(name.as_str().unwrap())).unwrap()
}

fn unhex(hex: &str) -> Vec<u8> {
    (0..hex.len()).step_by(2).map(|at| u8::from_str_radix(&hex[at..at + 2], 16).unwrap()).collect()
}

/// The bytes under `NAME`, `NAME_hex`, or `NAME_repeat` (prefix, text, times, suffix).
fn bytes(case: &Value, name: &str) -> Vec<u8> {
    if let Some(hex) = case[format!("{name}_hex")].as_str() {
        return unhex(hex);
    }
    if let Some([prefix, text, times, suffix]) = case[format!("{name}_repeat")].as_array().map(Vec::as_slice) {
        let text = text.as_str().unwrap().repeat(times.as_u64().unwrap() as usize);
        return [prefix.as_str().unwrap(), &text, suffix.as_str().unwrap()].concat().into_bytes();
    }
    case[name].as_str().unwrap_or_else(|| panic!("{} has no {name}", case["id"])).as_bytes().to_vec()
}

fn secret(case: &Value) -> Vec<u8> {
    match &case["secret_file"] {
        Value::Null => bytes(case, "secret"),
        name => key_file(name),
    }
}

fn settings(case: &Value) -> Result<Settings> {
    Settings::from_object(case["settings"].as_object().cloned().unwrap_or_default())
}

fn case_scheme(case: &Value) -> Result<Scheme> {
    match case["scheme_toml"].as_str() {
        Some(toml) => Scheme::parse(toml),
        None => scheme(case["scheme"].as_str().unwrap()),
    }
}

fn signer(case: &Value) -> Result<Signer> {
    Signer::new(&case_scheme(case)?, secret(case), &settings(case)?)
}

fn visitor(case: &Value) -> Visitor {
    Visitor::from_json(case["visitor"].to_string().as_bytes()).unwrap()
}

fn now(case: &Value) -> u64 {
    case["now"].as_u64().unwrap()
}

/// An error never contains a secret or a visitor's data.
fn assert_nothing_private(case: &Value, error: &Error) {
    let text = format!("{error} {error:?} {}", error.to_json());
    let visitor = [&case["visitor"], &case["body"], &case["visitor_json"]].map(|value| value.to_string()).concat();
    for secret in [case["secret"].as_str(), case["keys"][0]["text"].as_str()].into_iter().flatten() {
        assert!(secret.len() < 4 || !text.contains(secret), "{}: a secret in {text}", case["id"]);
    }
    for value in ["jane@example.com", "user-123", "Jane Doe", "richard@"] {
        assert!(!visitor.contains(value) || !text.contains(value), "{}: a visitor in {text}", case["id"]);
    }
}

fn assert_refuses<T>(case: &Value, expected: &Value, result: Result<T>) {
    let error = result.err().unwrap_or_else(|| panic!("{}: nothing was refused ({})", case["id"], case["comment"]));
    let found = json!({"code": error.code().as_str(), "field": error.field()});
    assert_eq!(&found, expected, "{}: {error} ({})", case["id"], case["comment"]);
    assert_nothing_private(case, &error);
}

#[test]
fn digests_match_the_vectors() {
    for case in cases("digest.json") {
        let message = bytes(&case, "message");
        let signer = signer(&case).unwrap();
        let digest = signer.digest(&message).unwrap();
        assert_eq!(digest.as_str(), case["digest"], "{}", case["id"]);
        let many = signer.digest_many([&message, &message]).unwrap();
        assert!(many.iter().all(|one| one.as_str() == digest.as_str()), "{}", case["id"]);
    }
}

#[test]
fn signatures_match_the_vectors() {
    for case in cases("sign.json") {
        let signer = signer(&case).unwrap_or_else(|error| panic!("{}: {error}", case["id"]));
        let visitor = visitor(&case);
        let signed = signer.sign(&visitor, now(&case)).unwrap_or_else(|error| panic!("{}: {error}", case["id"]));
        assert_eq!(signed.signature(), case["signature"].as_str(), "{}", case["id"]);
        // Compared as text, since the order of the members matters.
        assert_eq!(Value::Object(signed.fields().clone()).to_string(), case["fields"].to_string(), "{}", case["id"]);
        let of_signer: Vec<&str> = signer.warnings().iter().map(Warning::code).collect();
        assert_eq!(json!(of_signer), case["signer_warnings"], "{}", case["id"]);
        let warnings: Vec<&str> = signed.warnings().iter().map(Warning::code).collect();
        assert_eq!(json!(warnings), case["warnings"], "{}", case["id"]);
        assert_eq!(json!(signed.expires_at()), case["expires_at"], "{}", case["id"]);
        assert!(signed.to_json().is_ascii() && signed.fields_json().is_ascii(), "{}", case["id"]);
        assert_eq!(json!(signed.mark()), case["mark"], "{}", case["id"]);
        let json: Value = serde_json::from_str(&signed.to_json()).unwrap();
        let members: Vec<&String> = json.as_object().unwrap().keys().collect();
        assert_eq!(members, ["scheme", "signature", "fields", "expires_at", "mark", "warnings"]);
        for name in ["scheme", "signature", "expires_at", "mark"] {
            assert_eq!(json[name], case[name], "{}", case["id"]);
        }
        let many = signer.sign_many([&visitor, &Visitor::new(), &visitor], now(&case));
        assert_eq!(many.len(), 3);
        assert!(many[1].is_err());
        assert_eq!(many[2].as_ref().unwrap().fields(), signed.fields());
        let list = json!([case["visitor"], {}, 5, case["visitor"]]).to_string();
        let many: Value = serde_json::from_str(&signer.sign_many_json(list.as_bytes(), now(&case)).unwrap()).unwrap();
        assert_eq!((&many[0], &many[3]), (&json, &json), "{}", case["id"]);
        assert_eq!(many[1]["error"]["code"], "field_missing", "{}", case["id"]);
        assert_eq!(many[2]["error"]["code"], "visitor_malformed", "{}", case["id"]);
    }
}

/// The texts of a list, with 32 random hex digits between them.
fn has_random_parts(text: &str, parts: &Value) -> bool {
    let mut parts = parts.as_array().unwrap().iter().map(|part| part.as_str().unwrap());
    let mut rest = text.strip_prefix(parts.next().unwrap());
    for part in parts {
        let (random, after) = rest.and_then(|rest| rest.split_at_checked(32)).unwrap_or_default();
        let is_hex = random.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
        rest = after.strip_prefix(part).filter(|_| is_hex);
    }
    rest == Some("")
}

#[test]
fn what_is_random_in_a_signature_verifies() {
    for mut case in cases("sign_random.json") {
        let signed = signer(&case).unwrap().sign(&visitor(&case), now(&case)).unwrap();
        if let Some(header) = case["header"].as_str() {
            let parts: Vec<&str> = signed.signature().unwrap().split('.').collect();
            let text = |part: &str| String::from_utf8(URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap();
            assert_eq!(text(parts[0]), header, "{}", case["id"]);
            let payload = text(parts[1]);
            assert!(has_random_parts(&payload, &case["payload"]), "{}: {payload}", case["id"]);
            let claims: Value = serde_json::from_str(&payload).unwrap();
            case["verified"]["token_id"] = claims["jti"].clone();
        }
        assert_eq!(json!(signed.expires_at()), case["expires_at"], "{}", case["id"]);
        assert_eq!(json!(signed.mark()), case["mark"], "{}", case["id"]);
        let warnings: Vec<&str> = signed.warnings().iter().map(Warning::code).collect();
        assert_eq!(json!(warnings), case["warnings"], "{}", case["id"]);
        case["body"] = json!(signed.fields_json());
        verify(&case);
    }
}

#[test]
fn visitors_that_cannot_be_signed_have_the_error_of_the_vectors() {
    for case in cases("sign_error.json") {
        let result = signer(&case)
            .and_then(|signer| signer.sign(&Visitor::from_json(&bytes(&case, "visitor_json"))?, now(&case)));
        assert_refuses(&case, &case["error"], result);
    }
}

fn keys(case: &Value) -> Vec<(Vec<u8>, Option<String>)> {
    let read = |key: &Value| match (&key["text"], &key["hex"]) {
        (Value::String(text), _) => text.as_bytes().to_vec(),
        (_, Value::String(hex)) => unhex(hex),
        _ => key_file(&key["file"]),
    };
    let keys = case["keys"].as_array().unwrap();
    keys.iter().map(|key| (read(key), key["kid"].as_str().map(str::to_owned))).collect()
}

fn verifier(case: &Value) -> Result<Verifier> {
    let keys = keys(case);
    let keys = keys.iter().map(|(bytes, kid)| {
        let key = Key::from(bytes);
        kid.as_deref().map_or(key, |kid| key.kid(kid))
    });
    let mut verifier = Verifier::new(&case_scheme(case)?, keys)?
        .leeway(case["leeway"].as_u64().unwrap_or(0))?
        .settings(&settings(case)?)?
        .policy(case["policy"].as_str().unwrap_or("required").parse()?);
    if let Some(bytes) = case["max_token"].as_u64() {
        verifier = verifier.max_token(bytes as usize);
    }
    Ok(verifier)
}

fn assert_verified(case: &Value, expected: &Value, verified: &Verified) {
    assert!(verified.is_verified(), "{}", case["id"]);
    assert_eq!(Value::Object(verified.signed().to_object()), expected["signed"], "{}", case["id"]);
    assert_eq!(Value::Object(verified.unsigned().to_object()), expected["unsigned"], "{}", case["id"]);
    assert_eq!(json!(verified.key()), expected["key"], "{}", case["id"]);
    assert_eq!(json!(verified.token_id()), expected["token_id"], "{}", case["id"]);
    let contact = verified.contact().as_ref().map_or("null".to_owned(), Contact::to_json);
    let json = verified.to_json();
    assert!(contact.is_ascii() && json.is_ascii(), "{}", case["id"]);
    let contact: Value = serde_json::from_str(&contact).unwrap();
    assert_eq!(contact, expected["contact"], "{}", case["id"]);
    let json: Value = serde_json::from_str(&json).unwrap();
    assert_eq!(json["verified"], true);
}

fn verify(case: &Value) {
    let body = bytes(case, "body");
    let result = verifier(case).and_then(|verifier| verifier.verify_json(&body, now(case)));
    match (&case["verified"], &case["anonymous"]) {
        (Value::Null, Value::Null) => {
            if let Err(error) = &result
                && error.kind() == visitorseal::Kind::Refused
            {
                let scheme: Value = serde_json::from_str(&case_scheme(case).unwrap().to_json()).unwrap();
                let answer = json!({"status": error.http_status(), "error": error.http_error()});
                assert_eq!(answer, scheme["refused"], "{}", case["id"]);
            }
            assert_refuses(case, &case["error"], result);
        }
        (Value::Null, anonymous) => {
            let result = result.unwrap_or_else(|error| panic!("{}: {error} ({})", case["id"], case["comment"]));
            assert!(!result.is_verified() && result.contact().is_none(), "{}", case["id"]);
            assert!(result.signed().is_empty() && result.key().is_none(), "{}", case["id"]);
            assert_eq!(Value::Object(result.unsigned().to_object()), anonymous["unsigned"], "{}", case["id"]);
            let refusal = json!(result.refusal().map(|error| error.code().as_str()));
            assert_eq!(refusal, anonymous["refusal"], "{}", case["id"]);
        }
        (expected, _) => {
            let result = result.unwrap_or_else(|error| panic!("{}: {error} ({})", case["id"], case["comment"]));
            assert_verified(case, expected, &result);
        }
    }
}

#[test]
fn verification_matches_the_vectors() {
    cases("verify.json").iter().for_each(verify);
}

#[test]
fn a_custom_scheme_verifies_the_token_of_rfc_7515() {
    cases("own_scheme.json").iter().for_each(verify);
}

fn explainer<'k>(case: &Value, scheme: &Scheme, keys: impl Iterator<Item = Key<'k>>) -> Result<Explainer<'k>> {
    let mut explainer = Explainer::new(scheme, keys)?.settings(&settings(case)?)?;
    explainer = explainer.leeway(case["leeway"].as_u64().unwrap_or(0))?;
    if let Some(bytes) = case["max_token"].as_u64() {
        explainer = explainer.max_token(bytes as usize);
    }
    if !case["visitor"].is_null() {
        explainer = explainer.visitor(&visitor(case))?;
    }
    Ok(explainer)
}

#[test]
fn explanations_match_the_vectors() {
    let mut wrong = Vec::new();
    let all = cases("explain.json");
    for case in &all {
        let keys = keys(case);
        let keys = keys.iter().map(|(bytes, kid)| {
            let key = Key::from(bytes);
            kid.as_deref().map_or(key, |kid| key.kid(kid))
        });
        let scheme = case_scheme(case).unwrap();
        let explained = explainer(case, &scheme, keys).unwrap().explain_json(&bytes(case, "body"), now(case)).unwrap();
        let codes: Vec<&str> = explained.findings().iter().map(Finding::code).collect();
        let also = case["also"].as_array().unwrap().iter().all(|code| codes.contains(&code.as_str().unwrap()));
        let field = case["field"].is_null() || json!(explained.findings()[0].field()) == case["field"];
        if explained.is_verified() != case["verified"] || json!(codes.first()) != case["first"] || !also || !field {
            wrong.push(format!(
                "{}: {}: {} {}\n  {:?}",
                case["id"],
                case["comment"],
                case["first"],
                case["also"],
                explained.findings()
            ));
        }
        let json = explained.to_json();
        assert!(json.is_ascii(), "{}", case["id"]);
        for key in
            case["keys"].as_array().unwrap().iter().filter_map(|key| key["text"].as_str()).filter(|key| key.len() > 15)
        {
            assert!(!json.contains(key), "{}: a key in {json}", case["id"]);
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), all.len(), wrong.join("\n"));
}

#[test]
fn a_key_has_the_same_fingerprint_as_spki_and_as_pkcs1() {
    // openssl pkey -pubin -in tests/vectors/keys/rsa-2048.public.pem -outform DER | openssl dgst -sha256
    let print = include_str!("../../tests/vectors/keys/rsa-2048.public.sha256.txt").trim();
    let case =
        cases("verify.json").into_iter().find(|case| case["scheme"] == "orlo" && !case["verified"].is_null()).unwrap();
    let body = String::from_utf8(bytes(&case, "body")).unwrap();
    let changed = body.replacen('.', ".AAAA", 1);
    for file in ["rsa-2048.public.pem", "rsa-2048.public.pkcs1.pem"] {
        let key = key_file(&json!(file));
        let orlo = scheme("orlo").unwrap();
        let explained = Explainer::new(&orlo, [&key]).unwrap().explain_json(changed.as_bytes(), now(&case)).unwrap();
        let finding = explained.findings().iter().find(|finding| finding.code() == "signature_mismatch").unwrap();
        assert!(finding.reason().contains(print), "{file}: {}", finding.reason());
    }
}

#[test]
fn page_scripts_match_the_vectors() {
    for case in cases("script.json") {
        let nonce = case["nonce"].as_str();
        let call = case["call"].as_str().unwrap();
        let sign = || signer(&case)?.sign(&visitor(&case), 1_795_132_800);
        let page = || Page::new(&case_scheme(&case)?, &settings(&case)?);
        let result = match call {
            "script" => sign().and_then(|signed| signed.script(nonce)),
            "url" => sign().and_then(|signed| signed.url()),
            "prefill" => page().and_then(|page| page.prefill(&visitor(&case))).and_then(|signed| signed.script(nonce)),
            "forget" => page().and_then(|page| page.forget_script(nonce)),
            "anonymous" => page().and_then(|page| page.anonymous_script(nonce)),
            other => panic!("{}: no call {other}", case["id"]),
        };
        if !case["error"].is_null() {
            assert_refuses(&case, &case["error"], result);
            continue;
        }
        let html = result.unwrap_or_else(|error| panic!("{}: {error}", case["id"]));
        assert!(html.is_ascii(), "{}: {html}", case["id"]);
        if let Some(equals) = case["equals"].as_str() {
            assert_eq!(html, equals, "{}", case["id"]);
        }
        for text in case["contains"].as_array().into_iter().flatten() {
            assert!(html.contains(text.as_str().unwrap()), "{}: no {text} in {html}", case["id"]);
        }
        for text in case["lacks"].as_array().into_iter().flatten() {
            assert!(!html.contains(text.as_str().unwrap()), "{}: {text} in {html}", case["id"]);
        }
    }
}

#[test]
fn elements_match_the_vectors() {
    for case in cases("element.json") {
        let endpoint = case["endpoint"].as_str();
        let page = || Page::new(&case_scheme(&case)?, &settings(&case)?);
        let result = match case["call"].as_str().unwrap() {
            "element" => signer(&case)
                .and_then(|signer| signer.sign(&visitor(&case), now(&case)))
                .and_then(|signed| signed.element(endpoint)),
            "prefill_element" => {
                page().and_then(|page| page.prefill(&visitor(&case))).and_then(|signed| signed.element(endpoint))
            }
            "anonymous_element" => page().and_then(|page| page.anonymous_element()),
            other => panic!("{}: no call {other}", case["id"]),
        };
        if case["error"].is_null() {
            let html = result.unwrap_or_else(|error| panic!("{}: {error}", case["id"]));
            assert_eq!(html, case["equals"].as_str().unwrap(), "{}", case["id"]);
        } else {
            assert_refuses(&case, &case["error"], result);
        }
    }
}

#[test]
fn a_scheme_with_page_code_does_not_load_without_forget() {
    let files = fs::read_dir(folder().join("../../core/schemes")).unwrap().map(|entry| entry.unwrap().path());
    let mut without = 0;
    for path in files.filter(|path| path.extension().is_some_and(|extension| extension == "toml")) {
        let text = fs::read_to_string(&path).unwrap();
        let has_code =
            ["\nat_once = ", "\nscript = ", "\ntemplate = ", "\n[page.tag]"].iter().any(|key| text.contains(key));
        assert_eq!(text.contains("\nforget = "), has_code, "{}", path.display());
        // A forget of several lines would need a reader of TOML.
        let is_one_line = text.lines().any(|line| line.starts_with("forget = \"") && line.ends_with("\""));
        if !is_one_line || text.contains("\nforget = \"\"\"") {
            continue;
        }
        let error = Scheme::parse(&text.replacen("\nforget = ", "\n# forget = ", 1)).err().unwrap();
        assert_eq!((error.code(), error.field()), (Code::SchemeMalformed, Some("page.forget")), "{error}");
        assert!(error.reason().contains("forget is missing. Write the vendor's call for sign-out"), "{error}");
        without += 1;
    }
    assert!(without > 10);
}

#[test]
fn errors_json_lists_every_code() {
    let text = fs::read_to_string(folder().join("errors.json")).unwrap();
    let listed: Value = serde_json::from_str(&text).unwrap();
    let by = |code: &Code| if code.raised_by_bindings() { "packages" } else { "core" };
    let member = |code: &Code| json!({"code": code.as_str(), "kind": code.kind().as_str(), "status": code.status(), "raised_by": by(code)});
    let codes: Vec<Value> = Code::ALL.iter().map(member).collect();
    assert_eq!(listed["errors"], json!(codes), "run make generate, and never rename or renumber a code");
    assert_eq!(listed["warnings"], json!(Warning::ALL));
    let findings: Vec<&str> = Cause::ALL.iter().map(|cause| cause.as_str()).collect();
    assert_eq!(listed["findings"], json!(findings));
}

#[test]
fn every_code_of_the_core_has_a_vector_or_another_test() {
    // Faults of the library or of the boundary to other languages, and codes with tests of their own.
    let elsewhere = [
        "internal",
        "crypto_failed",
        "argument_null",
        "argument_encoding",
        "buffer_too_small",
        "argument_value",
        "panic",
        "scheme_malformed",
        "scheme_unknown",
        "policy_unknown",
        "leeway_invalid",
    ];
    let mut provoked: Vec<String> = Vec::new();
    for file in ["sign_error.json", "verify.json", "own_scheme.json", "script.json"] {
        for case in cases(file) {
            provoked.extend(case["error"]["code"].as_str().map(str::to_owned));
            provoked.extend(case["anonymous"]["refusal"].as_str().map(str::to_owned));
        }
    }
    let missing: Vec<&str> = Code::ALL
        .iter()
        .filter(|code| !code.raised_by_bindings())
        .map(|code| code.as_str())
        .filter(|code| !elsewhere.contains(code) && !provoked.iter().any(|found| found == code))
        .collect();
    assert!(missing.is_empty(), "no vector for {missing:?}");
}

#[test]
fn parsed_fields_verify_as_their_text_does() {
    for case in cases("verify.json").iter().filter(|case| !case["verified"].is_null()) {
        let fields: Object = serde_json::from_slice(&bytes(case, "body")).unwrap();
        let verified = verifier(case).unwrap().verify(&fields, now(case)).unwrap();
        assert_verified(case, &case["verified"], &verified);
    }
}
