//! Why a token is refused: repairs keys, unwraps the token, and makes each of the verifier's checks.

use std::borrow::Cow;

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac};
use serde_json::Value;
use sha2::Sha256;

use super::{
    Explainer, Explanation,
    encoding::url_decode,
    finding::{Cause, Finding},
    is_similar_name,
};
use crate::{
    error::{Code, Error, shortened},
    json::{self, Object},
    jwt::{MAX_TOKEN, Rs256Verifier, TIMES, Token, check_audience, check_time, is_in_milliseconds, select_keys},
    key::Key,
    scheme::Table,
    verifier::{about_key, claim_faults},
};

/// A key that could be read, and its PEM.
struct ReadableKey<'a> {
    key: Rs256Verifier,
    pem: Cow<'a, str>,
}

impl Explainer<'_> {
    pub(super) fn explain_token(&self, keys: &[Key<'_>], claims: &Table, required: &[String]) -> Explanation {
        let (readable, mut findings) = read_keys(keys);
        if findings.is_empty() {
            match self.verify(keys) {
                Ok(key) => return self.explain_verified(key, keys),
                Err(error) if error.code() == Code::KidInvalid => findings.push(error.into()),
                Err(_) => {}
            }
        }
        findings.extend(self.find_misspelt_fields());
        let (name, signature) = self.signature();
        match signature {
            None => {
                let error = Error::about(Code::SignatureMissing, name, "The page sent no token.");
                findings.push(error.into());
            }
            Some(value) => match unwrap_token(value, name, &mut findings) {
                Some(token) => self.check_token(&token, &readable, name, claims, required, &mut findings),
                None => findings.push(Finding::new(
                    Cause::TokenNotText,
                    Some(name),
                    format!("{name} is {}, not text.", json::type_name(value)),
                )),
            },
        }
        Explanation::refused(findings)
    }

    /// Makes every check that the verifier makes, in its order, and continues where the verifier stops.
    fn check_token(
        &self,
        text: &str,
        keys: &[ReadableKey<'_>],
        name: &str,
        table: &Table,
        required: &[String],
        findings: &mut Vec<Finding>,
    ) {
        let unreadable = |error: Error| find_damage(text, name).unwrap_or_else(|| error.with_field(name).into());
        let token = match Token::read(text, MAX_TOKEN) {
            Ok(token) => token,
            Err(error) => return findings.push(unreadable(error)),
        };
        let header_fault = token.kid().err();
        let is_rs256 = header_fault.as_ref().is_none_or(|error| error.code() != Code::AlgorithmRefused);
        if let Some(error) = header_fault {
            findings.push(if !is_rs256 && is_signed_with_pem(&token, keys) {
                Finding::new(
                    Cause::Hs256WithPem,
                    Some("alg"),
                    "The site signed with HS256 and used the text of the public key as a shared secret.",
                )
            } else {
                error.into()
            });
        }
        if is_rs256 {
            findings.extend(self.check_signature(&token, keys, name));
        }
        match token.claims() {
            Ok(claims) => self.check_claims(&claims, table, required, findings),
            Err(error) => findings.push(unreadable(error)),
        }
    }

    fn check_signature(&self, token: &Token<'_>, keys: &[ReadableKey<'_>], name: &str) -> Option<Finding> {
        if keys.is_empty() {
            return None;
        }
        let candidates = match select_keys(token.kid().ok().flatten(), keys.iter().map(|readable| &readable.key)) {
            Ok(candidates) => candidates,
            Err(error) => return Some(error.into()),
        };
        if candidates.iter().any(|(_, key)| key.verifies(token)) {
            return None;
        }
        // The smallest RSA key that is accepted, of 2048 bits, makes signatures of 256 bytes.
        if token.signature.len() < 256 {
            let reason = format!(
                "The token's signature has {} bytes, but an RS256 signature has at least 256. The end of the token was cut off.",
                token.signature.len()
            );
            return Some(Finding::new(Cause::TokenCut, Some(name), reason));
        }
        let fingerprints: Vec<String> = keys.iter().map(|readable| readable.key.fingerprint()).collect();
        let reason = format!(
            "Another key signed the token, or someone changed it afterwards. The verifier's public keys have the SHA-256 fingerprints {}. The site can print its own: openssl pkey -in private.pem -pubout -outform DER | openssl dgst -sha256",
            fingerprints.join(", "),
        );
        Some(Error::about(Code::SignatureMismatch, name, reason).into())
    }

    fn check_claims(&self, claims: &Object, table: &Table, required: &[String], findings: &mut Vec<Finding>) {
        for claim in TIMES {
            let Err(error) = check_time(claims, claim, self.now, 0) else { continue };
            findings.push(if claims.get(claim).and_then(Value::as_f64).is_some_and(is_in_milliseconds) {
                Finding::new(Cause::TimeInMilliseconds, Some(claim), error.reason())
            } else {
                error.into()
            });
        }
        findings.extend(check_audience(claims).err().map(Finding::from));
        let (_, faults) = claim_faults(self.scheme, (table, required), self.settings, claims);
        for error in faults {
            let field = error.field().unwrap_or_default();
            let similar = claims.keys().find(|claim| *claim != field && is_similar_name(field, claim));
            findings.push(match similar {
                Some(similar) if error.code() == Code::ClaimMissing => {
                    let reason = format!("The token has the claim {} in place of {field}.", shortened(similar));
                    Finding::new(Cause::ClaimCase, Some(field), reason)
                }
                _ => error.into(),
            });
        }
    }
}

