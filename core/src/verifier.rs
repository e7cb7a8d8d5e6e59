//! A scheme with the keys that it accepts: the vendor's half.

use std::{fmt, str::FromStr, sync::Arc};

use serde_json::Value;

use crate::{
    contact::identity_fault,
    error::{Code, Error, Kind, Result},
    json::{self, Object},
    jwt::{self, Rs256Verifier, check_now},
    key::{Key, check_kid},
    scheme::{REGISTERED_CLAIMS, Scheme, Signature, Table},
    settings::Settings,
    verified::Verified,
    visitor::{MAX_VISITOR, Visitor, shortened},
};
#[cfg(feature = "sign")]
use crate::{
    hmac::{HmacKey, parse_hex},
    key,
    scheme::Message,
};

/// A verifier takes tokens of this many bytes unless told otherwise.
pub const MAX_TOKEN: usize = 8192;
/// A verifier takes at most this many keys.
pub const MAX_KEYS: usize = 16;
/// The largest leeway, in seconds.
pub const MAX_LEEWAY: u64 = 300;

/// What happens to a visitor who does not prove who they are.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Policy {
    /// A missing or wrong signature is refused.
    #[default]
    Required,
    /// Without a signature (absent or null) the visitor is anonymous; a wrong or empty one is refused.
    Optional,
    /// For a rollout: a wrong signature is anonymous too, and [`Verified::refusal`] says why.
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
                format!("there is no policy {:?}; there are required, optional and observe", shortened(other)),
            )),
        }
    }
}

/// Verifies what pages send, for one scheme. Made once, used from many threads.
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
    Rsa(Vec<Rs256Verifier>),
}

