//! What a failed call says.

use std::ffi::c_char;

use visitorseal_core::{Error, Kind};

use crate::status::visitorseal_kind;

/// What went wrong, in memory of the caller's; there is nothing to free. A function that fails
/// fills it; one that succeeds leaves it as it is. The texts are UTF-8, NUL-terminated, and cut at
/// a character where they are too long. No secret and no value of the visitor's stands in it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct visitorseal_error {
    /// The status that the function returned.
    pub status: i32,
    /// One of `visitorseal_kind`.
    pub kind: i32,
    /// The stable name of the status, such as `signature_mismatch`.
    pub code: [c_char; 48],
    /// The setting, field, claim or argument that it is about; empty where there is none.
    pub field: [c_char; 64],
    /// A sentence for a person that says what to change.
    pub reason: [c_char; 512],
}

impl visitorseal_error {
    pub(crate) fn fill(&mut self, error: &Error) {
        self.status = error.code().status();
        self.kind = match error.kind() {
            Kind::Configuration => visitorseal_kind::VISITORSEAL_KIND_CONFIGURATION,
            Kind::Visitor => visitorseal_kind::VISITORSEAL_KIND_VISITOR,
            Kind::Refused => visitorseal_kind::VISITORSEAL_KIND_REFUSED,
            _ => visitorseal_kind::VISITORSEAL_KIND_INTERNAL,
        } as i32;
        copy(&mut self.code, error.code().as_str());
        copy(&mut self.field, error.field().unwrap_or_default());
        copy(&mut self.reason, error.reason());
    }
}

/// Copies as many whole characters as fit, and a NUL. A NUL within ends the text.
fn copy(target: &mut [c_char], text: &str) {
    let text = text.split('\0').next().unwrap_or_default();
    let room = target.len().saturating_sub(1);
    let whole = text.char_indices().map(|(at, char)| at + char.len_utf8()).take_while(|end| *end <= room).last();
    let bytes = text.bytes().take(whole.unwrap_or(0)).chain(std::iter::repeat(0));
    for (slot, byte) in target.iter_mut().zip(bytes) {
        *slot = byte as c_char;
    }
}

#[cfg(test)]
impl Default for visitorseal_error {
    fn default() -> Self {
        Self { status: 0, kind: 0, code: [0; 48], field: [0; 64], reason: [0; 512] }
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
        let mut target = [1; 8];
        copy(&mut target, "aéééé");
        assert_eq!(read(&target), "aééé");
        assert_eq!(target[7], 0);
        copy(&mut target, "ab\0cd");
        assert_eq!(read(&target), "ab");
        copy(&mut target, "");
        assert_eq!(target, [0; 8]);
    }

    #[test]
    fn every_code_and_field_fits() {
        for code in visitorseal_core::Code::ALL {
            assert!(code.as_str().len() < 48, "{code}");
        }
    }
}
