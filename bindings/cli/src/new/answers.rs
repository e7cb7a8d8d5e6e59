//! The answers, and the scheme file that they make.

use visitorseal::{Category, Scheme};

use super::{
    NONE,
    digest::Digest,
    token::Token,
    toml_text::{key, quoted, today},
};

/// The answer to what is signed, if it is a token.
pub const TOKEN: &str = "token";
/// What keeps the file loadable until there is an answer. No file is written with it.
const OPEN: &str = "https://open.example/";

/// The statuses of a file.
pub const CERTAIN: &str = "certain";
pub const REPORTED: &str = "reported";

/// The setting of a page that asks the site for new fields.
const ENDPOINT: &str = "[settings.endpoint]\nabout = \"the address on your site that answers with new fields, such as /visitor-token\"\nform = \"endpoint\"\n";

/// The answers, as the file needs them.
pub struct Answers {
    pub name: String,
    pub vendor: String,
    /// Without an answer, the vendor's name.
    pub product: Option<String>,
    pub category: String,
    pub document: String,
    pub status: String,
    /// What rests on somebody's code, if the status is `reported`.
    pub evidence: String,
    /// The form of a shared secret.
    pub secret: String,
    pub digest: Digest,
    pub token: Token,
    /// The vendor's names of the fields, with their values.
    fields: Vec<(String, String)>,
    global: String,
    /// Empty, if there is no page code.
    script: String,
    forget: String,
    /// Where the secret is in the vendor's dashboard.
    pub guide: String,
    /// Where the fields go without page code.
    pub place: String,
    pub example: Option<Example>,
}

#[derive(Default)]
pub struct Example {
    pub source: String,
    pub secret: String,
    pub visitor: Vec<(String, String)>,
    pub settings: Vec<(String, String)>,
    pub now: Option<String>,
    pub signature: String,
}

impl Answers {
    pub fn new(stem: &str) -> Self {
        let mut letters = stem.chars();
        let vendor =
            letters.next().map_or_else(String::new, |first| first.to_uppercase().to_string() + letters.as_str());
        Self {
            name: stem.to_lowercase().replace(['-', '.', ' '], "_"),
            product: None,
            category: Category::SupportChat.as_str().to_owned(),
            document: OPEN.to_owned(),
            status: CERTAIN.to_owned(),
            evidence: "Open.".to_owned(),
            secret: "text".to_owned(),
            digest: Digest::new(),
            token: Token::new(),
            fields: Vec::new(),
            global: String::new(),
            script: String::new(),
            forget: String::new(),
            guide: NONE.to_owned(),
            place: NONE.to_owned(),
            example: None,
            vendor,
        }
    }

    pub fn is_token(&self) -> bool {
        self.digest.message == TOKEN
    }

    /// Whether site and vendor share a secret.
    pub fn is_shared(&self) -> bool {
        !self.is_token() || self.token.is_shared()
    }

    /// The placeholders that the signature covers, each once.
    pub fn signed(&self) -> Vec<String> {
        if self.is_token() { self.token.signed() } else { self.digest.signed() }
    }

    /// The placeholders that the fields need. A token holds what it signs.
    pub fn needed(&self) -> Vec<String> {
        let signed = if self.is_token() { Vec::new() } else { self.signed() };
        signed.into_iter().chain(["signature".to_owned()]).collect()
    }

    /// Names the field with a placeholder, or leaves the field out.
    pub fn set_field(&mut self, word: &str, name: String) {
        let value = format!("{{{word}}}");
        self.fields.retain(|(_, known)| *known != value);
        if name != NONE {
            self.fields.push((name, value));
        }
    }

    /// The name of a field, unless the vendor has another.
    pub fn default_name(&self, word: &str) -> String {
        let name = word.split('|').next().unwrap_or_default();
        match name {
            "signature" if self.is_token() => "jwt".to_owned(),
            "now" => "timestamp".to_owned(),
            "random" => "nonce".to_owned(),
            name => name.rsplit('.').next().unwrap_or_default().to_owned(),
        }
    }

    /// The variable of the vendor's snippet. Without an answer, the vendor's name.
    pub fn global(&self) -> String {
        match self.global.as_str() {
            "" => self.vendor.chars().filter(char::is_ascii_alphanumeric).collect(),
            global => global.to_owned(),
        }
    }

    pub fn set_global(&mut self, global: String) {
        self.global = global;
    }

    pub fn has_page(&self) -> bool {
        !self.script.is_empty()
    }

    pub fn set_forget(&mut self, forget: String) {
        self.forget = forget;
    }

    /// Whether the page asks the site for new fields.
    fn fetches(&self) -> bool {
        self.script.contains("{fetch.")
    }

