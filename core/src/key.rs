//! Reads secrets and key files, and says what is wrong with one that cannot be used.

#[cfg(feature = "sign")]
use aws_lc_rs::signature::RsaKeyPair;
use aws_lc_rs::{
    error::KeyRejected,
    signature::{ParsedPublicKey, RSA_PKCS1_2048_8192_SHA256, RsaSubjectPublicKey},
};
#[cfg(feature = "sign")]
use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use crate::error::{Code, Error, Result};
#[cfg(feature = "sign")]
use crate::forms::SecretForm;

const LARGEST: usize = 64 * 1024;

/// A key that a verifier accepts: the vendor's shared secret (text) or a public key (PEM), with a `kid` if it has one.
///
/// ```
/// use visitorseal::Key;
///
/// let key = Key::from("the shared secret");
/// let key_with_kid = Key::from("the shared secret").kid("2026-11");
/// ```
#[derive(Clone, Copy)]
pub struct Key<'a> {
    pub(crate) bytes: &'a [u8],
    pub(crate) kid: Option<&'a str>,
}

impl<'a> Key<'a> {
    /// Names the key. A token with a `kid` in its header is then checked against the key of that name only.
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

/// Checks the `kid` of a key or of a token's header. The error is a sentence.
pub(crate) fn check_kid(kid: &str) -> std::result::Result<(), &'static str> {
    if kid.is_empty() || kid.len() > 256 || kid.contains(char::is_control) {
        return Err("The kid is empty, longer than 256 bytes, or holds control characters. Use another name.");
    }
    Ok(())
}

/// Checks the vendor's shared secret and returns the key's bytes.
#[cfg(feature = "sign")]
pub(crate) fn shared(bytes: &[u8], form: SecretForm) -> Result<SharedKey<'_>> {
    let error = |code, reason| Err(Error::about(code, "secret", reason));
    let Ok(text) = std::str::from_utf8(bytes) else {
        return error(Code::SecretEncoding, "The secret is not UTF-8 text. Save the file as UTF-8.");
    };
    if text.trim().is_empty() {
        return error(Code::SecretEmpty, "The secret is empty. Check the variable or file that should hold it.");
    }
    if bytes.len() > LARGEST {
        return error(Code::SecretEncoding, "The secret is over 64 KiB. Check that this is the right file.");
    }
    if text.contains('\0') || text.starts_with('\u{feff}') {
        return error(
            Code::SecretEncoding,
            "The secret contains a NUL byte or a byte order mark. Save the file as UTF-8 without them.",
        );
    }
    if text.contains("-----BEGIN ") {
        return error(
            Code::SecretIsPem,
            "This is a PEM key. Pass the shared secret that the vendor's dashboard shows.",
        );
    }
    if form == SecretForm::Text {
        return Ok(SharedKey::Text(bytes));
    }
    // Wiped also if it is only the beginning that can be decoded.
    let mut key = Zeroizing::new(vec![0; bytes.len()]);
    let length = match form {
        SecretForm::Text => None,
        SecretForm::Hex => {
            let half = key.get_mut(..bytes.len() / 2).unwrap_or_default();
            hex::decode_to_slice(text, half).ok().map(|()| bytes.len() / 2)
        }
        SecretForm::Base64 => STANDARD.decode_slice(text, &mut key).ok(),
    };
    let Some(length) = length else {
        let (name, _) = SecretForm::ALL.into_iter().find(|(_, known)| *known == form).unwrap_or_default();
        let reason =
            format!("The secret is not {name}. Copy it again from the vendor's dashboard, without spaces and quotes.");
        return Err(Error::about(Code::SecretEncoding, "secret", reason));
    };
    Ok(SharedKey::Decoded(key, length))
}

/// The bytes of a shared secret, wiped on drop if they are a copy.
#[cfg(feature = "sign")]
pub(crate) enum SharedKey<'a> {
    Text(&'a [u8]),
    /// So many bytes of these are the key.
    Decoded(Zeroizing<Vec<u8>>, usize),
}

#[cfg(feature = "sign")]
impl std::ops::Deref for SharedKey<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Text(bytes) => bytes,
            Self::Decoded(bytes, length) => bytes.get(..*length).unwrap_or_default(),
        }
    }
}

/// Reads the RSA private key of a PEM file: PKCS#1 or PKCS#8, 2048 to 8192 bits.
#[cfg(feature = "sign")]
pub(crate) fn private(bytes: &[u8]) -> Result<RsaKeyPair> {
    let block = Block::read(bytes)?;
    let parsed = match block.label.as_str() {
        "PRIVATE KEY" => RsaKeyPair::from_pkcs8(&block.der),
        "RSA PRIVATE KEY" => RsaKeyPair::from_der(&block.der),
        "PUBLIC KEY" | "RSA PUBLIC KEY" => {
            return Err(Error::new(
                Code::KeyPublic,
                "This is a public key. Sign with the private key (private.pem); the public key belongs in the vendor's dashboard.",
            ));
        }
        _ => return Err(block.unsupported()),
    };
    parsed.map_err(|rejected| block.rejected(&rejected))
}

