//! Key pairs and shared secrets, made at random.

use std::fmt;

use aws_lc_rs::{
    encoding::AsDer,
    rand,
    signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, EcdsaSigningAlgorithm,
        Ed25519KeyPair, KeyPair as _, RsaKeyPair,
    },
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use clap::ValueEnum;
use rsa::{
    RsaPrivateKey,
    pkcs8::{Document, EncodePrivateKey, EncodePublicKey, LineEnding, SecretDocument},
    rand_core::OsRng,
    traits::PublicKeyParts,
};
use zeroize::Zeroizing;

use crate::{
    failure::{Failure, Result},
    jwk::Jwk,
};

/// The size of an RSA key in bits, unless the user chooses another.
pub const RSA_BITS: u16 = 2048;

/// The algorithms of tokens (RFC 7518, RFC 8037).
#[derive(Clone, Copy, Debug, PartialEq, ValueEnum)]
#[value(rename_all = "UPPER")]
pub enum Algorithm {
    Hs256,
    Hs384,
    Hs512,
    Rs256,
    Rs384,
    Rs512,
    Es256,
    Es384,
    #[value(name = "EdDSA")]
    EdDsa,
}

/// What an algorithm signs with.
pub enum Kind {
    /// A secret of at least this many bytes: the length of the hash (RFC 7518, section 3.2).
    Secret(usize),
    Rsa,
    Ec {
        curve: &'static str,
        signing: &'static EcdsaSigningAlgorithm,
    },
    Ed25519,
}

impl Algorithm {
    pub fn kind(self) -> Kind {
        match self {
            Self::Hs256 => Kind::Secret(32),
            Self::Hs384 => Kind::Secret(48),
            Self::Hs512 => Kind::Secret(64),
            Self::Rs256 | Self::Rs384 | Self::Rs512 => Kind::Rsa,
            Self::Es256 => Kind::Ec { curve: "P-256", signing: &ECDSA_P256_SHA256_FIXED_SIGNING },
            Self::Es384 => Kind::Ec { curve: "P-384", signing: &ECDSA_P384_SHA384_FIXED_SIGNING },
            Self::EdDsa => Kind::Ed25519,
        }
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.to_possible_value().map_or(Ok(()), |value| f.write_str(value.get_name()))
    }
}

/// A private key as PKCS#8 and its public key, both as PEM, and the public key as a JWK.
pub struct KeyPair {
    pub private: Zeroizing<String>,
    pub public: String,
    pub jwk: Jwk,
}

/// A key pair for a scheme's algorithm.
pub fn for_scheme(algorithm: &str) -> Result<KeyPair> {
    let known = Algorithm::from_str(algorithm, false).ok().map(Algorithm::kind);
    known.and_then(|kind| key_pair(&kind, RSA_BITS)).ok_or_else(|| failed(algorithm))
}

/// A key pair, or None for a kind that has no pair, or if the system cannot make one.
pub fn key_pair(kind: &Kind, bits: u16) -> Option<KeyPair> {
    match kind {
        Kind::Secret(_) => None,
        Kind::Rsa => rsa(bits),
        Kind::Ec { curve, signing } => ec(curve, signing),
        Kind::Ed25519 => ed25519(),
    }
}

/// The public key of a private key in PKCS#8, as PEM.
pub fn public_of(algorithm: &str, private: &str) -> Option<String> {
    let (_, der) = SecretDocument::from_pem(private).ok()?;
    let public = match Algorithm::from_str(algorithm, false).ok()?.kind() {
        Kind::Secret(_) => return None,
        Kind::Rsa => RsaKeyPair::from_pkcs8(der.as_bytes()).ok()?.public_key().as_der(),
        Kind::Ec { signing, .. } => EcdsaKeyPair::from_pkcs8(signing, der.as_bytes()).ok()?.public_key().as_der(),
        Kind::Ed25519 => Ed25519KeyPair::from_pkcs8(der.as_bytes()).ok()?.public_key().as_der(),
    };
    public_pem(public.ok()?.as_ref())
}

pub fn failed(algorithm: impl fmt::Display) -> Failure {
    Failure::Io(format!("The key for {algorithm} cannot be made. Make it with: openssl genpkey"))
}

/// A secret as text: its characters are the secret.
pub fn random_secret(length: usize) -> Option<Zeroizing<String>> {
    let mut bytes = Zeroizing::new(vec![0; length]);
    rand::fill(&mut bytes).ok()?;
    Some(URL_SAFE_NO_PAD.encode(&*bytes).into())
}

fn rsa(bits: u16) -> Option<KeyPair> {
    let key = RsaPrivateKey::new(&mut OsRng, bits.into()).ok()?;
    Some(KeyPair {
        private: key.to_pkcs8_pem(LineEnding::LF).ok()?,
        public: key.to_public_key().to_public_key_pem(LineEnding::LF).ok()?,
        jwk: Jwk::rsa(&key.n().to_bytes_be(), &key.e().to_bytes_be()),
    })
}

fn ec(curve: &str, signing: &'static EcdsaSigningAlgorithm) -> Option<KeyPair> {
    let key = EcdsaKeyPair::generate(signing).ok()?;
    // The byte 4, then both coordinates (SEC 1, section 2.3.3).
    let point = key.public_key().as_ref().get(1..)?;
    let (x, y) = point.split_at_checked(point.len() / 2)?;
    let public = key.public_key().as_der().ok()?;
    pem(key.to_pkcs8v1().ok()?.as_ref(), public.as_ref(), Jwk::ec(curve, x, y))
}

fn ed25519() -> Option<KeyPair> {
    let key = Ed25519KeyPair::generate().ok()?;
    let public = key.public_key().as_der().ok()?;
    pem(key.to_pkcs8v1().ok()?.as_ref(), public.as_ref(), Jwk::ed25519(key.public_key().as_ref()))
}

fn pem(private: &[u8], public: &[u8], jwk: Jwk) -> Option<KeyPair> {
    Some(KeyPair {
        private: SecretDocument::try_from(private).ok()?.to_pem("PRIVATE KEY", LineEnding::LF).ok()?,
        public: public_pem(public)?,
        jwk,
    })
}

fn public_pem(der: &[u8]) -> Option<String> {
    Document::try_from(der).ok()?.to_pem("PUBLIC KEY", LineEnding::LF).ok()
}
