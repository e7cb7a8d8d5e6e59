//! Reads Python's values as the core's.

use std::borrow::Cow;

use pyo3::{
    exceptions::PyTypeError,
    prelude::*,
    sync::PyOnceLock,
    types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType},
};
use serde_json::{Number, Value};
use visitorseal::{
    Code, Error, Object, Settings, Visitor,
    values::{self, MAX_DEPTH, MAX_VISITOR},
};

use crate::{
    fault::{Fault, Result, type_name},
    outcome::to_exception,
    python_types, usual,
};

/// Fields may be nested as deep as in the text of a request body.
const MAX_BODY_DEPTH: usize = 127;

const FIELDS_TYPE: &str = "The fields are not a mapping of JSON values. Pass the request body to verify_json.";
const FIELDS_TOO_DEEP: &str =
    "The fields are nested too deep, or hold themselves. Pass the request body to verify_json.";
const FIELDS_TOO_LARGE: &str = "The fields are larger than any that a signer makes.";

/// The names in an error's field: `attributes.plan` has two.
const MAX_NAMES: usize = 2;

/// Types of lazy text, by module and name. They are no `str`, and `json.dumps` refuses them.
const LAZY_TYPES: [(&str, &str); 3] =
    [("django.utils.functional", "Promise"), ("flask_babel.speaklater", "LazyString"), ("babel.support", "LazyProxy")];

/// A visitor from a mapping, keyword arguments, or both.
pub fn visitor(mapping: Option<&Bound<'_, PyAny>>, keywords: Option<&Bound<'_, PyDict>>) -> Result<Visitor> {
    let mut reader = Reader::of_visitor();
    let mut visitor = Visitor::new();
    for members in [mapping, keywords.map(|keywords| keywords.as_any())].into_iter().flatten() {
        reader.members(members, 0, values::VISITOR_TYPE, |member, value| {
            visitor.insert(member, value).map_err(Fault::Invalid)
        })?;
    }
    Ok(visitor)
}

/// The fields that a page sent. What is not JSON in them is refused: it came from the browser.
pub fn fields(mapping: &Bound<'_, PyAny>, max_size: usize) -> Result<Object> {
    let object = Reader::new(max_size, MAX_BODY_DEPTH).object(mapping, 0);
    object.map_err(|fault| match fault {
        Fault::Invalid(error) => Fault::Invalid(match (error.code(), error.field()) {
            (Code::VisitorTooLarge, _) => Error::new(Code::FieldsTooLarge, FIELDS_TOO_LARGE),
            (Code::AttributeTooDeep, _) => Error::new(Code::FieldsMalformed, FIELDS_TOO_DEEP),
            (_, None) => Error::new(Code::FieldsMalformed, FIELDS_TYPE),
            (_, Some(field)) => Error::about(Code::FieldsMalformed, field, error.reason()),
        }),
        raised => raised,
    })
}

/// A scheme's settings from keyword arguments.
pub fn settings(keywords: Option<&Bound<'_, PyDict>>) -> PyResult<Settings> {
    let Some(keywords) = keywords else { return Ok(Settings::new()) };
    let invalid = |error: &Error| match error.field() {
        Some(name) => Error::about(Code::SettingInvalid, name, error.reason()),
        None => Error::new(Code::SettingInvalid, error.reason()),
    };
    Reader::new(MAX_VISITOR, MAX_DEPTH)
        .object(keywords, 0)
        .map_err(|fault| match fault {
            Fault::Invalid(error) => Fault::Invalid(invalid(&error)),
            raised => raised,
        })
        .and_then(|object| Settings::from_object(object).map_err(Fault::Invalid))
        .map_err(|fault| fault.into_error(keywords.py()))
}

/// Text as an argument, also lazy text. What is no UTF-8 raises `argument_encoding`.
pub struct Text<'a>(pub Cow<'a, str>);

impl<'a, 'py> FromPyObject<'a, 'py> for Text<'a> {
    type Error = PyErr;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let surrogate =
            || to_exception(value.py(), &Error::new(Code::ArgumentEncoding, values::TEXT_NOT_UNICODE.reason));
        if value.is_instance_of::<PyString>() {
            return value.extract().map(|text: &str| Self(text.into())).map_err(|_| surrogate());
        }
        if let Some(text) = text_like(&value)? {
            return text.to_str().map(|text| Self(text.to_owned().into())).map_err(|_| surrogate());
        }
        Err(type_error(&value, "the argument", "str"))
    }
}

