//! Bounds on the size of a scheme file, so that a hostile one costs little time and memory.

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::toml_file::malformed;
use crate::error::{Code, Error, Result};

/// The largest file in bytes.
const LARGEST: usize = 64 * 1024;
/// The most keys and items of lists. A vendor's file has about a hundred. Some checks compare each with each.
const MOST_VALUES: usize = 1024;
/// The most tables and lists within each other. Reading and writing them is recursive.
const DEEPEST: usize = 16;

/// Parses the TOML of a scheme file.
pub(super) fn parse(toml: &str) -> Result<Spanned<DeTable<'_>>> {
    if toml.len() > LARGEST {
        return Err(Error::new(Code::SchemeMalformed, "The scheme file is over 64 KiB. Pass a smaller file."));
    }
    let document = DeTable::parse(toml).map_err(|error| {
        let reason = format!("The TOML is not valid: {}.", error.message());
        malformed(toml, &error.span().unwrap_or(0..0), "", reason)
    })?;
    match check(toml, document.get_ref()) {
        Ok(()) => Ok(document),
        Err(error) => {
            dismantle(document.into_inner());
            Err(error)
        }
    }
}

fn check(toml: &str, document: &DeTable<'_>) -> Result<()> {
    let mut values = 0;
    let mut open: Vec<(usize, &Spanned<DeValue<'_>>)> = document.values().map(|value| (1, value)).collect();
    while let Some((depth, value)) = open.pop() {
        values += 1;
        let fault = match (values > MOST_VALUES, depth > DEEPEST) {
            (true, _) => Some(format!("The file has more than {MOST_VALUES} keys and items of lists. Remove some.")),
            (_, true) => Some(format!("The tables are nested more than {DEEPEST} levels deep. Remove some of them.")),
            _ => None,
        };
        if let Some(reason) = fault {
            return Err(malformed(toml, &value.span(), "", reason));
        }
        match value.get_ref() {
            DeValue::Table(table) => open.extend(table.values().map(|value| (depth + 1, value))),
            DeValue::Array(list) => open.extend(list.iter().map(|value| (depth + 1, value))),
            _ => {}
        }
    }
    Ok(())
}

/// Drops tables without recursion: dotted keys in inline tables nest thousands of them, more than a stack holds.
fn dismantle(document: DeTable<'_>) {
    let mut open: Vec<DeTable<'_>> = vec![document];
    while let Some(table) = open.pop() {
        let mut values: Vec<DeValue<'_>> = table.into_iter().map(|(_, value)| value.into_inner()).collect();
        while let Some(value) = values.pop() {
            match value {
                DeValue::Table(table) => open.push(table),
                DeValue::Array(list) => values.extend(list.into_iter().map(Spanned::into_inner)),
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::{Scheme, scan::bytes_read};

    const HEAD: &str = "name = 'acme'\nvendor = 'Acme'\ndocument = 'https://acme.example'\nread = 2026-11-20\n";
    const SIGNATURE: &str = "[signature]\nkind = 'hmac'\nhash = 'sha256'\nsecret = 'text'\nresult = 'hex'\n";
    const FIELDS: &str = "[fields]\nid = '{id}'\nhash = '{signature}'\n";

    /// The file with so many pieces that it has 64 KiB.
    fn repeated(before: &str, piece: &str, after: &str) -> String {
        let times = (super::LARGEST - before.len() - after.len()) / piece.len();
        format!("{before}{}{after}", piece.repeat(times))
    }

    #[test]
    fn reading_a_file_takes_linear_time_for_any_text() {
        let message = format!("{HEAD}{SIGNATURE}ambiguous = 'x'\nmessage = '{{id}}");
        let page = format!("{HEAD}{SIGNATURE}message = '{{id}}'\n{FIELDS}[page]\n");
        for piece in ["{id}", "{id}:", "{", "}", ":", "a", "{attributes.", "{now|", "|trim"] {
            let file = repeated(&message, piece, &format!("'\n{FIELDS}"));
            let read = bytes_read(|| drop(Scheme::parse(&file)));
            assert!(read <= 4 * file.len(), "{piece}: {read} bytes of {}", file.len());
        }
        for key in ["at_once", "forget", "ready", "url"] {
            for piece in ["{", "{}", "(", "()", "\"\"", "\"", "//", "/**/", ";", "&", "{fields.id}", "{fields}", "{ "] {
                let start = if key == "url" { "https://acme.example/?" } else { "" };
                let file = repeated(&format!("{page}{key} = '{start}{{fields}}"), piece, "'\n");
                let read = bytes_read(|| drop(Scheme::parse(&file)));
                assert!(read <= 4 * file.len(), "{key} {piece}: {read} bytes of {}", file.len());
            }
        }
    }
}
