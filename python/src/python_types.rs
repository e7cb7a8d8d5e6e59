//! Attributes of Python's own types, written by one rule in every language.

use pyo3::{
    exceptions::PyOverflowError,
    prelude::*,
    sync::PyOnceLock,
    types::{PyFloat, PyInt, PyString, PyType},
};
use visitorseal::{
    Code,
    values::{ENUM_TYPE, MAX_VISITOR, NUMBER_NOT_FINITE, TIME_WITHOUT_ZONE, VISITOR_TOO_LARGE},
};

use crate::fault::{Fault, Result};

const TIME_OUT_OF_RANGE: &str = "The time is outside the years 1 to 9999 in UTC. Leave it out or pass text.";

static DATETIME: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static DATE: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static ENUM: PyOnceLock<Py<PyType>> = PyOnceLock::new();
static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();

/// A time, date, enum or decimal as text or a number; nothing for any other type.
///
/// The methods are those of Python's own class: a subclass may write anything else, such as pandas' nanoseconds.
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
    let decimal = DECIMAL.import(py, "decimal", "Decimal")?;
    if value.is_instance(decimal)? {
        return digits(value, decimal).map(Some);
    }
    Ok(None)
}

/// A time by RFC 3339: `Z` for UTC, and no zeros at the end of a fraction.
fn rfc_3339(time: &Bound<'_, PyAny>, datetime: &Bound<'_, PyType>) -> Result<String> {
    let mut text: String = datetime.call_method1("isoformat", (time,))?.extract()?;
    let offset_of = |text: &str| text.get(19..).and_then(|rest| rest.find(['+', '-'])).map(|place| 19 + place);
    let mut start = offset_of(&text).ok_or(TIME_WITHOUT_ZONE)?;
    if text.len() - start > 6 {
        // An offset with seconds, as zones had before 1972: RFC 3339 cannot write it.
        text = in_utc(&text, datetime)?;
        start = offset_of(&text).ok_or(TIME_WITHOUT_ZONE)?;
    }
    let (local, offset) = text.split_at(start);
    let (seconds, fraction) = local.split_at(19);
    let fraction = fraction.trim_end_matches('0').trim_end_matches('.');
    let offset = if offset.get(1..) == Some("00:00") { "Z" } else { offset };
    Ok(format!("{seconds}{fraction}{offset}"))
}

/// The same time in UTC, where UTC has it: the years end at 1 and 9999.
fn in_utc(text: &str, datetime: &Bound<'_, PyType>) -> Result<String> {
    let py = datetime.py();
    static UTC: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let utc =
        UTC.get_or_try_init(py, || py.import("datetime")?.getattr("timezone")?.getattr("utc").map(Bound::unbind))?;
    // Of the text, since a subclass's own code runs even in the arithmetic of the base class.
    let time = datetime.call_method1("fromisoformat", (text,))?;
    match time.call_method1("astimezone", (utc,)) {
        Ok(time) => Ok(time.call_method0("isoformat")?.extract()?),
        Err(error) if error.is_instance_of::<PyOverflowError>(py) => {
            Err(Fault::new(Code::FieldType, TIME_OUT_OF_RANGE))
        }
        Err(error) => Err(error.into()),
    }
}

/// A decimal in plain notation, as text: JavaScript would round it as a number.
fn digits<'py>(value: &Bound<'py, PyAny>, decimal: &Bound<'py, PyType>) -> Result<Bound<'py, PyAny>> {
    if !decimal.call_method1("is_finite", (value,))?.is_truthy()? {
        return Err(NUMBER_NOT_FINITE.into());
    }
    // 1E+999999999 would take a gigabyte.
    let exponent: i64 = decimal.call_method1("adjusted", (value,))?.extract()?;
    if exponent.unsigned_abs() > MAX_VISITOR as u64 {
        return Err(VISITOR_TOO_LARGE.into());
    }
    Ok(decimal.call_method1("__format__", (value, "f"))?)
}
