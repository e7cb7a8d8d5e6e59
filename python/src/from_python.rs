//! Python's values as the core's: what JSON has, and what stands for text.

use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyMapping, PyString, PyTuple},
};
use serde_json::{Number, Value};
use visitorseal::{Code, Error, MAX_VISITOR, Object, Settings, Visitor};

use crate::outcome::raised;

/// Values may be nested this deep; the core takes less.
const MAX_DEPTH: usize = 64;

const SURROGATE: &str = "it holds a lone surrogate, which no UTF-8 has; mend it where it is read";

/// Types whose `str()` is the text that they stand for, by module and name.
const TEXTS: [(&str, &str); 4] = [
    ("uuid", "UUID"),
    ("django.utils.functional", "Promise"),
    ("flask_babel.speaklater", "LazyString"),
    ("babel.support", "LazyProxy"),
];

/// Why a value was not taken.
pub enum Fault {
    /// It is none that the core knows.
    Unfit(Error),
    /// Python code of the value's own type raised this.
    Raised(PyErr),
}

impl Fault {
    pub fn into_error(self, py: Python<'_>) -> PyErr {
        match self {
            Self::Unfit(error) => raised(py, &error),
            Self::Raised(error) => error,
        }
    }

    fn new(code: Code, reason: impl Into<Box<str>>) -> Self {
        Self::Unfit(Error::new(code, reason))
    }

    /// Says under which key the value stands.
    fn under(self, key: &str) -> Self {
        let error = match self {
            // How large it all is, is about no single value.
            Self::Unfit(error) if error.code() != Code::VisitorTooLarge => error,
            other => return other,
        };
        let key: String = key.chars().filter(|char| !char.is_control()).take(48).collect();
        let path = error.field().map_or_else(|| key.clone(), |rest| format!("{key}.{rest}"));
        Self::Unfit(Error::about(error.code(), path, error.reason()))
    }
}

impl From<PyErr> for Fault {
    fn from(error: PyErr) -> Self {
        Self::Raised(error)
    }
}

type Result<T> = std::result::Result<T, Fault>;

/// A visitor from a mapping, keyword arguments, or both.
pub fn visitor(mapping: Option<&Bound<'_, PyAny>>, keywords: Option<&Bound<'_, PyDict>>) -> Result<Visitor> {
    let mut reader = Reader::new(MAX_VISITOR);
    let other = |type_name| {
        let reason = format!("a visitor is a mapping, not {type_name}; or give keyword arguments: id=…, email=…");
        Fault::new(Code::VisitorMalformed, reason)
    };
    let mut visitor = Visitor::new();
    for given in [mapping, keywords.map(|keywords| keywords.as_any())].into_iter().flatten() {
        reader.members(given, 0, other, |member, value| visitor.insert(member, value).map_err(Fault::Unfit))?;
    }
    Ok(visitor)
}

/// What a page sent: whatever is not JSON there is the browser's doing.
pub fn fields(mapping: &Bound<'_, PyAny>, largest: usize) -> Result<Object> {
    let malformed = |reason: String| Fault::new(Code::FieldsMalformed, reason);
    let object = Reader::new(largest)
        .object(mapping, 0, |type_name| malformed(format!("the fields are a mapping of JSON values, not {type_name}")));
    object.map_err(|fault| match fault {
        Fault::Unfit(error) => Fault::Unfit(match (error.code(), error.field()) {
            (Code::VisitorTooLarge, _) => Error::new(Code::FieldsTooLarge, error.reason()),
            (Code::AttributeTooDeep, _) | (_, None) => Error::new(Code::FieldsMalformed, error.reason()),
            (_, Some(field)) => Error::about(Code::FieldsMalformed, field, error.reason()),
        }),
        raised => raised,
    })
}

