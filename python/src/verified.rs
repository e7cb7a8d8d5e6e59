//! The outcome of a verification.

use pyo3::{prelude::*, types::PyDict};

use crate::{
    from_python::Text,
    outcome::{call, to_exception},
    to_python::dict,
};

/// The outcome of a verification that was not refused.
#[pyclass(frozen, module = "visitorseal")]
pub struct Verified(pub visitorseal::Verified);

#[pymethods]
impl Verified {
    /// `verified` or `anonymous`.
    #[getter]
    fn status(&self) -> &str {
        self.0.status().as_str()
    }

    /// Whether the signature proves who the visitor is.
    #[getter]
    fn is_verified(&self) -> bool {
        self.0.is_verified()
    }

    /// What the signature covers, in the visitor's words. The site vouches for it.
    #[getter]
    fn signed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, &self.0.signed().to_object())
    }

    /// What the browser merely claims, in the visitor's words. Anyone can have written it.
    #[getter]
    fn unsigned<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, &self.0.unsigned().to_object())
    }

    /// The index of the key that matches, counted from 0. Once it is always 0, remove the old secret.
    #[getter]
    fn key(&self) -> Option<usize> {
        self.0.key()
    }

    /// The token's own id, its claim `jti`; None without one.
    ///
    /// To refuse a token that is used a second time, keep the ids of verified tokens until the tokens expire.
    #[getter]
    fn token_id(&self) -> Option<&str> {
        self.0.token_id()
    }

    /// Why a wrong signature was let through under the policy `observe`; None otherwise.
    #[getter]
    fn refusal<'py>(&self, py: Python<'py>) -> Option<Bound<'py, PyAny>> {
        self.0.refusal().map(|error| to_exception(py, error).into_value(py).into_bound(py).into_any())
    }

    /// The visitor as a vendor's backend stores a contact; None for an anonymous visitor.
    fn contact(&self, py: Python<'_>) -> PyResult<Option<Contact>> {
        call(py, || Ok(self.0.contact().map(Contact)))
    }

    /// The outcome as JSON: `{"verified": true, "signed", "unsigned", "key"}`, with a `token_id` if the token has one,
    /// or `{"verified": false, "anonymous": true, "unsigned"}`.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        call(py, || Ok(self.0.to_json()))
    }

    fn __repr__(&self) -> String {
        format!("<visitorseal.Verified {}>", self.status())
    }
}

/// A verified visitor in the words of a vendor's database.
#[pyclass(frozen, module = "visitorseal")]
pub struct Contact(visitorseal::Contact);

#[pymethods]
impl Contact {
    /// The site's id of the visitor: the signed field that identifies a contact to this vendor.
    #[getter]
    fn external_id(&self) -> Option<&str> {
        self.0.external_id()
    }

    /// The name. Anyone can have written it if `unsigned` lists it.
    #[getter]
    fn name(&self) -> Option<&str> {
        self.0.name()
    }

    /// The email address. Anyone can have written it if `unsigned` lists it.
    #[getter]
    fn email(&self) -> Option<&str> {
        self.0.email()
    }

    /// The telephone number. Anyone can have written it if `unsigned` lists it.
    #[getter]
    fn phone(&self) -> Option<&str> {
        self.0.phone()
    }

    /// The attributes, signed ones first. Anyone can have written those that `unsigned` lists.
    #[getter]
    fn attributes<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyDict>> {
        dict(py, self.0.attributes())
    }

    /// The names of what the signature does not cover.
    #[getter]
    fn unsigned(&self) -> Vec<&'static str> {
        self.0.unsigned().to_vec()
    }

    /// Replaces placeholders in a text with the contact's values: `{{contact.email}}`, `{{contact.name}}`,
    /// `{{contact.external_id}}` and `{{contact.attr.KEY}}`.
    ///
    /// The result is plain text, so escape it for HTML. An unknown placeholder becomes empty.
    #[pyo3(signature = (text, /))]
    fn fill(&self, py: Python<'_>, text: Text<'_>) -> PyResult<String> {
        call(py, || Ok(self.0.fill(&text.0)))
    }

    fn __repr__(&self) -> &'static str {
        "<visitorseal.Contact>"
    }
}
