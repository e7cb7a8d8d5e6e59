//! Who made a token's signature, and how.

use super::{
    keys::ReadableKey,
    shared::{explain_secret, is_signed_with_pem},
};
use crate::{
    algorithm::Family,
    error::{Code, Error},
    explain::finding::{Cause, Finding},
    scheme::Jwt,
    token::{Token, TokenKey, select_keys},
};

/// The finding for a token of another algorithm.
pub(super) fn explain_algorithm(token: &Token<'_>, keys: &[ReadableKey<'_>], jwt: &Jwt) -> Finding {
    let wanted = jwt.algorithm.name;
    if !jwt.algorithm.is_shared() && is_signed_with_pem(token, keys) {
        let reason = "The site signed with HS256 and used the text of the public key as a shared secret.";
        let fix = format!(
            "Sign with {wanted} and the private key. With HS256 the public PEM is the secret, so everyone could sign."
        );
        return Finding::new(Cause::Hs256WithPem, Some("alg"), reason).with_fix(fix);
    }
    let error = token.kid(jwt.algorithm).err();
    let reason = error.as_ref().map(Error::reason).unwrap_or_default();
    Finding::from(Error::about(Code::AlgorithmRefused, "alg", reason)).with_fix(format!("Sign with {wanted}."))
}

pub(super) fn check_signature(
    token: &Token<'_>,
    text: &str,
    keys: &[ReadableKey<'_>],
    name: &str,
    jwt: &Jwt,
) -> Option<Finding> {
    let all = || keys.iter().flat_map(|readable| &readable.keys);
    all().next()?;
    let candidates = match select_keys(token.kid(jwt.algorithm).ok().flatten(), all()) {
        Ok(candidates) => candidates,
        Err(error) => return Some(error.into()),
    };
    if candidates.iter().any(|key| key.verifies(token)) {
        return None;
    }
    if let Some(finding) = find_cut(token, name, jwt) {
        return Some(finding);
    }
    if jwt.algorithm.is_shared() {
        return Some(explain_secret(token, text, keys, name, jwt));
    }
    let fingerprints: Vec<String> = all().filter_map(TokenKey::fingerprint).collect();
    let reason = format!(
        "Another key signed the token, or someone changed it afterwards. The verifier's public keys have the SHA-256 fingerprints {}. The site can print its own: openssl pkey -in private.pem -pubout -outform DER | openssl dgst -sha256",
        fingerprints.join(", "),
    );
    Some(Error::about(Code::SignatureMismatch, name, reason).into())
}

/// The finding for a signature that is too short, or that is the DER form of an EC signature.
fn find_cut(token: &Token<'_>, name: &str, jwt: &Jwt) -> Option<Finding> {
    let (length, algorithm) = (token.signature.len(), jwt.algorithm);
    let is_curve = matches!(algorithm.family, Family::P256 | Family::P384);
    if is_curve && token.signature.first() == Some(&0x30) && algorithm.signature_length() != Some(length) {
        let reason =
            format!("The signature is DER, but an {} signature is r and s, one after the other.", algorithm.name);
        return Some(Finding::new(Cause::TokenSignatureForm, Some(name), reason).with_fix(
            "Write r and s as two numbers of the curve's length (IEEE P1363). A library for tokens does it by itself.",
        ));
    }
    // The smallest RSA key that is accepted, of 2048 bits, makes signatures of 256 bytes.
    let least = algorithm.signature_length().unwrap_or(256);
    if length >= least {
        return None;
    }
    let reason = format!(
        "The token's signature has {length} bytes, but an {} signature has {}{least}. The end of the token was cut off.",
        algorithm.name,
        if algorithm.family == Family::Rsa { "at least " } else { "" },
    );
    Some(Finding::new(Cause::TokenCut, Some(name), reason))
}
