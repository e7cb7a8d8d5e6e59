//! Documents of which a part is generated: what stands between two markers.

use std::{error::Error, fs};

use serde_json::Value;
use visitorseal::{Scheme, scheme, schemes};

/// The document with `text` between `<!-- NAME -->` and `<!-- /NAME -->`.
pub fn between(path: &str, name: &str, text: &str) -> Result<String, Box<dyn Error>> {
    let document = fs::read_to_string(format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR")))?;
    let (first, last) = (format!("<!-- {name}, by make generate -->"), format!("<!-- /{name} -->"));
    let missing = |marker: &str| format!("{path} has no line {marker}");
    let (before, rest) = document.split_once(&first).ok_or_else(|| missing(&first))?;
    let (_, after) = rest.split_once(&last).ok_or_else(|| missing(&last))?;
    Ok(format!("{before}{first}\n\n{text}\n{last}{after}"))
}

/// README.md with the table of vendors.
pub fn readme() -> Result<String, Box<dyn Error>> {
    let mut all = schemes().map(scheme).collect::<visitorseal::Result<Vec<Scheme>>>()?;
    all.sort_by_key(|scheme| (scheme.vendor().to_lowercase(), scheme.name().to_owned()));
    let rows: String = all.iter().map(row).collect::<Result<_, _>>()?;
    let table = format!(
        "| vendor | scheme | signed | signature | page calls, besides signing |\n|---|---|---|---|---|\n{rows}"
    );
    between("README.md", "vendors", &table)
}

/// core/docs/scheme_file.md with the list of keys.
pub fn manual() -> Result<String, Box<dyn Error>> {
    between("core/docs/scheme_file.md", "keys", &super::schema::keys())
}

/// docs/sign-out.md with what each widget keeps.
pub fn sign_out() -> Result<String, Box<dyn Error>> {
    let all = schemes().map(scheme).collect::<visitorseal::Result<Vec<Scheme>>>()?;
    let mut rows: Vec<(String, String)> = all
        .iter()
        .filter_map(|scheme| {
            let row =
                format!("| {} | `{}` | {} |\n", scheme.vendor(), scheme.name(), scheme.kept()?.replace('|', "\\|"));
            Some((scheme.vendor().to_lowercase(), row))
        })
        .collect();
    rows.sort();
    let rows: String = rows.into_iter().map(|(_, row)| row).collect();
    between("docs/sign-out.md", "kept", &format!("| vendor | scheme | what stays |\n|---|---|---|\n{rows}"))
}

fn row(scheme: &Scheme) -> Result<String, Box<dyn Error>> {
    let json: Value = serde_json::from_str(&scheme.to_json())?;
    // Named attributes are too many for a table.
    let mut covers: Vec<&str> = Vec::new();
    for word in scheme.covers() {
        let word = word.split('.').next().unwrap_or_default();
        if !covers.contains(&word) {
            covers.push(word);
        }
    }
    let covers = covers.join(", ");
    let has_further = json.get("signatures").and_then(Value::as_array).is_some_and(|names| !names.is_empty());
    let signed = match json.get("message").unwrap_or(&Value::Null) {
        Value::Array(alternatives) => {
            let words: Vec<&str> = alternatives.iter().filter_map(Value::as_str).collect();
            format!("`{}`", words.join("`, or else `"))
        }
        Value::String(_) if has_further => format!("{covers} (each by itself)"),
        Value::String(message) if message.contains("{payload}") => format!("{covers} (in one text)"),
        Value::String(message) => format!("`{message}`"),
        _ => format!("{covers} (in a token)"),
    };
    let offers: Vec<&str> = json
        .get("offers")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(|offer| match offer {
            "forget" => "sign-out",
            "url" => "address",
            other => other,
        })
        .collect();
    Ok(format!(
        "| [{}]({}) | `{}` | {} | {} | {} |\n",
        scheme.vendor(),
        scheme.document(),
        scheme.name(),
        signed.replace('|', "\\|"),
        scheme.algorithm(),
        offers.join(", ")
    ))
}
