//! Lists the scheme files of `schemes/`, so that a new file is all that a new vendor needs.

use std::{env, error::Error, fmt::Write as _, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=schemes");
    let folder = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("schemes");
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder)? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            names.push(path.file_stem().and_then(|name| name.to_str()).ok_or("a file's name is not UTF-8")?.to_owned());
        }
    }
    names.sort();
    let mut list = String::from("catalogue![\n");
    // Names and no paths: a container may build the same folder under another path.
    for name in names {
        writeln!(list, "    {name:?},")?;
    }
    list.push_str("];\n");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("catalogue.rs"), list)?;
    Ok(())
}
