//! Signing, on the site's server.

mod digest;
mod secret;
mod token;

use std::{fmt, sync::Arc};

use serde_json::json;

use crate::{
    error::{Code, Error, Result, Warning},
    forms::Hash,
    hmac::{Digest, HmacKey},
    json, key,
    mark::{Marker, whose},
    page::{Page, ScriptParts, Statement},
    scheme::{Hmac, Inputs, Made, Scheme, Signature},
    settings::Settings,
    signed::{Mark, Signed},
    time::check_now,
    token::{MAX_TOKEN, TokenSigner},
    visitor::{Field, Visitor, VisitorRef},
};
use digest::{Call, random};
use secret::{LEAST, Samples, warn_of_secret};

/// A scheme with its secret and settings. Make it once and use it from many threads.
///
/// ```
/// use visitorseal::{Settings, Signer, Visitor, scheme};
///
/// let signer = Signer::new(&scheme("fernand")?, "6fdc0085d97cc621edcc0333fd93ef220f0eb1ce", &Settings::new())?;
/// let signed = signer.sign(&Visitor::new().name("Richard").email("richard@piedpiper.com"), 1_795_132_800)?;
/// assert_eq!(
///     signed.signature(),
///     Some("fc3cf30c76a8b5c1c875b79c53a36bd8e2d653a1ec00c11fff538583ef759244"),
/// );
/// # Ok::<(), visitorseal::Error>(())
/// ```
pub struct Signer {
    page: Page,
    secret: Secret,
    marker: Arc<Marker>,
    warnings: Vec<Warning>,
}

// A box would cost a tenth of making a signer.
#[allow(clippy::large_enum_variant)]
enum Secret {
    Hmac(HmacKey),
    Token(TokenSigner),
}

impl Signer {
    /// Checks the secret and the settings, and prepares them so that signing is fast.
    ///
    /// `secret` is the vendor's shared secret as its dashboard shows it, or the site's private key as PEM (PKCS#8, PKCS#1 or
    /// SEC 1): see [`Scheme::key_kind`].
    ///
    /// # Errors
    /// `secret_…`, `key_…` and `setting_…`.
    pub fn new(scheme: &Scheme, secret: impl AsRef<[u8]>, settings: &Settings) -> Result<Self> {
        let page = Page::new(scheme, settings)?;
        check_no_setting_is_secret(secret.as_ref(), settings)?;
        let mut warnings = Vec::new();
        let (secret, marker) = match &scheme.model().signature {
            Signature::Hmac(hmac) => {
                hmac.check_settings(scheme, settings)?;
                let shared = key::shared(secret.as_ref(), hmac.secret)?;
                let samples = Samples { texts: &hmac.samples, form: hmac.secret, least: LEAST };
                warn_of_secret(secret.as_ref(), &shared, samples, &mut warnings);
                warn_of_digest(scheme, hmac, &mut warnings);
                (Secret::Hmac(HmacKey::new(&shared, hmac.hash, hmac.result)?), Marker::new(&shared)?)
            }
            Signature::Jwt(jwt) if jwt.algorithm.is_shared() => {
                let shared = key::shared(secret.as_ref(), jwt.secret)?;
                let least = jwt.algorithm.hash.length();
                let samples = Samples { texts: &jwt.samples, form: jwt.secret, least };
                warn_of_secret(secret.as_ref(), &shared, samples, &mut warnings);
                (Secret::Token(jwt.signer(scheme, &shared, settings)?), Marker::new(&shared)?)
            }
            Signature::Jwt(jwt) => {
                let signer = jwt.signer(scheme, secret.as_ref(), settings)?;
                (Secret::Token(signer), Marker::new(&key::private_number(secret.as_ref(), jwt.algorithm)?)?)
            }
        };
        warn_of_age(scheme, &mut warnings);
        Ok(Self { page, secret, marker: Arc::new(marker), warnings })
    }

