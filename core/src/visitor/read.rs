//! Reads the usual visitor straight from JSON, without an object in between, which takes most of the time of signing.

use std::{borrow::Cow, fmt, mem};

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor as Reader};
use serde_json::Value;

use super::{Item, VisitorRef};
use crate::json::Strict;

/// The visitor if each member is known, is there once, and has the usual type: text, a whole number for the id, or an object
/// of a few attributes. None for all others: [`Visitor::from_object`](super::Visitor::from_object) reads those that it
/// accepts, and has an error for the rest.
pub(super) fn usual(json: &[u8]) -> Option<VisitorRef<'_>> {
    let mut visitor = VisitorRef::default();
    read(json, Members(&mut visitor)).map(|()| visitor)
}

/// The visitors of a JSON list, if each is a usual one.
#[cfg(feature = "sign")]
pub(super) fn usual_ones(json: &[u8]) -> Option<Vec<VisitorRef<'_>>> {
    read(json, List)
}

fn read<'a, S: DeserializeSeed<'a>>(json: &'a [u8], seed: S) -> Option<S::Value> {
    // To check all of it at once takes less time than each text on its own.
    let mut deserializer = serde_json::Deserializer::from_str(std::str::from_utf8(json).ok()?);
    let found = seed.deserialize(&mut deserializer).ok()?;
    deserializer.end().ok().map(|()| found)
}

#[cfg(feature = "sign")]
struct List;

#[cfg(feature = "sign")]
impl<'de> DeserializeSeed<'de> for List {
    type Value = Vec<VisitorRef<'de>>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_seq(self)
    }
}

#[cfg(feature = "sign")]
impl<'de> Reader<'de> for List {
    type Value = Vec<VisitorRef<'de>>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of visitors")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Self::Value, A::Error> {
        let mut visitors = Vec::new();
        let mut visitor = VisitorRef::default();
        while items.next_element_seed(Members(&mut visitor))?.is_some() {
            visitors.push(mem::take(&mut visitor));
        }
        Ok(visitors)
    }
}

/// Fills an empty visitor, in its place: to move it takes longer than to check it.
struct Members<'v, 'a>(&'v mut VisitorRef<'a>);

impl<'de> DeserializeSeed<'de> for Members<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Reader<'de> for Members<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a visitor")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let mut has_attributes = false;
        while let Some(name) = members.next_key_seed(Text { is_id: false })? {
            if name == "attributes" && !has_attributes {
                has_attributes = true;
                members.next_value_seed(Attributes(self.0))?;
            } else {
                let text = members.next_value_seed(Text { is_id: name == "id" })?;
                self.0.set_once(&name, text).ok_or_else(|| A::Error::custom("an unusual member"))?;
            }
        }
        Ok(())
    }
}

/// A text. The id may be a whole number.
struct Text {
    is_id: bool,
}

impl<'de> DeserializeSeed<'de> for Text {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl Text {
    fn digits<'a, E: Error>(&self, number: impl ToString) -> Result<Cow<'a, str>, E> {
        if self.is_id { Ok(number.to_string().into()) } else { Err(E::custom("a number")) }
    }
}

impl<'de> Reader<'de> for Text {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("text")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(text.into())
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(text.to_owned().into())
    }

    fn visit_u64<E: Error>(self, number: u64) -> Result<Self::Value, E> {
        self.digits(number)
    }

    fn visit_i64<E: Error>(self, number: i64) -> Result<Self::Value, E> {
        self.digits(number)
    }
}

/// Adds the attributes to a visitor.
struct Attributes<'v, 'a>(&'v mut VisitorRef<'a>);

impl<'de> DeserializeSeed<'de> for Attributes<'_, 'de> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_map(self)
    }
}

impl<'de> Reader<'de> for Attributes<'_, 'de> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object of attributes")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        while let Some(name) = members.next_key_seed(Text { is_id: false })? {
            let value = members.next_value_seed(AnyItem)?;
            self.0.add_once(name, value).ok_or_else(|| A::Error::custom("many attributes, or one twice"))?;
        }
        Ok(())
    }
}

/// The value of an attribute.
struct AnyItem;

impl<'de> DeserializeSeed<'de> for AnyItem {
    type Value = Item<'de>;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Reader<'de> for AnyItem {
    type Value = Item<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Item::Text(text.into()))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Item::Text(text.to_owned().into()))
    }

    fn visit_unit<E: Error>(self) -> Result<Self::Value, E> {
        Ok(Item::Json(Value::Null))
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Self::Value, E> {
        Strict.visit_bool(value).map(Item::Json)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Self::Value, E> {
        Strict.visit_i64(value).map(Item::Json)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Self::Value, E> {
        Strict.visit_u64(value).map(Item::Json)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Self::Value, E> {
        Strict.visit_f64(value).map(Item::Json)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<Self::Value, A::Error> {
        Strict.visit_seq(items).map(Item::Json)
    }

    fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<Self::Value, A::Error> {
        Strict.visit_map(members).map(Item::Json)
    }
}

#[cfg(test)]
mod tests {
    use super::{
        super::{Visitor, borrowed::A_FEW},
        *,
    };
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
            assert!(usual(json.as_bytes()).map(Visitor::from) == Some(visitor.clone()), "{json}");
            #[cfg(feature = "sign")]
            {
                let list = format!("[{json},{{}}]");
                let both: Vec<Visitor> = usual_ones(list.as_bytes()).unwrap().into_iter().map(Visitor::from).collect();
                assert!(both == [visitor, Visitor::new()], "{json}");
            }
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
        let many: Vec<String> = (0..=A_FEW).map(|n| format!(r#""a{n}":{n}"#)).collect();
        let many = format!(r#"{{"attributes":{{{}}}}}"#, many.join(","));
        for json in others.into_iter().chain([many.as_str()]) {
            assert!(usual(json.as_bytes()).is_none(), "{json}");
            #[cfg(feature = "sign")]
            assert!(usual_ones(format!("[{{}},{json}]").as_bytes()).is_none(), "{json}");
        }
    }
}
