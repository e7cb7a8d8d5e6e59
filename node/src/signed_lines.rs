//! A signed visitor as text of six lines: signature, fields, whether the fields fit into a frame, mark, the Unix second at which
//! the signature ends, and warnings.
//!
//! `lib/signed-lines.js` reads the same. A native handle would cost more than the signature does, because Node tracks
//! when each one can be freed. No line holds a line break: signature and mark are ASCII, and fields and warnings are JSON on
//! one line.

use visitorseal::{Signed, Statement, Warning};

use crate::script_frame;

/// Writes the six lines. A prefilled form has no signature and no mark, most visitors have no warnings, and many signatures
/// never end: those lines are empty.
pub fn write(signed: Signed) -> String {
    let signature = signed.signature().unwrap_or_default();
    let fits = if signature.is_empty() || !script_frame::takes(signed.fields_json()) { "" } else { "1" };
    let end = signed.expires_at().map_or_else(String::new, |end| end.to_string());
    let warnings = if signed.warnings().is_empty() { String::new() } else { warnings_json(signed.warnings()) };
    [signature, signed.fields_json(), fits, signed.mark().unwrap_or_default(), &end, &warnings].join("\n")
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
