//! Tables of placeholders: they turn a visitor into fields or claims, and read these back.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{
    inputs::{Inputs, Shown, join_settings},
    placeholder::{Fold, Piece, Placeholder, Source, Type, slots},
};
use crate::{
    error::{Code, Error, Result, shortened},
    json::{self, Charset, Object},
    settings::Settings,
    time,
    values::MAX_ATTRIBUTES,
    visitor::{Attribute, Field, MAX_EXACT, Visitor, check_attribute, check_text, is_http_address},
};

/// An object of the page, of a payload or of a token: the vendor's names, each with what its value is.
#[derive(Default, Deserialize, Serialize)]
pub(crate) struct Table {
    pub members: Vec<(String, Part)>,
    /// Whether JSON holds all names unchanged.
    pub has_plain_names: bool,
    /// Whether each attribute of the visitor becomes a further member.
    pub attributes: bool,
    /// The attributes that have a place of their own, and so become no further member.
    pub named_attributes: Vec<String>,
    /// The text that holds the signature, if it is in this table: `{signature}` alone, or with other parts.
    pub value: Vec<Piece>,
}

/// A placeholder, a constant, or a table of these.
#[derive(Deserialize, Serialize)]
pub(crate) enum Part {
    Value(Placeholder),
    Constant(#[serde(with = "json::as_text")] Value),
    /// A constant that is there only with a value of the visitor.
    Dependent(#[serde(with = "json::as_text")] Value, Placeholder),
    /// A text around settings. It is there if the site passes them all.
    Text(Vec<Piece>),
    Table(Table),
}

impl Part {
    pub fn field(&self) -> Option<Field> {
        match self {
            Self::Value(Placeholder { source: Source::Field(field), .. }) => Some(*field),
            _ => None,
        }
    }

    /// The settings in its value.
    pub fn settings(&self) -> impl Iterator<Item = &str> {
        let (one, text) = match self {
            Self::Value(slot) => (Some(slot), [].as_slice()),
            Self::Text(pieces) => (None, pieces.as_slice()),
            Self::Constant(_) | Self::Dependent(..) | Self::Table(_) => (None, [].as_slice()),
        };
        one.into_iter().chain(slots(text)).filter_map(|slot| match &slot.source {
            Source::Setting(name) => Some(name.as_str()),
            _ => None,
        })
    }

    pub fn is_signature(&self) -> bool {
        matches!(self, Self::Value(Placeholder { source: Source::Signature, .. }))
    }
}

impl Table {
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.members.iter().map(|(name, _)| name.as_str())
    }

    /// Every placeholder here and in nested tables, but for the conditions of constants.
    pub fn placeholders(&self) -> Vec<&Placeholder> {
        let mut all = Vec::new();
        for (_, part) in &self.members {
            match part {
                Part::Value(placeholder) => all.push(placeholder),
                Part::Text(pieces) => all.extend(slots(pieces)),
                Part::Table(table) => all.extend(table.placeholders()),
                Part::Constant(_) | Part::Dependent(..) => {}
            }
        }
        all
    }

    /// The visitor's fields that have a place here or in a nested table; `attributes` for all attributes.
    pub fn words(&self) -> Vec<String> {
        let mut words: Vec<String> =
            self.placeholders().iter().filter_map(|placeholder| Some(placeholder.word()?.into_owned())).collect();
        if self.has_attributes() {
            words.push("attributes".to_owned());
        }
        words
    }

    fn has_attributes(&self) -> bool {
        self.attributes || self.tables().any(Self::has_attributes)
    }

    /// How often `"*"` occurs here and in nested tables.
    pub fn spreads(&self) -> usize {
        usize::from(self.attributes) + self.tables().map(Self::spreads).sum::<usize>()
    }

    /// The names of nested tables.
    pub fn table_names(&self) -> impl Iterator<Item = &str> {
        let is_table = |(_, part): &&(String, Part)| matches!(part, Part::Table(_));
        self.members.iter().filter(is_table).map(|(name, _)| name.as_str())
    }

    fn tables(&self) -> impl Iterator<Item = &Self> {
        self.members.iter().filter_map(|(_, part)| match part {
            Part::Table(table) => Some(table),
            _ => None,
        })
    }

    /// Leaves the attributes that have a place of their own out of `"*"`, here and in nested tables.
    pub fn set_named_attributes(&mut self, names: &[String]) {
        if self.attributes {
            self.named_attributes = names.to_vec();
        }
        for (_, part) in &mut self.members {
            if let Part::Table(table) = part {
                table.set_named_attributes(names);
            }
        }
    }

    /// Whether a page must send the table: the verifier has one of its settings, or there is nothing but constants.
    fn is_demanded(&self, settings: &Settings) -> bool {
        self.is_constant() || self.has_setting(settings)
    }

    fn has_setting(&self, settings: &Settings) -> bool {
        self.members.iter().any(|(_, part)| match part {
            Part::Value(Placeholder { source: Source::Setting(name), .. }) => settings.get(name).is_some(),
            Part::Text(pieces) => join_settings(pieces, settings).is_some(),
            Part::Table(table) => table.has_setting(settings),
            _ => false,
        })
    }

    /// Whether the table holds nothing but constants.
    fn is_constant(&self) -> bool {
        let is_constant = |part: &Part| match part {
            Part::Constant(_) => true,
            Part::Table(table) => table.is_constant(),
            Part::Value(_) | Part::Dependent(..) | Part::Text(_) => false,
        };
        !self.attributes && self.members.iter().all(|(_, part)| is_constant(part))
    }

    /// The visitor's field that is a member's value.
    pub fn field(&self, member: &str) -> Option<Field> {
        self.members.iter().find(|(name, _)| name == member).and_then(|(_, part)| part.field())
    }

    /// The placeholder that is a member's value.
    pub fn placeholder(&self, member: &str) -> Option<&Placeholder> {
        self.members.iter().find_map(|(name, part)| match part {
            Part::Value(placeholder) if name == member => Some(placeholder),
            _ => None,
        })
    }

    /// The placeholder at a path such as `identity.external_id`. A member's own name may hold points.
    pub fn placeholder_at(&self, path: &str) -> Option<&Placeholder> {
        self.placeholder(path).or_else(|| {
            self.members.iter().find_map(|(name, part)| match part {
                Part::Table(table) => table.placeholder_at(path.strip_prefix(name.as_str())?.strip_prefix('.')?),
                _ => None,
            })
        })
    }

    /// What an object has at the path of a member. A member of the object whose own name is the path is another.
    pub fn value_at<'a>(&self, object: &'a Object, path: &str) -> Option<&'a Value> {
        if self.names().any(|name| name == path) {
            return object.get(path);
        }
        self.members.iter().find_map(|(name, part)| match part {
            Part::Table(table) => {
                let rest = path.strip_prefix(name.as_str())?.strip_prefix('.')?;
                table.value_at(object.get(name)?.as_object()?, rest)
            }
            _ => None,
        })
    }

    /// The paths of the placeholders that signing makes: times and random texts.
    pub fn made(&self) -> Vec<(String, &Placeholder)> {
        let mut all = Vec::new();
        for (name, part) in &self.members {
            match part {
                Part::Value(placeholder) if placeholder.is_made() => all.push((name.clone(), placeholder)),
                Part::Table(table) => {
                    all.extend(table.made().into_iter().map(|(path, found)| (format!("{name}.{path}"), found)));
                }
                _ => {}
            }
        }
        all
    }

    /// The paths of the constants that are there only with a value of the visitor, each with that value's placeholder.
    pub fn dependents(&self) -> Vec<(String, &Placeholder)> {
        let mut all = Vec::new();
        for (name, part) in &self.members {
            match part {
                Part::Dependent(_, condition) => all.push((name.clone(), condition)),
                Part::Table(table) => {
                    all.extend(table.dependents().into_iter().map(|(path, found)| (format!("{name}.{path}"), found)));
                }
                _ => {}
            }
        }
        all
    }

    /// The path of a placeholder, such as `user_metadata.email`.
    pub fn path_of(&self, source: &Source) -> Option<String> {
        self.members.iter().find_map(|(name, part)| match part {
            Part::Value(found) if found.source == *source => Some(name.clone()),
            Part::Table(table) => table.path_of(source).map(|path| format!("{name}.{path}")),
            _ => None,
        })
    }

    /// The placeholder here or in a nested table that stands for the same as another.
    pub fn find(&self, source: &Source) -> Option<&Placeholder> {
        self.placeholders().into_iter().find(|placeholder| placeholder.source == *source)
    }

    /// The name of the member that holds the signature.
    pub fn signature(&self) -> Option<&str> {
        self.members.iter().find(|(_, part)| part.is_signature()).map(|(name, _)| name.as_str())
    }

    /// The table with a visitor's values. A field that is absent or empty is left out.
    pub fn fill<'a>(&'a self, inputs: Inputs<'a>) -> Result<Filled<'a>> {
        let taken = |key: &&str| self.names().any(|name| name == *key);
        let filled = Filled { table: self, inputs };
        if let Some(key) = filled.attributes().map(|(key, _)| key).find(taken) {
            return Err(reserved(key));
        }
        for (_, part) in &self.members {
            match part {
                Part::Value(placeholder) => inputs.check_type(placeholder, false)?,
                Part::Table(table) => {
                    table.fill(inputs)?;
                }
                Part::Constant(_) | Part::Dependent(..) | Part::Text(_) => {}
            }
        }
        Ok(filled)
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
    inputs: Inputs<'a>,
}

