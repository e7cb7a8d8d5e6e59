//! Key files and secrets, told apart before they are used.

#[cfg(feature = "sign")]
use aws_lc_rs::signature::RsaKeyPair;
use aws_lc_rs::{
    error::KeyRejected,
    signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaSubjectPublicKey},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use crate::error::{Code, Error, Result};

const LARGEST: usize = 64 * 1024;

/// A key to verify with: a shared key (text) or a public key (PEM), with its `kid` if it has one.
///
/// ```
/// use visitorseal::Key;
///
/// let plain = Key::from("shared key");
/// let named = Key::from("shared key").kid("2026-11");
/// ```
#[derive(Clone, Copy)]
pub struct Key<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) kid: Option<&'a str>,
}

impl<'a> Key<'a> {
    /// Names the key: a token whose header has a `kid` is checked only against the key of that name.
    #[must_use]
    pub fn kid(mut self, kid: &'a str) -> Self {
        self.kid = Some(kid);
        self
    }
}

impl<'a, T: AsRef<[u8]> + ?Sized> From<&'a T> for Key<'a> {
    fn from(bytes: &'a T) -> Self {
        Self { bytes: bytes.as_ref(), kid: None }
    }
}

impl std::fmt::Debug for Key<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Key").field("kid", &self.kid).finish_non_exhaustive()
    }
}

/// Checks a `kid` of a key or of a token's header.
pub(crate) fn check_kid(kid: &str) -> std::result::Result<(), &'static str> {
    if kid.is_empty() || kid.len() > 256 || kid.contains(char::is_control) {
        return Err("a kid has 1 to 256 bytes and no control characters");
    }
    Ok(())
}

/// Checks a vendor's shared secret or key and gives it back.
#[cfg(feature = "sign")]
pub(crate) fn shared(bytes: &[u8]) -> Result<&[u8]> {
    let error = |code, reason| Err(Error::about(code, "secret", reason));
    let Ok(text) = std::str::from_utf8(bytes) else {
        return error(Code::SecretEncoding, "the secret is not UTF-8; save the file as UTF-8 text");
    };
    if text.trim().is_empty() {
        return error(Code::SecretEmpty, "the secret is empty; is the variable or file that it comes from set?");
    }
    if bytes.len() > LARGEST {
        return error(Code::SecretEncoding, "the secret is over 64 KiB; is it the right file?");
    }
    if text.contains('\0') || text.starts_with('\u{feff}') {
        return error(
            Code::SecretEncoding,
            "the secret holds a NUL or a byte order mark; save the file as UTF-8 text without one",
        );
    }
    if text.contains("-----BEGIN ") {
        return error(
            Code::SecretIsPem,
            "this is a PEM key; the scheme takes the shared secret that the vendor's panel shows",
        );
    }
    Ok(bytes)
}

/// Reads the RSA private key of a PEM file: PKCS#1 or PKCS#8, 2048 to 8192 bits.
#[cfg(feature = "sign")]
pub(crate) fn private(bytes: &[u8]) -> Result<RsaKeyPair> {
    let block = Block::read(bytes)?;
    let parsed = match block.tag.as_str() {
        "PRIVATE KEY" => RsaKeyPair::from_pkcs8(&block.der),
        "RSA PRIVATE KEY" => RsaKeyPair::from_der(&block.der),
        "PUBLIC KEY" | "RSA PUBLIC KEY" => {
            return Err(Error::new(
                Code::KeyPublic,
                "this is a public key; signing takes the private one (private.pem), and the public one goes into the vendor's panel",
            ));
        }
        _ => return Err(block.other()),
    };
    parsed.map_err(|rejected| block.rejected(&rejected))
}

/// Reads the RSA public key of a PEM file: SubjectPublicKeyInfo or PKCS#1, 2048 to 8192 bits.
pub(crate) fn public(bytes: &[u8]) -> Result<ParsedPublicKey> {
    let block = Block::read(bytes)?;
    match block.tag.as_str() {
        "PUBLIC KEY" | "RSA PUBLIC KEY" => {}
        "PRIVATE KEY" | "RSA PRIVATE KEY" => {
            return Err(Error::new(
                Code::KeyPrivate,
                "this is a private key; verifying takes the public one: openssl pkey -in private.pem -pubout",
            ));
        }
        _ => return Err(block.other()),
    }
    let key = RsaSubjectPublicKey::from_der(&block.der).map_err(|rejected| block.rejected(&rejected))?;
    match bits(key.modulus().big_endian_without_leading_zero()) {
        ..2048 => return Err(too_short()),
        2048..=8192 => {}
        _ => return Err(too_long()),
    }
    ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &block.der).map_err(|rejected| block.rejected(&rejected))
}

