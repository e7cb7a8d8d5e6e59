//! What the placeholders of a scheme stand for while a visitor is signed.

use std::borrow::Cow;

use serde_json::Value;

use super::placeholder::{Piece, Placeholder, Source, Type};
use crate::{
    error::{Code, Error, Result, shortened},
    json,
    settings::Settings,
    time,
    visitor::{Attribute, MAX_EXACT, VisitorRef, is_http_address},
};

/// A visitor, the settings, and what signing has made so far. A page without a signature has only the first two.
#[derive(Clone, Copy)]
pub(crate) struct Inputs<'a> {
    pub visitor: &'a VisitorRef<'a>,
    pub settings: &'a Settings,
    pub made: Option<&'a Made>,
}

/// What signing makes, in the order in which it makes it.
#[derive(Default)]
pub(crate) struct Made {
    /// Unix seconds.
    pub now: u64,
    pub expires: Option<u64>,
    pub random: String,
    pub payload: Option<String>,
    /// The text that the vendor checks.
    pub signature: Option<String>,
    /// Further signatures, in the order of the scheme. None where the visitor lacks the fields.
    pub further: Vec<Option<String>>,
}

/// A value as JSON.
pub(crate) enum Shown<'a> {
    Text(Cow<'a, str>),
    Number(u64),
    Json(&'a Value),
}

impl<'a> From<Attribute<'a>> for Shown<'a> {
    fn from(attribute: Attribute<'a>) -> Self {
        match attribute {
            Attribute::Text(text) => Self::Text(text.into()),
            Attribute::Json(value) => Self::Json(value),
        }
    }
}

impl<'a> Inputs<'a> {
    /// The text that a placeholder stands for. None if it is absent or empty.
    pub fn text(&self, placeholder: &Placeholder) -> Option<Cow<'a, str>> {
        let made = self.made;
        let text = match &placeholder.source {
            Source::Field(field) => Cow::Borrowed(self.visitor.text(*field)?),
            Source::Attribute(name) => self.visitor.attribute(name)?.message()?,
            Source::Setting(setting) => Cow::Borrowed(self.settings.get(setting)?),
            Source::Signature => Cow::Borrowed(made?.signature.as_deref()?),
            Source::Further(index) => Cow::Borrowed(made?.further.get(*index)?.as_deref()?),
            Source::Payload => Cow::Borrowed(made?.payload.as_deref()?),
            Source::Now(form) => Cow::Owned(time::write(*form, made?.now)),
            Source::Expires(form) => Cow::Owned(time::write(*form, made?.expires?)),
            Source::Random => Cow::Borrowed(made?.random.as_str()),
        };
        let text = if placeholder.folds.is_empty() { text } else { placeholder.fold(text) };
        Some(text).filter(|text| !text.is_empty())
    }

    /// A text around settings. None if a setting is absent.
    pub fn join(&self, pieces: &[Piece]) -> Option<String> {
        join_settings(pieces, self.settings)
    }

    /// The value that a placeholder stands for, as JSON. None if it is absent or empty.
    #[inline]
    pub fn value(&self, placeholder: &Placeholder) -> Option<Shown<'a>> {
        match &placeholder.source {
            // Almost every value is one of these two.
            Source::Field(field) if placeholder.folds.is_empty() && placeholder.prefix.is_empty() => {
                self.visitor.text(*field).filter(|text| !text.is_empty()).map(|text| Shown::Text(Cow::Borrowed(text)))
            }
            Source::Signature => self.made?.signature.as_deref().map(|text| Shown::Text(Cow::Borrowed(text))),
            _ => self.other_value(placeholder),
        }
    }

    fn other_value(&self, placeholder: &Placeholder) -> Option<Shown<'a>> {
        match (&placeholder.source, placeholder.r#type) {
            (Source::Attribute(name), Type::Integer | Type::Number | Type::Boolean | Type::Texts) => {
                self.visitor.attribute(name).filter(|value| !value.is_null()).map(Shown::from)
            }
            (Source::Now(_) | Source::Expires(_), Type::Integer) => {
                self.text(placeholder)?.parse().ok().map(Shown::Number)
            }
            _ if placeholder.prefix.is_empty() => self.text(placeholder).map(Shown::Text),
            _ => self.text(placeholder).map(|text| Shown::Text(format!("{}{text}", placeholder.prefix).into())),
        }
    }

    /// Checks the type of an attribute that has a place of its own.
    /// A browser must not change what a message signs.
    pub fn check_type(&self, placeholder: &Placeholder, in_message: bool) -> Result<()> {
        let Source::Attribute(name) = &placeholder.source else { return Ok(()) };
        let Some(value) = self.visitor.attribute(name).filter(|value| !value.is_null()) else { return Ok(()) };
        let about = |code, reason: String| Err(Error::about(code, format!("attributes.{}", shortened(name)), reason));
        let wanted = placeholder.r#type;
        let fits = match value {
            Attribute::Text(_) => matches!(wanted, Type::Text | Type::Address),
            Attribute::Json(value) => wanted.fits(value),
        };
        if !fits {
            let value = value.to_value();
            let found = match value.as_array().map(|list| list.iter().enumerate().find(|(_, item)| !item.is_string())) {
                Some(Some((at, item))) if wanted == Type::Texts => {
                    format!("item {} of it is {}", at + 1, json::type_name(item))
                }
                _ => format!("this is {}", json::type_name(&value)),
            };
            let reason = format!("The vendor demands {} here, but {found}. Pass {}.", wanted.about(), wanted.about());
            return about(Code::FieldType, reason);
        }
        let magnitude = match value {
            Attribute::Text(_) => None,
            Attribute::Json(value) => value.as_u64().or_else(|| value.as_i64().map(i64::unsigned_abs)),
        };
        if in_message && magnitude.is_some_and(|magnitude| magnitude > MAX_EXACT) {
            let reason =
                "A browser would change this number, so its signature would be wrong. Pass a whole number below 2^53.";
            return about(Code::NumberTooLarge, reason.to_owned());
        }
        let is_address = |text: &str| text.is_empty() || is_http_address(text);
        if wanted == Type::Address && !value.as_str().is_some_and(is_address) {
            return about(Code::FieldInvalid, "The value is not an http or https address. Pass one.".to_owned());
        }
        Ok(())
    }
}

/// A text around settings. None if a setting is absent.
pub(crate) fn join_settings(pieces: &[Piece], settings: &Settings) -> Option<String> {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Literal(text) => Some(text.as_str()),
            Piece::Slot(Placeholder { source: Source::Setting(name), .. }) => settings.get(name),
            Piece::Slot(_) => None,
        })
        .collect()
}
