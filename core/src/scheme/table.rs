//! Tables of placeholders: they turn a visitor into fields or claims, and read these back.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

use crate::{
    error::{Code, Error, Result, shortened},
    json::{self, Object},
    settings::Settings,
    values::MAX_ATTRIBUTES,
    visitor::{Field, MAX_EXACT, Visitor, check_attribute, check_text},
};

/// An object of the page or of a token: the vendor's names, each with what its value is.
#[derive(Default)]
pub(crate) struct Table {
    pub members: Vec<(String, Part)>,
    /// Whether each attribute of the visitor becomes a further member.
    pub attributes: bool,
}

/// A placeholder, a constant, or a table of these.
pub(crate) enum Part {
    Field(Field),
    Setting(String),
    Signature,
    Constant(Value),
    Table(Table),
}

impl Table {
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// The visitor's fields that have a place here or in a nested table; `attributes` for all attributes.
    pub fn words(&self) -> Vec<&'static str> {
        let mut words: Vec<&'static str> = Vec::new();
        for (_, part) in &self.members {
            match part {
                Part::Field(field) => words.push(field.as_str()),
                Part::Table(table) => words.extend(table.words()),
                Part::Setting(_) | Part::Signature | Part::Constant(_) => {}
            }
        }
        if self.attributes {
            words.push("attributes");
        }
        words
    }

    /// Whether the table has a constant or a setting, which the reader checks.
    fn is_checked(&self) -> bool {
        self.members.iter().any(|(_, part)| match part {
            Part::Constant(_) | Part::Setting(_) => true,
            Part::Table(table) => table.is_checked(),
            Part::Field(_) | Part::Signature => false,
        })
    }

    /// The visitor's field that is a member's value.
    pub fn field(&self, member: &str) -> Option<Field> {
        self.members.iter().find_map(|(name, part)| match part {
            Part::Field(field) if name == member => Some(*field),
            _ => None,
        })
    }

    /// The path of a field, such as `user_metadata.email`.
    pub fn path_of(&self, field: Field) -> Option<String> {
        self.members.iter().find_map(|(name, part)| match part {
            Part::Field(found) if *found == field => Some(name.clone()),
            Part::Table(table) => table.path_of(field).map(|path| format!("{name}.{path}")),
            _ => None,
        })
    }

    /// The name of the member that holds the signature.
    pub fn signature(&self) -> Option<&str> {
        self.members.iter().find(|(_, part)| matches!(part, Part::Signature)).map(|(name, _)| name.as_str())
    }

    /// The table with a visitor's values. A field that is absent or empty is left out.
    pub fn fill<'a>(
        &'a self,
        visitor: &'a Visitor,
        signature: Option<&'a str>,
        settings: &'a Settings,
    ) -> Result<Filled<'a>> {
        let taken = |key: &&String| self.names().any(|name| name == *key);
        if let Some(key) = visitor.attributes().keys().filter(|_| self.attributes).find(taken) {
            return Err(reserved(key));
        }
        for (_, part) in &self.members {
            if let Part::Table(table) = part {
                table.fill(visitor, signature, settings)?;
            }
        }
        Ok(Filled { table: self, visitor, signature, settings })
    }

    /// A reader of what [`fill`](Self::fill) writes.
    ///
    /// `skipped` names members that are not attributes although the table does not have them.
    pub fn reader<'a>(&'a self, settings: &'a Settings, skipped: &'a [&'a str]) -> Reader<'a> {
        Reader { table: self, settings, skipped }
    }
}

/// A table with a visitor's values, ready to be written as JSON. Building an object first would take longer than the
/// rest of signing.
#[derive(Clone, Copy)]
pub(crate) struct Filled<'a> {
    table: &'a Table,
    visitor: &'a Visitor,
    signature: Option<&'a str>,
    settings: &'a Settings,
}

