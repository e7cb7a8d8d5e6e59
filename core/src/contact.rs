//! A verified visitor as the vendor's contact, and the places in texts that name it.

use std::fmt;

use serde_json::{Value, json};

use crate::{
    json::Object,
    scheme::{Contact as Identity, Scheme, Signature},
    settings::Settings,
    visitor::{Field, Visitor},
};

/// A contact: whom a verified chat belongs to, and what is known of them.
///
/// The default is a contact of whom nothing is known: what [`fill`](Self::fill) takes for an
/// anonymous visitor. `Debug` shows no value.
#[derive(Clone, Default, PartialEq)]
pub struct Contact {
    external_id: Option<String>,
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    attributes: Object,
    unsigned: Vec<&'static str>,
}

impl Contact {
    pub(crate) fn new(scheme: &Scheme, settings: &Settings, signed: &Visitor, unsigned: &Visitor) -> Self {
        let text = |field: Field| signed.text(field).or_else(|| unsigned.text(field)).map(str::to_owned);
        let mut attributes = signed.attributes().clone();
        let merely_claimed = unsigned.attributes().iter().filter(|(key, _)| !signed.attributes().contains_key(*key));
        attributes.extend(merely_claimed.map(|(key, value)| (key.clone(), value.clone())));
        let mut claimed: Vec<&'static str> = [Field::Name, Field::Email, Field::Phone]
            .into_iter()
            .filter(|field| signed.text(*field).is_none() && unsigned.text(*field).is_some())
            .map(Field::as_str)
            .collect();
        if attributes.len() > signed.attributes().len() {
            claimed.push("attributes");
        }
        Self {
            external_id: identity(scheme, settings, signed),
            name: text(Field::Name),
            email: text(Field::Email),
            phone: text(Field::Phone),
            attributes,
            unsigned: claimed,
        }
    }

    /// What identifies the contact, always signed: find or create the contact by it. None where
    /// the scheme has no such field (Orlo, unless the setting `contact_claim` names one).
    #[must_use]
    pub fn external_id(&self) -> Option<&str> {
        self.external_id.as_deref()
    }

    /// The name.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// The e-mail address.
    #[must_use]
    pub fn email(&self) -> Option<&str> {
        self.email.as_deref()
    }

    /// The telephone number.
    #[must_use]
    pub fn phone(&self) -> Option<&str> {
        self.phone.as_deref()
    }

    /// Custom attributes.
    #[must_use]
    pub fn attributes(&self) -> &Object {
        &self.attributes
    }

    /// Which of `name`, `email`, `phone` and `attributes` the signature does not cover: they must
    /// not overwrite what an earlier signature covered.
    #[must_use]
    pub fn unsigned(&self) -> &[&'static str] {
        &self.unsigned
    }

    /// Puts the contact into a text: `{{contact.email}}`, `{{contact.name}}`, `{{contact.phone}}`,
    /// `{{contact.external_id}}` and `{{contact.attr.<key>}}`, in one pass. What is not known is
    /// empty; other placeholders stay. The result is plain text: escape it where it is shown.
    ///
    /// ```
    /// let nobody = visitorseal::Contact::default();
    /// assert_eq!(nobody.fill("Hello {{contact.name}}!"), "Hello !");
    /// ```
    #[must_use]
    pub fn fill(&self, text: &str) -> String {
        const OPEN: &str = "{{contact.";
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some((before, inside)) = rest.split_once(OPEN) {
            out.push_str(before);
            match inside.split_once("}}") {
                Some((name, after)) if !name.contains(['{', '\n']) => {
                    self.push(&mut out, name);
                    rest = after;
                }
                _ => {
                    out.push_str(OPEN);
                    rest = inside;
                }
            }
        }
        out.push_str(rest);
        out
    }

    fn push(&self, out: &mut String, name: &str) {
        let text = match name {
            "external_id" => self.external_id(),
            "name" => self.name(),
            "email" => self.email(),
            "phone" => self.phone(),
            _ => match name.strip_prefix("attr.").and_then(|key| self.attributes.get(key)) {
                None | Some(Value::Null) => None,
                Some(Value::String(text)) => Some(text.as_str()),
                Some(other) => return out.push_str(&other.to_string()),
            },
        };
        out.push_str(text.unwrap_or_default());
    }

    /// All of it as a JSON object.
    #[must_use]
    pub fn to_json(&self) -> String {
        json!({
            "external_id": self.external_id,
            "name": self.name,
            "email": self.email,
            "phone": self.phone,
            "attributes": self.attributes,
            "unsigned": self.unsigned,
        })
        .to_string()
    }
}

fn identity(scheme: &Scheme, settings: &Settings, signed: &Visitor) -> Option<String> {
    let model = scheme.model();
    let claim = match &model.contact {
        None => return None,
        Some(Identity::Field(field)) => return signed.text(*field).map(str::to_owned),
        Some(Identity::Setting(name)) => settings.get(name)?,
    };
    let field = match &model.signature {
        Signature::Jwt { claims, .. } => claims.field(claim),
        Signature::Hmac { .. } => None,
    };
    match field {
        Some(field) => signed.text(field).map(str::to_owned),
        None => match signed.attributes().get(claim)? {
            Value::String(text) if !text.is_empty() => Some(text.clone()),
            Value::Number(number) if number.is_i64() || number.is_u64() => Some(number.to_string()),
            _ => None,
        },
    }
}

impl fmt::Debug for Contact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Contact").field("unsigned", &self.unsigned).finish_non_exhaustive()
    }
}
