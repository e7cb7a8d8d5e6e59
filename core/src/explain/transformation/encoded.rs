//! Hex and base64.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD},
};

use md5::Md5;
use sha1::Sha1;
use sha2::{Digest, Sha256};

use super::forms;
use crate::explain::encoding::{BASE64, BASE64_URL, decode_hex};

pub fn hex(bytes: &[u8]) -> Vec<Vec<u8>> {
    let hex = ::hex::encode(bytes);
    forms([hex.to_uppercase(), hex])
}

pub fn from_hex(bytes: &[u8]) -> Vec<Vec<u8>> {
    some(decode_hex(bytes))
}

pub fn base64(bytes: &[u8]) -> Vec<Vec<u8>> {
    let standard = STANDARD.encode(bytes);
    forms([standard.clone(), format!("{standard}\n")])
}

pub fn other_base64(bytes: &[u8]) -> Vec<Vec<u8>> {
    let standard = STANDARD.encode(bytes);
    forms([
        STANDARD_NO_PAD.encode(bytes),
        URL_SAFE.encode(bytes),
        URL_SAFE_NO_PAD.encode(bytes),
        in_lines(&standard, 60) + "\n",
        in_lines(&standard, 76) + "\n",
    ])
}

pub fn base64_of_line(bytes: &[u8]) -> Vec<Vec<u8>> {
    let line = STANDARD.encode([bytes, b"\n"].concat());
    forms([format!("{line}\n"), line])
}

pub fn from_base64(bytes: &[u8]) -> Vec<Vec<u8>> {
    [BASE64, BASE64_URL].iter().flat_map(|engine| some(engine.decode(bytes).unwrap_or_default())).collect()
}

/// Base64 with line breaks in it.
pub fn from_base64_lines(bytes: &[u8]) -> Vec<Vec<u8>> {
    let compact: Vec<u8> = bytes.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    if compact.len() == bytes.len() { Vec::new() } else { from_base64(&compact) }
}

/// The digests that are made of a text before it is signed, or of a secret before it is used.
pub fn hashed(bytes: &[u8]) -> Vec<Vec<u8>> {
    let (md5, sha1, sha256) = (Md5::digest(bytes), Sha1::digest(bytes), Sha256::digest(bytes));
    forms([::hex::encode(md5), ::hex::encode(sha1), ::hex::encode(sha256)])
        .into_iter()
        .chain([sha256.to_vec()])
        .collect()
}

fn some(bytes: Vec<u8>) -> Vec<Vec<u8>> {
    if bytes.is_empty() { Vec::new() } else { vec![bytes] }
}

/// Breaks lines, as `Base64.encode64` in Ruby does after 60 characters and MIME after 76.
pub fn in_lines(text: &str, length: usize) -> String {
    let mut lines = String::with_capacity(text.len() + text.len() / length + 1);
    for (at, char) in text.chars().enumerate() {
        if at > 0 && at % length == 0 {
            lines.push('\n');
        }
        lines.push(char);
    }
    lines
}