/// Reads the RSA public key of a PEM file: SubjectPublicKeyInfo or PKCS#1, 2048 to 8192 bits.
pub(crate) fn public(bytes: &[u8]) -> Result<ParsedPublicKey> {
    let block = Block::read(bytes)?;
    match block.label.as_str() {
        "PUBLIC KEY" | "RSA PUBLIC KEY" => {}
        "PRIVATE KEY" | "RSA PRIVATE KEY" => {
            return Err(Error::new(
                Code::KeyPrivate,
                "This is a private key, but verifying needs the public key. This command prints it: openssl pkey -in private.pem -pubout",
            ));
        }
        _ => return Err(block.unsupported()),
    }
    let key = RsaSubjectPublicKey::from_der(&block.der).map_err(|rejected| block.rejected(&rejected))?;
    match bits(key.modulus().big_endian_without_leading_zero()) {
        ..2048 => return Err(too_short()),
        2048..=8192 => {}
        _ => return Err(too_long()),
    }
    ParsedPublicKey::new(&RSA_PKCS1_2048_8192_SHA256, &block.der).map_err(|rejected| block.rejected(&rejected))
}

/// The PEM block of a key file, decoded. It is wiped on drop, since it may be a private key.
struct Block {
    label: String,
    der: Zeroizing<Vec<u8>>,
}

impl Block {
    fn read(bytes: &[u8]) -> Result<Self> {
        let malformed = |reason: &str| Err(Error::new(Code::KeyMalformed, reason));
        if bytes.trim_ascii().is_empty() {
            return Err(Error::new(
                Code::KeyEmpty,
                "The key is empty. Check the variable or file that should hold it.",
            ));
        }
        if bytes.len() > LARGEST {
            return malformed("The key file is over 64 KiB. Pass a file with one PEM key.");
        }
        let Ok(text) = std::str::from_utf8(bytes) else {
            return malformed(
                "The key is not text. Convert a DER file to PEM with: openssl pkey -inform DER -in FILE -out key.pem",
            );
        };
        if text.starts_with("ssh-") || text.starts_with("ecdsa-") {
            return Err(Error::new(
                Code::KeyUnsupported,
                "This is an SSH public key. Convert it to PEM with: ssh-keygen -e -m PKCS8 -f FILE",
            ));
        }
        if text.contains("\\n") {
            return malformed(
                "The key has the two characters \\n in place of line breaks. Put in real line breaks, or read the key from a file.",
            );
        }
        let Some(start) = text.find("-----BEGIN ") else {
            return malformed("The key is not PEM: no line begins with -----BEGIN. Pass the whole PEM file.");
        };
        let (_, block) = text.split_at(start);
        if block.matches("-----BEGIN ").count() > 1 {
            return malformed("The file has more than one PEM block. Pass a file with one key.");
        }
        if block.starts_with("-----BEGIN ENCRYPTED PRIVATE KEY-----") || block.contains("Proc-Type: 4,ENCRYPTED") {
            return Err(Error::new(
                Code::KeyEncrypted,
                "The key is protected by a passphrase. Write it without one (openssl pkey -in FILE -out private.pem) and restrict access to the file.",
            ));
        }
        Self::decode(block).or_else(|error| match error {
            pem_rfc7468::Error::Base64(_) | pem_rfc7468::Error::Length => {
                malformed("The text between the PEM's BEGIN and END lines is not base64. Copy the key again.")
            }
            _ => malformed("The PEM's BEGIN and END lines do not match. Copy the whole key again."),
        })
    }

    /// Decodes a block whose lines may have been joined, indented or wrapped otherwise, as environment variables and
    /// YAML files do: RFC 7468's strict form, which the decoder reads, has no spaces.
    fn decode(block: &str) -> pem_rfc7468::Result<Self> {
        let parts: Vec<&str> = block.splitn(5, "-----").collect();
        let &["", begin, body, end, _] = parts.as_slice() else {
            return Err(pem_rfc7468::Error::PostEncapsulationBoundary);
        };
        let mut strict = Zeroizing::new(String::with_capacity(block.len() + "\n\n".len()));
        strict.extend(["-----", begin, "-----\n"]);
        strict.extend(body.split_ascii_whitespace());
        strict.extend(["\n-----", end, "-----"]);
        let mut decoder = pem_rfc7468::Decoder::new_detect_wrap(strict.as_bytes())?;
        let mut der = Zeroizing::new(vec![0; decoder.remaining_len()]);
        decoder.decode(&mut der)?;
        Ok(Self { label: decoder.type_label().to_owned(), der })
    }

