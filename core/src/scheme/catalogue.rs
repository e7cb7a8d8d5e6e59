//! The schemes that come with the library.

use std::{ops::Range, sync::OnceLock};

use super::{Scheme, nearest_schemes};
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
    let broken = || Error::new(Code::Internal, "A compiled scheme cannot be read. Please report it.");
    postcard::from_bytes(COMPILED.get(place).ok_or_else(broken)?).map(Scheme::new).map_err(|_| broken())
}

fn unknown(name: &str) -> Error {
    let nearest = nearest_schemes(name);
    let advice = match nearest.as_slice() {
        [] => "List the names with schemes()".to_owned(),
        names => format!("Did you mean {}? schemes() lists all names", names.join(", or ")),
    };
    let reason = format!("No scheme has this name. {advice}; for another vendor, pass a scheme file.");
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
    fn every_scheme_has_its_own_name_a_product_and_a_category() {
        for name in schemes() {
            let scheme = scheme(name).unwrap();
            assert_eq!(scheme.name(), name);
            assert!(scheme.product().is_some() && scheme.category().is_some(), "{name}");
            let other = scheme.about().replaced_by.as_deref();
            assert!(other.is_none_or(|other| super::scheme(other).is_ok()), "{name}: {other:?}");
        }
        assert!(schemes().is_sorted());
    }

    #[test]
    fn an_unknown_name_names_those_that_are_like_it() {
        let error = scheme("reamze").unwrap_err();
        assert_eq!(error.code(), Code::SchemeUnknown);
        assert_eq!(error.field(), Some("reamze"));
        assert!(error.reason().contains("Did you mean reamaze"), "{error}");
        assert!(scheme("no_such_vendor").unwrap_err().reason().contains("List the names with schemes()"));
    }

    #[test]
    fn the_error_does_not_show_a_secret_in_place_of_a_name() {
        let error = scheme("3c6f1d0e5b2a4978").unwrap_err();
        assert!(!error.to_string().contains("3c6f1d0e5b2a4978"), "{error}");
    }
}