impl Verifier {
    /// A verifier with 1 to 16 keys, newest first; the policy is [`Policy::Required`].
    ///
    /// A key is the vendor's shared secret (Re:amaze, Fernand, Bookbag, Thread), or the site's RSA
    /// public key as PEM (Orlo).
    ///
    /// # Errors
    /// `key_count`, `kid_invalid`, and what is wrong with a secret (`secret_…`) or key (`key_…`).
    pub fn new<'a, K: Into<Key<'a>>>(scheme: &Scheme, keys: impl IntoIterator<Item = K>) -> Result<Self> {
        let keys: Vec<Key<'a>> = keys.into_iter().map(Into::into).take(MAX_KEYS + 1).collect();
        if keys.is_empty() || keys.len() > MAX_KEYS {
            return Err(Error::new(
                Code::KeyCount,
                format!("a verifier takes 1 to {MAX_KEYS} keys, newest first; a key that is no longer used can go"),
            ));
        }
        for (index, kid) in keys.iter().enumerate().filter_map(|(index, key)| key.kid.map(|kid| (index, kid))) {
            let invalid = |reason: &str| Err(numbered(index, Error::new(Code::KidInvalid, reason)));
            if let Err(reason) = check_kid(kid) {
                return invalid(reason);
            }
            if keys.iter().take(index).any(|key| key.kid == Some(kid)) {
                return invalid("two keys have this kid; each key has a name of its own");
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

    /// Allows for clocks that differ: so many seconds are added to a token's life at both ends.
    ///
    /// # Errors
    /// `leeway_invalid` above 300.
    pub fn leeway(mut self, seconds: u64) -> Result<Self> {
        if seconds > MAX_LEEWAY {
            return Err(Error::about(
                Code::LeewayInvalid,
                "leeway",
                format!("a leeway has at most {MAX_LEEWAY} s; set the clocks rather than allow for more"),
            ));
        }
        self.leeway = seconds;
        Ok(self)
    }

    /// Takes tokens of at most so many bytes, instead of 8192.
    #[must_use]
    pub fn max_token(mut self, bytes: usize) -> Self {
        self.max_token = bytes;
        self
    }

    /// Sets the scheme's settings: those that are given, the fields must agree with (Thread's
    /// `app_id`); Orlo's `contact_claim` names the claim that identifies a contact.
    ///
    /// # Errors
    /// `setting_unknown` or `setting_invalid`.
    pub fn settings(mut self, settings: &Settings) -> Result<Self> {
        self.scheme.check_settings(settings)?;
        self.settings = Arc::new(settings.clone());
        Ok(self)
    }

    /// The scheme.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// The largest body that [`verify_json`](Self::verify_json) reads, in bytes: a web server need take no larger one.
    #[must_use]
    pub fn max_body(&self) -> usize {
        self.max_token.saturating_add(2 * MAX_VISITOR)
    }

    /// Verifies the body of a request as it came: one JSON object of fields. Unlike
    /// [`verify`](Self::verify) it sees members that stand twice.
    ///
    /// # Errors
    /// Of the kind `Refused`; a body that is no such object is refused under every policy.
    pub fn verify_json(&self, body: &[u8], now: u64) -> Result<Verified> {
        let answered = |error: Error| error.answered(&self.scheme.model().answer);
        let largest = self.max_body();
        if body.len() > largest {
            return Err(answered(Error::new(
                Code::FieldsTooLarge,
                format!("the fields have {} bytes; at most {largest} are taken", body.len()),
            )));
        }
        let fields = json::object(body).map_err(|what| {
            answered(Error::new(
                Code::FieldsMalformed,
                format!("the fields are one JSON object with each member once; {what}"),
            ))
        })?;
        self.verify(&fields, now)
    }

    /// Verifies the fields that a page sent, as the vendor's page names them. `now` is Unix seconds.
    ///
    /// # Errors
    /// Of the kind `Refused`, with the HTTP answer that the scheme gives; `now_invalid`.
    pub fn verify(&self, fields: &Object, now: u64) -> Result<Verified> {
        check_now(now)?;
        let refusal = match self.check(fields, now) {
            Ok(verified) => return Ok(verified),
            Err(error) => error.answered(&self.scheme.model().answer),
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
                    "there is no signature; did the page run the signed script before it sent this?",
                ));
            }
            Some(value) => value,
        };
        let mut visitor = Visitor::new();
        let read = model.fields.reader(&self.settings, &[]).read(fields, &mut visitor);
        let (signed, unsigned, key) = match (&self.keys, &model.signature) {
            #[cfg(feature = "sign")]
            (Keys::Hmac(keys), Signature::Hmac { message, .. }) => {
                let (signed, unsigned) = split(message, visitor);
                let key = check_digest(keys, message, &signed, signature, &model.fields).map_err(|error| {
                    match (error.code(), &read) {
                        // Why a covered field could not be read says more than that it is absent.
                        (Code::ClaimMissing, Err(fault)) => fault.clone(),
                        _ => error,
                    }
                })?;
                (signed, unsigned, key)
            }
            (Keys::Rsa(keys), Signature::Jwt { claims: table, required, .. }) => {
                let Value::String(token) = signature else {
                    let reason = format!("a token is text, not {}", json::type_name(signature));
                    return Err(Error::about(Code::TokenMalformed, name, reason));
                };
                let (claims, key) =
                    jwt::verify(token, keys, self.max_token, now, self.leeway).map_err(|error| error.or_about(name))?;
                (read_claims(&self.scheme, (table, required), &self.settings, &claims)?, visitor, key)
            }
            _ => return Err(Error::new(Code::Internal, "the verifier's keys are not of the scheme's kind")),
        };
        read?;
        Ok(Verified { key: Some(key), signed, ..self.nothing_proven(unsigned) })
    }

    /// A visitor of whom nothing is proven, with whatever can be read of their claims.
    fn anonymous(&self, fields: &Object, refusal: Option<Error>) -> Verified {
        let mut unsigned = Visitor::new();
        // What cannot be read of a mere claim is left out.
        let _ = self.scheme.model().fields.reader(&self.settings, &[]).read(fields, &mut unsigned);
        Verified { refusal, ..self.nothing_proven(unsigned) }
    }

