//! A verified visitor in the words of a vendor's database.

/// A verified visitor in the words of a vendor's database. Its description shows no value.
#[derive(uniffi::Object)]
pub struct Contact(pub visitorseal::Contact);

#[uniffi::export]
impl Contact {
    /// The site's id of the visitor, or the signed field that the vendor uses in its place.
    pub fn external_id(&self) -> Option<String> {
        self.0.external_id().map(str::to_owned)
    }

    /// The name. It may be in `unsigned`.
    pub fn name(&self) -> Option<String> {
        self.0.name().map(str::to_owned)
    }

    /// The email address. It may be in `unsigned`.
    pub fn email(&self) -> Option<String> {
        self.0.email().map(str::to_owned)
    }

    /// The telephone number. It may be in `unsigned`.
    pub fn phone(&self) -> Option<String> {
        self.0.phone().map(str::to_owned)
    }

    /// The attributes as JSON, the signed ones first. They may be in `unsigned`.
    pub fn attributes_json(&self) -> String {
        serde_json::to_string(self.0.attributes()).unwrap_or_default()
    }

    /// The names of what the signature does not cover. Anyone can have written it.
    pub fn unsigned(&self) -> Vec<String> {
        self.0.unsigned().iter().map(ToString::to_string).collect()
    }

    /// Replaces placeholders in a text: `{{contact.email}}`, `{{contact.name}}`, `{{contact.phone}}`,
    /// `{{contact.external_id}}` and `{{contact.attr.KEY}}`. Unknown ones become empty.
    pub fn fill(&self, text: &str) -> String {
        self.0.fill(text)
    }
}
