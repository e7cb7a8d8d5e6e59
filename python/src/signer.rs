//! Signers.

use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyDict, PyList, PyString},
};
use visitorseal::{Error, Kind};

use crate::{
    from_python::{Fault, Text, message, secret, settings, visitor},
    now,
    outcome::{Warning, call, call_detached, raised, warnings},
    scheme::meant,
    signed::Signed,
    to_python::script,
};

/// A scheme with its secret and settings. Make one and keep it: it signs from many threads, and fast.
///
/// `scheme` is the name of a scheme or a `Scheme`. `secret` is the vendor's shared secret as its panel
/// shows it (Re:amaze, Fernand, Bookbag, Thread), or the site's RSA private key as PEM (Orlo). Settings
/// are keyword arguments, such as Thread's `app_id`.
///
/// Raises `ConfigurationError`: `scheme_unknown`, `secret_…`, `key_…` or `setting_…`.
#[pyclass(frozen, module = "visitorseal")]
pub struct Signer {
    signer: visitorseal::Signer,
    /// Whether signing takes longer than letting go of the GIL and taking it again.
    slow: bool,
}

#[pymethods]
impl Signer {
    #[new]
    #[pyo3(signature = (scheme, secret, /, **settings))]
    fn new(
        scheme: &Bound<'_, PyAny>,
        secret: &Bound<'_, PyAny>,
        settings: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let py = scheme.py();
        let scheme = meant(scheme)?;
        let (secret, settings) = (self::secret(secret)?, self::settings(settings)?);
        let signer = call(py, || visitorseal::Signer::new(&scheme, secret, &settings))?;
        Ok(Self { signer, slow: scheme.algorithm() == "RS256" })
    }

    /// The scheme's name.
    #[getter]
    fn scheme(&self) -> &str {
        self.signer.scheme().name()
    }

    /// What deserves a look about the secret: it is short, or in quotes, or the vendor's sample.
    #[getter]
    fn warnings(&self) -> Vec<Warning> {
        warnings(self.signer.warnings())
    }

    /// Signs a visitor, given as keyword arguments or as a mapping with these names.
    ///
    /// `id` is text, a whole number or a UUID. `email` is an address that the site has verified. `phone` is
    /// E.164 such as `+14155552671`, `avatar` an http or https address, `attributes` a mapping of JSON
    /// values for the vendor's agents to see. Text may be lazy, as Django's translations are. `now` is Unix
    /// seconds, the system's clock unless given; it matters only to tokens with a lifetime. Given both, keyword
    /// arguments take the place of the mapping's members.
    ///
    /// Raises `VisitorError` where a field that the signature covers is missing, None, empty or ambiguous,
    /// or any field is not of its form.
    #[pyo3(signature = (visitor=None, /, *, now=None, **fields))]
    fn sign(
        &self,
        py: Python<'_>,
        visitor: Option<&Bound<'_, PyAny>>,
        now: Option<f64>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Signed> {
        let visitor = self::visitor(visitor, fields).map_err(|fault| fault.into_error(py))?;
        let now = now::seconds(py, now)?;
        let sign = || self.signer.sign(&visitor, now);
        if self.slow { call_detached(py, sign) } else { call(py, sign) }.map(Signed)
    }

    /// Signs visitors in one call, in their order. What is wrong with one stands in its place.
    #[pyo3(signature = (visitors, /, *, now=None))]
    fn sign_many<'py>(&self, visitors: &Bound<'py, PyAny>, now: Option<f64>) -> PyResult<Bound<'py, PyList>> {
        let py = visitors.py();
        let now = now::seconds(py, now)?;
        let mut read = Vec::new();
        for mapping in visitors.try_iter()? {
            read.push(match visitor(Some(&mapping?), None) {
                Ok(visitor) => Ok(visitor),
                Err(Fault::Unfit(error)) => Err(error),
                Err(Fault::Raised(error)) => return Err(error),
            });
        }
        let sign = |visitor: Result<_, Error>| self.signer.sign(&visitor?, now);
        let signed = call_detached(py, || Ok(read.into_iter().map(sign).collect::<Vec<_>>()))?;
        let results = signed.into_iter().map(|signed| match signed {
            Ok(signed) => Bound::new(py, Signed(signed)).map(Bound::into_any),
            Err(error) if error.kind() != Kind::Visitor => Err(raised(py, &error)),
            Err(error) => Ok(raised(py, &error).into_value(py).into_bound(py).into_any()),
        });
        PyList::new(py, results.collect::<PyResult<Vec<_>>>()?)
    }

    /// Name and email without a signature, where the vendor documents that: a form is filled in, nothing is proven.
    ///
    /// Raises `ConfigurationError` `not_offered` for other vendors.
    #[pyo3(signature = (visitor=None, /, **fields))]
    fn prefill(
        &self,
        py: Python<'_>,
        visitor: Option<&Bound<'_, PyAny>>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Signed> {
        let visitor = self::visitor(visitor, fields).map_err(|fault| fault.into_error(py))?;
        call(py, || self.signer.prefill(&visitor)).map(Signed)
    }

    /// The digest of exactly these bytes (text as UTF-8): 64 lower-case hex digits, the one-liner of the vendors' pages.
    ///
    /// Raises `ConfigurationError` `not_offered` where the scheme's signature is a token.
    #[pyo3(signature = (message, /))]
    fn digest<'py>(&self, message: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
        let py = message.py();
        let message = self::message(message)?;
        let digest = call(py, || self.signer.digest(message))?;
        Ok(PyString::new(py, digest.as_str()))
    }

    /// The digests of many messages, in their order.
    #[pyo3(signature = (messages, /))]
    fn digest_many<'py>(&self, messages: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
        let py = messages.py();
        let kept = messages.try_iter()?.collect::<PyResult<Vec<_>>>()?;
        let messages = kept.iter().map(message).collect::<PyResult<Vec<_>>>()?;
        let digests = call_detached(py, || self.signer.digest_many(messages))?;
        PyList::new(py, digests.iter().map(|digest| PyString::new(py, digest.as_str())))
    }

    /// The HTML that a page runs after sign-out; empty where a page without the script is anonymous.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce.
    #[pyo3(signature = (nonce=None))]
    fn forget_script<'py>(&self, py: Python<'py>, nonce: Option<Text<'_>>) -> PyResult<Bound<'py, PyAny>> {
        script(py, &call(py, || self.signer.forget_script(nonce.map(|nonce| nonce.0)))?)
    }

    /// The HTML that starts the widget for a visitor who is not signed in; empty where none is needed.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce.
    #[pyo3(signature = (nonce=None))]
    fn anonymous_script<'py>(&self, py: Python<'py>, nonce: Option<Text<'_>>) -> PyResult<Bound<'py, PyAny>> {
        script(py, &call(py, || self.signer.anonymous_script(nonce.map(|nonce| nonce.0)))?)
    }

    fn __reduce__(&self) -> PyResult<()> {
        unpicklable("Signer")
    }

    fn __repr__(&self) -> String {
        format!("<visitorseal.Signer {}>", self.scheme())
    }
}

/// Refuses to pickle or copy what holds a secret.
pub fn unpicklable(class: &str) -> PyResult<()> {
    Err(PyTypeError::new_err(format!(
        "a {class} holds a secret: it is neither pickled nor copied; make one in each process, share it among threads"
    )))
}
