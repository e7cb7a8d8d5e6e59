//! A signed visitor as text of four lines: signature, fields, warnings and the Unix second at which the signature ends.
//!
//! `lib/signed-lines.js` reads the same. A native handle would cost more than the signature does, because Node tracks
//! when each one can be freed. No line holds a line break: a signature is ASCII, and fields and warnings are JSON on one line.

use visitorseal::{Signed, Warning};

/// Writes the four lines. A prefilled form has no signature, most visitors have no warnings, and many signatures never end:
/// those lines are empty.
pub fn write(signed: Signed) -> String {
    let signature = signed.signature().unwrap_or_default();
    let warnings = if signed.warnings().is_empty() { String::new() } else { warnings_json(signed.warnings()) };
    let end = signed.expires_at().map_or_else(String::new, |end| end.to_string());
    [signature, signed.fields_json(), &warnings, &end].join("\n")
}

/// Reads the fields and the signature.
pub fn read(lines: &str) -> (&str, Option<&str>) {
    let mut lines = lines.split('\n');
    let signature = lines.next().filter(|signature| !signature.is_empty());
    (lines.next().unwrap_or_default(), signature)
}

/// Warnings as a JSON list.
pub fn warnings_json(warnings: &[Warning]) -> String {
    let warnings: Vec<String> = warnings.iter().map(Warning::to_json).collect();
    format!("[{}]", warnings.join(","))
}
