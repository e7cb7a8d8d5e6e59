//! Tokens: what stands around them, and each of the verifier's checks.

use std::borrow::Cow;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::{
    Case, Explanation,
    finding::{Cause, Finding},
};
use crate::{
    error::{Code, Error},
    json::{self, Object},
    jwt::{Rs256Verifier, TIMES, Token, check_audience, check_time},
    key::Key,
    scheme::Table,
    verifier::{MAX_TOKEN, claim_faults, numbered},
};

/// A key that can be read, and its text.
struct Readable<'a> {
    key: Rs256Verifier,
    pem: Cow<'a, str>,
}

impl Case<'_> {
    pub(super) fn token(&self, keys: &[Key<'_>], claims: &Table, required: &[String]) -> Explanation {
        let (readable, mut findings) = read_keys(keys);
        if findings.is_empty() {
            match self.verify(keys) {
                Ok(key) => return self.verified(key, keys),
                Err(error) if error.code() == Code::KidInvalid => findings.push(error.into()),
                Err(_) => {}
            }
        }
        findings.extend(self.misspelt());
        let (name, signature) = self.signature();
        match signature {
            None => {
                let error = Error::about(Code::SignatureMissing, name, "there is no token");
                findings.push(error.into());
            }
            Some(value) => match unwrapped(value, name, &mut findings) {
                Some(token) => self.check(&token, &readable, name, claims, required, &mut findings),
                None => findings.push(Finding::new(
                    Cause::TokenNotText,
                    Some(name),
                    format!("it is {}, not text", json::type_name(value)),
                )),
            },
        }
        Explanation::refused(findings)
    }

    /// Makes every check that the verifier makes, in its order, and goes on where it stops.
    fn check(
        &self,
        text: &str,
        keys: &[Readable<'_>],
        name: &str,
        table: &Table,
        required: &[String],
        findings: &mut Vec<Finding>,
    ) {
        let token = match Token::read(text, MAX_TOKEN) {
            Ok(token) => token,
            Err(error) => return findings.push(misshapen(text, name).unwrap_or_else(|| error.or_about(name).into())),
        };
        let refused = token.kid().err();
        let alg = refused.as_ref().is_none_or(|error| error.code() != Code::AlgorithmRefused);
        if let Some(error) = refused {
            findings.push(if !alg && signed_with_pem(&token, keys) {
                Finding::new(
                    Cause::Hs256WithPem,
                    Some("alg"),
                    "it is signed with the text of the public key as a password (HS256)",
                )
            } else {
                error.into()
            });
        }
        if alg {
            findings.extend(self.signature_fault(&token, keys, name));
        }
        match token.claims() {
            Ok(claims) => self.check_claims(&claims, table, required, findings),
            Err(error) => findings.push(misshapen(text, name).unwrap_or_else(|| error.or_about(name).into())),
        }
    }

    fn signature_fault(&self, token: &Token<'_>, keys: &[Readable<'_>], name: &str) -> Option<Finding> {
        if keys.is_empty() {
            return None;
        }
        let kid = token.kid().ok().flatten();
        let named = kid.is_some() && keys.iter().any(|known| known.key.is_named());
        let mut candidates = keys.iter().filter(|known| !named || known.key.is(kid)).peekable();
        if candidates.peek().is_none() {
            return Some(Error::about(Code::KeyUnknown, "kid", "none of the keys has the token's kid").into());
        }
        if candidates.any(|known| known.key.made(token)) {
            return None;
        }
        // No RSA key that is taken makes a shorter one.
        if token.signature.len() < 256 {
            let reason = format!("its signature has {} bytes, fewer than any key makes", token.signature.len());
            return Some(Finding::new(Cause::TokenCut, Some(name), reason));
        }
        let prints: Vec<String> = keys.iter().map(|known| known.key.fingerprint()).collect();
        let reason = format!(
            "another key signed it, or it was changed since; the public keys here have the SHA-256 fingerprints {}; that of the site's key is printed by: openssl pkey -in private.pem -pubout -outform DER | openssl dgst -sha256",
            prints.join(", "),
        );
        Some(Error::about(Code::SignatureMismatch, name, reason).into())
    }

    fn check_claims(&self, claims: &Object, table: &Table, required: &[String], findings: &mut Vec<Finding>) {
        for error in TIMES.iter().filter_map(|claim| check_time(claims, claim, self.now, 0).err()) {
            let milliseconds = error.code() == Code::ClaimValue && error.reason().contains("milliseconds");
            findings.push(if milliseconds {
                Finding::new(Cause::TimeInMilliseconds, error.field(), error.reason())
            } else {
                error.into()
            });
        }
        findings.extend(check_audience(claims).err().map(Finding::from));
        let (_, faults) = claim_faults(self.scheme, (table, required), self.settings, claims);
        for error in faults {
            let field = error.field().unwrap_or_default();
            let stranger = claims.keys().find(|key| *key != field && super::nearly(field, key));
            findings.push(match stranger {
                Some(stranger) if error.code() == Code::ClaimMissing => {
                    let reason =
                        format!("the token has the claim {}, not {field}", crate::visitor::shortened(stranger));
                    Finding::new(Cause::ClaimCase, Some(field), reason)
                }
                _ => error.into(),
            });
        }
    }
}

