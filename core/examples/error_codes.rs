//! Writes `tests/vectors/errors.json`: `make generate`.

use serde_json::{Value, json};
use visitorseal::{Cause, Code, Warning};

fn main() {
    let errors: Vec<Value> = Code::ALL
        .iter()
        .map(|code| json!({"code": code.as_str(), "kind": code.kind().as_str(), "status": code.status()}))
        .collect();
    let findings: Vec<&str> = Cause::ALL.iter().map(|cause| cause.as_str()).collect();
    println!("{:#}", json!({"errors": errors, "warnings": Warning::ALL, "findings": findings}));
}
