//! Runs the C programs as a cargo test, for `tools/test-mutants`.

use std::{path::Path, process::Command};

#[test]
#[ignore = "the suite c runs the C programs"]
fn the_c_programs_pass() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    assert!(Command::new("tests/suites/c").current_dir(root).status().is_ok_and(|status| status.success()));
}