/// Reads the keys as they are, or as they are meant, with a finding for each that is not as it should be.
fn read_keys<'a>(keys: &[Key<'a>]) -> (Vec<Readable<'a>>, Vec<Finding>) {
    let mut readable = Vec::new();
    let mut findings = Vec::new();
    for (index, given) in keys.iter().enumerate() {
        let text = std::str::from_utf8(given.bytes).unwrap_or_default();
        let error = match Rs256Verifier::new(*given) {
            Ok(key) => {
                readable.push(Readable { key, pem: Cow::Borrowed(text) });
                continue;
            }
            Err(error) => numbered(index, error),
        };
        let (layers, pem) = meant(text);
        if layers.is_empty() {
            findings.push(error.into());
            continue;
        }
        findings.extend(layers.into_iter().map(|cause| Finding::new(cause, error.field(), error.reason())));
        if let Ok(key) = Rs256Verifier::new(Key { bytes: pem.as_bytes(), kid: given.kid }) {
            readable.push(Readable { key, pem: Cow::Owned(pem) });
        }
    }
    (readable, findings)
}

/// The PEM that a text is meant to be, and what was done to it, from the outside in.
fn meant(text: &str) -> (Vec<Cause>, String) {
    let mut layers = Vec::new();
    let mut text = text.trim().to_owned();
    let bare = ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    if let Some(bare) = bare.map(str::to_owned) {
        layers.push(Cause::KeyQuoted);
        text = bare;
    }
    let decoded = STANDARD.decode(text.split_ascii_whitespace().collect::<String>()).unwrap_or_default();
    if let Ok(pem) = String::from_utf8(decoded)
        && pem.trim_start().starts_with("-----BEGIN ")
    {
        layers.push(Cause::KeyBase64);
        text = pem;
    }
    if text.contains("\\n") && text.contains("-----BEGIN ") {
        layers.push(Cause::KeyLiteralNewlines);
        text = text.replace("\\r", "").replace("\\n", "\n");
    }
    if text.starts_with("-----BEGIN ") { (layers, text) } else { (Vec::new(), text) }
}

/// Whether a text is, or begins like, a token: base64url of `{"`, and three parts.
pub(super) fn is_like_one(text: &str) -> bool {
    text.starts_with("eyJ") && text.len() <= MAX_TOKEN && text.split('.').count() == 3
}

/// The first token in a list or object, as deep as people wrap them.
fn inside(value: &Value, depth: usize) -> Option<&str> {
    match value {
        _ if depth > 4 => None,
        Value::String(text) => Some(text.as_str()).filter(|text| is_like_one(text)),
        Value::Array(items) => items.iter().find_map(|item| inside(item, depth + 1)),
        Value::Object(members) => members.values().find_map(|value| inside(value, depth + 1)),
        _ => None,
    }
}

