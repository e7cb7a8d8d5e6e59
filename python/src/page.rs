//! Pages without a signed visitor.

use pyo3::{prelude::*, types::PyDict};

use crate::{
    from_python::{Text, settings},
    outcome::call,
    scheme::meant,
    to_python::script,
};

/// A scheme with its settings: what a page says of nobody. It needs no secret.
///
/// Raises `ConfigurationError`: `scheme_unknown` or `setting_…`.
#[pyclass(frozen, module = "visitorseal")]
pub struct Page(visitorseal::Page);

#[pymethods]
impl Page {
    #[new]
    #[pyo3(signature = (scheme, **settings))]
    fn new(scheme: &Bound<'_, PyAny>, settings: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let (meant, settings) = (meant(scheme)?, self::settings(settings)?);
        call(scheme.py(), || visitorseal::Page::new(&meant, &settings)).map(Self)
    }

    /// The scheme's name.
    #[getter]
    fn scheme(&self) -> &str {
        self.0.scheme().name()
    }

    /// The HTML that a page runs after sign-out; empty where a page without the script is anonymous.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce.
    #[pyo3(signature = (nonce=None))]
    fn forget_script<'py>(&self, py: Python<'py>, nonce: Option<Text<'_>>) -> PyResult<Bound<'py, PyAny>> {
        script(py, &call(py, || self.0.forget_script(nonce.as_ref().map(|nonce| &*nonce.0)))?)
    }

    /// The HTML that starts the widget for a visitor who is not signed in; empty where none is needed.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce.
    #[pyo3(signature = (nonce=None))]
    fn anonymous_script<'py>(&self, py: Python<'py>, nonce: Option<Text<'_>>) -> PyResult<Bound<'py, PyAny>> {
        script(py, &call(py, || self.0.anonymous_script(nonce.as_ref().map(|nonce| &*nonce.0)))?)
    }

    fn __repr__(&self) -> String {
        format!("<visitorseal.Page {}>", self.scheme())
    }
}
