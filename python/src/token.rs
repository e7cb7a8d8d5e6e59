//! Reads tokens without verifying them.

use pyo3::{prelude::*, types::PyDict};

use crate::{from_python::Text, outcome::call, to_python::dict};

/// What an unverified token says. Anyone can have written it.
#[pyclass(frozen, module = "visitorseal")]
pub struct InspectedToken(visitorseal::InspectedToken);

/// Reads a token without verifying it. Never trust the result.
///
/// Raises `Refused`: `token_malformed` or `token_too_large`.
#[pyfunction]
#[pyo3(signature = (token, /))]
pub fn inspect_token(py: Python<'_>, token: Text<'_>) -> PyResult<InspectedToken> {
    call(py, || visitorseal::inspect_token(&token.0)).map(InspectedToken)
}

#[pymethods]
impl InspectedToken {
    /// The token's header. Anyone can have written it.
    #[getter]
    fn unverified_header<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, self.0.unverified_header())
    }

    /// The token's claims. Anyone can have written them.
    #[getter]
    fn unverified_claims<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, self.0.unverified_claims())
    }

    /// Header and claims as JSON: `{"unverified": true, "header", "claims"}`.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        call(py, || Ok(self.0.to_json()))
    }

    fn __repr__(&self) -> &'static str {
        "<visitorseal.InspectedToken>"
    }
}
