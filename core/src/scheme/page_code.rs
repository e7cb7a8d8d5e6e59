//! What a scheme file says about the page.

use crate::template::{Address, Template};

/// `[page]`, ready to be rendered.
#[derive(Default)]
pub(crate) struct PageCode {
    pub script: Option<Template>,
    pub forget: Option<Template>,
    /// The widget for a visitor who is not signed in.
    pub anonymous: Mode,
    /// The form that the vendor accepts without a signature.
    pub prefill: Mode,
    /// The setting with the vendor's snippet, if the scheme has no code of its own.
    pub template: Option<String>,
    pub url: Option<Url>,
    /// The vendor's placeholders in a snippet or address that the site pasted.
    pub replace: Vec<(String, Replacement)>,
}

/// A page without a signature.
#[derive(Default)]
pub(crate) struct Mode {
    pub fields: Vec<String>,
    /// Its own code. Without it, the mode shares the code for signed visitors.
    pub script: Option<Template>,
}

impl Mode {
    /// Whether the vendor documents no such mode.
    pub fn is_empty(&self) -> bool {
        self.fields.is_empty() && self.script.is_none()
    }
}

/// The address of the vendor's page.
pub(crate) enum Url {
    /// A setting holds the address with the vendor's placeholders.
    Pasted(String),
    Address(Address),
}

/// What the vendor's placeholder in pasted code becomes.
pub(crate) enum Replacement {
    Signature,
    Setting(String),
}
