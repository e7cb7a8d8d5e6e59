//! Schemes.

use pyo3::{exceptions::PyTypeError, prelude::*, types::PyString};

use crate::{from_python::Text, outcome::call};

/// How one vendor's widget wants a visitor signed.
#[pyclass(frozen, module = "visitorseal")]
pub struct Scheme(pub visitorseal::Scheme);

/// What a scheme asks of the site beside the secret.
#[pyclass(frozen, get_all, module = "visitorseal")]
pub struct Setting {
    /// The setting's name: the keyword argument of `Signer`.
    name: String,
    /// What it is and where the vendor shows it, in a sentence.
    about: String,
    /// Whether a signer needs it. Others are asked for by the call that uses them.
    required: bool,
}

#[pymethods]
impl Setting {
    fn __repr__(&self) -> String {
        format!("<visitorseal.Setting {}>", self.name)
    }
}

/// The names of the schemes that come with the library.
#[pyfunction]
pub fn schemes() -> Vec<&'static str> {
    visitorseal::schemes().collect()
}

/// The scheme of that name. Raises `ConfigurationError` `scheme_unknown`.
#[pyfunction]
#[pyo3(signature = (name, /))]
pub fn scheme(py: Python<'_>, name: Text<'_>) -> PyResult<Scheme> {
    call(py, || visitorseal::scheme(name.0)).map(Scheme)
}

/// The scheme that is meant by a name or a `Scheme`.
pub fn meant(scheme: &Bound<'_, PyAny>) -> PyResult<visitorseal::Scheme> {
    if let Ok(scheme) = scheme.cast::<Scheme>() {
        return Ok(scheme.get().0.clone());
    }
    match scheme.cast::<PyString>() {
        Ok(name) => call(scheme.py(), || visitorseal::scheme(&name.to_string_lossy())),
        Err(_) => Err(PyTypeError::new_err("a scheme is the name of one, such as 'bookbag', or a Scheme")),
    }
}

#[pymethods]
impl Scheme {
    /// Reads a scheme of your own. A scheme file is code: load only your own.
    ///
    /// Raises `ConfigurationError` `scheme_malformed`, with the key as `field` and the line in the reason.
    #[staticmethod]
    #[pyo3(signature = (toml, /))]
    fn parse(py: Python<'_>, toml: Text<'_>) -> PyResult<Self> {
        call(py, || visitorseal::Scheme::parse(toml.0)).map(Self)
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

    /// The address of the vendor's page that the scheme was read from.
    #[getter]
    fn document(&self) -> &str {
        self.0.document()
    }

    /// `HMAC-SHA256` (RFC 2104) or `RS256` (RFC 7518).
    #[getter]
    fn algorithm(&self) -> &str {
        self.0.algorithm()
    }

    /// What the signature covers, in the visitor's words; `attributes` stands for all of them.
    #[getter]
    fn covers(&self) -> Vec<&'static str> {
        self.0.covers()
    }

    /// The settings that the scheme takes.
    #[getter]
    fn settings(&self) -> Vec<Setting> {
        let setting = |setting: &visitorseal::Setting| Setting {
            name: setting.name().to_owned(),
            about: setting.about().to_owned(),
            required: setting.is_required(),
        };
        self.0.settings().iter().map(setting).collect()
    }

    /// All that a catalogue shows, as JSON.
    fn to_json(&self) -> String {
        self.0.to_json()
    }

    fn __repr__(&self) -> String {
        format!("<visitorseal.Scheme {}>", self.0.name())
    }
}
