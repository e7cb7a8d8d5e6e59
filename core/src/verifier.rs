//! Verifying, on the vendor's backend.

#[cfg(feature = "sign")]
mod digest;
mod token;

use std::{fmt, str::FromStr, sync::Arc};

use serde_json::Value;

use crate::{
    error::{Code, Error, Kind, Result, shortened},
    json::{self, Object},
    key::Key,
    scheme::{Scheme, Signature, check_kid},
    settings::Settings,
    time::check_now,
    token::{MAX_TOKEN, TokenKey, read_keys},
    values::MAX_VISITOR,
    verified::Verified,
    visitor::Visitor,
};
#[cfg(feature = "sign")]
use crate::{hmac::HmacKey, key};
#[cfg(feature = "sign")]
use digest::{Proven, Request};
#[cfg(feature = "sign")]
pub(crate) use digest::{Sent, choose};
use token::ProvenToken;
pub(crate) use token::TokenRequest;

/// A verifier has at most this many keys.
pub const MAX_KEYS: usize = 16;
/// The largest leeway, in seconds.
pub const MAX_LEEWAY: u64 = 300;

/// The largest body in bytes, for tokens of at most `max_token` bytes: fields can repeat what the token holds.
#[must_use]
pub const fn max_body(max_token: usize) -> usize {
    max_token.saturating_add(2 * MAX_VISITOR)
}

/// Reads a request's body of at most `largest` bytes.
pub(crate) fn read_body(body: &[u8], largest: usize) -> Result<Object> {
    if body.len() > largest {
        let reason =
            format!("The body has {} bytes, and at most {largest} are allowed. Send fewer fields.", body.len());
        return Err(Error::new(Code::FieldsTooLarge, reason));
    }
    json::object(body).map_err(|what| {
        let reason = format!("{what} Send the fields as one JSON object without duplicate keys.");
        Error::new(Code::FieldsMalformed, reason)
    })
}

/// What happens to a visitor without a correct signature.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// A missing or wrong signature is refused.
    #[default]
    Required,
    /// A visitor without a signature (absent or null) is anonymous. A wrong or empty signature is refused.
    Optional,
    /// For a rollout: a visitor with a wrong signature is anonymous too, and [`Verified::refusal`] says why.
    Observe,
}

impl FromStr for Policy {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        match text {
            "required" => Ok(Self::Required),
            "optional" => Ok(Self::Optional),
            "observe" => Ok(Self::Observe),
            other => Err(Error::about(
                Code::PolicyUnknown,
                "policy",
                format!("There is no policy {:?}. Use required, optional or observe.", shortened(other)),
            )),
        }
    }
}

/// Verifies the fields that pages send, for one scheme. Make it once and use it from many threads.
///
/// ```
/// use visitorseal::{Policy, Verifier, scheme};
///
/// let verifier = Verifier::new(&scheme("bookbag")?, ["the new secret", "the former secret"])?
///     .policy(Policy::Optional);
/// let verified = verifier.verify_json(br#"{"user_metadata":{"name":"Jane"}}"#, 1_795_132_800)?;
/// assert!(!verified.is_verified());
/// assert_eq!(verified.unsigned().get("name"), Some("Jane"));
/// # Ok::<(), visitorseal::Error>(())
/// ```
pub struct Verifier {
    scheme: Scheme,
    keys: Keys,
    policy: Policy,
    leeway: u64,
    max_token: usize,
    settings: Arc<Settings>,
}

enum Keys {
    #[cfg(feature = "sign")]
    Hmac(Vec<HmacKey>),
    Token(Vec<TokenKey>),
}

impl Verifier {
    /// Makes a verifier with 1 to 16 keys, newest first. The policy is [`Policy::Required`].
    ///
    /// A key is the vendor's shared secret, or the site's public key as PEM, JWK or JWK set: see [`Scheme::key_kind`].
    ///
    /// # Errors
    /// `key_count`, `kid_invalid`, `secret_…` and `key_…`. The field is the key's position, such as `keys[1]`.
    pub fn new<'a, K: Into<Key<'a>>>(scheme: &Scheme, keys: impl IntoIterator<Item = K>) -> Result<Self> {
        let keys: Vec<Key<'a>> = keys.into_iter().map(Into::into).take(MAX_KEYS + 1).collect();
        if keys.is_empty() || keys.len() > MAX_KEYS {
            return Err(Error::new(
                Code::KeyCount,
                format!("A verifier needs 1 to {MAX_KEYS} keys. Remove keys that are no longer used, or add one."),
            ));
        }
        for (index, kid) in keys.iter().enumerate().filter_map(|(index, key)| key.kid.map(|kid| (index, kid))) {
            let invalid = |reason: &str| Err(about_key(index, Error::new(Code::KidInvalid, reason)));
            if let Err(reason) = check_kid(kid) {
                return invalid(reason);
            }
            if keys.iter().take(index).any(|key| key.kid == Some(kid)) {
                return invalid(TWICE);
            }
        }
        Ok(Self {
            keys: Keys::read(scheme, keys)?,
            scheme: scheme.clone(),
            policy: Policy::default(),
            leeway: 0,
            max_token: MAX_TOKEN,
            settings: Arc::default(),
        })
    }

