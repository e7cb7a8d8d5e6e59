//! Visitors, as `lib/visitor-writer.js` writes them: parts, each with a byte that says what it is, and its length. To read them is
//! quicker than to read JSON, and no text is copied.

use napi::bindgen_prelude::FunctionCallContext;
use serde_json::Value;
use visitorseal::{Code, Error, Item, Object, Result, Visitor, VisitorRef};

use crate::boundary::{bytes, raise};

/// The members that are text. The kind of such a part is the place in this list.
const TEXTS: [&str; 5] = ["id", "email", "name", "phone", "avatar"];
/// The name of an attribute. Its value follows.
const ATTRIBUTE: u8 = 10;
/// The value of an attribute that is text.
const TEXT: u8 = 11;
/// Any other value, as JSON.
const OTHER: u8 = 12;
/// The name of a member that is none of the texts, or is no text. Its value follows.
const MEMBER: u8 = 13;
/// Stands for the length of a part whose length follows in four bytes.
const LONG: u8 = 0xff;

/// Reads the visitor in the [`bytes`] at `first`.
pub fn visitor(context: &FunctionCallContext<'_>, first: usize) -> napi::Result<Visitor> {
    bytes(context, first).and_then(|parts| read(parts).map(Visitor::from).map_err(raise))
}

/// Reads a visitor without a copy of its texts.
pub fn read(parts: &[u8]) -> Result<VisitorRef<'_>> {
    usual(parts).map_or_else(|| any(parts).map(VisitorRef::from), Ok)
}

/// The visitor if it has texts and a few attributes, as most have.
fn usual(mut parts: &[u8]) -> Option<VisitorRef<'_>> {
    let mut visitor = VisitorRef::default();
    while let Some((kind, content)) = next(&mut parts).ok()? {
        let content = str::from_utf8(content).ok()?;
        match kind {
            ATTRIBUTE => match next(&mut parts).ok()?? {
                (TEXT, text) => visitor.add_once(content, Item::Text(str::from_utf8(text).ok()?.into()))?,
                (OTHER, json) => visitor.add_once(content, Item::Json(serde_json::from_slice(json).ok()?))?,
                _ => return None,
            },
            field => visitor.set_once(TEXTS.get(usize::from(field))?, content)?,
        }
    }
    Some(visitor)
}

/// Any visitor, or what is wrong with it.
fn any(mut parts: &[u8]) -> Result<Visitor> {
    let (mut visitor, mut attributes) = (Visitor::new(), Object::new());
    while let Some((kind, content)) = next(&mut parts)? {
        let name = str::from_utf8(content).map_err(|_| torn())?;
        match kind {
            ATTRIBUTE => {
                attributes.insert(name.to_owned(), value(&mut parts)?);
            }
            MEMBER => visitor.insert(name, value(&mut parts)?)?,
            field => visitor.insert(TEXTS.get(usize::from(field)).ok_or_else(torn)?, name.into())?,
        }
    }
    if !attributes.is_empty() {
        visitor.insert("attributes", Value::Object(attributes))?;
    }
    Ok(visitor)
}

/// The value in the next part.
fn value(parts: &mut &[u8]) -> Result<Value> {
    match next(parts)?.ok_or_else(torn)? {
        (TEXT, text) => str::from_utf8(text).map(Value::from).map_err(|_| torn()),
        (OTHER, json) => serde_json::from_slice(json).map_err(|_| torn()),
        _ => Err(torn()),
    }
}

/// The kind and the content of the next part. None at the end.
fn next<'a>(parts: &mut &'a [u8]) -> Result<Option<(u8, &'a [u8])>> {
    let (kind, length, rest) = match *parts {
        [] => return Ok(None),
        [kind, LONG, a, b, c, d, rest @ ..] => (*kind, u32::from_le_bytes([*a, *b, *c, *d]) as usize, rest),
        [kind, length, rest @ ..] => (*kind, usize::from(*length), rest),
        [_] => return Err(torn()),
    };
    let (content, after) = rest.split_at_checked(length).ok_or_else(torn)?;
    *parts = after;
    Ok(Some((kind, content)))
}

fn torn() -> Error {
    Error::new(Code::Internal, "The visitor's parts are not as the library writes them.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn part(kind: u8, content: &str) -> Vec<u8> {
        [&[kind, u8::try_from(content.len()).unwrap()], content.as_bytes()].concat()
    }

    fn long(kind: u8, content: &str) -> Vec<u8> {
        [&[kind, LONG], &(content.len() as u32).to_le_bytes()[..], content.as_bytes()].concat()
    }

    fn json_of(parts: &[Vec<u8>]) -> std::result::Result<String, Code> {
        let bytes = parts.concat();
        // The quick way gives what the other one gives, or nothing.
        if let Some(usual) = usual(&bytes) {
            assert!(Visitor::from(usual) == any(&bytes).unwrap());
        }
        read(&bytes).map(|visitor| Visitor::from(visitor).to_json()).map_err(|error| error.code())
    }

    #[test]
    fn a_visitor_is_read_from_its_parts() {
        let text = "x".repeat(300);
        let parts = [
            long(0, &text),
            part(2, "Jané"),
            part(ATTRIBUTE, "plan"),
            part(TEXT, ""),
            part(ATTRIBUTE, "n"),
            part(OTHER, r#"[1,{"a":null}]"#),
        ];
        let visitor =
            json!({"id": text, "name": "Jané", "attributes": {"plan": "", "n": [1, {"a": null}]}}).to_string();
        assert_eq!(json_of(&parts).unwrap(), visitor.replace('é', "\\u00e9"));
        assert_eq!(json_of(&[]).unwrap(), "{}");
    }

    #[test]
    fn many_attributes_and_other_members_are_read_too() {
        let many: Vec<_> =
            (0..40).flat_map(|n| [part(ATTRIBUTE, &format!("a{n}")), part(OTHER, &n.to_string())]).collect();
        let attributes: Object = (0..40).map(|n| (format!("a{n}"), n.into())).collect();
        assert_eq!(json_of(&many).unwrap(), json!({ "attributes": attributes }).to_string());
        assert_eq!(
            json_of(&[part(MEMBER, "id"), part(OTHER, "18446744073709551615")]).unwrap(),
            r#"{"id":"18446744073709551615"}"#
        );
        assert_eq!(json_of(&[part(MEMBER, "id"), part(OTHER, "18446744073709551616")]), Err(Code::FieldType));
        assert_eq!(json_of(&[part(MEMBER, "id"), part(OTHER, "null")]), Err(Code::FieldMissing));
        assert_eq!(json_of(&[part(MEMBER, "uuid"), part(OTHER, "null")]), Err(Code::FieldUnknown));
    }

    #[test]
    fn torn_parts_are_an_error() {
        let whole = [part(0, "user-1"), part(ATTRIBUTE, "a"), part(TEXT, "b"), long(1, "a@example.com")].concat();
        for end in 1..whole.len() {
            let is_between = end == 8 || end == 14;
            assert_eq!(json_of(&[whole[..end].to_vec()]).is_err(), !is_between, "{end}");
        }
        for parts in [part(5, "a"), [part(0, "a"), vec![9, 0]].concat(), vec![0, 1, 0xff]] {
            assert_eq!(json_of(&[parts]), Err(Code::Internal));
        }
        assert_eq!(json_of(&[part(ATTRIBUTE, "a"), part(OTHER, "{")]), Err(Code::Internal));
    }
}
