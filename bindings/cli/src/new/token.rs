//! The answers about a JSON Web Token.

use super::{
    NONE,
    toml_text::{key, outside_quotes, quoted, unquoted},
};

/// What a vendor's token holds.
pub struct Token {
    pub algorithm: String,
    /// The name of the key in the header, as text around settings.
    pub kid: String,
    /// The names of the claims, with their values. A name may be a path, such as `identity.id`. A name in quotes is one name.
    claims: Vec<(String, String)>,
    /// The claims that must not be empty, with commas between them. Without an answer, the one that identifies a contact.
    required: Option<String>,
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
            required: None,
            lifetime: "3600".to_owned(),
            maximum: NONE.to_owned(),
        };
        // What keeps the file loadable until there is an answer.
        token.set_claims("sub = {id}");
        token
    }

    pub fn is_shared(&self) -> bool {
        self.algorithm.starts_with("HS")
    }

    /// Takes claims with commas between them. A claim without a value is named like its placeholder.
    pub fn set_claims(&mut self, text: &str) {
        let claim = |text: &str| {
            let mut sides = text.splitn(2, outside_quotes('=')).map(str::trim);
            let name = sides.next().unwrap_or_default().to_owned();
            let value = sides.next().map_or_else(|| format!("{{{name}}}"), text_of);
            (name, value)
        };
        self.claims = text.split(outside_quotes(',')).filter(|text| !text.trim().is_empty()).map(claim).collect();
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

    /// The claims that must not be empty.
    pub fn required(&self) -> String {
        match (&self.required, self.contact_claim()) {
            (Some(required), _) => required.clone(),
            (None, Some((name, _))) => name.clone(),
            (None, None) => NONE.to_owned(),
        }
    }

    pub fn set_required(&mut self, text: String) {
        self.required = Some(text);
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

    /// The form of a setting. A `kid`, and a part of an address or of another text, is a name.
    fn form(&self, setting: &str) -> &'static str {
        let whole = format!("{{settings.{setting}}}");
        let is_part = |value: &str| value != whole && value.contains(&whole);
        let is_name = self.kid.contains(&whole) || self.claims.iter().any(|(_, value)| is_part(value));
        if is_name { "name" } else { "text" }
    }

    /// The tables of the settings, and `[signature]` with its own tables.
    pub fn toml(&self, secret: &str, vendor: &str) -> String {
        let mut out = String::new();
        for name in self.settings() {
            let about = format!("the {} from {vendor}'s dashboard", name.replace('_', " "));
            out.push_str(&format!(
                "[settings.{}]\nabout = {}\nform = {}\nrequired = true\n\n",
                key(&name),
                quoted(&about),
                quoted(self.form(&name))
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
        let required = self.required();
        if required != NONE {
            let names = required.split(outside_quotes(',')).map(|name| quoted(&plain_path(name.trim())));
            out.push_str(&format!("required = [{}]\n", names.collect::<Vec<_>>().join(", ")));
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

/// A claim's name, or the names of nested claims, as TOML. What has quotes is TOML already.
fn path(name: &str) -> String {
    let part = |part: &str| if part.contains('"') { part.to_owned() } else { key(part) };
    names(name).map(part).collect::<Vec<_>>().join(".")
}

/// The names of a path.
fn names(path: &str) -> impl Iterator<Item = &str> {
    let is_one = path.contains(['/', ':']) && !path.contains('"');
    path.split(if is_one { outside_quotes('\0') } else { outside_quotes('.') }).map(str::trim)
}

/// A path without quotes, as `required` takes it.
fn plain_path(path: &str) -> String {
    names(path).map(|name| unquoted(name).unwrap_or_else(|| name.to_owned())).collect::<Vec<_>>().join(".")
}

/// Whether a value is true, false or a whole number.
fn is_plain(value: &str) -> bool {
    ["true", "false"].contains(&value) || value.parse::<i64>().is_ok_and(|number| number.to_string() == value)
}

/// A value without its quotes, unless it is a text only because of them.
fn text_of(value: &str) -> String {
    unquoted(value).filter(|text| !is_plain(text)).unwrap_or_else(|| value.to_owned())
}

/// A claim's value as TOML: true, false, a whole number or a text.
fn constant(value: &str) -> String {
    if is_plain(value) || unquoted(value).is_some() { value.to_owned() } else { quoted(value) }
}