/// A scheme's settings from keyword arguments.
pub fn settings(given: Option<&Bound<'_, PyDict>>) -> PyResult<Settings> {
    let Some(given) = given else { return Ok(Settings::new()) };
    let invalid = |error: &Error| match error.field() {
        Some(name) => Error::about(Code::SettingInvalid, name, error.reason()),
        None => Error::new(Code::SettingInvalid, error.reason()),
    };
    Reader::new(MAX_VISITOR)
        .object(given, 0, |_| Fault::new(Code::SettingInvalid, ""))
        .map_err(|fault| match fault {
            Fault::Unfit(error) => Fault::Unfit(invalid(&error)),
            raised => raised,
        })
        .and_then(|object| Settings::from_object(object).map_err(Fault::Unfit))
        .map_err(|fault| fault.into_error(given.py()))
}

/// Text as an argument; its error is ours.
pub struct Text<'a>(pub &'a str);

impl<'a, 'py> FromPyObject<'a, 'py> for Text<'a> {
    type Error = PyErr;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        value.extract().map(Self).map_err(|error| {
            let unfit = value.is_instance_of::<PyString>();
            if unfit { raised(value.py(), &Error::new(Code::ArgumentEncoding, SURROGATE)) } else { error }
        })
    }
}

/// A message: text or bytes as bytes.
pub fn message<'a>(value: &'a Bound<'_, PyAny>) -> PyResult<&'a [u8]> {
    let lone = || raised(value.py(), &Error::about(Code::FieldInvalid, "message", SURROGATE));
    bytes(value, "a message")?.ok_or_else(lone)
}

/// A secret, key or body, for the core to judge.
pub fn judged<'a>(value: &'a Bound<'_, PyAny>, what: &str) -> PyResult<&'a [u8]> {
    // No UTF-8 has the byte 0xff, so the core says what is wrong.
    Ok(bytes(value, what)?.unwrap_or(b"\xff"))
}

/// A secret or key, for the core to judge. None is a variable that is not set: an empty secret.
pub fn secret<'a>(value: &'a Bound<'_, PyAny>) -> PyResult<&'a [u8]> {
    if value.is_none() { Ok(b"") } else { judged(value, "a secret or key") }
}

/// Text or bytes as bytes; none for text that no UTF-8 has.
fn bytes<'a>(value: &'a Bound<'_, PyAny>, what: &str) -> PyResult<Option<&'a [u8]>> {
    match value.cast::<PyString>() {
        Ok(text) => Ok(text.to_str().ok().map(str::as_bytes)),
        Err(_) => match value.cast::<PyBytes>() {
            Ok(bytes) => Ok(Some(bytes.as_bytes())),
            Err(_) => Err(not_of(value, what, "str or bytes")),
        },
    }
}

pub fn not_of(value: &Bound<'_, PyAny>, what: &str, wanted: &str) -> PyErr {
    PyTypeError::new_err(format!("{what} is {wanted}, not {}", type_name(value)))
}

/// Reads values until they hold more than one that is taken may: a list may hold itself, or one large
/// text a thousand times.
struct Reader {
    left: usize,
}

impl Reader {
    fn new(largest: usize) -> Self {
        Self { left: largest }
    }

    fn spend(&mut self, size: usize) -> Result<()> {
        self.left = self.left.checked_sub(size).ok_or_else(|| {
            Fault::new(Code::VisitorTooLarge, "it is larger as JSON than is taken; leave out what no agent reads")
        })?;
        Ok(())
    }

