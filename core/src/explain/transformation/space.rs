//! White space, and characters that cannot be seen.

use super::{forms, text};

pub fn around(bytes: &[u8]) -> Vec<Vec<u8>> {
    surround(bytes, &[("", "\n"), ("", "\r\n"), ("", " "), (" ", ""), (" ", " ")])
}

pub fn unusual(bytes: &[u8]) -> Vec<Vec<u8>> {
    /// The lengths of columns that databases fill up with spaces.
    const WIDTHS: [usize; 12] = [10, 12, 16, 20, 24, 30, 32, 36, 40, 50, 64, 100];
    const AROUND: [(&str, &str); 14] = [
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
        ("\r\n", "\r\n"),
        ("  ", "  "),
        ("\u{202a}", "\u{202c}"),
        ("", "\0\0"),
    ];
    let fill = |width: usize| [bytes, b" ".repeat(width.saturating_sub(bytes.len())).as_slice()].concat();
    let mut all = surround(bytes, &AROUND);
    all.extend(WIDTHS.into_iter().filter(|width| *width > bytes.len()).map(fill));
    all
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

/// Each space twice.
pub fn double(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([text(bytes).replace(' ', "  ")])
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
    matches!(char, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}
