//! Tables of placeholders: how a visitor becomes fields or claims, and how they are read back.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::Value;

use crate::{
    error::{Code, Error, Result},
    json::{self, Object},
    settings::Settings,
    visitor::{Field, MAX_ATTRIBUTES, MAX_EXACT, Visitor, check_attribute, check_text, shortened},
};

/// An object of the page or of a token: names in the vendor's words, each with what goes there.
#[derive(Default)]
pub(crate) struct Table {
    pub members: Vec<(String, Part)>,
    /// Whether each attribute becomes a further member.
    pub attributes: bool,
}

/// A whole placeholder, a constant, or a table of such.
pub(crate) enum Part {
    Field(Field),
    Setting(String),
    Signature,
    Constant(Value),
    Table(Table),
}

/// The claims that RFC 7519 section 4.1 gives a meaning: no attribute may be taken for one.
pub(crate) const REGISTERED_CLAIMS: [&str; 7] = ["iss", "sub", "aud", "exp", "nbf", "iat", "jti"];

impl Table {
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// The visitor's words that have a place here, nested ones included.
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

    /// Whether a constant or setting stands here, which reading holds the object to.
    fn is_checked(&self) -> bool {
        self.members.iter().any(|(_, part)| match part {
            Part::Constant(_) | Part::Setting(_) => true,
            Part::Table(table) => table.is_checked(),
            Part::Field(_) | Part::Signature => false,
        })
    }

    /// The visitor's field that fills a member.
    pub fn field(&self, member: &str) -> Option<Field> {
        self.members.iter().find_map(|(name, part)| match part {
            Part::Field(field) if name == member => Some(*field),
            _ => None,
        })
    }

    /// Where a field stands, such as `user_metadata.email`.
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

    /// Puts a visitor into the vendor's words. An empty optional field is left out.
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

    /// Reads back what [`fill`](Self::fill) writes.
    ///
    /// `skipped` are members that are no attributes although the table does not name them.
    pub fn reader<'a>(&'a self, settings: &'a Settings, skipped: &'a [&'a str]) -> Reader<'a> {
        Reader { table: self, settings, skipped }
    }
}

/// A table with a visitor in it, to be written as JSON. No object is built for that: it would take
/// longer than all else that signing does.
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

    /// The same as an object.
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
        "the scheme uses this key itself; name the attribute otherwise",
    )
}

pub(crate) struct Reader<'a> {
    table: &'a Table,
    settings: &'a Settings,
    skipped: &'a [&'a str],
}

impl Reader<'_> {
    /// Reads `object` into `visitor` as far as it can be read; the error is the first fault met.
    pub fn read(&self, object: &Object, visitor: &mut Visitor) -> Result<()> {
        self.faults(object, visitor).into_iter().next().map_or(Ok(()), Err)
    }

    /// [`read`](Self::read), with every fault.
    pub fn faults(&self, object: &Object, visitor: &mut Visitor) -> Vec<Error> {
        let mut faults = Vec::new();
        self.collect(self.table, object, "", visitor, &mut |error| faults.push(error));
        faults
    }

    fn collect(&self, table: &Table, object: &Object, path: &str, visitor: &mut Visitor, fault: &mut dyn FnMut(Error)) {
        if object.contains_key("__proto__") {
            fault(Error::about(Code::ClaimValue, format!("{path}__proto__"), "no page of ours sends this member"));
        }
        for (name, part) in &table.members {
            let value = object.get(name).filter(|value| !value.is_null());
            let mut refuse = |code, reason: String| fault(Error::about(code, format!("{path}{name}"), reason));
            match (part, value) {
                (Part::Field(field), Some(value)) => match text_of(*field, value) {
                    Ok(text) if text.is_empty() => {}
                    Ok(text) => visitor.set(*field, text),
                    Err((code, reason)) => refuse(code, reason),
                },
                (Part::Constant(wanted), Some(value)) if value == wanted => {}
                (Part::Constant(wanted), Some(value)) if json::type_name(value) != json::type_name(wanted) => {
                    refuse(Code::ClaimType, format!("it is {wanted}, not {}", json::type_name(value)));
                }
                (Part::Constant(wanted), Some(_)) => {
                    refuse(Code::ClaimValue, format!("it is {wanted} and nothing else"))
                }
                (Part::Constant(wanted), None) => {
                    refuse(Code::ClaimMissing, format!("it is absent; it is always {wanted}"))
                }
                (Part::Setting(setting), Some(value)) => {
                    if self.settings.get(setting).is_some_and(|wanted| value.as_str() != Some(wanted)) {
                        refuse(Code::ClaimValue, format!("it differs from the verifier's setting {setting}"));
                    }
                }
                (Part::Table(table), Some(Value::Object(nested))) => {
                    self.collect(table, nested, &format!("{path}{name}."), visitor, fault);
                }
                (Part::Table(_), Some(value)) => {
                    refuse(Code::ClaimType, format!("it is an object, not {}", json::type_name(value)));
                }
                (Part::Setting(setting), None) if self.settings.get(setting).is_some() => {
                    refuse(
                        Code::ClaimMissing,
                        format!("it is absent; the verifier's setting {setting} says what it is"),
                    );
                }
                (Part::Table(table), None) if table.is_checked() => {
                    self.collect(table, &Object::new(), &format!("{path}{name}."), visitor, fault);
                }
                (Part::Signature, _) | (_, None) => {}
            }
        }
        if table.attributes {
            self.collect_attributes(table, object, path, visitor, fault);
        }
    }

    fn collect_attributes(
        &self,
        table: &Table,
        object: &Object,
        path: &str,
        visitor: &mut Visitor,
        fault: &mut dyn FnMut(Error),
    ) {
        let further = object
            .iter()
            .filter(|(key, _)| !table.names().any(|name| name == *key) && !self.skipped.contains(&key.as_str()));
        for (key, value) in further {
            let refusal = if visitor.attributes().len() == MAX_ATTRIBUTES {
                Some("there are more attributes than any visitor has")
            } else {
                check_attribute(key, value, 1, &mut false).err().map(|(_, reason)| reason)
            };
            match refusal {
                None => {
                    visitor.attributes_mut().insert(key.clone(), value.clone());
                }
                Some(reason) => fault(Error::about(Code::ClaimValue, format!("{path}{}", shortened(key)), reason)),
            }
        }
    }
}

/// A field's text as a browser or token may hold it: an id may be an integer that JavaScript holds
/// exactly. A telephone number is not held to E.164 here: pages written by hand send what they have.
fn text_of(field: Field, value: &Value) -> std::result::Result<String, (Code, String)> {
    let text = match value {
        Value::String(text) => text.clone(),
        Value::Number(number) if field == Field::Id => {
            number.as_i64().filter(|id| id.unsigned_abs() <= MAX_EXACT).map(|id| id.to_string()).ok_or((
                Code::ClaimType,
                "an id is text, or a whole number below 2^53; send a larger one as text".to_owned(),
            ))?
        }
        other => return Err((Code::ClaimType, format!("it is text, not {}", json::type_name(other)))),
    };
    let rules = if field == Field::Phone { Field::Name } else { field };
    check_text(rules, &text).map_err(|reason| (Code::ClaimValue, reason.to_owned()))?;
    Ok(text)
}
