//! What a site passes to a signer of a scheme: found by signing, so that a snippet holds no field and no setting too many.

use serde_json::{Map, Value, json};
use visitorseal::{Code, Example, KeyKind, Settings, Signed, Signer, Verifier, Visitor, inspect_token};

use super::{Entry, root};

/// What the signed visitor gives.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Gives {
    /// A script for the page.
    Script,
    /// An address.
    Url,
    /// Only the fields.
    Fields,
    /// What the vendor has signed: the site verifies it.
    Verified,
}

impl Gives {
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Script => "script",
            Self::Url => "url",
            Self::Fields => "fields",
            Self::Verified => "verified",
        }
    }
}

/// A setting in a snippet.
pub struct Set {
    pub name: String,
    pub value: String,
    /// The environment variable with the value, where it is too long for a program's text.
    pub variable: Option<String>,
    pub is_number: bool,
    /// Whether each request has another value.
    pub is_per_request: bool,
}

/// A value that comes with a request, and not from the site's record of the user.
pub struct Handed {
    /// The name of the attribute.
    pub name: String,
    /// What the scheme's guide says about it.
    pub note: String,
}

pub struct Facts {
    pub gives: Gives,
    pub settings: Vec<Set>,
    /// The visitor's text fields.
    pub fields: Vec<(&'static str, String)>,
    pub attributes: Map<String, Value>,
    /// Those of the attributes that come with a request.
    pub handed: Vec<Handed>,
    /// Fields that the vendor takes too.
    pub optional: Vec<&'static str>,
    /// The environment variable with the secret.
    pub variable: String,
    pub signed: Signed,
    /// The names of a token's claims.
    pub claims: Vec<String>,
    secret: String,
    key: String,
}

/// A secret in each form: text, hex and base64. It is long enough for every algorithm.
const SECRET: &str = "00112233445566778899aabbccddeeff";

const DEFAULTS: [(&str, &str); 5] = [
    ("id", "user-123"),
    ("email", "jane@example.com"),
    ("name", "Jane Doe"),
    ("phone", "+14155552671"),
    ("avatar", "https://example.com/jane.png"),
];

/// Some time after every example's.
const NOW: u64 = 1_795_132_800;

impl Facts {
    pub fn find(entry: &Entry) -> Result<Self, String> {
        let mut draft = Draft::new(entry)?;
        // Each round adds what the error before has named.
        for _ in 0..40 {
            match draft.try_out() {
                Ok((gives, signed)) => return Ok(draft.finish(gives, signed)),
                Err(error) => draft.mend(&error)?,
            }
        }
        Err("Each time that a value is added, another one is missing.".to_owned())
    }

    /// The setting that each request has of its own.
    pub fn request_setting(&self) -> Option<&Set> {
        self.settings.iter().find(|set| set.is_per_request)
    }

    /// Whether the visitor has only what each framework's own visitor has.
    pub fn is_usual(&self) -> bool {
        self.attributes.is_empty() && self.fields.iter().all(|(name, _)| ["id", "email", "name"].contains(name))
    }

    /// The part of a language's file that fits.
    pub fn form(&self) -> &'static str {
        if self.request_setting().is_some() { "fields per request" } else { self.gives.as_str() }
    }

    /// What a snippet's function gets beside the user, and what it must refuse in its place.
    fn arguments(&self) -> (Vec<Value>, Option<Vec<Value>>) {
        if self.gives == Gives::Verified {
            let mut forged = self.signed.fields().clone();
            for value in forged.values_mut().filter(|value| value.as_str() == self.signed.signature()) {
                *value = "0".repeat(self.signed.signature().map_or(0, str::len)).into();
            }
            return (vec![self.signed.fields().clone().into()], Some(vec![forged.into()]));
        }
        match self.request_setting() {
            Some(set) => (vec![set.value.clone().into()], Some(vec![format!("{}:private-orders", set.value).into()])),
            None => {
                (self.handed.iter().filter_map(|handed| self.attributes.get(&handed.name)).cloned().collect(), None)
            }
        }
    }

    /// What the tests of the snippets need. `without` are the languages that have none.
    pub fn for_tests(&self, entry: &Entry, without: &[&str]) -> Value {
        let mut environment = Map::new();
        environment.insert(self.variable.clone(), self.secret.clone().into());
        let mut settings = Map::new();
        for set in &self.settings {
            settings.insert(set.name.clone(), set.value.clone().into());
            if let Some(variable) = &set.variable {
                environment.insert(variable.clone(), set.value.clone().into());
            }
        }
        let mut user: Map<String, Value> =
            self.fields.iter().map(|(name, value)| ((*name).to_owned(), value.clone().into())).collect();
        user.extend(self.attributes.clone());
        let (arguments, refused) = self.arguments();
        json!({
            "scheme": entry.scheme.name(),
            "page": entry.page(),
            "gives": self.gives.as_str(),
            "environment": environment,
            "key": self.key,
            "signature_field": entry.json.get("signature_field"),
            "settings": settings,
            "user": user,
            "handed": self.handed.iter().map(|handed| handed.name.as_str()).collect::<Vec<_>>(),
            "arguments": arguments,
            "refused": refused,
            "without": without,
        })
    }
}

