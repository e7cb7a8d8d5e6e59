//! A verified visitor as the vendor's contact.

/// A verified visitor as the vendor's contact. Its description shows no value.
#[derive(uniffi::Object)]
pub struct Contact(pub visitorseal::Contact);

#[uniffi::export]
impl Contact {
    /// What identifies the contact: the signed field that the vendor uses for it.
    pub fn external_id(&self) -> Option<String> {
        self.0.external_id().map(str::to_owned)
    }

    /// The name; see `unsigned`.
    pub fn name(&self) -> Option<String> {
        self.0.name().map(str::to_owned)
    }

    /// The email address; see `unsigned`.
    pub fn email(&self) -> Option<String> {
        self.0.email().map(str::to_owned)
    }

    /// The telephone number; see `unsigned`.
    pub fn phone(&self) -> Option<String> {
        self.0.phone().map(str::to_owned)
    }

    /// The attributes, those that are signed first, as JSON; see `unsigned`.
    pub fn attributes_json(&self) -> String {
        serde_json::to_string(self.0.attributes()).unwrap_or_default()
    }

    /// The names of those that the signature does not cover: anyone can have written them.
    pub fn unsigned(&self) -> Vec<String> {
        self.0.unsigned().iter().map(ToString::to_string).collect()
    }

    /// Fills `{{contact.email}}`, `{{contact.name}}`, `{{contact.phone}}`, `{{contact.external_id}}` and
    /// `{{contact.attr.KEY}}`. One pass, plain text; unknown ones become empty.
    pub fn fill(&self, text: &str) -> String {
        self.0.fill(text)
    }
}
