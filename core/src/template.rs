//! HTML with slots that are filled when a page is rendered.

mod address;
mod code;
mod fetch;
mod html;
mod wrapper;

use std::collections::HashSet;

pub(crate) use address::{Address, Place};
pub(crate) use code::{Code, Names, Statement, check_condition};
use fetch::push_fetch;
pub(crate) use html::push_attribute;
use serde_json::Value;
pub(crate) use wrapper::{PageScript, Wait};

use crate::{
    error::{Code as ErrorCode, Error, Result},
    json::{self, Object, push_script_literal},
    settings::Settings,
};

/// The slots of one text. A visitor's values are at most 64 KiB, and each slot repeats them.
pub(crate) const MOST_SLOTS: usize = 64;
pub(crate) const TOO_MANY_SLOTS: &str = "There are more than 64 slots. Remove some.";

/// Text and slots, in their order.
#[derive(Debug, Default)]
pub(crate) struct Template {
    slots: Vec<Slot>,
    /// The fields with slots of their own, which `{fields}` does not repeat.
    named: HashSet<String>,
    /// Whether a slot needs a single field.
    reads_fields: bool,
    /// The settings that the HTML cannot do without.
    pub needed_settings: Vec<String>,
}

#[derive(Clone, Debug, PartialEq)]
enum Slot {
    Text(String),
    Fields,
    /// One field as a JavaScript literal.
    Field(String),
    /// A function that gives one field, at first that of the page. The setting has the address for later ones.
    Fetch(String, String),
    /// Slots that are left out unless each of these fields has a value.
    Statement(Vec<Slot>, Vec<String>),
    /// An attribute of the tag, which is left out if it has no value.
    Attribute(String, Source),
    Signature,
    Nonce,
}

/// The value of an attribute.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Source {
    Field(String),
    Setting(String),
    Address(Address),
}

/// What fills the slots.
#[derive(Clone, Copy)]
pub(crate) struct Filling<'a> {
    /// The fields as JSON.
    pub fields: &'a str,
    pub signature: Option<&'a str>,
    pub nonce: Option<&'a str>,
    pub settings: &'a Settings,
}

impl Template {
    pub fn push_text(&mut self, text: &str) {
        match self.slots.last_mut() {
            _ if text.is_empty() => {}
            Some(Slot::Text(last)) => last.push_str(text),
            _ => self.slots.push(Slot::Text(text.to_owned())),
        }
    }

    pub fn push_nonce(&mut self) {
        self.slots.push(Slot::Nonce);
    }

    pub fn push_signature(&mut self) {
        self.slots.push(Slot::Signature);
    }

    /// Adds an attribute with a value that only the page knows.
    pub fn push_source(&mut self, name: &str, source: Source) {
        match &source {
            Source::Field(_) => self.reads_fields = true,
            Source::Address(address) => self.needed_settings.extend(address.needed_settings().map(str::to_owned)),
            Source::Setting(_) => {}
        }
        self.slots.push(Slot::Attribute(name.to_owned(), source));
    }

    pub fn has_signature(&self) -> bool {
        self.slots.contains(&Slot::Signature)
    }

    pub fn render(&self, filling: Filling<'_>) -> Result<String> {
        filling.nonce.map_or(Ok(()), check_nonce)?;
        let object = if self.reads_fields { read_fields(filling.fields)? } else { Object::new() };
        let mut out = String::with_capacity(1024);
        self.render_slots(&self.slots, &mut out, filling, &object)?;
        Ok(out)
    }

    fn render_slots(&self, slots: &[Slot], out: &mut String, filling: Filling<'_>, object: &Object) -> Result<()> {
        for slot in slots {
            match slot {
                Slot::Text(text) => out.push_str(text),
                Slot::Fields if self.named.is_empty() => push_script_literal(out, filling.fields),
                Slot::Fields => {
                    let mut rest = object.clone();
                    rest.retain(|name, _| !self.named.contains(name));
                    push_script_literal(out, &json::ascii(&rest));
                }
                Slot::Field(name) => push_value(out, value(object, name)),
                Slot::Fetch(name, endpoint) => {
                    push_fetch(out, name, value(object, name), filling.settings.get(endpoint))
                }
                Slot::Statement(slots, needs) => {
                    if needs.iter().all(|name| value(object, name).is_some()) {
                        self.render_slots(slots, out, filling, object)?;
                    }
                }
                Slot::Attribute(name, source) => source.push(name, out, filling, object)?,
                Slot::Signature => {
                    let signature = filling.signature.unwrap_or_default();
                    if !is_plain(signature) {
                        return Err(not_plain());
                    }
                    out.push_str(signature);
                }
                Slot::Nonce => {
                    if let Some(nonce) = filling.nonce {
                        push_attribute(out, "nonce", nonce);
                    }
                }
            }
        }
        Ok(())
    }
}

impl Source {
    fn push(&self, attribute: &str, out: &mut String, filling: Filling<'_>, object: &Object) -> Result<()> {
        match self {
            Self::Field(name) => match value(object, name) {
                Some(Value::String(text)) => push_attribute(out, attribute, text),
                Some(value) => push_attribute(out, attribute, &json::ascii(value)),
                None => {}
            },
            Self::Setting(name) => {
                if let Some(text) = filling.settings.get(name) {
                    push_attribute(out, attribute, text);
                }
            }
            Self::Address(address) => push_attribute(out, attribute, &address.render(object, filling.settings)?),
        }
        Ok(())
    }
}

/// Parses the fields of a page.
pub(crate) fn read_fields(fields: &str) -> Result<Object> {
    json::object(fields.as_bytes()).map_err(|what| Error::new(ErrorCode::FieldsMalformed, what))
}

/// Adds a value as a JavaScript literal. A negative number has parentheses, since `x-` and `-1` would become `x--1`.
fn push_value(out: &mut String, value: Option<&Value>) {
    let json = json::ascii(&value);
    if json.starts_with('-') {
        out.push('(');
        out.push_str(&json);
        out.push(')');
    } else {
        push_script_literal(out, &json);
    }
}

/// A field's value. Null is none.
fn value<'a>(object: &'a Object, name: &str) -> Option<&'a Value> {
    object.get(name).filter(|value| !value.is_null())
}

/// Whether a text has only the characters of digests in hex and of tokens. Such a signature can stand in pasted HTML and in
/// an address unchanged.
pub(crate) fn is_plain(signature: &str) -> bool {
    signature.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte))
}

pub(crate) fn not_plain() -> Error {
    let reason = "The signature is neither hex nor a token. Pass the unchanged JSON that the server made.";
    Error::about(ErrorCode::SignatureMalformed, "signature", reason)
}

/// CSP level 3 section 2.3.1: a nonce is base64 or base64url.
fn check_nonce(nonce: &str) -> Result<()> {
    let body = nonce.trim_end_matches('=');
    let fits = !body.is_empty()
        && nonce.len() - body.len() <= 2
        && nonce.len() <= 256
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte));
    if fits {
        return Ok(());
    }
    Err(Error::about(
        ErrorCode::NonceInvalid,
        "nonce",
        "The nonce is not base64 or base64url of at most 256 characters. Make one from 16 random bytes for each page.",
    ))
}
