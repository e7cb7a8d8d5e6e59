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

    /// What the vendor checks: a digest as the scheme writes it, or a JWT. None for a form that `prefill` filled.
    #[getter]
    fn signature(&self) -> Option<&str> {
        self.0.signature()
    }

    /// The payload under the vendor's names, in the order of the vendor's documentation. Each call gives a new dict.
    #[getter]
    fn fields<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, self.0.fields())
    }

    /// The payload as JSON in ASCII, as a page posts it. `Verifier.verify_json` takes it.
    #[getter]
    fn fields_json(&self) -> &str {
        self.0.fields_json()
    }

    /// When the vendor stops accepting the signature, in Unix seconds. None if it never expires.
    #[getter]
    fn expires_at(&self) -> Option<u64> {
        self.0.expires_at()
    }

    /// What tells this visitor from others in the browser: 16 characters that say nothing about either. None for a form
    /// that `prefill` filled.
    #[getter]
    fn mark(&self) -> Option<&str> {
        self.0.mark()
    }

    /// Problems that do not stop signing, such as a field that the widget does not show.
    #[getter]
    fn warnings(&self) -> Vec<Warning> {
        warnings(self.0.warnings())
    }

    /// The signed visitor as JSON: `{"scheme", "signature", "fields", "expires_at", "mark", "warnings"}`. It is
    /// no request body: a page posts `fields_json`.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        call(py, || Ok(self.0.to_json()))
    }

    /// The HTML that hands the fields to the widget.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce. The page is this visitor's alone: send it with
    /// `Cache-Control: private, no-store`.
    ///
    /// Raises `ConfigurationError`: `nonce_invalid`, `setting_missing` or `not_offered`.
    #[pyo3(signature = (nonce=None))]
    fn script<'py>(&self, py: Python<'py>, nonce: Option<Text<'_>>) -> PyResult<Bound<'py, PyAny>> {
        script(py, &call(py, || self.0.script(nonce.as_ref().map(|nonce| &*nonce.0)))?)
    }

    /// The HTML element that states the visitor, for a page with the scheme's file `visitorseal/NAME.js` in its `<head>`.
    /// It contains no code, so it needs no nonce.
    ///
    /// `endpoint` is the site's address that gives the fields anew, such as `/visitor`. The page is this visitor's alone:
    /// send it with `Cache-Control: private, no-store`.
    ///
    /// Raises `ConfigurationError`: `not_offered` or `setting_invalid`.
    #[pyo3(signature = (endpoint=None))]
    fn element<'py>(&self, py: Python<'py>, endpoint: Option<Text<'_>>) -> PyResult<Bound<'py, PyAny>> {
        script(py, &call(py, || self.0.element(endpoint.as_ref().map(|endpoint| &*endpoint.0)))?)
    }

    /// The address of the vendor's page for mobile apps (Orlo). It contains the token.
    ///
    /// To the vendor, anyone who has the address is this visitor.
    ///
    /// Raises `ConfigurationError`: `not_offered` or `setting_missing`.
    fn url(&self, py: Python<'_>) -> PyResult<String> {
        call(py, || self.0.url())
    }

    fn __repr__(&self) -> String {
        format!("<visitorseal.Signed {}>", self.0.scheme())
    }
}
