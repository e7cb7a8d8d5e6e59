//! Signs visitors.

use std::{fmt, sync::Arc};

use visitorseal::{Settings, Visitor};
use zeroize::Zeroizing;

use crate::{
    clock,
    error::{Result, VisitorsealError},
    scheme::Scheme,
    signed::{Signed, Warning},
};

/// A scheme with its secret and settings, ready to sign many visitors. Make one and keep it: many threads may use it.
#[derive(uniffi::Object)]
pub struct Signer(visitorseal::Signer);

/// The outcome for one of many visitors. Its description shows no value.
#[derive(uniffi::Enum)]
#[uniffi::export(Display)]
pub enum Outcome {
    /// The visitor is signed.
    Signed {
        /// The signed visitor.
        signed: Arc<Signed>,
        /// Its `signature`, so that reading it takes no further call.
        signature: Option<String>,
        /// Its `fields_json`, so that reading it takes no further call.
        fields_json: String,
    },
    /// The visitor cannot be signed as given.
    Failed {
        /// The error.
        error: VisitorsealError,
    },
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signed { signed, .. } => write!(f, "Signed({})", signed.0.scheme()),
            Self::Failed { error } => write!(f, "Failed({error})"),
        }
    }
}

#[uniffi::export]
impl Signer {
    /// `secret` is the vendor's shared secret as its dashboard shows it, or, if the scheme's `key_kind` is `pair` (Orlo),
    /// the site's private key in PEM. `settings` is a JSON object, such as `{"app_id": "…"}` for Thread.
    ///
    /// Throws `Configuration`: `secret_…`, `key_…` or `setting_…`.
    #[uniffi::constructor(default(settings = "{}"))]
    pub fn new(scheme: &Scheme, secret: Vec<u8>, settings: &str) -> Result<Arc<Self>> {
        let secret = Zeroizing::new(secret);
        let settings = Settings::from_json(settings.as_bytes())?;
        Ok(Arc::new(Self(visitorseal::Signer::new(&scheme.0, &*secret, &settings)?)))
    }

    /// The scheme's name.
    pub fn scheme(&self) -> String {
        self.0.scheme().name().to_owned()
    }

    /// Problems with the secret or the scheme that do not stop signing.
    pub fn warnings(&self) -> Vec<Warning> {
        self.0.warnings().iter().map(Warning::from).collect()
    }

    /// Signs a visitor: a JSON object with `id`, `email`, `name`, `phone`, `avatar` and `attributes`.
    ///
    /// `now` is Unix seconds. Only signatures that hold a time use it.
    ///
    /// Throws `Visitor` if a field that the signature covers is missing, null, empty or ambiguous, or if any field
    /// does not have its form.
    pub fn sign(&self, visitor: &[u8], now: i64) -> Result<Arc<Signed>> {
        let signed = self.0.sign(&Visitor::from_json(visitor)?, clock::unix(now)?)?;
        Ok(Arc::new(Signed(signed)))
    }

    /// Signs many visitors in one call, in order. Each gives a signed visitor or an error.
    pub fn sign_many(&self, visitors: Vec<Vec<u8>>, now: i64) -> Result<Vec<Outcome>> {
        let now = clock::unix(now)?;
        let outcome =
            |visitor: Vec<u8>| match Visitor::from_json(&visitor).and_then(|visitor| self.0.sign(&visitor, now)) {
                Ok(signed) => Outcome::Signed {
                    signature: signed.signature().map(str::to_owned),
                    fields_json: signed.fields_json().to_owned(),
                    signed: Arc::new(Signed(signed)),
                },
                Err(error) => Outcome::Failed { error: error.into() },
            };
        Ok(visitors.into_iter().map(outcome).collect())
    }

    /// Fills the vendor's form without a signature.
    ///
    /// Throws `Configuration` `not_offered`, and `Visitor` if the visitor has none of the form's fields.
    pub fn prefill(&self, visitor: &[u8]) -> Result<Arc<Signed>> {
        Ok(Arc::new(Signed(self.0.prefill(&Visitor::from_json(visitor)?)?)))
    }

    /// Computes the HMAC of exactly these bytes as the scheme writes it, for code that writes the page itself.
    ///
    /// Throws `Configuration` `not_offered` if the scheme's signature is a token.
    pub fn digest(&self, message: &[u8]) -> Result<String> {
        Ok(self.0.digest(message)?.into())
    }

    /// Computes the digests of many messages in one call, in order.
    pub fn digest_many(&self, messages: Vec<Vec<u8>>) -> Result<Vec<String>> {
        Ok(self.0.digest_many(messages)?.into_iter().map(String::from).collect())
    }

    /// The script that makes the widget forget the visitor at sign-out, whomever it knows. It is empty for a vendor without
    /// a widget in a page.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce. Throws `Configuration` `nonce_invalid`.
    #[uniffi::method(default(nonce = None))]
    pub fn forget_script(&self, nonce: Option<String>) -> Result<String> {
        Ok(self.0.forget_script(nonce.as_deref())?)
    }

    /// The script of a page where nobody is signed in. The widget forgets the visitor whom it knows, and starts for an
    /// anonymous one where the vendor wants that. Write it only into a page that no cache gives to others. It is empty
    /// for a vendor without a widget in a page.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce. Throws `Configuration` `nonce_invalid`.
    #[uniffi::method(default(nonce = None))]
    pub fn anonymous_script(&self, nonce: Option<String>) -> Result<String> {
        Ok(self.0.anonymous_script(nonce.as_deref())?)
    }
}

/// The codes of warnings.
#[uniffi::export]
#[must_use]
pub fn warning_codes() -> Vec<String> {
    visitorseal::Warning::ALL.iter().map(ToString::to_string).collect()
}