/// The value of a member that is there.
enum Member<'a> {
    Shown(Shown<'a>),
    Table(Filled<'a>),
}

impl Member<'_> {
    fn write(&self, out: &mut Vec<u8>, charset: Charset) {
        match self {
            Self::Shown(Shown::Text(text)) => json::push_text(out, text, charset),
            Self::Shown(Shown::Number(number)) => json::push(out, number, charset),
            Self::Shown(Shown::Json(value)) => json::push(out, value, charset),
            Self::Table(table) => table.write(out, charset),
        }
    }
}

/// Adds the comma before a member that is not the first.
fn separate(out: &mut Vec<u8>, start: usize) {
    if out.len() > start {
        out.push(b',');
    }
}

impl<'a> Filled<'a> {
    /// The attributes that become members.
    fn attributes(&self) -> impl Iterator<Item = (&'a str, Attribute<'a>)> {
        let table = self.table;
        let attributes = table.attributes.then(|| self.inputs.visitor.attributes());
        let is_named = |key: &str| table.named_attributes.iter().any(|named| named == key);
        attributes.into_iter().flatten().filter(move |(key, _)| !is_named(key))
    }

    /// What stands at a member's place. None for a member that is left out.
    fn member(&self, part: &'a Part) -> Option<Member<'a>> {
        let inputs = &self.inputs;
        Some(match part {
            Part::Constant(value) => Member::Shown(Shown::Json(value)),
            Part::Dependent(value, condition) => inputs.value(condition).map(|_| Member::Shown(Shown::Json(value)))?,
            Part::Text(pieces) => Member::Shown(Shown::Text(inputs.join(pieces)?.into())),
            Part::Table(table) => Some(Filled { table, ..*self }).filter(Self::is_present).map(Member::Table)?,
            Part::Value(placeholder) => Member::Shown(inputs.value(placeholder)?),
        })
    }

    /// Whether one of the placeholders has a value, or there are only constants.
    fn is_present(&self) -> bool {
        let has_value = |part: &'a Part| match part {
            Part::Table(table) if table.is_constant() => false,
            Part::Constant(_) => false,
            part => self.member(part).is_some(),
        };
        self.table.is_constant()
            || self.table.members.iter().any(|(_, part)| has_value(part))
            || self.attributes().next().is_some()
    }