/// One PEM block, decoded. It is taken apart here since no copy of a private key may be left unwiped.
struct Block {
    tag: String,
    der: Zeroizing<Vec<u8>>,
}

impl Block {
    fn read(bytes: &[u8]) -> Result<Self> {
        let malformed = |reason: &str| Err(Error::new(Code::KeyMalformed, reason));
        if bytes.trim_ascii().is_empty() {
            return Err(Error::new(
                Code::KeyEmpty,
                "the key is empty; is the variable or file that it comes from set?",
            ));
        }
        if bytes.len() > LARGEST {
            return malformed("the key file is over 64 KiB; give a file with one PEM key");
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return malformed("the key is not text; a DER file becomes PEM with openssl pkey -inform DER");
        };
        if text.starts_with("ssh-") || text.starts_with("ecdsa-") {
            return Err(Error::new(
                Code::KeyUnsupported,
                "this is an SSH public key; give PEM: ssh-keygen -e -m PKCS8 -f FILE",
            ));
        }
        if text.contains("\\n") {
            return malformed(
                "the key has the two characters \\n where line breaks belong; put real line breaks in, or read the key from a file",
            );
        }
        let Some((_, armoured)) = text.split_once("-----BEGIN ") else {
            return malformed("the key is not PEM: it has no line -----BEGIN …-----");
        };
        if armoured.contains("-----BEGIN ") {
            return malformed("the file holds more than one PEM block; give a file with the one key");
        }
        let Some((tag, body)) = Self::armour(armoured) else {
            return malformed("the PEM is not whole: its lines BEGIN and END do not match");
        };
        if tag == "ENCRYPTED PRIVATE KEY" || body.contains("Proc-Type: 4,ENCRYPTED") {
            return Err(Error::new(
                Code::KeyEncrypted,
                "the key is protected by a passphrase; write it without one (openssl pkey -in FILE -out private.pem) and guard the file",
            ));
        }
        let mut base64 = Zeroizing::new(String::with_capacity(body.len()));
        base64.extend(body.chars().filter(|char| !char.is_ascii_whitespace()));
        match STANDARD.decode(base64.as_bytes()) {
            Ok(der) => Ok(Self { tag: tag.to_owned(), der: Zeroizing::new(der) }),
            Err(_) => malformed("the PEM is not base64 between its lines BEGIN and END; copy it again"),
        }
    }

    /// Label and content of what stands behind `-----BEGIN ` (RFC 7468).
    fn armour(text: &str) -> Option<(&str, &str)> {
        let (tag, rest) = text.split_once("-----")?;
        let (body, end) = rest.split_once("-----END ")?;
        end.strip_prefix(tag)?.starts_with("-----").then_some((tag, body))
    }

    /// The error for a block that is no plain private or public key.
    fn other(&self) -> Error {
        match self.tag.as_str() {
            "CERTIFICATE" | "TRUSTED CERTIFICATE" | "X509 CERTIFICATE" => Error::new(
                Code::KeyCertificate,
                "this is a certificate; give its public key: openssl x509 -in FILE -pubkey -noout",
            ),
            "OPENSSH PRIVATE KEY" => Error::new(
                Code::KeyUnsupported,
                "this is an OpenSSH key; give PEM: ssh-keygen -p -m PEM -f FILE, on a copy",
            ),
            _ => not_rsa(),
        }
    }

    fn rejected(&self, rejected: &KeyRejected) -> Error {
        // The algorithm identifier of RSA keys, 1.2.840.113549.1.1.1 (RFC 8017 appendix C).
        const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
        let named = !self.tag.starts_with("RSA ");
        if named && !self.der.windows(RSA.len()).any(|window| window == RSA) {
            not_rsa()
        } else if rejected.to_string() == "TooSmall" {
            too_short()
        } else if rejected.to_string() == "TooLarge" {
            too_long()
        } else {
            Error::new(Code::KeyMalformed, "the PEM does not hold a valid RSA key; copy it again")
        }
    }
}

fn too_short() -> Error {
    Error::new(Code::KeyTooShort, "the RSA key has fewer than 2048 bits; make a new one: visitorseal keygen --out DIR")
}

fn too_long() -> Error {
    Error::new(Code::KeyUnsupported, "the RSA key has more than 8192 bits; make one of 2048 to 8192")
}

/// The length of a number whose first byte is not 0.
fn bits(big_endian: &[u8]) -> usize {
    let first = big_endian.first().copied().unwrap_or_default();
    (8 * big_endian.len()).saturating_sub(first.leading_zeros() as usize)
}

fn not_rsa() -> Error {
    Error::new(Code::KeyUnsupported, "this is no RSA key; the scheme signs with RS256, which takes an RSA key")
}