    pub fn set_script(&mut self, script: String) {
        self.script = if script == NONE { String::new() } else { script };
    }

    /// The scheme file.
    pub fn toml(&self) -> String {
        let mut head = format!(
            "name = {}\nvendor = {}\nproduct = {}\ncategory = {}\ndocument = {}\nread = {}\nstatus = {}\n",
            quoted(&self.name),
            quoted(&self.vendor),
            quoted(self.product.as_ref().unwrap_or(&self.vendor)),
            quoted(&self.category),
            quoted(&self.document),
            today(),
            quoted(&self.status)
        );
        if self.status == REPORTED {
            head.push_str(&format!("evidence = {}\n", quoted(&self.evidence)));
        }
        let contact = if self.is_token() { self.token.contact() } else { self.digest.contact() };
        head.extend(contact.map(|contact| format!("contact = {contact}\n")));
        if self.fetches() {
            head.push_str(&format!("\n{ENDPOINT}"));
        }
        let rest = [self.fields_toml(), self.page_toml(), self.guide_toml(), self.example_toml()].concat();
        let file = |signature: &str| format!("{head}\n{signature}\n{rest}");
        if self.is_token() {
            return file(&self.token.toml(&self.secret, &self.vendor));
        }
        file(&self.digest.toml(&self.secret, |signature| Scheme::parse(&file(signature)).is_ok()))
    }

    fn fields_toml(&self) -> String {
        let mut out = "[fields]\n".to_owned();
        let mut fields = self.fields.clone();
        for word in self.needed() {
            let value = format!("{{{word}}}");
            if !fields.iter().any(|(_, known)| *known == value) {
                fields.push((self.default_name(&word), value));
            }
        }
        let (top, table): (Vec<_>, Vec<_>) =
            fields.into_iter().partition(|(name, value)| value != "{attributes}" || name == "*");
        for (name, value) in &top {
            out.push_str(&format!("{} = {}\n", key(name), quoted(value)));
        }
        for (name, _) in &table {
            out.push_str(&format!("\n[fields.{}]\n\"*\" = \"{{attributes}}\"\n", key(name)));
        }
        out
    }

    fn page_toml(&self) -> String {
        if !self.has_page() {
            return String::new();
        }
        let mut out = "\n[page]\n".to_owned();
        let global = self.global();
        let waits = global != NONE;
        if waits {
            out.push_str(&format!("global = {}\n", quoted(&global)));
        }
        out.push_str(&format!("{} = {}\n", if waits { "script" } else { "at_once" }, quoted(&self.script)));
        if self.fetches() {
            out.push_str("endpoint = \"{settings.endpoint}\"\n");
        }
        // Page code does not load without it.
        let forget = if self.forget.is_empty() { "window.open;" } else { &self.forget };
        out.push_str(&format!("forget = {}\n", quoted(forget)));
        out
    }

    fn guide_toml(&self) -> String {
        let keys = [("secret", &self.guide), ("place", &self.place)];
        let lines: String = keys
            .into_iter()
            .filter(|(_, sentence)| *sentence != NONE)
            .map(|(key, sentence)| format!("{key} = {}\n", quoted(sentence)))
            .collect();
        if lines.is_empty() { lines } else { format!("\n[guide]\n{lines}") }
    }

    fn example_toml(&self) -> String {
        let Some(example) = &self.example else { return String::new() };
        let members = |pairs: &[(String, String)]| -> Vec<String> {
            pairs.iter().map(|(name, value)| format!("{} = {}", key(name), quoted(value))).collect()
        };
        let table = |members: Vec<String>| format!("{{{}}}", members.join(", "));
        let mut out =
            format!("\n[[example]]\nsource = {}\nsecret = {}\n", quoted(&example.source), quoted(&example.secret));
        let (attributes, visitor): (Vec<_>, Vec<_>) =
            example.visitor.iter().cloned().partition(|(name, _)| name.starts_with("attributes."));
        let mut visitor = members(&visitor);
        if !attributes.is_empty() {
            let strip = |(name, value): (String, String)| (name.replacen("attributes.", "", 1), value);
            let attributes: Vec<_> = attributes.into_iter().map(strip).collect();
            visitor.push(format!("attributes = {}", table(members(&attributes))));
        }
        out.push_str(&format!("visitor = {}\n", table(visitor)));
        if !example.settings.is_empty() {
            out.push_str(&format!("settings = {}\n", table(members(&example.settings))));
        }
        out.extend(example.now.as_ref().map(|now| format!("now = {now}\n")));
        out.push_str(&format!("signature = {}\n", quoted(&example.signature)));
        out
    }
}
