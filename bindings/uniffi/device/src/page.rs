//! The page that a WebView shows.

use std::sync::Arc;

use visitorseal::Settings;

use crate::{error::Result, scheme::Scheme, signed::Signed};

/// A scheme with its settings: all about the page that needs no secret.
#[derive(uniffi::Object)]
pub struct Page(visitorseal::Page);

#[uniffi::export]
impl Page {
    /// `settings` is a JSON object, such as `{"mobile_url": "…"}` for Orlo.
    ///
    /// Throws `Configuration`: `setting_…`.
    #[uniffi::constructor(default(settings = "{}"))]
    pub fn new(scheme: &Scheme, settings: &str) -> Result<Arc<Self>> {
        let settings = Settings::from_json(settings.as_bytes())?;
        Ok(Arc::new(Self(visitorseal::Page::new(&scheme.0, &settings)?)))
    }

    /// What the app's server sent: `Signed.to_json` of any language. It is read strictly, so that nothing
    /// but fields comes into the page.
    ///
    /// Throws `Refused`: `fields_malformed` or `signature_malformed`.
    pub fn take(&self, json: &[u8]) -> Result<Arc<Signed>> {
        Ok(Arc::new(Signed(visitorseal::Signed::from_json(&self.0, json)?)))
    }

    /// The HTML that a page runs after sign-out; empty where a page without the script is anonymous.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce. Throws `Configuration` `nonce_invalid`.
    #[uniffi::method(default(nonce = None))]
    pub fn forget_script(&self, nonce: Option<String>) -> Result<String> {
        Ok(self.0.forget_script(nonce.as_deref())?)
    }

    /// The HTML that starts the widget for a visitor who is not signed in; empty where none is needed.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce. Throws `Configuration` `nonce_invalid`.
    #[uniffi::method(default(nonce = None))]
    pub fn anonymous_script(&self, nonce: Option<String>) -> Result<String> {
        Ok(self.0.anonymous_script(nonce.as_deref())?)
    }

    /// The address of the vendor's page for mobile apps, with a token that the app's server made in it (Orlo).
    ///
    /// Whoever has the address is the visitor. Throws `Refused` `token_malformed`, and `Configuration`:
    /// `not_offered` or `setting_missing`.
    pub fn url(&self, token: &str) -> Result<String> {
        visitorseal::inspect(token)?;
        Ok(self.0.url(Some(token))?)
    }
}
