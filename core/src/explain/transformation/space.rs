//! White space, and characters that cannot be seen.

use super::{forms, text};

pub fn around(bytes: &[u8]) -> Vec<Vec<u8>> {
    surround(bytes, &[("", "\n"), ("", "\r\n"), ("", " "), (" ", ""), (" ", " ")])
}

pub fn unusual(bytes: &[u8]) -> Vec<Vec<u8>> {
    const AROUND: [(&str, &str); 10] = [
        ("", "\r"),
        ("", "\t"),
        ("\n", ""),
        ("\t", ""),
        ("", "\0"),
        ("", "\n\n"),
        ("", "\u{a0}"),
        ("", "\u{200b}"),
        ("\u{200b}", ""),
        ("\n", "\n"),
    ];
    surround(bytes, &AROUND)
}

pub fn surround(bytes: &[u8], around: &[(&str, &str)]) -> Vec<Vec<u8>> {
    forms(around.iter().map(|(before, after)| [before.as_bytes(), bytes, after.as_bytes()].concat()))
}

pub fn trim(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    forms([text.trim(), text.trim_matches(is_blank), text.trim_start(), text.trim_end()])
}

pub fn without(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    forms([text.replace(is_blank, ""), text.replace(is_invisible, "")])
}

/// As a browser shows text: each run of white space as one space.
pub fn single(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([text(bytes).split_whitespace().collect::<Vec<_>>().join(" ")])
}

pub fn no_break(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([text(bytes).replace(' ', "\u{a0}")])
}

pub fn from_no_break(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([text(bytes).replace(['\u{a0}', '\u{202f}'], " ")])
}

/// White space, and characters that have no width.
fn is_blank(char: char) -> bool {
    char.is_whitespace() || is_invisible(char) || char == '\0'
}

fn is_invisible(char: char) -> bool {
    "\u{ad}\u{200b}\u{200c}\u{200d}\u{200e}\u{200f}\u{2060}\u{feff}".contains(char)
}
