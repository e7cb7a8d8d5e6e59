//! Writes `tests/vectors/errors.json`: `make generate`.

use serde_json::{Value, json};
use visitorseal::{Cause, Code, Warning};

fn main() {
    let error = |code: &Code| {
        let raised_by = if code.is_of_packages() { "packages" } else { "core" };
        json!({"code": code.as_str(), "kind": code.kind().as_str(), "status": code.status(), "raised_by": raised_by})
    };
    let errors: Vec<Value> = Code::ALL.iter().map(error).collect();
    let findings: Vec<&str> = Cause::ALL.iter().map(|cause| cause.as_str()).collect();
    println!("{:#}", json!({"errors": errors, "warnings": Warning::ALL, "findings": findings}));
}
