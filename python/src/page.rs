//! What a page needs without a secret.

use pyo3::{prelude::*, types::PyDict};

use crate::{
    from_python::{Text, settings, visitor},
    outcome::call,
    scheme::resolve_scheme,
    signed::Signed,
    to_python::script,
};

/// A scheme with its settings: what a page needs without a secret.
///
/// Raises `ConfigurationError`: `scheme_unknown` or `setting_…`.
#[pyclass(frozen, module = "visitorseal")]
pub struct Page(visitorseal::Page);

#[pymethods]
impl Page {
    #[new]
    #[pyo3(signature = (scheme, **settings))]
    fn new(scheme: &Bound<'_, PyAny>, settings: Option<&Bound<'_, PyDict>>) -> PyResult<Self> {
        let (py, scheme, settings) = (scheme.py(), resolve_scheme(scheme)?, self::settings(settings)?);
        call(py, || visitorseal::Page::new(&scheme, &settings)).map(Self)
    }

    /// The scheme's name.
    #[getter]
    fn scheme(&self) -> &str {
        self.0.scheme().name()
    }

    /// Fills the vendor's form with name and email, without a signature. It proves nothing.
    ///
    /// Raises `ConfigurationError` `not_offered` where the vendor does not document it.
    #[pyo3(signature = (visitor=None, /, **fields))]
    fn prefill(
        &self,
        py: Python<'_>,
        visitor: Option<&Bound<'_, PyAny>>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Signed> {
        let visitor = self::visitor(visitor, fields).map_err(|fault| fault.into_error(py))?;
        call(py, || self.0.prefill(&visitor)).map(Signed)
    }

    /// The script that makes the widget forget the visitor at sign-out. Empty for a scheme without page code.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce.
    #[pyo3(signature = (nonce=None))]
    fn forget_script<'py>(&self, py: Python<'py>, nonce: Option<Text<'_>>) -> PyResult<Bound<'py, PyAny>> {
        script(py, &call(py, || self.0.forget_script(nonce.as_ref().map(|nonce| &*nonce.0)))?)
    }

    /// The script for the page of a visitor who is not signed in: the widget forgets whom it knew, and starts if it needs
    /// a call for that. Empty for a scheme without page code.
    ///
    /// Send the page with `Cache-Control: private` or with `Vary: Cookie`: a page that a cache gives to all would make
    /// every visitor's widget forget.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce.
    #[pyo3(signature = (nonce=None))]
    fn anonymous_script<'py>(&self, py: Python<'py>, nonce: Option<Text<'_>>) -> PyResult<Bound<'py, PyAny>> {
        script(py, &call(py, || self.0.anonymous_script(nonce.as_ref().map(|nonce| &*nonce.0)))?)
    }

    /// The HTML element that states that nobody is signed in, for a page with the scheme's file `visitorseal/NAME.js` in
    /// its `<head>`. It does what `anonymous_script` does, and needs no nonce.
    ///
    /// Raises `ConfigurationError` `not_offered`.
    fn anonymous_element<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        script(py, &call(py, || self.0.anonymous_element())?)
    }

    fn __repr__(&self) -> String {
        format!("<visitorseal.Page {}>", self.scheme())
    }
}
