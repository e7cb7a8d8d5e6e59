//! The answers about a JSON Web Token.

use super::{
    NONE,
    toml_text::{key, quoted},
};

/// What a vendor's token holds.
pub struct Token {
    pub algorithm: String,
    /// The name of the key in the header, as text around settings.
    pub kid: String,
    /// The names of the claims, with their values. A name may be a path, such as `identity.id`.
    claims: Vec<(String, String)>,
    /// In seconds.
    pub lifetime: String,
    /// The vendor's limit of the lifetime, in seconds.
    pub maximum: String,
}

impl Token {
    pub fn new() -> Self {
        let mut token = Self {
            algorithm: "HS256".to_owned(),
            kid: NONE.to_owned(),
            claims: Vec::new(),
            lifetime: "3600".to_owned(),
            maximum: NONE.to_owned(),
        };
        token.set_claims("sub = {id}, email = {email}, name = {name}, iat = {now}");
        token
    }

    pub fn is_shared(&self) -> bool {
        self.algorithm.starts_with("HS")
    }

    /// The claims as they are asked for.
    pub fn claims(&self) -> String {
        self.claims.iter().map(|(name, value)| format!("{name} = {value}")).collect::<Vec<_>>().join(", ")
    }

    /// Takes claims with commas between them. A claim without a value is named like its placeholder.
    pub fn set_claims(&mut self, text: &str) {
        let claim = |text: &str| match text.split_once('=') {
            Some((name, value)) => (name.trim().to_owned(), value.trim().to_owned()),
            None => (text.trim().to_owned(), format!("{{{}}}", text.trim())),
        };
        self.claims = text.split(',').filter(|text| !text.trim().is_empty()).map(claim).collect();
    }

    /// The placeholders of the claims, each once.
    pub fn signed(&self) -> Vec<String> {
        let mut signed: Vec<String> = Vec::new();
        for (_, value) in &self.claims {
            let whole = value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}'));
            let word = whole.filter(|word| !word.contains('{') && !word.starts_with("settings."));
            signed.extend(word.filter(|word| !signed.iter().any(|known| known == word)).map(str::to_owned));
        }
        if self.adds_end() {
            signed.push("expires".to_owned());
        }
        signed
    }

    /// Whether the claims lack the end of the token.
    fn adds_end(&self) -> bool {
        self.lifetime != NONE && !self.claims.iter().any(|(_, value)| value.starts_with("{expires"))
    }

    /// The claim that identifies a contact, with its value.
    fn contact_claim(&self) -> Option<&(String, String)> {
        self.claims.iter().find(|(_, value)| ["{id}", "{email}"].contains(&value.as_str()))
    }

    /// What identifies a contact, as TOML.
    pub fn contact(&self) -> Option<String> {
        self.contact_claim().map(|(_, value)| quoted(value))
    }

    /// The settings in the claims and in the header, each once.
    pub fn settings(&self) -> Vec<String> {
        let mut settings: Vec<String> = Vec::new();
        for value in self.claims.iter().map(|(_, value)| value).chain([&self.kid]) {
            for name in value.split("{settings.").skip(1).filter_map(|part| part.split('}').next()) {
                if !settings.iter().any(|known| known == name) {
                    settings.push(name.to_owned());
                }
            }
        }
        settings
    }

    /// The tables of the settings, and `[signature]` with its own tables.
    pub fn toml(&self, secret: &str, vendor: &str) -> String {
        let mut out = String::new();
        for name in self.settings() {
            let about = format!("the {} from {vendor}'s dashboard", name.replace('_', " "));
            out.push_str(&format!(
                "[settings.{}]\nabout = {}\nform = \"text\"\nrequired = true\n\n",
                key(&name),
                quoted(&about)
            ));
        }
        let has_limit = self.lifetime != NONE && self.maximum != NONE;
        if has_limit {
            out.push_str("[settings.lifetime]\nabout = \"the lifetime of a token in seconds\"\nform = \"seconds\"\n\n");
        }
        out.push_str(&format!("[signature]\nkind = \"jwt\"\nalgorithm = {}\n", quoted(&self.algorithm)));
        if self.is_shared() {
            out.push_str(&format!("secret = {}\n", quoted(secret)));
        }
        if let Some((name, _)) = self.contact_claim() {
            out.push_str(&format!("required = [{}]\n", quoted(name)));
        }
        match (&self.lifetime, &self.maximum) {
            (lifetime, _) if lifetime == NONE => {}
            (lifetime, maximum) if has_limit => out.push_str(&format!(
                "lifetime = {{setting = \"lifetime\", default = {lifetime}, maximum = {maximum}}}\n"
            )),
            (lifetime, _) => out.push_str(&format!("lifetime = {lifetime}\n")),
        }
        if self.kid != NONE {
            out.push_str(&format!("\n[signature.header]\nkid = {}\n", quoted(&self.kid)));
        }
        out.push_str("\n[signature.claims]\n");
        for (name, value) in &self.claims {
            out.push_str(&format!("{} = {}\n", path(name), constant(value)));
        }
        if self.adds_end() {
            out.push_str("exp = \"{expires}\"\n");
        }
        out
    }
}

/// A claim's name, or the names of nested claims.
fn path(name: &str) -> String {
    match name.contains(['/', ':']) {
        true => key(name),
        false => name.split('.').map(key).collect::<Vec<_>>().join("."),
    }
}

/// A claim's value: true, false, a whole number or a text.
fn constant(value: &str) -> String {
    let is_plain =
        ["true", "false"].contains(&value) || value.parse::<i64>().is_ok_and(|number| number.to_string() == value);
    if is_plain { value.to_owned() } else { quoted(value) }
}