/// Takes off what stands around a token, with a finding for each kind of layer.
fn unwrapped(value: &Value, name: &str, findings: &mut Vec<Finding>) -> Option<String> {
    let mut causes: Vec<Cause> = Vec::new();
    let mut found = |cause, reason: &str| {
        if !causes.contains(&cause) {
            causes.push(cause);
            findings.push(Finding::new(cause, Some(name), reason));
        }
    };
    let mut text = match value {
        Value::String(text) => text.clone(),
        wrapper => {
            let token = inside(wrapper, 0)?;
            found(Cause::TokenInObject, "it is an object or list with the token in it");
            token.to_owned()
        }
    };
    // A token has none of these characters, so each layer is taken off in whatever order they come.
    for _ in 0..6 {
        let bare = text.trim();
        if bare.len() > MAX_TOKEN * 4 {
            break;
        }
        let json = bare.starts_with(['{', '[']).then(|| serde_json::from_str::<Value>(bare).ok()).flatten();
        let (cause, reason, next) = if let Some(token) = json.as_ref().and_then(|json| inside(json, 0)) {
            (Cause::TokenInObject, "it is the JSON of an object or list with the token in it", token.to_owned())
        } else if let Some(rest) = strip_bearer(bare) {
            (Cause::TokenBearer, "a word such as Bearer stands before the token", rest.to_owned())
        } else if bare.len() != text.len() || bare.contains(['"', '\'', '\\']) || bare.contains(char::is_whitespace) {
            let spared = |char: &char| !char.is_whitespace() && !"\"'\\".contains(*char);
            let next: String = bare.strip_prefix("b'").unwrap_or(bare).chars().filter(spared).collect();
            (Cause::TokenQuoted, "quotes or white space stand around the token or in it", next)
        } else if bare.contains('%') {
            (Cause::TokenUrlEncoded, "the token is URL-encoded", url_decoded(bare).into_owned())
        } else {
            break;
        };
        found(cause, reason);
        text = next;
    }
    Some(text)
}

fn strip_bearer(text: &str) -> Option<&str> {
    const WORDS: [&str; 6] = ["authorization:", "bearer ", "bearer:", "bearer+", "bearer%20", "jwt "];
    WORDS.iter().find_map(|word| {
        let (start, rest) = text.split_at_checked(word.len())?;
        start.eq_ignore_ascii_case(word).then_some(rest.trim_start())
    })
}

fn url_decoded(text: &str) -> Cow<'_, str> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let code = after
            .get(..2)
            .and_then(|code| std::str::from_utf8(code).ok())
            .and_then(|code| u8::from_str_radix(code, 16).ok());
        match (first, code) {
            (b'%', Some(byte)) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

/// What a text that is no token is instead.
fn misshapen(text: &str, name: &str) -> Option<Finding> {
    let found = |cause, reason: &str| Some(Finding::new(cause, Some(name), reason));
    if text.len() > MAX_TOKEN {
        return None;
    }
    let parts: Vec<&str> = text.split('.').take(6).collect();
    let starts = text.starts_with("eyJ");
    match parts.as_slice() {
        [digest] if [40, 64, 128].contains(&digest.len()) && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            found(Cause::TokenIsDigest, "it is a digest in hex")
        }
        [_, _, _, _, _] if starts => found(Cause::TokenEncrypted, "it has the five parts of an encrypted token"),
        [_] | [_, _] if starts => {
            found(Cause::TokenCut, "it begins like a token and lacks the last of its three parts")
        }
        [header, payload, _] if starts && [header, payload].iter().any(|part| ends_early(part)) => {
            found(Cause::TokenCut, "one of its parts ends in the middle")
        }
        [_, _, signature] if starts && is_base64url(signature) && URL_SAFE_NO_PAD.decode(signature).is_err() => {
            found(Cause::TokenCut, "its signature ends in the middle of a byte")
        }
        _ => None,
    }
}

/// Whether a part's base64 or its JSON ends in the middle.
fn ends_early(part: &str) -> bool {
    match URL_SAFE_NO_PAD.decode(part) {
        Ok(bytes) => serde_json::from_slice::<Value>(&bytes).is_err_and(|error| error.is_eof()),
        Err(_) => is_base64url(part),
    }
}

fn is_base64url(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Whether an HS256 token takes the text of a public key for its secret (CVE-2016-10555).
fn signed_with_pem(token: &Token<'_>, keys: &[Readable<'_>]) -> bool {
    let is = |secret: &[u8]| {
        Hmac::<Sha256>::new_from_slice(secret)
            .is_ok_and(|mac| mac.chain_update(token.signed).verify_slice(&token.signature).is_ok())
    };
    token.header.get("alg").and_then(Value::as_str) == Some("HS256")
        && keys.iter().any(|known| {
            let pem = known.pem.trim();
            [
                pem.to_owned(),
                format!("{pem}\n"),
                format!("{pem}\r\n"),
                pem.replace('\n', "\r\n"),
                pem.replace('\n', "\r\n") + "\r\n",
            ]
            .iter()
            .any(|secret| is(secret.as_bytes()))
        })
}
