//! A signed visitor as text of three lines: signature, fields and warnings.
//!
//! `lib/signed-lines.js` reads the same. A native handle would cost more than the signature does, because Node tracks
//! when each one can be freed. No line holds a line break: a signature is ASCII, and the others are JSON on one line.

use visitorseal::{Signed, Warning};

/// Writes the three lines. A prefilled form has no signature, and most visitors have no warnings: those lines are empty.
pub fn write(signed: Signed) -> String {
    let signature = signed.signature().unwrap_or_default();
    let warnings = if signed.warnings().is_empty() { String::new() } else { warnings_json(signed.warnings()) };
    [signature, signed.fields_json(), &warnings].join("\n")
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
