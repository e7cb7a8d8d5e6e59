//! A token, read without its key.

use std::sync::Arc;

use crate::error::Result;

/// What a token says, without verification: anyone can have written it.
#[derive(uniffi::Object)]
pub struct InspectedToken(visitorseal::InspectedToken);

#[uniffi::export]
impl InspectedToken {
    /// The token's header as JSON. Anyone can have written it.
    pub fn unverified_header_json(&self) -> String {
        serde_json::to_string(self.0.unverified_header()).unwrap_or_default()
    }

    /// The token's claims as JSON. Anyone can have written them.
    pub fn unverified_claims_json(&self) -> String {
        serde_json::to_string(self.0.unverified_claims()).unwrap_or_default()
    }

    /// When the token expires, in Unix seconds, by its own claim `exp`. None for a token that never expires.
    ///
    /// Throws `Refused`: `claim_type` or `claim_value` if `exp` is not a time.
    pub fn unverified_expiry(&self) -> Result<Option<i64>> {
        Ok(self.0.unverified_expiry()?.and_then(|expiry| i64::try_from(expiry).ok()))
    }

    /// Header and claims as JSON: `{"unverified": true, "header", "claims"}`.
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }
}

/// Reads a token without verifying it. Never trust the result.
///
/// Throws `Refused`: `token_malformed` or `token_too_large`.
#[uniffi::export]
pub fn inspect_token(token: &str) -> Result<Arc<InspectedToken>> {
    Ok(Arc::new(InspectedToken(visitorseal::inspect_token(token)?)))
}