/// Reads the keys, repairs those that cannot be read where possible, and gives a finding for each fault.
fn read_keys<'a>(keys: &[Key<'a>]) -> (Vec<ReadableKey<'a>>, Vec<Finding>) {
    let mut readable = Vec::new();
    let mut findings = Vec::new();
    for (index, key) in keys.iter().enumerate() {
        let text = std::str::from_utf8(key.bytes).unwrap_or_default();
        let error = match Rs256Verifier::new(*key) {
            Ok(key) => {
                readable.push(ReadableKey { key, pem: Cow::Borrowed(text) });
                continue;
            }
            Err(error) => about_key(index, error),
        };
        let (repairs, pem) = repair_pem(text);
        if repairs.is_empty() {
            findings.push(error.into());
            continue;
        }
        findings.extend(repairs.into_iter().map(|cause| Finding::new(cause, error.field(), error.reason())));
        if let Ok(key) = Rs256Verifier::new(Key { bytes: pem.as_bytes(), kid: key.kid }) {
            readable.push(ReadableKey { key, pem: Cow::Owned(pem) });
        }
    }
    (readable, findings)
}

/// The PEM inside a text, and the mistakes that were undone to get it, from the outside in.
fn repair_pem(text: &str) -> (Vec<Cause>, String) {
    let mut repairs = Vec::new();
    let mut text = text.trim().to_owned();
    let unquoted = ['"', '\''].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote));
    if let Some(unquoted) = unquoted.map(str::to_owned) {
        repairs.push(Cause::KeyQuoted);
        text = unquoted;
    }
    let decoded = STANDARD.decode(text.split_ascii_whitespace().collect::<String>()).unwrap_or_default();
    if let Ok(pem) = String::from_utf8(decoded)
        && pem.trim_start().starts_with("-----BEGIN ")
    {
        repairs.push(Cause::KeyBase64);
        text = pem;
    }
    if text.contains("\\n") && text.contains("-----BEGIN ") {
        repairs.push(Cause::KeyLiteralNewlines);
        text = text.replace("\\r", "").replace("\\n", "\n");
    }
    if text.starts_with("-----BEGIN ") { (repairs, text) } else { (Vec::new(), text) }
}

/// Whether a text has the form of a token, or begins like one: base64url of `{"`, and three parts.
pub(super) fn looks_like_token(text: &str) -> bool {
    text.starts_with("eyJ") && text.len() <= MAX_TOKEN && text.split('.').count() == 3
}

/// The first token inside a list or object, at most four levels deep.
fn find_token(value: &Value, depth: usize) -> Option<&str> {
    match value {
        _ if depth > 4 => None,
        Value::String(text) => Some(text.as_str()).filter(|text| looks_like_token(text)),
        Value::Array(items) => items.iter().find_map(|item| find_token(item, depth + 1)),
        Value::Object(members) => members.values().find_map(|value| find_token(value, depth + 1)),
        _ => None,
    }
}