    /// The error for a block that is neither a private nor a public key.
    fn unsupported(&self) -> Error {
        match self.label.as_str() {
            "CERTIFICATE" | "TRUSTED CERTIFICATE" | "X509 CERTIFICATE" => Error::new(
                Code::KeyCertificate,
                "This is a certificate. Pass its public key: openssl x509 -in FILE -pubkey -noout",
            ),
            "OPENSSH PRIVATE KEY" => Error::new(
                Code::KeyUnsupported,
                "This is an OpenSSH key. Convert a copy of it to PEM with: ssh-keygen -p -m PEM -f FILE",
            ),
            _ => not_rsa(),
        }
    }

    fn rejected(&self, rejected: &KeyRejected) -> Error {
        // The algorithm identifier of RSA keys, 1.2.840.113549.1.1.1 (RFC 8017 appendix C).
        const RSA: &[u8] = &[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01];
        let names_algorithm = !self.label.starts_with("RSA ");
        if names_algorithm && !self.der.windows(RSA.len()).any(|window| window == RSA) {
            return not_rsa();
        }
        // aws-lc-rs tells its causes apart by text only.
        match rejected.description_() {
            "TooSmall" => too_short(),
            "TooLarge" => too_long(),
            _ => Error::new(Code::KeyMalformed, "The PEM does not contain a valid RSA key. Copy the key again."),
        }
    }
}

fn too_short() -> Error {
    Error::new(Code::KeyTooShort, "The RSA key has fewer than 2048 bits. Make a new key: visitorseal keygen --out DIR")
}

fn too_long() -> Error {
    Error::new(Code::KeyUnsupported, "The RSA key has more than 8192 bits. Make a key of 2048 to 8192 bits.")
}

/// The number of bits of an integer without leading zero bytes.
fn bits(big_endian: &[u8]) -> usize {
    let first = big_endian.first().copied().unwrap_or_default();
    (8 * big_endian.len()).saturating_sub(first.leading_zeros() as usize)
}

fn not_rsa() -> Error {
    Error::new(
        Code::KeyUnsupported,
        "This is not an RSA key, but RS256 needs one. Make a key pair with: visitorseal keygen --out keys",
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_key_is_read_however_its_lines_are_laid_out() {
        let file = format!("{}/../tests/vectors/keys/rsa-2048.public.pem", env!("CARGO_MANIFEST_DIR"));
        let pem = std::fs::read_to_string(file).unwrap();
        let der = pem::parse(&pem).unwrap().into_contents();
        let lines: Vec<&str> = pem.lines().collect();
        let body = lines[1..lines.len() - 1].concat();
        let unwrapped = format!("{}\n{body}\n{}", lines[0], lines[lines.len() - 1]);
        for layout in [
            pem.clone(),
            pem.trim().to_owned(),
            pem.replace('\n', "\r\n"),
            pem.replace('\n', "\r"),
            pem.replace('\n', " "),
            pem.replace('\n', "  \n"),
            pem.replace('\n', "\n\n"),
            pem.replace('\n', "\n    "),
            pem.replace('\n', ""),
            unwrapped,
            format!("# the key of our site\n{pem}"),
            format!("subject=our site\r\n\r\n{pem}\nmore text"),
            format!("\u{feff}{pem}"),
        ] {
            let block = Block::read(layout.as_bytes()).unwrap();
            assert_eq!((block.label.as_str(), block.der.as_slice()), ("PUBLIC KEY", &*der), "{layout}");
        }
    }

    #[test]
    fn a_block_that_is_damaged_is_not_read() {
        let block =
            |begin: &str, body: &str, end: &str| format!("-----BEGIN {begin}-----\n{body}\n-----END {end}-----\n");
        for (pem, reason) in [
            (block("PUBLIC KEY", "AAAA", "PRIVATE KEY"), "lines do not match"),
            (block("PUBLIC KEY", "AAAA", "PUBLIC"), "lines do not match"),
            ("-----BEGIN PUBLIC KEY-----\nAAAA\n".to_owned(), "lines do not match"),
            ("-----BEGIN PUBLIC KEY-----\nAAAA\n-----END PUBLIC KEY".to_owned(), "lines do not match"),
            (block("PUBLIC KEY", "AAA", "PUBLIC KEY"), "not base64"),
            (block("PUBLIC KEY", "AA==AAAA", "PUBLIC KEY"), "not base64"),
            (block("PUBLIC KEY", "AAAB\u{e9}", "PUBLIC KEY"), "not base64"),
            (block("PUBLIC KEY", "", "PUBLIC KEY"), "not base64"),
        ] {
            let error = Block::read(pem.as_bytes()).err().unwrap();
            assert_eq!(error.code(), Code::KeyMalformed, "{pem}");
            assert!(error.reason().contains(reason), "{pem}: {error}");
        }
    }
}