    /// The scheme.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        self.page.scheme()
    }

    /// Problems that do not stop signing. Of the secret: it is short, in quotes, the vendor's example, or what a secret
    /// stands in, such as `NAME=value` or a path. Of the scheme: a weak hash, an ambiguous message, or a vendor that has
    /// moved on.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Signs a visitor. `now` is Unix seconds. It counts where the vendor signs a time.
    ///
    /// # Errors
    /// Errors of the kind `Visitor`: a field that the signature covers is missing, empty or ambiguous, or a
    /// field has a wrong value. `now_invalid` for a time in milliseconds.
    pub fn sign(&self, visitor: &Visitor, now: u64) -> Result<Signed> {
        self.sign_borrowed(&visitor.borrowed(), now)
    }

    /// [`sign`](Self::sign) for other languages: takes the visitor as JSON, see [`Visitor::from_json`].
    ///
    /// # Errors
    /// Those of [`Visitor::from_json`] and of [`sign`](Self::sign).
    #[doc(hidden)]
    pub fn sign_json(&self, visitor: &[u8], now: u64) -> Result<Signed> {
        self.sign_borrowed(&VisitorRef::from_json(visitor)?, now)
    }

    /// [`Signed::fields_json`] of [`sign_json`](Self::sign_json), without what only the other forms need.
    ///
    /// # Errors
    /// Those of [`sign_json`](Self::sign_json).
    #[doc(hidden)]
    pub fn fields_json(&self, visitor: &[u8], now: u64) -> Result<String> {
        self.make(&VisitorRef::from_json(visitor)?, now, &mut Made::default(), &mut Vec::new())
    }

    /// [`Signed::script`] of [`sign_json`](Self::sign_json), in its parts.
    ///
    /// # Errors
    /// Those of [`sign_json`](Self::sign_json) and of [`Signed::script`].
    #[doc(hidden)]
    pub fn script_parts(&self, visitor: &[u8], now: u64, nonce: Option<&str>) -> Result<ScriptParts<'_>> {
        let (visitor, mut made) = (VisitorRef::from_json(visitor)?, Made::default());
        let fields = self.make(&visitor, now, &mut made, &mut Vec::new())?;
        let mark = self.marker.mark(&whose(self.scheme(), self.page.settings(), &visitor));
        let statement = Statement { fields: &fields, signature: made.signature.as_deref(), mark: mark.as_deref() };
        self.page.script_parts(statement, nonce)
    }

    /// [`sign`](Self::sign) for other languages: takes a visitor whose texts are borrowed.
    ///
    /// # Errors
    /// Those of [`sign`](Self::sign).
    #[doc(hidden)]
    pub fn sign_borrowed(&self, visitor: &VisitorRef<'_>, now: u64) -> Result<Signed> {
        let (mut made, mut warnings) = (Made::default(), Vec::new());
        let fields = self.make(visitor, now, &mut made, &mut warnings)?;
        let expires_at = self.scheme().model().signature.expires_at(&made);
        let mark = Mark::Of(Arc::clone(&self.marker), whose(self.scheme(), self.page.settings(), visitor));
        Ok(Signed::new(self.page.clone(), made.signature, fields).expires(expires_at).marked(mark).warn(warnings))
    }

    /// Gives the fields as JSON, and everything else in `made` and `warnings`.
    fn make(&self, visitor: &VisitorRef<'_>, now: u64, made: &mut Made, warnings: &mut Vec<Warning>) -> Result<String> {
        check_now(now)?;
        made.now = now;
        visitor.check(warnings)?;
        let (model, settings) = (self.scheme().model(), self.page.settings());
        let call = Call { scheme: self.scheme(), settings, visitor };
        match (&self.secret, &model.signature) {
            (Secret::Hmac(key), Signature::Hmac(hmac)) => hmac.sign(key, call, made, warnings)?,
            (Secret::Token(key), Signature::Jwt(jwt)) => {
                jwt.sign(key, call, made)?;
                if made.signature.as_ref().is_some_and(|token| token.len() > MAX_TOKEN) {
                    let reason =
                        "The token is larger than 8 KiB, which verifiers and servers may refuse. Leave out attributes.";
                    warnings.push(Warning::new(Warning::TOKEN_LARGE, "attributes", reason));
                }
            }
            _ => return Err(Error::new(Code::Internal, "The signer's secret does not have the scheme's kind.")),
        }
        let fields = model.fields.fill(Inputs { visitor, settings, made: Some(made) })?.to_ascii();
        self.warn_of_unused(visitor, warnings);
        if model.readable_keys {
            warn_of_keys(visitor, warnings);
        }
        Ok(fields)
    }

    /// Signs many visitors. The results have the visitors' order.
    pub fn sign_many<'a>(&self, visitors: impl IntoIterator<Item = &'a Visitor>, now: u64) -> Vec<Result<Signed>> {
        visitors.into_iter().map(|visitor| self.sign(visitor, now)).collect()
    }

    /// [`sign_many`](Self::sign_many) for other languages: takes a JSON list of visitors and returns a JSON list
    /// of [`Signed::to_json`] and `{"error":{"code","field","reason"}}`, in the same order.
    ///
    /// # Errors
    /// `visitor_malformed` for anything but a list. An error with one visitor is in that visitor's place.
    pub fn sign_many_json(&self, visitors: &[u8], now: u64) -> Result<String> {
        let mut out = vec![b'['];
        for visitor in VisitorRef::list_from_json(visitors)? {
            if out.len() > 1 {
                out.push(b',');
            }
            match visitor.and_then(|visitor| self.sign_borrowed(&visitor, now)) {
                Ok(signed) => signed.push_json(&mut out),
                Err(error) => json::push_ascii(&mut out, &json!({"error": error})),
            }
        }
        out.push(b']');
        Ok(String::from_utf8(out).unwrap_or_default())
    }

    /// Computes the HMAC of exactly these bytes with the scheme's hash, for code that writes the page itself. It is
    /// written as the scheme writes it, such as in hex.
    ///
    /// # Errors
    /// `not_offered` if the scheme's signature is a token.
    pub fn digest(&self, message: impl AsRef<[u8]>) -> Result<Digest> {
        self.hmac_key()?.digest(message.as_ref())
    }

    fn hmac_key(&self) -> Result<&HmacKey> {
        match &self.secret {
            Secret::Hmac(key) => Ok(key),
            Secret::Token(_) => Err(self.scheme().not_offered("digest, because the signature is a token")),
        }
    }

    /// The length of this signer's digests in bytes. None if the scheme's signature is a token.
    #[must_use]
    pub fn digest_length(&self) -> Option<usize> {
        match &self.secret {
            Secret::Hmac(key) => Some(key.digest_length()),
            Secret::Token(_) => None,
        }
    }

    /// Computes the digests of many messages. The results have the messages' order.
    ///
    /// # Errors
    /// As [`digest`](Self::digest).
    pub fn digest_many<M: AsRef<[u8]>>(&self, messages: impl IntoIterator<Item = M>) -> Result<Vec<Digest>> {
        let messages: Vec<M> = messages.into_iter().collect();
        let mut digests = Vec::with_capacity(messages.len());
        let (fours, rest) = messages.as_chunks::<4>();
        for four in fours {
            digests.extend(self.hmac_key()?.four_digests(four.each_ref().map(AsRef::as_ref))?);
        }
        for message in rest {
            digests.push(self.digest(message)?);
        }
        Ok(digests)
    }

    /// The same as [`Page::prefill`].
    ///
    /// # Errors
    /// The errors of [`Page::prefill`].
    pub fn prefill(&self, visitor: &Visitor) -> Result<Signed> {
        self.page.prefill(visitor)
    }

    /// The same as [`Page::forget_script`].
    ///
    /// # Errors
    /// The errors of [`Page::forget_script`].
    pub fn forget_script(&self, nonce: Option<&str>) -> Result<String> {
        self.page.forget_script(nonce)
    }

    /// The same as [`Page::anonymous_script`].
    ///
    /// # Errors
    /// The errors of [`Page::anonymous_script`].
    pub fn anonymous_script(&self, nonce: Option<&str>) -> Result<String> {
        self.page.anonymous_script(nonce)
    }

    /// The same as [`Page::anonymous_element`].
    ///
    /// # Errors
    /// The errors of [`Page::anonymous_element`].
    pub fn anonymous_element(&self) -> Result<String> {
        self.page.anonymous_element()
    }

    /// The scheme with its settings, for the calls that need no secret.
    #[must_use]
    pub fn page(&self) -> &Page {
        &self.page
    }

    fn warn_of_unused(&self, visitor: &VisitorRef<'_>, warnings: &mut Vec<Warning>) {
        let model = self.scheme().model();
        let takes_attributes = model.takes_attributes;
        let has_place = |field: Field| model.has_place.get(field as usize) == Some(&true);
        let fix = match takes_attributes {
            true => " Pass it as an attribute.",
            false => " Leave it out.",
        };
        let mut unused: Vec<(&str, &str)> = visitor
            .texts()
            .filter(|(field, text)| !text.is_empty() && !has_place(*field))
            .map(|(field, _)| (field.as_str(), fix))
            .collect();
        let is_named = |key: &str| model.used.iter().any(|used| used.strip_prefix("attributes.") == Some(key));
        if !takes_attributes && !visitor.attributes().all(|(key, _)| is_named(key)) {
            unused.push(("attributes", " See the vendor's documents for customer data."));
        }
        for (field, fix) in unused {
            let reason = format!("{}'s widget has no place for this field.{fix}", self.scheme().vendor());
            warnings.push(Warning::new(Warning::FIELD_UNUSED, field, reason));
        }
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("scheme", &self.scheme().name()).finish_non_exhaustive()
    }
}

