//! Verifies what a page sent.

use std::{fmt, sync::Arc};

use visitorseal::{MAX_TOKEN, Policy, Settings, Status};
use zeroize::Zeroizing;

use crate::{
    clock,
    contact::Contact,
    error::{Result, VisitorsealError},
    scheme::Scheme,
};

/// A key that verifies, with an optional `kid`. A token that names a key is checked only against that key. A JSON Web Key
/// (JWK) has its own name, unless you pass one. A JWK set takes none.
#[derive(uniffi::Object)]
pub struct Key {
    bytes: Zeroizing<Vec<u8>>,
    kid: Option<String>,
}

#[uniffi::export]
impl Key {
    /// `key` is the vendor's shared secret, or the site's public key (Orlo): PEM, a JWK or a JWK set as JSON. `kid` is the
    /// key's name (RFC 7515, 4.1.4).
    #[uniffi::constructor(default(kid = None))]
    pub fn new(key: Vec<u8>, kid: Option<String>) -> Arc<Self> {
        Arc::new(Self { bytes: Zeroizing::new(key), kid })
    }

    /// The name that was passed.
    pub fn kid(&self) -> Option<String> {
        self.kid.clone()
    }
}

impl Key {
    /// The keys in the core's type.
    pub fn list(keys: &[Arc<Self>]) -> impl Iterator<Item = visitorseal::Key<'_>> {
        keys.iter().map(|key| {
            let plain = visitorseal::Key::from(&*key.bytes);
            key.kid.as_deref().map_or(plain, |kid| plain.kid(kid))
        })
    }
}

/// A scheme with the keys that it accepts, newest first, and a policy. Make one and keep it: many threads may use it.
#[derive(uniffi::Object)]
pub struct Verifier(visitorseal::Verifier);

#[uniffi::export]
impl Verifier {
    /// `keys` are 1 to 16, newest first.
    ///
    /// `policy` says what happens to a visitor whose signature is missing or wrong. `required`: the visitor is
    /// refused. `optional`: without a signature (absent or null) the visitor is anonymous, with a wrong or empty one
    /// refused. `observe`, for a rollout: with a wrong signature the visitor is anonymous too, and `refusal` of the
    /// result says why.
    ///
    /// `leeway` is the seconds to allow for clocks that differ, at most 300. `max_token` is the largest token in
    /// bytes. `settings` is a JSON object. If it is given, the fields must agree with it (Thread's `app_id`). Orlo's
    /// `contact_claim` names the claim that identifies a contact.
    ///
    /// Throws `Configuration`: `key_…`, `secret_…`, `policy_unknown`, `leeway_invalid` or `setting_…`.
    #[uniffi::constructor(default(policy = "required", leeway = 0, max_token = None, settings = "{}"))]
    pub fn new(
        scheme: &Scheme,
        keys: Vec<Arc<Key>>,
        policy: &str,
        leeway: u64,
        max_token: Option<u64>,
        settings: &str,
    ) -> Result<Arc<Self>> {
        let policy: Policy = policy.parse()?;
        let max_token = max_token.map_or(MAX_TOKEN, |bytes| usize::try_from(bytes).unwrap_or(usize::MAX));
        let verifier = visitorseal::Verifier::new(&scheme.0, Key::list(&keys))?
            .policy(policy)
            .leeway(leeway)?
            .max_token(max_token)
            .settings(&Settings::from_json(settings.as_bytes())?)?;
        Ok(Arc::new(Self(verifier)))
    }

    /// The scheme's name.
    pub fn scheme(&self) -> String {
        self.0.scheme().name().to_owned()
    }

    /// The largest body in bytes that `verify_json` reads. A web server may refuse larger ones.
    pub fn max_body(&self) -> u64 {
        self.0.max_body() as u64
    }

    /// Verifies the fields in a JSON body. Pass the body as it came: members that are there twice are refused.
    ///
    /// `now` is Unix seconds. Throws `Refused`. A body that is not a JSON object is refused under every policy.
    pub fn verify_json(&self, body: &[u8], now: i64) -> Result<Verified> {
        Ok((&self.0.verify_json(body, clock::unix(now)?)?).into())
    }
}

/// The outcome of a verification that was not refused, with all its values, so that one call passes them. Its
/// description shows no value.
#[derive(uniffi::Record)]
#[uniffi::export(Display)]
pub struct Verified {
    /// Whether the signature proves who the visitor is.
    pub is_verified: bool,
    /// What the signature covers, in the visitor's words, as JSON.
    pub signed_json: String,
    /// What the browser merely claims, in the visitor's words, as JSON. Anyone can have written it.
    pub unsigned_json: String,
    /// The index of the key that matches, counted from 0.
    pub key: Option<u32>,
    /// The token's own id, its claim `jti`. None without one. To refuse a token that is used a second time, keep the
    /// ids of verified tokens until the tokens expire.
    pub token_id: Option<String>,
    /// Why a wrong signature was let through under the policy `observe`.
    pub refusal: Option<VisitorsealError>,
    /// The visitor as a vendor's backend stores a contact. None for an anonymous visitor.
    pub contact: Option<Arc<Contact>>,
    /// The outcome as JSON: `{"verified": true, "signed", "unsigned", "key"}`, with a `token_id` if the token has one, or
    /// `{"verified": false, "anonymous": true, "unsigned"}`.
    pub json: String,
}

impl From<&visitorseal::Verified> for Verified {
    fn from(verified: &visitorseal::Verified) -> Self {
        Self {
            is_verified: verified.status() == Status::Verified,
            signed_json: verified.signed().to_json(),
            unsigned_json: verified.unsigned().to_json(),
            key: verified.key().and_then(|key| u32::try_from(key).ok()),
            token_id: verified.token_id().map(str::to_owned),
            refusal: verified.refusal().map(VisitorsealError::from),
            contact: verified.contact().map(|contact| Arc::new(Contact(contact))),
            json: verified.to_json(),
        }
    }
}

impl fmt::Display for Verified {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.is_verified { "Verified" } else { "Verified(anonymous)" })
    }
}
