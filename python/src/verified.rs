//! What a verifier made of the fields.

use pyo3::{prelude::*, types::PyDict};

use crate::{from_python::Text, outcome::raised, to_python::dict};

/// What a verifier made of the fields.
#[pyclass(frozen, module = "visitorseal")]
pub struct Verified(pub visitorseal::Verified);

#[pymethods]
impl Verified {
    /// Whether the visitor is proven.
    #[getter]
    fn status(&self) -> &str {
        self.0.status().as_str()
    }

    /// Whether the status is `verified`.
    #[getter]
    fn is_verified(&self) -> bool {
        self.0.is_verified()
    }

    /// What the signature covers, in the visitor's words: the site vouches for it.
    #[getter]
    fn signed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, &self.0.signed().to_object())
    }

    /// What the browser merely claims, in the visitor's words: anyone can have written it.
    #[getter]
    fn unsigned<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, &self.0.unsigned().to_object())
    }

    /// The index of the key that matched: when a former key's is seen no more, it can go.
    #[getter]
    fn key(&self) -> Option<usize> {
        self.0.key()
    }

    /// Under the policy `observe`, why `optional` would have refused the visitor.
    #[getter]
    fn refusal<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        self.0.refusal().map(|error| raised(py, error).into_value(py).into_bound(py).into_any())
    }

    /// The contact to create or update; None for an anonymous visitor.
    fn contact(&self) -> Option<Contact> {
        self.0.contact().map(Contact)
    }

    /// `{"verified": true, "signed", "unsigned", "key"}` or `{"verified": false, "anonymous": true, "unsigned"}`.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(&self) -> String {
        format!("<visitorseal.Verified {}>", self.status())
    }
}

/// A verified visitor as the vendor's contact.
#[pyclass(frozen, module = "visitorseal")]
pub struct Contact(visitorseal::Contact);

#[pymethods]
impl Contact {
    /// What identifies the contact: the signed field that the vendor uses for it.
    #[getter]
    fn external_id(&self) -> Option<&str> {
        self.0.external_id()
    }

    /// The name; see `unsigned`.
    #[getter]
    fn name(&self) -> Option<&str> {
        self.0.name()
    }

    /// The email address; see `unsigned`.
    #[getter]
    fn email(&self) -> Option<&str> {
        self.0.email()
    }

    /// The telephone number; see `unsigned`.
    #[getter]
    fn phone(&self) -> Option<&str> {
        self.0.phone()
    }

    /// The attributes, those that are signed first; see `unsigned`.
    #[getter]
    fn attributes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, self.0.attributes())
    }

    /// The names of those that the signature does not cover: anyone can have written them.
    #[getter]
    fn unsigned(&self) -> Vec<&'static str> {
        self.0.unsigned().to_vec()
    }

    /// Fills `{{contact.email}}`, `{{contact.name}}`, `{{contact.external_id}}` and `{{contact.attr.KEY}}`.
    ///
    /// One pass, plain text; unknown ones become empty.
    #[pyo3(signature = (text, /))]
    fn fill(&self, text: Text<'_>) -> String {
        self.0.fill(text.0)
    }

    fn __repr__(&self) -> &'static str {
        "<visitorseal.Contact>"
    }
}
