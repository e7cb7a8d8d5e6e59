//! `explain` with every part of the scheme format. The digests come from the crates `hmac`, `sha2` and `sha1`, not from
//! a signer.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE, URL_SAFE_NO_PAD},
};
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha1::Sha1;
use sha2::{Sha256, Sha512};
use visitorseal::{Explainer, Explanation, Key, Scheme, Settings, Signer, Verifier, Visitor};

const NOW: u64 = 1_795_132_800;
const SECRET: &str = "a secret of some length";
const HEX_SECRET: &str = "0f1e2d3c4b5a69788796a5b4c3d2e1f00112233445566778899aabbccddeeff0";
const EMAIL: &str = "jane@example.com";

/// A scheme with these parts. `signature` belongs to `[signature]`.
fn scheme(signature: &str, fields: &str) -> Scheme {
    let default = |key: &str, value: &str| {
        if signature.contains(&format!("{key} = ")) { String::new() } else { format!("{key} = \"{value}\"\n") }
    };
    let toml = format!(
        "name = \"widget\"\nvendor = \"Widget\"\ndocument = \"https://example.com/\"\nread = 2026-11-28\n\n[settings.key_name]\nabout = \"a key\"\nform = \"name\"\n\n[signature]\nkind = \"hmac\"\n{}{}{}{signature}\n\n[fields]\n{fields}\n",
        default("hash", "sha256"),
        default("secret", "text"),
        default("result", "hex"),
    );
    Scheme::parse(&toml).unwrap_or_else(|error| panic!("{error}\n{toml}"))
}

fn mac<D: EagerHash>(secret: impl AsRef<[u8]>, message: &str) -> Vec<u8> {
    let mac = Hmac::<D>::new_from_slice(secret.as_ref()).unwrap();
    mac.chain_update(message.as_bytes()).finalize().into_bytes().to_vec()
}

fn sha256(message: &str) -> String {
    hex::encode(mac::<Sha256>(SECRET, message))
}

fn explain_with(scheme: &Scheme, keys: &[&str], fields: &Value) -> Explanation {
    let keys = keys.iter().map(|key| Key::from(*key));
    let explained = Explainer::new(scheme, keys.collect::<Vec<_>>())
        .unwrap()
        .explain_json(fields.to_string().as_bytes(), NOW)
        .unwrap();
    assert!(explained.findings().iter().all(|finding| !finding.reason().is_empty() && !finding.fix().is_empty()));
    explained
}

fn explain(scheme: &Scheme, fields: &Value) -> Explanation {
    explain_with(scheme, &[SECRET], fields)
}

/// Asserts the codes of all findings, and words of the first reason.
#[track_caller]
fn assert_found(explained: &Explanation, codes: &[&str], words: &str) {
    let found: Vec<&str> = explained.findings().iter().map(|finding| finding.code()).collect();
    assert_eq!(found, codes, "{explained:#?}");
    let reason = explained.findings()[0].reason();
    assert!(reason.contains(words), "{words:?} in {reason:?}");
    assert!(!explained.to_json().contains(SECRET) && !explained.to_json().contains(HEX_SECRET), "{explained:?}");
}

const PLAIN: &str = "uid = \"{id}\"\nemail = \"{email}\"\nhash = \"{signature}\"";

fn plain(signature: &str) -> Scheme {
    scheme(&format!("message = \"{{id}}\"\n{signature}"), PLAIN)
}

fn alternatives() -> Scheme {
    scheme(
        "message = [\"{id}\", \"{email}\"]\nambiguous = \"An id could stand for an email address.\"",
        "uid = \"{id}\"\nemail = \"{email}\"\nname = \"{name}\"\nhash = \"{signature}\"",
    )
}

#[test]
fn the_email_is_signed_although_the_page_sends_an_id() {
    let explained = explain(&alternatives(), &json!({"uid": "42", "email": EMAIL, "hash": sha256(EMAIL)}));
    assert_found(&explained, &["other_field"], "The site signed email, but the page sends uid too");
}

#[test]
fn a_field_that_is_sent_empty_is_not_called_absent() {
    let plain = plain("");
    for (value, what) in
        [(json!(null), "The page sends uid as null."), (json!(""), "The page sends uid as an empty text.")]
    {
        let explained = explain(&plain, &json!({"uid": value, "hash": sha256("42")}));
        assert_found(&explained, &["claim_missing"], what);
    }
    assert_found(&explain(&plain, &json!({"hash": sha256("42")})), &["claim_missing"], "did not send this field");
}

#[test]
fn an_id_that_is_signed_and_not_sent_is_asked_for() {
    let explained = explain(&alternatives(), &json!({"email": EMAIL, "hash": sha256("42")}));
    assert_found(
        &explained,
        &["secret_unknown"],
        "The page sends no uid: if the site signed that, it must send it too.",
    );
    let explained = explain(&alternatives(), &json!({"name": "Jane", "hash": sha256("42")}));
    assert_found(&explained, &["claim_missing"], "Send uid or email.");
}

