//! Tells one visitor of a browser from the next, and says nothing about either.

use std::{borrow::Cow, sync::OnceLock};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use zeroize::Zeroizing;

use crate::{
    error::Result,
    forms::{Encoding, Hash},
    hmac::HmacKey,
    json,
    scheme::{Identity, Scheme, Signature},
    settings::Settings,
    visitor::{Field, VisitorRef},
};

/// The key of the key: no visitor's signature can be the same MAC, since there the secret is the key.
const LABEL: &[u8] = b"visitorseal mark";
/// 16 characters of base64url.
const BYTES: usize = 12;

/// Makes marks. Its key comes from the signer's secret (as HKDF-Extract, RFC 5869 section 2.2), so nobody else can make them.
pub(crate) struct Marker {
    key: Zeroizing<Vec<u8>>,
    /// The key as it is used, made with the first mark: most signers of one request make none.
    prepared: OnceLock<Option<HmacKey>>,
}

impl Marker {
    pub fn new(secret: &[u8]) -> Result<Self> {
        let key = Zeroizing::new(prepare(LABEL)?.bytes(secret));
        Ok(Self { key, prepared: OnceLock::new() })
    }

    /// None if the HMAC implementation fails.
    pub fn mark(&self, whose: &str) -> Option<String> {
        let mac = self.prepared.get_or_init(|| prepare(&self.key).ok()).as_ref()?.bytes(whose.as_bytes());
        Some(URL_SAFE_NO_PAD.encode(mac.get(..BYTES)?))
    }
}

fn prepare(key: &[u8]) -> Result<HmacKey> {
    HmacKey::new(key, Hash::Sha256, Encoding::Base64Url)
}

/// Whom a mark stands for: the scheme, and the value that identifies the vendor's contact.
pub(crate) fn whose(scheme: &Scheme, settings: &Settings, visitor: &VisitorRef<'_>) -> String {
    let (label, value) = contact(scheme, settings, visitor).unwrap_or_else(|| {
        let fields = [Field::Id, Field::Email, Field::Phone, Field::Name];
        first(visitor, &fields)
            .unwrap_or_else(|| ("attributes".into(), json::ascii(&visitor.attributes_object()).into()))
    });
    [scheme.name(), "\n", &label, "\n", &value].concat()
}

/// A label and the value that it stands for.
type Labelled<'a> = (Cow<'a, str>, Cow<'a, str>);

fn first<'a>(visitor: &'a VisitorRef<'a>, fields: &[Field]) -> Option<Labelled<'a>> {
    let text = |field: &Field| visitor.text(*field).filter(|text| !text.is_empty());
    fields.iter().find_map(|field| Some((field.as_str().into(), text(field)?.into())))
}

fn contact<'a>(scheme: &Scheme, settings: &Settings, visitor: &'a VisitorRef<'a>) -> Option<Labelled<'a>> {
    let model = scheme.model();
    let claim = match model.contact.as_ref()? {
        Identity::Fields(fields) => return first(visitor, fields),
        Identity::Setting(name) => settings.get(name)?,
    };
    let field = match &model.signature {
        Signature::Jwt(jwt) => jwt.claims.field(claim),
        Signature::Hmac(_) => None,
    };
    match field {
        Some(field) => first(visitor, &[field]),
        None => {
            let value = visitor.attribute(claim)?.message()?;
            Some((format!("attributes.{claim}").into(), value)).filter(|(_, value)| !value.is_empty())
        }
    }
}
