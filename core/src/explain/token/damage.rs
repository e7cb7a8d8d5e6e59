//! Why a text is no token.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::explain::finding::{Cause, Finding};

/// Why a text is not a readable token: a digest, an encrypted token, or a token that was cut.
pub(super) fn find_damage(text: &str, largest: usize, name: &str) -> Option<Finding> {
    let found = |cause, reason: &str| Some(Finding::new(cause, Some(name), format!("{name} {reason}.")));
    if text.len() > largest {
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
