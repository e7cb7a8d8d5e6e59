//! Verifiers.

use pyo3::{prelude::*, types::PyDict};
use visitorseal::{KeyKind, MAX_TOKEN, Policy};

use crate::{
    from_python::{Text, bytes_or_invalid_utf8, fields, settings},
    key::Keys,
    now,
    outcome::{call, call_detached},
    pickling::refuse_pickling,
    scheme::resolve_scheme,
    verified::Verified,
};

/// A scheme with the keys that it accepts, newest first, and a policy. Make one and share it among threads.
///
/// `keys` are 1 to 16 keys. A key is the shared secret, the site's public key (Orlo), or a `Key`. A public key is
/// PEM, a JSON Web Key (JWK) or a JWK set, as JSON text. The keys of a set that the scheme cannot use are skipped.
///
/// `policy` decides about visitors who do not prove who they are. `required`: they are refused. `optional`: a
/// visitor whose signature is absent or null is anonymous, and a wrong or empty signature is refused. `observe`,
/// for a rollout: a visitor with a wrong signature is anonymous too, and `Verified.refusal` is the reason.
///
/// `leeway` is the number of seconds that clocks may differ, at most 300. `max_token` is the largest token in
/// bytes, 8192 by default. A page's fields must agree with the settings that you pass, such as Thread's `app_id`.
/// Orlo's `contact_claim` names the claim that identifies a contact.
///
/// Raises `ConfigurationError`: `scheme_unknown`, `key_…`, `secret_…`, `policy_unknown`, `leeway_invalid`
/// or `setting_…`.
#[pyclass(frozen, module = "visitorseal")]
pub struct Verifier {
    verifier: visitorseal::Verifier,
    /// Whether a verification takes longer than releasing the GIL and taking it again.
    slow: bool,
}

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(
        signature = (scheme, keys, *, policy=Text("required".into()), leeway=0, max_token=MAX_TOKEN, **settings),
        text_signature = "(scheme, keys, *, policy='required', leeway=0, max_token=8192, **settings)"
    )]
    fn new(
        scheme: &Bound<'_, PyAny>,
        keys: &Bound<'_, PyAny>,
        policy: Text<'_>,
        leeway: i64,
        max_token: usize,
        settings: Option<&Bound<'_, PyDict>>,
    ) -> PyResult<Self> {
        let py = scheme.py();
        let scheme = resolve_scheme(scheme)?;
        let keys = Keys::collect(keys)?;
        let (keys, settings) = (keys.read()?, self::settings(settings)?);
        let verifier = call(py, || {
            let policy: Policy = policy.0.parse()?;
            visitorseal::Verifier::new(&scheme, keys)?
                .policy(policy)
                .leeway(u64::try_from(leeway).unwrap_or(u64::MAX))?
                .max_token(max_token)
                .settings(&settings)
        })?;
        let slow = scheme.key_kind() == KeyKind::Pair;
        Ok(Self { verifier, slow })
    }

    /// The scheme's name.
    #[getter]
    fn scheme(&self) -> &str {
        self.verifier.scheme().name()
    }

    /// The largest body in bytes that `verify_json` reads.
    #[getter]
    fn max_body(&self) -> usize {
        self.verifier.max_body()
    }

    /// Verifies the fields of a request, a mapping under the vendor's names. Prefer `verify_json`.
    ///
    /// `now` is Unix seconds, by default those of the system's clock. Raises `Refused`.
    #[pyo3(signature = (fields, /, *, now=None))]
    fn verify(&self, fields: &Bound<'_, PyAny>, now: Option<f64>) -> PyResult<Verified> {
        let py = fields.py();
        let fields = self::fields(fields, self.verifier.max_body()).map_err(|fault| fault.into_error(py))?;
        let now = now::seconds(py, now)?;
        self.call(py, || self.verifier.verify(&fields, now))
    }

    /// Verifies the fields in a JSON body. Unlike `verify` it refuses a body that has a member twice.
    ///
    /// Raises `Refused`. A body that is no JSON object is refused under every policy.
    #[pyo3(signature = (body, /, *, now=None))]
    fn verify_json(&self, body: &Bound<'_, PyAny>, now: Option<f64>) -> PyResult<Verified> {
        let py = body.py();
        let body = bytes_or_invalid_utf8(body, "a body")?;
        let now = now::seconds(py, now)?;
        self.call(py, || self.verifier.verify_json(body, now))
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling("Verifier")
    }

    fn __repr__(&self) -> String {
        format!("<visitorseal.Verifier {}>", self.scheme())
    }
}

impl Verifier {
    fn call(
        &self,
        py: Python<'_>,
        verify: impl FnOnce() -> visitorseal::Result<visitorseal::Verified> + Send,
    ) -> PyResult<Verified> {
        if self.slow { call_detached(py, verify) } else { call(py, verify) }.map(Verified)
    }
}
