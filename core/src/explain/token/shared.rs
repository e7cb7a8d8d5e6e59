//! How a site made the signature of a token with a shared secret: another form of the secret, other bytes, another hash.

use serde_json::Value;

use super::{
    budget::Budget,
    input::{inputs, signatures},
    keys::ReadableKey,
    signature::Sent,
};
use crate::{
    algorithm::ALGORITHMS,
    explain::{
        attempt::Most,
        finding::{Cause, Finding},
        method::fingerprint,
        mistake::Mistake,
        secret::{Given, SecretGuess, guess_secrets, secret_fix},
    },
    forms::{Encoding, Hash},
    hmac::HmacKey,
    key,
    token::Token,
};

/// Whether a text is signed so.
fn is_mac(secret: &[u8], hash: Hash, message: &[u8], signature: &[u8]) -> bool {
    HmacKey::new(secret, hash, Encoding::Base64Url).is_ok_and(|key| key.verify(message, signature))
}

/// Whether an HS256 token is signed with the text of a public key as its secret (CVE-2016-10555).
pub(super) fn is_signed_with_pem(token: &Token<'_>, keys: &[ReadableKey<'_>], budget: &mut Budget) -> bool {
    let [hs256, ..] = &ALGORITHMS;
    let mut is_secret = |secret: &str| {
        budget.spend_hash(secret.len() + token.signed.len())
            && is_mac(secret.as_bytes(), hs256.hash, token.signed, &token.signature)
    };
    token.header.get("alg").and_then(Value::as_str) == Some(hs256.name)
        && keys.iter().any(|readable| {
            let pem = readable.text.trim();
            let windows = pem.replace('\n', "\r\n");
            [pem.to_owned(), format!("{pem}\n"), format!("{pem}\r\n"), format!("{windows}\r\n"), windows]
                .iter()
                .any(|secret| is_secret(secret))
        })
}

/// The findings for a signature that none of the secrets made.
pub(super) fn explain_secret(sent: &Sent<'_>, keys: &[ReadableKey<'_>], budget: &mut Budget) -> Vec<Finding> {
    let form = sent.jwt.secret;
    let mut secrets = Vec::new();
    for readable in keys {
        secrets.extend(key::shared(readable.text.as_bytes(), form).ok().map(|shared| (&readable.text, shared)));
    }
    for (_, shared) in &secrets {
        if let Some(findings) = find_mistakes(sent, shared, budget) {
            return findings;
        }
    }
    let keys = secrets.len();
    for most in [Most::One, Most::Two] {
        let guesses: Vec<Vec<SecretGuess>> = secrets
            .iter()
            .enumerate()
            .map(|(at, (text, key))| Given {
                secret: text.as_bytes(),
                key,
                form,
                scheme: sent.scheme,
                texts: &[],
                at,
                keys,
            })
            .map(|given| guess_secrets(given, most))
            .collect();
        let longest = guesses.iter().map(Vec::len).max().unwrap_or_default();
        // The most likely guess of each key comes before the next guess of any.
        let in_turn = (0..longest).flat_map(|at| guesses.iter().filter_map(move |guesses| guesses.get(at)));
        for guess in in_turn.filter(|guess| !guess.mistakes.is_empty()) {
            if !budget.spend_hash(guess.bytes.len() + sent.token.signed.len()) {
                break;
            }
            if is_mac(&guess.bytes, sent.jwt.algorithm.hash, sent.token.signed, &sent.token.signature) {
                return guess.mistakes.iter().map(|mistake| about_secret(sent, mistake)).collect();
            }
        }
    }
    if let Some(cut) = sent.find_cut() {
        return cut;
    }
    let fingerprints: Vec<String> = secrets.iter().map(|(text, _)| fingerprint(text.as_bytes())).collect();
    let reason = format!(
        "No mistake that visitorseal knows makes this signature. The site probably used another secret, or someone changed the token. Fingerprints of the keys that were tried: {}.",
        fingerprints.join(", "),
    );
    vec![Finding::new(Cause::SecretUnknown, Some(sent.name), reason)]
}

fn about_secret(sent: &Sent<'_>, mistake: &Mistake) -> Finding {
    let finding = mistake.finding(None);
    let is_form = matches!(mistake.cause(), Cause::SecretHex | Cause::SecretBase64);
    match secret_fix(sent.jwt.secret).filter(|_| is_form) {
        Some(fix) => finding.with_fix(fix),
        None => finding,
    }
}

/// The mistakes with which the right secret made the signature: one, or two at once.
fn find_mistakes(sent: &Sent<'_>, secret: &[u8], budget: &mut Budget) -> Option<Vec<Finding>> {
    let wanted = sent.jwt.algorithm;
    let hashes = [wanted.hash, Hash::Sha256, Hash::Sha512, Hash::Sha384, Hash::Sha1];
    let (signatures, inputs) = (signatures(sent.token, sent.text, wanted), inputs(sent.token, sent.text));
    for count in 1..=2 {
        for (form, signature) in &signatures {
            for (what, input) in &inputs {
                for (at, hash) in hashes.iter().enumerate().filter(|(at, hash)| *at == 0 || **hash != wanted.hash) {
                    let is_other = at > 0;
                    let mistakes = usize::from(form.is_some()) + usize::from(what.is_some()) + usize::from(is_other);
                    if mistakes != count || signature.len() != hash.length() {
                        continue;
                    }
                    if !budget.spend_hash(secret.len() + input.len()) {
                        return None;
                    }
                    if is_mac(secret, *hash, input, signature) {
                        let form = form.as_ref().map(|form| form.finding(sent.name));
                        let what = what.as_ref().map(|what| what.finding(Some(sent.name)));
                        let hash = is_other.then(|| about_hash(sent, *hash));
                        return Some([form, what, hash].into_iter().flatten().collect());
                    }
                }
            }
        }
    }
    None
}

fn about_hash(sent: &Sent<'_>, hash: Hash) -> Finding {
    let (name, wanted) = (sent.jwt.algorithm.name, sent.jwt.algorithm.hash.algorithm());
    let reason = format!("The header says {name}, but the signature is {}.", hash.algorithm());
    Finding::new(Cause::TokenHash, Some(sent.name), reason).with_fix(format!("Use {wanted}: {name} names it."))
}
