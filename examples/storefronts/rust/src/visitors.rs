//! What the support widgets are told of who is signed in.

use std::{collections::BTreeMap, error::Error, fs, path::Path, time::UNIX_EPOCH};

use visitorseal::{Result, Settings, Signed, Signer, Visitor, scheme};

/// The five widgets, each named as its scheme.
pub const BRANDS: [&str; 5] = ["reamaze", "fernand", "orlo", "bookbag", "thread"];

/// A signer for each widget, made once for all requests.
pub struct Visitors(BTreeMap<&'static str, Signer>);

impl Visitors {
    /// Reads the secrets that the vendors' panels show, and the private key that is the shop's own.
    pub fn new(secrets: &Path, desk: &str) -> std::result::Result<Self, Box<dyn Error>> {
        let mut signers = BTreeMap::new();
        for brand in BRANDS {
            let file = if brand == "orlo" { "orlo-private.pem".to_owned() } else { format!("{brand}.txt") };
            let secret = fs::read_to_string(secrets.join(file))?;
            signers.insert(brand, Signer::new(&scheme(brand)?, secret.trim_end(), &settings(brand, desk))?);
        }
        Ok(Self(signers))
    }

    /// The scripts for a page; none for a brand that there is not.
    pub fn script(&self, brand: &str, visitor: Option<&Visitor>, nonce: &str) -> Result<String> {
        let Some(signer) = self.0.get(brand) else { return Ok(String::new()) };
        let nonce = Some(nonce);
        match visitor.and_then(|visitor| signed(signer, visitor)) {
            Some(signed) => signed.script(nonce),
            None => Ok(signer.forget_script(nonce)? + &signer.anonymous_script(nonce)?),
        }
    }

    /// The address of Orlo's page for mobile apps, with the visitor's token in it.
    pub fn mobile(&self, visitor: &Visitor) -> Option<String> {
        signed(self.0.get("orlo")?, visitor)?.url().ok()
    }
}

/// What a vendor's panel asks the shop to copy beside the secret.
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

/// A visitor who cannot be signed is anonymous: one customer's data must not break a page.
fn signed(signer: &Signer, visitor: &Visitor) -> Option<Signed> {
    let now = UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs());
    signer.sign(visitor, now).inspect_err(|error| eprintln!("{}: {error}", signer.scheme().name())).ok()
}