#[test]
fn an_id_with_an_at_sign_is_a_check_where_the_vendor_signs_an_id_or_an_email() {
    let explained = explain(&alternatives(), &json!({"uid": EMAIL, "hash": sha256(EMAIL)}));
    assert!(explained.is_verified());
    assert_eq!(explained.findings()[0].code(), "check_ambiguous");
    for fields in [json!({"uid": "42", "hash": sha256("42")}), json!({"email": EMAIL, "hash": sha256(EMAIL)})] {
        assert_eq!(explain(&alternatives(), &fields).findings()[0].code(), "check_enforcement");
    }
}

#[test]
fn the_schemes_hash_is_no_mistake_and_every_other_hash_is() {
    let fields = |digest: &[u8]| json!({"uid": "42", "hash": hex::encode(digest)});
    let all = [
        ("sha256", "SHA-256", mac::<Sha256>(SECRET, "42")),
        ("sha512", "SHA-512", mac::<Sha512>(SECRET, "42")),
        ("sha1", "SHA-1", mac::<Sha1>(SECRET, "42")),
    ];
    for (hash, name, _) in &all {
        let scheme = plain(&format!("hash = \"{hash}\""));
        for (other, other_name, digest) in &all {
            let explained = explain(&scheme, &fields(digest));
            if hash == other {
                assert!(explained.is_verified());
            } else {
                assert_found(&explained, &["other_hash"], &format!("HMAC with {other_name}"));
                assert_eq!(explained.findings()[0].fix(), format!("Use HMAC with {name}."));
            }
        }
    }
    let sha1 = plain("hash = \"sha1\"");
    let swapped = json!({"uid": hex::encode(mac::<Sha1>(SECRET, "42")), "hash": "42"});
    assert_found(&explain(&sha1, &swapped), &["fields_swapped"], "uid contains the digest");
    let exchanged = mac::<Sha1>("42", SECRET);
    assert_found(&explain(&sha1, &fields(&exchanged)), &["key_message_swapped"], "");
}

#[test]
fn a_secret_in_hex_or_base64_that_was_not_decoded_is_found() {
    let bytes = hex::decode(HEX_SECRET).unwrap();
    let base64_secret = STANDARD.encode(&bytes);
    let fields = |key: &[u8]| json!({"uid": "42", "hash": hex::encode(mac::<Sha256>(key, "42"))});
    let of_hex = plain("secret = \"hex\"");
    let of_base64 = plain("secret = \"base64\"");
    assert!(explain_with(&of_hex, &[HEX_SECRET], &fields(&bytes)).is_verified());
    for (scheme, secret, key, codes) in [
        (&of_hex, HEX_SECRET, HEX_SECRET.to_owned(), &["secret_hex"][..]),
        (&of_hex, HEX_SECRET, format!("{HEX_SECRET}\n"), &["secret_hex", "secret_space"]),
        (&of_hex, HEX_SECRET, format!("\"{HEX_SECRET}\""), &["secret_hex", "secret_quotes"]),
        (&of_hex, HEX_SECRET, base64_secret.clone(), &["secret_base64"]),
        (&of_base64, &base64_secret, base64_secret.clone(), &["secret_base64"]),
        (&of_base64, &base64_secret, HEX_SECRET.to_owned(), &["secret_hex"]),
    ] {
        assert_found(&explain_with(scheme, &[secret], &fields(key.as_bytes())), codes, "");
    }
    let upper = HEX_SECRET.to_uppercase();
    assert_found(&explain_with(&of_hex, &[&upper], &fields(HEX_SECRET.as_bytes())), &["secret_hex"], "");
    let from_base64 = STANDARD.decode(HEX_SECRET).unwrap();
    let explained = explain_with(&of_hex, &[HEX_SECRET], &fields(&from_base64));
    assert_found(&explained, &["secret_base64"], "decoded from base64");
    assert_eq!(explained.findings()[0].fix(), "Decode the secret from hex once, and use these bytes as the key.");
    assert_found(&explain_with(&of_hex, &["not hex"], &fields(&bytes)), &["secret_encoding"], "not hex");
}

#[test]
fn a_result_in_another_form_than_the_schemes_is_found() {
    // Its base64 has both characters that tell the alphabets apart.
    let (id, bytes) = (0..)
        .map(|id: u32| (id.to_string(), mac::<Sha256>(SECRET, &id.to_string())))
        .find(|(_, bytes)| ["+", "/"].iter().all(|char| STANDARD.encode(bytes).contains(char)))
        .unwrap();
    let forms = [
        ("hex", hex::encode(&bytes)),
        ("HEX", hex::encode_upper(&bytes)),
        ("base64", STANDARD.encode(&bytes)),
        ("base64url", URL_SAFE_NO_PAD.encode(&bytes)),
        ("unpadded", STANDARD.encode(&bytes).trim_end_matches('=').to_owned()),
        ("padded", URL_SAFE.encode(&bytes)),
    ];
    let expected = [
        ("hex", ["", "result_upper_case", "result_base64", "result_base64", "result_base64", "result_base64"]),
        ("HEX", ["result_lower_case", "", "result_base64", "result_base64", "result_base64", "result_base64"]),
        ("base64", ["result_hex", "result_hex", "", "result_base64_form", "result_base64_form", "result_base64_form"]),
        (
            "base64url",
            ["result_hex", "result_hex", "result_base64_form", "", "result_base64_form", "result_base64_form"],
        ),
    ];
    for (result, codes) in expected {
        let scheme = plain(&format!("result = \"{result}\""));
        for ((form, text), code) in forms.iter().zip(codes) {
            let explained = explain(&scheme, &json!({"uid": id, "hash": text}));
            assert_eq!(explained.is_verified(), code.is_empty(), "{result}: {form}");
            if !code.is_empty() {
                assert_found(&explained, &[code], "");
            }
        }
    }
}

