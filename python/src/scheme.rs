//! Schemes.

use pyo3::{exceptions::PyTypeError, prelude::*, types::PyString};

use crate::{from_python::Text, outcome::call};

/// How one vendor's widget wants a visitor signed.
#[pyclass(frozen, module = "visitorseal")]
pub struct Scheme(pub visitorseal::Scheme);

/// A setting of a scheme.
#[pyclass(frozen, get_all, module = "visitorseal")]
pub struct Setting {
    /// The setting's name. It is a keyword argument of `Signer`.
    name: String,
    /// What the setting is and where the vendor shows it.
    about: String,
    /// Whether a signer needs the setting. Without another one, the call that uses it raises `setting_missing`.
    is_required: bool,
}

#[pymethods]
impl Setting {
    fn __repr__(&self) -> String {
        format!("<visitorseal.Setting {}>", self.name)
    }
}

/// Gives the names of the vendors' schemes.
#[pyfunction]
pub fn schemes() -> Vec<&'static str> {
    visitorseal::schemes().collect()
}

/// Gives the scheme of a vendor by its name. Raises `ConfigurationError` `scheme_unknown`.
#[pyfunction]
#[pyo3(signature = (name, /))]
pub fn scheme(py: Python<'_>, name: Text<'_>) -> PyResult<Scheme> {
    call(py, || visitorseal::scheme(&name.0)).map(Scheme)
}

/// The core's scheme for an argument: a name or a `Scheme`.
pub fn resolve_scheme(scheme: &Bound<'_, PyAny>) -> PyResult<visitorseal::Scheme> {
    if let Ok(scheme) = scheme.cast::<Scheme>() {
        return Ok(scheme.get().0.clone());
    }
    match scheme.cast::<PyString>() {
        Ok(name) => call(scheme.py(), || visitorseal::scheme(&name.to_string_lossy())),
        Err(_) => Err(PyTypeError::new_err("scheme must be a scheme's name, such as 'bookbag', or a Scheme")),
    }
}

#[pymethods]
impl Scheme {
    /// Reads a scheme of your own from TOML. A scheme file is code: load only your own.
    ///
    /// Raises `ConfigurationError` `scheme_malformed`: `field` is the key, and the reason names the line.
    #[staticmethod]
    #[pyo3(signature = (toml, /))]
    fn parse(py: Python<'_>, toml: Text<'_>) -> PyResult<Self> {
        call(py, || visitorseal::Scheme::parse(&toml.0)).map(Self)
    }

    /// The scheme's name, such as `bookbag`.
    #[getter]
    fn name(&self) -> &str {
        self.0.name()
    }

    /// The vendor's name as the vendor writes it.
    #[getter]
    fn vendor(&self) -> &str {
        self.0.vendor()
    }

    /// The product as the vendor names it, such as `Messenger`. None if the scheme's file does not say it.
    #[getter]
    fn product(&self) -> Option<&str> {
        self.0.product()
    }

    /// What the product is for, such as `support_chat`. None if the scheme's file does not say it.
    #[getter]
    fn category(&self) -> Option<&str> {
        self.0.category().map(visitorseal::Category::as_str)
    }

    /// The address of the vendor's documentation that the scheme was read from.
    #[getter]
    fn document(&self) -> &str {
        self.0.document()
    }

    /// What verifies a signature: `shared`, the secret itself, or `pair`, the public key of a key pair.
    #[getter]
    fn key_kind(&self) -> &str {
        self.0.key_kind().as_str()
    }

    /// `HMAC-SHA256`, `HMAC-SHA512` or `HMAC-SHA1` (RFC 2104), or a token's, such as `HS256` or `RS256` (RFC 7518).
    #[getter]
    fn algorithm(&self) -> &str {
        self.0.algorithm()
    }

    /// The visitor's fields that the signature covers. `attributes` stands for all attributes, `attributes.plan` for one.
    #[getter]
    fn covers(&self) -> Vec<&str> {
        self.0.covers()
    }

    /// The settings that the scheme takes.
    #[getter]
    fn settings(&self) -> Vec<Setting> {
        let setting = |setting: &visitorseal::Setting| Setting {
            name: setting.name().to_owned(),
            about: setting.about().to_owned(),
            is_required: setting.is_required(),
        };
        self.0.settings().iter().map(setting).collect()
    }

    /// The scheme as JSON.
    fn to_json(&self, py: Python<'_>) -> PyResult<String> {
        call(py, || Ok(self.0.to_json()))
    }

    /// Gives the scheme itself, which never changes.
    fn __copy__(this: Py<Self>) -> Py<Self> {
        this
    }

    /// Gives the scheme itself, which never changes.
    fn __deepcopy__(this: Py<Self>, _memo: &Bound<'_, PyAny>) -> Py<Self> {
        this
    }

    fn __repr__(&self) -> String {
        format!("<visitorseal.Scheme {}>", self.0.name())
    }
}
