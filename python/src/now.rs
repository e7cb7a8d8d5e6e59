//! The time of a call: an argument, or Python's clock.

use pyo3::{intern, prelude::*, sync::PyOnceLock, types::PyModule};
use visitorseal::{Code, Error};

use crate::outcome::to_exception;

/// Unix seconds. Python's clock is asked, not the system's: tests that stop Python's clock stop this one too.
pub fn seconds(py: Python<'_>, now: Option<f64>) -> PyResult<u64> {
    let now = now.map_or_else(|| clock(py), Ok)?;
    if now >= 0.0 {
        return Ok(now as u64);
    }
    Err(to_exception(
        py,
        &Error::about(Code::NowInvalid, "now", "The time is negative or not a number. Pass Unix seconds."),
    ))
}

fn clock(py: Python<'_>) -> PyResult<f64> {
    static TIME: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
    let time = TIME.get_or_try_init(py, || py.import("time").map(Bound::unbind))?.bind(py);
    time.call_method0(intern!(py, "time"))?.extract()
}