/// What a site passes, as far as it is known.
struct Draft<'a> {
    entry: &'a Entry,
    example: Option<&'a Example>,
    settings: Vec<Set>,
    fields: Vec<(&'static str, String)>,
    attributes: Map<String, Value>,
    secret: String,
    key: String,
    has_example_values: bool,
}

impl<'a> Draft<'a> {
    fn new(entry: &'a Entry) -> Result<Self, String> {
        let scheme = &entry.scheme;
        let examples = scheme.examples();
        let example = examples.iter().find(|example| example.secret.is_some()).or_else(|| examples.first());
        let (secret, key) = match scheme.key_kind() {
            // The vendor's library has made this request: the example is what verifies.
            KeyKind::Shared if scheme.about().signed_by_vendor => {
                let secret = example.and_then(|example| example.secret.clone()).ok_or("It needs a secret.")?;
                (secret.clone(), secret)
            }
            KeyKind::Pair => (pem(scheme.algorithm(), "private")?, pem(scheme.algorithm(), "public")?),
            // Not the example's: a signer warns of a secret that everyone knows.
            KeyKind::Shared => (SECRET.repeat(4), SECRET.repeat(4)),
        };
        let fields = DEFAULTS.iter().take(3).filter(|(name, _)| scheme.used().iter().any(|used| used == name));
        let fields = fields.map(|(name, value)| (*name, (*value).to_owned())).collect();
        let mut draft = Self {
            entry,
            example,
            settings: Vec::new(),
            fields,
            attributes: Map::new(),
            secret,
            key,
            has_example_values: false,
        };
        for setting in scheme.settings() {
            if setting.is_required() || draft.form_of(setting.name()) == "endpoint" {
                draft.add_setting(setting.name())?;
            }
        }
        Ok(draft)
    }

    fn form_of(&self, name: &str) -> &str {
        let settings = self.entry.json.get("settings").and_then(Value::as_array);
        let setting = settings.into_iter().flatten().find(|setting| setting.get("name").is_some_and(|own| own == name));
        setting.and_then(|setting| setting.get("form")).and_then(Value::as_str).unwrap_or_default()
    }

    fn example_setting(&self, name: &str) -> Option<String> {
        match self.example?.settings.get(name)? {
            Value::String(text) => Some(text.clone()),
            other => Some(other.to_string()),
        }
    }

    fn add_setting(&mut self, name: &str) -> Result<(), String> {
        if self.settings.iter().any(|set| set.name == name) {
            return Err(format!("The setting {name} is missing although it is passed."));
        }
        let form = self.form_of(name).to_owned();
        let example = self.example_setting(name);
        let upper = name.to_uppercase();
        let (value, variable) = match form.as_str() {
            "seconds" => (example.unwrap_or_else(|| "3600".to_owned()), None),
            "endpoint" => ("/visitor".to_owned(), None),
            _ if self.is_per_request(name) => (example.ok_or_else(|| format!("It needs the setting {name}."))?, None),
            "address" => (example.unwrap_or_else(|| self.address(name)), None),
            "html" => {
                let code = format!("<script>window.chat = {{\"token\": \"{}\"}};</script>", self.placeholder());
                let variable = format!("{}_{upper}", self.entry.scheme.name().to_uppercase());
                (example.unwrap_or(code), Some(variable))
            }
            _ => (format!("YOUR_{}", upper.trim_start_matches("YOUR_")), None),
        };
        let (is_number, is_per_request) = (form == "seconds", self.is_per_request(name));
        self.settings.push(Set { name: name.to_owned(), value, variable, is_number, is_per_request });
        Ok(())
    }

    fn is_per_request(&self, name: &str) -> bool {
        self.entry.scheme.settings().iter().any(|setting| setting.name() == name && setting.is_per_request())
    }

