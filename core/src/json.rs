//! JSON: a strict reader that accepts each member once, and writers whose text is safe in a page.

use std::{
    fmt::{self, Write as _},
    io,
    sync::LazyLock,
};

use serde::{
    Serialize,
    de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value, ser::Formatter};

use crate::bytes;

/// A JSON object that keeps the order of its members.
pub type Object = Map<String, Value>;

/// Reads one JSON object. A member that occurs twice, in whatever escaping, is an error: some readers would use the first
/// value, others the last.
///
/// # Errors
/// A sentence that begins with "The JSON" and names line and column, never a value.
pub(crate) fn object(bytes: &[u8]) -> Result<Object, String> {
    match value(bytes)? {
        Value::Object(object) => Ok(object),
        other => Err(format!("The JSON is {}, not an object.", type_name(&other))),
    }
}

/// Reads one JSON list as strictly as [`object`].
#[cfg(feature = "sign")]
pub(crate) fn list(bytes: &[u8]) -> Result<Vec<Value>, String> {
    match value(bytes)? {
        Value::Array(list) => Ok(list),
        other => Err(format!("The JSON is {}, not a list.", type_name(&other))),
    }
}

/// Reads JSON as strictly as [`object`].
pub(crate) fn value(bytes: &[u8]) -> Result<Value, String> {
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    Strict.deserialize(&mut deserializer).and_then(|value| deserializer.end().map(|()| value)).map_err(|error| {
        match bytes {
            [0xef, 0xbb, 0xbf, ..] => "The JSON begins with a byte order mark. Send UTF-8 without one.".to_owned(),
            [0xff, 0xfe, ..] | [0xfe, 0xff, ..] => "The JSON is UTF-16. Send UTF-8.".to_owned(),
            _ => describe(&error),
        }
    })
}

/// Writes a value of objects, texts and numbers, which always has a JSON form.
pub(crate) fn text(value: &impl Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// [`text`] in ASCII. In some charsets other bytes become a backslash, or swallow the character after them.
pub(crate) fn ascii(value: &impl Serialize) -> String {
    let mut out = Vec::with_capacity(256);
    push_ascii(&mut out, value);
    String::from_utf8(out).unwrap_or_default()
}

/// Appends [`ascii`] to a text.
pub(crate) fn push_ascii(out: &mut Vec<u8>, value: &impl Serialize) {
    // Writing into memory never fails.
    let _ = value.serialize(&mut serde_json::Serializer::with_formatter(out, Ascii));
}

/// The characters of a text that is written.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Charset {
    Utf8,
    Ascii,
}

/// Appends a value that always has a JSON form.
pub(crate) fn push(out: &mut Vec<u8>, value: &impl Serialize, charset: Charset) {
    match charset {
        Charset::Ascii => push_ascii(out, value),
        // Writing into memory never fails.
        Charset::Utf8 => drop(serde_json::to_writer(out, value)),
    }
}

/// Appends a text as JSON. It is what [`push`] does, in less time for the usual text, in which nothing is escaped.
pub(crate) fn push_text(out: &mut Vec<u8>, text: &str, charset: Charset) {
    if bytes::is_plain(text) { push_plain(out, text) } else { push(out, &text, charset) }
}

/// Appends a text of which nothing is escaped.
pub(crate) fn push_plain(out: &mut Vec<u8>, text: &str) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    out.extend_from_slice(text.as_bytes());
    out.push(b'"');
}

struct Ascii;

impl Formatter for Ascii {
    fn write_string_fragment<W: ?Sized + io::Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        // The usual case, and the fast one.
        if fragment.is_ascii() {
            return out.write_all(fragment.as_bytes());
        }
        let mut rest = fragment;
        while let Some((before, char, after)) = split_at_char(rest, |byte| !byte.is_ascii()) {
            out.write_all(before.as_bytes())?;
            for unit in char.encode_utf16(&mut [0; 2]) {
                write!(out, "\\u{unit:04x}")?;
            }
            rest = after;
        }
        out.write_all(rest.as_bytes())
    }
}

