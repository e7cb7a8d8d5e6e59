//! A signed visitor as bytes.
//!
//! It is no object of a table: to track when each one can be freed would cost Java more than the signature does. `Signed.kt`
//! keeps the bytes, reads the values in them, and passes them back for a script.

use visitorseal::{Signed, Statement, Warning};

use crate::{error::Result, frames::Frames, reply::Reply};

/// Writes when the signature ends (-1: never), then signature, fields, mark and warnings. `Signed.kt` joins these to JSON, but
/// for a signature that JSON must escape: then the JSON is here too.
pub fn write(signed: &Signed) -> Reply {
    let (signature, fields) = (signed.signature(), signed.fields_json());
    let warnings = (!signed.warnings().is_empty()).then(|| warnings_json(signed.warnings()));
    let end = signed.expires_at().and_then(|end| i64::try_from(end).ok()).unwrap_or(-1);
    Reply::result(64 + signature.map_or(0, str::len) + fields.len() + warnings.as_ref().map_or(0, String::len))
        .long(end)
        .optional(signature)
        .text(fields)
        .optional(signed.mark())
        .optional(warnings.as_deref())
        .optional(signature.is_some_and(must_be_escaped).then(|| signed.to_json()).as_deref())
}

fn must_be_escaped(text: &str) -> bool {
    text.bytes().any(|byte| !matches!(byte, b' '..=b'~') || matches!(byte, b'"' | b'\\'))
}

/// Reads what a page states, and when it ends.
pub fn read(bytes: &[u8]) -> Result<(Statement<'_>, Option<u64>)> {
    let mut frames = Frames::of(bytes);
    frames.take(1)?;
    let end = u64::try_from(frames.long()?).ok();
    let (signature, fields, mark) = (frames.optional_text()?, frames.text()?, frames.optional_text()?);
    Ok((Statement { fields, signature, mark }, end))
}

/// Warnings as a JSON list.
pub fn warnings_json(warnings: &[Warning]) -> String {
    let warnings: Vec<String> = warnings.iter().map(Warning::to_json).collect();
    format!("[{}]", warnings.join(","))
}
