//! Visitors, as the classes write them: the byte 0 and JSON, or the byte 1 and their members.
//!
//! Members cross without JSON, because to write and to parse it would take longer than to sign. A value is a letter, then its
//! content; texts and numbers are as in [`crate::frames`]. `TreeSink.kt` writes them.

use serde_json::{Number, Value};
use visitorseal::{Code, Error, Object, Visitor};

use crate::{
    error::Result,
    frames::{Frames, torn},
};

/// Deeper than any visitor that the core accepts, so that it is the core that refuses one.
const DEEPEST: usize = 64;

/// Reads a visitor. Everything about its values is checked when it is signed.
pub fn read(bytes: &[u8]) -> Result<Visitor> {
    let (form, rest) = bytes.split_first().ok_or_else(torn)?;
    if *form == 0 {
        return Ok(Visitor::from_json(rest)?);
    }
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
        read(&[&[1], &parts.concat()[..]].concat()).map(|visitor| visitor.to_json())
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
    fn json_stays_json() {
        let visitor = read(b"\0{\"id\":\"user-1\"}").map(|visitor| visitor.to_json());
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
