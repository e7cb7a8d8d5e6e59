//! Documents of which a part is generated: what stands between two markers.

use std::{error::Error, fs};

use crate::vendors;

/// The document with `text` between `<!-- NAME -->` and `<!-- /NAME -->`.
pub fn between(path: &str, name: &str, text: &str) -> Result<String, Box<dyn Error>> {
    let document = fs::read_to_string(format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR")))?;
    let (first, last) = (format!("<!-- {name}, by make generate -->"), format!("<!-- /{name} -->"));
    let missing = |marker: &str| format!("{path} has no line {marker}");
    let (before, rest) = document.split_once(&first).ok_or_else(|| missing(&first))?;
    let (_, after) = rest.split_once(&last).ok_or_else(|| missing(&last))?;
    Ok(format!("{before}{first}\n\n{text}\n{last}{after}"))
}

/// README.md with the list of vendors.
pub fn readme() -> Result<String, Box<dyn Error>> {
    between("README.md", "vendors", &vendors::list_by_category(&vendors::entries()?))
}

/// core/docs/scheme_file.md with the list of keys.
pub fn manual() -> Result<String, Box<dyn Error>> {
    between("core/docs/scheme_file.md", "keys", &super::schema::keys())
}

/// docs/sign-out.md with what each widget keeps.
pub fn sign_out() -> Result<String, Box<dyn Error>> {
    let all = vendors::entries()?;
    let mut rows: Vec<(String, String)> = all
        .iter()
        .filter_map(|entry| {
            let scheme = &entry.scheme;
            let row =
                format!("| {} | `{}` | {} |\n", scheme.vendor(), scheme.name(), scheme.kept()?.replace('|', "\\|"));
            Some((scheme.vendor().to_lowercase(), row))
        })
        .collect();
    rows.sort();
    let rows: String = rows.into_iter().map(|(_, row)| row).collect();
    between("docs/sign-out.md", "kept", &format!("| vendor | scheme | what stays |\n|---|---|---|\n{rows}"))
}
