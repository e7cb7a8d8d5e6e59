//! Verifiers.

use pyo3::{prelude::*, types::PyDict};
use visitorseal::{MAX_VISITOR, Policy};

use crate::{
    from_python::{Text, fields, judged, settings},
    key::Keys,
    now,
    outcome::{call, call_detached},
    scheme::meant,
    signer::unpicklable,
    verified::Verified,
};

/// A scheme with the keys that it accepts, newest first. Make one and keep it; many threads may use it.
///
/// `keys` are 1 to 16 of: the vendor's shared secret, the site's RSA public key as PEM (Orlo), or a `Key`.
///
/// `policy` says what becomes of a visitor who does not prove who they are. `required`: refused. `optional`:
/// without a signature (absent or null) anonymous, with a wrong or empty one refused. `observe`, for a
/// rollout: with a wrong one anonymous too, and `Verified.refusal` says why.
///
/// `leeway` are seconds to allow for clocks that differ, at most 300; `max_token` is the largest token in
/// bytes. Settings that are given, the fields must agree with (Thread's `app_id`); Orlo's `contact_claim`
/// names the claim that identifies a contact.
///
/// Raises `ConfigurationError`: `scheme_unknown`, `key_…`, `secret_…`, `policy_unknown`, `leeway_invalid`
/// or `setting_…`.
#[pyclass(frozen, module = "visitorseal")]
pub struct Verifier {
    verifier: visitorseal::Verifier,
    /// Whether verifying takes longer than letting go of the GIL and taking it again.
    slow: bool,
    /// The bytes that fields may have.
    largest: usize,
}

#[pymethods]
impl Verifier {
    #[new]
    #[pyo3(
        signature = (scheme, keys, /, *, policy=Text("required"), leeway=0, max_token=8192, **settings),
        text_signature = "(scheme, keys, /, *, policy='required', leeway=0, max_token=8192, **settings)"
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
        let scheme = meant(scheme)?;
        let keys = Keys::given(keys)?;
        let (keys, settings) = (keys.read()?, self::settings(settings)?);
        let verifier = call(py, || {
            let policy: Policy = policy.0.parse()?;
            visitorseal::Verifier::new(&scheme, keys)?
                .policy(policy)
                .leeway(u64::try_from(leeway).unwrap_or(u64::MAX))?
                .max_token(max_token)
                .settings(&settings)
        })?;
        let slow = scheme.algorithm() == "RS256";
        Ok(Self { verifier, slow, largest: max_token.saturating_add(2 * MAX_VISITOR) })
    }

    /// The scheme's name.
    #[getter]
    fn scheme(&self) -> &str {
        self.verifier.scheme().name()
    }

    /// Verifies the fields that a page sent, as the vendor's page names them.
    ///
    /// `now` is Unix seconds, the system's clock unless given. Raises `Refused`.
    #[pyo3(signature = (fields, /, *, now=None))]
    fn verify(&self, fields: &Bound<'_, PyAny>, now: Option<f64>) -> PyResult<Verified> {
        let py = fields.py();
        let fields = self::fields(fields, self.largest).map_err(|fault| fault.into_error(py))?;
        let now = now::seconds(py, now)?;
        self.call(py, || self.verifier.verify(&fields, now))
    }

    /// Verifies the body of a request as it came. Unlike `verify` it sees members that stand twice.
    ///
    /// Raises `Refused`; a body that is no JSON object is refused under every policy.
    #[pyo3(signature = (body, /, *, now=None))]
    fn verify_json(&self, body: &Bound<'_, PyAny>, now: Option<f64>) -> PyResult<Verified> {
        let py = body.py();
        let body = judged(body, "a body")?;
        let now = now::seconds(py, now)?;
        self.call(py, || self.verifier.verify_json(body, now))
    }

    fn __reduce__(&self) -> PyResult<()> {
        unpicklable("Verifier")
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
