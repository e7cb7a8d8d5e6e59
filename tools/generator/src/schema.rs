//! What the table of keys gives: the schema for editors, and the list of keys in the manual.

use serde_json::{Map, Value, json};
use visitorseal::scheme_keys::{Key, PLACES, Place, ROOT, Takes};

type Schema = Map<String, Value>;

/// A JSON schema of scheme files, for editors with taplo ("Even Better TOML").
pub fn schema() -> String {
    let definitions: Schema = PLACES.iter().skip(1).map(|place| (pointer(place.name), table(place).into())).collect();
    let mut schema = table(&ROOT);
    let mut add = |name: &str, value: Value| drop(schema.insert(name.to_owned(), value));
    add("$schema", "http://json-schema.org/draft-07/schema#".into());
    add("title", "A scheme file of visitorseal".into());
    add("$comment", "Written by `make generate` from core/src/scheme/keys.rs.".into());
    add("definitions", definitions.into());
    format!("{:#}\n", Value::Object(schema))
}

fn table(place: &Place) -> Schema {
    let members: Schema = place.keys.iter().map(|key| (key.name.to_owned(), member(key))).collect();
    let mut schema = Schema::new();
    let mut add = |name: &str, value: Value| drop(schema.insert(name.to_owned(), value));
    if !place.about.is_empty() {
        add("description", place.about.into());
    }
    add("type", "object".into());
    add("properties", members.into());
    add("required", required(place, |key| key.kind.is_none()).into());
    add("additionalProperties", place.other.as_ref().map_or(Value::Bool(false), member));
    let mut kinds: Vec<&str> = place.keys.iter().filter_map(|key| key.kind).collect();
    kinds.dedup();
    if !kinds.is_empty() {
        add("allOf", kinds.into_iter().map(|kind| only_with(place, kind)).collect());
    }
    schema
}

/// The keys that one kind of signature must have, and those that it cannot have.
fn only_with(place: &Place, kind: &str) -> Value {
    let others = place.keys.iter().filter(|key| key.kind.is_some_and(|other| other != kind));
    let others: Schema = others.map(|key| (key.name.to_owned(), Value::Bool(false))).collect();
    json!({
        "if": {"properties": {"kind": {"const": kind}}, "required": ["kind"]},
        "then": {"required": required(place, |key| key.kind == Some(kind)), "properties": others},
    })
}

fn required(place: &Place, which: impl Fn(&Key) -> bool) -> Vec<&'static str> {
    place.keys.iter().filter(|key| key.required && which(key)).map(|key| key.name).collect()
}

fn member(key: &Key) -> Value {
    let mut schema = value(&key.takes);
    if let Value::Object(schema) = &mut schema {
        schema.insert("description".to_owned(), key.about.into());
    }
    schema
}

fn value(takes: &Takes) -> Value {
    let text = || json!({"type": "string", "minLength": 1});
    match takes {
        Takes::Text => text(),
        Takes::Address => json!({"type": "string", "pattern": "^https?://"}),
        Takes::Words(words) => json!({"enum": words}),
        Takes::Flag => json!({"type": "boolean"}),
        Takes::Number(least, most) => json!({"type": "integer", "minimum": least, "maximum": most}),
        Takes::Date => json!({"type": "string", "format": "date"}),
        Takes::Texts => json!({"type": "array", "items": text()}),
        Takes::Value => json!({"type": ["string", "integer", "boolean"]}),
        Takes::Table(place) if is_data(place) => json!({"type": "object"}),
        Takes::Table(place) => reference(place),
        Takes::Tables(place) => json!({"type": "array", "items": reference(place)}),
        Takes::OneOf(all) => json!({"anyOf": all.iter().map(value).collect::<Vec<_>>()}),
    }
}

fn is_data(place: &Place) -> bool {
    PLACES.iter().all(|known| !std::ptr::eq(*known, place))
}

/// A `$ref` to the definition of a table. In draft 7 other keys beside it are ignored, hence `allOf`.
fn reference(place: &Place) -> Value {
    json!({"allOf": [{"$ref": format!("#/definitions/{}", pointer(place.name))}]})
}

/// The name of a table's definition. It needs no escaping in a reference.
fn pointer(name: &str) -> String {
    name.chars().filter(|char| char.is_ascii_alphanumeric() || *char == '.').collect()
}

/// The keys of each table, for the manual.
pub fn keys() -> String {
    PLACES.iter().map(|place| section(place)).collect::<Vec<_>>().join("\n")
}

fn section(place: &Place) -> String {
    let title = if place.about.is_empty() {
        "**At the top of the file**".to_owned()
    } else {
        format!("**`{}`**: {}", place.name, place.about)
    };
    let row = |key: &Key| {
        let required = match (key.required, key.kind) {
            (true, None) => ", required".to_owned(),
            (true, Some(kind)) => format!(", required, only with kind = \"{kind}\""),
            (false, Some(kind)) => format!(", only with kind = \"{kind}\""),
            (false, None) => String::new(),
        };
        format!("- `{}` ({}{required}): {}.\n", key.name, key.takes.in_words(), escaped(key.about))
    };
    format!("{title}.\n\n{}", place.keys.iter().chain(&place.other).map(row).collect::<String>())
}

/// Markdown, in which rustdoc reads brackets as links.
fn escaped(text: &str) -> String {
    text.replace('[', "\\[").replace(']', "\\]").replace('*', "\\*").replace('_', "\\_")
}

#[cfg(test)]
#[allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails by a panic")]
mod tests {
    use super::*;

    #[test]
    fn every_reference_has_a_definition() {
        let schema: Value = serde_json::from_str(&schema()).unwrap();
        let text = schema.to_string();
        for reference in text.split("#/definitions/").skip(1) {
            let name = reference.split('"').next().unwrap();
            assert!(schema["definitions"][name].is_object(), "{name}");
        }
        assert_eq!(schema["definitions"].as_object().unwrap().len(), PLACES.len() - 1);
    }
}
