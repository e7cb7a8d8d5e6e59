//! The shell's snippets of docs/vendors make a signature that verifies. One shell runs all of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

#[path = "../../../tests/snippets/check.rs"]
mod check;

use std::{env, fs, path::Path, process::Command};

use check::{assert_signed, pages};
use serde_json::Value;

#[test]
fn the_snippets_for_the_shell_sign() {
    let program = Path::new(env!("CARGO_BIN_EXE_visitorseal"));
    let path = format!("{}:{}", program.parent().unwrap().display(), env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.env("PATH", path);
    let (mut script, mut tested) = ("set -e\n".to_owned(), Vec::new());
    for page in pages() {
        for (name, value) in page["environment"].as_object().unwrap() {
            shell.env(name, value.as_str().unwrap());
        }
        let file = format!("{}/../../docs/vendors/{}", env!("CARGO_MANIFEST_DIR"), page["page"].as_str().unwrap());
        let text = fs::read_to_string(file).unwrap();
        let code = text.split_once("```sh\n").and_then(|(_, rest)| rest.split_once("```")).unwrap().0;
        script.push_str(&format!("{code}printf '\\0'\n"));
        tested.push(page);
    }
    let output = shell.arg("-c").arg(script).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let made = String::from_utf8(output.stdout).unwrap();
    let made: Vec<&str> = made.split_terminator('\0').collect();
    assert_eq!(made.len(), tested.len());
    for (page, made) in tested.iter().zip(made) {
        if page["gives"] == "fields" {
            let signed: Value = serde_json::from_str(made).unwrap();
            assert_signed(page, &signed["fields"].to_string());
        } else if page["gives"] == "verified" {
            let verified: Value = serde_json::from_str(made).unwrap();
            let value = verified["signed"]["attributes"].as_object().unwrap().values().next().and_then(Value::as_str);
            assert_signed(page, value.unwrap());
        } else {
            assert_signed(page, made.trim_end());
        }
    }
}
