//! Visitors, as the classes write them: the byte 0 and JSON, or the byte 1 and their members.
//!
//! Members cross without JSON, because to write and to parse it would take longer than to sign. A value is a letter, then its
//! content; texts and numbers are as in [`crate::frames`]. `TreeSink.kt` writes them.

use serde_json::{Number, Value};
use visitorseal::{Code, Error, Item, Object, Visitor, VisitorRef};

use crate::{
    error::Result,
    frames::{Frames, torn},
};

/// Deeper than any visitor that the core accepts, so that it is the core that refuses one.
const DEEPEST: usize = 64;

/// Reads a visitor. Everything about its values is checked when it is signed.
pub fn read(bytes: &[u8]) -> Result<VisitorRef<'_>> {
    let (form, rest) = bytes.split_first().ok_or_else(torn)?;
    if *form == 0 {
        return Ok(VisitorRef::from_json(rest)?);
    }
    usual(rest).map_or_else(|| any(rest).map(VisitorRef::from), Ok)
}

/// The visitor if it has texts and a few attributes, as most have, without a copy of them.
fn usual(bytes: &[u8]) -> Option<VisitorRef<'_>> {
    let (mut frames, mut visitor) = (Frames::of(bytes), VisitorRef::default());
    let mut has_attributes = false;
    while !frames.is_empty() {
        match (frames.text().ok()?, frames.byte().ok()?) {
            ("attributes", b'{') if !has_attributes => {
                has_attributes = true;
                while frames.byte_unless(b'}').ok()?.is_some() {
                    let name = frames.text().ok()?;
                    let value = match frames.byte().ok()? {
                        b's' => Item::Text(frames.text().ok()?.into()),
                        letter => Item::Json(value(letter, &mut frames, 1).ok()?),
                    };
                    visitor.add_once(name, value)?;
                }
            }
            (field, b's') => visitor.set_once(field, frames.text().ok()?)?,
            ("id", b'i') => visitor.set_once("id", frames.long().ok()?.to_string())?,
            _ => return None,
        }
    }
    Some(visitor)
}

fn any(rest: &[u8]) -> Result<Visitor> {
    let (mut frames, mut visitor) = (Frames::of(rest), Visitor::new());
    let mut seen = Vec::new();
    while !frames.is_empty() {
        let member = frames.text()?;
        if seen.contains(&member) {
            return Err(twice().into());
        }
        seen.push(member);
        let letter = frames.byte()?;
        visitor.insert(member, value(letter, &mut frames, 0)?)?;
    }
    Ok(visitor)
}

fn value(letter: u8, frames: &mut Frames<'_>, depth: usize) -> Result<Value> {
    if depth > DEEPEST {
        return Err(torn().into());
    }
    Ok(match letter {
        b'n' => Value::Null,
        b't' => Value::Bool(true),
        b'f' => Value::Bool(false),
        b'i' => frames.long()?.into(),
        b'b' => big(frames.text()?)?,
        b'd' => Number::from_f64(f64::from_bits(frames.long()? as u64)).ok_or_else(torn)?.into(),
        b's' => frames.text()?.into(),
        b'[' => {
            let mut items = Vec::new();
            while let Some(letter) = frames.byte_unless(b']')? {
                items.push(value(letter, frames, depth + 1)?);
            }
            items.into()
        }
        b'{' => {
            let mut members = Object::new();
            while frames.byte_unless(b'}')?.is_some() {
                let name = frames.text()?.to_owned();
                let letter = frames.byte()?;
                if members.insert(name, value(letter, frames, depth + 1)?).is_some() {
                    return Err(twice().into());
                }
            }
            members.into()
        }
        _ => return Err(torn().into()),
    })
}

/// Some maps of Java have a name twice, such as an `IdentityHashMap`.
fn twice() -> Error {
    Error::new(Code::VisitorMalformed, "The visitor has a member twice. Pass each member once.")
}

/// A whole number that may be larger than 64 bits, as its digits. The core refuses it then.
fn big(digits: &str) -> Result<Value> {
    let is_whole = digits.strip_prefix('-').unwrap_or(digits).bytes().all(|byte| byte.is_ascii_digit());
    Ok(serde_json::from_str(digits).ok().filter(|_| is_whole).ok_or_else(torn)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(text: &str) -> Vec<u8> {
        [&(text.len() as u32).to_be_bytes()[..], text.as_bytes()].concat()
    }

    fn json(parts: &[&[u8]]) -> Result<String> {
        let bytes = [&[1], &parts.concat()[..]].concat();
        let visitor = Visitor::from(read(&bytes)?);
        // The quick reader gives what the other one gives, or nothing.
        if let Some(usual) = usual(&bytes[1..]) {
            assert!(Visitor::from(usual) == any(&bytes[1..])?);
        }
        Ok(visitor.to_json())
    }

    #[test]
    fn members_become_a_visitor() {
        let attributes = [
            b"{".as_slice(),
            b",",
            &text("z"),
            b"[tfn]",
            b",",
            &text("a"),
            b"i",
            &(-7i64).to_be_bytes(),
            b",",
            &text("u"),
            b"b",
            &text("18446744073709551615"),
            b",",
            &text("d"),
            b"d",
            &0.5f64.to_bits().to_be_bytes(),
            b",",
            &text("m"),
            b"{}",
            b"}",
        ];
        let visitor = json(&[&text("id"), b"s", &text("user-1"), &text("attributes"), &attributes.concat()]);
        let expected =
            r#"{"id":"user-1","attributes":{"z":[true,false,null],"a":-7,"u":18446744073709551615,"d":0.5,"m":{}}}"#;
        assert_eq!(visitor.ok().as_deref(), Some(expected));
    }

    #[test]
    fn a_visitor_with_a_member_twice_is_refused() {
        let attributes = [b"{,", &text("a")[..], b"n,", &text("b"), b"s", &text("x"), b"}"].concat();
        assert!(json(&[&text("attributes"), &attributes]).is_ok());
        assert!(json(&[&text("attributes"), &attributes, &text("attributes"), &attributes]).is_err());
        assert!(json(&[&text("attributes"), b"{}", &text("attributes"), b"{}"]).is_err());
        assert!(json(&[&text("id"), b"s", &text("1"), &text("id"), b"s", &text("2")]).is_err());
        assert!(json(&[&text("attributes"), b"{,", &text("a"), b"n,", &text("a"), b"t}"]).is_err());
    }

    #[test]
    fn json_stays_json() {
        let visitor = read(b"\0{\"id\":\"user-1\"}").map(|visitor| Visitor::from(visitor).to_json());
        assert_eq!(visitor.ok().as_deref(), Some(r#"{"id":"user-1"}"#));
    }

    #[test]
    fn torn_bytes_are_an_error() {
        for value in [
            &b"?"[..],
            b"s\0\0\0\x09short",
            b"b\0\0\0\x031.5",
            b"b\0\0\0\x04true",
            b"i1234567",
            b"[t",
            b"{,",
            b"[",
            b"d\x7f\xf0\0\0\0\0\0\0",
            b"",
        ] {
            assert!(json(&[&text("id"), value]).is_err(), "{value:?}");
        }
        assert!(read(b"").is_err());
        assert!(json(&[&text("attributes"), &[b'['; 100_000]]).is_err());
    }
}
