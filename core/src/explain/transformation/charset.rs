//! Normal forms of Unicode, other encodings than UTF-8, and text that was read in another encoding than it has.

use unicode_normalization::UnicodeNormalization;

use super::{forms, text};

/// The characters of the bytes 80 to 9f in Windows-1252 (Encoding Standard, index-windows-1252).
#[rustfmt::skip]
const WINDOWS: [char; 32] = [
    '€', '\u{81}', '‚', 'ƒ', '„', '…', '†', '‡', 'ˆ', '‰', 'Š', '‹', 'Œ', '\u{8d}', 'Ž', '\u{8f}',
    '\u{90}', '‘', '’', '“', '”', '•', '–', '—', '˜', '™', 'š', '›', 'œ', '\u{9d}', 'ž', 'Ÿ',
];

pub fn nfc(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([text(bytes).nfc().collect::<String>()])
}

pub fn nfd(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([text(bytes).nfd().collect::<String>()])
}

pub fn nfkc(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([text(bytes).nfkc().collect::<String>(), text(bytes).nfkd().collect::<String>()])
}

/// In Latin-1, and with the low bytes alone, as Node writes a text of other characters in `binary`.
pub fn latin1(bytes: &[u8]) -> Vec<Vec<u8>> {
    let low: Vec<u8> = text(bytes).encode_utf16().map(|unit| unit.to_le_bytes()[0]).collect();
    encode(bytes, byte_of_latin1).into_iter().chain([low]).collect()
}

pub fn windows1252(bytes: &[u8]) -> Vec<Vec<u8>> {
    encode(bytes, byte_of_windows)
}

/// Without the other characters, or with `?` for each, for each byte or for each UTF-16 unit, or with the base letter.
pub fn ascii(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    let with = |other: &dyn Fn(char) -> String| -> String {
        text.chars().map(|char| if char.is_ascii() { char.to_string() } else { other(char) }).collect()
    };
    forms([
        with(&|_| "?".to_owned()),
        with(&|_| String::new()),
        with(&|char| "?".repeat(char.len_utf8())),
        with(&|char| "?".repeat(char.len_utf16())),
        with(&|_| "\u{fffd}".to_owned()),
        text.nfd().filter(char::is_ascii).collect(),
    ])
}

pub fn utf16le(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([utf16(bytes, u16::to_le_bytes)])
}

pub fn utf16_others(bytes: &[u8]) -> Vec<Vec<u8>> {
    let (little, big) = (utf16(bytes, u16::to_le_bytes), utf16(bytes, u16::to_be_bytes));
    forms([[&[0xff, 0xfe], little.as_slice()].concat(), [&[0xfe, 0xff], big.as_slice()].concat(), big])
}

/// UTF-8's byte order mark.
pub fn mark(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([["\u{feff}".as_bytes(), bytes].concat()])
}

pub fn without_mark(bytes: &[u8]) -> Vec<Vec<u8>> {
    bytes.strip_prefix("\u{feff}".as_bytes()).map(<[u8]>::to_vec).into_iter().collect()
}

pub fn mojibake(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([bytes.iter().map(|byte| char::from(*byte)).collect::<String>()])
}

pub fn from_mojibake(bytes: &[u8]) -> Vec<Vec<u8>> {
    utf8_only(encode(bytes, byte_of_latin1))
}

pub fn mojibake1252(bytes: &[u8]) -> Vec<Vec<u8>> {
    let char = |byte: &u8| {
        let window = byte.checked_sub(0x80).and_then(|at| WINDOWS.get(usize::from(at)));
        window.copied().unwrap_or(char::from(*byte))
    };
    forms([bytes.iter().map(char).collect::<String>()])
}

pub fn from_mojibake1252(bytes: &[u8]) -> Vec<Vec<u8>> {
    utf8_only(encode(bytes, byte_of_windows))
}

fn utf8_only(mut all: Vec<Vec<u8>>) -> Vec<Vec<u8>> {
    all.retain(|bytes| std::str::from_utf8(bytes).is_ok());
    all
}

/// The text in an encoding of one byte for each character, if it has all of them. ASCII is the same in all.
fn encode(bytes: &[u8], byte: fn(char) -> Option<u8>) -> Vec<Vec<u8>> {
    let encoded: Option<Vec<u8>> = text(bytes).chars().map(byte).collect();
    encoded.into_iter().collect()
}

fn byte_of_latin1(char: char) -> Option<u8> {
    u8::try_from(u32::from(char)).ok()
}

fn byte_of_windows(char: char) -> Option<u8> {
    match WINDOWS.iter().position(|known| *known == char) {
        Some(at) => u8::try_from(at + 0x80).ok(),
        None => byte_of_latin1(char).filter(|byte| !(0x80..0xa0).contains(byte)),
    }
}

fn utf16(bytes: &[u8], write: fn(u16) -> [u8; 2]) -> Vec<u8> {
    text(bytes).encode_utf16().flat_map(write).collect()
}