    /// The vendor's word for the signature in pasted code.
    fn placeholder(&self) -> &'a str {
        let lines = self.entry.toml.lines().filter_map(|line| line.split_once(" = "));
        lines.filter(|(_, value)| *value == "\"{signature}\"").map(|(word, _)| word).next_back().unwrap_or("TOKEN")
    }

    fn address(&self, name: &str) -> String {
        match self.entry.toml.contains("[page.replace]") && self.entry.toml.contains(&format!("{{settings.{name}}}")) {
            true => format!("https://chat.example/?token={}", self.placeholder()),
            false => "https://example.com".to_owned(),
        }
    }

    fn try_out(&self) -> visitorseal::Result<(Gives, Signed)> {
        let mut settings = Settings::new();
        for set in &self.settings {
            settings = settings.with(set.name.clone(), &set.value);
        }
        let mut visitor = self.fields.iter().fold(Map::new(), |mut visitor, (name, value)| {
            visitor.insert((*name).to_owned(), value.clone().into());
            visitor
        });
        if !self.attributes.is_empty() {
            visitor.insert("attributes".to_owned(), self.attributes.clone().into());
        }
        let now = self.example.and_then(|example| example.now).unwrap_or(NOW);
        let signer = Signer::new(&self.entry.scheme, &self.secret, &settings)?;
        let signed = signer.sign(&Visitor::from_object(visitor)?, now)?;
        Verifier::new(&self.entry.scheme, [self.key.as_str()])?.settings(&settings)?.verify(signed.fields(), now)?;
        if self.entry.scheme.about().signed_by_vendor {
            return Ok((Gives::Verified, signed));
        }
        for (gives, made) in [(Gives::Script, signed.script(None)), (Gives::Url, signed.url())] {
            match made {
                Ok(_) => return Ok((gives, signed)),
                Err(error) if error.code() == Code::NotOffered => {}
                Err(error) => return Err(error),
            }
        }
        Ok((Gives::Fields, signed))
    }

    /// Adds what an error says is missing.
    fn mend(&mut self, error: &visitorseal::Error) -> Result<(), String> {
        let field = error.field().unwrap_or_default();
        let visitor = self.example.map(|example| &example.visitor);
        if field == "secret" {
            let secret =
                self.example.and_then(|example| example.secret.clone()).filter(|secret| *secret != self.secret);
            self.secret = secret.ok_or_else(|| error.to_string())?;
            self.key = self.secret.clone();
            return Ok(());
        }
        if error.code() == Code::SettingMissing {
            return self.add_setting(field);
        }
        if error.code() == Code::SettingInvalid {
            let value = self.example_setting(field).ok_or_else(|| error.to_string())?;
            let set = self.settings.iter_mut().find(|set| set.name == field && set.value != value);
            set.ok_or_else(|| error.to_string())?.value = value;
            return Ok(());
        }
        if let Some(name) = field.strip_prefix("attributes.") {
            let value = visitor.and_then(|visitor| visitor.get("attributes")).and_then(|all| all.get(name));
            let value = value.cloned().unwrap_or_else(|| "example".into());
            return match self.attributes.insert(name.to_owned(), value) {
                None => Ok(()),
                Some(_) => Err(error.to_string()),
            };
        }
        let default =
            DEFAULTS.iter().find(|(name, _)| *name == field && !self.fields.iter().any(|(own, _)| own == name));
        if let Some((name, value)) = default {
            self.fields.push((name, (*value).to_owned()));
            return Ok(());
        }
        // The scheme wants values of a certain form: the example has them.
        match visitor {
            Some(visitor) if !self.has_example_values => {
                self.has_example_values = true;
                for (name, value) in &mut self.fields {
                    match visitor.get(*name) {
                        Some(Value::String(text)) => *value = text.clone(),
                        Some(Value::Number(number)) => *value = number.to_string(),
                        _ => {}
                    }
                }
                if let Some(attributes) = visitor.get("attributes").and_then(Value::as_object) {
                    self.attributes = attributes.clone();
                }
                Ok(())
            }
            _ => Err(error.to_string()),
        }
    }

    fn finish(self, gives: Gives, signed: Signed) -> Facts {
        let has = |name: &str| self.fields.iter().any(|(own, _)| *own == name);
        let used = |name: &str| self.entry.scheme.used().iter().any(|used| used == name);
        let optional = DEFAULTS.iter().map(|(name, _)| *name).filter(|name| used(name) && !has(name)).collect();
        let claims = signed.signature().and_then(|signature| inspect_token(signature).ok());
        let claims = claims.map(|token| token.unverified_claims().keys().cloned().collect());
        // An attribute of an address belongs to the vendor's request for it, where the guide warns of another origin.
        let mistakes = &self.entry.scheme.guide().mistakes;
        let is_named = |text: &str, name: &str| {
            text.split(|char: char| !char.is_ascii_alphanumeric() && char != '_').any(|word| word == name)
        };
        let handed = |name: &String| {
            let note = mistakes.iter().find(|text| gives == Gives::Url && is_named(text, name))?;
            Some(Handed { name: name.clone(), note: note.clone() })
        };
        let suffix = if self.entry.scheme.secret_form().is_some() { "SECRET" } else { "PRIVATE_KEY" };
        Facts {
            gives,
            variable: format!("{}_{suffix}", self.entry.scheme.name().to_uppercase()),
            handed: self.attributes.keys().filter_map(handed).collect(),
            settings: self.settings,
            fields: self.fields,
            attributes: self.attributes,
            optional,
            claims: claims.unwrap_or_default(),
            signed,
            secret: self.secret,
            key: self.key,
        }
    }
}

/// A key of the tests.
fn pem(algorithm: &str, half: &str) -> Result<String, String> {
    let name = match algorithm {
        "ES256" => "ec-p256",
        "ES384" => "ec-p384",
        "EdDSA" => "ed25519",
        _ => "rsa-2048",
    };
    let path = root().join(format!("tests/vectors/keys/{name}.{half}.pem"));
    std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))
}
