//! The schemes that come with the library.

use std::{ops::Range, sync::OnceLock};

use super::Scheme;
use crate::error::{Code, Error, Result, shortened};

/// The compiled schemes, one after the other.
static COMPILED: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/catalogue"));

macro_rules! catalogue {
    [$($name:literal: $place:expr,)+] => {
        /// The names, sorted, and the place of each compiled scheme.
        static ENTRIES: &[(&str, Range<usize>)] = &[$(($name, $place)),+];
        static READ: [OnceLock<Result<Scheme>>; ENTRIES.len()] = [const { OnceLock::new() }; ENTRIES.len()];
    };
}

// The build script compiles the files of `schemes/` and lists them.
include!(concat!(env!("OUT_DIR"), "/catalogue.rs"));

/// The names of the catalogue's schemes, sorted.
pub fn schemes() -> impl ExactSizeIterator<Item = &'static str> {
    ENTRIES.iter().map(|(name, _)| *name)
}

/// A scheme of the catalogue by its name. Each is read at most once.
///
/// # Errors
/// `scheme_unknown`, with names that are like this one.
pub fn scheme(name: &str) -> Result<Scheme> {
    let place = ENTRIES.binary_search_by(|(known, _)| (*known).cmp(name)).map_err(|_| unknown(name))?;
    match (ENTRIES.get(place), READ.get(place)) {
        (Some((_, place)), Some(read)) => read.get_or_init(|| decode(place.clone())).clone(),
        _ => Err(unknown(name)),
    }
}

fn decode(place: Range<usize>) -> Result<Scheme> {
    let broken = || Error::new(Code::Internal, "A compiled scheme cannot be read.");
    postcard::from_bytes(COMPILED.get(place).ok_or_else(broken)?).map(Scheme::new).map_err(|_| broken())
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
