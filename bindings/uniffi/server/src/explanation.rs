//! Why a signature is refused.

use std::sync::Arc;

use visitorseal::{Cause, Settings};

use crate::{clock, error::Result, scheme::Scheme, verifier::Key};

/// What `explain` found.
#[derive(uniffi::Record)]
pub struct Explanation {
    /// Whether the fields verify as they are.
    pub is_verified: bool,
    /// The findings, best first: why it is refused, or what else stops a widget that verifies.
    pub findings: Vec<Finding>,
}

/// One thing that was found. It may show the message that should have been signed.
#[derive(uniffi::Record)]
pub struct Finding {
    /// A stable name, such as `other_field`.
    pub code: String,
    /// What it is about, in the vendor's words, where there is such a thing.
    pub field: Option<String>,
    /// What was found.
    pub reason: String,
    /// What to change.
    pub fix: String,
}

/// Explains why the fields of a page do not verify: names the mistake and the change that mends it.
///
/// `body` is the body of the request as it came, `settings` a JSON object, `now` Unix seconds. A finding may show the message
/// that should have been signed, and keys by their fingerprint only.
///
/// Throws `Configuration`: `key_count`, `now_invalid` or `setting_…`.
#[uniffi::export]
pub fn explain(scheme: &Scheme, keys: Vec<Arc<Key>>, body: &[u8], settings: &str, now: i64) -> Result<Explanation> {
    let settings = Settings::from_json(settings.as_bytes())?;
    let explained = visitorseal::explain_json(&scheme.0, Key::list(&keys), body, clock::unix(now)?, &settings)?;
    let finding = |finding: &visitorseal::Finding| Finding {
        code: finding.code().into(),
        field: finding.field().map(str::to_owned),
        reason: finding.reason().into(),
        fix: finding.fix().into(),
    };
    Ok(Explanation {
        is_verified: explained.is_verified(),
        findings: explained.findings().iter().map(finding).collect(),
    })
}

/// The codes that findings have beside those of errors.
#[uniffi::export]
#[must_use]
pub fn finding_codes() -> Vec<String> {
    Cause::ALL.iter().map(|cause| cause.as_str().to_owned()).collect()
}
