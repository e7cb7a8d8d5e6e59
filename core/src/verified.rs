//! What a verifier made of the fields.

use std::sync::Arc;

use serde_json::json;

use crate::{contact::Contact, error::Error, json, scheme::Scheme, settings::Settings, visitor::Visitor};

/// Whether the visitor is proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The signature is the site's.
    Verified,
    /// Nothing is proven, and the policy allows it.
    Anonymous,
}

impl Status {
    /// `verified` or `anonymous`.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Verified => "verified",
            Self::Anonymous => "anonymous",
        }
    }
}

/// What a verifier made of the fields. `Debug` shows no value of the visitor's.
#[derive(Clone, Debug)]
pub struct Verified {
    pub(crate) scheme: Scheme,
    pub(crate) settings: Arc<Settings>,
    pub(crate) signed: Visitor,
    pub(crate) unsigned: Visitor,
    pub(crate) key: Option<usize>,
    pub(crate) refusal: Option<Error>,
}

impl Verified {
    /// Whether the visitor is proven or anonymous.
    #[must_use]
    pub fn status(&self) -> Status {
        if self.key.is_some() { Status::Verified } else { Status::Anonymous }
    }

    /// Whether the visitor is proven.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.key.is_some()
    }

    /// What the signature covers: the site vouches for it.
    #[must_use]
    pub fn signed(&self) -> &Visitor {
        &self.signed
    }

    /// What the browser merely claims: anyone can have written it.
    #[must_use]
    pub fn unsigned(&self) -> &Visitor {
        &self.unsigned
    }

    /// The index of the key that matched: when the former key's is seen no more, it can go.
    #[must_use]
    pub fn key(&self) -> Option<usize> {
        self.key
    }

    /// Under [`Policy::Observe`](crate::Policy::Observe), why [`Policy::Optional`](crate::Policy::Optional) would have refused the visitor.
    #[must_use]
    pub fn refusal(&self) -> Option<&Error> {
        self.refusal.as_ref()
    }

    /// The contact to create or update. None for an anonymous visitor, and where nothing says what
    /// identifies a contact (Orlo without the setting `contact_claim`).
    #[must_use]
    pub fn contact(&self) -> Option<Contact> {
        self.key.and_then(|_| Contact::new(&self.scheme, &self.settings, &self.signed, &self.unsigned))
    }

    /// `{"verified":true,"signed":…,"unsigned":…,"key":0}`, or
    /// `{"verified":false,"anonymous":true,"unsigned":…}` with a `refusal` where there is one.
    #[must_use]
    pub fn to_json(&self) -> String {
        let unsigned = self.unsigned.to_object();
        let mut json = match self.key {
            Some(key) => json!({"verified": true, "signed": self.signed.to_object(), "unsigned": unsigned, "key": key}),
            None => json!({"verified": false, "anonymous": true, "unsigned": unsigned}),
        };
        if let (Some(refusal), Some(object)) = (&self.refusal, json.as_object_mut()) {
            object.insert("refusal".to_owned(), json!(refusal));
        }
        json::ascii(&json)
    }
}
