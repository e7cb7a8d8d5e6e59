//! Visitors, as `lib/input.js` passes them.

use napi::{JsString, bindgen_prelude::FunctionCallContext};
use visitorseal::{Code, Visitor};

use crate::boundary::{argument, raise, text};

type Set = fn(Visitor, String) -> Visitor;

/// Reads a visitor from the arguments at `first`: the JSON of all members that are not text, which may be empty, and then
/// the five texts. Text that crosses on its own is not escaped and parsed again.
pub fn visitor(context: &FunctionCallContext<'_>, first: usize) -> napi::Result<Visitor> {
    const TEXTS: [(&str, Set); 5] = [
        ("id", Visitor::id),
        ("email", Visitor::email),
        ("name", Visitor::name),
        ("phone", Visitor::phone),
        ("avatar", Visitor::avatar),
    ];
    let json = argument(context, first, Code::VisitorMalformed, "visitor")?;
    let mut visitor = match json.as_str() {
        "" => Visitor::new(),
        json => Visitor::from_json(json.as_bytes()).map_err(raise)?,
    };
    for (index, (field, set)) in TEXTS.into_iter().enumerate() {
        if let Some(value) = context.get::<Option<JsString<'_>>>(first + 1 + index)? {
            visitor = set(visitor, text(value, Code::FieldInvalid, field)?);
        }
    }
    Ok(visitor)
}
