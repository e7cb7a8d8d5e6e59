//! What a page needs without a secret.

use std::sync::Arc;

use visitorseal::{Settings, Visitor};

use crate::{error::Result, scheme::Scheme, signed::Signed};

/// A scheme with its settings: what a page needs without a secret.
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

    /// Fills the vendor's form without a signature.
    ///
    /// Throws `Configuration` `not_offered`, and `Visitor` if the visitor has none of the form's fields.
    pub fn prefill(&self, visitor: &[u8]) -> Result<Arc<Signed>> {
        Ok(Arc::new(Signed(self.0.prefill(&Visitor::from_json(visitor)?)?)))
    }

    /// Reads what `Signed.to_json` gave on a server, in any language. It is read strictly, so only fields can get
    /// into the page.
    ///
    /// Throws `Refused`: `fields_malformed` or `signature_malformed`.
    pub fn read_signed(&self, json: &[u8]) -> Result<Arc<Signed>> {
        Ok(Arc::new(Signed(visitorseal::Signed::from_json(&self.0, json)?)))
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

    /// The element of a page where nobody is signed in, beside `Signed.element`. It does what `anonymous_script` does.
    ///
    /// Throws `Configuration` `not_offered`.
    pub fn anonymous_element(&self) -> Result<String> {
        Ok(self.0.anonymous_element()?)
    }

    /// The address of the vendor's page for mobile apps (Orlo), with a token from the app's server in it.
    ///
    /// Whoever has the address is the visitor. Throws `Refused` `token_malformed`, and `Configuration`:
    /// `not_offered` or `setting_missing`.
    pub fn url(&self, token: &str) -> Result<String> {
        visitorseal::inspect_token(token)?;
        Ok(self.0.url(Some(token))?)
    }
}
