//! Shared secrets, as vendors' dashboards show them.

use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use super::{LARGEST, identifier::is_public_der};
use crate::{
    error::{Code, Error, Result},
    forms::SecretForm,
};

/// Checks the vendor's shared secret and returns the key's bytes.
pub(crate) fn shared(bytes: &[u8], form: SecretForm) -> Result<SharedKey<'_>> {
    let error = |code, reason| Err(Error::about(code, "secret", reason));
    let Ok(text) = std::str::from_utf8(bytes) else {
        return error(Code::SecretEncoding, "The secret is not UTF-8 text. Save the file as UTF-8.");
    };
    if text.trim().is_empty() {
        return error(Code::SecretEmpty, "The secret is empty. Check the variable or file that should hold it.");
    }
    if bytes.len() > LARGEST {
        return error(Code::SecretEncoding, "The secret is over 64 KiB. Check that this is the right file.");
    }
    if text.contains('\0') || text.starts_with('\u{feff}') {
        return error(
            Code::SecretEncoding,
            "The secret contains a NUL byte or a byte order mark. Save the file as UTF-8 without them.",
        );
    }
    check_kind(bytes)?;
    if form == SecretForm::Text {
        return Ok(SharedKey::Text(bytes));
    }
    // Wiped also if it is only the beginning that can be decoded.
    let mut key = Zeroizing::new(vec![0; bytes.len()]);
    let length = match form {
        SecretForm::Text => None,
        SecretForm::Hex => {
            let half = key.get_mut(..bytes.len() / 2).unwrap_or_default();
            hex::decode_to_slice(text, half).ok().map(|()| bytes.len() / 2)
        }
        SecretForm::Base64 => STANDARD.decode_slice(text, &mut key).ok(),
    };
    let Some(length) = length else {
        let (name, _) = SecretForm::ALL.into_iter().find(|(_, known)| *known == form).unwrap_or_default();
        let reason =
            format!("The secret is not {name}. Copy it again from the vendor's dashboard, without spaces and quotes.");
        return Err(Error::about(Code::SecretEncoding, "secret", reason));
    };
    let decoded = SharedKey::Decoded(key, length);
    check_kind(&decoded)?;
    Ok(decoded)
}

/// Refuses a key of a pair: the public one is no secret.
fn check_kind(bytes: &[u8]) -> Result<()> {
    const BEGIN: &[u8] = b"-----BEGIN ";
    let error = |code, what| {
        let reason = format!("This is {what}. Pass the shared secret that the vendor's dashboard shows.");
        Err(Error::about(code, "secret", reason))
    };
    if bytes.windows(BEGIN.len()).any(|window| window == BEGIN) {
        return error(Code::SecretIsPem, "a PEM key");
    }
    if super::jwk::is_jwk(bytes) {
        return error(Code::SecretIsJwk, "a JSON Web Key");
    }
    if is_public_key(bytes) {
        return error(Code::SecretIsPem, "a public key, which anyone may know");
    }
    Ok(())
}

/// Whether this is a public key in DER, or the base64 between the first line and the last of a PEM file.
fn is_public_key(bytes: &[u8]) -> bool {
    // DER begins with the byte 0x30, and so its base64 with M.
    match bytes.first() {
        Some(0x30) => is_public_der(bytes),
        Some(b'M') => {
            // It may be a secret all the same, so its copies are wiped.
            let mut text = Zeroizing::new(Vec::with_capacity(bytes.len()));
            text.extend(bytes.iter().filter(|byte| !byte.is_ascii_whitespace()));
            let mut der = Zeroizing::new(vec![0; text.len()]);
            let length = STANDARD.decode_slice(text.as_slice(), &mut der).ok();
            length.and_then(|length| der.get(..length)).is_some_and(is_public_der)
        }
        _ => false,
    }
}

/// The bytes of a shared secret, wiped on drop if they are a copy.
pub(crate) enum SharedKey<'a> {
    Text(&'a [u8]),
    /// So many bytes of these are the key.
    Decoded(Zeroizing<Vec<u8>>, usize),
}

impl std::ops::Deref for SharedKey<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Text(bytes) => bytes,
            Self::Decoded(bytes, length) => bytes.get(..*length).unwrap_or_default(),
        }
    }
}
