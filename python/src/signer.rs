//! Signers.

use pyo3::{
    prelude::*,
    types::{PyDict, PyList, PyString},
};
use visitorseal::{Error, KeyKind, Kind, Visitor};

use crate::{
    fault::Fault,
    from_python::{Text, message, secret, settings, visitor},
    now,
    outcome::{Warning, call, call_detached, catch_panic, to_exception, warnings},
    pickling::refuse_pickling,
    scheme::resolve_scheme,
    signed::Signed,
    to_python::script,
    usual::Held,
};

/// A digest of more bytes takes longer than releasing the GIL and taking it again.
const LONG_MESSAGE: usize = 64 * 1024;
/// To sign so many visitors takes half a millisecond.
const A_WHILE: usize = 256;

/// A scheme with its secret and settings, ready to sign many visitors. Make one and share it among threads.
///
/// `scheme` is a scheme's name or a `Scheme`. `secret` is the shared secret as the vendor's dashboard shows it
/// or, if the scheme's `key_kind` is `pair` (Orlo), the site's private key as PEM. Settings are keyword arguments,
/// such as Thread's `app_id`.
///
/// Raises `ConfigurationError`: `scheme_unknown`, `secret_…`, `key_…` or `setting_…`.
#[pyclass(frozen, module = "visitorseal")]
pub struct Signer {
    signer: visitorseal::Signer,
    /// Whether a signature takes longer than releasing the GIL and taking it again.
    slow: bool,
}

#[pymethods]
impl Signer {
    #[new]
    #[pyo3(signature = (scheme, secret, **settings))]
    fn new(
        scheme: &Bound<'_, PyAny>,
        secret: &Bound<'_, PyAny>,
        settings: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let py = scheme.py();
        let scheme = resolve_scheme(scheme)?;
        let (secret, settings) = (self::secret(secret)?, self::settings(settings)?);
        let signer = call_detached(py, || visitorseal::Signer::new(&scheme, secret, &settings))?;
        Ok(Self { signer, slow: scheme.key_kind() == KeyKind::Pair })
    }

    /// The scheme's name.
    #[getter]
    fn scheme(&self) -> &str {
        self.signer.scheme().name()
    }

    /// Problems with the secret or the scheme that do not stop signing: the secret is short, in quotes, or the vendor's sample.
    #[getter]
    fn warnings(&self) -> Vec<Warning> {
        warnings(self.signer.warnings())
    }

