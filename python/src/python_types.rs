//! Attributes of Python's own types, written by one rule in every language.

use pyo3::{
    prelude::*,
    sync::PyOnceLock,
    types::{PyFloat, PyInt, PyString, PyType},
};
use visitorseal::values::{ENUM_TYPE, MAX_VISITOR, NUMBER_NOT_FINITE, TIME_WITHOUT_ZONE, VISITOR_TOO_LARGE};

use crate::fault::Result;

static DATETIME: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static DATE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static ENUM: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// A time, date, enum or decimal as text or a number; nothing for any other type.
pub fn plain<'py>(value: &Bound<'py, PyAny>) -> Result<Option<Bound<'py, PyAny>>> {
    let py = value.py();
    let datetime = DATETIME.import(py, "datetime", "datetime")?;
    if value.is_instance(datetime)? {
        return rfc_3339(value, datetime).map(|text| Some(PyString::new(py, &text).into_any()));
    }
    let date = DATE.import(py, "datetime", "date")?;
    if value.is_instance(date)? {
        return Ok(Some(date.call_method1("isoformat", (value,))?));
    }
    if value.is_instance(ENUM.import(py, "enum", "Enum")?)? {
        let member = value.getattr("value")?;
        let is_plain = member.is_instance_of::<PyString>()
            || member.is_instance_of::<PyInt>()
            || member.is_instance_of::<PyFloat>();
        return if is_plain { Ok(Some(member)) } else { Err(ENUM_TYPE.into()) };
    }
    if value.is_instance(DECIMAL.import(py, "decimal", "Decimal")?)? {
        return digits(value).map(Some);
    }
    Ok(None)
}

/// A time by RFC 3339: `Z` for UTC, and no zeros at the end of a fraction.
fn rfc_3339(time: &Bound<'_, PyAny>, datetime: &Bound<'_, PyType>) -> Result<String> {
    if time.call_method0("utcoffset")?.is_none() {
        return Err(TIME_WITHOUT_ZONE.into());
    }
    // Not the value's own method: subclasses write more digits than microseconds have.
    let text: String = datetime.call_method1("isoformat", (time,))?.extract()?;
    let (seconds, rest) = text.split_at_checked(19).unwrap_or((&text, ""));
    let (fraction, offset) = rest.split_at(rest.find(['+', '-']).unwrap_or(rest.len()));
    if offset.len() > 6 {
        // An offset with seconds, as zones had before 1972: RFC 3339 cannot write it.
        static UTC: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let utc = UTC.get_or_try_init(time.py(), || {
            time.py().import("datetime")?.getattr("timezone")?.getattr("utc").map(Bound::unbind)
        })?;
        return rfc_3339(&time.call_method1("astimezone", (utc,))?, datetime);
    }
    let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
    let offset = if offset.get(1..) == Some("00:00") { "Z" } else { offset };
    Ok(format!("{seconds}{fraction}{offset}"))
}

/// A decimal in plain notation, as text: JavaScript would round it as a number.
fn digits<'py>(decimal: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>> {
    if !decimal.call_method0("is_finite")?.is_truthy()? {
        return Err(NUMBER_NOT_FINITE.into());
    }
    // 1E+999999999 would take a gigabyte.
    let exponent: i64 = decimal.call_method0("adjusted")?.extract()?;
    if exponent.unsigned_abs() > MAX_VISITOR as u64 {
        return Err(VISITOR_TOO_LARGE.into());
    }
    Ok(decimal.call_method1("__format__", ("f",))?)
}
