//! A signed visitor, ready for the page.

use crate::error::Result;

/// A problem that does not stop signing, such as a short secret.
#[derive(uniffi::Record)]
pub struct Warning {
    /// The stable code, such as `secret_short`.
    pub code: String,
    /// What it is about, in the visitor's words, or `secret`.
    pub field: String,
    /// What is wrong and what to do.
    pub reason: String,
}

impl From<&visitorseal::Warning> for Warning {
    fn from(warning: &visitorseal::Warning) -> Self {
        Self { code: warning.code().into(), field: warning.field().into(), reason: warning.reason().into() }
    }
}

/// A signed visitor, ready for the page. Its description shows no value.
#[derive(uniffi::Object)]
pub struct Signed(pub visitorseal::Signed);

#[uniffi::export]
impl Signed {
    /// The scheme's name.
    pub fn scheme(&self) -> String {
        self.0.scheme().to_owned()
    }

    /// What the vendor checks: a digest as the scheme writes it, or a JWT. None for a pre-filled form.
    pub fn signature(&self) -> Option<String> {
        self.0.signature().map(str::to_owned)
    }

    /// The payload under the vendor's names as JSON in ASCII, as a page posts it.
    pub fn fields_json(&self) -> String {
        self.0.fields_json().to_owned()
    }

    /// When the vendor stops accepting the signature, in Unix seconds. None if it never expires.
    pub fn expires_at(&self) -> Option<i64> {
        self.0.expires_at().and_then(|end| i64::try_from(end).ok())
    }

    /// Tells two visitors of this scheme apart and says nothing about either: 16 characters. None for a pre-filled form.
    pub fn mark(&self) -> Option<String> {
        self.0.mark().map(str::to_owned)
    }

    /// Problems that do not stop signing, such as a field that the widget does not show.
    pub fn warnings(&self) -> Vec<Warning> {
        self.0.warnings().iter().map(Warning::from).collect()
    }

    /// The signed visitor as JSON: `{"scheme", "signature", "fields", "expires_at", "mark", "warnings"}`. A server sends it to its app.
    pub fn to_json(&self) -> String {
        self.0.to_json()
    }

    /// The HTML that hands the fields to the widget. Write it only into this visitor's page, and send
    /// `Cache-Control: private, no-store` with that page.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce. Throws `Configuration`: `nonce_invalid`, `setting_missing` or `not_offered`.
    #[uniffi::method(default(nonce = None))]
    pub fn script(&self, nonce: Option<String>) -> Result<String> {
        Ok(self.0.script(nonce.as_deref())?)
    }

    /// The element that hands the fields to the widget, for sites whose windows outlive a page (Turbo, htmx, Livewire,
    /// single-page apps). The page also needs the scheme's file, which the program `visitorseal page` writes.
    ///
    /// `endpoint` is an address of the site that answers with `to_json` for whoever is signed in, such as `/visitor`. The
    /// page asks it when the fields expire. Throws `Configuration`: `setting_invalid` or `not_offered`.
    #[uniffi::method(default(endpoint = None))]
    pub fn element(&self, endpoint: Option<String>) -> Result<String> {
        Ok(self.0.element(endpoint.as_deref())?)
    }

    /// The address of the vendor's page for mobile apps (Orlo), with the token in it.
    ///
    /// Whoever has the address is the visitor. Throws `Configuration`: `not_offered` or `setting_missing`.
    pub fn url(&self) -> Result<String> {
        Ok(self.0.url()?)
    }
}
