//! The placeholders of a scheme file, such as `{id}` and `{now|ms}`: one grammar for messages, fields, payloads and claims.

use serde::{Deserialize, Serialize};
use std::{borrow::Cow, fmt};

use serde_json::Value;

use crate::{forms::TimeForm, scan, visitor::Field};

/// What a placeholder stands for.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Source {
    Field(Field),
    /// One attribute, by its name.
    Attribute(String),
    Setting(String),
    /// The first signature.
    Signature,
    /// A further signature, by its position in `[signatures]`.
    Further(usize),
    Payload,
    Now(TimeForm),
    Expires(TimeForm),
    Random,
}

/// The JSON type of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Type {
    Text,
    /// An http or https address.
    Address,
    Integer,
    Number,
    Boolean,
    /// A list of texts.
    Texts,
}

impl Type {
    /// The type as an error names it.
    pub fn about(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Address => "an http or https address",
            Self::Integer => "a whole number",
            Self::Number => "a number",
            Self::Boolean => "true or false",
            Self::Texts => "a list of texts",
        }
    }

    pub fn fits(self, value: &Value) -> bool {
        match self {
            Self::Text | Self::Address => value.is_string(),
            Self::Integer => value.is_i64() || value.is_u64(),
            Self::Number => value.is_number(),
            Self::Boolean => value.is_boolean(),
            Self::Texts => value.as_array().is_some_and(|list| list.iter().all(Value::is_string)),
        }
    }
}

/// How a text is changed: by the vendor before it signs it, or, in hex, for the page that sends it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Fold {
    Trim,
    Lower,
    Hex,
}

#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) struct Placeholder {
    pub source: Source,
    pub folds: Vec<Fold>,
    pub r#type: Type,
    /// What stands before a field of the visitor in a table, as in `user:{id}`.
    pub prefix: String,
}

/// The text in lower case. The Kelvin sign stays: in lower case it is the letter k, so that two addresses would be one.
fn lower(text: &str) -> String {
    const KELVIN: &str = "\u{212a}";
    text.split(KELVIN).map(str::to_lowercase).collect::<Vec<_>>().join(KELVIN)
}

