//! Why a text is no token.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use super::wrapper::{begins_like_token, is_encoded_claims};
use crate::{
    explain::finding::{Cause, Finding},
    json::{self, Object},
    scheme::Jwt,
};

/// Why a text is not a readable token: a digest, an encrypted token, claims alone, or a token that was cut.
pub(super) fn find_damage(text: &str, largest: usize, name: &str, jwt: &Jwt) -> Option<Finding> {
    let found = |cause, reason: &str| Some(Finding::new(cause, Some(name), format!("{name} {reason}.")));
    if text.len() > largest {
        return None;
    }
    let parts: Vec<&str> = text.split('.').take(6).collect();
    let header = parts.first().and_then(|part| read_object(part));
    let is_header = |member: &str| header.as_ref().is_some_and(|header| header.contains_key(member));
    let is_unsigned = header.as_ref().is_some_and(names_none);
    let begins_like_token = begins_like_token(text);
    match parts.as_slice() {
        [digest] if [40, 64, 128].contains(&digest.len()) && digest.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            found(Cause::TokenIsDigest, "is a digest in hex")
        }
        [_, _, _, _, _] if is_header("enc") => found(Cause::TokenEncrypted, "has the five parts of an encrypted token"),
        _ if begins_like_token && (text.contains('\u{2026}') || text.contains("..")) && !is_unsigned => {
            let finding = found(Cause::TokenCut, "was shortened with dots, as a console or a log shows a long text")?;
            Some(finding.with_fix("Send the whole token. Do not copy it from where it is shown."))
        }
        [_, payload] | [_, payload, ""] if is_unsigned && read_object(payload).is_some() => Some(unsigned()),
        [payload] | [payload, _] if is_encoded_claims(payload, jwt) => found(
            Cause::TokenIsClaims,
            if parts.len() == 1 {
                "is the encoded claims alone, without header and signature"
            } else {
                "is the encoded claims and a signature, without a header"
            },
        ),
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

/// The finding for a token that says itself that nobody signed it.
pub(super) fn unsigned() -> Finding {
    let reason = "The token says itself that it is unsigned: its alg is none. Anyone could have written it.";
    Finding::new(Cause::TokenUnsigned, Some("alg"), reason)
}

/// Whether a header says that the token is unsigned (RFC 7518 section 3.6), in whatever case.
pub(super) fn names_none(header: &Object) -> bool {
    header.get("alg").and_then(Value::as_str).is_some_and(|alg| alg.eq_ignore_ascii_case("none"))
}

fn read_object(part: &str) -> Option<Object> {
    json::object(&URL_SAFE_NO_PAD.decode(part.trim_end_matches('=')).ok()?).ok()
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
