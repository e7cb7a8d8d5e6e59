//! A visitor as signing reads it: the texts stay where they are, in a [`Visitor`] or in the JSON that another language
//! sent. To copy them would take longer than the hash.

use std::borrow::Cow;

use serde_json::Value;

use super::{Field, Visitor, check_attribute, check_text, identity, malformed, read, too_large, warn_of_shape};
use crate::{
    error::{Code, Error, Result, Warning, shortened},
    json::{self, Object},
    values::{Fault, MAX_ATTRIBUTES, MAX_VISITOR},
};

/// At most this many attributes are kept in a list, because each name is compared with those before it.
pub(super) const A_FEW: usize = 16;

/// A visitor whose texts are borrowed where they can be.
#[doc(hidden)]
#[derive(Default)]
pub struct VisitorRef<'a> {
    texts: [Option<Cow<'a, str>>; Field::ALL.len()],
    attributes: Attributes<'a>,
}

enum Attributes<'a> {
    Object(Cow<'a, Object>),
    /// A few, each name once. It costs less than a map.
    Few(Vec<(Cow<'a, str>, Item<'a>)>),
}

/// The value of one of a few attributes.
#[doc(hidden)]
pub enum Item<'a> {
    /// Text.
    Text(Cow<'a, str>),
    /// Any other value.
    Json(Value),
}

/// The value of an attribute. Text is never [`Json`](Self::Json).
#[derive(Clone, Copy)]
pub(crate) enum Attribute<'a> {
    Text(&'a str),
    Json(&'a Value),
}

impl<'a> VisitorRef<'a> {
    /// Reads a visitor as [`Visitor::from_json`] does.
    ///
    /// # Errors
    /// Those of [`Visitor::from_json`].
    #[cfg(feature = "sign")]
    pub fn from_json(bytes: &'a [u8]) -> Result<Self> {
        if bytes.len() > MAX_VISITOR {
            return Err(too_large());
        }
        match read::usual(bytes) {
            Some(visitor) => Ok(visitor),
            None => json::object(bytes).map_err(malformed).and_then(Visitor::from_object).map(Self::from),
        }
    }

    /// Reads a JSON list of visitors. An error with one visitor is in its place.
    ///
    /// # Errors
    /// `visitor_malformed` for anything but a list.
    #[cfg(feature = "sign")]
    pub(crate) fn list_from_json(bytes: &'a [u8]) -> Result<Vec<Result<Self>>> {
        if let Some(visitors) = read::usual_ones(bytes) {
            return Ok(visitors.into_iter().map(Ok).collect());
        }
        let list = json::list(bytes).map_err(|what| {
            Error::new(Code::VisitorMalformed, format!("{what} Pass the visitors as one JSON list of objects."))
        })?;
        let read = |value| match value {
            Value::Object(object) => Visitor::from_object(object).map(Self::from),
            other => Err(malformed(format!("The visitor is {}.", json::type_name(&other)))),
        };
        Ok(list.into_iter().map(read).collect())
    }

    /// Sets a text of an empty visitor. None if it is set, or if there is no such field.
    pub fn set_once(&mut self, field: &str, text: impl Into<Cow<'a, str>>) -> Option<()> {
        let slot = self.texts.get_mut(Field::named(field)? as usize).filter(|slot| slot.is_none())?;
        *slot = Some(text.into());
        Some(())
    }

    /// Adds an attribute to an empty visitor. None if there is one of this name, or if there are more than a few.
    pub fn add_once(&mut self, name: impl Into<Cow<'a, str>>, value: Item<'a>) -> Option<()> {
        let name = name.into();
        match &mut self.attributes {
            Attributes::Few(few) if few.len() < A_FEW && few.iter().all(|(known, _)| *known != name) => {
                few.push((name, value));
                Some(())
            }
            _ => None,
        }
    }

    pub(crate) fn text(&self, field: Field) -> Option<&str> {
        self.texts.get(field as usize).and_then(Option::as_deref)
    }

    pub(crate) fn texts(&self) -> impl Iterator<Item = (Field, &str)> {
        Field::ALL.into_iter().zip(&self.texts).filter_map(|(field, text)| Some((field, text.as_deref()?)))
    }

    /// The attribute of this name.
    pub(crate) fn attribute(&self, name: &str) -> Option<Attribute<'_>> {
        match &self.attributes {
            Attributes::Object(object) => object.get(name).map(Attribute::of),
            Attributes::Few(few) => few.iter().find(|(key, _)| key == name).map(|(_, item)| item.attribute()),
        }
    }

    /// The attributes, in their order.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = (&str, Attribute<'_>)> {
        let (object, few) = match &self.attributes {
            Attributes::Object(object) => (Some(object.iter()), None),
            Attributes::Few(few) => (None, Some(few.iter())),
        };
        let object = object.into_iter().flatten().map(|(key, value)| (key.as_str(), Attribute::of(value)));
        object.chain(few.into_iter().flatten().map(|(key, item)| (&**key, item.attribute())))
    }

    fn count(&self) -> usize {
        match &self.attributes {
            Attributes::Object(object) => object.len(),
            Attributes::Few(few) => few.len(),
        }
    }

    /// Checks everything that does not depend on a scheme.
    pub(crate) fn check(&self, warnings: &mut Vec<Warning>) -> Result<()> {
        if self.count() > MAX_ATTRIBUTES {
            return Err(Error::new(
                Code::AttributesTooMany,
                format!("The visitor has {} attributes. Pass at most {MAX_ATTRIBUTES}.", self.count()),
            ));
        }
        for (field, text) in self.texts().filter(|(field, text)| !identity::is_ordinary(*field, text)) {
            check_text(field, text).map_err(|reason| Error::about(Code::FieldInvalid, field.as_str(), reason))?;
            let warning = identity::warning(field, text);
            warnings.extend(warning.or_else(|| (field == Field::Email).then(|| warn_of_shape(text)).flatten()));
        }
        for (key, attribute) in self.attributes() {
            let name = || format!("attributes.{}", shortened(key));
            let mut inexact = false;
            attribute.check(key, &mut inexact).map_err(|fault| fault.about(name()))?;
            if inexact {
                let reason =
                    "JavaScript rounds whole numbers from 2^53 on. Pass the number as text to keep its digits.";
                warnings.push(Warning::new(Warning::NUMBER_INEXACT, name(), reason));
            }
            if attribute.as_str().is_some_and(identity::is_template) {
                warnings.push(identity::unfilled(&name()));
            }
        }
        if self.is_too_large() { Err(too_large()) } else { Ok(()) }
    }

    /// Whether the visitor is larger than the limit as JSON. A cheap upper bound decides most cases.
    fn is_too_large(&self) -> bool {
        let texts: usize = self.texts().map(|(_, text)| text_bound(text)).sum();
        let attributes: usize = self.attributes().map(|(key, attribute)| text_bound(key) + attribute.bound()).sum();
        texts + attributes > MAX_VISITOR
            && serde_json::to_writer(Budget(MAX_VISITOR), &Value::Object(self.to_object())).is_err()
    }

    fn to_object(&self) -> Object {
        let mut object: Object =
            self.texts().map(|(field, text)| (field.as_str().to_owned(), Value::from(text))).collect();
        if self.count() > 0 {
            object.insert("attributes".to_owned(), Value::Object(self.attributes_object()));
        }
        object
    }

    /// The attributes as an object.
    pub(crate) fn attributes_object(&self) -> Object {
        self.attributes().map(|(key, attribute)| (key.to_owned(), attribute.to_value())).collect()
    }
}

