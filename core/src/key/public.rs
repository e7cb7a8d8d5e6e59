//! Public keys, parsed once.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ED25519, ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256,
    RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RsaParameters, VerificationAlgorithm,
};

use super::{
    identifier,
    pem::{Block, malformed},
    too_long, too_short,
};
#[cfg(feature = "sign")]
use super::{identifier::write_numbers, method::Method};
use crate::{
    algorithm::{Algorithm, Family},
    error::{Code, Error, Result},
    forms::Hash,
};

/// The public key of a pair.
#[derive(Debug)]
pub(crate) struct PublicKey {
    key: ParsedPublicKey,
    /// The length of its signatures in bytes. Those of RSA are as long as the modulus (RFC 8017 section 8.2.2).
    pub signature_length: usize,
}

impl PublicKey {
    /// Reads a PEM file: SubjectPublicKeyInfo, or PKCS#1 for RSA.
    pub fn from_pem(bytes: &[u8], algorithm: &Algorithm) -> Result<Self> {
        let block = Block::read(bytes)?;
        let der = block.der.as_slice();
        let key = match block.label.as_str() {
            "PUBLIC KEY" => identifier::public_key(der, algorithm)?,
            "PRIVATE KEY" | "RSA PRIVATE KEY" | "EC PRIVATE KEY" => return Err(private()),
            _ => block.check_label(algorithm).map(|()| Some(der))?,
        };
        // The parser below takes more than this: keys without an identifier, and bytes after the key.
        let key = key.ok_or_else(|| malformed(algorithm))?;
        let mut modulus_length = 0;
        if algorithm.family == Family::Rsa {
            let (modulus, exponent) = identifier::rsa_numbers(key).ok_or_else(|| malformed(algorithm))?;
            check_rsa(modulus, exponent, algorithm)?;
            modulus_length = modulus.len();
        }
        check_order(key, algorithm)?;
        Self::parse(der, modulus_length, algorithm).map_err(|rejected| block.rejected(&rejected, algorithm))
    }

    /// A key of an EC curve or of Ed25519, from the bytes of its point: 04, x and y for EC (SEC 1 section 2.3.3).
    pub fn from_point(point: &[u8], algorithm: &Algorithm) -> Result<Self> {
        check_order(point, algorithm)?;
        Self::parse(point, 0, algorithm).map_err(|_| invalid(algorithm))
    }

    /// An RSA key from its numbers, in big-endian order without leading zeros.
    pub fn from_numbers(modulus: &[u8], exponent: &[u8], algorithm: &Algorithm) -> Result<Self> {
        check_rsa(modulus, exponent, algorithm)?;
        let numbers = aws_lc_rs::signature::RsaPublicKeyComponents { n: modulus, e: exponent };
        let key = numbers.to_parsed_public_key(rsa_parameters(algorithm.hash)).map_err(|_| invalid(algorithm))?;
        Ok(Self { key, signature_length: modulus.len() })
    }

    /// `modulus_length` is that of an RSA key.
    fn parse(
        bytes: &[u8],
        modulus_length: usize,
        algorithm: &Algorithm,
    ) -> std::result::Result<Self, aws_lc_rs::error::KeyRejected> {
        let parameters: &'static dyn VerificationAlgorithm = match algorithm.family {
            Family::P256 => &ECDSA_P256_SHA256_FIXED,
            Family::P384 => &ECDSA_P384_SHA384_FIXED,
            Family::Ed25519 => &ED25519,
            Family::Rsa | Family::Hmac => rsa_parameters(algorithm.hash),
        };
        let key = ParsedPublicKey::new(parameters, bytes)?;
        Ok(Self { key, signature_length: algorithm.signature_length().unwrap_or(modulus_length) })
    }

    /// Whether this is the key's signature of the message.
    pub fn verify(&self, message: &[u8], signature: &[u8]) -> bool {
        signature.len() == self.signature_length && self.key.verify_sig(message, signature).is_ok()
    }

    /// Whether this is the key's signature of the message, made in another way than the algorithm's.
    #[cfg(feature = "sign")]
    pub fn verify_otherwise(&self, method: &Method, message: &[u8], signature: &[u8]) -> bool {
        if signature.len() != self.signature_length {
            return false;
        }
        let is_curve = method.is_curve();
        let der = if is_curve { write_numbers(signature) } else { signature.to_vec() };
        self.spki().is_some_and(|key| method.verifying.verify_sig(&key, message, &der).is_ok())
    }

    /// The SubjectPublicKeyInfo.
    #[cfg(feature = "sign")]
    fn spki(&self) -> Option<Vec<u8>> {
        use aws_lc_rs::encoding::{AsDer, PublicKeyX509Der};
        let der: std::result::Result<PublicKeyX509Der<'_>, _> = self.key.as_der();
        der.ok().map(|der| der.as_ref().to_vec())
    }

    /// The SHA-256 of the key's SubjectPublicKeyInfo, as `openssl pkey -pubin -outform DER` and
    /// `openssl dgst -sha256` give it.
    #[cfg(feature = "sign")]
    pub fn fingerprint(&self) -> String {
        use aws_lc_rs::digest::{SHA256, digest};
        self.spki().map_or_else(String::new, |der| hex::encode(digest(&SHA256, &der)))
    }
}

