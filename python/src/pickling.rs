//! Objects with a secret stay in their process.

use pyo3::{exceptions::PyTypeError, prelude::*};

/// Raises the `TypeError` for pickling or copying an object that holds a secret.
pub fn refuse_pickling(class: &str) -> PyResult<()> {
    Err(PyTypeError::new_err(format!(
        "A {class} holds a secret, so it cannot be pickled or copied. Make one in each process and share it among threads."
    )))
}
