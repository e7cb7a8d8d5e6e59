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

const MAIN: &str = r#"
#include <stdio.h>

static int show(int (*new_signer)(visitorseal_signer **, visitorseal_error *),
                int (*make)(const visitorseal_signer *, char **, visitorseal_error *)) {
    visitorseal_signer *signer = NULL;
    visitorseal_error error;
    char *made = NULL;
    int failed = new_signer(&signer, &error) || make(signer, &made, &error);
    if (failed) fprintf(stderr, "%s (%s): %s\n", error.code, error.field, error.reason);
    else fwrite(made, 1, strlen(made) + 1, stdout);
    visitorseal_string_free(made);
    visitorseal_signer_free(signer);
    return failed;
}
"#;

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
        let Some((_, rest)) = text.split_once("```c\n") else {
            // A setting whose value is an environment variable would have to be escaped for JSON.
            assert!(page["environment"].as_object().unwrap().len() > 1, "{name} has no snippet for C");
            continue;
        };
        let make = format!("visitor_{}", page["gives"].as_str().unwrap());
        let code = rest.split_once("```").unwrap().0;
        let code = code.replace(&format!("{make}("), &format!("{make}_{name}("));
        program
            .push_str(&code.replace("new_signer(visitorseal_signer", &format!("new_signer_{name}(visitorseal_signer")));
        calls.push_str(&format!("        || show(new_signer_{name}, {make}_{name})\n"));
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
        assert_signed(page, made);
    }
}
