//! Why a signature is refused.

use pyo3::{
    prelude::*,
    types::{PyBytes, PyDict, PyString},
};
use visitorseal::{MAX_TOKEN, MAX_VISITOR};

use crate::{
    from_python::{Fault, fields, judged, settings},
    key::Keys,
    now,
    outcome::call_detached,
    scheme::meant,
};

/// What `explain` found.
#[pyclass(frozen, module = "visitorseal")]
pub struct Explanation(visitorseal::Explanation);

/// One thing that was found.
#[pyclass(frozen, get_all, module = "visitorseal")]
pub struct Finding {
    /// A stable name, such as `other_field`.
    code: &'static str,
    /// What it is about, in the vendor's words, where there is such a thing.
    field: Option<String>,
    /// What was found.
    reason: String,
    /// What to change.
    fix: String,
}

/// Explains why the fields of a page do not verify: names the mistake and the change that mends it.
///
/// `fields` is a mapping, or the body of a request as it came. A finding may show the message that should
/// have been signed, and keys by their fingerprint only.
///
/// Raises `ConfigurationError`: `scheme_unknown`, `key_count`, `now_invalid` or `setting_…`.
#[pyfunction]
#[pyo3(signature = (scheme, keys, fields, /, *, now=None, **settings))]
pub fn explain(
    scheme: &Bound<'_, PyAny>,
    keys: &Bound<'_, PyAny>,
    fields: &Bound<'_, PyAny>,
    now: Option<f64>,
    settings: Option<&Bound<'_, PyDict>>,
) -> PyResult<Explanation> {
    let py = scheme.py();
    let scheme = meant(scheme)?;
    let keys = Keys::given(keys)?;
    let (keys, settings) = (keys.read()?, self::settings(settings)?);
    let now = now::seconds(py, now)?;
    let as_it_came = fields.is_instance_of::<PyString>() || fields.is_instance_of::<PyBytes>();
    if as_it_came {
        let body = judged(fields, "a body")?;
        return call_detached(py, || visitorseal::explain_json(&scheme, keys, body, now, &settings)).map(Explanation);
    }
    let fields = match self::fields(fields, MAX_TOKEN + 2 * MAX_VISITOR) {
        Ok(fields) => fields,
        Err(Fault::Unfit(error)) => return Ok(Explanation(error.into())),
        Err(Fault::Raised(error)) => return Err(error),
    };
    call_detached(py, || visitorseal::explain(&scheme, keys, &fields, now, &settings)).map(Explanation)
}

#[pymethods]
impl Explanation {
    /// Whether the fields verify as they are.
    #[getter]
    fn is_verified(&self) -> bool {
        self.0.is_verified()
    }

    /// The findings, best first: why it is refused, or what else stops a widget that verifies.
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

    /// `{"verified", "findings": [{"code", "field", "reason", "fix"}]}`.
    fn to_json(&self) -> String {
        self.0.to_json()
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
