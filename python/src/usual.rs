//! The usual visitor: dicts of text and of plain values. Its texts stay in Python's objects, because to copy them would take a
//! third of the time of signing. Every other visitor is left to [`from_python`](crate::from_python), which also has the errors.

use std::cell::RefCell;

use pyo3::{
    prelude::*,
    types::{PyBool, PyDict, PyFloat, PyInt, PyString},
};
use serde_json::{Number, Value};
use visitorseal::{Item, VisitorRef, values::MAX_VISITOR};

/// None stands for a member that is not there.
const OPTIONAL: [&str; 4] = ["name", "phone", "avatar", "attributes"];
/// No usual visitor has so many attributes.
const MANY: usize = 64;

/// The members of a dict.
pub type Members<'py> = Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>;

/// A copy of a dict's members, because reading a value may run code that changes the dict.
pub fn members<'py>(dict: &Bound<'py, PyDict>) -> PyResult<Members<'py>> {
    let members = RefCell::new(Vec::with_capacity(dict.len()));
    dict.locked_for_each(|key, value| {
        members.borrow_mut().push((key, value));
        Ok(())
    })?;
    Ok(members.into_inner())
}

/// The members of a visitor and of its attributes. They hold the texts.
pub struct Held<'py> {
    fields: Members<'py>,
    attributes: Option<Members<'py>>,
    /// Whether a member may be there twice.
    is_merged: bool,
}

impl<'py> Held<'py> {
    /// Takes the members of a mapping, of keyword arguments, or of both. None if the visitor cannot be a usual one.
    pub fn new(mapping: Option<&Bound<'py, PyAny>>, keywords: Option<&Bound<'py, PyDict>>) -> Option<Self> {
        // A subclass may have an `items` of its own, such as Django's QueryDict.
        let mapping = mapping.map(|mapping| mapping.cast_exact::<PyDict>()).transpose().ok()?;
        let mut fields = members(mapping.or(keywords)?).ok()?;
        let is_merged = mapping.is_some() && keywords.is_some();
        if is_merged {
            fields.extend(members(keywords?).ok()?);
        }
        let mut attributes = None;
        if let Some(at) = fields.iter().position(|(_, value)| value.cast_exact::<PyDict>().is_ok()) {
            let (key, dict) = fields.remove(at);
            let is_attributes = key.cast::<PyString>().ok()?.to_str().ok()? == "attributes";
            let usual = dict.cast_exact::<PyDict>().ok().filter(|dict| is_attributes && dict.len() <= MANY)?;
            attributes = Some(members(usual).ok()?);
        }
        Some(Self { fields, attributes, is_merged })
    }

    /// Reads the visitor without a copy of its texts, and without running code of a value. None if it is not a usual one.
    pub fn visitor(&self) -> Option<VisitorRef<'_>> {
        let mut visitor = VisitorRef::default();
        for (key, value) in &self.fields {
            let name = text(key)?;
            match text(value) {
                Some(text) => visitor.set_once(name, text)?,
                // Where a member is there twice, the second one may take the first one back.
                None if value.is_none() && OPTIONAL.contains(&name) && !self.is_merged => {}
                None if name == "id" => visitor.set_once(name, whole(value)?.to_string())?,
                None => return None,
            }
        }
        for (key, value) in self.attributes.iter().flatten() {
            visitor.add_once(text(key)?, item(value)?)?;
        }
        Some(visitor)
    }
}

fn text<'a>(value: &'a Bound<'_, PyAny>) -> Option<&'a str> {
    value.cast::<PyString>().ok()?.to_str().ok().filter(|text| text.len() <= MAX_VISITOR)
}

/// A whole number. True and false are whole numbers to Python, but not here.
fn whole(value: &Bound<'_, PyAny>) -> Option<i64> {
    if value.is_instance_of::<PyBool>() { None } else { value.cast::<PyInt>().ok()?.extract().ok() }
}

fn item<'a>(value: &'a Bound<'_, PyAny>) -> Option<Item<'a>> {
    if let Some(text) = text(value) {
        return Some(Item::Text(text.into()));
    }
    let value = if value.is_none() {
        Value::Null
    } else if let Ok(flag) = value.cast::<PyBool>() {
        flag.is_true().into()
    } else if let Ok(number) = value.cast::<PyFloat>() {
        Number::from_f64(number.value())?.into()
    } else {
        whole(value)?.into()
    };
    Some(Item::Json(value))
}