    /// Appends the table and its values as JSON.
    pub fn write(&self, out: &mut Vec<u8>, charset: Charset) {
        out.push(b'{');
        let start = out.len();
        for (name, part) in &self.table.members {
            if let Some(member) = self.member(part) {
                separate(out, start);
                match self.table.has_plain_names {
                    true => json::push_plain(out, name),
                    false => json::push_text(out, name, charset),
                }
                out.push(b':');
                member.write(out, charset);
            }
        }
        for (key, attribute) in self.attributes() {
            separate(out, start);
            json::push_text(out, key, charset);
            out.push(b':');
            Member::Shown(attribute.into()).write(out, charset);
        }
        out.push(b'}');
    }

    /// The table and its values as JSON in ASCII.
    pub fn to_ascii(self) -> String {
        let mut out = Vec::with_capacity(512);
        self.write(&mut out, Charset::Ascii);
        String::from_utf8(out).unwrap_or_default()
    }

    /// The table and its values as an object.
    pub fn to_object(self) -> Object {
        let value = |member| match member {
            Member::Shown(Shown::Text(text)) => Value::String(text.into_owned()),
            Member::Shown(Shown::Number(number)) => number.into(),
            Member::Shown(Shown::Json(value)) => value.clone(),
            Member::Table(table) => Value::Object(table.to_object()),
        };
        let own = self.table.members.iter().filter_map(|(name, part)| Some((name.clone(), value(self.member(part)?))));
        own.chain(self.attributes().map(|(key, attribute)| (key.to_owned(), attribute.to_value()))).collect()
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

/// What a page sent, or a payload or token holds.
#[derive(Default)]
pub(crate) struct Found {
    pub visitor: Visitor,
    pub payload: Option<String>,
    pub now: Option<String>,
    pub expires: Option<String>,
    pub random: Option<String>,
    /// Further signatures: their positions and what was sent for them.
    pub further: Vec<(usize, Value)>,
    /// The visitor's fields that are there and empty.
    pub empty: Vec<Field>,
    /// What is wrong with it. What could not be read is left out.
    pub faults: Vec<Error>,
}

impl Found {
    /// Notes the text of a placeholder that is neither the visitor's nor a signature.
    pub fn set(&mut self, source: &Source, text: String) {
        match source {
            Source::Payload => self.payload = Some(text),
            Source::Now(_) => self.now = Some(text),
            Source::Expires(_) => self.expires = Some(text),
            Source::Random => self.random = Some(text),
            Source::Field(_) | Source::Attribute(_) | Source::Setting(_) | Source::Signature | Source::Further(_) => {}
        }
    }

    /// The first fault.
    pub fn check(&self) -> Result<()> {
        self.faults.first().cloned().map_or(Ok(()), Err)
    }
}

pub(crate) struct Reader<'a> {
    table: &'a Table,
    settings: &'a Settings,
    skipped: &'a [&'a str],
}

