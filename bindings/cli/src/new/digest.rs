//! The answers about a digest.

use super::toml_text::quoted;

/// What a vendor signs with an HMAC.
pub struct Digest {
    /// `id`, `email`, `id or email`, or a text with placeholders.
    pub message: String,
    pub hash: String,
    pub result: String,
    /// The seconds after which a signature with a time ends.
    pub max_age: String,
}

impl Digest {
    pub fn new() -> Self {
        Self {
            message: "id".to_owned(),
            hash: "sha256".to_owned(),
            result: "hex".to_owned(),
            max_age: "3600".to_owned(),
        }
    }

    fn messages(&self) -> Vec<String> {
        match self.message.as_str() {
            "id" | "email" => vec![format!("{{{}}}", self.message)],
            "id or email" => vec!["{id}".to_owned(), "{email}".to_owned()],
            other => vec![other.to_owned()],
        }
    }

    /// The placeholders of the message, each once.
    pub fn signed(&self) -> Vec<String> {
        let mut signed: Vec<String> = Vec::new();
        for message in self.messages() {
            for part in message.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                if !signed.iter().any(|known| known == part) {
                    signed.push(part.to_owned());
                }
            }
        }
        signed
    }

    /// What identifies a contact, as TOML.
    pub fn contact(&self) -> Option<String> {
        if self.messages().len() > 1 {
            return Some("[\"{id}\", \"{email}\"]".to_owned());
        }
        let names = self.signed().into_iter().map(|word| word.split('|').next().unwrap_or_default().to_owned());
        let contact = names.into_iter().find(|name| ["id", "email"].contains(&name.as_str()));
        contact.map(|name| quoted(&format!("{{{name}}}")))
    }

    /// The table `[signature]`. `loads` tells whether the file loads with it.
    pub fn toml(&self, secret: &str, loads: impl Fn(&str) -> bool) -> String {
        let messages = self.messages();
        let message = match messages.as_slice() {
            [only] => quoted(only),
            all => format!("[{}]", all.iter().map(|one| quoted(one)).collect::<Vec<_>>().join(", ")),
        };
        let mut out = format!(
            "[signature]\nkind = \"hmac\"\nhash = {}\nsecret = {}\nmessage = {message}\nresult = {}\n",
            quoted(&self.hash),
            quoted(secret),
            quoted(&self.result)
        );
        for (word, key) in [("now", "max_age"), ("expires", "lifetime")] {
            if self.signed().iter().any(|signed| signed.starts_with(word)) {
                out.push_str(&format!("{key} = {}\n", self.max_age));
            }
        }
        if messages.len() > 1 {
            out.push_str("ambiguous = \"An id that looks like an email address could stand for that address: the vendor signs the id, or else the email.\"\n");
        } else if messages.iter().any(|message| message.contains("}{")) && !loads(&out) {
            out.push_str("ambiguous = \"The vendor signs two fields without a separator, so two visitors can have one message.\"\n");
        }
        out
    }
}
