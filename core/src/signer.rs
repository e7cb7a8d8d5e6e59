//! Signing, on the site's server.

use std::{borrow::Cow, fmt};

use serde_json::json;

use crate::{
    error::{Code, Error, Result, Warning},
    hmac::{Digest, HmacKey},
    json,
    jwt::{MAX_TOKEN, REGISTERED_CLAIMS, Rs256Signer},
    key,
    page::Page,
    scheme::{Message, Scheme, Signature, Table, reserved},
    settings::Settings,
    signed::Signed,
    time::check_now,
    visitor::Visitor,
};

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
    warnings: Vec<Warning>,
}

enum Secret {
    Hmac(HmacKey),
    Rsa(Box<Rs256Signer>),
}

impl Signer {
    /// Checks the secret and the settings, and prepares them so that signing is fast.
    ///
    /// `secret` is the vendor's shared secret as its dashboard shows it, or the site's private key as PEM: see
    /// [`Scheme::key_kind`].
    ///
    /// # Errors
    /// `secret_…`, `key_…` and `setting_…`.
    pub fn new(scheme: &Scheme, secret: impl AsRef<[u8]>, settings: &Settings) -> Result<Self> {
        let page = Page::new(scheme, settings)?;
        let mut warnings = Vec::new();
        let secret = match &scheme.model().signature {
            Signature::Hmac { samples, .. } => {
                let shared = key::shared(secret.as_ref())?;
                warn_of_secret(shared, samples, &mut warnings);
                Secret::Hmac(HmacKey::new(shared)?)
            }
            Signature::Jwt { .. } => {
                let key = Rs256Signer::new(secret.as_ref()).map_err(|error| error.with_field("secret"))?;
                Secret::Rsa(Box::new(key))
            }
        };
        Ok(Self { page, secret, warnings })
    }

    /// The scheme.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        self.page.scheme()
    }

    /// Problems with the secret that do not stop signing: it is short, in quotes, or the vendor's example.
    #[must_use]
    pub fn warnings(&self) -> &[Warning] {
        &self.warnings
    }

    /// Signs a visitor. `now` is Unix seconds; only tokens with a lifetime depend on it.
    ///
    /// # Errors
    /// Errors of the kind `Visitor`: a field that the signature covers is missing, empty or ambiguous, or a
    /// field has a wrong value. `now_invalid` for a time in milliseconds.
    pub fn sign(&self, visitor: &Visitor, now: u64) -> Result<Signed> {
        check_now(now)?;
        let model = self.scheme().model();
        let mut warnings = Vec::new();
        visitor.check(&mut warnings)?;
        let signature = match (&self.secret, &model.signature) {
            (Secret::Hmac(key), Signature::Hmac { message, .. }) => {
                let message = covered(message, visitor)?;
                String::from(key.digest(message.as_bytes())?)
            }
            (Secret::Rsa(key), Signature::Jwt { claims, required, lifetime }) => {
                let token = self.token(key, visitor, now, (claims, required, lifetime.as_deref()))?;
                if token.len() > MAX_TOKEN {
                    let reason =
                        "The token is larger than 8 KiB, which verifiers and servers may refuse. Leave out attributes.";
                    warnings.push(Warning::new(Warning::TOKEN_LARGE, "attributes", reason));
                }
                token
            }
            _ => return Err(Error::new(Code::Internal, "The signer's secret does not have the scheme's kind.")),
        };
        let fields = json::ascii(&model.fields.fill(visitor, Some(&signature), self.page.settings())?);
        self.warn_of_unused(visitor, &mut warnings);
        if model.readable_keys {
            warn_of_keys(visitor, &mut warnings);
        }
        Ok(Signed::new(self.page.clone(), Some(signature), fields, warnings))
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
        let visitors = json::list(visitors).map_err(|what| {
            Error::new(Code::VisitorMalformed, format!("{what} Pass the visitors as one JSON list of objects."))
        })?;
        let results = visitors.into_iter().map(|visitor| {
            let signed = Visitor::from_value(visitor).and_then(|visitor| self.sign(&visitor, now));
            signed.map_or_else(|error| json::ascii(&json!({"error": error})), |signed| signed.to_json())
        });
        Ok(format!("[{}]", results.collect::<Vec<_>>().join(",")))
    }

    /// Computes the hex HMAC-SHA256 of exactly these bytes, for code that writes the page itself.
    ///
    /// # Errors
    /// `not_offered` if the scheme's signature is a token.
    pub fn digest(&self, message: impl AsRef<[u8]>) -> Result<Digest> {
        match &self.secret {
            Secret::Hmac(key) => key.digest(message.as_ref()),
            Secret::Rsa(_) => Err(self.scheme().not_offered("digest, because the signature is a token")),
        }
    }

    /// Computes the digests of many messages. The results have the messages' order.
    ///
    /// # Errors
    /// As [`digest`](Self::digest).
    pub fn digest_many<M: AsRef<[u8]>>(&self, messages: impl IntoIterator<Item = M>) -> Result<Vec<Digest>> {
        messages.into_iter().map(|message| self.digest(message)).collect()
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
    /// `nonce_invalid`.
    pub fn forget_script(&self, nonce: Option<&str>) -> Result<String> {
        self.page.forget_script(nonce)
    }

    /// The same as [`Page::anonymous_script`].
    ///
    /// # Errors
    /// `nonce_invalid`.
    pub fn anonymous_script(&self, nonce: Option<&str>) -> Result<String> {
        self.page.anonymous_script(nonce)
    }

    /// The scheme with its settings, for the calls that need no secret.
    #[must_use]
    pub fn page(&self) -> &Page {
        &self.page
    }

    fn warn_of_unused(&self, visitor: &Visitor, warnings: &mut Vec<Warning>) {
        let takes_attributes = self.scheme().model().used.contains(&"attributes");
        let fix = match takes_attributes {
            true => " Pass it as an attribute.",
            false => " Leave it out.",
        };
        let mut unused: Vec<(&str, &str)> = visitor
            .texts()
            .filter(|(field, text)| !text.is_empty() && !self.scheme().model().used.contains(&field.as_str()))
            .map(|(field, _)| (field.as_str(), fix))
            .collect();
        if !visitor.attributes().is_empty() && !takes_attributes {
            unused.push(("attributes", " See the vendor's documents for customer data."));
        }
        for (field, fix) in unused {
            let reason = format!("{}'s widget has no place for this field.{fix}", self.scheme().vendor());
            warnings.push(Warning::new(Warning::FIELD_UNUSED, field, reason));
        }
    }

    fn token(
        &self,
        key: &Rs256Signer,
        visitor: &Visitor,
        now: u64,
        (table, required, lifetime): (&Table, &[String], Option<&str>),
    ) -> Result<String> {
        let settings = self.page.settings();
        if let Some(claim) = visitor.attributes().keys().find(|key| REGISTERED_CLAIMS.contains(&key.as_str())) {
            return Err(reserved(claim));
        }
        let mut claims = table.fill(visitor, None, settings)?.to_object();
        if let Some(claim) = required.iter().find(|claim| !claims.contains_key(*claim)) {
            return Err(missing(table.field(claim).map_or(claim, |field| field.as_str()), visitor));
        }
        if let Some(lifetime) = lifetime.and_then(|name| settings.get(name)) {
            let lifetime: u64 = lifetime
                .parse()
                .map_err(|_| Error::new(Code::Internal, "The lifetime is not a number although it was checked."))?;
            let expiry = now.saturating_add(lifetime);
            check_now(expiry)?;
            claims.insert("iat".to_owned(), now.into());
            claims.insert("exp".to_owned(), expiry.into());
        }
        key.sign(&claims)
    }
}