#[test]
fn the_fixed_text_around_a_digest_is_named() {
    let prefix = scheme("message = \"{id}\"", "uid = \"{id}\"\nhash = \"sha256={signature}\"");
    let digest = sha256("42");
    let of = |hash: String| explain(&prefix, &json!({"uid": "42", "hash": hash}));
    assert!(of(format!("sha256={digest}")).is_verified());
    assert_found(&of(digest.clone()), &["result_part_missing"], "expects the form sha256={signature}");
    assert_found(&of(format!("sha1={digest}")), &["result_prefix"], "a word before it");
    assert_eq!(
        of(format!("sha1={digest}")).findings()[0].fix(),
        "Send the text in exactly the form sha256={signature}."
    );
    let upper = digest.to_uppercase();
    assert_found(&of(format!("sha256={upper}")), &["result_upper_case"], "");
    assert_found(&of(upper), &["result_part_missing", "result_upper_case"], "");
    assert_found(&of(sha256("43")), &["result_part_missing", "secret_unknown"], "");
}

fn with_time() -> Scheme {
    scheme(
        "message = \"{id}-{now}\"\nmay_hold_separator = \"id\"\nmax_age = 3600",
        "uid = \"{id}\"\nhash = \"{signature}-{now}\"",
    )
}

#[test]
fn the_parts_of_the_text_with_the_signature_are_told_apart() {
    let digest = sha256(&format!("a-42-{NOW}"));
    let of = |hash: String| explain(&with_time(), &json!({"uid": "a-42", "hash": hash}));
    assert!(of(format!("{digest}-{NOW}")).is_verified());
    assert_found(&of(format!("{digest}:{NOW}")), &["result_part_separator"], "joined with \":\"");
    assert_found(&of(format!("{NOW}-{digest}")), &["result_part_order"], "another order");
    assert_found(&of(digest.clone()), &["result_part_missing"], "lacks the time");
    assert_found(&of(NOW.to_string()), &["result_part_missing"], "lacks the digest");
    assert_found(&of(sha256("a-42")), &["result_part_missing", "message_part_missing"], "lacks the time");
    let upper = digest.to_uppercase();
    assert_found(&of(format!("{upper}-{NOW}")), &["result_upper_case"], "");
    assert_found(&of(format!("{upper}.{NOW}")), &["result_part_separator", "result_upper_case"], "");
    // The id alone is signed, and the time is sent.
    assert_found(&of(format!("{}-{NOW}", sha256("a-42"))), &["message_part_missing"], "without the time");
    assert_found(&of(format!("{}-{NOW}", sha256("b"))), &["secret_unknown"], "The text to sign is");
}

#[test]
fn a_time_of_another_form_or_another_moment_was_signed() {
    let of = |signed: String, sent: u64| {
        let hash = format!("{}-{sent}", sha256(&format!("42-{signed}")));
        explain(&with_time(), &json!({"uid": "42", "hash": hash}))
    };
    assert_found(
        &of(format!("{NOW}000"), NOW),
        &["message_time_form"],
        "in milliseconds, but the page sends 1795132800",
    );
    assert_found(&of(format!("{NOW}357"), NOW), &["message_time_form"], "1795132800357");
    assert_found(&of("2026-11-20T00:00:00Z".to_owned(), NOW), &["message_time_form"], "as a date");
    assert_found(&of("2026-11-20T00:00:00.000Z".to_owned(), NOW), &["message_time_form"], "as a date");
    assert_found(&of((NOW + 2).to_string(), NOW), &["message_time"], "1795132802");
    assert_found(&of((NOW + 60).to_string(), NOW), &["secret_unknown"], "");
    // Milliseconds are sent, and seconds are signed.
    let hash = format!("{}-{NOW}123", sha256(&format!("42-{NOW}")));
    assert_found(&explain(&with_time(), &json!({"uid": "42", "hash": hash})), &["message_time_form"], "in seconds");
}

