//! What an HMAC scheme says about hash, secret and result.

use super::{Message, Piece, Table};
use crate::{
    error::{Code, Error, Result},
    settings::Settings,
};

/// The hash of an HMAC (RFC 2104).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Hash {
    Sha1,
    Sha256,
    Sha512,
}

impl Hash {
    pub const ALL: [(&'static str, Self); 3] =
        [("sha256", Self::Sha256), ("sha512", Self::Sha512), ("sha1", Self::Sha1)];

    /// The length of the hash in bytes.
    pub fn length(self) -> usize {
        match self {
            Self::Sha1 => 20,
            Self::Sha256 => 32,
            Self::Sha512 => 64,
        }
    }

    pub fn algorithm(self) -> &'static str {
        match self {
            Self::Sha1 => "HMAC-SHA1",
            Self::Sha256 => "HMAC-SHA256",
            Self::Sha512 => "HMAC-SHA512",
        }
    }
}

/// How bytes become text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
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
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum SecretForm {
    #[default]
    Text,
    Hex,
    Base64,
}

impl SecretForm {
    pub const ALL: [(&'static str, Self); 3] = [("text", Self::Text), ("hex", Self::Hex), ("base64", Self::Base64)];
}

/// How a scheme with a shared secret signs.
pub(crate) struct Hmac {
    pub hash: Hash,
    pub secret: SecretForm,
    pub result: Encoding,
    /// The message. The first of these whose fields the visitor has is signed.
    pub messages: Vec<Message>,
    /// The names of further signatures, and their messages.
    pub further: Vec<(String, Vec<Message>)>,
    pub payload: Option<Payload>,
    /// The text that holds the signature, such as `{signature}-{now}`.
    pub value: Vec<Piece>,
    /// Why two visitors can have the same message, where the vendor's own design allows it.
    pub ambiguous: Option<String>,
    /// The largest age of `{now}`, in seconds.
    pub max_age: Option<u64>,
    pub lifetime: Option<Lifetime>,
    pub uses_random: bool,
    /// The example secrets of the vendor's documentation.
    pub samples: Vec<String>,
}

/// Data that is signed and sent as one text.
pub(crate) struct Payload {
    pub members: Table,
    pub form: PayloadForm,
    pub encoding: Option<Encoding>,
    /// The members that must be there.
    pub required: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PayloadForm {
    Json,
    /// `application/x-www-form-urlencoded`.
    Query,
}

/// How long a signature or token is good.
pub(crate) struct Lifetime {
    /// The setting with the site's choice.
    pub setting: Option<String>,
    pub default: Option<u64>,
    pub maximum: Option<u64>,
}

impl Lifetime {
    /// The seconds from now until the end. None if neither the site nor the scheme sets them.
    pub fn seconds(&self, settings: &Settings) -> Result<Option<u64>> {
        let Some((name, text)) = self.setting.as_deref().and_then(|name| settings.get(name).map(|text| (name, text)))
        else {
            return Ok(self.default);
        };
        let seconds: u64 = text
            .parse()
            .map_err(|_| Error::new(Code::Internal, "The lifetime is not a number although it was checked."))?;
        match self.maximum {
            Some(maximum) if seconds > maximum => Err(Error::about(
                Code::SettingInvalid,
                name,
                format!("The vendor accepts at most {maximum} seconds. Pass a shorter lifetime."),
            )),
            _ => Ok(Some(seconds)),
        }
    }
}
