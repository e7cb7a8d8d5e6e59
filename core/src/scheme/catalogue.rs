//! The schemes that come with the library.

use std::sync::OnceLock;

use super::Scheme;
use crate::error::{Code, Error, Result, shortened};

macro_rules! catalogue {
    [$($name:literal,)+] => {
        /// The names and files, sorted by name.
        const FILES: &[(&str, &str)] = &[$(($name, include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/schemes/", $name, ".toml")))),+];
        static PARSED: [OnceLock<Result<Scheme>>; FILES.len()] = [const { OnceLock::new() }; FILES.len()];
    };
}

// The build script lists the files of `schemes/`.
include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// The names of the catalogue's schemes, sorted.
pub fn schemes() -> impl ExactSizeIterator<Item = &'static str> {
    FILES.iter().map(|(name, _)| *name)
}

/// A scheme of the catalogue by its name. Each file is parsed at most once.
///
/// # Errors
/// `scheme_unknown`, with the names that exist.
pub fn scheme(name: &str) -> Result<Scheme> {
    let place = FILES.binary_search_by(|(known, _)| (*known).cmp(name)).map_err(|_| unknown(name))?;
    match (FILES.get(place), PARSED.get(place)) {
        (Some((_, toml)), Some(parsed)) => parsed.get_or_init(|| Scheme::parse(toml)).clone(),
        _ => Err(unknown(name)),
    }
}

fn unknown(name: &str) -> Error {
    let names: Vec<&str> = schemes().collect();
    let reason = format!(
        "No scheme has this name. The catalogue has {}; for another vendor, pass a scheme file.",
        names.join(", ")
    );
    // A longer name may be a secret, where the caller swapped the arguments.
    match name.len() {
        ..16 => Error::about(Code::SchemeUnknown, shortened(name), reason),
        _ => Error::new(Code::SchemeUnknown, reason),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_loads_under_its_own_name() {
        for name in schemes() {
            assert_eq!(scheme(name).unwrap().name(), name);
        }
        assert!(schemes().is_sorted());
    }

    #[test]
    fn an_unknown_name_lists_the_known_ones() {
        let error = scheme("no_such_vendor").unwrap_err();
        assert_eq!(error.code(), Code::SchemeUnknown);
        assert_eq!(error.field(), Some("no_such_vendor"));
        assert!(error.reason().contains("reamaze"));
    }

    #[test]
    fn the_error_does_not_show_a_secret_in_place_of_a_name() {
        let error = scheme("3c6f1d0e5b2a4978").unwrap_err();
        assert!(!error.to_string().contains("3c6f1d0e5b2a4978"), "{error}");
    }
}
