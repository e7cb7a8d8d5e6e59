//! Looks at a token without verifying it.

use super::{compact::Token, times::numeric_date};
use crate::{
    error::Result,
    json::{self, Object},
};

/// [`inspect_token`] reads tokens of at most this many bytes.
const MAX_INSPECTED: usize = 64 * 1024;

/// A token's header and claims, unverified. Anyone can have written them.
#[derive(Clone, PartialEq)]
pub struct InspectedToken {
    header: Object,
    claims: Object,
}

impl InspectedToken {
    /// The token's header. Anyone can have written it.
    #[must_use]
    pub fn unverified_header(&self) -> &Object {
        &self.header
    }

    /// The token's claims. Anyone can have written them.
    #[must_use]
    pub fn unverified_claims(&self) -> &Object {
        &self.claims
    }

    /// When the token expires, by its own claim `exp`, in Unix seconds; none if it never does.
    ///
    /// # Errors
    /// `claim_type` or `claim_value` for an `exp` that is not a time.
    pub fn unverified_expiry(&self) -> Result<Option<u64>> {
        Ok(numeric_date(&self.claims, "exp")?.map(|seconds| seconds.ceil() as u64))
    }

    /// `{"unverified":true,"header":…,"claims":…}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::ascii(&serde_json::json!({"unverified": true, "header": self.header, "claims": self.claims}))
    }
}

impl std::fmt::Debug for InspectedToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("InspectedToken")
            .field("claims", &self.claims.keys().collect::<Vec<_>>())
            .finish_non_exhaustive()
    }
}

/// Reads a token without verifying it. Never trust the result.
///
/// # Errors
/// `token_malformed`, or `token_too_large` above 64 KiB.
pub fn inspect_token(token: &str) -> Result<InspectedToken> {
    let token = Token::read(token, MAX_INSPECTED)?;
    Ok(InspectedToken { claims: token.claims()?, header: token.header })
}
