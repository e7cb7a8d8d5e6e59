//! Writes the core's values as Python's.

use pyo3::{
    prelude::*,
    sync::PyOnceLock,
    types::{PyDict, PyList, PyString, PyType},
};
use serde_json::Value;
use visitorseal::Object;

/// A JSON object as a dict, in its order.
pub fn dict<'py>(py: Python<'py>, object: &Object) -> PyResult<Bound<'py, PyDict>> {
    let dict = PyDict::new(py);
    for (key, member) in object {
        dict.set_item(key, value(py, member)?)?;
    }
    Ok(dict)
}

fn value<'py>(py: Python<'py>, value: &Value) -> PyResult<Bound<'py, PyAny>> {
    Ok(match value {
        Value::Null => py.None().into_bound(py),
        Value::Bool(flag) => flag.into_pyobject(py)?.to_owned().into_any(),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), ..) => number.into_pyobject(py)?.into_any(),
            (_, Some(number), _) => number.into_pyobject(py)?.into_any(),
            (.., number) => number.unwrap_or(f64::NAN).into_pyobject(py)?.into_any(),
        },
        Value::String(text) => PyString::new(py, text).into_any(),
        Value::Array(items) => {
            let items = items.iter().map(|item| self::value(py, item)).collect::<PyResult<Vec<_>>>()?;
            PyList::new(py, items)?.into_any()
        }
        Value::Object(object) => dict(py, object)?.into_any(),
    })
}

/// HTML as a `Script`, which templates do not escape again.
pub fn script<'py>(py: Python<'py>, html: &str) -> PyResult<Bound<'py, PyAny>> {
    static SCRIPT: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    SCRIPT.import(py, "visitorseal._script", "Script")?.call1((html,))
}