fn rsa_parameters(hash: Hash) -> &'static RsaParameters {
    match hash {
        Hash::Sha384 => &RSA_PKCS1_2048_8192_SHA384,
        Hash::Sha512 => &RSA_PKCS1_2048_8192_SHA512,
        Hash::Sha1 | Hash::Sha256 => &RSA_PKCS1_2048_8192_SHA256,
    }
}

/// The error for a private key where a public one belongs.
fn private() -> Error {
    Error::new(
        Code::KeyPrivate,
        "This is a private key, but verifying needs the public key. This command prints it: openssl pkey -in private.pem -pubout",
    )
}

fn invalid(algorithm: &Algorithm) -> Error {
    let reason = format!("The numbers of the key are not those of {}. Copy the key again.", algorithm.family.about());
    Error::new(Code::KeyMalformed, reason)
}

/// Checks an RSA key's numbers, in big-endian order without leading zeros.
fn check_rsa(modulus: &[u8], exponent: &[u8], algorithm: &Algorithm) -> Result<()> {
    match bits(modulus) {
        ..2048 => return Err(too_short()),
        2048..=8192 => {}
        _ => return Err(too_long()),
    }
    if exponent == [1] {
        let reason = "Anyone could forge signatures for this RSA key: its exponent is 1. Make a key pair with: visitorseal keygen --out keys";
        return Err(Error::new(Code::KeyWeak, reason));
    }
    if bits(exponent) > LONGEST_EXPONENT {
        let reason = format!(
            "The RSA key's exponent has more than {LONGEST_EXPONENT} bits. Make a key whose exponent is 65537."
        );
        return Err(Error::new(Code::KeyUnsupported, reason));
    }
    // RFC 8017 section 3.1. aws-lc-rs takes even numbers too, and then verifies nothing.
    let is_odd = |number: &[u8]| number.last().is_some_and(|last| last % 2 == 1);
    if is_odd(modulus) && is_odd(exponent) { Ok(()) } else { Err(invalid(algorithm)) }
}

/// AWS-LC verifies with no longer exponent.
const LONGEST_EXPONENT: usize = 33;

/// The number of bits of an integer without leading zero bytes.
fn bits(big_endian: &[u8]) -> usize {
    let first = big_endian.first().copied().unwrap_or_default();
    (8 * big_endian.len()).saturating_sub(first.leading_zeros() as usize)
}

/// Refuses an Ed25519 key of small order: a signature for it can hold for every message. The point is the end of the key.
fn check_order(key: &[u8], algorithm: &Algorithm) -> Result<()> {
    if algorithm.family == Family::Ed25519 && key.last_chunk().is_some_and(has_small_order) {
        let reason = "Anyone could forge signatures for this Ed25519 key: its order is small. Make a key pair with: visitorseal keygen --algorithm EdDSA --out keys";
        return Err(Error::new(Code::KeyWeak, reason));
    }
    Ok(())
}

/// Whether a point of Ed25519 has an order of at most 8, or a y that is not below the prime (RFC 8032 section 5.1.3 refuses
/// it). The sign of x is the last bit, and does not matter here.
fn has_small_order(point: &[u8; 32]) -> bool {
    /// The y of the points of order 8, in little-endian order. Their sum is the prime.
    const ORDER_8: [[u8; 32]; 2] = [
        [
            0x26, 0xe8, 0x95, 0x8f, 0xc2, 0xb2, 0x27, 0xb0, 0x45, 0xc3, 0xf4, 0x89, 0xf2, 0xef, 0x98, 0xf0, 0xd5, 0xdf,
            0xac, 0x05, 0xd3, 0xc6, 0x33, 0x39, 0xb1, 0x38, 0x02, 0x88, 0x6d, 0x53, 0xfc, 0x05,
        ],
        [
            0xc7, 0x17, 0x6a, 0x70, 0x3d, 0x4d, 0xd8, 0x4f, 0xba, 0x3c, 0x0b, 0x76, 0x0d, 0x10, 0x67, 0x0f, 0x2a, 0x20,
            0x53, 0xfa, 0x2c, 0x39, 0xcc, 0xc6, 0x4e, 0xc7, 0xfd, 0x77, 0x92, 0xac, 0x03, 0x7a,
        ],
    ];
    let mut y = *point;
    let [.., last] = &mut y;
    *last &= 0x7f;
    let [first, middle @ .., last] = y;
    // 0 has order 4, 1 has order 1. The prime is 2^255 - 19, and the prime less 1 has order 2.
    let is_low = last == 0 && first <= 1 && middle.iter().all(|byte| *byte == 0);
    let is_high = last == 0x7f && first >= 0xec && middle.iter().all(|byte| *byte == 0xff);
    is_low || is_high || ORDER_8.contains(&y)
}
