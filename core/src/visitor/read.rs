//! Reads the usual visitor straight from JSON, without an object in between, which takes most of the time of signing.

use std::fmt;

#[cfg(feature = "sign")]
use serde::de::SeqAccess;
use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, Visitor as Reader};
use serde_json::Value;

use super::{Field, Visitor};
use crate::json::Strict;

/// The visitor if each member is known, is there once, and has the usual type: text, a whole number for the id, or an object
/// of attributes. None for all others: [`Visitor::from_object`] reads those that it accepts, and has an error for the rest.
pub(super) fn usual(json: &[u8]) -> Option<Visitor> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let visitor = deserializer.deserialize_map(Members).ok()?;
    deserializer.end().ok().map(|()| visitor)
}

/// The visitors of a JSON list, if each is a usual one.
#[cfg(feature = "sign")]
pub(super) fn usual_ones(json: &[u8]) -> Option<Vec<Visitor>> {
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    let visitors = deserializer.deserialize_seq(List).ok()?;
    deserializer.end().ok().map(|()| visitors)
}

#[cfg(feature = "sign")]
struct List;

#[cfg(feature = "sign")]
impl<'de> Reader<'de> for List {
    type Value = Vec<Visitor>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of visitors")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<Visitor>, A::Error> {
        let mut visitors = Vec::new();
        while let Some(visitor) = items.next_element_seed(Members)? {
            visitors.push(visitor);
        }
        Ok(visitors)
    }
}

struct Members;

#[cfg(feature = "sign")]
impl<'de> DeserializeSeed<'de> for Members {
    type Value = Visitor;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Visitor, D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Reader<'de> for Members {
    type Value = Visitor;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a visitor")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Visitor, A::Error> {
        let unusual = || A::Error::custom("an unusual visitor");
        let mut visitor = Visitor::new();
        let mut attributes = None;
        while let Some(name) = members.next_key_seed(Name)? {
            match name {
                Some(field) if visitor.text(field).is_none() => {
                    let text = members.next_value_seed(Text(field))?;
                    visitor.set(field, text);
                }
                None if attributes.is_none() => match members.next_value_seed(Strict)? {
                    Value::Object(object) => attributes = Some(object),
                    _ => return Err(unusual()),
                },
                _ => return Err(unusual()),
            }
        }
        visitor.attributes = attributes.unwrap_or_default();
        Ok(visitor)
    }
}

/// The name of a member: a field, or None for the attributes.
struct Name;

impl<'de> DeserializeSeed<'de> for Name {
    type Value = Option<Field>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Reader<'_> for Name {
    type Value = Option<Field>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a field of a visitor")
    }

    fn visit_str<E: Error>(self, name: &str) -> Result<Self::Value, E> {
        match name {
            "attributes" => Ok(None),
            _ => Field::named(name).map(Some).ok_or_else(|| E::custom("an unknown field")),
        }
    }
}

/// The text of a field. The id may be a whole number.
struct Text(Field);

impl<'de> DeserializeSeed<'de> for Text {
    type Value = String;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<String, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Text {
    fn digits<E: Error>(&self, number: impl ToString) -> Result<String, E> {
        match self.0 {
            Field::Id => Ok(number.to_string()),
            _ => Err(E::custom("a number")),
        }
    }
}

impl Reader<'_> for Text {
    type Value = String;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<String, E> {
        Ok(text.to_owned())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<String, E> {
        self.digits(number)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<String, E> {
        self.digits(number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json;

    /// What is read here is what the object gives, and nothing is read here that the object refuses.
    #[test]
    fn the_usual_visitor_is_the_object_s_visitor() {
        let them = [
            "{}",
            r#" {"id":"user-123"} "#,
            r#"{"id":42,"email":"jane@example.com","name":"Jané","phone":"","avatar":"https:\/\/example.com"}"#,
            r#"{"id":-9223372036854775808}"#,
            r#"{"id":18446744073709551615}"#,
            r#"{"\u0069d":"a\u0000b","attributes":{"a":[1,2.5,null,true,{"b":"c"}],"":""},"email":"x"}"#,
            r#"{"attributes":{}}"#,
        ];
        for json in them {
            let object = json::object(json.as_bytes()).unwrap();
            let visitor = Visitor::from_object(object).unwrap();
            assert!(usual(json.as_bytes()) == Some(visitor.clone()), "{json}");
            #[cfg(feature = "sign")]
            assert!(usual_ones(format!("[{json},{{}}]").as_bytes()) == Some(vec![visitor, Visitor::new()]), "{json}");
        }
        let others = [
            "",
            "[]",
            "null",
            "{} {}",
            "{",
            r#"{"id":"a","id":"a"}"#,
            r#"{"id":"a","\u0069d":"b"}"#,
            r#"{"attributes":{},"attributes":{}}"#,
            r#"{"attributes":{"a":1,"a":2}}"#,
            r#"{"attributes":{"a":[{"b":1,"b":1}]}}"#,
            r#"{"attributes":[]}"#,
            r#"{"attributes":null}"#,
            r#"{"name":null}"#,
            r#"{"name":5}"#,
            r#"{"id":1.5}"#,
            r#"{"id":1e3}"#,
            r#"{"id":18446744073709551616}"#,
            r#"{"id":true}"#,
            r#"{"id":["a"]}"#,
            r#"{"id":{"$serde_json::private::Number":"5"}}"#,
            r#"{"uuid":"a"}"#,
        ];
        for json in others {
            assert!(usual(json.as_bytes()).is_none(), "{json}");
            #[cfg(feature = "sign")]
            assert!(usual_ones(format!("[{{}},{json}]").as_bytes()).is_none(), "{json}");
        }
    }
}