/// The error for a field that the signature covers and the visitor lacks.
fn missing(field: &str, visitor: &VisitorRef<'_>) -> Error {
    let has_attribute = |name: &str| visitor.attribute(name).is_some_and(|value| !value.is_null());
    match Field::named(field).is_some_and(|field| visitor.text(field).is_some())
        || field.strip_prefix("attributes.").is_some_and(has_attribute)
    {
        true => Error::about(
            Code::FieldEmpty,
            field,
            format!("The {field} is empty, but the signature covers it. Pass the signed-in user's {field}."),
        ),
        false => Error::about(
            Code::FieldMissing,
            field,
            format!("The {field} is missing, but the signature covers it. Pass the signed-in user's {field}."),
        ),
    }
}

/// Settings reach the browser.
fn check_no_setting_is_secret(secret: &[u8], settings: &Settings) -> Result<()> {
    match settings.iter().find(|(_, value)| !secret.is_empty() && value.as_bytes() == secret) {
        Some((name, _)) => Err(Error::about(
            Code::SettingInvalid,
            name,
            "The setting is the secret itself, which would reach the browser. Pass the value that the setting is for.",
        )),
        None => Ok(()),
    }
}

/// A warning where the vendor has moved on.
fn warn_of_age(scheme: &Scheme, warnings: &mut Vec<Warning>) {
    let about = &scheme.model().about;
    let Some(reason) = &about.deprecated else {
        return;
    };
    let reason = match &about.replaced_by {
        Some(other) => format!("{reason} Use the scheme {other}."),
        None => reason.clone(),
    };
    warnings.push(Warning::new(Warning::SCHEME_DEPRECATED, "scheme", reason));
}