/// A message: text or bytes as bytes.
pub fn message<'a>(value: &'a Bound<'_, PyAny>) -> PyResult<&'a [u8]> {
    let surrogate = || to_exception(value.py(), &values::TEXT_NOT_UNICODE.about("message"));
    bytes(value, "a message")?.ok_or_else(surrogate)
}

/// A secret, key or body as bytes. Text that is no UTF-8 becomes bytes that are none, which the core refuses.
pub fn bytes_or_invalid_utf8<'a>(value: &'a Bound<'_, PyAny>, what: &str) -> PyResult<&'a [u8]> {
    // The byte 0xff is never part of UTF-8.
    Ok(bytes(value, what)?.unwrap_or(b"\xff"))
}

/// A secret or key as bytes. None is an environment variable that is not set: an empty secret, which the core refuses.
pub fn secret<'a>(value: &'a Bound<'_, PyAny>) -> PyResult<&'a [u8]> {
    if value.is_none() { Ok(b"") } else { bytes_or_invalid_utf8(value, "a secret or key") }
}

/// Text or bytes as bytes; nothing for text that UTF-8 cannot hold.
fn bytes<'a>(value: &'a Bound<'_, PyAny>, what: &str) -> PyResult<Option<&'a [u8]>> {
    match value.cast::<PyString>() {
        Ok(text) => Ok(text.to_str().ok().map(str::as_bytes)),
        Err(_) => match value.cast::<PyBytes>() {
            Ok(bytes) => Ok(Some(bytes.as_bytes())),
            Err(_) => Err(type_error(value, what, "str or bytes")),
        },
    }
}

pub fn type_error(value: &Bound<'_, PyAny>, what: &str, wanted: &str) -> PyErr {
    PyTypeError::new_err(format!("{what} must be {wanted}, not {}", type_name(value)))
}

/// Reads values up to a size and a depth: a list may hold itself, or one large text a thousand times.
struct Reader {
    size_left: usize,
    max_depth: usize,
    is_visitor: bool,
    /// Whether Python's own types, such as times, are written as text: only in a visitor's attributes.
    writes_types: bool,
}

impl Reader {
    fn new(max_size: usize, max_depth: usize) -> Self {
        Self { size_left: max_size, max_depth, is_visitor: false, writes_types: false }
    }

    fn of_visitor() -> Self {
        Self { is_visitor: true, ..Self::new(MAX_VISITOR, MAX_DEPTH + 1) }
    }

    fn spend(&mut self, size: usize) -> Result<()> {
        self.size_left = self.size_left.checked_sub(size).ok_or(values::VISITOR_TOO_LARGE)?;
        Ok(())
    }

    /// Reads a value; `depth` counts the mappings and lists around it.
    fn value(&mut self, value: &Bound<'_, PyAny>, depth: usize) -> Result<Value> {
        self.spend(1)?;
        if depth > self.max_depth {
            return Err(values::ATTRIBUTE_TOO_DEEP.into());
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
            let number = Number::from_f64(number.value()).ok_or(values::NUMBER_NOT_FINITE)?;
            return Ok(Value::Number(number));
        }
        if value.is_instance_of::<PyList>() || value.is_instance_of::<PyTuple>() {
            return value
                .try_iter()?
                .map(|item| self.value(&item?, depth + 1))
                .collect::<Result<_>>()
                .map(Value::Array);
        }
        // Most attributes are in a dict. To look for text in its type would take longer than to read it.
        if value.cast_exact::<PyDict>().is_ok() {
            return self.object(value, depth).map(Value::Object);
        }
        if let Some(text) = text_like(value)? {
            return self.text(&text).map(Value::from);
        }
        if is_mapping(value)? {
            return self.object(value, depth).map(Value::Object);
        }
        if self.writes_types
            && let Some(plain) = python_types::plain(value)?
        {
            return self.value(&plain, depth);
        }
        if value.hasattr("__index__")? {
            // NumPy's arrays have the method, and it raises.
            return match value.call_method0("__index__") {
                Ok(number) => Ok(Value::Number(integer(number.cast::<PyInt>().map_err(|_| values::VALUE_TYPE)?))),
                Err(error) if error.is_instance_of::<PyTypeError>(value.py()) => Err(values::VALUE_TYPE.into()),
                Err(error) => Err(error.into()),
            };
        }
        Err(values::VALUE_TYPE.into())
    }

