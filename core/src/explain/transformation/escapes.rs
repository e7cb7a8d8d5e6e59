//! Quotes, and the escapes of JSON, JavaScript and SQL.

use super::{forms, space::surround, text};
use crate::json;

const USUAL_QUOTES: &[(&str, &str)] = &[("\"", "\""), ("'", "'")];
const QUOTES: [(&str, &str); 20] = [
    ("\"", "\""),
    ("'", "'"),
    ("\u{201c}", "\u{201d}"),
    ("\u{2018}", "\u{2019}"),
    ("`", "`"),
    ("\\\"", "\\\""),
    // Python's bytes and tuples, lists, and what is copied with code around it.
    ("b'", "'"),
    ("b\"", "\""),
    ("('", "',)"),
    ("(", ",)"),
    ("[\"", "\"]"),
    ("['", "']"),
    ("[", "]"),
    ("<", ">"),
    ("(", ")"),
    ("(", ""),
    ("\"", "\","),
    ("'", "',"),
    ("'", "';"),
    ("", ";"),
];

pub fn quote(bytes: &[u8]) -> Vec<Vec<u8>> {
    surround(bytes, USUAL_QUOTES)
}

pub fn unusual(bytes: &[u8]) -> Vec<Vec<u8>> {
    surround(bytes, &QUOTES)
}

pub fn unquote(bytes: &[u8]) -> Vec<Vec<u8>> {
    strip(bytes, USUAL_QUOTES)
}

pub fn from_unusual(bytes: &[u8]) -> Vec<Vec<u8>> {
    strip(bytes, &QUOTES)
}

fn strip(bytes: &[u8], quotes: &[(&str, &str)]) -> Vec<Vec<u8>> {
    let strip = |(before, after): &(&str, &str)| {
        bytes.strip_prefix(before.as_bytes())?.strip_suffix(after.as_bytes()).map(<[u8]>::to_vec)
    };
    quotes.iter().filter_map(strip).collect()
}

pub fn json(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    let (plain, ascii) = (json::text(&text), json::ascii(&text));
    // Go and Rails escape for HTML too, PHP escapes slashes.
    let for_html = ascii.replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026");
    forms([plain.replace('/', "\\/"), ascii.replace('/', "\\/"), for_html, ascii, plain])
}

pub fn from_json(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text: Option<String> = bytes.starts_with(b"\"").then(|| serde_json::from_slice(bytes).ok()).flatten();
    text.map(String::into_bytes).into_iter().collect()
}

/// The escapes within the quotes of JSON, and those that make a text safe within a script.
pub fn script(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    let inner = |quoted: Vec<u8>| quoted.get(1..quoted.len().saturating_sub(1)).unwrap_or_default().to_vec();
    let mut all: Vec<Vec<u8>> = json(bytes).into_iter().map(inner).collect();
    let escape = |special: &str, write: &dyn Fn(char) -> String| -> String {
        text.chars().map(|char| if special.contains(char) { write(char) } else { char.to_string() }).collect()
    };
    let unicode = |char: char| format!("\\u{:04X}", u32::from(char));
    let unicode_lower = |char: char| format!("\\u{:04x}", u32::from(char));
    let hex = |char: char| format!("\\x{:02X}", u32::from(char));
    let hex_lower = |char: char| format!("\\x{:02x}", u32::from(char));
    let backslash = |char: char| format!("\\{char}");
    // Django's escapejs, Twig's and Symfony's, .NET's, OWASP's, Rails' and Smarty's.
    const DJANGO: &str = "\\'\"<>&=-;`\u{2028}\u{2029}";
    const HTML: &str = "'\"<>&+";
    all.extend(forms([
        escape(DJANGO, &unicode),
        escape(HTML, &unicode),
        escape(HTML, &unicode_lower),
        escape("'\"<>&", &hex),
        escape("'\"<>&", &hex_lower),
        escape("\\'\"/", &backslash),
        escape("\\'\"", &backslash),
    ]));
    // Twig leaves some marks as they are, OWASP's encoder leaves none.
    for kept in ["", ",._", ",._-"] {
        let is_escaped = |char: &char| char.is_ascii() && !char.is_alphanumeric() && !kept.contains(*char);
        let marks: String = text.chars().filter(is_escaped).collect();
        all.extend(forms([escape(&marks, &hex), escape(&marks, &unicode), escape(&marks, &hex_lower)]));
    }
    all
}

/// Undoes the escapes of JavaScript.
pub fn from_script(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    if !text.contains('\\') {
        return Vec::new();
    }
    let mut plain = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        plain.extend(before.encode_utf16());
        let (units, length) = read_escape(escape);
        plain.extend(units);
        rest = escape.get(length..).unwrap_or_default();
    }
    plain.extend(rest.encode_utf16());
    forms([String::from_utf16_lossy(&plain)])
}

/// The UTF-16 unit of an escape without its backslash, and the escape's length.
fn read_escape(escape: &str) -> (Vec<u16>, usize) {
    let digits = |from: usize, to: usize| u16::from_str_radix(escape.get(from..to)?, 16).ok();
    let mut chars = escape.chars();
    let first = chars.next();
    let unit = match first {
        Some('u') => digits(1, 5).map(|unit| (unit, 5)),
        Some('x') => digits(1, 3).map(|unit| (unit, 3)),
        Some('n') => Some((10, 1)),
        Some('r') => Some((13, 1)),
        Some('t') => Some((9, 1)),
        _ => None,
    };
    match (unit, first) {
        (Some((unit, length)), _) => (vec![unit], length),
        (None, Some(char)) => (char.encode_utf16(&mut [0; 2]).to_vec(), char.len_utf8()),
        (None, None) => (vec![u16::from(b'\\')], 0),
    }
}

/// As `addslashes` in PHP and as SQL.
pub fn backslashes(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    let slashes = |text: &str| text.replace('\\', "\\\\").replace('\'', "\\'").replace('"', "\\\"");
    forms([
        slashes(text),
        slashes(&slashes(text)),
        text.replace('\\', "\\\\"),
        text.replace('\'', "''"),
        text.replace('$', "\\$"),
        text.replace('!', "\\!"),
    ])
}

pub fn without_backslashes(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    let bare = text.replace("\\\\", "\\");
    forms([bare.replace("\\\\", "\\"), bare, text.replace("\\'", "'").replace("\\\"", "\""), text.replace("''", "'")])
}