#[test]
fn a_signature_that_is_too_old_or_too_new_says_by_how_much() {
    let of = |time: u64| {
        let hash = format!("{}-{time}", sha256(&format!("42-{time}")));
        explain(&with_time(), &json!({"uid": "42", "hash": hash}))
    };
    assert_found(&of(NOW - 5400), &["signature_expired"], "90 minutes old, and less than 60 minutes are allowed.");
    assert_found(&of(NOW - 2 * 3600 - 20), &["signature_expired"], "whole hours");
    assert_found(&of(NOW - 40 * 86_400), &["signature_expired"], "40 days old");
    assert_found(&of(NOW + 90), &["signature_not_yet_valid"], "90 seconds in the future");
    assert_found(&of(NOW + 3600), &["signature_not_yet_valid"], "whole hours");
    assert_eq!(of(NOW + 90).findings()[0].field(), Some("hash"));

    let ends = scheme(
        "message = \"{id}:{expires}\"\nlifetime = 600",
        "uid = \"{id}\"\nuntil = \"{expires}\"\nhash = \"{signature}\"",
    );
    let until = NOW - 300;
    let explained = explain(&ends, &json!({"uid": "42", "until": until, "hash": sha256(&format!("42:{until}"))}));
    assert_found(&explained, &["signature_expired"], "expired 5 minutes ago");
    assert_eq!(explained.findings()[0].field(), Some("until"));
}

#[test]
fn a_time_that_is_sent_in_another_form_is_named() {
    let of = |form: &str, at: Value, signed: &str| {
        let scheme = scheme(
            &format!("message = \"{{id}}:{{now{form}}}\"\nmax_age = 60"),
            &format!("uid = \"{{id}}\"\nat = \"{{now{form}}}\"\nhash = \"{{signature}}\""),
        );
        explain(&scheme, &json!({"uid": "42", "at": at, "hash": sha256(&format!("42:{signed}"))}))
    };
    let milliseconds = format!("{NOW}000");
    assert_found(&of("", json!(NOW * 1000), &milliseconds), &["time_in_milliseconds"], "Send Unix seconds");
    assert_found(
        &of("|ms", json!(NOW), &NOW.to_string()),
        &["time_form"],
        "in seconds, but the vendor expects Unix milliseconds",
    );
    assert_found(&of("|iso", json!("2026-11-20T01:00:00+01:00"), ""), &["time_form"], "not written in UTC");
    assert_found(&of("|iso", json!("2026-11-20 00:00:00"), ""), &["time_form"], "names no time zone");
    assert_found(&of("|iso", json!(NOW), ""), &["time_form"], "in seconds, but the vendor expects a date");
    assert_found(
        &of("", json!("2026-11-20T00:00:00Z"), ""),
        &["time_form"],
        "a date, but the vendor expects Unix seconds",
    );
    assert_found(&of("", json!(1_795_132_800.25), ""), &["time_form"], "has a fraction");
    // The number is right, the JSON type is not.
    assert_found(&of("", json!(NOW.to_string()), &NOW.to_string()), &["claim_type"], "The value is text");
    assert_found(&of("", json!("yesterday"), ""), &["claim_type"], "");
    // Both times are sent in milliseconds and read twice.
    let scheme = scheme(
        "message = \"{id}:{now|ms}\"\nmax_age = 60",
        "uid = \"{id}\"\nat = \"{now|ms}\"\nhash = \"{signature}\"",
    );
    let explained = explain(
        &scheme,
        &json!({"uid": "42", "at": NOW * 1000 - 500, "hash": sha256(&format!("42:{}", NOW * 1000 - 507))}),
    );
    assert_found(&explained, &["message_time"], "1795132799493");
}

#[test]
fn a_folded_field_that_was_signed_as_it_is_has_a_finding() {
    let folded = scheme("message = \"{email|trim|lower}\"", "email = \"{email}\"\nhash = \"{signature}\"");
    let of = |email: &str, signed: &str| explain(&folded, &json!({"email": email, "hash": sha256(signed)}));
    assert!(of("  Jane@Example.com ", EMAIL).is_verified());
    assert_found(&of("Jane@Example.com", "Jane@Example.com"), &["message_case"], "expects lower case");
    assert_found(&of(" jane@example.com", " jane@example.com"), &["message_space"], "trims it");
    assert_found(&of(" Jane@Example.com", " Jane@Example.com"), &["message_case", "message_space"], "");
    assert_found(&of(" Jane@Example.com", "Jane@Example.com"), &["message_case"], "");
    assert_eq!(
        of("Jane@Example.com", "Jane@Example.com").findings()[0].fix(),
        "Change the text to lower case before you sign it."
    );
    // The reverse: the vendor does not fold.
    let exact = scheme("message = \"{email}\"", "email = \"{email}\"\nhash = \"{signature}\"");
    let explained = explain(&exact, &json!({"email": "Jane@Example.com", "hash": sha256(EMAIL)}));
    assert_found(&explained, &["message_case"], "in lower case");
}

/// A scheme with a payload in the field `data`.
fn payload(form: &str, encoding: &str) -> Scheme {
    scheme(
        &format!(
            "message = \"{{payload}}\"\n\n[signature.payload]\nform = \"{form}\"\nencoding = \"{encoding}\"\nrequired = [\"external_id\"]\n\n[signature.payload.members]\nexternal_id = \"{{id}}\"\nemail = \"{{email}}\"\nsite = \"{{attributes.site}}\""
        ),
        "data = \"{payload}\"\nhash = \"{signature}\"",
    )
}

const JSON: &str = r#"{"external_id":"42","email":"jane@example.com","site":"https://example.com/"}"#;

