//! The outcome of a verification.

use std::sync::Arc;

use serde_json::json;

use crate::{contact::Contact, error::Error, json, scheme::Scheme, settings::Settings, visitor::Visitor};

/// Whether the signature proves who the visitor is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// The signature proves who the visitor is.
    Verified,
    /// The signature proves nothing, and the policy allows that.
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

/// The outcome of a verification that was not refused. `Debug` shows none of the visitor's data.
#[derive(Clone, Debug)]
pub struct Verified {
    pub(crate) scheme: Scheme,
    pub(crate) settings: Arc<Settings>,
    pub(crate) signed: Visitor,
    pub(crate) unsigned: Visitor,
    pub(crate) key: Option<usize>,
    pub(crate) token_id: Option<String>,
    pub(crate) refusal: Option<Error>,
}

impl Verified {
    /// Whether the visitor is verified or anonymous.
    #[must_use]
    pub fn status(&self) -> Status {
        if self.key.is_some() { Status::Verified } else { Status::Anonymous }
    }

    /// Whether the signature proves who the visitor is.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.key.is_some()
    }

    /// What the signature covers, in the visitor's words. The site vouches for it.
    #[must_use]
    pub fn signed(&self) -> &Visitor {
        &self.signed
    }

    /// What the browser merely claims, in the visitor's words. Anyone can have written it.
    #[must_use]
    pub fn unsigned(&self) -> &Visitor {
        &self.unsigned
    }

    /// The index of the key that matches, counted from 0. Once `key` is always 0, remove the old secret.
    #[must_use]
    pub fn key(&self) -> Option<usize> {
        self.key
    }

    /// The token's own id, its claim `jti` (RFC 7519 section 4.1.7). None without one. To refuse a token that is used a
    /// second time, keep the ids of verified tokens until they expire.
    #[must_use]
    pub fn token_id(&self) -> Option<&str> {
        self.token_id.as_deref()
    }

    /// Why [`Policy::Optional`](crate::Policy::Optional) would have refused the visitor, under
    /// [`Policy::Observe`](crate::Policy::Observe).
    #[must_use]
    pub fn refusal(&self) -> Option<&Error> {
        self.refusal.as_ref()
    }

    /// The visitor as a vendor's backend stores a contact. None for an anonymous visitor, and if nothing signed
    /// identifies a contact (a token without the setting `contact_claim`).
    #[must_use]
    pub fn contact(&self) -> Option<Contact> {
        self.key.and_then(|_| Contact::new(&self.scheme, &self.settings, &self.signed, &self.unsigned))
    }

    /// The outcome as JSON: `{"verified":true,"signed":…,"unsigned":…,"key":0}` with a
    /// `token_id` if the token has one, or
    /// `{"verified":false,"anonymous":true,"unsigned":…}` with a `refusal` if there is one.
    #[must_use]
    pub fn to_json(&self) -> String {
        let unsigned = self.unsigned.to_object();
        let mut json = match self.key {
            Some(key) => json!({"verified": true, "signed": self.signed.to_object(), "unsigned": unsigned, "key": key}),
            None => json!({"verified": false, "anonymous": true, "unsigned": unsigned}),
        };
        if let Some(object) = json.as_object_mut() {
            object.extend(self.token_id.as_ref().map(|id| ("token_id".to_owned(), json!(id))));
            object.extend(self.refusal.as_ref().map(|refusal| ("refusal".to_owned(), json!(refusal))));
        }
        json::ascii(&json)
    }
}
