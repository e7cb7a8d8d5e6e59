//! Why a signature was refused.

use std::sync::Arc;

use visitorseal::{Cause, Code, Error, Explainer, MAX_TOKEN, Settings, Visitor};

use crate::{clock, error::Result, scheme::Scheme, verifier::Key};

/// Why a signature was refused.
#[derive(uniffi::Record)]
pub struct Explanation {
    /// Whether the signature is right after all.
    pub is_verified: bool,
    /// What was found, the most likely cause first.
    pub findings: Vec<Finding>,
    /// The explanation as JSON.
    pub json: String,
}

/// A cause that explains a refused signature. It may show the message that should have been signed.
#[derive(uniffi::Record)]
pub struct Finding {
    /// The stable code of the cause, such as `other_field`.
    pub code: String,
    /// The field or claim that it is about, if there is one.
    pub field: Option<String>,
    /// What is wrong.
    pub reason: String,
    /// What to change.
    pub fix: String,
}

/// Tries the mistakes that integrators make and reports the one that explains this signature.
///
/// `body` is the body of the request as it came, `now` Unix seconds. `leeway`, `max_token` and `settings` are those of the
/// verifier. `visitor` is the site's own record of the visitor, a JSON object as `sign` takes it, with further columns in
/// its `attributes`: the site may have signed one of them. A finding may show the message that should have been signed,
/// and keys by their fingerprint only.
///
/// Throws `Configuration`: `key_count`, `leeway_invalid`, `now_invalid` or `setting_…`; and `Visitor`, as `sign` does, for
/// a visitor without its form.
#[uniffi::export]
#[allow(clippy::too_many_arguments, reason = "they are the arguments of Kotlin's and Swift's functions")]
pub fn explain(
    scheme: &Scheme,
    keys: Vec<Arc<Key>>,
    body: &[u8],
    now: i64,
    leeway: u64,
    max_token: Option<u64>,
    settings: &str,
    visitor: Option<Vec<u8>>,
) -> Result<Explanation> {
    let max_token = max_token.map_or(MAX_TOKEN, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
    let mut explainer = Explainer::new(&scheme.0, Key::list(&keys))?
        .leeway(leeway)?
        .max_token(max_token)
        .settings(&Settings::from_json(settings.as_bytes())?)?;
    if let Some(record) = visitor {
        explainer = explainer.visitor(&Visitor::from_json(&record)?)?;
    }
    Ok(explainer.explain_json(body, clock::unix(now)?)?.into())
}

/// Makes an explanation of an error that Kotlin or Swift found, such as fields that it cannot write as JSON.
///
/// Throws `Internal` for a code that does not exist.
#[uniffi::export]
pub fn explain_error(code: &str, field: Option<String>, reason: &str) -> Result<Explanation> {
    let known = Code::ALL.iter().find(|known| known.as_str() == code);
    let code = *known.ok_or_else(|| Error::about(Code::Internal, "code", "There is no such code."))?;
    let error = match field {
        Some(field) => Error::about(code, field, reason),
        None => Error::new(code, reason),
    };
    Ok(visitorseal::Explanation::from(error).into())
}

impl From<visitorseal::Explanation> for Explanation {
    fn from(explained: visitorseal::Explanation) -> Self {
        let finding = |finding: &visitorseal::Finding| Finding {
            code: finding.code().into(),
            field: finding.field().map(str::to_owned),
            reason: finding.reason().into(),
            fix: finding.fix().into(),
        };
        Self {
            is_verified: explained.is_verified(),
            findings: explained.findings().iter().map(finding).collect(),
            json: explained.to_json(),
        }
    }
}

/// The codes of findings. A finding may also have the code of an error.
#[uniffi::export]
#[must_use]
pub fn finding_codes() -> Vec<String> {
    Cause::ALL.iter().map(|cause| cause.as_str().to_owned()).collect()
}
