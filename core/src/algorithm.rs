//! The algorithms of tokens (RFC 7518 section 3.1, RFC 8037 section 3.1).

use crate::forms::Hash;

/// An algorithm of a JSON Web Token. A scheme names one, and its keys and tokens are read for that one alone.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Algorithm {
    /// The name in a token's header.
    pub name: &'static str,
    pub family: Family,
    pub hash: Hash,
}

/// The keys that algorithms share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Family {
    Hmac,
    Rsa,
    P256,
    P384,
    Ed25519,
}

pub(crate) static ALGORITHMS: [Algorithm; 9] = [
    Algorithm { name: "HS256", family: Family::Hmac, hash: Hash::Sha256 },
    Algorithm { name: "HS384", family: Family::Hmac, hash: Hash::Sha384 },
    Algorithm { name: "HS512", family: Family::Hmac, hash: Hash::Sha512 },
    Algorithm { name: "RS256", family: Family::Rsa, hash: Hash::Sha256 },
    Algorithm { name: "RS384", family: Family::Rsa, hash: Hash::Sha384 },
    Algorithm { name: "RS512", family: Family::Rsa, hash: Hash::Sha512 },
    Algorithm { name: "ES256", family: Family::P256, hash: Hash::Sha256 },
    Algorithm { name: "ES384", family: Family::P384, hash: Hash::Sha384 },
    Algorithm { name: "EdDSA", family: Family::Ed25519, hash: Hash::Sha512 },
];

impl Algorithm {
    /// The names, each with its algorithm.
    pub fn words() -> [(&'static str, &'static Self); 9] {
        ALGORITHMS.each_ref().map(|algorithm| (algorithm.name, algorithm))
    }

    /// Whether one secret signs and verifies.
    pub fn is_shared(&self) -> bool {
        self.family == Family::Hmac
    }

    /// The length of a signature in bytes. An RSA signature is as long as its key.
    pub fn signature_length(&self) -> Option<usize> {
        match self.family {
            Family::Hmac => Some(self.hash.length()),
            Family::Rsa => None,
            Family::P256 | Family::Ed25519 => Some(64),
            Family::P384 => Some(96),
        }
    }
}

impl Family {
    /// The length in bytes of a coordinate of a public key's point.
    pub fn coordinate_length(self) -> Option<usize> {
        match self {
            Self::P256 | Self::Ed25519 => Some(32),
            Self::P384 => Some(48),
            Self::Hmac | Self::Rsa => None,
        }
    }

    /// The key as an error names it.
    pub fn about(self) -> &'static str {
        match self {
            Self::Hmac => "a shared secret",
            Self::Rsa => "an RSA key",
            Self::P256 => "an EC key on the curve P-256",
            Self::P384 => "an EC key on the curve P-384",
            Self::Ed25519 => "an Ed25519 key",
        }
    }
}

/// Writes an algorithm as its name, and reads it.
pub(crate) mod as_name {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::{ALGORITHMS, Algorithm};

    pub(crate) fn serialize<S: Serializer>(algorithm: &Algorithm, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(algorithm.name)
    }

    pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<&'static Algorithm, D::Error> {
        let name = <&str>::deserialize(deserializer)?;
        ALGORITHMS.iter().find(|algorithm| algorithm.name == name).ok_or_else(|| D::Error::custom("no algorithm"))
    }
}
