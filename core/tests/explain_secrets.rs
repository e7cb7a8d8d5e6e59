//! A secret in what a page sends, and what `explain` says of secrets.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use serde_json::{Value, json};
use visitorseal::{Explainer, scheme};

const NOW: u64 = 1_795_132_800;
const SECRET: &str = "d41c0e9b-7a5f-4e63-b2a8c97d10f6e235";
/// `printf %s user-123 | openssl dgst -sha256 -hmac d41c0e9b-7a5f-4e63-b2a8c97d10f6e235`
const DIGEST: &str = "f65c5a8506f4ac2fd8b501176fcf67d64974c51aa254ad727072f8e69dc12070";
/// A digest that no mistake makes.
const STRANGE: &str = "5ad0f5e2b9c1d3a4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c";

/// The code and the whole text of the first finding.
fn first(name: &str, secret: &str, fields: &Value) -> (String, String) {
    let explainer = Explainer::new(&scheme(name).unwrap(), [secret]).unwrap();
    let explained = explainer.explain(fields.as_object().unwrap(), NOW).unwrap();
    (explained.findings()[0].code().to_owned(), explained.to_json())
}

#[test]
fn the_secret_in_the_signatures_place_is_found_with_other_text_around_it_or_encoded() {
    for sent in [
        json!(SECRET),
        json!(format!("\"{SECRET}\"")),
        json!(format!("sha256={SECRET}")),
        json!(format!("user-123:{SECRET}")),
        json!(SECRET.replace('-', "%2D")),
        json!("ZDQxYzBlOWItN2E1Zi00ZTYzLWIyYThjOTdkMTBmNmUyMzU="),
        json!("64343163306539622d376135662d346536332d62326138633937643130663665323335"),
        json!({"secret": SECRET}),
    ] {
        let (code, text) = first("bookbag", SECRET, &json!({"user_id": "user-123", "user_hash": sent}));
        assert_eq!(code, "signature_is_secret", "{sent}");
        assert!(!text.contains("d41c0e9b"), "{text}");
    }
}

#[test]
fn a_short_secret_is_no_part_of_a_digest() {
    let fields = json!({"user_id": "user-123", "user_hash": STRANGE});
    assert_eq!(first("bookbag", &STRANGE[8..18], &fields).0, "secret_unknown");
}

#[test]
fn the_text_to_sign_is_not_shown_where_it_contains_the_secret() {
    for id in [SECRET.to_owned(), format!("user-{SECRET}-7")] {
        let (code, text) = first("bookbag", SECRET, &json!({"user_id": id, "user_hash": STRANGE}));
        assert_eq!(code, "secret_unknown");
        assert!(text.contains("contains the secret") && !text.contains("d41c0e9b"), "{text}");
    }
}

/// `printf 'visitorseal fingerprint\0%s' "$SECRET" | sha256sum`, as the advice says.
#[test]
fn the_fingerprint_is_that_of_the_secrets_text_also_where_it_is_hex() {
    let secret = "0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff0";
    let (code, text) =
        first("pylon", secret, &json!({"email": "jane@example.com", "name": "Jane", "email_hash": STRANGE}));
    assert_eq!(code, "secret_unknown");
    assert!(text.contains("b3337248"), "{text}");
}

#[test]
fn a_digest_that_was_cut_is_found_at_every_length() {
    for length in 16..64 {
        let fields = json!({"user_id": "user-123", "user_hash": &DIGEST[..length]});
        assert_eq!(first("bookbag", SECRET, &fields).0, "result_cut", "{length}");
    }
}
