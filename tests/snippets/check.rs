//! Verifies what the snippets of docs/vendors make, in tests in Rust. README.md says how a signature is found.

use std::{fs, time::UNIX_EPOCH};

use serde_json::{Map, Value, json};
use visitorseal::{Settings, Verifier, scheme};

/// The pages of docs/vendors.
pub fn pages() -> Vec<Value> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/snippets/pages.json");
    serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap()
}

/// What may be the signed fields.
fn candidates(page: &Value, made: &str) -> Vec<Map<String, Value>> {
    let object = |text: &str| serde_json::from_str::<Map<String, Value>>(text).ok();
    let mut found = Vec::new();
    if page["gives"] == "fields" {
        found.extend(object(made));
    }
    let script = made.rsplit_once("\", \"signed\", \"").and_then(|(_, rest)| rest.split_once(", "));
    found.extend(script.and_then(|(_, rest)| object(rest.trim_end().strip_suffix(");</script>")?)));
    let query = made.split_once('?').map_or("", |(_, query)| query).replace('#', "&");
    let texts: Map<String, Value> = query
        .split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, text)| (name.to_owned(), decoded(text).into()))
        .collect();
    let number = |value: &Value| value.as_str().and_then(|text| text.parse::<u64>().ok()).map(Value::from);
    let numbers = texts.iter().map(|(name, value)| (name.clone(), number(value).unwrap_or_else(|| value.clone())));
    found.push(numbers.collect());
    found.push(texts);
    let is_in_token = |char: char| char.is_ascii_alphanumeric() || "-_.".contains(char);
    for token in made.split(|char| !is_in_token(char)).filter(|text| text.starts_with("eyJ")) {
        found.push(json!({page["signature_field"].as_str().unwrap_or_default(): token}).as_object().unwrap().clone());
    }
    let data = made.split(" data-").filter_map(|part| part.split_once("=\""));
    let data = data.filter_map(|(name, rest)| Some((name.replace('-', "_"), rest.split_once('"')?.0.into())));
    found.push(data.collect());
    found
}

/// A text of a query, without its percent-encoding.
fn decoded(text: &str) -> String {
    let mut bytes = text.replace('+', " ").into_bytes();
    let mut from = 0;
    while let Some(at) = bytes[from..].iter().position(|byte| *byte == b'%').map(|at| from + at) {
        let hex = String::from_utf8(bytes[at + 1..at + 3].to_vec()).unwrap();
        bytes.splice(at..at + 3, [u8::from_str_radix(&hex, 16).unwrap()]);
        from = at + 1;
    }
    String::from_utf8(bytes).unwrap()
}

/// Fails unless what a snippet made holds a signature that verifies.
pub fn assert_signed(page: &Value, made: &str) {
    if page["gives"] == "verified" {
        // The snippet has verified the request: what it made is the value in it.
        assert_eq!(page["user"].as_object().unwrap().values().collect::<Vec<_>>(), [made], "{}", page["scheme"]);
        return;
    }
    let mut settings = page["settings"].as_object().unwrap().clone();
    settings.remove("endpoint");
    let settings = Settings::from_object(settings).unwrap();
    let scheme = scheme(page["scheme"].as_str().unwrap()).unwrap();
    let verifier = Verifier::new(&scheme, [page["key"].as_str().unwrap()]).unwrap().settings(&settings).unwrap();
    let now = UNIX_EPOCH.elapsed().unwrap().as_secs();
    let answers: Vec<_> = candidates(page, made).iter().map(|fields| verifier.verify(fields, now)).collect();
    let Some(verified) = answers.iter().find_map(|answer| answer.as_ref().ok()) else {
        panic!("{}: {answers:?}\n{made}", page["scheme"]);
    };
    let mut signed = 0;
    for (name, value) in page["user"].as_object().unwrap() {
        if let Some(text) = verified.signed().get(name) {
            assert_eq!(Some(text), value.as_str(), "{}", page["scheme"]);
            signed += 1;
        }
    }
    assert!(signed > 0 || verified.signed().to_json() != "{}", "{}", page["scheme"]);
}
