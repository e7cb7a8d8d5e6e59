//! A site with a signer and a verifier for a scheme, made from what the scheme's file says.

use std::{collections::HashSet, fs, sync::LazyLock};

use serde_json::{Value, json};
use toml::de::{DeTable, DeValue};
use visitorseal::{Object, Scheme, Settings, Signer, Verifier, scheme, schemes};

use crate::{Named, named_attributes};

pub const NOW: u64 = 1_795_132_800;

/// The private and the public key of an algorithm. None for those of shared secrets.
fn pair(algorithm: &str) -> Option<(&'static [u8], &'static [u8])> {
    macro_rules! files {
        ($name:literal) => {
            Some((
                include_bytes!(concat!("../../vectors/keys/", $name, ".private.pem")),
                include_bytes!(concat!("../../vectors/keys/", $name, ".public.pem")),
            ))
        };
    }
    match algorithm {
        "RS256" | "RS384" | "RS512" => files!("rsa-2048"),
        "ES256" => files!("ec-p256"),
        "ES384" => files!("ec-p384"),
        "EdDSA" => files!("ed25519"),
        _ => None,
    }
}

/// A site with its signer, and its vendor with a verifier.
pub struct Site {
    pub settings: Settings,
    pub key: Vec<u8>,
    pub signer: Signer,
    pub verifier: Verifier,
    /// The attributes that the scheme names.
    pub named: Vec<Named>,
    /// The field with the signature.
    pub field: String,
}

impl Site {
    /// A site for a scheme's file. None if no value of a setting suits the scheme.
    ///
    /// `text` is the value of each setting that is text. `number` tells the keys of sites apart.
    pub fn new(scheme: &Scheme, file: &str, text: &str, only_required: bool, number: usize) -> Option<Self> {
        let settings = settings(scheme, file, text, only_required);
        // This is valid as text, as hex and as base64.
        let shared = format!("00112233445566778899aabb{number:08x}").into_bytes();
        let (secret, key) = match pair(scheme.algorithm()) {
            Some((private, public)) => (private.to_vec(), public.to_vec()),
            None => (shared.clone(), shared),
        };
        Some(Self {
            signer: Signer::new(scheme, secret, &settings).ok()?,
            // The token of the largest visitor fits.
            verifier: Verifier::new(scheme, [&key]).unwrap().max_token(1 << 20).settings(&settings).unwrap(),
            settings,
            key,
            named: named_attributes(file),
            field: about(scheme)["signature_field"].as_str().unwrap().to_owned(),
        })
    }

    /// Whether the signature is a token.
    pub fn has_token(&self) -> bool {
        !self.scheme().algorithm().starts_with("HMAC")
    }

    pub fn scheme(&self) -> &Scheme {
        self.signer.scheme()
    }

    /// The scheme as JSON.
    pub fn about(&self) -> Value {
        about(self.scheme())
    }

    /// Whether a body may hold this site's signature. Trying all bodies at all sites would be slow.
    pub fn may_be_signed(&self, body: &[u8]) -> bool {
        let name = self.field.as_bytes();
        body.contains(&b'\\') || body.windows(name.len().max(1)).any(|part| part == name)
    }
}

fn about(scheme: &Scheme) -> Value {
    serde_json::from_str(&scheme.to_json()).unwrap()
}

/// The values of a scheme's settings, by their form. Pasted code holds the vendor's words.
pub fn settings(scheme: &Scheme, file: &str, text: &str, only_required: bool) -> Settings {
    let words = keys_at(file, &["page", "replace"]);
    let pasted = text_at(file, &["page", "url"]).unwrap_or_default();
    let about = about(scheme);
    let all = about["settings"].as_array().unwrap().iter();
    // The setting that names a claim as the contact would demand that claim of each visitor.
    let contact = text_at(file, &["contact"]).unwrap_or_default();
    let all = all.filter(|setting| contact != format!("{{settings.{}}}", setting["name"].as_str().unwrap()));
    let wanted = all.filter(|setting| !only_required || setting["required"] == json!(true));
    wanted.fold(Settings::new(), |settings, setting| {
        let name = setting["name"].as_str().unwrap();
        let value = match setting["form"].as_str().unwrap() {
            "name" => "a1-b2_C3".to_owned(),
            // Shorter than the maximum of any vendor.
            "seconds" => "60".to_owned(),
            "html" => format!("<script>window.chat('{}');</script>", words.join("', '")),
            "address" if pasted == format!("{{settings.{name}}}") => {
                format!("https://chat.example.com/a?b={}", words.join("&c="))
            }
            "endpoint" => "/visitor-token".to_owned(),
            "address" => "https://forum.example.com/a".to_owned(),
            _ => text.to_owned(),
        };
        settings.with(name, value)
    })
}

fn value_at<T>(file: &str, path: &[&str], read: impl Fn(&DeValue<'_>) -> Option<T>) -> Option<T> {
    let document = DeTable::parse(file).ok()?.into_inner();
    let mut value = DeValue::Table(document);
    for key in path {
        value = match value {
            DeValue::Table(mut table) => table.remove(*key)?.into_inner(),
            _ => return None,
        };
    }
    read(&value)
}

fn text_at(file: &str, path: &[&str]) -> Option<String> {
    value_at(file, path, |value| value.as_str().map(str::to_owned))
}

fn keys_at(file: &str, path: &[&str]) -> Vec<String> {
    let keys = |table: &DeTable<'_>| table.keys().map(|key| key.get_ref().to_string()).collect();
    value_at(file, path, |value| value.as_table().map(keys)).unwrap_or_default()
}

/// A site for each scheme of the catalogue.
pub static ALL_SITES: LazyLock<Vec<Site>> = LazyLock::new(|| sites(|_| true));

/// A site for the first scheme of each shape, for targets that try all sites with each input.
pub static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| {
    let mut seen = HashSet::new();
    sites(|scheme| {
        let about: Value = serde_json::from_str(&scheme.to_json()).unwrap();
        seen.insert((scheme.algorithm(), about["message"].to_string(), scheme.covers().len()))
    })
});

/// A site for each scheme that is wanted.
fn sites(mut is_wanted: impl FnMut(&Scheme) -> bool) -> Vec<Site> {
    let site = |(number, name): (usize, &str)| {
        let path = format!("{}/../../core/schemes/{name}.toml", env!("CARGO_MANIFEST_DIR"));
        let file = fs::read_to_string(path).unwrap();
        Site::new(&scheme(name).unwrap(), &file, "a1b2", false, number).unwrap()
    };
    schemes().enumerate().filter(|(_, name)| is_wanted(&scheme(name).unwrap())).map(site).collect()
}

/// The tokens of the vectors, some of them valid. No other valid token can be made without the private key.
pub static TOKENS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let cases = [include_str!("../../vectors/verify.json"), include_str!("../../vectors/explain.json")]
        .map(|file| serde_json::from_str::<Vec<Value>>(file).unwrap())
        .concat();
    let of = |case: Value| {
        let body = case["body"].as_str().and_then(|body| serde_json::from_str::<Object>(body).ok());
        let fields = body.or_else(|| case["fields"].as_object().cloned()).unwrap_or_default();
        fields.values().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>()
    };
    cases.into_iter().flat_map(of).collect()
});
