//! What a scheme says about its tokens.

use super::{Lifetime, Piece, Source, Table, join_settings, slots};
use crate::{
    algorithm::Algorithm,
    error::{Code, Error, Result},
    forms::SecretForm,
    settings::Settings,
};
use serde::{Deserialize, Serialize};

/// How a scheme with a token signs (RFC 7519).
#[derive(Deserialize, Serialize)]
pub(crate) struct Jwt {
    #[serde(with = "crate::algorithm::as_name")]
    pub algorithm: &'static Algorithm,
    /// The form of a shared secret.
    pub secret: SecretForm,
    /// The `kid` of the header: text around settings. Without it a header has none.
    pub kid: Vec<Piece>,
    pub claims: Table,
    /// The paths of the claims that must not be empty.
    pub required: Vec<String>,
    pub lifetime: Option<Lifetime>,
    /// The largest age of `{now}`, in seconds.
    pub max_age: Option<u64>,
    pub uses_random: bool,
    /// Whether a claim of the vendor's own holds a time.
    pub has_own_times: bool,
    /// The example secrets of the vendor's documentation.
    pub samples: Vec<String>,
}

/// The claims that RFC 7519 section 4.1 registers. A visitor's attribute never sets them.
pub(crate) const REGISTERED_CLAIMS: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

/// Checks the name of a key. The error is a sentence.
pub(crate) fn check_kid(kid: &str) -> std::result::Result<(), &'static str> {
    if kid.is_empty() || kid.len() > 256 || kid.contains(char::is_control) {
        return Err("The kid is empty, longer than 256 bytes, or holds control characters. Use another name.");
    }
    Ok(())
}

impl Jwt {
    /// The `kid` of a token's header, as far as the settings give it.
    ///
    /// # Errors
    /// `setting_invalid` for one that no verifier takes.
    pub fn header_kid(&self, settings: &Settings) -> Result<Option<String>> {
        let kid = join_settings(&self.kid, settings).filter(|kid| !kid.is_empty());
        match kid.as_deref().map(check_kid) {
            Some(Err(reason)) => {
                let setting = self.kid_settings().next().unwrap_or("kid");
                Err(Error::about(Code::SettingInvalid, setting, reason))
            }
            _ => Ok(kid),
        }
    }

    /// The settings in the header's `kid`.
    pub fn kid_settings(&self) -> impl Iterator<Item = &str> {
        slots(&self.kid).filter_map(|slot| match &slot.source {
            Source::Setting(name) => Some(name.as_str()),
            _ => None,
        })
    }
}