impl<'a> Filled<'a> {
    fn text(&self, part: &'a Part) -> Option<&'a str> {
        match part {
            Part::Field(field) => self.visitor.text(*field).filter(|text| !text.is_empty()),
            Part::Setting(setting) => self.settings.get(setting),
            Part::Signature => self.signature,
            Part::Constant(_) | Part::Table(_) => None,
        }
    }

    fn is_empty(&self) -> bool {
        let mut parts = self.table.members.iter().map(|(_, part)| part);
        let has_attributes = self.table.attributes && !self.visitor.attributes().is_empty();
        !has_attributes
            && parts.all(|part| match part {
                Part::Constant(_) => false,
                Part::Table(table) => Filled { table, ..*self }.is_empty(),
                _ => self.text(part).is_none(),
            })
    }

    /// The table and its values as an object.
    pub fn to_object(self) -> Object {
        match serde_json::to_value(self) {
            Ok(Value::Object(object)) => object,
            _ => Object::new(),
        }
    }
}

impl Serialize for Filled<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> std::result::Result<S::Ok, S::Error> {
        let mut members = serializer.serialize_map(None)?;
        for (name, part) in &self.table.members {
            match part {
                Part::Constant(value) => members.serialize_entry(name, value)?,
                Part::Table(table) => {
                    let nested = Filled { table, ..*self };
                    if !nested.is_empty() {
                        members.serialize_entry(name, &nested)?;
                    }
                }
                _ => {
                    if let Some(text) = self.text(part) {
                        members.serialize_entry(name, text)?;
                    }
                }
            }
        }
        if self.table.attributes {
            for (key, value) in self.visitor.attributes() {
                members.serialize_entry(key, value)?;
            }
        }
        members.end()
    }
}

pub(crate) fn reserved(key: &str) -> Error {
    Error::about(
        Code::AttributeReserved,
        format!("attributes.{}", shortened(key)),
        "The vendor already has a field of this name. Rename the attribute.",
    )
}

/// The error for a field that the signature covers and that the page did not send.
pub(crate) fn missing_covered_field(path: impl Into<Box<str>>) -> Error {
    let reason =
        "The page did not send this field, but the signature covers it. Send the value that the server signed.";
    Error::about(Code::ClaimMissing, path, reason)
}

pub(crate) struct Reader<'a> {
    table: &'a Table,
    settings: &'a Settings,
    skipped: &'a [&'a str],
}

/// What is wrong with one value of an object.
type FieldFault = (Code, String);

