//! URL encoding (RFC 3986 section 2.1), and that of forms.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};

use super::{forms, text};

/// RFC 3986's unreserved characters stay as they are, as with `rawurlencode` in PHP.
const UNRESERVED_STAY: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');
/// These stay too with `encodeURI` in JavaScript.
const RESERVED_STAY: &AsciiSet = &UNRESERVED_STAY
    .remove(b'@')
    .remove(b':')
    .remove(b'/')
    .remove(b'+')
    .remove(b'?')
    .remove(b'=')
    .remove(b'&')
    .remove(b'$')
    .remove(b'#')
    .remove(b',')
    .remove(b';')
    .remove(b'!')
    .remove(b'*')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')');
/// These stay with `encodeURIComponent` in JavaScript.
const MARKS_STAY: &AsciiSet = &UNRESERVED_STAY.remove(b'!').remove(b'*').remove(b'\'').remove(b'(').remove(b')');
/// A path's characters stay, as with `quote` in Python.
const SLASHES_STAY: &AsciiSet = &UNRESERVED_STAY.remove(b'/');

pub fn encode(bytes: &[u8]) -> Vec<Vec<u8>> {
    const AT_STAYS: &AsciiSet = &UNRESERVED_STAY.remove(b'@');
    let encode = |set| percent_encode(bytes, set).to_string();
    let unreserved = encode(UNRESERVED_STAY);
    forms([
        encode(MARKS_STAY),
        unreserved.replace("%20", "+"),
        encode(RESERVED_STAY),
        encode(SLASHES_STAY),
        encode(AT_STAYS),
        escape(text(bytes)),
        unreserved.replace('~', "%7E").replace("%20", "+"),
        in_lower_case(&unreserved),
        in_lower_case(&unreserved).replace("%20", "+"),
        unreserved,
    ])
}

pub fn decode(bytes: &[u8]) -> Vec<Vec<u8>> {
    if !bytes.contains(&b'%') {
        return Vec::new();
    }
    let with_spaces: Vec<u8> = bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect();
    let decoded: Vec<u8> = percent_decode(bytes).collect();
    // The bytes may be those of Latin-1.
    let latin1: String = decoded.iter().map(|byte| char::from(*byte)).collect();
    forms([decoded, percent_decode(&with_spaces).collect(), latin1.into_bytes(), unescape(text(bytes)).into_bytes()])
}

/// As `escape` in JavaScript, which encodes UTF-16 and no longer has friends.
fn escape(text: &str) -> String {
    let escape = |unit: u16| match u8::try_from(unit) {
        Ok(byte) if byte.is_ascii_alphanumeric() || b"@*_+-./".contains(&byte) => char::from(byte).to_string(),
        Ok(byte) => format!("%{byte:02X}"),
        Err(_) => format!("%u{unit:04X}"),
    };
    text.encode_utf16().map(escape).collect()
}

fn unescape(text: &str) -> String {
    let mut parts = text.split('%');
    let mut units: Vec<u16> = parts.next().unwrap_or_default().encode_utf16().collect();
    for part in parts {
        let (digits, length) = if part.starts_with('u') { (part.get(1..5), 5) } else { (part.get(..2), 2) };
        match digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()) {
            Some(unit) => {
                units.push(unit);
                units.extend(part.get(length..).unwrap_or_default().encode_utf16());
            }
            None => units.extend(part.encode_utf16()),
        }
    }
    String::from_utf16_lossy(&units)
}

pub fn plus(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([bytes.iter().map(|byte| if *byte == b' ' { b'+' } else { *byte }).collect::<Vec<u8>>()])
}

pub fn from_plus(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([bytes.iter().map(|byte| if *byte == b'+' { b' ' } else { *byte }).collect::<Vec<u8>>()])
}

/// The escapes with small letters, as .NET's `HttpUtility` writes them.
fn in_lower_case(encoded: &str) -> String {
    let mut parts = encoded.split('%');
    let mut lower = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let (digits, rest) = part.split_at_checked(2).unwrap_or((part, ""));
        lower.extend(["%", &digits.to_ascii_lowercase(), rest]);
    }
    lower
}
