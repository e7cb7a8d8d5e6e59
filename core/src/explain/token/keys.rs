//! The keys of a verifier, and what was meant by those that it cannot read.

use std::borrow::Cow;

use crate::{
    error::Error,
    explain::finding::{Cause, Finding},
    key::{Damage, Fault, Key, public_fault},
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

/// Reads the keys, and gives a finding for each fault. Where a public key was meant, it is used.
pub(super) fn read_keys<'a>(keys: &[Key<'a>], jwt: &Jwt) -> (Vec<ReadableKey<'a>>, Vec<Finding>) {
    let mut readable = Vec::new();
    let mut findings = Vec::new();
    let mut count = 0;
    // No verifier has more keys. A set of thousands would make thousands of tries and fingerprints.
    let mut add = |text: Cow<'a, str>, mut keys: Vec<TokenKey>| {
        keys.truncate(MAX_KEYS.saturating_sub(count));
        count += keys.len();
        readable.push(ReadableKey { text, keys });
    };
    for (index, key) in keys.iter().enumerate() {
        let error = match read_token_keys(*key, index, jwt.algorithm, jwt.secret) {
            Ok(keys) => {
                add(Cow::Borrowed(std::str::from_utf8(key.bytes).unwrap_or_default()), keys);
                continue;
            }
            Err(error) => error,
        };
        let Some(fault) = public_fault(*key, jwt.algorithm).filter(|_| !jwt.algorithm.is_shared()) else {
            findings.push(about_key(index, error).into());
            continue;
        };
        findings.extend(find_faults(&fault, index));
        for text in fault.readable {
            if let Ok(keys) = read_token_keys(Key { bytes: text.as_bytes(), ..*key }, index, jwt.algorithm, jwt.secret)
            {
                add(Cow::Owned(text), keys);
            }
        }
    }
    (readable, findings)
}

/// The findings for a key that cannot be read: what happened to its text, and what is wrong with the key itself.
fn find_faults(fault: &Fault, index: usize) -> Vec<Finding> {
    let field = format!("keys[{index}]");
    let found = |damage: &Damage| {
        Finding::new(cause(damage), Some(&field), damage.what()).with_fix(damage.advice(fault.problem.is_none()))
    };
    let mut findings: Vec<Finding> = fault.damages.iter().map(found).collect();
    if let Some(problem) = &fault.problem {
        let finding = Finding::from(about_key(index, Error::new(problem.code, problem.what.as_str())));
        findings.push(match problem.advice.as_str() {
            "" => finding,
            advice => finding.with_fix(advice),
        });
    }
    findings
}

fn cause(damage: &Damage) -> Cause {
    match damage {
        Damage::Charset(_) => Cause::KeyCharset,
        Damage::Der(_) => Cause::KeyDer,
        Damage::Quoted => Cause::KeyQuoted,
        Damage::Base64(_) => Cause::KeyBase64,
        Damage::Json(_) => Cause::KeyInJson,
        Damage::Escaped(_) => Cause::KeyEscaped,
        Damage::Newlines(_) | Damage::Characters => Cause::KeyLiteralNewlines,
        Damage::LinesLost(..) => Cause::KeyLinesLost,
        Damage::LinesChanged(_) => Cause::KeyLinesChanged,
        Damage::OnlyFirstLine | Damage::Cut(..) => Cause::KeyCut,
    }
}