    fn nothing_proven(&self, unsigned: Visitor) -> Verified {
        Verified {
            scheme: self.scheme.clone(),
            settings: Arc::clone(&self.settings),
            signed: Visitor::new(),
            unsigned,
            key: None,
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
            Signature::Hmac { .. } => keys
                .map(|(index, key)| {
                    key::shared(key.bytes).and_then(HmacKey::new).map_err(|error| numbered(index, error))
                })
                .collect::<Result<_>>()
                .map(Self::Hmac),
            #[cfg(not(feature = "sign"))]
            Signature::Hmac { .. } => Err(Error::new(
                Code::NotOffered,
                "this build holds no shared secrets (feature `sign` is off): it verifies tokens only",
            )),
            Signature::Jwt { .. } => keys
                .map(|(index, key)| Rs256Verifier::new(key).map_err(|error| numbered(index, error)))
                .collect::<Result<_>>()
                .map(Self::Rsa),
        }
    }
}

/// Reads a token's claims as the visitor's words; the error is the first fault met.
fn read_claims(scheme: &Scheme, table: (&Table, &[String]), settings: &Settings, claims: &Object) -> Result<Visitor> {
    let (visitor, faults) = claim_faults(scheme, table, settings, claims);
    faults.into_iter().next().map_or(Ok(visitor), Err)
}

/// Reads a token's claims, with all that is wrong with them.
pub(crate) fn claim_faults(
    scheme: &Scheme,
    (table, required): (&Table, &[String]),
    settings: &Settings,
    claims: &Object,
) -> (Visitor, Vec<Error>) {
    let fault = |code, claim: &str, reason: &str| Error::about(code, claim, reason);
    let absent = required.iter().filter(|claim| claims.get(*claim).is_none_or(Value::is_null));
    let mut faults: Vec<Error> = absent
        .map(|claim| fault(Code::ClaimMissing, claim, "the token has no such claim, and the scheme requires it"))
        .collect();
    let mut visitor = Visitor::new();
    faults.extend(table.reader(settings, &REGISTERED_CLAIMS).faults(claims, &mut visitor));
    let empty = required.iter().filter(|claim| claims.get(*claim).and_then(Value::as_str) == Some(""));
    faults.extend(empty.map(|claim| fault(Code::ClaimValue, claim, "it is empty, and the scheme requires it")));
    faults.extend(identity_fault(scheme, settings, &visitor));
    (visitor, faults)
}

/// Says which of the keys an error is about.
pub(crate) fn numbered(index: usize, error: Error) -> Error {
    Error::about(error.code(), format!("keys[{index}]"), error.reason())
}

/// Parts what the message covers from what it does not.
#[cfg(feature = "sign")]
fn split(message: &Message, mut visitor: Visitor) -> (Visitor, Visitor) {
    let mut signed = Visitor::new();
    for field in message.fields() {
        if let Some(text) = visitor.take(field) {
            signed.set(field, text);
        }
    }
    (signed, visitor)
}

/// The index of the first key whose digest this is. All keys are tried, so that the time taken
/// does not tell which one matched.
#[cfg(feature = "sign")]
fn check_digest(
    keys: &[HmacKey],
    message: &Message,
    signed: &Visitor,
    signature: &Value,
    fields: &Table,
) -> Result<usize> {
    let name = fields.signature().unwrap_or_default();
    let malformed = |reason: String| Error::about(Code::SignatureMalformed, name, reason);
    let Value::String(text) = signature else {
        return Err(malformed(format!("a signature is text, not {}", json::type_name(signature))));
    };
    let mac = parse_hex(text).map_err(malformed)?;
    for field in message.fields() {
        let about = |code, reason: &str| Err(Error::about(code, fields.path_of(field).unwrap_or_default(), reason));
        let Some(text) = signed.text(field) else {
            return about(Code::ClaimMissing, "it is absent or empty, and the signature covers it");
        };
        if message.separators().any(|separator| text.contains(separator)) {
            return about(
                Code::ClaimValue,
                "it holds the separator of the signed fields, so it could belong to two visitors",
            );
        }
    }
    let message = message.over(signed);
    let mut found = None;
    for (index, key) in keys.iter().enumerate() {
        if key.verify(message.as_bytes(), &mac) {
            found = found.or(Some(index));
        }
    }
    found.ok_or_else(|| {
        Error::about(
            Code::SignatureMismatch,
            name,
            "it is not the signature of these fields by any of the verifier's keys",
        )
    })
}
