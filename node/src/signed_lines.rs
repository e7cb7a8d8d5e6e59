//! A signed visitor as text of six lines: signature, fields, whether the fields fit into a frame, mark, the Unix second at which
//! the signature ends, and warnings.
//!
//! `lib/signed-lines.js` reads the same. A native handle would cost more than the signature does, because Node tracks
//! when each one can be freed. No line holds a line break: signature and mark are ASCII, and fields and warnings are JSON on
//! one line.

use visitorseal::{Signed, Statement, Warning};

use crate::script_frame;

/// What the lines of most visitors have besides the signature and the fields.
const REST: usize = 64;

/// Writes the six lines. A prefilled form has no signature and no mark, most visitors have no warnings, and many signatures
/// never end: those lines are empty.
pub fn write(signed: &Signed) -> String {
    let mut out = String::new();
    push(&mut out, signed);
    out
}

/// Appends the six lines.
pub fn push(out: &mut String, signed: &Signed) {
    let (signature, fields) = (signed.signature().unwrap_or_default(), signed.fields_json());
    let fits = !signature.is_empty() && script_frame::takes(fields);
    out.reserve(signature.len() + fields.len() + REST);
    for part in [signature, "\n", fields, if fits { "\n1\n" } else { "\n\n" }, signed.mark().unwrap_or_default(), "\n"]
    {
        out.push_str(part);
    }
    if let Some(end) = signed.expires_at() {
        out.push_str(&end.to_string());
    }
    out.push('\n');
    if !signed.warnings().is_empty() {
        out.push_str(&warnings_json(signed.warnings()));
    }
}

/// Reads what a page states, and when it ends.
pub fn read(lines: &str) -> (Statement<'_>, Option<u64>) {
    let mut lines = lines.split('\n');
    let mut next = || lines.next().filter(|line| !line.is_empty());
    let (signature, fields, _, mark, end) = (next(), next(), next(), next(), next());
    (Statement { fields: fields.unwrap_or_default(), signature, mark }, end.and_then(|end| end.parse().ok()))
}

/// Warnings as a JSON list.
pub fn warnings_json(warnings: &[Warning]) -> String {
    let warnings: Vec<String> = warnings.iter().map(Warning::to_json).collect();
    format!("[{}]", warnings.join(","))
}
