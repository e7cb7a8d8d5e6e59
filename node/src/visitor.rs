//! Visitors, as `lib/input.js` passes them.

use napi::{JsString, bindgen_prelude::FunctionCallContext};
use visitorseal::{Code, Visitor, values::TEXT_NOT_UNICODE};

use crate::boundary::{raise, text};

type Set = fn(Visitor, String) -> Visitor;

/// Reads a visitor from the arguments at `first`: the JSON of all members that are not text, which may be empty, and then
/// the five texts. Text that crosses on its own is not escaped and parsed again.
pub fn visitor(context: &FunctionCallContext<'_>, first: usize) -> napi::Result<Visitor> {
    read(|index| context.get::<Option<JsString<'_>>>(first + index))
}

/// Reads a visitor from a list: the JSON of all members that are not text, and the five texts.
pub fn listed_visitor(values: &[Option<JsString<'_>>]) -> napi::Result<Visitor> {
    read(|index| Ok(values.get(index).copied().flatten()))
}

/// The texts of a visitor, in the order in which they cross.
const TEXTS: [(&str, Set); 5] = [
    ("id", Visitor::id),
    ("email", Visitor::email),
    ("name", Visitor::name),
    ("phone", Visitor::phone),
    ("avatar", Visitor::avatar),
];

/// Reads a visitor of a batch: the JSON of all members that are not text, and the texts.
pub fn visitor_of_parts(json: Option<&[u8]>, texts: [Option<&[u8]>; TEXTS.len()]) -> visitorseal::Result<Visitor> {
    let mut visitor = without_texts(json.unwrap_or_default())?;
    for ((field, set), value) in TEXTS.into_iter().zip(texts) {
        if let Some(value) = value {
            let text = str::from_utf8(value).map_err(|_| TEXT_NOT_UNICODE.about(field))?;
            visitor = set(visitor, text.to_owned());
        }
    }
    Ok(visitor)
}

fn without_texts(json: &[u8]) -> visitorseal::Result<Visitor> {
    if json.is_empty() { Ok(Visitor::new()) } else { Visitor::from_json(json) }
}

fn read<'a>(value: impl Fn(usize) -> napi::Result<Option<JsString<'a>>>) -> napi::Result<Visitor> {
    let json = value(0)?.map_or(Ok(String::new()), |json| text(json, Code::VisitorMalformed, "visitor"))?;
    let mut visitor = without_texts(json.as_bytes()).map_err(raise)?;
    for (index, (field, set)) in TEXTS.into_iter().enumerate() {
        if let Some(value) = value(1 + index)? {
            visitor = set(visitor, text(value, Code::FieldInvalid, field)?);
        }
    }
    Ok(visitor)
}