    fn value(&mut self, value: &Bound<'_, PyAny>, depth: usize) -> Result<Value> {
        self.spend(1)?;
        if depth > MAX_DEPTH {
            return Err(Fault::new(Code::AttributeTooDeep, "it is nested too deep, or holds itself"));
        }
        if let Ok(text) = value.cast::<PyString>() {
            return self.text(text).map(Value::from);
        }
        if value.is_none() {
            return Ok(Value::Null);
        }
        if let Ok(flag) = value.cast::<PyBool>() {
            return Ok(Value::Bool(flag.is_true()));
        }
        if let Ok(number) = value.cast::<PyInt>() {
            return Ok(Value::Number(integer(number)));
        }
        if let Ok(number) = value.cast::<PyFloat>() {
            return Number::from_f64(number.value()).map(Value::Number).ok_or_else(|| {
                Fault::new(Code::FieldType, "JSON has neither NaN nor infinity; leave it out, or give it as text")
            });
        }
        if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
            return value
                .try_iter()?
                .map(|item| self.value(&item?, depth + 1))
                .collect::<Result<_>>()
                .map(Value::Array);
        }
        if value.is_instance_of::<PyDict>() || value.cast::<PyMapping>().is_ok() {
            return self.object(value, depth, |_| unfit(value)).map(Value::Object);
        }
        if stands_for_text(value)? {
            return self.text(&value.str()?).map(Value::from);
        }
        if value.hasattr("__index__")? {
            let number = value.call_method0("__index__")?;
            return number.cast::<PyInt>().map(|number| Value::Number(integer(number))).map_err(|_| unfit(value));
        }
        Err(unfit(value))
    }

    fn object(&mut self, mapping: &Bound<'_, PyAny>, depth: usize, other: impl Fn(String) -> Fault) -> Result<Object> {
        let mut object = Object::new();
        self.members(mapping, depth, other, |key, value| {
            object.insert(key.to_owned(), value);
            Ok(())
        })?;
        Ok(object)
    }

    /// Hands over the members of a mapping, one after the other.
    fn members(
        &mut self,
        mapping: &Bound<'_, PyAny>,
        depth: usize,
        other: impl Fn(String) -> Fault,
        mut take: impl FnMut(&str, Value) -> Result<()>,
    ) -> Result<()> {
        // A subclass may give its items otherwise than it holds them: Django's QueryDict does.
        let items = match mapping.cast_exact::<PyDict>() {
            Ok(dict) => dict.items(),
            Err(_) => mapping.cast::<PyMapping>().map_err(|_| other(type_name(mapping)))?.items()?,
        };
        for item in items.iter() {
            let (key, value): (Bound<'_, PyAny>, Bound<'_, PyAny>) = item.extract().map_err(|_| {
                Fault::new(Code::FieldType, format!("the items of {} are no pairs", type_name(mapping)))
            })?;
            let Ok(key) = key.cast::<PyString>() else {
                return Err(Fault::new(Code::FieldType, format!("a key is text, not {}", type_name(&key))));
            };
            let key = self.text(key)?;
            let value = self.value(&value, depth + 1).map_err(|fault| fault.under(key))?;
            take(key, value)?;
        }
        Ok(())
    }

    fn text<'a>(&mut self, text: &'a Bound<'_, PyString>) -> Result<&'a str> {
        let text = text.to_str().map_err(|_| Fault::new(Code::FieldInvalid, SURROGATE))?;
        self.spend(text.len())?;
        Ok(text)
    }
}

/// An integer as JSON holds it; one beyond 64 bits as a double, which the core refuses where it matters.
fn integer(number: &Bound<'_, PyInt>) -> Number {
    let beyond = || number.extract::<f64>().ok().and_then(Number::from_f64);
    number
        .extract::<i64>()
        .map(Number::from)
        .or_else(|_| number.extract::<u64>().map(Number::from))
        .unwrap_or_else(|_| beyond().or_else(|| Number::from_f64(f64::MAX)).unwrap_or_else(|| Number::from(0)))
}

fn stands_for_text(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    for class in value.get_type().mro().iter() {
        let (Ok(module), Ok(name)) = (class.getattr("__module__"), class.getattr("__name__")) else { continue };
        let (Ok(module), Ok(name)) = (module.extract::<&str>(), name.extract::<&str>()) else { continue };
        if TEXTS.contains(&(module, name)) {
            return Ok(true);
        }
    }
    Ok(false)
}

fn unfit(value: &Bound<'_, PyAny>) -> Fault {
    let reason = format!("{} is no JSON value; give it as text, a number or a list", type_name(value));
    Fault::new(Code::FieldType, reason)
}

fn type_name(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "that".to_owned(), |name| name.to_string())
}
