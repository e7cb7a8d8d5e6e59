//! What a scheme says about its tokens.

use super::{Lifetime, Piece, Source, Table, slots};
use crate::{algorithm::Algorithm, forms::SecretForm};

/// How a scheme with a token signs (RFC 7519).
pub(crate) struct Jwt {
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

impl Jwt {
    /// The settings in the header's `kid`.
    pub fn kid_settings(&self) -> impl Iterator<Item = &str> {
        slots(&self.kid).filter_map(|slot| match &slot.source {
            Source::Setting(name) => Some(name.as_str()),
            _ => None,
        })
    }
}
