//! A digest's bytes that are not written as hex or base64. Each function gives the digest as hex digits.

use serde_json::Value;

use super::{forms, text};

/// The lengths of the digests of MD5, SHA-1, SHA-256, SHA-384 and SHA-512.
const LENGTHS: [usize; 5] = [16, 20, 32, 48, 64];

/// A list such as `[90,208]`, with signs as in Java, a `Buffer` as JSON, as an object, or as Node prints it.
pub fn listed(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes).trim();
    if let Some(printed) = text.strip_prefix("<Buffer ").and_then(|rest| rest.strip_suffix('>')) {
        return forms([printed.replace(' ', "")]);
    }
    if let Some(printed) = text.strip_prefix("b'").or_else(|| text.strip_prefix("b\"")) {
        let inner = printed.trim_end_matches(['\'', '"']);
        return if inner.contains('\\') { python_bytes(inner) } else { forms([inner]) };
    }
    let read = |text: &str| serde_json::from_str::<Value>(text).ok();
    let value = read(text).or_else(|| {
        let is_list = text.len() < 400 && text.bytes().all(|byte| byte.is_ascii_digit() || b"-, ".contains(&byte));
        (is_list && text.contains(',')).then(|| read(&format!("[{text}]"))).flatten()
    });
    let numbers: Option<Vec<u8>> = match &value {
        Some(Value::Array(items)) => items.iter().map(byte_of).collect(),
        Some(Value::Object(members)) => match members.get("data") {
            Some(Value::Array(items)) => items.iter().map(byte_of).collect(),
            _ => members.values().map(byte_of).collect(),
        },
        _ => None,
    };
    numbers.filter(|bytes| is_digest(bytes)).map(|bytes| hex::encode(bytes).into_bytes()).into_iter().collect()
}

fn byte_of(value: &Value) -> Option<u8> {
    let number = value.as_i64()?;
    u8::try_from(number).ok().or_else(|| i8::try_from(number).ok().map(i8::cast_unsigned))
}

/// The bytes within `b'…'` as Python prints them.
fn python_bytes(text: &str) -> Vec<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut rest = text;
    while let Some(char) = rest.chars().next() {
        let escape = |length: usize| rest.get(length..).unwrap_or_default();
        let hex = rest.strip_prefix("\\x").and_then(|digits| u8::from_str_radix(digits.get(..2)?, 16).ok());
        let (byte, left) = match (hex, rest.get(..2)) {
            (Some(byte), _) => (byte, escape(4)),
            (None, Some("\\n")) => (b'\n', escape(2)),
            (None, Some("\\r")) => (b'\r', escape(2)),
            (None, Some("\\t")) => (b'\t', escape(2)),
            (None, Some("\\\\")) => (b'\\', escape(2)),
            (None, Some("\\'")) => (b'\'', escape(2)),
            _ => (u8::try_from(u32::from(char)).unwrap_or_default(), escape(char.len_utf8())),
        };
        bytes.push(byte);
        rest = left;
    }
    if is_digest(&bytes) { forms([hex::encode(bytes)]) } else { Vec::new() }
}

/// Bytes that were read as Latin-1.
pub fn raw(bytes: &[u8]) -> Vec<Vec<u8>> {
    let bytes: Option<Vec<u8>> = text(bytes).chars().map(|char| u8::try_from(u32::from(char)).ok()).collect();
    let is_raw = |bytes: &Vec<u8>| is_digest(bytes) && bytes.iter().any(|byte| !byte.is_ascii_graphic());
    bytes.filter(is_raw).map(|bytes| hex::encode(bytes).into_bytes()).into_iter().collect()
}

/// A decimal number.
pub fn decimal(bytes: &[u8]) -> Vec<Vec<u8>> {
    let digits = text(bytes);
    // 2^512 has 155 digits.
    let is_number = (20..=155).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number {
        return Vec::new();
    }
    padded(&bytes_of_decimal(digits)).collect()
}

/// A negative number in decimal or hex: the first bit of the digest was taken for a sign.
pub fn negative(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some(number) = text(bytes).strip_prefix('-').filter(|number| (16..=155).contains(&number.len())) else {
        return Vec::new();
    };
    let decimal = number.bytes().all(|byte| byte.is_ascii_digit()).then(|| bytes_of_decimal(number));
    let even = if number.len().is_multiple_of(2) { number.to_owned() } else { format!("0{number}") };
    let hex = hex::decode(even).ok();
    let complement = |number: Vec<u8>| {
        LENGTHS
            .into_iter()
            .filter(|length| *length >= number.len())
            .take(2)
            .map(|length| {
                let mut all = vec![0; length - number.len()];
                all.extend(&number);
                let mut carries = true;
                for byte in all.iter_mut().rev() {
                    let (sum, overflows) = (!*byte).overflowing_add(u8::from(carries));
                    *byte = sum;
                    carries = overflows;
                }
                hex::encode(all).into_bytes()
            })
            .collect::<Vec<_>>()
    };
    hex.into_iter().chain(decimal).flat_map(complement).collect()
}

/// A number's bytes with zeros in front, as long as a digest: as hex digits.
fn padded(number: &[u8]) -> impl Iterator<Item = Vec<u8>> {
    let lengths = LENGTHS.into_iter().filter(|length| *length >= number.len()).take(2);
    let digits = hex::encode(number);
    lengths.map(move |length| format!("{digits:0>width$}", width = length * 2).into_bytes())
}

/// Big-endian, without zeros in front.
fn bytes_of_decimal(digits: &str) -> Vec<u8> {
    let mut bytes: Vec<u8> = Vec::new();
    for digit in digits.bytes() {
        let mut carry = u32::from(digit - b'0');
        for byte in bytes.iter_mut().rev() {
            let value = u32::from(*byte) * 10 + carry;
            *byte = value.to_le_bytes()[0];
            carry = value >> 8;
        }
        if carry > 0 {
            bytes.insert(0, carry.to_le_bytes()[0]);
        }
    }
    bytes
}

fn is_digest(bytes: &[u8]) -> bool {
    LENGTHS.contains(&bytes.len())
}
