//! Signing a token beside the same work by hand: the claims as JSON, HMAC with a prepared key, and base64. Each round times
//! both once, and the ratio is the median of the rounds. `make bench` prints it.
//!
//! cargo run --release --package visitorseal --example tokens [-- --short]
#![allow(clippy::unwrap_used, missing_docs)]

use std::{hint::black_box, time::Instant};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use visitorseal::{Scheme, Settings, Signer, Visitor};

const NOW: u64 = 1_795_132_800;
const SECRET: &str = "an example secret of thirty-two bytes";
const ROUNDS: usize = 101;
const TIMES: u32 = 2000;
const SCHEME: &str = r#"
name = "acme"
vendor = "Acme"
document = "https://help.acme.example/tokens"
read = 2026-11-28

[signature]
kind = "jwt"
algorithm = "HS256"
secret = "text"
required = ["sub"]
lifetime = 600

[signature.claims]
sub = "{id}"
name = "{name}"
email = "{email}"
iat = "{now}"
exp = "{expires}"

[fields]
token = "{signature}"
"#;

#[derive(serde::Serialize)]
struct Claims<'a> {
    sub: &'a str,
    name: &'a str,
    email: &'a str,
    iat: u64,
    exp: u64,
}

fn seconds(times: u32, work: impl Fn() -> String) -> f64 {
    let start = Instant::now();
    for _ in 0..times {
        black_box(work());
    }
    start.elapsed().as_secs_f64() / f64::from(times)
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or_default()
}

fn main() {
    let signer = Signer::new(&Scheme::parse(SCHEME).unwrap(), SECRET, &Settings::new()).unwrap();
    let (id, name, email) = ("user-123", "Jane Doe", "jane@example.com");
    let visitor = Visitor::new().id(id).name(name).email(email);
    let ours = || signer.sign(&visitor, NOW).unwrap().signature().unwrap().to_owned();

    let header = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"HS256"}"#);
    let key = Hmac::<Sha256>::new_from_slice(SECRET.as_bytes()).unwrap();
    let by_hand = || {
        let claims = Claims { sub: id, name, email, iat: NOW, exp: NOW + 600 };
        let payload = URL_SAFE_NO_PAD.encode(serde_json::to_vec(&claims).unwrap());
        let signed = format!("{header}.{payload}");
        let mac = key.clone().chain_update(signed.as_bytes()).finalize().into_bytes();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(mac))
    };
    assert_eq!(ours(), by_hand());

    let (rounds, times) =
        if std::env::args().any(|argument| argument == "--short") { (1, 10) } else { (ROUNDS, TIMES) };
    let rounds: Vec<(f64, f64)> = (0..rounds).map(|_| (seconds(times, ours), seconds(times, by_hand))).collect();
    let ratio = median(rounds.iter().map(|(ours, by_hand)| ours / by_hand).collect());
    println!(
        "core, HS256, a visitor signed / by hand: {ratio:.3} ({:.2} and {:.2} µs)",
        median(rounds.iter().map(|(ours, _)| ours * 1e6).collect()),
        median(rounds.iter().map(|(_, by_hand)| by_hand * 1e6).collect()),
    );
}
