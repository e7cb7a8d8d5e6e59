//! What a call into the core comes to: a value, or the exception of the error's kind.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::{prelude::*, sync::PyOnceLock, types::PyModule};
use visitorseal::{Code, Error, Kind, Result};

/// Calls the core. No panic crosses: it would be no `Exception` in Python.
pub fn call<T>(py: Python<'_>, core: impl FnOnce() -> Result<T>) -> PyResult<T> {
    caught(core).map_err(|error| raised(py, &error))
}

/// Calls the core without the GIL, for what takes longer than handing it over.
pub fn call_detached<T: Send>(py: Python<'_>, core: impl FnOnce() -> Result<T> + Send) -> PyResult<T> {
    py.detach(|| caught(core)).map_err(|error| raised(py, &error))
}

fn caught<T>(core: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(core)).unwrap_or_else(|_| {
        Err(Error::new(Code::Panic, "the library panicked; please report this with the traceback of your program"))
    })
}

/// The exception that stands for an error.
pub fn raised(py: Python<'_>, error: &Error) -> PyErr {
    exception(py, error).map_or_else(|fault| fault, |exception| PyErr::from_value(exception.into_any()))
}

fn exception<'py>(py: Python<'py>, error: &Error) -> PyResult<Bound<'py, PyAny>> {
    static ERRORS: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let errors = ERRORS.get_or_try_init(py, || py.import("visitorseal._errors").map(Bound::unbind))?.bind(py);
    let class = errors.getattr(match error.kind() {
        Kind::Configuration => "ConfigurationError",
        Kind::Visitor => "VisitorError",
        Kind::Refused => "Refused",
        _ => "InternalError",
    })?;
    let what = (error.code().as_str(), error.field(), error.reason());
    match (error.http_status(), error.http_error()) {
        (Some(status), Some(answer)) => class.call1((what.0, what.1, what.2, status, answer)),
        _ => class.call1(what),
    }
}

/// What works and deserves a look, such as a short secret.
#[pyclass(frozen, get_all, module = "visitorseal")]
pub struct Warning {
    /// A stable name, such as `secret_short`.
    code: &'static str,
    /// What it is about, in the visitor's words, or `secret`.
    field: String,
    /// A sentence for a person.
    reason: String,
}

impl From<&visitorseal::Warning> for Warning {
    fn from(warning: &visitorseal::Warning) -> Self {
        Self { code: warning.code(), field: warning.field().to_owned(), reason: warning.reason().to_owned() }
    }
}

/// The warnings for Python.
pub fn warnings(warnings: &[visitorseal::Warning]) -> Vec<Warning> {
    warnings.iter().map(Warning::from).collect()
}

#[pymethods]
impl Warning {
    fn __repr__(&self) -> String {
        format!("<visitorseal.Warning {} ({})>", self.code, self.field)
    }
}
