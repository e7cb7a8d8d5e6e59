//! Shared secrets, as vendors' dashboards show them.

use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use super::LARGEST;
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
    if text.contains("-----BEGIN ") {
        return error(
            Code::SecretIsPem,
            "This is a PEM key. Pass the shared secret that the vendor's dashboard shows.",
        );
    }
    if super::jwk::is_jwk(bytes) {
        return error(
            Code::SecretIsJwk,
            "This is a JSON Web Key. Pass the shared secret that the vendor's dashboard shows.",
        );
    }
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
    Ok(SharedKey::Decoded(key, length))
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