    fn object(&mut self, mapping: &Bound<'_, PyAny>, depth: usize) -> Result<Object> {
        let mut object = Object::new();
        self.members(mapping, depth, values::VALUE_TYPE, |key, value| {
            object.insert(key.to_owned(), value);
            Ok(())
        })?;
        Ok(object)
    }

    /// Reads the members of a mapping and passes each to `take`.
    fn members(
        &mut self,
        mapping: &Bound<'_, PyAny>,
        depth: usize,
        not_mapping: values::Fault,
        mut take: impl FnMut(&str, Value) -> Result<()>,
    ) -> Result<()> {
        // A subclass may have an `items` of its own, such as Django's QueryDict.
        let items: usual::Members<'_> = match mapping.cast_exact::<PyDict>() {
            Ok(dict) => {
                self.spend(dict.len())?;
                usual::members(dict)?
            }
            Err(_) if is_mapping(mapping)? => {
                let items = mapping.call_method0("items")?.try_iter()?.collect::<PyResult<Vec<_>>>()?;
                items.iter().map(|item| item.extract().map_err(|_| no_pairs(mapping))).collect::<Result<_>>()?
            }
            Err(_) => return Err(not_mapping.into()),
        };
        for (key, value) in items {
            let Ok(key) = key.cast::<PyString>() else {
                return Err(Fault::new(
                    Code::FieldType,
                    format!("A key is of type {}. Pass text as the key.", type_name(&key)),
                ));
            };
            let key = self.text(key)?;
            if depth == 0 {
                self.writes_types = self.is_visitor && key == "attributes";
            }
            // An error names the visitor's field, or the attribute, and nothing deeper.
            let value = self
                .value(&value, depth + 1)
                .map_err(|fault| if depth < MAX_NAMES { fault.under(key, mapping.py()) } else { fault })?;
            take(key, value)?;
        }
        Ok(())
    }

    fn text<'a>(&mut self, text: &'a Bound<'_, PyString>) -> Result<&'a str> {
        let text = text.to_str().map_err(|_| values::TEXT_NOT_UNICODE)?;
        self.spend(text.len())?;
        Ok(text)
    }
}

fn no_pairs(mapping: &Bound<'_, PyAny>) -> Fault {
    Fault::new(Code::FieldType, format!("The method items of {} gives no pairs. Pass a dict.", type_name(mapping)))
}

/// An integer as JSON holds it; one beyond 64 bits as a double, which the core refuses.
fn integer(number: &Bound<'_, PyInt>) -> Number {
    let double = || {
        let double = number.py().get_type::<PyInt>().call_method1("__float__", (number,)).ok()?;
        Number::from_f64(double.extract().ok()?)
    };
    number
        .extract::<i64>()
        .map(Number::from)
        .or_else(|_| number.extract::<u64>().map(Number::from))
        .unwrap_or_else(|_| double().or_else(|| Number::from_f64(f64::MAX)).unwrap_or_else(|| Number::from(0)))
}

/// Unlike a cast, this raises what the value's own code raises: a lazy object may ask a database.
fn is_mapping(value: &Bound<'_, PyAny>) -> PyResult<bool> {
    static MAPPING: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    Ok(value.is_instance_of::<PyDict>()
        || value.is_instance(MAPPING.import(value.py(), "collections.abc", "Mapping")?)?)
}

/// The text of a value that is no `str`: a UUID, a proxy of a `str`, or a type of [`LAZY_TYPES`].
fn text_like<'py>(value: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyString>>> {
    static UUID: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    if value.is_instance(&value.py().get_type::<PyString>())? {
        return value.str().map(Some);
    }
    for class in value.get_type().mro().iter() {
        let (Ok(module), Ok(name)) = (class.getattr("__module__"), class.getattr("__name__")) else { continue };
        let (Ok(module), Ok(name)) = (module.extract::<&str>(), name.extract::<&str>()) else { continue };
        if (module, name) == ("uuid", "UUID") {
            // A subclass may write something else.
            let uuid = UUID.import(value.py(), "uuid", "UUID")?;
            return Ok(Some(uuid.call_method1("__str__", (value,))?.cast_into()?));
        }
        if LAZY_TYPES.contains(&(module, name)) {
            return value.str().map(Some);
        }
    }
    Ok(None)
}
