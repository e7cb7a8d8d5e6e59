//! How a digest is written: with text around its digits, or without some of them.

use serde_json::Value;

use super::{forms, text};

/// What stands before a digest: `sha256=`, `HMAC-SHA256 `, `0x`.
pub fn without_prefix(bytes: &[u8]) -> Vec<Vec<u8>> {
    // The shortest digest is an MD5 in base64.
    const SHORTEST: usize = 22;
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

/// Digits with colons, dashes, spaces or line breaks between them.
pub fn joined(bytes: &[u8]) -> Vec<Vec<u8>> {
    let without_marks = text(bytes).replace("0x", "");
    let digits: Vec<u8> = without_marks.bytes().filter(|byte| !b":- \n\r\t_,.".contains(byte)).collect();
    let is_hex = digits.len() >= 32 && digits.iter().all(u8::is_ascii_hexdigit);
    if is_hex { forms([digits]) } else { Vec::new() }
}

/// The digits of a number, such as a `BigInteger` in Java.
pub fn without_zeros(bytes: &[u8]) -> Vec<Vec<u8>> {
    let short = text(bytes).trim_start_matches('0');
    forms([short.to_owned(), short.to_uppercase()])
}

/// Each byte as `%x` without a width writes it.
pub fn short_bytes(bytes: &[u8]) -> Vec<Vec<u8>> {
    let short: Vec<u8> = bytes.chunks(2).flat_map(|byte| byte.strip_prefix(b"0").unwrap_or(byte)).copied().collect();
    forms([short.to_ascii_uppercase(), short])
}

/// Each byte as `Integer.toHexString` in Java writes it: as an integer with a sign, of 32 bits.
pub fn signed_bytes(bytes: &[u8]) -> Vec<Vec<u8>> {
    let write = |is_short: bool| {
        let byte = |pair: &[u8]| match pair.first() {
            Some(b'8'..=b'f') => [b"ffffff", pair].concat(),
            Some(b'0') if is_short => pair.get(1..).unwrap_or_default().to_vec(),
            _ => pair.to_vec(),
        };
        bytes.chunks(2).map(byte).collect::<Vec<_>>().concat()
    };
    vec![write(true), write(false)]
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

/// The beginning or the end of a digest, as long as people cut it.
pub fn parts(bytes: &[u8]) -> Vec<Vec<u8>> {
    const SHORTEST: usize = 16;
    let ends = (SHORTEST..bytes.len()).filter_map(|length| bytes.get(bytes.len() - length..));
    let starts = (SHORTEST..bytes.len()).filter_map(|length| bytes.get(..length));
    starts.chain(ends).map(<[u8]>::to_vec).collect()
}
