//! How a digest is written: with text around its digits, or without some of them.

use serde_json::Value;

use super::{forms, text};

/// The shortest digest is an MD5 in base64.
const SHORTEST: usize = 22;

/// What stands before a digest: `sha256=`, `HMAC-SHA256 `, `0x`.
pub fn without_prefix(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes);
    let hex = ["0x", "0X", "\\x"].iter().find_map(|prefix| text.strip_prefix(prefix));
    let is_prefix =
        |prefix: &str| !prefix.is_empty() && prefix.len() <= 32 && !prefix.bytes().all(|byte| byte.is_ascii_hexdigit());
    let after = |separators: &[char]| {
        let (prefix, rest) = text.split_once(separators)?;
        (is_prefix(prefix) && rest.len() >= SHORTEST).then(|| rest.trim_start())
    };
    forms([hex, after(&['=']), after(&[':', ' ', '$', ',', ';', '|', '.'])].into_iter().flatten())
}

/// What stands before the first space, as in the output of `sha256sum`.
pub fn without_suffix(bytes: &[u8]) -> Vec<Vec<u8>> {
    let before = text(bytes).split_once([' ', '\t']).map(|(before, _)| before);
    forms(before.filter(|before| before.len() >= SHORTEST))
}

/// Digits with colons, dashes, spaces or line breaks between them.
pub fn joined(bytes: &[u8]) -> Vec<Vec<u8>> {
    let without_marks = text(bytes).replace("0x", "");
    let digits: Vec<u8> = without_marks.bytes().filter(|byte| !b":- \n\r\t_,.".contains(byte)).collect();
    let ends_with_digits = [bytes.first(), bytes.last()].iter().all(|end| end.is_some_and(u8::is_ascii_hexdigit));
    let is_hex = ends_with_digits && digits.len() >= 32 && digits.iter().all(u8::is_ascii_hexdigit);
    if is_hex { forms([digits]) } else { Vec::new() }
}

/// Whether zeros in front are lost, as a number such as a `BigInteger` in Java loses them.
pub fn is_without_zeros(digest: &[u8], text: &[u8]) -> bool {
    digest.strip_suffix(text).is_some_and(|zeros| !zeros.is_empty() && zeros.iter().all(|digit| *digit == b'0'))
}

/// Whether each byte is as `%x` without a width writes it.
pub fn has_short_bytes(digest: &[u8], text: &[u8]) -> bool {
    text.len() < digest.len() && is_made_of(digest, text, |pair| pair.strip_prefix(b"0").unwrap_or(pair).to_vec())
}

/// Whether each byte is as `Integer.toHexString` in Java writes it: as an integer of 32 bits, with a sign.
pub fn has_signed_bytes(digest: &[u8], text: &[u8]) -> bool {
    let long = |pair: &[u8]| match pair.first() {
        Some(b'8'..=b'f') => [b"ffffff", pair].concat(),
        _ => pair.to_vec(),
    };
    let short = |pair: &[u8]| long(pair.strip_prefix(b"0").unwrap_or(pair));
    text.len() > digest.len() && (is_made_of(digest, text, long) || is_made_of(digest, text, short))
}

/// Whether the text is what each byte becomes, one after the other.
fn is_made_of(digest: &[u8], text: &[u8], write: impl Fn(&[u8]) -> Vec<u8>) -> bool {
    let rest = digest.chunks(2).try_fold(text, |rest, pair| rest.strip_prefix(write(pair).as_slice()));
    rest.is_some_and(<[u8]>::is_empty)
}

/// Whether it is the beginning or the end of the digest.
pub fn is_part(digest: &[u8], text: &[u8]) -> bool {
    const SHORTEST: usize = 16;
    (SHORTEST..digest.len()).contains(&text.len()) && (digest.starts_with(text) || digest.ends_with(text))
}

/// A + in place of each space, which a form or an address makes of it.
pub fn from_spaces(bytes: &[u8]) -> Vec<Vec<u8>> {
    forms([text(bytes).replace(' ', "+")])
}

/// The texts inside an object or a list.
pub fn in_json(bytes: &[u8]) -> Vec<Vec<u8>> {
    let is_json = bytes.starts_with(b"{") || bytes.starts_with(b"[");
    let value: Option<Value> = is_json.then(|| serde_json::from_slice(bytes).ok()).flatten();
    let mut texts: Vec<&str> = match &value {
        Some(Value::Array(items)) => items.iter().filter_map(Value::as_str).collect(),
        Some(Value::Object(members)) => members.values().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    texts.retain(|text| text.len() >= 16);
    forms(texts.into_iter().take(4))
}
