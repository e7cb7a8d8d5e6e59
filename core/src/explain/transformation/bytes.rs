//! A digest's bytes that are not written as hex or base64. Each function gives the digest as hex digits.

use serde_json::Value;

use super::{forms, text};
use crate::json::Object;

/// The lengths of the digests of MD5, SHA-1, SHA-256, SHA-384 and SHA-512.
const LENGTHS: [usize; 5] = [16, 20, 32, 48, 64];

/// A list such as `[90,208]`, with signs as in Java, a `Buffer` as JSON, as an object, or as Node prints it, and other
/// languages' lists.
pub fn listed(bytes: &[u8]) -> Vec<Vec<u8>> {
    let text = text(bytes).trim();
    if let Some(printed) = text.strip_prefix("<Buffer ").and_then(|rest| rest.strip_suffix('>')) {
        return forms([printed.replace(' ', "")]);
    }
    let python = ["b'", "b\"", "bytearray(b'", "bytearray(b\""].iter().find_map(|start| text.strip_prefix(start));
    if let Some(printed) = python {
        let inner = printed.trim_end_matches(['\'', '"', ')']);
        return if inner.contains('\\') { escaped_bytes(inner) } else { forms([inner]) };
    }
    if text.starts_with("\\x") {
        return escaped_bytes(text);
    }
    let value = text.starts_with('{').then(|| serde_json::from_str::<Value>(text).ok()).flatten();
    let numbers = match &value {
        Some(Value::Object(members)) => bytes_of_object(members),
        _ => bytes_of_list(text),
    };
    numbers.filter(|bytes| is_digest(bytes)).map(|bytes| hex::encode(bytes).into_bytes()).into_iter().collect()
}

/// A `Buffer`, a `Uint8Array`, or the words of CryptoJS, each as JSON.
fn bytes_of_object(members: &Object) -> Option<Vec<u8>> {
    let list = |name: &str| members.get(name).and_then(Value::as_array);
    match (list("data"), list("words")) {
        (Some(data), _) => data.iter().map(byte_of).collect(),
        (None, Some(words)) => {
            let word = |word: &Value| Some((word.as_i64()? as u32).to_be_bytes());
            words.iter().map(word).collect::<Option<Vec<_>>>().map(|words| words.concat())
        }
        (None, None) => members.values().map(byte_of).collect(),
    }
}

/// Numbers with anything between them: `90,208`, `[90 208]`, `<<90, 208>>`, `Uint8Array(32) [ 90, 208 ]`.
fn bytes_of_list(text: &str) -> Option<Vec<u8>> {
    let inner = text.rsplit_once(['[', '(', '<', '{']).map_or(text, |(_, inner)| inner);
    let inner = inner.trim_end_matches([']', ')', '>', '}', ' ']);
    let numbers = inner.split([',', ' ', ';', '\n', '\r']).filter(|number| !number.is_empty());
    let byte = |number: &str| byte_of(&Value::from(number.parse::<i64>().ok()?));
    numbers.map(byte).collect()
}

fn byte_of(value: &Value) -> Option<u8> {
    let number = value.as_i64()?;
    u8::try_from(number).ok().or_else(|| i8::try_from(number).ok().map(i8::cast_unsigned))
}

/// The bytes of a text with escapes such as `\\x5a`.
fn escaped_bytes(text: &str) -> Vec<Vec<u8>> {
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
    let is_raw = |bytes: &Vec<u8>| is_digest(bytes) && bytes.iter().any(|byte| !byte.is_ascii());
    bytes.filter(is_raw).map(|bytes| hex::encode(bytes).into_bytes()).into_iter().collect()
}

/// Whether the bytes were read as UTF-8, so that those that are none became U+FFFD.
pub fn were_replaced(hex: &[u8], text: &[u8]) -> bool {
    let has_mark = text.windows(3).any(|window| window == "\u{fffd}".as_bytes());
    has_mark && hex::decode(hex).is_ok_and(|bytes| String::from_utf8_lossy(&bytes).as_bytes() == text)
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