/// Splits a text at the first character whose first byte is wanted.
fn split_at_char(text: &str, wanted: impl Fn(u8) -> bool) -> Option<(&str, char, &str)> {
    let (before, found) = text.split_at_checked(text.bytes().position(wanted)?)?;
    let mut chars = found.chars();
    Some((before, chars.next()?, chars.as_str()))
}

/// serde_json quotes the input in some errors. This says only what is wrong and where.
fn describe(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let what = if text.starts_with(DUPLICATE) {
        DUPLICATE
    } else if error.is_eof() {
        "The JSON ends too early"
    } else if text.starts_with("recursion limit") {
        "The JSON is nested too deeply"
    } else {
        "The JSON is not valid"
    };
    format!("{what}, at line {} column {}.", error.line(), error.column())
}

const DUPLICATE: &str = "The JSON has a member twice";

pub(crate) fn type_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}

/// The key of the object that serde_json makes of each number where another crate of the program turns on
/// `arbitrary_precision`. Numbers must have the same types as without it.
const ARBITRARY_NUMBER: &str = "$serde_json::private::Number";
static ARBITRARY_PRECISION: LazyLock<bool> =
    LazyLock::new(|| serde_json::from_str::<Value>("1e1").is_ok_and(|number| number.to_string().as_str() != "10.0"));

fn number(text: &str) -> Option<Value> {
    let integer = text.parse::<u64>().map(Value::from).or_else(|_| text.parse::<i64>().map(Value::from));
    integer.ok().or_else(|| Number::from_f64(text.parse().ok()?).map(Value::Number))
}

/// Reads any value, each member of an object once.
pub(crate) struct Strict;

