//! Character references of HTML.

use super::{forms, text};

/// The references that templates write, with what they stand for.
const NAMED: [(&str, &str); 12] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&apos;", "'"),
    ("&nbsp;", "\u{a0}"),
    ("&sol;", "/"),
    ("&plus;", "+"),
    ("&commat;", "@"),
    ("&period;", "."),
    ("&equals;", "="),
    ("&grave;", "`"),
    ("&amp;", "&"),
];

/// As each language and each template escapes quotes, and with further characters escaped.
pub fn escape(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    let marks = |apostrophe: &str, quote: &str| {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
        escaped.replace('"', quote).replace('\'', apostrophe)
    };
    let mut all = forms([
        marks("&#x27;", "&quot;"),
        marks("&#39;", "&quot;"),
        marks("&#039;", "&quot;"),
        marks("'", "&quot;"),
        marks("&#39;", "&#34;"),
        marks("&apos;", "&quot;"),
        marks("'", "\""),
        marks("&#x27;", "&quot;").replace('/', "&#x2F;"),
        marks("&#39;", "&quot;").replace('/', "&#x2F;").replace('`', "&#x60;").replace('=', "&#x3D;"),
        marks("&#39;", "&quot;").replace('+', "&#43;"),
        marks("&#x27;", "&quot;").replace('+', "&#x2B;").replace('=', "&#x3D;").replace('`', "&#x60;"),
    ]);
    let other = |char: char, hex: bool| match char {
        _ if char.is_ascii() => char.to_string(),
        _ if hex => format!("&#x{:X};", u32::from(char)),
        _ => format!("&#{};", u32::from(char)),
    };
    all.extend(forms([false, true].map(|hex| text.chars().map(|char| other(char, hex)).collect::<String>())));
    all
}

pub fn unescape(bytes: &[u8]) -> Vec<Vec<u8>> {
    let mut rest = text(bytes);
    if !rest.contains('&') {
        return Vec::new();
    }
    let mut plain = String::with_capacity(rest.len());
    while let Some((before, reference)) = rest.split_at_checked(rest.find('&').unwrap_or(rest.len())) {
        plain.push_str(before);
        if reference.is_empty() {
            break;
        }
        let (character, length) = read(reference).unwrap_or(('&', 1));
        plain.push(character);
        rest = reference.get(length..).unwrap_or_default();
    }
    forms([plain])
}

/// The character at the start, and the length of its reference.
fn read(reference: &str) -> Option<(char, usize)> {
    if let Some((name, character)) = NAMED.iter().find(|(name, _)| reference.starts_with(name)) {
        return Some((character.chars().next()?, name.len()));
    }
    let number = reference.strip_prefix("&#")?;
    let end = number.bytes().take(9).position(|byte| byte == b';')?;
    let digits = number.get(..end)?;
    let code = match digits.strip_prefix(['x', 'X']) {
        Some(digits) => u32::from_str_radix(digits, 16),
        None => digits.parse(),
    };
    Some((char::from_u32(code.ok()?)?, end + 3))
}