    /// Signs a visitor: keyword arguments, or a mapping with the same names. A keyword argument replaces the
    /// mapping's member.
    ///
    /// `id` is text, a whole number or a UUID. `email` is an address that the site has verified. `phone` is
    /// E.164 such as `+14155552671`. `avatar` is an http or https address. `attributes` is a mapping of JSON
    /// values for the vendor's agents; it may also hold aware datetimes, dates, UUIDs, enums and decimals. Text
    /// may be lazy, as Django's translations are. `now` is Unix seconds, by default those of the system's clock.
    /// It matters only to signatures that hold a time.
    ///
    /// Raises `VisitorError` where a field that the signature covers is missing, None, empty or ambiguous, or
    /// where any field has a wrong form.
    #[pyo3(signature = (visitor=None, /, *, now=None, **fields))]
    fn sign(
        &self,
        py: Python<'_>,
        visitor: Option<&Bound<'_, PyAny>>,
        now: Option<f64>,
        fields: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Signed> {
        let held = Held::new(visitor, fields);
        let visitor = match held.as_ref().and_then(Held::visitor) {
            Some(visitor) => visitor,
            None => self::visitor(visitor, fields).map_err(|fault| fault.into_error(py))?.into(),
        };
        let now = now::seconds(py, now)?;
        let sign = || self.signer.sign_borrowed(&visitor, now);
        if self.slow { call_detached(py, sign) } else { call(py, sign) }.map(Signed)
    }

    /// Signs many visitors in one call. The list has a `Signed` or a `VisitorError` for each, in their order.
    #[pyo3(signature = (visitors, /, *, now=None))]
    fn sign_many<'py>(&self, visitors: &Bound<'py, PyAny>, now: Option<f64>) -> PyResult<Bound<'py, PyList>> {
        let py = visitors.py();
        let now = now::seconds(py, now)?;
        if self.slow {
            return self.sign_detached(visitors, now);
        }
        let results = PyList::empty(py);
        for (index, mapping) in visitors.try_iter()?.enumerate() {
            let mapping = mapping?;
            let held = Held::new(Some(&mapping), None);
            let signed = match held.as_ref().and_then(Held::visitor) {
                Some(visitor) => catch_panic(|| self.signer.sign_borrowed(&visitor, now)),
                None => read(&mapping)?.and_then(|visitor| catch_panic(|| self.signer.sign(&visitor, now))),
            };
            results.append(one_of_many(py, signed)?)?;
            if index % A_WHILE == A_WHILE - 1 {
                // Other threads run now, as they would between the calls of a loop.
                py.detach(|| ());
            }
        }
        Ok(results)
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
        call(py, || self.signer.prefill(&visitor)).map(Signed)
    }

    /// Computes the HMAC of a message as the scheme writes it, for code that writes the page itself. Text is hashed as UTF-8.
    ///
    /// Raises `ConfigurationError` `not_offered` where the scheme's signature is a token.
    #[pyo3(signature = (message, /))]
    fn digest<'py>(&self, message: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyString>> {
        let py = message.py();
        let message = self::message(message)?;
        let digest = || self.signer.digest(message);
        let digest = if message.len() > LONG_MESSAGE { call_detached(py, digest) } else { call(py, digest) }?;
        Ok(PyString::new(py, digest.as_str()))
    }

    /// Computes the digests of many messages in one call, in their order.
    #[pyo3(signature = (messages, /))]
    fn digest_many<'py>(&self, messages: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyList>> {
        let py = messages.py();
        let items = messages.try_iter()?.collect::<PyResult<Vec<_>>>()?;
        let messages = items.iter().map(message).collect::<PyResult<Vec<_>>>()?;
        let digests = call_detached(py, || self.signer.digest_many(messages))?;
        PyList::new(py, digests.iter().map(|digest| PyString::new(py, digest.as_str())))
    }

    /// The script that makes the widget forget the visitor at sign-out. Empty for a scheme without page code.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce.
    #[pyo3(signature = (nonce=None))]
    fn forget_script<'py>(&self, py: Python<'py>, nonce: Option<Text<'_>>) -> PyResult<Bound<'py, PyAny>> {
        script(py, &call(py, || self.signer.forget_script(nonce.as_ref().map(|nonce| &*nonce.0)))?)
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
        script(py, &call(py, || self.signer.anonymous_script(nonce.as_ref().map(|nonce| &*nonce.0)))?)
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling("Signer")
    }

    fn __repr__(&self) -> String {
        format!("<visitorseal.Signer {}>", self.scheme())
    }
}

impl Signer {
    /// Signs many visitors without the GIL, once all are read.
    fn sign_detached<'py>(&self, visitors: &Bound<'py, PyAny>, now: u64) -> PyResult<Bound<'py, PyList>> {
        let py = visitors.py();
        let read = visitors.try_iter()?.map(|mapping| read(&mapping?)).collect::<PyResult<Vec<_>>>()?;
        let sign = |visitor: Result<_, Error>| self.signer.sign(&visitor?, now);
        let signed = call_detached(py, || Ok(read.into_iter().map(sign).collect::<Vec<_>>()))?;
        let results = signed.into_iter().map(|signed| one_of_many(py, signed)).collect::<PyResult<Vec<_>>>()?;
        PyList::new(py, results)
    }
}

/// Reads one visitor of many. What the code of a value raises ends the whole call.
fn read(mapping: &Bound<'_, PyAny>) -> PyResult<Result<Visitor, Error>> {
    match visitor(Some(mapping), None) {
        Ok(visitor) => Ok(Ok(visitor)),
        Err(Fault::Invalid(error)) => Ok(Err(error)),
        Err(Fault::Raised(error)) => Err(error),
    }
}

/// The `Signed` or the `VisitorError` of one visitor of many.
fn one_of_many(py: Python<'_>, signed: Result<visitorseal::Signed, Error>) -> PyResult<Bound<'_, PyAny>> {
    match signed {
        Ok(signed) => Bound::new(py, Signed(signed)).map(Bound::into_any),
        Err(error) if error.kind() != Kind::Visitor => Err(to_exception(py, &error)),
        Err(error) => Ok(to_exception(py, &error).into_value(py).into_bound(py).into_any()),
    }
}