/// What is wrong with one value of an object.
type FieldFault = (Code, String);

impl Reader<'_> {
    /// Reads `object` as far as it can be read.
    pub fn read(&self, object: &Object) -> Found {
        let mut found = Found::default();
        self.read_table(self.table, object, "", &mut found);
        found
    }

    fn read_table(&self, table: &Table, object: &Object, path: &str, found: &mut Found) {
        if object.contains_key("__proto__") {
            let reason = "__proto__ is never part of the fields. Someone edited this request.";
            found.faults.push(Error::about(Code::ClaimValue, format!("{path}__proto__"), reason));
        }
        for (name, part) in &table.members {
            let value = object.get(name).filter(|value| !value.is_null());
            let read = match part {
                // A registered claim may have a fraction, so it is read in another way.
                Part::Value(placeholder)
                    if placeholder.is_time() && path.is_empty() && self.skipped.contains(&name.as_str()) =>
                {
                    Ok(())
                }
                Part::Value(placeholder) => self.read_value(placeholder, value, found),
                Part::Constant(expected) => check_constant(expected, value),
                Part::Dependent(expected, _) => value.map_or(Ok(()), |value| check_constant(expected, Some(value))),
                Part::Text(pieces) => self.check_text(pieces, value),
                Part::Table(nested) => self.read_nested(nested, value, &format!("{path}{name}."), found),
            };
            if let Err((code, reason)) = read {
                found.faults.push(Error::about(code, format!("{path}{name}"), reason));
            }
        }
        if table.attributes {
            self.read_attributes(table, object, path, found);
        }
    }

    fn read_value(
        &self,
        placeholder: &Placeholder,
        value: Option<&Value>,
        found: &mut Found,
    ) -> std::result::Result<(), FieldFault> {
        let rest = value.map(|value| after_prefix(&placeholder.prefix, value)).transpose()?;
        let value = rest.as_deref();
        match &placeholder.source {
            Source::Field(field) => read_field(*field, value, found),
            Source::Setting(setting) => self.check_setting(setting, value),
            Source::Attribute(name) => read_attribute(name, placeholder.r#type, value, &mut found.visitor),
            Source::Further(index) => {
                found.further.extend(value.map(|value| (*index, value.clone())));
                Ok(())
            }
            Source::Signature => Ok(()),
            Source::Payload | Source::Now(_) | Source::Expires(_) | Source::Random => {
                if let Some(value) = value {
                    found.set(&placeholder.source, read_text(placeholder, value)?);
                }
                Ok(())
            }
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

    fn check_text(&self, pieces: &[Piece], value: Option<&Value>) -> std::result::Result<(), FieldFault> {
        let Some(expected) = join_settings(pieces, self.settings) else { return Ok(()) };
        match value {
            Some(value) if value.as_str() == Some(&expected) => Ok(()),
            Some(value) if !value.is_string() => Err(wrong_type(value, Type::Text)),
            Some(_) => {
                let reason = format!(
                    "The value differs from {expected:?}, which the verifier's settings give. Send the same value."
                );
                Err((Code::ClaimValue, reason))
            }
            None => Err((Code::ClaimMissing, format!("The value is absent. Send {expected:?}."))),
        }
    }

    fn read_nested(
        &self,
        table: &Table,
        value: Option<&Value>,
        path: &str,
        found: &mut Found,
    ) -> std::result::Result<(), FieldFault> {
        match value {
            Some(Value::Object(nested)) => self.read_table(table, nested, path, found),
            Some(value) => {
                let reason = format!("The value is {}. Send an object.", json::type_name(value));
                return Err((Code::ClaimType, reason));
            }
            None if table.is_demanded(self.settings) => self.read_table(table, &Object::new(), path, found),
            None => {}
        }
        Ok(())
    }

    fn read_attributes(&self, table: &Table, object: &Object, path: &str, found: &mut Found) {
        let is_attribute = |key: &str| {
            !table.names().any(|name| name == key)
                && !self.skipped.contains(&key)
                && !table.named_attributes.iter().any(|name| name == key)
        };
        for (key, value) in object.iter().filter(|(key, _)| is_attribute(key)) {
            let about = |reason| Error::about(Code::ClaimValue, format!("{path}{}", shortened(key)), reason);
            // One fault for all that are too many.
            if found.visitor.attributes().len() == MAX_ATTRIBUTES {
                const TOO_MANY: &str = "There are more than 256 attributes. Leave out those that no agent reads.";
                found.faults.push(about(TOO_MANY));
                return;
            }
            match check_attribute(key, value, 1, &mut false) {
                Ok(()) => {
                    found.visitor.attributes_mut().insert(key.clone(), value.clone());
                }
                Err(fault) => found.faults.push(about(fault.reason)),
            }
        }
    }
}

fn wrong_type(value: &Value, wanted: Type) -> FieldFault {
    (Code::ClaimType, format!("The value is {}. Send {}.", json::type_name(value), wanted.about()))
}

/// What follows the text that stands before a visitor's field.
fn after_prefix<'a>(prefix: &str, value: &'a Value) -> std::result::Result<Cow<'a, Value>, FieldFault> {
    if prefix.is_empty() {
        return Ok(Cow::Borrowed(value));
    }
    let text = value.as_str().ok_or_else(|| wrong_type(value, Type::Text))?;
    match text.strip_prefix(prefix) {
        Some(rest) if !rest.is_empty() => Ok(Cow::Owned(rest.into())),
        _ => Err((Code::ClaimValue, format!("The value must be {prefix:?} and a value after it. Send that."))),
    }
}

