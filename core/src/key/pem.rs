//! PEM files (RFC 7468), and what is wrong with one that cannot be read.

use zeroize::Zeroizing;

use aws_lc_rs::error::KeyRejected;

use super::{LARGEST, identifier::another, too_long, too_short};
use crate::{
    algorithm::{Algorithm, Family},
    error::{Code, Error, Result},
};

/// The PEM block of a key file, decoded. It is wiped on drop, since it may be a private key.
pub(super) struct Block {
    pub label: String,
    pub der: Zeroizing<Vec<u8>>,
}

impl Block {
    pub fn read(bytes: &[u8]) -> Result<Self> {
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
        // `openssl ecparam -genkey` writes the curve's name before the key, which names it too.
        let block = block
            .strip_prefix("-----BEGIN EC PARAMETERS-----")
            .and_then(|rest| rest.split_once("-----END EC PARAMETERS-----"))
            .map_or(block, |(_, rest)| rest.trim_start());
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

    /// Checks that a block that is neither `PRIVATE KEY` nor `PUBLIC KEY` has a key of the algorithm.
    pub fn check_label(&self, algorithm: &Algorithm) -> Result<()> {
        let found = match self.label.as_str() {
            "RSA PRIVATE KEY" | "RSA PUBLIC KEY" => Family::Rsa,
            "EC PRIVATE KEY" if matches!(algorithm.family, Family::P256 | Family::P384) => return Ok(()),
            "CERTIFICATE" | "TRUSTED CERTIFICATE" | "X509 CERTIFICATE" => {
                return Err(Error::new(
                    Code::KeyCertificate,
                    "This is a certificate. Pass its public key: openssl x509 -in FILE -pubkey -noout",
                ));
            }
            "OPENSSH PRIVATE KEY" => {
                return Err(Error::new(
                    Code::KeyUnsupported,
                    "This is an OpenSSH key. Convert a copy of it to PEM with: ssh-keygen -p -m PEM -f FILE",
                ));
            }
            "EC PRIVATE KEY" => return Err(another("an EC key", algorithm)),
            "DSA PRIVATE KEY" => return Err(another("a DSA key", algorithm)),
            _ => return Err(another("a PEM file of another kind", algorithm)),
        };
        if found == algorithm.family { Ok(()) } else { Err(another(found.about(), algorithm)) }
    }

    /// The error for a key that aws-lc-rs does not take.
    pub fn rejected(&self, rejected: &KeyRejected, algorithm: &Algorithm) -> Error {
        // aws-lc-rs tells its causes apart by text only.
        match rejected.description_() {
            "TooSmall" if algorithm.family == Family::Rsa => too_short(),
            "TooLarge" if algorithm.family == Family::Rsa => too_long(),
            _ => malformed(algorithm),
        }
    }
}

/// The error for a PEM block that does not hold what it must.
pub(super) fn malformed(algorithm: &Algorithm) -> Error {
    let about = algorithm.family.about().trim_start_matches("an ");
    Error::new(Code::KeyMalformed, format!("The PEM does not contain a valid {about}. Copy the key again."))
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
