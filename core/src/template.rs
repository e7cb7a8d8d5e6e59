//! Text with slots that are filled when a page is rendered.

mod address;
mod code;
mod html;
mod states;

pub(crate) use address::{Address, Place};
pub(crate) use code::{Code, Names, Statement, check_condition};
pub(crate) use html::push_attribute;
use serde::{Deserialize, Serialize};
use serde_json::Value;
pub(crate) use states::{State, StateCode, States, Wait};

use crate::{
    error::{Code as ErrorCode, Error, Result},
    json::{self, Object, push_script_literal},
    settings::Settings,
};

/// The slots of one text. A visitor's values are at most 64 KiB, and an address can repeat them in each slot.
pub(crate) const MOST_SLOTS: usize = 64;
pub(crate) const TOO_MANY_SLOTS: &str = "There are more than 64 slots. Remove some.";

/// What keeps a tag out of the copies of pages that Turbo and htmx store.
pub(crate) const MARKERS: &str = " data-turbo-temporary hx-history=\"false\"";

/// Text and slots, in their order.
#[derive(Debug, Default, Deserialize, Serialize)]
pub(crate) struct Template {
    slots: Vec<Slot>,
}

#[derive(Clone, Debug, PartialEq, Deserialize, Serialize)]
enum Slot {
    Text(String),
    /// A setting as a JavaScript literal; `null` without one.
    Setting(String),
    /// An address as a JavaScript literal.
    Address(Address),
    Signature,
    /// The attributes of a `<script`: the nonce and the markers.
    TagStart,
}

/// What fills the slots.
#[derive(Clone, Copy)]
pub(crate) struct Filling<'a> {
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

    pub fn push_tag_start(&mut self) {
        self.slots.push(Slot::TagStart);
    }

    pub fn push_signature(&mut self) {
        self.slots.push(Slot::Signature);
    }

    pub fn push_setting(&mut self, name: &str) {
        self.slots.push(Slot::Setting(name.to_owned()));
    }

    pub fn push_address(&mut self, address: &Address) {
        self.slots.push(Slot::Address(address.clone()));
    }

    /// Adds the slots of another template.
    pub fn push(&mut self, other: &Self) {
        for slot in &other.slots {
            match slot {
                Slot::Text(text) => self.push_text(text),
                slot => self.slots.push(slot.clone()),
            }
        }
    }

    pub fn has_setting(&self, name: &str) -> bool {
        self.slots.iter().any(|slot| matches!(slot, Slot::Setting(setting) if setting == name))
    }

    pub fn has_signature(&self) -> bool {
        self.slots.contains(&Slot::Signature)
    }

    /// The settings that the text cannot do without.
    pub fn needed_settings(&self) -> impl Iterator<Item = &str> {
        let addresses = self.slots.iter().filter_map(|slot| match slot {
            Slot::Address(address) => Some(address),
            _ => None,
        });
        addresses.flat_map(Address::needed_settings)
    }

    pub fn render(&self, out: &mut String, filling: Filling<'_>) -> Result<()> {
        for slot in &self.slots {
            match slot {
                Slot::Text(text) => out.push_str(text),
                Slot::Setting(name) => match filling.settings.get(name) {
                    Some(text) => push_literal(out, text),
                    None => out.push_str("null"),
                },
                Slot::Address(address) => push_literal(out, &address.render(&Object::new(), filling.settings)?),
                Slot::Signature => {
                    let signature = filling.signature.unwrap_or_default();
                    if !is_plain(signature) {
                        return Err(not_plain());
                    }
                    out.push_str(signature);
                }
                Slot::TagStart => push_tag_start(out, filling.nonce),
            }
        }
        Ok(())
    }
}

/// Adds what follows `<script`.
pub(crate) fn push_tag_start(out: &mut String, nonce: Option<&str>) {
    if let Some(nonce) = nonce {
        push_attribute(out, "nonce", nonce);
    }
    out.push_str(MARKERS);
}

/// Adds a text as a JavaScript literal.
pub(crate) fn push_literal(out: &mut String, text: &str) {
    // Marks, names and most settings.
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-') {
        out.push('"');
        out.push_str(text);
        out.push('"');
    } else {
        push_script_literal(out, &json::ascii(&text));
    }
}

/// A text as a JavaScript literal.
pub(crate) fn literal(text: &str) -> String {
    let mut out = String::new();
    push_literal(&mut out, text);
    out
}

/// Parses the fields of a page.
pub(crate) fn read_fields(fields: &str) -> Result<Object> {
    json::object(fields.as_bytes()).map_err(|what| Error::new(ErrorCode::FieldsMalformed, what))
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
pub(crate) fn check_nonce(nonce: &str) -> Result<()> {
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
