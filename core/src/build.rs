//! The build script: compiles the scheme files of `schemes/`. It reads them with the modules that read a site's own file, so
//! a faulty file stops the build, and the library reads no TOML for a scheme of the catalogue.

// A part of the library's modules is used here.
#![allow(dead_code, unexpected_cfgs, unused_imports)]

mod algorithm;
mod bytes;
mod error;
mod forms;
mod json;
mod scan;
mod scheme;
mod settings;
mod template;
mod time;
mod values;
mod visitor;

use std::{env, fmt::Write as _, fs, path::Path};

type Result<T> = std::result::Result<T, Box<dyn std::error::Error>>;

fn main() -> Result<()> {
    println!("cargo::rerun-if-changed=schemes");
    println!("cargo::rerun-if-changed=src");
    println!("cargo::rustc-check-cfg=cfg(compiled_catalogue)");
    println!("cargo::rustc-cfg=compiled_catalogue");
    let mut names = Vec::new();
    for entry in fs::read_dir(Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("schemes"))? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            names.push((
                path.file_stem().and_then(|name| name.to_str()).ok_or("a file's name is not UTF-8")?.to_owned(),
                path,
            ));
        }
    }
    names.sort();
    let mut schemes = Vec::new();
    let mut list = String::from("catalogue![\n");
    for (name, path) in names {
        let scheme =
            scheme::Scheme::parse(&fs::read_to_string(path)?).map_err(|error| format!("{name}.toml: {error}"))?;
        if scheme.name() != name {
            return Err(format!("{name}.toml: the name is {}", scheme.name()).into());
        }
        let start = schemes.len();
        schemes = postcard::to_extend(scheme.model(), schemes)?;
        writeln!(list, "    {name:?}: {start}..{},", schemes.len())?;
    }
    list.push_str("];\n");
    let folder = env::var("OUT_DIR")?;
    fs::write(Path::new(&folder).join("catalogue.rs"), list)?;
    fs::write(Path::new(&folder).join("catalogue"), schemes)?;
    Ok(())
}