impl Placeholder {
    /// The text as the vendor folds it.
    pub fn fold<'a>(&self, text: impl Into<Cow<'a, str>>) -> Cow<'a, str> {
        self.folds.iter().fold(text.into(), |text, fold| match fold {
            Fold::Trim => Cow::Owned(text.trim().to_owned()),
            Fold::Lower => Cow::Owned(lower(&text)),
            #[cfg(feature = "sign")]
            Fold::Hex => Cow::Owned(hex::encode(text.as_bytes())),
            // A payload is a digest's.
            #[cfg(not(feature = "sign"))]
            Fold::Hex => text,
        })
    }

    /// The visitor's field or attribute that this is, in the visitor's words.
    pub fn word(&self) -> Option<Cow<'static, str>> {
        match &self.source {
            Source::Field(field) => Some(Cow::Borrowed(field.as_str())),
            Source::Attribute(name) => Some(Cow::Owned(format!("attributes.{name}"))),
            _ => None,
        }
    }

    pub fn is_time(&self) -> bool {
        matches!(self.source, Source::Now(_) | Source::Expires(_))
    }

    /// Whether signing makes its value.
    pub fn is_made(&self) -> bool {
        self.is_time() || self.source == Source::Random
    }

    /// Whether all its texts are told apart from what is beside them by their form alone, so that no separator is needed.
    pub fn has_fixed_form(&self) -> bool {
        self.is_time()
    }

    /// Whether its text may hold a separator without a second reading: a time has its form, and a verifier knows the
    /// settings.
    pub fn may_hold_separators(&self) -> bool {
        self.has_fixed_form() || matches!(self.source, Source::Setting(_))
    }

    /// Reads the text between the braces.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn parse(text: &str, known: &Known<'_>) -> Result<Self, String> {
        let mut words = text.split('|');
        let name = words.next().unwrap_or_default();
        let mut placeholder =
            Self { source: parse_source(name, known)?, folds: Vec::new(), r#type: Type::Text, prefix: String::new() };
        let filters: Vec<&str> = words.collect();
        if matches!(placeholder.source, Source::Now(TimeForm::Seconds) | Source::Expires(TimeForm::Seconds)) {
            placeholder.r#type = Type::Integer;
        }
        for filter in filters {
            placeholder.apply(filter).ok_or_else(|| {
                let allowed = placeholder.filters();
                let allowed = if allowed.is_empty() { "no filter".to_owned() } else { allowed.join(", ") };
                format!("The placeholder {{{name}}} has no filter {filter}. It takes {allowed}.")
            })?;
        }
        Ok(placeholder)
    }

    fn filters(&self) -> &'static [&'static str] {
        match self.source {
            Source::Field(_) => &["trim", "lower"],
            Source::Attribute(_) => &["trim", "lower", "integer", "number", "boolean", "address", "texts"],
            Source::Now(_) | Source::Expires(_) => &["ms", "iso", "text"],
            Source::Payload => &["hex"],
            _ => &[],
        }
    }

    fn apply(&mut self, filter: &str) -> Option<()> {
        if !self.filters().contains(&filter) {
            return None;
        }
        match filter {
            "trim" => self.folds.push(Fold::Trim),
            "lower" => self.folds.push(Fold::Lower),
            "hex" => self.folds.push(Fold::Hex),
            "integer" => self.r#type = Type::Integer,
            "number" => self.r#type = Type::Number,
            "boolean" => self.r#type = Type::Boolean,
            "address" => self.r#type = Type::Address,
            "texts" => self.r#type = Type::Texts,
            "text" => self.r#type = Type::Text,
            form => {
                let form = if form == "ms" { TimeForm::Milliseconds } else { TimeForm::Iso };
                match &mut self.source {
                    Source::Now(slot) | Source::Expires(slot) => *slot = form,
                    _ => return None,
                }
                if form == TimeForm::Iso {
                    self.r#type = Type::Text;
                }
            }
        }
        Some(())
    }
}

impl fmt::Display for Placeholder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let form = |name: &str, form: TimeForm| match form {
            TimeForm::Seconds => name.to_owned(),
            TimeForm::Milliseconds => format!("{name}|ms"),
            TimeForm::Iso => format!("{name}|iso"),
        };
        let name = match &self.source {
            Source::Field(field) => field.as_str().to_owned(),
            Source::Attribute(name) => format!("attributes.{name}"),
            Source::Setting(name) => format!("settings.{name}"),
            Source::Signature => "signature".to_owned(),
            Source::Further(index) => format!("signatures.{index}"),
            Source::Payload => "payload".to_owned(),
            Source::Now(time) => form("now", *time),
            Source::Expires(time) => form("expires", *time),
            Source::Random => "random".to_owned(),
        };
        write!(f, "{{{name}")?;
        for fold in &self.folds {
            f.write_str(match fold {
                Fold::Trim => "|trim",
                Fold::Lower => "|lower",
                Fold::Hex => "|hex",
            })?;
        }
        f.write_str("}")
    }
}

/// What a scheme file's placeholders may refer to.
#[derive(Clone, Copy)]
pub(crate) struct Known<'a> {
    pub settings: &'a [super::Setting],
    /// The names of `[signatures]`.
    pub signatures: &'a [String],
    pub has_payload: bool,
}

pub(crate) const NAMES: &str = "{id}, {email}, {name}, {phone}, {avatar}, {attributes.NAME}, {settings.NAME}, {signature}, {payload}, {now}, {expires} or {random}";