    /// Sets the policy.
    #[must_use]
    pub fn policy(mut self, policy: Policy) -> Self {
        self.policy = policy;
        self
    }

    /// Allows for clocks that differ: extends a token's life by this many seconds at both ends.
    ///
    /// # Errors
    /// `leeway_invalid` above 300.
    pub fn leeway(mut self, seconds: u64) -> Result<Self> {
        self.leeway = check_leeway(seconds)?;
        Ok(self)
    }

    /// Allows tokens of at most this many bytes, instead of [`MAX_TOKEN`].
    #[must_use]
    pub fn max_token(mut self, bytes: usize) -> Self {
        self.max_token = bytes;
        self
    }

    /// Sets the scheme's settings. The fields must agree with the settings that they hold, such as an `app_id`;
    /// a setting `contact_claim` names the claim that identifies a contact.
    ///
    /// # Errors
    /// `setting_unknown` or `setting_invalid`.
    pub fn settings(mut self, settings: &Settings) -> Result<Self> {
        check_settings(&self.scheme, settings)?;
        self.settings = Arc::new(settings.clone());
        Ok(self)
    }

    /// The scheme.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The largest body in bytes that [`verify_json`](Self::verify_json) reads. A web server can refuse a larger one.
    #[must_use]
    pub fn max_body(&self) -> usize {
        max_body(self.max_token)
    }

    /// Verifies a request's body: one JSON object with the fields. Unlike [`verify`](Self::verify) it refuses
    /// duplicate members. `now` is Unix seconds.
    ///
    /// # Errors
    /// Errors of the kind `Refused`. Every policy refuses a body that is not such an object.
    pub fn verify_json(&self, body: &[u8], now: u64) -> Result<Verified> {
        let with_answer = |error: Error| error.with_answer(&self.scheme.model().answer);
        let fields = read_body(body, self.max_body()).map_err(with_answer)?;
        self.verify(&fields, now)
    }

    /// Verifies the fields that a page sent, under the vendor's names. `now` is Unix seconds.
    ///
    /// # Errors
    /// Errors of the kind `Refused`, with the scheme's HTTP answer; `now_invalid`.
    pub fn verify(&self, fields: &Object, now: u64) -> Result<Verified> {
        check_now(now)?;
        let refusal = match self.check(fields, now) {
            Ok(verified) => return Ok(verified),
            Err(error) => error.with_answer(&self.scheme.model().answer),
        };
        let missing = refusal.code() == Code::SignatureMissing;
        match self.policy {
            Policy::Optional if missing => Ok(self.anonymous(fields, None)),
            Policy::Observe if refusal.kind() == Kind::Refused => {
                Ok(self.anonymous(fields, (!missing).then_some(refusal)))
            }
            _ => Err(refusal),
        }
    }

    fn check(&self, fields: &Object, now: u64) -> Result<Verified> {
        let model = self.scheme.model();
        let name = model.fields.signature().unwrap_or_default();
        let signature = match fields.get(name) {
            None | Some(Value::Null) => {
                return Err(Error::about(
                    Code::SignatureMissing,
                    name,
                    "The signature is missing. Check that the page runs the signed script before it sends this request.",
                ));
            }
            Some(value) => value,
        };
        match (&self.keys, &model.signature) {
            #[cfg(feature = "sign")]
            (Keys::Hmac(keys), Signature::Hmac(hmac)) => {
                let request = Request {
                    scheme: &self.scheme,
                    settings: &self.settings,
                    fields,
                    signature,
                    now,
                    leeway: self.leeway,
                };
                let Proven { signed, unsigned, key } = hmac.verify(keys, request)?;
                Ok(Verified { key: Some(key), signed, ..self.unproven(unsigned) })
            }
            (Keys::Token(keys), Signature::Jwt(jwt)) => {
                let Value::String(token) = signature else {
                    let reason = format!("The token is {}. Send it as text.", json::type_name(signature));
                    return Err(Error::about(Code::TokenMalformed, name, reason));
                };
                let request = TokenRequest { scheme: &self.scheme, settings: &self.settings, now, leeway: self.leeway };
                let ProvenToken { signed, token_id, key } =
                    jwt.verify(token, keys, self.max_token, request).map_err(|error| error.with_field(name))?;
                let mut found = model.fields.reader(&self.settings, &[]).read(fields);
                found.check()?;
                if let Some(fault) = jwt.take_copies(&model.fields, &signed, &mut found.visitor).into_iter().next() {
                    return Err(fault);
                }
                Ok(Verified { key: Some(key), token_id, signed, ..self.unproven(found.visitor) })
            }
            _ => Err(Error::new(Code::Internal, "The verifier's keys do not have the scheme's kind.")),
        }
    }

