//! A token, looked at without its key.

use std::sync::Arc;

use crate::error::Result;

/// A token's header and claims, unverified: anyone can have written them.
#[derive(uniffi::Object)]
pub struct Inspected(visitorseal::Inspected);

#[uniffi::export]
impl Inspected {
    /// The header's members, as JSON.
    pub fn unverified_header_json(&self) -> String {
        serde_json::to_string(self.0.unverified_header()).unwrap_or_default()
    }

    /// The claims, as JSON.
    pub fn unverified_claims_json(&self) -> String {
        serde_json::to_string(self.0.unverified_claims()).unwrap_or_default()
    }

    /// The Unix second from which on no verifier takes the token, by its own claim `exp`; none for a token
    /// that never expires.
    ///
    /// Throws `Refused`: `claim_type` or `claim_value` for an `exp` that is no time.
    pub fn unverified_expiry(&self) -> Result<Option<i64>> {
        Ok(self.0.unverified_expiry()?.and_then(|expiry| i64::try_from(expiry).ok()))
    }

    /// `{"unverified": true, "header", "claims"}`.
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }
}

/// Reads a token without verifying it, to look at while integrating; trust nothing in it.
///
/// Throws `Refused`: `token_malformed` or `token_too_large`.
#[uniffi::export]
pub fn inspect(token: &str) -> Result<Arc<Inspected>> {
    Ok(Arc::new(Inspected(visitorseal::inspect(token)?)))
}
