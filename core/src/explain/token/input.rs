//! How sites write a signature by mistake, and what they sign in place of the first two parts of a token.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use sha2::{Digest, Sha256};

use crate::{
    algorithm::{Algorithm, Family},
    explain::{
        encoding::{BASE64, BASE64_URL, decode_hex},
        finding::{Cause, Finding},
        mistake::Mistake,
    },
    key::read_numbers,
    token::Token,
};

/// How a signature was written by mistake, and what to change.
pub(super) struct Form {
    reason: String,
    fix: &'static str,
}

impl Form {
    pub fn finding(&self, name: &str) -> Finding {
        Finding::new(Cause::TokenSignatureForm, Some(name), self.reason.as_str()).with_fix(self.fix)
    }

    /// What OpenSSL writes.
    pub fn der(algorithm: &Algorithm) -> Self {
        let reason =
            format!("The signature is DER, but an {} signature is r and s, one after the other.", algorithm.name);
        let fix =
            "Write r and s as two numbers of the curve's length (IEEE P1363). A library for tokens does it by itself.";
        Self { reason, fix }
    }
}

/// The bytes that a signature may stand for, and how it was written. The first is the signature as it is.
pub(super) fn signatures(token: &Token<'_>, text: &str, algorithm: &Algorithm) -> Vec<(Option<Form>, Vec<u8>)> {
    let part = text.rsplit('.').next().unwrap_or_default();
    let signature = token.signature.as_slice();
    let mut all = vec![(None, signature.to_vec())];
    let mut add = |bytes: Vec<u8>, form: Form| {
        if !bytes.is_empty() && all.iter().all(|(_, known)| *known != bytes) {
            all.push((Some(form), bytes));
        }
    };
    let form = |reason: &str, fix| Form { reason: reason.to_owned(), fix };
    for digits in [part.as_bytes(), signature] {
        let fix = "Encode the bytes of the signature as base64url, not their hex digits.";
        add(decode_hex(digits), form("The signature was written as hex digits.", fix));
    }
    for engine in [BASE64, BASE64_URL] {
        let fix = "Encode the bytes of the signature as base64url once. The function that signs may have encoded them before.";
        add(engine.decode(signature).unwrap_or_default(), form("The signature was encoded as base64 twice.", fix));
    }
    if matches!(algorithm.family, Family::P256 | Family::P384) {
        let length = algorithm.family.coordinate_length().unwrap_or_default();
        // As it is, and in hex.
        for der in [signature, &decode_hex(part.as_bytes())] {
            add(read_numbers(der, length).unwrap_or_default(), Form::der(algorithm));
        }
    }
    all
}

/// The bytes that sites sign in place of the first two parts of a token, and what they are. `text` is the token as it was
/// sent. The first are the right bytes.
pub(super) fn inputs(token: &Token<'_>, text: &str) -> Vec<(Option<Mistake>, Vec<u8>)> {
    let mut all = vec![(None, token.signed.to_vec())];
    // A token in standard base64 is signed as it is written.
    let sent = text.rsplit_once('.').map(|(signed, _)| signed).unwrap_or_default();
    if sent.as_bytes() != token.signed {
        all.push((None, sent.as_bytes().to_vec()));
    }
    let mut parts = sent.split('.');
    let (Some(header), Some(payload)) = (parts.next(), parts.next()) else { return all };
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).or_else(|_| BASE64.decode(part)).unwrap_or_default();
    let (plain_header, plain_payload) = (decode(header), decode(payload));
    let join = |one: &[u8], other: &[u8]| [one, b".", other].concat();
    let hash = Sha256::digest(token.signed);
    for (what, bytes) in [
        ("the payload alone", payload.as_bytes().to_vec()),
        ("the decoded payload alone", plain_payload.clone()),
        ("the decoded header and payload", join(&plain_header, &plain_payload)),
        ("the SHA-256 of the header and payload, which signing hashes once more", hash.to_vec()),
        (
            "the hex digits of the SHA-256 of the header and payload, which signing hashes once more",
            hex::encode(hash).into_bytes(),
        ),
        ("header and payload without the point between them", [header, payload].concat().into_bytes()),
        (
            "the header and payload as base64 with padding",
            join(STANDARD.encode(&plain_header).as_bytes(), STANDARD.encode(&plain_payload).as_bytes()),
        ),
        ("header and payload with a point after them", format!("{header}.{payload}.").into_bytes()),
    ] {
        if all.iter().all(|(_, known)| *known != bytes) {
            let mistake = Mistake::told(Cause::TokenInput, format!("The site signed {what}."));
            all.push((Some(mistake), bytes));
        }
    }
    all
}

/// A token in standard base64, or with padding, as base64url. None for one that is base64url.
pub(super) fn to_base64url(text: &str) -> Option<String> {
    let is_other = text.contains(['+', '/', '=']) && text.split('.').count() == 3;
    is_other.then(|| text.chars().filter(|char| *char != '=').map(url_char).collect())
}

/// The finding for such a token.
pub(super) fn about_base64(text: &str, name: &str) -> Finding {
    let signed = text.rsplit_once('.').map(|(signed, _)| signed).unwrap_or_default();
    let is_other = |text: &str| text.contains(['+', '/']);
    match (is_other(signed) || signed.contains('='), is_other(text)) {
        (false, true) => {
            let reason = "The signature was written as standard base64, not as base64url.";
            Finding::new(Cause::TokenSignatureForm, Some(name), reason)
                .with_fix("Encode the signature as base64url: - in place of +, _ in place of /, and no = at the end.")
        }
        (false, false) => {
            let reason = "The signature has the padding = of base64, which a token does not have.";
            Finding::new(Cause::TokenSignatureForm, Some(name), reason).with_fix("Leave out the = at the end.")
        }
        (true, true) => Finding::new(
            Cause::TokenBase64,
            Some(name),
            format!("{name} is written as standard base64, not as base64url."),
        ),
        (true, false) => Finding::new(
            Cause::TokenBase64,
            Some(name),
            format!("The parts of {name} have the padding = of base64, which a token does not have."),
        ),
    }
}

fn url_char(char: char) -> char {
    match char {
        '+' => '-',
        '/' => '_',
        char => char,
    }
}
