//! Calls into the core: they return a value or raise the exception of the error's kind.

use std::panic::{AssertUnwindSafe, catch_unwind};

use pyo3::{prelude::*, sync::PyOnceLock, types::PyModule};
use visitorseal::{Code, Error, Kind, Result};

/// Calls the core. A panic becomes an `InternalError`: PyO3's own exception is no `Exception`.
pub fn call<T>(py: Python<'_>, core: impl FnOnce() -> Result<T>) -> PyResult<T> {
    catch_panic(core).map_err(|error| to_exception(py, &error))
}

/// Calls the core without the GIL, for calls that take longer than releasing it.
pub fn call_detached<T: Send>(py: Python<'_>, core: impl FnOnce() -> Result<T> + Send) -> PyResult<T> {
    py.detach(|| catch_panic(core)).map_err(|error| to_exception(py, &error))
}

/// Calls the core and catches a panic.
pub fn catch_panic<T>(core: impl FnOnce() -> Result<T>) -> Result<T> {
    catch_unwind(AssertUnwindSafe(core)).unwrap_or_else(|_| {
        Err(Error::new(Code::Panic, "The library panicked. Please report this, with the traceback."))
    })
}

/// The Python exception for an error of the core.
pub fn to_exception(py: Python<'_>, error: &Error) -> PyErr {
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
    let (code, field, reason) = (error.code().as_str(), error.field(), error.reason());
    match (error.http_status(), error.http_error()) {
        (Some(status), Some(answer)) => class.call1((code, field, reason, status, answer)),
        _ => class.call1((code, field, reason)),
    }
}

/// A problem that does not stop signing, such as a short secret.
#[pyclass(frozen, get_all, module = "visitorseal")]
pub struct Warning {
    /// The stable code of the warning, such as `secret_short`.
    code: &'static str,
    /// What it is about, in the visitor's words, or `secret`.
    field: String,
    /// What is wrong and what to do. The words may change in any version.
    reason: String,
}

impl From<&visitorseal::Warning> for Warning {
    fn from(warning: &visitorseal::Warning) -> Self {
        Self { code: warning.code(), field: warning.field().to_owned(), reason: warning.reason().to_owned() }
    }
}

/// The core's warnings as Python's.
pub fn warnings(warnings: &[visitorseal::Warning]) -> Vec<Warning> {
    warnings.iter().map(Warning::from).collect()
}

#[pymethods]
impl Warning {
    fn __repr__(&self) -> String {
        format!("<visitorseal.Warning {} ({})>", self.code, self.field)
    }

    fn __str__(&self) -> String {
        format!("{} ({}): {}", self.code, self.field, self.reason)
    }
}
