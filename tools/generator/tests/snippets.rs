//! The Rust snippets of docs/vendors make a signature that verifies. tests/snippets/README.md says how it is found.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]
#![allow(clippy::needless_question_mark, reason = "the calls of the snippets are all written in one way")]

#[path = "../../../tests/snippets/check.rs"]
mod check;

use std::{collections::BTreeMap, env, error::Error, process::Command};

use check::{assert_signed, pages};
use serde_json::{Map, Value};

include!(concat!(env!("OUT_DIR"), "/snippets.rs"));

fn text(argument: &Value) -> &str {
    argument.as_str().unwrap()
}

fn object(argument: &Value) -> &Map<String, Value> {
    argument.as_object().unwrap()
}

#[test]
fn the_snippets_for_rust_sign() {
    // A process cannot set its own environment safely.
    if env::var_os("WITH_SECRETS").is_none() {
        let variables = pages().into_iter().flat_map(|page| page["environment"].as_object().unwrap().clone());
        let variables = variables.map(|(name, value)| (name, value.as_str().unwrap().to_owned()));
        let mut test = Command::new(env::current_exe().unwrap());
        test.arg("the_snippets_for_rust_sign").env("WITH_SECRETS", "1").envs(variables);
        assert!(test.status().unwrap().success());
        return;
    }
    let snippets: BTreeMap<_, _> = SNIPPETS.iter().copied().collect();
    let mut tested = 0;
    for page in pages() {
        // The page of the one scheme without a snippet for Rust has none for any language.
        let sign = snippets.get(page["scheme"].as_str().unwrap()).unwrap_or_else(|| panic!("no snippet: {page}"));
        assert_signed(&page, &sign(page["arguments"].as_array().unwrap()).unwrap());
        if let Some(refused) = page["refused"].as_array() {
            assert!(sign(refused).is_err(), "not refused: {page}");
        }
        tested += 1;
    }
    assert_eq!(tested, SNIPPETS.len(), "a page of docs/vendors is not in pages.json");
}
