//! The forms in which vendors write hashes, keys and times.

use serde::{Deserialize, Serialize};

/// The hash of an HMAC (RFC 2104).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Hash {
    Sha1,
    Sha256,
    Sha384,
    Sha512,
}

impl Hash {
    /// The hashes of digests.
    pub const ALL: [(&'static str, Self); 3] =
        [("sha256", Self::Sha256), ("sha512", Self::Sha512), ("sha1", Self::Sha1)];

    /// The length of the hash in bytes.
    pub fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha384 => 48,
            Self::Sha512 => 64,
        }
    }

    /// The name as people write it.
    #[cfg(feature = "sign")]
    pub fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha384 => "SHA-384",
            Self::Sha512 => "SHA-512",
        }
    }

    pub fn algorithm(self) -> &'static str {
        match self {
            Self::Sha1 => "HMAC-SHA1",
            Self::Sha256 => "HMAC-SHA256",
            Self::Sha384 => "HMAC-SHA384",
            Self::Sha512 => "HMAC-SHA512",
        }
    }
}

/// How bytes become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Encoding {
    Hex,
    UpperHex,
    /// With padding (RFC 4648, section 4).
    Base64,
    /// Without padding (RFC 4648, section 5).
    Base64Url,
}

impl Encoding {
    pub const RESULTS: [(&'static str, Self); 4] =
        [("hex", Self::Hex), ("HEX", Self::UpperHex), ("base64", Self::Base64), ("base64url", Self::Base64Url)];

    /// The length of so many bytes as text.
    pub fn length_of(self, bytes: usize) -> usize {
        match self {
            Self::Hex | Self::UpperHex => 2 * bytes,
            Self::Base64 => bytes.div_ceil(3) * 4,
            Self::Base64Url => (bytes * 4).div_ceil(3),
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Hex | Self::UpperHex => "hex",
            Self::Base64 => "base64",
            Self::Base64Url => "base64url",
        }
    }

    /// The characters as an error names them.
    pub fn about(self) -> &'static str {
        match self {
            Self::Hex => "hex digits",
            Self::UpperHex => "hex digits in upper case",
            Self::Base64 => "characters of base64 with padding",
            Self::Base64Url => "characters of base64url without padding",
        }
    }

    /// Whether a text of this encoding may hold the character.
    pub fn may_hold(self, char: char) -> bool {
        char.is_ascii_alphanumeric()
            || match self {
                Self::Hex | Self::UpperHex => false,
                Self::Base64 => "+/=".contains(char),
                Self::Base64Url => "-_".contains(char),
            }
    }
}

/// How the key's bytes are made of the secret's text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum SecretForm {
    #[default]
    Text,
    Hex,
    Base64,
}

impl SecretForm {
    pub const ALL: [(&'static str, Self); 3] = [("text", Self::Text), ("hex", Self::Hex), ("base64", Self::Base64)];
}

/// How a time is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum TimeForm {
    Seconds,
    Milliseconds,
    /// RFC 3339 in UTC.
    Iso,
}
