//! The vendors' schemes, and schemes of your own.

use std::sync::Arc;

use crate::error::Result;

/// How one vendor's widget wants a visitor signed.
#[derive(uniffi::Object)]
pub struct Scheme(pub visitorseal::Scheme);

/// A setting of a scheme.
#[derive(uniffi::Record)]
pub struct Setting {
    /// The setting's name.
    pub name: String,
    /// What the setting is and where the vendor shows it.
    pub about: String,
    /// Whether a signer needs the setting. Other settings are needed by single calls, which say so.
    pub is_required: bool,
}

#[uniffi::export]
impl Scheme {
    /// Reads a scheme of your own from TOML. A scheme file is code: load only your own.
    ///
    /// Throws `Configuration` `scheme_malformed`. Its field is the key in the file, its reason names the line.
    #[uniffi::constructor]
    pub fn parse(toml: &str) -> Result<Arc<Self>> {
        Ok(Arc::new(Self(visitorseal::Scheme::parse(toml)?)))
    }

    /// The scheme's name, such as `bookbag`.
    pub fn name(&self) -> String {
        self.0.name().to_owned()
    }

    /// The vendor's name as the vendor writes it.
    pub fn vendor(&self) -> String {
        self.0.vendor().to_owned()
    }

    /// The product as the vendor names it, such as `Messenger`. Nothing if the scheme's file does not say it.
    pub fn product(&self) -> Option<String> {
        self.0.product().map(str::to_owned)
    }

    /// What the product is for, such as `support_chat`. Nothing if the scheme's file does not say it.
    pub fn category(&self) -> Option<String> {
        self.0.category().map(|category| category.as_str().to_owned())
    }

    /// The address of the vendor's documentation that the scheme was read from.
    pub fn document(&self) -> String {
        self.0.document().to_owned()
    }

    /// What verifies a signature: `shared`, the secret itself, or `pair`, the public key of a key pair.
    pub fn key_kind(&self) -> String {
        self.0.key_kind().as_str().to_owned()
    }

    /// `HMAC-SHA256`, `HMAC-SHA512` or `HMAC-SHA1` (RFC 2104), or a token's, such as `HS256` or `RS256` (RFC 7518).
    pub fn algorithm(&self) -> String {
        self.0.algorithm().to_owned()
    }

    /// The visitor's fields that the signature covers. `attributes` stands for all attributes, `attributes.plan` for one.
    pub fn covers(&self) -> Vec<String> {
        self.0.covers().into_iter().map(str::to_owned).collect()
    }

    /// The settings that the scheme takes.
    pub fn settings(&self) -> Vec<Setting> {
        let setting = |setting: &visitorseal::Setting| Setting {
            name: setting.name().to_owned(),
            about: setting.about().to_owned(),
            is_required: setting.is_required(),
        };
        self.0.settings().iter().map(setting).collect()
    }

    /// The scheme as JSON.
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }
}

/// The names of the vendors' schemes.
#[uniffi::export]
#[must_use]
pub fn schemes() -> Vec<String> {
    visitorseal::schemes().map(str::to_owned).collect()
}

/// The scheme of a vendor by its name. Throws `Configuration` `scheme_unknown`.
#[uniffi::export]
pub fn scheme(name: &str) -> Result<Arc<Scheme>> {
    Ok(Arc::new(Scheme(visitorseal::scheme(name)?)))
}
