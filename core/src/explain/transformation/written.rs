//! How a digest is written: with text around its digits, or without some of them.

use super::{forms, text};

/// What stands before a digest: `sha256=`, `HMAC-SHA256 `, `0x`.
pub fn without_prefix(bytes: &[u8]) -> Vec<Vec<u8>> {
    // The shortest digest is an MD5 in base64.
    const SHORTEST: usize = 22;
    let text = text(bytes);
    let hex = text.strip_prefix("0x").or_else(|| text.strip_prefix("0X"));
    let is_prefix =
        |prefix: &str| !prefix.is_empty() && prefix.len() <= 32 && !prefix.bytes().all(|byte| byte.is_ascii_hexdigit());
    let after = |separators: &[char]| {
        let (prefix, rest) = text.split_once(separators)?;
        (is_prefix(prefix) && rest.len() >= SHORTEST).then(|| rest.trim_start())
    };
    forms([hex, after(&['=']), after(&[':', ' ', '$', ',', ';', '|'])].into_iter().flatten())
}

/// Digits with colons, dashes, spaces or line breaks between them.
pub fn joined(bytes: &[u8]) -> Vec<Vec<u8>> {
    let digits: Vec<u8> = bytes.iter().copied().filter(|byte| !b":- \n\r\t_,.".contains(byte)).collect();
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

/// The beginning or the end of a digest, as long as people cut it.
pub fn parts(bytes: &[u8]) -> Vec<Vec<u8>> {
    const SHORTEST: usize = 16;
    let ends = (SHORTEST..bytes.len()).filter_map(|length| bytes.get(bytes.len() - length..));
    let starts = (SHORTEST..bytes.len()).filter_map(|length| bytes.get(..length));
    starts.chain(ends).map(<[u8]>::to_vec).collect()
}
