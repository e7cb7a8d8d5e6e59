//! How a site made the signature of a token with a shared secret: another form of the secret, other bytes, another hash.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use serde_json::Value;

use super::keys::ReadableKey;
use crate::{
    algorithm::{ALGORITHMS, Algorithm},
    explain::{
        finding::{Cause, Finding},
        method::fingerprint,
        secret::{guess_secrets, secret_fix},
    },
    forms::Encoding,
    hmac::HmacKey,
    key,
    scheme::Jwt,
    token::Token,
};

/// Whether a text is signed so.
fn is_mac(secret: &[u8], algorithm: &Algorithm, message: &[u8], signature: &[u8]) -> bool {
    HmacKey::new(secret, algorithm.hash, Encoding::Base64Url).is_ok_and(|key| key.verify(message, signature))
}

/// Whether an HS256 token is signed with the text of a public key as its secret (CVE-2016-10555).
pub(super) fn is_signed_with_pem(token: &Token<'_>, keys: &[ReadableKey<'_>]) -> bool {
    let [hs256, ..] = &ALGORITHMS;
    let is_secret = |secret: &str| is_mac(secret.as_bytes(), hs256, token.signed, &token.signature);
    token.header.get("alg").and_then(Value::as_str) == Some(hs256.name)
        && keys.iter().any(|readable| {
            let pem = readable.text.trim();
            let windows = pem.replace('\n', "\r\n");
            [pem.to_owned(), format!("{pem}\n"), format!("{pem}\r\n"), format!("{windows}\r\n"), windows]
                .iter()
                .any(|secret| is_secret(secret))
        })
}

/// The finding for a signature that none of the secrets made.
pub(super) fn explain_secret(
    token: &Token<'_>,
    text: &str,
    keys: &[ReadableKey<'_>],
    name: &str,
    jwt: &Jwt,
) -> Finding {
    let mut fingerprints = Vec::new();
    for readable in keys {
        let secret = readable.text.as_bytes();
        let Ok(shared) = key::shared(secret, jwt.secret) else { continue };
        if let Some((cause, reason)) = find_form(token, text, &shared, jwt) {
            return Finding::new(cause, Some(name), reason);
        }
        for guess in guess_secrets(secret, &shared, jwt.secret) {
            if let Some((cause, reason)) = guess.mistakes.first()
                && is_mac(&guess.bytes, jwt.algorithm, token.signed, &token.signature)
            {
                let finding = Finding::new(*cause, None, reason.as_str());
                let is_form = matches!(cause, Cause::SecretHex | Cause::SecretBase64);
                return match secret_fix(jwt.secret).filter(|_| is_form) {
                    Some(fix) => finding.with_fix(fix),
                    None => finding,
                };
            }
        }
        fingerprints.push(fingerprint(&shared));
    }
    let reason = format!(
        "No common mistake explains the signature, so the site probably used another secret, or someone changed the token. The keys that were tried have the fingerprints {}.",
        fingerprints.join(", "),
    );
    Finding::new(Cause::SecretUnknown, Some(name), reason)
}

/// How a signature with the right secret is wrong.
fn find_form(token: &Token<'_>, text: &str, secret: &[u8], jwt: &Jwt) -> Option<(Cause, String)> {
    let wanted = jwt.algorithm;
    let signature = token.signature.as_slice();
    for other in ALGORITHMS.iter().filter(|other| other.is_shared() && other.hash != wanted.hash) {
        if is_mac(secret, other, token.signed, signature) {
            let reason = format!("The header says {}, but the signature is that of {}.", wanted.name, other.name);
            return Some((Cause::TokenHash, reason));
        }
    }
    let part = text.rsplit('.').next().unwrap_or_default();
    for digits in [part.as_bytes(), signature] {
        if let Ok(bytes) = hex::decode(digits)
            && is_mac(secret, wanted, token.signed, &bytes)
        {
            return Some((Cause::TokenSignatureForm, "The signature was written as hex digits.".to_owned()));
        }
    }
    inputs(text)
        .into_iter()
        .find(|(_, input)| is_mac(secret, wanted, input, signature))
        .map(|(what, _)| (Cause::TokenInput, format!("The site signed {what}.")))
}

/// The bytes that sites sign by mistake in place of the first two parts of a token.
fn inputs(text: &str) -> Vec<(&'static str, Vec<u8>)> {
    let mut parts = text.split('.');
    let (Some(header), Some(payload)) = (parts.next(), parts.next()) else { return Vec::new() };
    let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).unwrap_or_default();
    let (plain_header, plain_payload) = (decode(header), decode(payload));
    let join = |one: &[u8], other: &[u8]| [one, b".", other].concat();
    vec![
        ("the decoded header and payload", join(&plain_header, &plain_payload)),
        ("the decoded payload alone", plain_payload.clone()),
        ("the payload alone", payload.as_bytes().to_vec()),
        ("header and payload without the point between them", [header, payload].concat().into_bytes()),
        (
            "the header and payload as base64 with padding",
            join(STANDARD.encode(&plain_header).as_bytes(), STANDARD.encode(&plain_payload).as_bytes()),
        ),
        ("header and payload with a point after them", format!("{header}.{payload}.").into_bytes()),
    ]
}
