//! The examples of a scheme file: a visitor, and the signature that the vendor gives.

use serde_json::{Map, Value};
use toml::de::DeValue;

use super::toml_file::{At, Section};
use crate::{error::Result, json::Object};

/// An example from the vendor's documentation or from the vendor's own library. The file is its own test.
#[derive(Clone, Debug)]
pub struct Example {
    /// Where the signature comes from.
    pub source: String,
    /// The secret, which everyone knows. None for a token.
    pub secret: Option<String>,
    /// The visitor, as [`Visitor::from_object`](crate::Visitor::from_object) takes it.
    pub visitor: Object,
    /// The settings, as [`Settings::from_object`](crate::Settings::from_object) takes them.
    pub settings: Object,
    /// Unix seconds.
    pub now: Option<u64>,
    /// The text that the vendor checks.
    pub signature: Option<String>,
    /// The fields for the page, if the source shows them.
    pub fields: Option<Object>,
}

pub(super) fn read_examples(root: &Section<'_>) -> Result<Vec<Example>> {
    root.sections("example")?.iter().map(read_example).collect()
}

fn read_example(section: &Section<'_>) -> Result<Example> {
    let text = |key| Ok(section.text(key)?.map(|text| text.value.to_owned()));
    let example = Example {
        source: section.required_text("source")?.value.to_owned(),
        secret: text("secret")?,
        visitor: read_object(section, "visitor")?.ok_or_else(|| section.missing("visitor"))?,
        settings: read_object(section, "settings")?.unwrap_or_default(),
        now: section
            .optional_integer("now")?
            .map(|now| {
                u64::try_from(now.value)
                    .map_err(|_| now.error("The time must be Unix seconds, such as 1795132800. Correct it."))
            })
            .transpose()?,
        signature: text("signature")?,
        fields: read_object(section, "fields")?,
    };
    if example.secret.is_some() != example.signature.is_some() {
        return Err(
            section.error("signature", "An example needs both secret and signature. Add the one that is missing.")
        );
    }
    section.finish()?;
    Ok(example)
}

fn read_object(section: &Section<'_>, key: &str) -> Result<Option<Object>> {
    let Some(table) = section.section(key)? else { return Ok(None) };
    table.members().map(|(name, at)| Ok((name.to_owned(), json(&at, 0)?))).collect::<Result<Object>>().map(Some)
}

/// A TOML value as JSON.
fn json(at: &At<'_, &DeValue<'_>>, depth: usize) -> Result<Value> {
    json_of(at.value, depth)
        .ok_or_else(|| at.error("An example holds texts, numbers, true or false, lists and tables."))
}

fn json_of(value: &DeValue<'_>, depth: usize) -> Option<Value> {
    if depth > crate::values::MAX_DEPTH {
        return None;
    }
    match value {
        DeValue::String(text) => Some(text.as_ref().into()),
        DeValue::Boolean(flag) => Some((*flag).into()),
        DeValue::Integer(number) => i64::from_str_radix(number.as_str(), number.radix()).ok().map(Value::from),
        DeValue::Float(number) => {
            number.as_str().parse::<f64>().ok().and_then(serde_json::Number::from_f64).map(Value::Number)
        }
        DeValue::Array(items) => {
            items.iter().map(|item| json_of(item.get_ref(), depth + 1)).collect::<Option<Vec<_>>>().map(Value::Array)
        }
        DeValue::Table(members) => members
            .iter()
            .map(|(name, value)| Some((name.get_ref().to_string(), json_of(value.get_ref(), depth + 1)?)))
            .collect::<Option<Map<_, _>>>()
            .map(Value::Object),
        DeValue::Datetime(_) => None,
    }
}
