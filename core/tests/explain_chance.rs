//! `explain` finds no mistake where there is none, and none by chance: another secret stays unknown. For visitors, secrets and
//! digests of many forms.
#![cfg(feature = "sign")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing)]

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::{Value, json};
use sha2::Sha256;
use visitorseal::{Explainer, Finding, scheme};

const NOW: u64 = 1_795_132_800;

/// SplitMix64: the same numbers each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: u64) -> u64 {
        self.next() % end
    }

    fn bytes(&mut self, count: usize) -> Vec<u8> {
        (0..count).map(|_| self.next().to_be_bytes()[0]).collect()
    }

    fn hex(&mut self, digits: usize) -> String {
        hex::encode(self.bytes(digits.div_ceil(2)))[..digits].to_owned()
    }

    fn word(&mut self) -> String {
        (0..8).map(|_| char::from(b'a' + u8::try_from(self.below(26)).unwrap())).collect()
    }

    fn uuid(&mut self) -> String {
        let hex = self.hex(32);
        [&hex[..8], &hex[8..12], &hex[12..16], &hex[16..20], &hex[20..]].join("-")
    }
}

/// Ids that other mistakes look like.
fn ids(numbers: &mut Numbers) -> Vec<String> {
    let (word, other, number) = (numbers.word(), numbers.word(), numbers.below(90_000) + 10_000);
    let (uuid, hex) = (numbers.uuid(), numbers.hex(24));
    let grouped = format!("{},{:03}", number / 1000, number % 1000);
    vec![
        number.to_string(),
        grouped,
        format!("00{number}"),
        format!("{number}.0"),
        format!("{}{number}", numbers.below(u64::MAX / 100_000)),
        uuid.to_uppercase(),
        uuid.replace('-', ""),
        format!("{{{uuid}}}"),
        uuid,
        format!("gid://shopify/Customer/{number}"),
        STANDARD.encode(format!("gid://app/User/{number}")),
        format!("ObjectId(\"{hex}\")"),
        hex,
        format!("user-{number}"),
        format!("auth0|{}", numbers.hex(24)),
        numbers.hex(63),
        numbers.hex(64),
        STANDARD.encode(&word),
        URL_SAFE_NO_PAD.encode(numbers.bytes(12)),
        format!("{word}&amp;{other}"),
        format!("{word}%2B{other}"),
        format!("{word}\\u002D{other}"),
        format!("\"{word}\""),
        format!("'{word}'"),
        format!("{word}  {other}"),
        format!("{word}\u{a0}{other}"),
        format!("{word}é{other}"),
        format!("{word}Ã©{other}"),
        format!("DOMAIN\\{word}"),
        "undefined".to_owned(),
    ]
}

fn emails(numbers: &mut Numbers) -> Vec<String> {
    let (word, other) = (numbers.word(), numbers.word());
    vec![
        format!("{word}@{other}.example"),
        format!("{}@{other}.example", word.to_uppercase()),
        format!("o'{word}@{other}.example"),
        format!("o&#x27;{word}@{other}.example"),
        format!("{word}+{other}@example.com"),
        format!("{word}%40{other}.example"),
        format!("{word}é@{other}.example"),
        format!("{word}@ü{other}.example"),
        format!("{word}@xn--{other}-kva.example"),
    ]
}

fn secrets(numbers: &mut Numbers) -> Vec<String> {
    let (word, other) = (numbers.word(), numbers.word());
    vec![
        numbers.hex(32),
        numbers.hex(64).to_uppercase(),
        STANDARD.encode(numbers.bytes(32)),
        STANDARD.encode(STANDARD.encode(numbers.bytes(16))),
        format!("{word}${other}#{word}"),
        format!("{word} {other} {word}"),
        format!("NAME={word}{other}"),
        format!("\"{word}{other}\""),
        format!("{word}%2F{other}&amp;{word}\\n"),
    ]
}

fn mac(secret: &[u8], message: &str) -> Vec<u8> {
    Hmac::<Sha256>::new_from_slice(secret).unwrap().chain_update(message).finalize().into_bytes().to_vec()
}

fn codes(name: &str, secret: &str, body: &Value) -> Vec<&'static str> {
    let explained = Explainer::new(&scheme(name).unwrap(), [secret])
        .unwrap()
        .explain_json(body.to_string().as_bytes(), NOW)
        .unwrap();
    // An id that is nobody is told besides.
    explained.findings().iter().map(Finding::code).filter(|code| *code != "check_identity").collect()
}

#[test]
fn no_mistake_explains_the_digest_of_another_secret() {
    let mut numbers = Numbers(22);
    let mut tried = 0;
    for _ in 0..5 {
        let (ids, emails, secrets) = (ids(&mut numbers), emails(&mut numbers), secrets(&mut numbers));
        let mut secrets = secrets.iter().cycle();
        let bodies = ids
            .iter()
            .map(|id| ("bookbag", id.clone(), json!({"user_id": id})))
            .chain(emails.iter().map(|email| ("fernand", email.clone(), json!({"email": email, "name": "Jane Doe"}))))
            .chain(ids.iter().zip(&emails).map(|(id, email)| {
                ("reamaze", format!("{id}:{email}"), json!({"id": id, "email": email, "name": "Jane Doe"}))
            }));
        for (name, message, mut body) in bodies {
            let other = numbers.bytes(24);
            let field = if name == "bookbag" { "user_hash" } else { "hash" };
            let field = if name == "reamaze" { "authkey" } else { field };
            body[field] = json!(hex::encode(mac(&other, &message)));
            let secret = secrets.next().unwrap();
            assert_eq!(codes(name, secret, &body), ["secret_unknown"], "{name}: {message:?} {secret:?}");
            tried += 1;
        }
    }
    assert!(tried >= 240, "{tried}");
}

#[test]
fn a_right_signature_verifies_whatever_it_looks_like() {
    let mut numbers = Numbers(24);
    let (ids, emails, secrets) = (ids(&mut numbers), emails(&mut numbers), secrets(&mut numbers));
    for text in ids.iter().chain(&emails) {
        for secret in &secrets {
            let good = hex::encode(mac(secret.as_bytes(), text));
            let checks = ["check_started_late", "check_switch_of_users", "check_enforcement"];
            let found = codes("bookbag", secret, &json!({"user_id": text, "user_hash": good}));
            assert_eq!(found, checks, "{text:?} {secret:?}");
        }
    }
}

#[test]
fn no_mistake_explains_a_digest_of_another_secret_in_another_form() {
    let mut numbers = Numbers(23);
    for secret in secrets(&mut numbers) {
        let raw = mac(&numbers.bytes(24), "user-123");
        let hex = hex::encode(&raw);
        let list = json!(raw).to_string();
        for text in [
            hex.to_uppercase(),
            STANDARD.encode(&raw),
            hex[..32].to_owned(),
            hex[1..].to_owned(),
            list.clone(),
            list.replace(',', " "),
            format!("b'{hex}'"),
            format!("-{}", &hex[1..]),
            format!("{}{}", u64::MAX, u64::MAX),
            raw.iter().map(|byte| char::from(*byte)).collect(),
        ] {
            let found = codes("bookbag", &secret, &json!({"user_id": "user-123", "user_hash": text}));
            assert!(["signature_malformed", "secret_unknown"].contains(&found[0]), "{text:?}: {found:?}");
        }
    }
}
