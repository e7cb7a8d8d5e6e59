//! Keys that verify.

use pyo3::{
    prelude::*,
    types::{PyBytes, PyString},
};
use visitorseal::MAX_KEYS;
use zeroize::Zeroizing;

use crate::{
    from_python::{Text, secret, type_error},
    pickling::refuse_pickling,
};

/// A key that verifies, with an optional `kid`. A token that names a `kid` is verified with that key alone.
///
/// A JSON Web Key (JWK) has its own `kid`, unless you pass one. A JWK set takes none.
#[pyclass(frozen, module = "visitorseal")]
pub struct Key {
    bytes: Zeroizing<Vec<u8>>,
    /// The name that you passed, as a token's header gives it (RFC 7515, section 4.1.4).
    #[pyo3(get)]
    kid: Option<String>,
}

#[pymethods]
impl Key {
    #[new]
    #[pyo3(signature = (key, /, *, kid=None))]
    fn new(key: &Bound<'_, PyAny>, kid: Option<Text<'_>>) -> PyResult<Self> {
        Ok(Self { bytes: secret(key)?.to_vec().into(), kid: kid.map(|kid| kid.0.into_owned()) })
    }

    fn __reduce__(&self) -> PyResult<()> {
        refuse_pickling("Key")
    }

    fn __repr__(&self) -> String {
        match &self.kid {
            Some(kid) => format!("<visitorseal.Key kid={kid:?}>"),
            None => "<visitorseal.Key>".to_owned(),
        }
    }
}

/// The keys of an argument, which Python holds while the core reads them.
pub struct Keys<'py>(Vec<Bound<'py, PyAny>>);

impl<'py> Keys<'py> {
    /// One key, or a sequence of them.
    pub fn collect(keys: &Bound<'py, PyAny>) -> PyResult<Self> {
        let one = keys.is_none()
            || keys.is_instance_of::<PyString>()
            || keys.is_instance_of::<PyBytes>()
            || keys.is_instance_of::<Key>();
        if one {
            return Ok(Self(vec![keys.clone()]));
        }
        // A set has no order, so none of its keys would be the newest.
        let list = keys
            .cast::<pyo3::types::PySequence>()
            .map_err(|_| type_error(keys, "keys", "a list of keys, newest first"))?;
        list.try_iter()?.take(MAX_KEYS + 1).collect::<PyResult<_>>().map(Self)
    }

    pub fn read(&self) -> PyResult<Vec<visitorseal::Key<'_>>> {
        self.0
            .iter()
            .map(|key| match key.cast::<Key>() {
                Ok(key) => {
                    let named = visitorseal::Key::from(&*key.get().bytes);
                    Ok(key.get().kid.as_deref().map_or(named, |kid| named.kid(kid)))
                }
                Err(_) => secret(key).map(visitorseal::Key::from),
            })
            .collect()
    }
}
