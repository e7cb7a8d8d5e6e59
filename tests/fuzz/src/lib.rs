//! Shared by the targets: a signer and a verifier for every scheme, and the check of a page in an HTML parser.

use std::{collections::HashSet, sync::LazyLock};

use scraper::{Html, Selector};
use serde_json::Value;
use visitorseal::{Object, Scheme, Settings, Signer, Verifier, scheme, schemes};

pub const NOW: u64 = 1_795_132_800;

const SECRET: &[u8] = b"a secret of some length";
const PRIVATE: &[u8] = include_bytes!("../../vectors/keys/rsa-2048.private.pem");
pub const PUBLIC: &[u8] = include_bytes!("../../vectors/keys/rsa-2048.public.pem");

/// A site with its signer, and its vendor with a verifier.
pub struct Site {
    pub settings: Settings,
    pub key: &'static [u8],
    pub signer: Signer,
    pub verifier: Verifier,
}

impl Site {
    pub fn scheme(&self) -> &Scheme {
        self.signer.scheme()
    }
}

/// A site for each scheme of the catalogue.
pub static SITES: LazyLock<Vec<Site>> = LazyLock::new(|| {
    let site = |name| {
        let scheme = scheme(name).unwrap();
        let (secret, key) = if scheme.algorithm() == "RS256" { (PRIVATE, PUBLIC) } else { (SECRET, SECRET) };
        let settings = match name {
            "orlo" => Settings::new().with("embed_code", "<script>window.chat.customer('JWT_TOKEN');</script>"),
            "thread" => Settings::new().with("app_id", "a1b2"),
            _ => Settings::new(),
        };
        Site {
            signer: Signer::new(&scheme, secret, &settings).unwrap(),
            // The token of the largest visitor fits.
            verifier: Verifier::new(&scheme, [key]).unwrap().max_token(1 << 20).settings(&settings).unwrap(),
            settings,
            key,
        }
    };
    schemes().map(site).collect()
});

/// The tokens of the vectors, some of them valid. No other valid token can be made without the private key.
pub static TOKENS: LazyLock<HashSet<String>> = LazyLock::new(|| {
    let cases = [include_str!("../../vectors/verify.json"), include_str!("../../vectors/explain.json")]
        .map(|file| serde_json::from_str::<Vec<Value>>(file).unwrap())
        .concat();
    let of = |case: Value| {
        let body = case["body"].as_str().and_then(|body| serde_json::from_str(body).ok());
        body.unwrap_or(case["fields"].clone())["jwt"].as_str().map(str::to_owned)
    };
    cases.into_iter().filter_map(of).collect()
});

/// Asserts that a browser finds one script with these fields and nothing else, in a page of any charset.
///
/// Some page code takes the token alone. Then the script contains the texts of the fields.
pub fn assert_page(html: &str, nonce: Option<&str>, fields: &Object) {
    assert!(html.is_ascii(), "a page in another charset reads this otherwise: {html}");
    let page = Html::parse_document(&format!("<!doctype html><html><head></head><body>{html}</body></html>"));
    let all = |selector| page.select(&Selector::parse(selector).unwrap()).collect::<Vec<_>>();
    let [script] = all("body *")[..] else { panic!("the page has other elements: {html}") };
    assert_eq!(script.value().name(), "script");
    let attributes: Vec<_> = script.value().attrs().collect();
    assert_eq!(attributes, nonce.map(|nonce| ("nonce", nonce)).into_iter().collect::<Vec<_>>());
    assert_eq!(all("head *").len(), 0);
    let code: String = script.text().collect();
    let body: String = all("body")[0].text().collect();
    assert_eq!(body.trim(), code.trim(), "there is text beside the script");

    let literals = code
        .match_indices('{')
        .filter_map(|(at, _)| serde_json::Deserializer::from_str(code.get(at..)?).into_iter::<Object>().next()?.ok());
    let has_fields = literals.into_iter().any(|literal| literal == *fields);
    let texts = || fields.values().all(|value| value.as_str().is_some_and(|text| code.contains(text)));
    assert!(has_fields || texts(), "the fields are not in the script: {html}");
}