impl Default for Attributes<'_> {
    fn default() -> Self {
        Self::Few(Vec::new())
    }
}

impl<'a> From<&'a Visitor> for VisitorRef<'a> {
    fn from(visitor: &'a Visitor) -> Self {
        Self {
            texts: visitor.texts.each_ref().map(|text| text.as_deref().map(Cow::Borrowed)),
            attributes: Attributes::Object(Cow::Borrowed(&visitor.attributes)),
        }
    }
}

impl From<Visitor> for VisitorRef<'_> {
    fn from(visitor: Visitor) -> Self {
        Self {
            texts: visitor.texts.map(|text| text.map(Cow::Owned)),
            attributes: Attributes::Object(Cow::Owned(visitor.attributes)),
        }
    }
}

impl From<VisitorRef<'_>> for Visitor {
    fn from(visitor: VisitorRef<'_>) -> Self {
        let attributes = visitor.attributes_object();
        Self { texts: visitor.texts.map(|text| text.map(Cow::into_owned)), attributes }
    }
}

impl Item<'_> {
    fn attribute(&self) -> Attribute<'_> {
        match self {
            Self::Text(text) => Attribute::Text(text),
            Self::Json(value) => Attribute::of(value),
        }
    }
}

impl<'a> Attribute<'a> {
    pub fn of(value: &'a Value) -> Self {
        match value {
            Value::String(text) => Self::Text(text),
            other => Self::Json(other),
        }
    }

    pub fn as_str(self) -> Option<&'a str> {
        match self {
            Self::Text(text) => Some(text),
            Self::Json(_) => None,
        }
    }

    pub fn is_null(self) -> bool {
        matches!(self, Self::Json(Value::Null))
    }

    pub fn to_value(self) -> Value {
        match self {
            Self::Text(text) => text.into(),
            Self::Json(value) => value.clone(),
        }
    }

    /// The value as a message signs it. None for null.
    pub fn message(self) -> Option<Cow<'a, str>> {
        match self {
            Self::Text(text) => Some(text.into()),
            Self::Json(Value::Null) => None,
            Self::Json(value) => Some(json::text(value).into()),
        }
    }

    fn check(self, key: &str, inexact: &mut bool) -> std::result::Result<(), Fault> {
        match self {
            Self::Text(text) => super::check_named_text(key, text),
            Self::Json(value) => check_attribute(key, value, 1, inexact),
        }
    }

    fn bound(self) -> usize {
        match self {
            Self::Text(text) => text_bound(text),
            Self::Json(value) => json_bound(value),
        }
    }
}

/// At most this many bytes: an escaped character takes six, and each member of an object some punctuation.
fn text_bound(text: &str) -> usize {
    6 * text.len() + 24
}

fn json_bound(value: &Value) -> usize {
    match value {
        Value::String(text) => text_bound(text),
        Value::Array(items) => 8 + items.iter().map(json_bound).sum::<usize>(),
        Value::Object(members) => {
            8 + members.iter().map(|(key, value)| text_bound(key) + json_bound(value)).sum::<usize>()
        }
        _ => 32,
    }
}

/// A sink that fails once more than so many bytes have been written.
struct Budget(usize);

impl std::io::Write for Budget {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0 = self.0.checked_sub(bytes.len()).ok_or(std::io::ErrorKind::FileTooLarge)?;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}
