//! Private keys, parsed once.

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    error::Unspecified,
    rand::SystemRandom,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair,
        RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RsaEncoding, RsaKeyPair,
    },
};

use super::{
    fault::{Fault, Purpose},
    identifier,
    pem::Block,
};
use crate::{
    algorithm::{Algorithm, Family},
    error::{Code, Error, Result},
    forms::Hash,
};

/// The private key of a pair.
pub(crate) enum PrivateKey {
    Rsa(RsaKeyPair, &'static dyn RsaEncoding),
    Ec(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

impl PrivateKey {
    /// Reads a PEM file: PKCS#8, or PKCS#1 for RSA (2048 to 8192 bits), or SEC 1 for EC. The error says what to do with this
    /// key.
    pub fn read(bytes: &[u8], algorithm: &Algorithm) -> Result<Self> {
        Self::read_pem(bytes, algorithm)
            .map_err(|error| Fault::find(bytes, algorithm, Purpose::Sign, error).into_error())
    }

    pub(super) fn read_pem(bytes: &[u8], algorithm: &Algorithm) -> Result<Self> {
        let block = Block::read(bytes)?;
        let der = block.der.as_slice();
        let label = block.label.as_str();
        match label {
            "PRIVATE KEY" => identifier::check_private(der, algorithm)?,
            "PUBLIC KEY" | "RSA PUBLIC KEY" => {
                return Err(Error::new(
                    Code::KeyPublic,
                    "This is a public key. Sign with the private key (private.pem); the public key belongs in the vendor's dashboard.",
                ));
            }
            _ => block.check_label(algorithm)?,
        }
        if label == "EC PRIVATE KEY" {
            identifier::check_sec1(der, algorithm)?;
        }
        let parsed = match algorithm.family {
            Family::Rsa => {
                let pair = if label == "PRIVATE KEY" { RsaKeyPair::from_pkcs8(der) } else { RsaKeyPair::from_der(der) };
                pair.map(|pair| Self::Rsa(pair, encoding(algorithm.hash)))
            }
            Family::P256 => EcdsaKeyPair::from_private_key_der(&ECDSA_P256_SHA256_FIXED_SIGNING, der).map(Self::Ec),
            Family::P384 => EcdsaKeyPair::from_private_key_der(&ECDSA_P384_SHA384_FIXED_SIGNING, der).map(Self::Ec),
            Family::Ed25519 => Ed25519KeyPair::from_pkcs8(der).map(Self::Ed25519),
            Family::Hmac => return Err(Error::new(Code::Internal, "A shared secret was read as a private key.")),
        };
        parsed.map_err(|rejected| block.rejected(&rejected, algorithm))
    }

    /// The signature as a token has it: for EC, r and s one after the other (RFC 7518 section 3.4).
    pub fn sign(&self, message: &[u8]) -> std::result::Result<Vec<u8>, Unspecified> {
        match self {
            Self::Rsa(pair, encoding) => {
                let mut signature = vec![0; pair.public_modulus_len()];
                pair.sign(*encoding, &SystemRandom::new(), message, &mut signature).map(|()| signature)
            }
            Self::Ec(pair) => pair.sign(&SystemRandom::new(), message).map(|signature| signature.as_ref().to_vec()),
            Self::Ed25519(pair) => pair.try_sign(message).map(|signature| signature.as_ref().to_vec()),
        }
    }
}

impl PrivateKey {
    /// The public key, as a SubjectPublicKeyInfo.
    pub(super) fn public_der(&self) -> Option<Vec<u8>> {
        let der: std::result::Result<PublicKeyX509Der<'_>, _> = match self {
            Self::Rsa(pair, _) => pair.public_key().as_der(),
            Self::Ec(pair) => pair.public_key().as_der(),
            Self::Ed25519(pair) => pair.public_key().as_der(),
        };
        der.ok().map(|der| der.as_ref().to_vec())
    }
}

fn encoding(hash: Hash) -> &'static dyn RsaEncoding {
    match hash {
        Hash::Sha384 => &RSA_PKCS1_SHA384,
        Hash::Sha512 => &RSA_PKCS1_SHA512,
        Hash::Sha1 | Hash::Sha256 => &RSA_PKCS1_SHA256,
    }
}
