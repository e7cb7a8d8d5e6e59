//! The C snippets of docs/vendors make a signature that verifies. One program has all of them.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by a panic"
)]

// The name of the core in the other crates.
extern crate visitorseal_core as visitorseal;

#[path = "../../../tests/snippets/check.rs"]
mod check;

use std::{env, fs, path::Path, process::Command};

use check::{assert_signed, pages};
use serde_json::Value;

const MAIN: &str = r#"
#include <stdio.h>

static int show(int (*run)(char **, visitorseal_error *)) {
    visitorseal_error error = {0};
    char *made = NULL;
    int failed = run(&made, &error);
    if (failed) fprintf(stderr, "%s (%s): %s\n", error.code, error.field, error.reason);
    else fwrite(made, 1, strlen(made) + 1, stdout);
    visitorseal_string_free(made);
    return failed;
}

static int refuse(int (*run)(char **, visitorseal_error *)) {
    visitorseal_error error;
    char *made = NULL;
    int failed = run(&made, &error);
    if (!failed) fprintf(stderr, "not refused: %s\n", made);
    visitorseal_string_free(made);
    return !failed;
}
"#;

/// The function `run` of a page, which calls the snippet's functions with the arguments of a request.
fn call(run: &str, page: &Value, arguments: &Value) -> String {
    let name = page["scheme"].as_str().unwrap();
    let head = format!("static int {run}_{name}(char **made, visitorseal_error *error) {{");
    let text = |argument: &Value| argument.as_str().map_or_else(|| argument.to_string(), str::to_owned);
    let (handle, make) = match page["gives"].as_str().unwrap() {
        "verified" => ("verifier", format!("verified_request_{name}(verifier, {:?}, ", text(&arguments[0]))),
        // Without a handle: each request has a signer of its own.
        gives if !page["refused"].is_null() => {
            return format!("{head} return visitor_{gives}_{name}({:?}, made, error); }}\n", text(&arguments[0]));
        }
        gives => ("signer", format!("visitor_{gives}_{name}(signer, ")),
    };
    format!(
        "{head} visitorseal_{handle} *{handle} = NULL; int failed = new_{handle}_{name}(&{handle}, error) || {make}made, error); \
         visitorseal_{handle}_free({handle}); return failed; }}\n"
    )
}

/// What a snippet made: of a request that was verified, the value in it.
fn value(page: &Value, made: &str) -> String {
    if page["gives"] != "verified" {
        return made.to_owned();
    }
    let verified: Value = serde_json::from_str(made).unwrap();
    let mut values = verified["signed"]["attributes"].as_object().unwrap().values();
    values.next().and_then(Value::as_str).unwrap().to_owned()
}

#[test]
#[ignore = "the suite c runs it: it needs the static library"]
fn the_snippets_for_c_sign() {
    if !Command::new("gcc").arg("--version").output().is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: gcc is missing");
        return;
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let (mut program, mut calls, mut tested) = (String::new(), String::new(), Vec::new());
    let all = pages();
    for page in &all {
        let name = page["scheme"].as_str().unwrap();
        let text = fs::read_to_string(root.join("docs/vendors").join(page["page"].as_str().unwrap())).unwrap();
        // A setting whose value is an environment variable would have to be escaped for JSON.
        if page["without"].as_array().unwrap().iter().any(|title| title == "C") {
            continue;
        }
        let code = text.split_once("```c\n").and_then(|(_, rest)| rest.split_once("```")).unwrap().0;
        let mut code = code.to_owned();
        for function in [
            "new_signer(",
            "new_verifier(",
            "is_allowed(",
            "visitor_script(",
            "visitor_url(",
            "visitor_fields(",
            "verified_request(",
        ] {
            code = code.replace(&format!(" {function}"), &format!(" {}_{name}(", &function[..function.len() - 1]));
            code = code.replace(&format!("!{function}"), &format!("!{}_{name}(", &function[..function.len() - 1]));
        }
        program.push_str(&code);
        program.push_str(&call("run", page, &page["arguments"]));
        calls.push_str(&format!("        || show(run_{name})\n"));
        if !page["refused"].is_null() {
            program.push_str(&call("forged", page, &page["refused"]));
            calls.push_str(&format!("        || refuse(forged_{name})\n"));
        }
        tested.push(page);
    }
    // The folder of this test is deps in the folder of the library.
    let folder = env::current_exe().unwrap().parent().unwrap().parent().unwrap().to_owned();
    let scratch = folder.join("c-snippets");
    fs::create_dir_all(&scratch).unwrap();
    let (source, binary) = (scratch.join("snippets.c"), scratch.join("snippets"));
    fs::write(&source, format!("{program}{MAIN}\nint main(void) {{\n    return 0\n{calls};\n}}\n")).unwrap();
    let mut gcc = Command::new("gcc");
    gcc.args(["-std=c99", "-Wall", "-Wextra", "-Werror", "-pedantic", "-o"]).arg(&binary).arg(&source);
    gcc.arg("-I").arg(root.join("include")).arg(folder.join("libvisitorseal.a")).args(["-lpthread", "-ldl", "-lm"]);
    assert!(gcc.status().unwrap().success());
    let environment = all.iter().flat_map(|page| page["environment"].as_object().unwrap());
    let environment = environment.map(|(name, value)| (name, value.as_str().unwrap()));
    let output = Command::new(&binary).envs(environment).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let made = String::from_utf8(output.stdout).unwrap();
    let made: Vec<&str> = made.split_terminator('\0').collect();
    assert_eq!(made.len(), tested.len());
    for (page, made) in tested.iter().zip(made) {
        assert_signed(page, &value(page, made));
    }
}