fn warn_of_digest(scheme: &Scheme, hmac: &Hmac, warnings: &mut Vec<Warning>) {
    if hmac.hash == Hash::Sha1 {
        let reason = format!(
            "{} asks for SHA-1, which is no longer recommended. No change is possible on the site's side.",
            scheme.vendor()
        );
        warnings.push(Warning::new(Warning::HASH_WEAK, "secret", reason));
    }
    if let Some(reason) = hmac.ambiguous.as_ref().filter(|_| hmac.joins_time() && !hmac.lacks_separator()) {
        warnings.push(Warning::new(Warning::MESSAGE_AMBIGUOUS, "message", reason.clone()));
    }
    if hmac.lacks_separator() {
        let reason = format!(
            "{} signs two fields without a separator, so two visitors can have the same signature. Give every visitor an id of the same length.",
            scheme.vendor()
        );
        warnings.push(Warning::new(Warning::MESSAGE_AMBIGUOUS, "message", reason));
    }
}

fn warn_of_keys(visitor: &VisitorRef<'_>, warnings: &mut Vec<Warning>) {
    for (key, _) in visitor.attributes() {
        let camel = key
            .as_bytes()
            .windows(2)
            .any(|pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
        if camel || key.contains('_') {
            warnings.push(Warning::new(
                Warning::ATTRIBUTE_KEY_STYLE,
                format!("attributes.{}", crate::error::shortened(key)),
                "Support agents see this name unchanged. Write it in words, such as \"User ID\".",
            ));
        }
    }
}
