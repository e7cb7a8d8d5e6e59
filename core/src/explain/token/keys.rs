//! The keys of a verifier, and what was meant by those that it cannot read.

use std::borrow::Cow;

use base64::{Engine, engine::general_purpose::STANDARD};

use crate::{
    explain::finding::{Cause, Finding},
    key::Key,
    scheme::Jwt,
    token::{TokenKey, read_keys as read_token_keys},
    verifier::{MAX_KEYS, about_key},
};

/// A key that could be read.
pub(in crate::explain) struct ReadableKey<'a> {
    /// The secret's text, or the public key as PEM or JWK.
    pub text: Cow<'a, str>,
    /// A JWK set gives several.
    pub keys: Vec<TokenKey>,
}

/// Reads the keys, repairs those that cannot be read where possible, and gives a finding for each fault.
pub(super) fn read_keys<'a>(keys: &[Key<'a>], jwt: &Jwt) -> (Vec<ReadableKey<'a>>, Vec<Finding>) {
    let mut readable = Vec::new();
    let mut findings = Vec::new();
    let mut count = 0;
    let read = |key: Key<'_>, index| read_token_keys(key, index, jwt.algorithm, jwt.secret);
    for (index, key) in keys.iter().enumerate() {
        let text = std::str::from_utf8(key.bytes).unwrap_or_default();
        let error = match read(*key, index) {
            Ok(mut keys) => {
                // No verifier has more keys. A set of thousands would make thousands of tries and fingerprints.
                keys.truncate(MAX_KEYS.saturating_sub(count));
                count += keys.len();
                readable.push(ReadableKey { keys, text: Cow::Borrowed(text) });
                continue;
            }
            Err(error) => about_key(index, error),
        };
        let (repairs, pem) = if jwt.algorithm.is_shared() { Default::default() } else { repair_pem(text) };
        if repairs.is_empty() {
            findings.push(error.into());
            continue;
        }
        findings.extend(repairs.into_iter().map(|cause| Finding::new(cause, error.field(), error.reason())));
        if let Ok(keys) = read(Key { bytes: pem.as_bytes(), kid: key.kid }, index) {
            readable.push(ReadableKey { keys, text: Cow::Owned(pem) });
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
