//! URL encoding (RFC 3986 section 2.1), and that of forms.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode, percent_encode};

use super::forms;

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
    let encode = |set| percent_encode(bytes, set).to_string();
    let unreserved = encode(UNRESERVED_STAY);
    forms([
        encode(MARKS_STAY),
        unreserved.replace("%20", "+"),
        encode(RESERVED_STAY),
        encode(SLASHES_STAY),
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
    forms([percent_decode(bytes).collect::<Vec<u8>>(), percent_decode(&with_spaces).collect()])
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
