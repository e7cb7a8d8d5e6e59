//! Signed visitors.

use pyo3::{prelude::*, types::PyDict};

use crate::{
    from_python::Text,
    outcome::{Warning, call, warnings},
    to_python::{dict, script},
};

/// A signed visitor, ready for the page.
#[pyclass(frozen, module = "visitorseal")]
pub struct Signed(pub visitorseal::Signed);

#[pymethods]
impl Signed {
    /// The scheme's name.
    #[getter]
    fn scheme(&self) -> &str {
        self.0.scheme()
    }

    /// What the vendor checks: 64 lower-case hex digits, or a JWT. None for a pre-filled form.
    #[getter]
    fn signature(&self) -> Option<&str> {
        self.0.signature()
    }

    /// The payload under the vendor's names, in the order of the vendor's page; a new dict each time.
    #[getter]
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, self.0.fields())
    }

    /// The fields as JSON in ASCII: the request body that a page posts, and that `Verifier.verify_json` takes.
    #[getter]
    fn fields_json(&self) -> &str {
        self.0.fields_json()
    }

    /// What works and deserves a look, such as a field that the widget has no place for.
    #[getter]
    fn warnings(&self) -> Vec<Warning> {
        warnings(self.0.warnings())
    }

    /// `{"scheme", "signature", "fields", "warnings"}`.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        call(py, || Ok(self.0.to_json()))
    }

    /// The HTML that hands the fields to the widget, for the page of this visitor alone.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce. Send `Cache-Control: private, no-store` with
    /// the page. Raises `ConfigurationError`: `nonce_invalid`, `setting_missing` or `not_offered`.
    #[pyo3(signature = (nonce=None))]
    fn script<'py>(&self, py: Python<'py>, nonce: Option<Text<'_>>) -> PyResult<Bound<'py, PyAny>> {
        script(py, &call(py, || self.0.script(nonce.as_ref().map(|nonce| &*nonce.0)))?)
    }

    /// The address of the vendor's page for mobile apps, with the token in it (Orlo).
    ///
    /// Whoever has the address is the visitor. Raises `ConfigurationError`: `not_offered` or `setting_missing`.
    fn url(&self, py: Python<'_>) -> PyResult<String> {
        call(py, || self.0.url())
    }

    fn __repr__(&self) -> String {
        format!("<visitorseal.Signed {}>", self.0.scheme())
    }
}
