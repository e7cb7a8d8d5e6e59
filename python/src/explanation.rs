//! Explains why a signature was refused.

use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict, PyString},
};
use visitorseal::{Explainer, MAX_TOKEN};

use crate::{
    fault::Fault,
    from_python::{bytes_or_invalid_utf8, fields, settings, visitor},
    key::Keys,
    now,
    outcome::{call, call_detached},
    scheme::resolve_scheme,
};

/// Why a signature was refused.
#[pyclass(frozen, module = "visitorseal")]
pub struct Explanation(visitorseal::Explanation);

/// A cause that explains a refused signature.
#[pyclass(frozen, get_all, module = "visitorseal")]
pub struct Finding {
    /// The stable code of the cause, such as `other_field`.
    code: &'static str,
    /// The field or claim that it is about, under the vendor's name; None where it is about none.
    field: Option<String>,
    /// What is wrong.
    reason: String,
    /// What to change.
    fix: String,
}

/// Tries the mistakes that integrators make and reports the one that explains this signature.
///
/// `fields` is a mapping, or a request body as text or bytes. `now` is Unix seconds, by default those of the system's
/// clock. Pass the `leeway`, `max_token` and settings of your `Verifier`. `visitor` is the site's own record of the
/// visitor, a mapping as `sign` takes it, with further columns in its `attributes`: the site may have signed one of
/// them. A finding may show the message that should be signed. It never shows a key, only its fingerprint.
///
/// Raises `ConfigurationError`: `scheme_unknown`, `key_count`, `leeway_invalid`, `now_invalid` or `setting_…`; and
/// `VisitorError`, as `sign` does, for a wrong `visitor`.
#[pyfunction]
#[pyo3(
    signature = (scheme, keys, fields, *, now=None, leeway=0, max_token=MAX_TOKEN, visitor=None, **settings),
    text_signature = "(scheme, keys, fields, *, now=None, leeway=0, max_token=8192, visitor=None, **settings)"
)]
#[expect(clippy::too_many_arguments, reason = "they are the arguments of Python's function")]
pub fn explain(
    scheme: &Bound<'_, PyAny>,
    keys: &Bound<'_, PyAny>,
    fields: &Bound<'_, PyAny>,
    now: Option<f64>,
    leeway: i64,
    max_token: usize,
    visitor: Option<&Bound<'_, PyAny>>,
    settings: Option<&Bound<'_, PyDict>>,
) -> PyResult<Explanation> {
    let py = scheme.py();
    let scheme = resolve_scheme(scheme)?;
    let keys = Keys::collect(keys)?;
    let (keys, settings) = (keys.read()?, self::settings(settings)?);
    let visitor = visitor.map(|record| self::visitor(Some(record), None)).transpose();
    let visitor = visitor.map_err(|fault| fault.into_error(py))?;
    let explainer = call(py, || {
        let explainer = Explainer::new(&scheme, keys)?
            .leeway(u64::try_from(leeway).unwrap_or(u64::MAX))?
            .max_token(max_token)
            .settings(&settings)?;
        match &visitor {
            Some(visitor) => explainer.visitor(visitor),
            None => Ok(explainer),
        }
    })?;
    let now = now::seconds(py, now)?;
    if fields.is_instance_of::<PyString>() || fields.is_instance_of::<PyBytes>() {
        let body = bytes_or_invalid_utf8(fields, "a body")?;
        return call_detached(py, || explainer.explain_json(body, now)).map(Explanation);
    }
    match self::fields(fields, explainer.max_body()) {
        Ok(fields) => call_detached(py, || explainer.explain(&fields, now)).map(Explanation),
        Err(Fault::Invalid(error)) => Ok(Explanation(error.into())),
        Err(Fault::Raised(error)) => Err(error),
    }
}

#[pymethods]
impl Explanation {
    /// Whether the signature is right after all.
    #[getter]
    fn is_verified(&self) -> bool {
        self.0.is_verified()
    }

    /// What was found, the most likely cause first. Where the signature is right: what else can stop a widget.
    #[getter]
    fn findings(&self) -> Vec<Finding> {
        let finding = |finding: &visitorseal::Finding| Finding {
            code: finding.code(),
            field: finding.field().map(str::to_owned),
            reason: finding.reason().to_owned(),
            fix: finding.fix().to_owned(),
        };
        self.0.findings().iter().map(finding).collect()
    }

    /// The explanation as JSON: `{"verified", "findings": [{"code", "field", "reason", "fix"}]}`.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        call(py, || Ok(self.0.to_json()))
    }

    fn __repr__(&self) -> String {
        let codes: Vec<_> = self.0.findings().iter().map(visitorseal::Finding::code).collect();
        format!("<visitorseal.Explanation {}>", codes.join(", "))
    }
}

#[pymethods]
impl Finding {
    fn __repr__(&self) -> String {
        format!("<visitorseal.Finding {}>", self.code)
    }

    fn __str__(&self) -> String {
        format!("{}: {}; {}", self.code, self.reason, self.fix)
    }
}