fn parse_source(name: &str, known: &Known<'_>) -> Result<Source, String> {
    if let Some(field) = Field::named(name) {
        return Ok(Source::Field(field));
    }
    if let Some(attribute) = name.strip_prefix("attributes.").filter(|name| !name.is_empty()) {
        return match attribute {
            "__proto__" => Err("A page cannot contain this key safely. Choose another attribute.".to_owned()),
            _ => Ok(Source::Attribute(attribute.to_owned())),
        };
    }
    if let Some(setting) = name.strip_prefix("settings.") {
        return match known.settings.iter().any(|known| known.name == setting) {
            true => Ok(Source::Setting(setting.to_owned())),
            false => {
                Err(format!("[settings] has no setting {setting}. Add [settings.{setting}], or correct the name."))
            }
        };
    }
    if let Some(signature) = name.strip_prefix("signatures.") {
        let index = known.signatures.iter().position(|known| known == signature);
        return index
            .map(Source::Further)
            .ok_or_else(|| format!("There is no [signatures.{signature}]. Add it, or correct the name."));
    }
    match name {
        "signature" => Ok(Source::Signature),
        "payload" if known.has_payload => Ok(Source::Payload),
        "payload" => Err("There is no [signature.payload]. Add it, or remove {payload}.".to_owned()),
        "now" => Ok(Source::Now(TimeForm::Seconds)),
        "expires" => Ok(Source::Expires(TimeForm::Seconds)),
        "random" => Ok(Source::Random),
        "attributes" => Err(
            "Attributes need the key \"*\": write \"*\" = \"{attributes}\". Write {attributes.NAME} for one of them."
                .to_owned(),
        ),
        _ => Err(format!("There is no placeholder {{{}}}. Write {NAMES}.", crate::error::shortened(name))),
    }
}

/// A part of a message, or of the text that holds the signature.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Piece {
    Literal(String),
    Slot(Placeholder),
}

/// The most placeholders of one text. A visitor's values may have 64 KiB each, and each is searched for each separator.
const MOST_SLOTS: usize = 16;
/// The longest separator in bytes.
const LONGEST_LITERAL: usize = 256;

/// Splits a text such as `{id}:{email}` at its placeholders.
///
/// # Errors
/// A sentence that says what is wrong.
pub(crate) fn parse_pieces(text: &str, known: &Known<'_>) -> Result<Vec<Piece>, String> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((literal, after)) = split_at_mark(rest, "{") {
        let (name, after) = split_at_mark(after, "}").ok_or("A { has no }. Add it.")?;
        push_literal(&mut pieces, literal)?;
        if slots(&pieces).count() == MOST_SLOTS {
            return Err(format!("There are more than {MOST_SLOTS} placeholders. Remove some."));
        }
        pieces.push(Piece::Slot(Placeholder::parse(name, known)?));
        rest = after;
    }
    push_literal(&mut pieces, rest)?;
    Ok(pieces)
}

fn split_at_mark<'a>(text: &'a str, mark: &str) -> Option<(&'a str, &'a str)> {
    let (before, after) = text.split_at_checked(scan::find(text, mark)?)?;
    Some((before, after.get(mark.len()..)?))
}

fn push_literal(pieces: &mut Vec<Piece>, literal: &str) -> Result<(), String> {
    if literal.contains('}') {
        return Err("A } has no {. Add it, or remove the }.".to_owned());
    }
    if literal.len() > LONGEST_LITERAL {
        return Err(format!("The text between two placeholders has more than {LONGEST_LITERAL} bytes. Shorten it."));
    }
    if !literal.is_empty() {
        pieces.push(Piece::Literal(literal.to_owned()));
    }
    Ok(())
}

pub(crate) fn slots(pieces: &[Piece]) -> impl Iterator<Item = &Placeholder> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Slot(placeholder) => Some(placeholder),
        Piece::Literal(_) => None,
    })
}

pub(crate) fn literals(pieces: &[Piece]) -> impl Iterator<Item = &str> {
    pieces.iter().filter_map(|piece| match piece {
        Piece::Literal(text) => Some(text.as_str()),
        Piece::Slot(_) => None,
    })
}

/// The pieces as the scheme file has them.
pub(crate) fn display(pieces: &[Piece]) -> String {
    pieces
        .iter()
        .map(|piece| match piece {
            Piece::Literal(text) => text.clone(),
            Piece::Slot(placeholder) => placeholder.to_string(),
        })
        .collect()
}
