//! How long `explain` takes, from the best case to the worst: nothing is wrong, one mistake, two, and another secret, for
//! which it tries all that it knows. Each line is the median of its rounds, beside the bound. `make bench` prints it.
//!
//! cargo run --release --package visitorseal --example explain [-- --short]
#![allow(clippy::unwrap_used, missing_docs)]

use std::{fs, hint::black_box, time::Instant};

use serde_json::json;
use visitorseal::{Explainer, Object, Settings, Signer, Visitor, scheme};

const NOW: u64 = 1_795_132_800;
const SECRET: &str = "d41c0e9b7a5f4e63b2a8c97d10f6e235";
const OTHER: &str = "5ecb0e2f4c7d4b1f9a3d8e60712c4b9a";
const ROUNDS: usize = 51;
/// Milliseconds that a digest may take, and a token.
const BOUNDS: [f64; 2] = [5.0, 20.0];

/// One measured explanation.
struct Run {
    name: &'static str,
    bound: f64,
    explainer: Explainer<'static>,
    fields: Object,
    /// What the first finding says, so that the line is about what it names.
    code: &'static str,
}

impl Run {
    fn print(&self) {
        let Self { name, bound, explainer, fields, code } = self;
        let explained = explainer.explain(fields, NOW).unwrap();
        let found = explained.findings().first().map_or("", |finding| finding.code());
        let note = if found == *code { String::new() } else { format!("  (found {found}, not {code})") };
        let rounds = if std::env::args().any(|argument| argument == "--short") { 1 } else { ROUNDS };
        let mut times: Vec<f64> = (0..rounds)
            .map(|_| {
                let start = Instant::now();
                black_box(explainer.explain(black_box(fields), NOW).unwrap());
                start.elapsed().as_secs_f64() * 1000.0
            })
            .collect();
        times.sort_by(f64::total_cmp);
        let median = times.get(rounds / 2).copied().unwrap_or_default();
        let over = if median > *bound { "  over the bound" } else { "" };
        println!("{name:<62}{median:>8.3} ms   at most {bound:>2} ms{over}{note}");
    }
}

fn key(name: &str) -> String {
    fs::read_to_string(format!("{}/../tests/vectors/keys/{name}", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

fn object(value: serde_json::Value) -> Object {
    value.as_object().cloned().unwrap_or_default()
}

fn explainer(scheme_name: &str, keys: &'static [String]) -> Explainer<'static> {
    Explainer::new(&scheme(scheme_name).unwrap(), keys).unwrap()
}

fn main() {
    digests();
    tokens();
}

fn digests() {
    let keys = |count: usize| -> &'static [String] {
        let others = (1..count).map(|number| format!("{OTHER}{number}"));
        Vec::leak(std::iter::once(SECRET.to_owned()).chain(others).collect())
    };
    let digest = |secret: &str, message: &str| {
        let signer = Signer::new(&scheme("bookbag").unwrap(), secret, &Settings::new()).unwrap();
        signer.digest(message).unwrap().as_str().to_owned()
    };
    let fields = |hash: String| {
        object(json!({"user_id": "12637", "user_hash": hash,
            "user_metadata": {"email": "Jane.Doe@example.com", "name": "Jane Doe", "phone": "+14155552671", "plan": "growth"}}))
    };
    let record = (0..40).fold(Visitor::new().id("12637").email("jane.doe@example.com"), |visitor, number| {
        visitor.attribute(format!("column {number}"), format!("a text of column {number}"))
    });
    let mut large = fields(digest(OTHER, "12637"));
    large.insert("user_id".to_owned(), "a&<é 1'\"".repeat(5_000).into());
    let bound = BOUNDS[0];
    let run = |name, fields, code| Run { name, bound, explainer: explainer("bookbag", keys(1)), fields, code };
    let unknown = || fields(digest(OTHER, "12637"));
    let runs = [
        run("a digest that is right", fields(digest(SECRET, "12637")), "check_started_late"),
        run("a digest of another field", fields(digest(SECRET, "Jane.Doe@example.com")), "other_field"),
        run(
            "a digest with a newline after the secret, in upper case",
            fields(digest(&format!("{SECRET}\n"), "12637").to_uppercase()),
            "secret_space",
        ),
        run("a digest by another secret", unknown(), "secret_unknown"),
        Run {
            explainer: explainer("bookbag", keys(16)),
            ..run("a digest by another secret, with 16 keys", unknown(), "secret_unknown")
        },
        Run {
            explainer: explainer("bookbag", keys(1)).visitor(&record).unwrap(),
            ..run("a digest by another secret, with a record of 42 columns", unknown(), "secret_unknown")
        },
        Run {
            explainer: explainer("bookbag", keys(16)).visitor(&record).unwrap(),
            ..run("the same, with 16 keys", unknown(), "secret_unknown")
        },
        run("a digest by another secret, of an id of 45 KB", large, "secret_unknown"),
    ];
    runs.iter().for_each(Run::print);
}

fn tokens() {
    let public = |names: &[&str]| -> &'static [String] { Vec::leak(names.iter().map(|name| key(name)).collect()) };
    let sign = |scheme_name: &str, secret: &str| {
        let signer = Signer::new(&scheme(scheme_name).unwrap(), secret, &Settings::new()).unwrap();
        let visitor = Visitor::new().id("user-123").name("Jane Doe").email("jane@example.com");
        signer.sign(&visitor, NOW).unwrap().fields().clone()
    };
    let (private, other) = (key("rsa-2048.private.pem"), key("other-2048.private.pem"));
    let keys = public(&["rsa-2048.public.pem"]);
    let many = public(&["rsa-2048.public.pem"; 16]);
    let shared: &'static [String] = Vec::leak(vec![SECRET.to_owned()]);
    let mut bearer = sign("orlo", &private);
    for value in bearer.values_mut() {
        *value = format!("Bearer {}", value.as_str().unwrap_or_default()).into();
    }
    let bound = BOUNDS[1];
    let run = |name, scheme_name, keys, fields, code| Run {
        name,
        bound,
        explainer: explainer(scheme_name, keys),
        fields,
        code,
    };
    let runs = [
        run("an RS256 token that is right", "orlo", keys, sign("orlo", &private), "check_started_late"),
        run("an RS256 token after the word Bearer", "orlo", keys, bearer, "token_bearer"),
        run("an RS256 token by another key", "orlo", keys, sign("orlo", &other), "signature_mismatch"),
        run("an RS256 token by another key, with 16 keys", "orlo", many, sign("orlo", &other), "signature_mismatch"),
        run("an HS256 token by another secret", "zendesk_chat", shared, sign("zendesk_chat", OTHER), "secret_unknown"),
    ];
    runs.iter().for_each(Run::print);
}
