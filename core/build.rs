//! Lists the scheme files of `schemes/`, so that a new file is all that a new vendor needs, and takes comments and indents off
//! the JavaScript of `src/page/js`, which every page carries.

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
    let out = env::var("OUT_DIR")?;
    fs::write(Path::new(&out).join("catalogue.rs"), list)?;
    write_scripts(Path::new(&out))
}

fn write_scripts(out: &Path) -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=src/page/js");
    for entry in fs::read_dir(Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("src/page/js"))? {
        let path = entry?.path();
        let text = fs::read_to_string(&path)?;
        let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with("//"));
        let short: String = lines.flat_map(|line| [line, "\n"]).collect();
        fs::write(out.join(path.file_name().ok_or("a file has no name")?), short)?;
    }
    Ok(())
}