    /// An anonymous visitor, with the fields that the browser claims.
    fn anonymous(&self, fields: &Object, refusal: Option<Error>) -> Verified {
        // Nothing depends on these fields, so unreadable ones are left out.
        let found = self.scheme.model().fields.reader(&self.settings, &[]).read(fields);
        Verified { refusal, ..self.unproven(found.visitor) }
    }

    fn unproven(&self, unsigned: Visitor) -> Verified {
        Verified {
            scheme: self.scheme.clone(),
            settings: Arc::clone(&self.settings),
            signed: Visitor::new(),
            unsigned,
            key: None,
            token_id: None,
            refusal: None,
        }
    }
}

impl fmt::Debug for Verifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Verifier")
            .field("scheme", &self.scheme.name())
            .field("policy", &self.policy)
            .field("leeway", &self.leeway)
            .finish_non_exhaustive()
    }
}

impl Keys {
    fn read(scheme: &Scheme, keys: Vec<Key<'_>>) -> Result<Self> {
        let keys = keys.into_iter().enumerate();
        match scheme.model().signature {
            #[cfg(feature = "sign")]
            Signature::Hmac(ref hmac) => keys
                .map(|(index, key)| {
                    let secret = key::shared(key.bytes, hmac.secret);
                    let key = secret.and_then(|secret| HmacKey::new(&secret, hmac.hash, hmac.result));
                    key.map_err(|error| about_key(index, error))
                })
                .collect::<Result<_>>()
                .map(Self::Hmac),
            #[cfg(not(feature = "sign"))]
            Signature::Hmac(_) => Err(crate::key::no_shared_secrets()),
            Signature::Jwt(ref jwt) => {
                let mut all: Vec<TokenKey> = Vec::new();
                for (index, key) in keys {
                    let read =
                        read_keys(key, index, jwt.algorithm, jwt.secret).map_err(|error| about_key(index, error))?;
                    for key in read {
                        check_twice(&all, &key).map_err(|error| about_key(index, error))?;
                        all.push(key);
                    }
                }
                Ok(Self::Token(all))
            }
        }
    }
}

/// The leeway, unless it is too large.
pub(crate) fn check_leeway(seconds: u64) -> Result<u64> {
    if seconds > MAX_LEEWAY {
        let reason =
            format!("The leeway may be at most {MAX_LEEWAY} seconds. Correct the clocks instead of allowing more.");
        return Err(Error::about(Code::LeewayInvalid, "leeway", reason));
    }
    Ok(seconds)
}

/// Checks the settings of a verifier, also the `kid` that they give.
pub(crate) fn check_settings(scheme: &Scheme, settings: &Settings) -> Result<()> {
    scheme.check_settings(settings)?;
    if let Signature::Jwt(jwt) = &scheme.model().signature {
        jwt.header_kid(settings)?;
    }
    Ok(())
}

/// Refuses a key whose `kid` another key has, and more keys than a verifier may have: a JWK set holds several.
pub(crate) fn check_twice(all: &[TokenKey], key: &TokenKey) -> Result<()> {
    if key.kid().is_some_and(|kid| all.iter().any(|other| other.kid() == Some(kid))) {
        return Err(Error::new(Code::KidInvalid, TWICE));
    }
    if all.len() >= MAX_KEYS {
        let reason =
            format!("The keys and the keys of JWK sets are more than {MAX_KEYS}. Remove keys that are no longer used.");
        return Err(Error::new(Code::KeyCount, reason));
    }
    Ok(())
}

const TWICE: &str = "Two keys have the same kid. Give each key its own.";

/// Adds a key's position to an error.
pub(crate) fn about_key(index: usize, error: Error) -> Error {
    Error::about(error.code(), format!("keys[{index}]"), error.reason())
}
