//! Tells the support widgets who is signed in.

use std::{collections::BTreeMap, error::Error, fs, path::Path, time::UNIX_EPOCH};

use visitorseal::{Result, Settings, Signed, Signer, Visitor, scheme};

/// The widgets, each named like its scheme.
pub const BRANDS: [&str; 5] = ["reamaze", "fernand", "orlo", "bookbag", "thread"];

/// One signer per widget for all requests.
pub struct Visitors(BTreeMap<&'static str, Signer>);

impl Visitors {
    /// Reads the vendors' secrets and the shop's private key.
    pub fn new(secrets: &Path, desk: &str) -> std::result::Result<Self, Box<dyn Error>> {
        let mut signers = BTreeMap::new();
        for brand in BRANDS {
            let file = if brand == "orlo" { "orlo-private.pem".to_owned() } else { format!("{brand}.txt") };
            let secret = fs::read_to_string(secrets.join(file))?;
            signers.insert(brand, Signer::new(&scheme(brand)?, secret.trim_end(), &settings(brand, desk))?);
        }
        Ok(Self(signers))
    }

    /// The script for a page. Empty for an unknown brand.
    pub fn script(&self, brand: &str, visitor: Option<&Visitor>, nonce: &str) -> Result<String> {
        let Some(signer) = self.0.get(brand) else { return Ok(String::new()) };
        let nonce = Some(nonce);
        match visitor.and_then(|visitor| sign(signer, visitor)) {
            Some(signed) => signed.script(nonce),
            None => signer.anonymous_script(nonce),
        }
    }

    /// The address of Orlo's page for mobile apps, with the visitor's token.
    pub fn mobile_url(&self, visitor: &Visitor) -> Option<String> {
        sign(self.0.get("orlo")?, visitor)?.url().ok()
    }
}

/// The values that the shop copies from the vendor's dashboard besides the secret.
fn settings(brand: &str, desk: &str) -> Settings {
    match brand {
        "thread" => Settings::new().with("app_id", "demo"),
        "orlo" => Settings::new()
            .with("widget_id", "demo")
            .with("lifetime", 3600)
            .with("embed_code", "<script>window.orloCustomer = 'JWT_TOKEN';</script>")
            .with("mobile_url", format!("{desk}/mobile/WIDGET_ID?jwt=JWT_TOKEN")),
        _ => Settings::new(),
    }
}

/// A visitor who cannot be signed is anonymous, so that one customer's data cannot break a page.
fn sign(signer: &Signer, visitor: &Visitor) -> Option<Signed> {
    let now = UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
    signer.sign(visitor, now).inspect_err(|error| eprintln!("{}: {error}", signer.scheme().name())).ok()
}
