//! docs/vendors: a page for each scheme file, the catalogue, and what the tests of the pages' snippets need.

mod catalogue;
mod facts;
mod language;
mod page;

use std::{
    error::Error,
    fs,
    path::{Path, PathBuf},
};

use serde_json::{Map, Value};
use visitorseal::{FieldsGoTo, Scheme, ScriptPlace};

pub use catalogue::list as list_by_category;
use facts::Facts;

/// A scheme with its file's text.
pub struct Entry {
    pub scheme: Scheme,
    pub toml: String,
    pub json: Value,
}

impl Entry {
    fn text(&self, key: &str) -> Option<&str> {
        self.json.get(key).and_then(Value::as_str)
    }

    /// The page code that the vendor documents: `forget`, `url` and others.
    fn offers(&self, what: &str) -> bool {
        self.json.get("offers").and_then(Value::as_array).is_some_and(|offers| offers.iter().any(|offer| offer == what))
    }

    /// Whether frameworks may insert the script at the end of each page.
    fn is_inserted(&self) -> bool {
        matches!(self.scheme.script_place(), None | Some(ScriptPlace::Anywhere))
    }

    /// Whether the script belongs into one page of the site only.
    fn is_for_one_page(&self) -> bool {
        self.scheme.script_place() == Some(ScriptPlace::OnePage)
    }

    /// Checks that people read what the file's keys tell programs.
    fn check_guide(&self) -> Result<(), String> {
        let (name, guide) = (self.scheme.name(), self.scheme.guide());
        let page = guide.page.as_deref().unwrap_or_default();
        for (place, beginning) in
            [(ScriptPlace::Fixed, "Put the script"), (ScriptPlace::OnePage, "Write the script only")]
        {
            if (self.scheme.script_place() == Some(place)) != page.starts_with(beginning) {
                return Err(format!(
                    "core/schemes/{name}.toml: script_place = \"{}\" and page in [guide] belong together. The sentence must \
                     begin with \"{beginning}\", and say where.",
                    place.as_str()
                ));
            }
        }
        if guide.fields_go_to != FieldsGoTo::Page && guide.place.is_none() {
            return Err(format!(
                "core/schemes/{name}.toml: fields_go_to stands in [guide] without place. Say who gets them."
            ));
        }
        Ok(())
    }

    /// The name of the page's file. Some file systems cannot tell readme.md from the catalogue's README.md.
    fn page(&self) -> String {
        match self.scheme.name() {
            "readme" => "readme_.md".to_owned(),
            name => format!("{name}.md"),
        }
    }

    /// The vendor with the product.
    fn title(&self) -> String {
        let vendor = self.scheme.vendor();
        match self.scheme.product() {
            Some(product) if product.starts_with(vendor) => product.to_owned(),
            Some(product) => format!("{vendor} {product}"),
            None => vendor.to_owned(),
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// All scheme files, by vendor. The compiled catalogue lacks what only people read.
pub fn entries() -> Result<Vec<Entry>, Box<dyn Error>> {
    let mut entries = Vec::new();
    for file in fs::read_dir(root().join("core/schemes"))? {
        let path = file?.path();
        if path.extension().is_some_and(|extension| extension == "toml") {
            let toml = fs::read_to_string(&path)?;
            let scheme = Scheme::parse(&toml).map_err(|error| format!("{}: {error}", path.display()))?;
            let json = serde_json::from_str(&scheme.to_json())?;
            entries.push(Entry { scheme, toml, json });
        }
    }
    entries.sort_by_key(|entry| (entry.scheme.vendor().to_lowercase(), entry.scheme.name().to_owned()));
    Ok(entries)
}

/// The names of the second implementations that agree with each scheme.
pub struct Oracles(Map<String, Value>);

impl Oracles {
    pub fn read() -> Result<Self, Box<dyn Error>> {
        let path = root().join("tests/oracles/oracles.json");
        Ok(Self(if path.exists() { serde_json::from_str(&fs::read_to_string(path)?)? } else { Map::new() }))
    }

    fn of(&self, scheme: &Scheme) -> &[Value] {
        self.0.get(scheme.name()).and_then(Value::as_array).map_or(&[], Vec::as_slice)
    }
}

/// Writes docs/vendors and tests/snippets/pages.json below `folder`, and removes the pages of schemes that have gone.
pub fn write(folder: &str) -> Result<(), Box<dyn Error>> {
    let (entries, oracles) = (entries()?, Oracles::read()?);
    let languages = language::all()?;
    let pages = Path::new(folder).join("docs/vendors");
    fs::create_dir_all(&pages)?;
    let mut tested = Vec::new();
    let mut written = vec!["README.md".to_owned()];
    for entry in &entries {
        entry.check_guide()?;
        let facts = Facts::find(entry).map_err(|why| {
            format!(
                "core/schemes/{}.toml: its page needs an [[example]] that can be signed. {why}",
                entry.scheme.name()
            )
        })?;
        let name = entry.page();
        replace(&pages.join(&name), &page::text(entry, &entries, &facts, &languages, &oracles)?)?;
        written.push(name);
        let without: Vec<&str> = languages
            .iter()
            .filter(|own| own.snippet(entry, &facts).is_none())
            .map(language::Language::title)
            .collect();
        tested.push(facts.for_tests(entry, &without));
    }
    replace(&pages.join("README.md"), &catalogue::text(&entries, &languages, &oracles))?;
    for file in fs::read_dir(&pages)? {
        let file = file?;
        if !written.iter().any(|name| file.file_name() == name.as_str()) {
            fs::remove_file(file.path())?;
        }
    }
    let tests = Path::new(folder).join("tests/snippets");
    fs::create_dir_all(&tests)?;
    replace(&tests.join("pages.json"), &format!("{:#}\n", Value::Array(tested)))
}

/// A test that reads the file meanwhile sees the former text.
fn replace(path: &Path, text: &str) -> Result<(), Box<dyn Error>> {
    let new = path.with_extension("new");
    fs::write(&new, text)?;
    Ok(fs::rename(new, path)?)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by a panic")]

    use super::*;

    fn check(toml: String) -> Result<(), String> {
        let scheme = Scheme::parse(&toml).unwrap();
        Entry { scheme, toml, json: Value::Null }.check_guide()
    }

    #[test]
    fn the_keys_for_programs_and_the_sentences_for_people_stand_together() {
        let read = |name: &str| fs::read_to_string(root().join(format!("core/schemes/{name}.toml"))).unwrap();
        for (name, from, to) in [
            ("growsurf", "script_place = \"fixed\"\n", ""),
            ("growsurf", "Put the script", "The script stands"),
            ("growsurf", "\"fixed\"", "\"one_page\""),
            ("zendesk_support", "script_place = \"one_page\"\n", ""),
            ("zendesk_support", "Write the script only", "Write the script"),
            ("zendesk_sdk", "\nplace = ", "\npage = "),
        ] {
            let toml = read(name);
            check(toml.clone()).unwrap();
            let changed = toml.replacen(from, to, 1);
            assert_ne!(changed, toml, "{name}: {from}");
            assert!(check(changed).is_err(), "{name}: {from}");
        }
    }
}