impl<'de> DeserializeSeed<'de> for Strict {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Strict {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(Value::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(Value::Number(value.into()))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(Number::from_f64(value).map_or(Value::Null, Value::Number))
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(Value::String(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Value, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(Strict)? {
            list.push(item);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<Value, A::Error> {
        let mut object = Object::new();
        while let Some(key) = members.next_key::<String>()? {
            if key == ARBITRARY_NUMBER && *ARBITRARY_PRECISION {
                return number(&members.next_value::<String>()?)
                    .ok_or_else(|| A::Error::custom("a number out of range"));
            }
            let value = members.next_value_seed(Strict)?;
            if object.insert(key, value).is_some() {
                return Err(A::Error::custom(DUPLICATE));
            }
        }
        Ok(Value::Object(object))
    }
}

/// Whether a number was an integer beyond 64 bits, of which serde_json keeps only the nearest double.
pub(crate) fn beyond_64_bits(number: &Number) -> bool {
    let (lowest, above) = (i64::MIN as f64, u64::MAX as f64);
    number.is_f64() && number.as_f64().is_some_and(|value| value <= lowest || value >= above)
}

/// Writes JSON as a JavaScript literal that is safe inside `<script>`, in a page of any charset: in ASCII, and without
/// `<`, `>` and `&`, which an HTML parser could take for a tag. Quotes and backslashes are written by number, since some
/// charsets have another character in place of the backslash.
pub(crate) fn push_script_literal(out: &mut String, json: &str) {
    let is_safe = |byte: u8| byte.is_ascii() && byte != b'<' && byte != b'>' && byte != b'&' && byte != b'\\';
    // Without an early exit, so that the processor looks at many bytes at once.
    if json.bytes().fold(true, |all, byte| all & is_safe(byte)) {
        return out.push_str(json);
    }
    let mut rest = json;
    while let Some((before, char, after)) = split_at_char(rest, |byte| !is_safe(byte)) {
        out.push_str(before);
        let (char, after) = match (char, after.chars().next()) {
            ('\\', Some(escaped @ ('"' | '\\'))) => (escaped, after.get(1..).unwrap_or_default()),
            // An escape of another kind, such as \n.
            ('\\', _) => {
                out.push(char);
                rest = after;
                continue;
            }
            _ => (char, after),
        };
        rest = after;
        for unit in char.encode_utf16(&mut [0; 2]) {
            // Writing into a String never fails.
            let _ = write!(out, "\\u{unit:04x}");
        }
    }
    out.push_str(rest);
}

/// Writes a JSON value as its text, and reads it: for forms that have no types of their own.
pub(crate) mod as_text {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};
    use serde_json::Value;

    pub(crate) fn serialize<S: Serializer>(value: &Value, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&value.to_string())
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Value, D::Error> {
        serde_json::from_str(<&str>::deserialize(deserializer)?).map_err(D::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn refuses_a_member_that_occurs_twice_even_escaped_and_nested() {
        for body in [r#"{"a":1,"a":1}"#, r#"{"email":1,"em\u0061il":2}"#, r#"{"a":[{"b":1,"b":2}]}"#] {
            let error = object(body.as_bytes()).unwrap_err();
            assert!(error.starts_with(DUPLICATE), "{body}: {error}");
        }
    }

    #[test]
    fn refuses_everything_but_one_object() {
        for body in
            ["", " ", "null", "5", "[]", "\"x\"", "{}{}", "{} x", "{\"a\":NaN}", "{\"a\":\"\\ud800\"}", "\u{feff}{}"]
        {
            assert!(object(body.as_bytes()).is_err(), "{body:?}");
        }
        assert!(object(b"{\"a\":\"\xff\"}").is_err());
    }

    #[test]
    fn refuses_deep_nesting_without_overflow() {
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000));
        assert!(object(deep.as_bytes()).unwrap_err().starts_with("The JSON is nested too deeply"));
    }

    #[test]
    fn a_byte_order_mark_and_utf_16_are_named() {
        let mark = |bytes: &[u8]| object(bytes).unwrap_err();
        assert_eq!(mark(b"\xef\xbb\xbf{}"), "The JSON begins with a byte order mark. Send UTF-8 without one.");
        for utf16 in [b"\xff\xfe{\0}\0", b"\xfe\xff\0{\0}"] {
            assert_eq!(mark(utf16), "The JSON is UTF-16. Send UTF-8.");
        }
        assert!(mark(b"\xff{}").starts_with("The JSON is not valid"));
    }

    #[test]
    fn errors_do_not_quote_the_input() {
        for body in [&br#"{"hunter2":"hunter2" hunter2}"#[..], br#"{"hunter2":1,"hunter2":2}"#] {
            let error = object(body).unwrap_err();
            assert!(!error.contains("hunter"), "{error}");
        }
    }

    #[test]
    fn a_script_literal_has_no_character_that_could_end_the_script() {
        let mut out = String::new();
        push_script_literal(&mut out, "</script><!--&]]>\u{2028}\u{2029}\"é");
        assert_eq!(out, "\\u003c/script\\u003e\\u003c!--\\u0026]]\\u003e\\u2028\\u2029\"\\u00e9");
        out.clear();
        push_script_literal(&mut out, r#"["a\"b\\c\\\"d\n\u001b"]"#);
        assert_eq!(out, r#"["a\u0022b\u005cc\u005c\u0022d\n\u001b"]"#);
    }

    #[test]
    fn ascii_json_reads_back_as_the_same_text() {
        for text in ["", "plain", "¥\\\"é", "表ソ能", "🙂 and 🙃", "\u{7f}\u{80}\u{ffff}\u{10ffff}", "\u{1b}(J\\"]
        {
            let json = ascii(&text);
            assert!(json.is_ascii(), "{json}");
            assert_eq!(serde_json::from_str::<String>(&json).unwrap(), text);
            let mut literal = String::new();
            push_script_literal(&mut literal, &super::text(&text));
            assert_eq!(literal, json.replace(r"\\", r"\u005c").replace("\\\"", r"\u0022"));
        }
        assert_eq!(ascii(&"é🙂"), r#""\u00e9\ud83d\ude42""#);
    }
}