#[test]
fn a_payload_that_was_signed_in_another_encoding_or_spelling_is_found() {
    let of =
        |scheme: &Scheme, sent: &str, signed: &str| explain(scheme, &json!({"data": sent, "hash": sha256(signed)}));
    let base64 = payload("json", "base64");
    let sent = STANDARD.encode(JSON);
    assert!(of(&base64, &sent, &sent).is_verified());
    assert_found(&of(&base64, &sent, JSON), &["payload_encoding"], "without base64, but the page sends base64");
    let lines = format!("{}\n{}\n", &sent[..60], &sent[60..]);
    assert!(sent.len() < 120, "{}", sent.len());
    assert_found(&of(&base64, &sent, &lines), &["payload_encoding"], "in lines");
    for (what, text) in [
        ("as PHP writes it", JSON.replace('/', "\\/")),
        ("as Python writes it", JSON.replace(",\"", ", \"").replace("\":", "\": ")),
    ] {
        assert_found(&of(&base64, &sent, &STANDARD.encode(&text)), &["payload_rewritten"], what);
        assert_found(&of(&base64, &sent, &text), &["payload_rewritten", "payload_encoding"], what);
    }
    let escaped = sent.replace('=', "%3D");
    assert_ne!(escaped, sent);
    assert_found(&of(&base64, &escaped, &sent), &["message_url_encoded"], "before it was URL-encoded");

    let url = payload("json", "base64url");
    let with_email = r#"{"external_id":"??>>","email":"jane@example.com"}"#;
    let sent = URL_SAFE_NO_PAD.encode(with_email);
    assert!(sent.contains('_') || sent.contains('-'), "{sent}");
    assert_found(&of(&url, &sent, &STANDARD.encode(with_email)), &["payload_encoding"], "as base64");
    let bare = payload("json", "none");
    assert_found(
        &of(&bare, JSON, &STANDARD.encode(JSON)),
        &["payload_encoding"],
        "as base64, but the page sends plain text",
    );

    let query = payload("query", "base64");
    let text = "external_id=4+2&email=jane%40example.com";
    let sent = STANDARD.encode(text);
    assert!(of(&query, &sent, &sent).is_verified());
    assert_found(&of(&query, &sent, text), &["payload_encoding"], "without base64");
    let signed = STANDARD.encode(text.replace('+', "%20"));
    assert_found(&of(&query, &sent, &signed), &["payload_rewritten"], "%20 for a space");
}

