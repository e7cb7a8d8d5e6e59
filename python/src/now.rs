//! The time that a call is told, or Python's own.

use pyo3::{intern, prelude::*, sync::PyOnceLock, types::PyModule};
use visitorseal::{Code, Error};

use crate::outcome::raised;

/// Unix seconds, by Python's clock and not the system's: tests that stop the one stop the other.
pub fn seconds(py: Python<'_>, now: Option<f64>) -> PyResult<u64> {
    let now = now.map_or_else(|| clock(py), Ok)?;
    if now >= 0.0 {
        return Ok(now as u64);
    }
    Err(raised(py, &Error::about(Code::NowInvalid, "now", "it is no time; give Unix seconds")))
}

fn clock(py: Python<'_>) -> PyResult<f64> {
    static TIME: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let time = TIME.get_or_try_init(py, || py.import("time").map(Bound::unbind))?.bind(py);
    time.call_method0(intern!(py, "time"))?.extract()
}
