//! The error of a failed call.

use std::ffi::c_char;

use visitorseal_core::{Error, Kind};

use crate::status::visitorseal_kind;

/// What went wrong. The caller owns it, and there is nothing to free. A function that fails fills it, and
/// a function that succeeds does not change it. The texts are UTF-8, end with a NUL, and are cut at a
/// character if they are too long. Errors never contain a secret or a visitor's data.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct visitorseal_error {
    /// The status that the function returned.
    pub status: i32,
    /// One of `visitorseal_kind`.
    pub kind: i32,
    /// The stable name of the status, such as `signature_mismatch`.
    pub code: [c_char; 48],
    /// The setting, field, claim or argument that the error is about. Empty if there is none.
    pub field: [c_char; 256],
    /// What is wrong and what to do. The words may change in any version.
    pub reason: [c_char; 512],
    /// For a refused visitor: the HTTP status to answer with, such as 401. Otherwise 0.
    pub http_status: i32,
    /// For a refused visitor: the name of the error in that answer, such as `identity_unverified`.
    /// Otherwise empty.
    pub http_error: [c_char; 64],
}

impl From<&Error> for visitorseal_error {
    fn from(error: &Error) -> Self {
        let kind = match error.kind() {
            Kind::Configuration => visitorseal_kind::VISITORSEAL_KIND_CONFIGURATION,
            Kind::Visitor => visitorseal_kind::VISITORSEAL_KIND_VISITOR,
            Kind::Refused => visitorseal_kind::VISITORSEAL_KIND_REFUSED,
            _ => visitorseal_kind::VISITORSEAL_KIND_INTERNAL,
        };
        Self {
            status: error.code().status(),
            kind: kind as i32,
            code: copied(error.code().as_str()),
            field: copied(error.field().unwrap_or_default()),
            reason: copied(error.reason()),
            http_status: error.http_status().map_or(0, i32::from),
            http_error: copied(error.http_error().unwrap_or_default()),
        }
    }
}

/// As many whole characters as fit, and a NUL. A NUL in the text ends it.
fn copied<const N: usize>(text: &str) -> [c_char; N] {
    let text = text.split('\0').next().unwrap_or_default();
    let ends = text.char_indices().map(|(at, char)| at + char.len_utf8());
    let whole = ends.take_while(|end| *end < N).last().unwrap_or(0);
    let mut copy = [0; N];
    for (slot, byte) in copy.iter_mut().zip(text.bytes().take(whole)) {
        *slot = byte as c_char;
    }
    copy
}

#[cfg(test)]
impl Default for visitorseal_error {
    fn default() -> Self {
        Self {
            status: 0,
            kind: 0,
            code: [0; 48],
            field: [0; 256],
            reason: [0; 512],
            http_status: 0,
            http_error: [0; 64],
        }
    }
}

#[cfg(test)]
impl visitorseal_error {
    pub(crate) fn code_text(&self) -> String {
        read(&self.code)
    }

    pub(crate) fn reason_text(&self) -> String {
        read(&self.reason)
    }
}

#[cfg(test)]
fn read(text: &[c_char]) -> String {
    let bytes = text.iter().take_while(|char| **char != 0).map(|char| *char as u8).collect();
    String::from_utf8(bytes).unwrap()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_cut_at_a_character_and_end_with_a_nul() {
        let cut: [c_char; 8] = copied("aéééé");
        assert_eq!((read(&cut), cut[7]), ("aééé".to_owned(), 0));
        for text in ["abcdefg", "abcdefgh", "abcdefghi"] {
            let cut: [c_char; 8] = copied(text);
            assert_eq!((read(&cut), cut[7]), ("abcdefg".to_owned(), 0), "{text}");
        }
        assert_eq!(read(&copied::<8>("ab\0cd")), "ab");
        assert_eq!(copied::<8>(""), [0; 8]);
    }

    #[test]
    fn every_code_and_field_fits() {
        for code in visitorseal_core::Code::ALL {
            assert!(code.as_str().len() < 48, "{code}");
        }
    }
}
