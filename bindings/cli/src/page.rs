//! `page`: writes the JavaScript files that the elements of a page need.

use std::{fs, path::Path};

use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};
use visitorseal::{FileForm, Page, Scheme, Settings, scheme, schemes};

use crate::{
    args::OptionalTarget,
    failure::{Failure, Result, say},
    input, output,
};

const INTEGRITY: &str = "integrity.json";

pub fn run(target: OptionalTarget, all: bool, out: Option<&Path>, module: bool) -> Result {
    let form = if module { FileForm::Module } else { FileForm::Script };
    if let Some(folder) = out.filter(|_| all) {
        return write_all(folder, form);
    }
    let target = target.named().ok_or_else(|| {
        Failure::Usage("There is no scheme. Pass its name, such as bookbag, --scheme-file FILE, or --all.".to_owned())
    })?;
    let (scheme, settings) = input::target(&target)?;
    let text = file(&scheme, &settings, form)?;
    let Some(folder) = out else {
        output::print(text.trim_end())?;
        say(&format!("The file's integrity hash is {}", integrity(&text)));
        return Ok(());
    };
    let hashes = Map::from_iter([write(folder, &scheme, &text)?]);
    output::print(&Value::Object(hashes).to_string())
}

/// Writes the file of each scheme of the catalogue that needs no setting for it.
fn write_all(folder: &Path, form: FileForm) -> Result {
    let mut hashes = Map::new();
    for name in schemes() {
        let scheme = scheme(name)?;
        match file(&scheme, &Settings::new(), form) {
            Ok(text) => hashes.extend([write(folder, &scheme, &text)?]),
            Err(Failure::Core(error)) => say(&format!("There is no file of {name}: {}", error.reason())),
            Err(other) => return Err(other),
        }
    }
    let hashes = Value::Object(hashes).to_string();
    let path = folder.join(INTEGRITY);
    fs::write(&path, format!("{hashes}\n")).map_err(Failure::io(&path))?;
    output::print(&hashes)
}

fn file(scheme: &Scheme, settings: &Settings, form: FileForm) -> Result<String> {
    Ok(Page::for_file(scheme, settings)?.file(form)?)
}

/// Writes a scheme's file. Gives its name and its integrity hash.
fn write(folder: &Path, scheme: &Scheme, text: &str) -> Result<(String, Value)> {
    fs::create_dir_all(folder).map_err(Failure::io(folder))?;
    let name = format!("{}.js", scheme.name());
    let path = folder.join(&name);
    fs::write(&path, text).map_err(Failure::io(&path))?;
    Ok((name, integrity(text).into()))
}

/// The hash for a tag's attribute `integrity` (Subresource Integrity, section 3.3).
fn integrity(text: &str) -> String {
    let digest = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA384, text.as_bytes());
    format!("sha384-{}", STANDARD.encode(digest))
}