/// Reads one attribute. What is empty counts as absent, as when it is signed.
fn read_attribute(
    name: &str,
    wanted: Type,
    value: Option<&Value>,
    visitor: &mut Visitor,
) -> std::result::Result<(), FieldFault> {
    let Some(value) = value else { return Ok(()) };
    if !wanted.fits(value) {
        return Err(wrong_type(value, wanted));
    }
    check_attribute(name, value, 1, &mut false).map_err(|fault| (Code::ClaimValue, fault.reason.to_owned()))?;
    if wanted == Type::Address && !value.as_str().is_some_and(is_http_address) {
        return Err((Code::ClaimValue, "The value is not an http or https address. Send one.".to_owned()));
    }
    if value.as_str() == Some("") {
        return Ok(());
    }
    match visitor.attributes_mut().insert(name.to_owned(), value.clone()) {
        Some(known) if known != *value => Err(stated_twice(&format!("attribute {}", shortened(name)))),
        _ => Ok(()),
    }
}

/// Reads a time, a random text or a payload as the text that was signed.
fn read_text(placeholder: &Placeholder, value: &Value) -> std::result::Result<String, FieldFault> {
    let text = match value {
        #[cfg(feature = "sign")]
        Value::String(text) if placeholder.folds == [Fold::Hex] => {
            let bytes = hex::decode(text).ok().and_then(|bytes| String::from_utf8(bytes).ok());
            bytes.ok_or((
                Code::ClaimValue,
                "The value is not UTF-8 in hex. Send the text that the server signed.".to_owned(),
            ))?
        }
        Value::String(text) if placeholder.r#type == Type::Text => text.clone(),
        Value::Number(number) if placeholder.r#type == Type::Integer && Type::Integer.fits(value) => number.to_string(),
        other => return Err(wrong_type(other, placeholder.r#type)),
    };
    check_made_text(&placeholder.source, &text).map_err(|reason| (Code::ClaimValue, reason))?;
    Ok(text)
}

/// Checks the form of a time or a random text.
pub(crate) fn check_made_text(source: &Source, text: &str) -> std::result::Result<(), String> {
    match source {
        Source::Now(form) | Source::Expires(form) => time::parse(*form, text).map(|_| ()).map_err(str::to_owned),
        Source::Random if text.is_empty() || text.len() > 256 || text.contains(char::is_control) => {
            Err("The random text is empty, over 256 bytes long, or holds control characters.".to_owned())
        }
        _ => Ok(()),
    }
}

/// The fault of a value that is stated twice and differs. Only a token may state it twice: the signature covers both.
fn stated_twice(what: &str) -> FieldFault {
    let reason = format!("The value is not the {what} that the token states elsewhere. Sign one visitor.");
    (Code::ClaimValue, reason)
}

fn read_field(field: Field, value: Option<&Value>, found: &mut Found) -> std::result::Result<(), FieldFault> {
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
    let is_other = match found.visitor.text(field) {
        Some(known) => known != text,
        None => found.empty.contains(&field) && !text.is_empty(),
    };
    if is_other {
        return Err(stated_twice(field.as_str()));
    }
    if text.is_empty() {
        found.empty.push(field);
    } else {
        found.visitor.set(field, text);
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
