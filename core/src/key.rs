//! Key files and secrets, told apart before they are used.

#[cfg(feature = "sign")]
use aws_lc_rs::signature::RsaKeyPair;
use aws_lc_rs::{
    error::KeyRejected,
    signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaSubjectPublicKey},
};
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
    let bits = RsaSubjectPublicKey::from_der(&block.der)
        .map_err(|rejected| block.rejected(&rejected))
        .map(|key| key.modulus_len() * 8)?;
    if bits < 2048 {
        return Err(too_short());
    }
    ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &block.der).map_err(|rejected| block.rejected(&rejected))
}

/// One PEM block, decoded; wiped on drop.
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
        if !text.contains("-----BEGIN ") {
            return malformed("the key is not PEM: it has no line -----BEGIN …-----");
        }
        let mut blocks = pem::parse_many(text).map_err(|_| {
            Error::new(Code::KeyMalformed, "the PEM cannot be read; is it whole, with its BEGIN and END lines?")
        })?;
        let (Some(block), true) = (blocks.pop(), blocks.is_empty()) else {
            return malformed("the file does not hold exactly one PEM block; give a file with the one key");
        };
        let locked = |block: &pem::Pem| {
            block.tag() == "ENCRYPTED PRIVATE KEY"
                || block.headers().get("Proc-Type").is_some_and(|kind| kind.contains("ENCRYPTED"))
        };
        if locked(&block) {
            return Err(Error::new(
                Code::KeyEncrypted,
                "the key is protected by a passphrase; write it without one (openssl pkey -in FILE -out private.pem) and guard the file",
            ));
        }
        Ok(Self { tag: block.tag().to_owned(), der: Zeroizing::new(block.into_contents()) })
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
            Error::new(Code::KeyUnsupported, "the RSA key has more than 8192 bits; make one of 2048 to 8192")
        } else {
            Error::new(Code::KeyMalformed, "the PEM does not hold a valid RSA key; copy it again")
        }
    }
}

fn too_short() -> Error {
    Error::new(Code::KeyTooShort, "the RSA key has fewer than 2048 bits; make a new one: visitorseal keygen --out DIR")
}

fn not_rsa() -> Error {
    Error::new(Code::KeyUnsupported, "this is no RSA key; the scheme signs with RS256, which takes an RSA key")
}
