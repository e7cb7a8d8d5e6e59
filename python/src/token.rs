//! Tokens, looked at.

use pyo3::{prelude::*, types::PyDict};

use crate::{from_python::Text, outcome::call, to_python::dict};

/// A token's header and claims, unverified: anyone can have written them.
#[pyclass(frozen, module = "visitorseal")]
pub struct Inspected(visitorseal::Inspected);

/// Reads a token without verifying it, to look at while integrating; trust nothing in it.
///
/// Raises `Refused`: `token_malformed` or `token_too_large`.
#[pyfunction]
#[pyo3(signature = (token, /))]
pub fn inspect(py: Python<'_>, token: Text<'_>) -> PyResult<Inspected> {
    call(py, || visitorseal::inspect(token.0)).map(Inspected)
}

#[pymethods]
impl Inspected {
    /// The header's members.
    #[getter]
    fn unverified_header<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, self.0.unverified_header())
    }

    /// The claims.
    #[getter]
    fn unverified_claims<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, self.0.unverified_claims())
    }

    /// `{"unverified": true, "header", "claims"}`.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(&self) -> &'static str {
        "<visitorseal.Inspected>"
    }
}
