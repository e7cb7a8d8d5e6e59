//! Prints a generated file. `tools/generate` calls it for each of them.

mod documents;
mod limits;
mod refused;
mod schema;
mod vendors;

use std::{error::Error, process::ExitCode};

use serde_json::{Value, json};
use visitorseal::{Cause, Code, Warning};

const USAGE: &str = "\
usage: visitorseal-generator FILE
       visitorseal-generator vendors FOLDER

Prints a file that `tools/generate` writes:
  errors   tests/vectors/errors.json: every code of an error, a warning and a finding
  header   include/visitorseal.h
  php      bindings/php/src/Internal/Limits.php
  ruby     bindings/ruby/lib/visitorseal/limits.rb
  node     node/lib/limits.js
  kotlin   bindings/kotlin/shared/Limits.kt
  swift    bindings/swift/Sources/VisitorsealServer/Shared/Limits.swift
  schema   core/schemes/schema.json
  manual   core/docs/scheme_file.md: the file with its list of keys
  readme   README.md: the file with its list of vendors
  sign-out docs/sign-out.md: the file with its table of what widgets keep
  refused  docs/refused.md: the file with its list of codes

With vendors it writes docs/vendors and tests/snippets/pages.json below FOLDER.";

fn main() -> ExitCode {
    let names: Vec<String> = std::env::args().skip(1).collect();
    let text = match names.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["errors"] => Ok(errors()),
        ["header"] => header(),
        ["php"] => Ok(limits::php()),
        ["ruby"] => Ok(limits::ruby()),
        ["node"] => Ok(limits::node()),
        ["kotlin"] => Ok(limits::kotlin()),
        ["swift"] => Ok(limits::swift()),
        ["schema"] => Ok(schema::schema()),
        ["manual"] => documents::manual(),
        ["readme"] => documents::readme(),
        ["sign-out"] => documents::sign_out(),
        ["refused"] => refused::refused(),
        ["vendors", folder] => vendors::write(folder).map(|()| String::new()),
        ["-h" | "--help"] => Ok(format!("{USAGE}\n")),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match text {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

fn errors() -> String {
    let error = |code: &Code| {
        let raised_by = if code.raised_by_bindings() { "packages" } else { "core" };
        json!({"code": code.as_str(), "kind": code.kind().as_str(), "status": code.status(), "raised_by": raised_by})
    };
    let errors: Vec<Value> = Code::ALL.iter().map(error).collect();
    let findings: Vec<&str> = Cause::ALL.iter().map(|cause| cause.as_str()).collect();
    format!("{:#}\n", json!({"errors": errors, "warnings": Warning::ALL, "findings": findings}))
}

fn header() -> Result<String, Box<dyn Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../bindings/c");
    let config = cbindgen::Config::from_file(format!("{folder}/cbindgen.toml"))?;
    let mut header = Vec::new();
    cbindgen::Builder::new().with_crate(folder).with_config(config).generate()?.write(&mut header);
    Ok(String::from_utf8(header)?)
}
