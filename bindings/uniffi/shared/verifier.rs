//! What a page sent, verified.

use std::{fmt, sync::Arc};

use visitorseal::{MAX_TOKEN, Policy, Settings, Status};
use zeroize::Zeroizing;

use crate::{
    clock,
    contact::Contact,
    error::{Result, VisitorsealError},
    scheme::Scheme,
};

/// A key to verify with, and its name: a token with a `kid` is checked only against the key of that name.
#[derive(uniffi::Object)]
pub struct Key {
    bytes: Zeroizing<Vec<u8>>,
    kid: Option<String>,
}

#[uniffi::export]
impl Key {
    /// `key` is the vendor's shared secret, or the site's RSA public key as PEM (Orlo); `kid` its name
    /// (RFC 7515, 4.1.4).
    #[uniffi::constructor(default(kid = None))]
    pub fn new(key: Vec<u8>, kid: Option<String>) -> Arc<Self> {
        Arc::new(Self { bytes: Zeroizing::new(key), kid })
    }

    /// The key's name.
    pub fn kid(&self) -> Option<String> {
        self.kid.clone()
    }
}

impl Key {
    /// The keys as the core takes them.
    pub fn list(keys: &[Arc<Self>]) -> impl Iterator<Item = visitorseal::Key<'_>> {
        keys.iter().map(|key| {
            let plain = visitorseal::Key::from(&*key.bytes);
            key.kid.as_deref().map_or(plain, |kid| plain.kid(kid))
        })
    }
}

/// A scheme with the keys that it accepts, newest first. Make one and keep it; many threads may use it.
#[derive(uniffi::Object)]
pub struct Verifier(visitorseal::Verifier);

#[uniffi::export]
impl Verifier {
    /// `keys` are 1 to 16, newest first.
    ///
    /// `policy` says what becomes of a visitor who does not prove who they are. `required`: refused.
    /// `optional`: without a signature (absent or null) anonymous, with a wrong or empty one refused.
    /// `observe`, for a rollout: with a wrong one anonymous too, and `refusal` of the result says why.
    ///
    /// `leeway` are seconds to allow for clocks that differ, at most 300; `max_token` is the largest token
    /// in bytes. `settings` is a JSON object; those that are given, the fields must agree with (Thread's
    /// `app_id`); Orlo's `contact_claim` names the claim that identifies a contact.
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

    /// The largest body that `verify_json` reads, in bytes: a web server need take no larger one.
    pub fn max_body(&self) -> u64 {
        self.0.max_body() as u64
    }

    /// Verifies the body of a request as it came: one JSON object of the fields that a page sent, as the
    /// vendor's page names them. It sees members that stand twice.
    ///
    /// `now` is Unix seconds. Throws `Refused`; a body that is no JSON object is refused under every policy.
    pub fn verify_json(&self, body: &[u8], now: i64) -> Result<Verified> {
        Ok((&self.0.verify_json(body, clock::unix(now)?)?).into())
    }
}

/// What a verifier made of the fields, all in one crossing. Its description shows no value.
#[derive(uniffi::Record)]
#[uniffi::export(Display)]
pub struct Verified {
    /// Whether the visitor is proven; otherwise they are anonymous.
    pub is_verified: bool,
    /// What the signature covers, in the visitor's words, as JSON: the site vouches for it.
    pub signed_json: String,
    /// What the browser merely claims, in the visitor's words, as JSON: anyone can have written it.
    pub unsigned_json: String,
    /// The index of the key that matched: when a former key's is seen no more, it can go.
    pub key: Option<u32>,
    /// Under the policy `observe`, why `optional` would have refused the visitor.
    pub refusal: Option<VisitorsealError>,
    /// The contact to create or update; none for an anonymous visitor.
    pub contact: Option<Arc<Contact>>,
    /// `{"verified": true, "signed", "unsigned", "key"}` or `{"verified": false, "anonymous": true, "unsigned"}`.
    pub json: String,
}

impl From<&visitorseal::Verified> for Verified {
    fn from(verified: &visitorseal::Verified) -> Self {
        Self {
            is_verified: verified.status() == Status::Verified,
            signed_json: verified.signed().to_json(),
            unsigned_json: verified.unsigned().to_json(),
            key: verified.key().and_then(|key| u32::try_from(key).ok()),
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