#[test]
fn a_payload_that_cannot_be_read_is_explained() {
    let base64 = payload("json", "base64");
    let of = |sent: &str, more: Value| {
        let mut fields = json!({"data": sent, "hash": sha256(sent)});
        fields.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        explain(&base64, &fields)
    };
    assert_found(
        &of(JSON, json!({})),
        &["payload_encoding"],
        "the payload is plain text, and the vendor expects base64",
    );
    let text = r#"{"external_id":"??>>","email":"jane@example.com"}"#;
    assert_found(&of(&URL_SAFE.encode(text), json!({})), &["payload_encoding"], "base64url");
    let escaped = STANDARD.encode(JSON).replace('=', "%3D");
    assert_found(&of(&escaped, json!({})), &["payload_encoding"], "URL-encoded");
    assert_found(&of(&STANDARD.encode("[1]"), json!({})), &["claim_value"], "cannot be read");

    let lacking = STANDARD.encode(r#"{"email":"jane@example.com"}"#);
    assert_found(&of(&lacking, json!({})), &["claim_missing"], "lacks this member");
    assert_eq!(of(&lacking, json!({})).findings()[0].field(), Some("external_id"));
    let misspelt = STANDARD.encode(r#"{"externalId":"42","email":"jane@example.com"}"#);
    assert_found(&of(&misspelt, json!({})), &["field_misspelt"], "externalId in place of external_id");
    let beside = of(&lacking, json!({"external_id": "42"}));
    assert_found(&beside, &["field_unsigned"], "sends external_id beside data");
    let wrong_type = STANDARD.encode(r#"{"external_id":"42","site":5}"#);
    assert_found(&of(&wrong_type, json!({})), &["claim_type"], "The value is");
}

#[test]
fn a_field_beside_the_payload_is_not_signed() {
    let sent = STANDARD.encode(JSON);
    let fields = json!({"data": sent, "hash": sha256(&sent), "email": "other@example.com"});
    let explained = explain(&payload("json", "base64"), &fields);
    assert!(explained.is_verified());
    assert_eq!((explained.findings()[0].code(), explained.findings()[0].field()), ("field_unsigned", Some("email")));
}

#[test]
fn payload_signature_and_time_in_one_text_are_told_apart() {
    let as_one = scheme(
        "message = \"{payload} {now}\"\nhash = \"sha1\"\nmax_age = 3600\n\n[signature.payload]\nform = \"json\"\nencoding = \"base64\"\nrequired = [\"external_id\"]\n\n[signature.payload.members]\nexternal_id = \"{id}\"\nemail = \"{email}\"\nsite = \"{attributes.site}\"",
        "auth = \"{payload} {signature} {now}\"",
    );
    let data = STANDARD.encode(JSON);
    let digest = |message: &str| hex::encode(mac::<Sha1>(SECRET, message));
    let good = digest(&format!("{data} {NOW}"));
    let of = |auth: String| explain(&as_one, &json!({"auth": auth}));
    assert!(of(format!("{data} {good} {NOW}")).is_verified());
    assert_found(&of(format!("{data} {NOW} {good}")), &["result_part_order"], "");
    assert_found(&of(format!("{data}:{good}:{NOW}")), &["result_part_separator"], "");
    assert_found(&of(format!("{data} {good}")), &["result_part_missing"], "lacks the time");
    assert_found(&of(good.clone()), &["result_part_missing", "result_part_missing"], "lacks the payload");
    assert_found(&of(format!("{data} {} {NOW}", digest(&data))), &["message_part_missing"], "without the time");
    assert_found(&of(format!("{data} {} {NOW}", digest(&format!("{NOW} {data}")))), &["message_order"], "");
    assert_found(&of(format!("{data} {} {NOW}", digest(&format!("{data}{NOW}")))), &["message_separator"], "");
    assert_found(&of(format!("{data} {} {NOW}", digest(&format!("{JSON} {NOW}")))), &["payload_encoding"], "");
    let sha256 = hex::encode(mac::<Sha256>(SECRET, &format!("{data} {NOW}")));
    assert_found(&of(format!("{data} {sha256} {NOW}")), &["other_hash"], "SHA-256");
    let old = NOW - 7200;
    assert_found(
        &of(format!("{data} {} {old}", digest(&format!("{data} {old}")))),
        &["signature_expired"],
        "2 hours old",
    );
}

#[test]
fn a_setting_beside_the_signature_is_named() {
    let scheme = scheme("message = \"{id}\"", "uid = \"{id}\"\nhash = \"{settings.key_name}:{signature}\"");
    let settings = Settings::new().with("key_name", "main");
    let of = |hash: String| {
        let fields = json!({"uid": "42", "hash": hash}).to_string();
        Explainer::new(&scheme, [SECRET])
            .unwrap()
            .settings(&settings)
            .unwrap()
            .explain_json(fields.as_bytes(), NOW)
            .unwrap()
    };
    let digest = sha256("42");
    assert!(of(format!("main:{digest}")).is_verified());
    assert_found(&of(digest.clone()), &["result_part_missing"], "lacks the setting key_name");
    assert_found(&of(format!("main={digest}")), &["result_part_separator"], "joined with \"=\"");
}

fn further() -> Scheme {
    let toml = "name = \"widget\"\nvendor = \"Widget\"\ndocument = \"https://example.com/\"\nread = 2026-11-28\n\n[signature]\nkind = \"hmac\"\nhash = \"sha256\"\nsecret = \"text\"\nmessage = \"{id}\"\nresult = \"hex\"\nambiguous = \"An id could stand for an email address.\"\n\n[signatures.email]\nmessage = \"{email}\"\n\n[fields]\nuid = \"{id}\"\nhash = \"{signature}\"\nemail = \"{email}\"\nemail_hash = \"{signatures.email}\"\n";
    Scheme::parse(toml).unwrap()
}

#[test]
fn an_id_with_an_at_sign_is_a_check_where_the_email_has_a_signature_of_its_own() {
    let explained = explain(&further(), &json!({"uid": EMAIL, "hash": sha256(EMAIL)}));
    assert!(explained.is_verified());
    assert_eq!(explained.findings()[0].code(), "check_ambiguous");
}

#[test]
fn a_further_signature_is_explained_like_the_first() {
    let of = |hash: &str, email_hash: Value| {
        explain(&further(), &json!({"uid": "42", "hash": hash, "email": EMAIL, "email_hash": email_hash}))
    };
    let (first, second) = (sha256("42"), sha256(EMAIL));
    assert!(of(&first, json!(second)).is_verified());
    let wrong = of(&first, json!(sha256("Jane@example.com")));
    assert_found(&wrong, &["message_case"], "");
    assert_eq!(wrong.findings()[0].field(), Some("email_hash"));
    assert_found(&of(&first, json!(second.to_uppercase())), &["result_upper_case"], "");
    assert_found(&of(&first, json!(sha256("x"))), &["secret_unknown"], "");
    assert_found(&of(&first, json!(5)), &["signature_malformed"], "");
    assert_found(
        &of(&second, json!(first)),
        &["signatures_swapped"],
        "hash contains the signature that belongs into email_hash",
    );
    // The first signature twice.
    assert_found(&of(&first, json!(first)), &["other_field"], "The site signed uid");
    let absent = of(&first, Value::Null);
    assert!(absent.is_verified());
    assert_eq!((absent.findings()[0].code(), absent.findings()[0].field()), ("field_unsigned", Some("email")));

    let other = hex::encode(mac::<Sha256>("another secret of the site", EMAIL));
    let fields = json!({"uid": "42", "hash": first, "email": EMAIL, "email_hash": other});
    let explained = explain_with(&further(), &[SECRET, "another secret of the site"], &fields);
    assert_found(&explained, &["other_key"], "another key than for the first signature. The key is keys[1].");
}

#[test]
fn messages_of_three_parts_are_tried_in_other_orders_and_without_a_part() {
    let three = scheme(
        "message = \"{email}|{now}|{random}\"\nmax_age = 3600",
        "email = \"{email}\"\nat = \"{now}\"\nnonce = \"{random}\"\nhash = \"{signature}\"",
    );
    let of = |signed: String| {
        explain(&three, &json!({"email": EMAIL, "at": NOW, "nonce": "0f1e2d3c", "hash": sha256(&signed)}))
    };
    assert!(of(format!("{EMAIL}|{NOW}|0f1e2d3c")).is_verified());
    assert_found(&of(format!("{NOW}|{EMAIL}|0f1e2d3c")), &["message_order"], "another order");
    assert_found(&of(format!("{EMAIL}:{NOW}:0f1e2d3c")), &["message_separator"], "\":\"");
    assert_found(&of(format!("{EMAIL}|{NOW}")), &["message_part_missing"], "without the random text");
    assert_found(&of(format!("{NOW}|0f1e2d3c")), &["message_part_missing"], "without email");
    assert_found(&of(format!("{EMAIL}|{NOW}000|0f1e2d3c")), &["message_time_form"], "in milliseconds");
}

#[test]
fn a_field_that_holds_the_separator_is_named_with_the_one_that_may() {
    let holder = scheme("message = \"{id}:{email}\"\nmay_hold_separator = \"id\"", PLAIN);
    let fields = json!({"uid": "gid://1", "email": "a:b@example.com", "hash": sha256("gid://1:a:b@example.com")});
    let explained = explain(&holder, &fields);
    assert_found(&explained, &["claim_value"], "email holds \":\"");
    assert!(explained.findings()[0].reason().contains("Only uid may hold it."));
    let fields = json!({"uid": "gid://1", "email": EMAIL, "hash": sha256(&format!("{EMAIL}:gid://1"))});
    assert_found(&explain(&holder, &fields), &["message_order"], "");
}

#[test]
fn a_misspelt_field_is_found_in_a_nested_table_and_as_the_table() {
    let nested = scheme(
        "message = \"{id}:{attributes.plan}\"",
        "hash = \"{signature}\"\n\n[fields.user]\nid = \"{id}\"\nplan_name = \"{attributes.plan}\"\nlevel = \"{attributes.level|integer}\"",
    );
    let hash = sha256("42:pro");
    let of = |fields: Value| explain(&nested, &fields);
    assert!(of(json!({"hash": hash, "user": {"id": "42", "plan_name": "pro"}})).is_verified());
    let misspelt = of(json!({"hash": hash, "user": {"id": "42", "planName": "pro"}}));
    assert_eq!(
        (misspelt.findings()[0].code(), misspelt.findings()[0].field()),
        ("field_misspelt", Some("user.plan_name"))
    );
    let table = of(json!({"hash": hash, "User": {"id": "42", "plan_name": "pro"}}));
    assert_eq!((table.findings()[0].code(), table.findings()[0].field()), ("field_misspelt", Some("user")));
    // Nobody needs the level.
    let optional = of(json!({"hash": sha256("x"), "user": {"id": "42", "plan_name": "pro", "lvel": 2}}));
    assert_found(&optional, &["secret_unknown"], "");
    let typed = of(json!({"hash": hash, "user": {"id": "42", "plan_name": "pro", "level": "2"}}));
    assert_found(&typed, &["claim_type"], "");
    assert_eq!(typed.findings()[0].field(), Some("user.level"));
}

#[test]
fn a_large_payload_and_many_keys_are_explained_within_the_budgets() {
    let base64 = payload("json", "base64");
    for length in [3_000, 60_000] {
        let text = json!({"external_id": "42", "site": "x/".repeat(length / 2)}).to_string();
        let sent = STANDARD.encode(&text);
        let keys: Vec<String> = (0..16).map(|at| format!("another secret of the site {at}")).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let explained = explain_with(&base64, &keys, &json!({"data": sent, "hash": sha256(&sent)}));
        assert_found(&explained, &["secret_unknown"], "");
        let explained = explain(&base64, &json!({"data": sent, "hash": sha256(&sent).to_uppercase()}));
        assert_found(&explained, &["result_upper_case"], "");
    }
}

/// A visitor with what a scheme of the catalogue needs.
fn visitor_of(scheme: &Scheme) -> Visitor {
    let visitor = Visitor::new().id("user-123").email(EMAIL).name("Jane Doe").phone("+14155552671");
    // What the requests of Discourse and Commento hold.
    ["nonce", "username", "token"]
        .into_iter()
        .filter(|name| scheme.covers().contains(&format!("attributes.{name}").as_str()))
        .fold(visitor, |visitor, name| visitor.attribute(name, "0f1e2d3c"))
}

/// The digest schemes of the catalogue with a secret of the right form and their settings.
fn catalogue() -> Vec<(Scheme, &'static str, Settings)> {
    let of = |name| {
        let scheme = visitorseal::scheme(name).unwrap();
        if !scheme.algorithm().starts_with("HMAC") {
            return None;
        }
        let forms: serde_json::Value = serde_json::from_str(&scheme.to_json()).unwrap();
        let is_address = |name: &str| {
            forms["settings"].as_array().unwrap().iter().any(|one| one["name"] == name && one["form"] == "address")
        };
        let value = |name: &str| if is_address(name) { "https://example.com/a" } else { "a1b2" };
        let required = scheme.settings().iter().filter(|setting| setting.is_required());
        let settings = required.fold(Settings::new(), |all, setting| all.with(setting.name(), value(setting.name())));
        let secret = if Signer::new(&scheme, SECRET, &settings).is_ok() { SECRET } else { HEX_SECRET };
        Some((scheme, secret, settings))
    };
    visitorseal::schemes().filter_map(of).collect()
}

#[test]
fn common_mistakes_are_found_in_every_scheme_of_the_catalogue() {
    for (scheme, secret, settings) in catalogue() {
        let name = scheme.name().to_owned();
        let explain = |fields: &str, now: u64| {
            let explained = Explainer::new(&scheme, [secret])
                .unwrap()
                .settings(&settings)
                .unwrap()
                .explain_json(fields.as_bytes(), now)
                .unwrap();
            assert!(!explained.to_json().contains(secret), "{name}");
            explained
        };
        let codes = |explained: &Explanation| {
            explained.findings().iter().map(|finding| finding.code()).collect::<Vec<_>>().join(" ")
        };
        let signer = Signer::new(&scheme, secret, &settings).unwrap();
        let signed = signer.sign(&visitor_of(&scheme), NOW).unwrap();
        assert!(explain(signed.fields_json(), NOW).is_verified(), "{name}");

        let later = explain(signed.fields_json(), NOW + 300 * 86_400);
        assert!(later.is_verified() || later.findings()[0].code() == "signature_expired", "{name}: {later:?}");

        if secret == SECRET {
            let other = Signer::new(&scheme, format!("{secret}\n"), &settings).unwrap();
            let found = explain(other.sign(&visitor_of(&scheme), NOW).unwrap().fields_json(), NOW);
            assert_eq!(codes(&found), "secret_space", "{name}");
        }
        let other =
            Signer::new(&scheme, if secret == SECRET { "another secret of a shop" } else { &secret[2..] }, &settings);
        let found = explain(other.unwrap().sign(&visitor_of(&scheme), NOW).unwrap().fields_json(), NOW);
        assert_eq!(codes(&found), "secret_unknown", "{name}");

        // Hex in the other case, and base64 in the other alphabet.
        let signature = signed.signature().unwrap();
        let is_digest = |part: &&str| [40, 44, 64].contains(&part.len()) && !part.starts_with("eyJ");
        let digest = signature.split([' ', '-', ':']).find(is_digest).unwrap();
        let is_hex = digest.bytes().all(|byte| byte.is_ascii_hexdigit());
        let is_upper = digest.bytes().any(|byte| byte.is_ascii_uppercase());
        let (changed, expected) = match (is_hex, is_upper) {
            (true, false) => (digest.to_uppercase(), "result_upper_case"),
            (true, true) => (digest.to_lowercase(), "result_lower_case"),
            (false, _) => (digest.trim_end_matches('=').to_owned(), "result_base64_form"),
        };
        let found = explain(&signed.fields_json().replace(digest, &changed), NOW);
        assert_eq!(codes(&found), expected, "{name}: {digest}");
    }
}

#[test]
fn an_explanation_of_changed_fields_agrees_with_the_verifier_and_shows_no_key() {
    let values = [
        json!(null),
        json!(""),
        json!(5),
        json!([]),
        json!({"a": {"b": "c"}}),
        json!("a".repeat(64)),
        json!("x".repeat(20_000)),
        json!("eyJ9.e30=.\u{e9} - : = | 1795132800"),
        json!("{\"a\":\"\\\\\\\"\"}"),
        json!("a=b&c=%zz&=&\u{1f600}"),
        json!("%00%ff%2%"),
        json!("1795132800999"),
        json!("2026-11-20T00:00:00"),
        json!(u64::MAX),
        json!(-1.5e300),
    ];
    // Each scheme gets a third of the values.
    for (at, (scheme, secret, settings)) in catalogue().into_iter().enumerate() {
        let signer = Signer::new(&scheme, secret, &settings).unwrap();
        let fields = signer.sign(&visitor_of(&scheme), NOW).unwrap().fields().clone();
        let verifier = Verifier::new(&scheme, [secret]).unwrap().settings(&settings).unwrap();
        for name in fields.keys().map(String::as_str).chain(["beside", "external_id", "__proto__"]) {
            for value in values.iter().skip(at % 3).step_by(3) {
                let mut changed = fields.clone();
                changed.insert(name.to_owned(), value.clone());
                let explained = visitorseal::Explainer::new(&scheme, [secret])
                    .unwrap()
                    .settings(&settings)
                    .unwrap()
                    .explain(&changed, NOW)
                    .unwrap();
                let what = || format!("{}: {name} is {:.60}", scheme.name(), value.to_string());
                assert_eq!(explained.is_verified(), verifier.verify(&changed, NOW).is_ok(), "{}", what());
                assert!(!explained.findings().is_empty(), "{}", what());
                assert!(!explained.to_json().contains(secret), "{}", what());
            }
        }
    }
}
