//! Why a Python value could not be read.

use pyo3::{exceptions::PyException, prelude::*};
use visitorseal::{
    Code, Error,
    values::{self, shortened},
};

use crate::outcome::to_exception;

const VALUE_RAISES: &str = "Reading the value raises an exception. Pass a plain value.";

/// Why a value could not be read.
pub enum Fault {
    /// The value has no form in JSON, or is too large.
    Invalid(Error),
    /// The code of the value's own type raised this.
    Raised(PyErr),
}

impl Fault {
    pub fn into_error(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Invalid(error) => to_exception(py, &error),
            Self::Raised(error) => error,
        }
    }

    pub fn new(code: Code, reason: impl Into<Box<str>>) -> Self {
        Self::Invalid(Error::new(code, reason))
    }

    /// Adds the key of the value to the error's field. What the value's own code raised becomes such an error without
    /// its message, which may show a visitor's data.
    pub fn under(self, key: &str, py: Python<'_>) -> Self {
        let error = match self {
            Self::Raised(raised) if raised.is_instance_of::<PyException>(py) => {
                Error::new(Code::FieldType, VALUE_RAISES)
            }
            // The size is that of all values together.
            Self::Invalid(error) if error.code() != Code::VisitorTooLarge => error,
            other => return other,
        };
        let key = shortened(key);
        let path = error.field().map_or_else(|| key.clone(), |rest| format!("{key}.{rest}"));
        Self::Invalid(Error::about(error.code(), path, error.reason()))
    }
}

impl From<values::Fault> for Fault {
    fn from(fault: values::Fault) -> Self {
        Self::new(fault.code, fault.reason)
    }
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Self::Raised(error)
    }
}

pub type Result<T> = std::result::Result<T, Fault>;

/// The name of a value's type.
pub fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "unknown".to_owned(), |name| name.to_string())
}