impl Reader<'_> {
    /// Reads `object` into `visitor` as far as it can be read. The error is the first fault.
    pub fn read(&self, object: &Object, visitor: &mut Visitor) -> Result<()> {
        self.faults(object, visitor).into_iter().next().map_or(Ok(()), Err)
    }

    /// [`read`](Self::read), with every fault.
    pub fn faults(&self, object: &Object, visitor: &mut Visitor) -> Vec<Error> {
        let mut faults = Vec::new();
        self.read_table(self.table, object, "", visitor, &mut faults);
        faults
    }

    fn read_table(&self, table: &Table, object: &Object, path: &str, visitor: &mut Visitor, faults: &mut Vec<Error>) {
        if object.contains_key("__proto__") {
            let reason = "__proto__ is never part of the fields. Someone edited this request.";
            faults.push(Error::about(Code::ClaimValue, format!("{path}__proto__"), reason));
        }
        for (name, part) in &table.members {
            let value = object.get(name).filter(|value| !value.is_null());
            let read = match part {
                Part::Field(field) => read_field(*field, value, visitor),
                Part::Constant(expected) => check_constant(expected, value),
                Part::Setting(setting) => self.check_setting(setting, value),
                Part::Table(nested) => self.read_nested(nested, value, &format!("{path}{name}."), visitor, faults),
                Part::Signature => Ok(()),
            };
            if let Err((code, reason)) = read {
                faults.push(Error::about(code, format!("{path}{name}"), reason));
            }
        }
        if table.attributes {
            self.read_attributes(table, object, path, visitor, faults);
        }
    }

    /// Where the verifier has the setting, the fields must agree with it.
    fn check_setting(&self, setting: &str, value: Option<&Value>) -> std::result::Result<(), FieldFault> {
        match (self.settings.get(setting), value) {
            (None, _) => Ok(()),
            (Some(_), None) => Err((
                Code::ClaimMissing,
                format!("The value is absent. Send the value of the verifier's setting {setting}."),
            )),
            (Some(expected), Some(value)) if value.as_str() == Some(expected) => Ok(()),
            (Some(_), Some(_)) => Err((
                Code::ClaimValue,
                format!("The value differs from the verifier's setting {setting}. Send the same value."),
            )),
        }
    }

    fn read_nested(
        &self,
        table: &Table,
        value: Option<&Value>,
        path: &str,
        visitor: &mut Visitor,
        faults: &mut Vec<Error>,
    ) -> std::result::Result<(), FieldFault> {
        match value {
            Some(Value::Object(nested)) => self.read_table(table, nested, path, visitor, faults),
            Some(value) => {
                let reason = format!("The value is {}. Send an object.", json::type_name(value));
                return Err((Code::ClaimType, reason));
            }
            None if table.is_checked() => self.read_table(table, &Object::new(), path, visitor, faults),
            None => {}
        }
        Ok(())
    }

    fn read_attributes(
        &self,
        table: &Table,
        object: &Object,
        path: &str,
        visitor: &mut Visitor,
        faults: &mut Vec<Error>,
    ) {
        let attributes = object
            .iter()
            .filter(|(key, _)| !table.names().any(|name| name == *key) && !self.skipped.contains(&key.as_str()));
        for (key, value) in attributes {
            let fault = if visitor.attributes().len() == MAX_ATTRIBUTES {
                Some("There are more than 256 attributes. Leave out those that no agent reads.")
            } else {
                check_attribute(key, value, 1, &mut false).err().map(|fault| fault.reason)
            };
            match fault {
                None => {
                    visitor.attributes_mut().insert(key.clone(), value.clone());
                }
                Some(reason) => {
                    faults.push(Error::about(Code::ClaimValue, format!("{path}{}", shortened(key)), reason));
                }
            }
        }
    }
}

fn read_field(field: Field, value: Option<&Value>, visitor: &mut Visitor) -> std::result::Result<(), FieldFault> {
    let text = match value {
        None => return Ok(()),
        Some(Value::String(text)) => text.clone(),
        // A page may send an id as an integer that JavaScript represents exactly.
        Some(Value::Number(number)) if field == Field::Id => {
            let id = number.as_i64().filter(|id| id.unsigned_abs() <= MAX_EXACT);
            let id =
                id.ok_or((Code::ClaimType, "The id is not a whole number below 2^53. Send it as text.".to_owned()))?;
            id.to_string()
        }
        Some(other) => return Err((Code::ClaimType, format!("The value is {}. Send text.", json::type_name(other)))),
    };
    // A telephone number need not be E.164 here, since pages written by hand send what they have.
    let rules = if field == Field::Phone { Field::Name } else { field };
    check_text(rules, &text).map_err(|reason| (Code::ClaimValue, reason.to_owned()))?;
    if !text.is_empty() {
        visitor.set(field, text);
    }
    Ok(())
}

fn check_constant(expected: &Value, value: Option<&Value>) -> std::result::Result<(), FieldFault> {
    match value {
        None => Err((Code::ClaimMissing, format!("The value is missing. Send {expected}."))),
        Some(value) if value == expected => Ok(()),
        Some(value) if json::type_name(value) == json::type_name(expected) => {
            Err((Code::ClaimValue, format!("The value is wrong. Send {expected}.")))
        }
        Some(value) => {
            let reason = format!("The value is {}. Send {expected}.", json::type_name(value));
            Err((Code::ClaimType, reason))
        }
    }
}