/// Removes what people put around a token, with a finding for each kind of layer. None where there is no token.
fn unwrap_token(value: &Value, name: &str, findings: &mut Vec<Finding>) -> Option<String> {
    let mut causes: Vec<Cause> = Vec::new();
    let mut found = |cause, reason: String| {
        if !causes.contains(&cause) {
            causes.push(cause);
            findings.push(Finding::new(cause, Some(name), reason));
        }
    };
    let mut text = match value {
        Value::String(text) => text.clone(),
        wrapper => {
            let token = find_token(wrapper, 0)?;
            found(Cause::TokenInObject, format!("{name} is {} that contains the token.", json::type_name(wrapper)));
            token.to_owned()
        }
    };
    // A token has none of the characters that are removed here, so the layers may come in any order.
    for _ in 0..6 {
        let trimmed = text.trim();
        if trimmed.len() > MAX_TOKEN * 4 {
            break;
        }
        let json = trimmed.starts_with(['{', '[']).then(|| serde_json::from_str::<Value>(trimmed).ok()).flatten();
        let (cause, reason, next) = if let Some(token) = json.as_ref().and_then(|json| find_token(json, 0)) {
            (Cause::TokenInObject, "is the JSON of an object or list that contains the token", token.to_owned())
        } else if let Some(rest) = strip_bearer(trimmed) {
            (Cause::TokenBearer, "has a word such as Bearer before the token", rest.to_owned())
        } else if trimmed.len() != text.len()
            || trimmed.contains(['"', '\'', '\\'])
            || trimmed.contains(char::is_whitespace)
        {
            let is_kept = |char: &char| !char.is_whitespace() && !"\"'\\".contains(*char);
            let next: String = trimmed.strip_prefix("b'").unwrap_or(trimmed).chars().filter(is_kept).collect();
            (Cause::TokenQuoted, "has quotes or white space around the token or in it", next)
        } else if trimmed.contains('%') {
            (Cause::TokenUrlEncoded, "is URL-encoded", url_decode(trimmed).into_owned())
        } else {
            break;
        };
        found(cause, format!("{name} {reason}."));
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

/// Why a text is not a readable token: a digest, an encrypted token, or a token that was cut.
fn find_damage(text: &str, name: &str) -> Option<Finding> {
    let found = |cause, reason: &str| Some(Finding::new(cause, Some(name), format!("{name} {reason}.")));
    if text.len() > MAX_TOKEN {
        return None;
    }
    let parts: Vec<&str> = text.split('.').take(6).collect();
    let begins_like_token = text.starts_with("eyJ");
    match parts.as_slice() {
        [digest] if [40, 64, 128].contains(&digest.len()) && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            found(Cause::TokenIsDigest, "is a digest in hex")
        }
        [_, _, _, _, _] if begins_like_token => {
            found(Cause::TokenEncrypted, "has the five parts of an encrypted token")
        }
        [_] | [_, _] if begins_like_token => {
            found(Cause::TokenCut, "begins like a token and lacks the last of its three parts")
        }
        [header, payload, _] if begins_like_token && [header, payload].iter().any(|part| is_cut(part)) => {
            found(Cause::TokenCut, "has a part that ends in the middle")
        }
        [_, _, signature]
            if begins_like_token && is_base64url(signature) && URL_SAFE_NO_PAD.decode(signature).is_err() =>
        {
            found(Cause::TokenCut, "has a signature that ends in the middle of a byte")
        }
        _ => None,
    }
}

/// Whether the base64 or the JSON of a part ends in the middle.
fn is_cut(part: &str) -> bool {
    match URL_SAFE_NO_PAD.decode(part) {
        Ok(bytes) => serde_json::from_slice::<Value>(&bytes).is_err_and(|error| error.is_eof()),
        Err(_) => is_base64url(part),
    }
}

fn is_base64url(part: &str) -> bool {
    part.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// Whether an HS256 token is signed with the text of a public key as its secret (CVE-2016-10555).
fn is_signed_with_pem(token: &Token<'_>, keys: &[ReadableKey<'_>]) -> bool {
    let is_secret = |secret: &[u8]| {
        Hmac::<Sha256>::new_from_slice(secret)
            .is_ok_and(|mac| mac.chain_update(token.signed).verify_slice(&token.signature).is_ok())
    };
    token.header.get("alg").and_then(Value::as_str) == Some("HS256")
        && keys.iter().any(|readable| {
            let pem = readable.pem.trim();
            [
                pem.to_owned(),
                format!("{pem}\n"),
                format!("{pem}\r\n"),
                pem.replace('\n', "\r\n"),
                pem.replace('\n', "\r\n") + "\r\n",
            ]
            .iter()
            .any(|secret| is_secret(secret.as_bytes()))
        })
}