impl fmt::Debug for Signer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Signer").field("scheme", &self.scheme().name()).finish_non_exhaustive()
    }
}

/// The message to sign, from the fields that the signature covers.
fn covered<'a>(message: &Message, visitor: &'a Visitor) -> Result<Cow<'a, str>> {
    for field in message.fields() {
        let text = visitor.text(field).unwrap_or_default();
        if text.is_empty() {
            return Err(missing(field.as_str(), visitor));
        }
        if let Some(separator) = message.separators().find(|separator| text.contains(separator)) {
            return Err(Error::about(
                Code::FieldSeparator,
                field.as_str(),
                format!(
                    "The {field} holds {separator:?}, which separates the signed fields, so another visitor could have the same signature. Give this visitor another {field}.",
                    field = field.as_str()
                ),
            ));
        }
    }
    Ok(message.over(visitor))
}

fn missing(field: &str, visitor: &Visitor) -> Error {
    match visitor.get(field) {
        Some(_) => Error::about(
            Code::FieldEmpty,
            field,
            format!("The {field} is empty, but the signature covers it. Pass the signed-in user's {field}."),
        ),
        None => Error::about(
            Code::FieldMissing,
            field,
            format!("The {field} is missing, but the signature covers it. Pass the signed-in user's {field}."),
        ),
    }
}

fn warn_of_secret(secret: &[u8], samples: &[String], warnings: &mut Vec<Warning>) {
    let quoted = [b'"', b'\'', b'`'].iter().any(|quote| secret.first() == Some(quote) && secret.last() == Some(quote));
    let findings = [
        (
            secret.len() < 16,
            Warning::SECRET_SHORT,
            "The secret has fewer than 16 bytes. Check that you copied all of it.",
        ),
        (
            quoted || secret.trim_ascii() != secret,
            Warning::SECRET_SPACE,
            "The secret has white space or quotes around it, which count as part of it. Remove them.",
        ),
        (
            samples.iter().any(|sample| sample.as_bytes() == secret),
            Warning::SECRET_SAMPLE,
            "The secret is the example from the vendor's documentation, which everyone knows. Copy your own from the vendor's dashboard.",
        ),
    ];
    for (_, code, reason) in findings.into_iter().filter(|(found, ..)| *found) {
        warnings.push(Warning::new(code, "secret", reason));
    }
}

fn warn_of_keys(visitor: &Visitor, warnings: &mut Vec<Warning>) {
    for key in visitor.attributes().keys() {
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
