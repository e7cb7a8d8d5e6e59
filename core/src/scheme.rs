//! How one vendor's widget wants a visitor signed: one TOML file per vendor.

mod catalogue;
mod file;
mod table;
mod toml_file;

use std::{borrow::Cow, fmt, sync::Arc};

pub use catalogue::{scheme, schemes};
#[cfg(feature = "sign")]
pub(crate) use table::reserved;
pub(crate) use table::{Part, REGISTERED_CLAIMS, Table};

use serde_json::{Value, json};

use crate::{
    error::{Answer, Code, Error, Result},
    json,
    page::Template,
    settings::Settings,
    visitor::{Field, Visitor, is_http_address},
};

/// A vendor's way of signing a visitor: from the catalogue by [`scheme`], or a file of one's own
/// by [`Scheme::parse`]. Cheap to clone.
///
/// ```
/// let bookbag = visitorseal::scheme("bookbag")?;
/// assert_eq!(bookbag.vendor(), "Bookbag");
/// assert_eq!(bookbag.covers(), ["id"]);
/// # Ok::<(), visitorseal::Error>(())
/// ```
#[derive(Clone)]
pub struct Scheme(Arc<Model>);

/// What a scheme file says.
pub(crate) struct Model {
    pub name: String,
    pub vendor: String,
    pub document: String,
    pub read: String,
    pub settings: Vec<Setting>,
    pub signature: Signature,
    pub contact: Option<Contact>,
    pub fields: Table,
    /// The visitor's words that have a place in the fields or the claims.
    pub used: Vec<&'static str>,
    pub readable_keys: bool,
    pub page: Page,
    pub answer: Arc<Answer>,
}

pub(crate) enum Signature {
    Hmac {
        message: Message,
        /// The secrets that the vendor's page prints as examples.
        samples: Vec<String>,
    },
    Jwt {
        claims: Table,
        required: Vec<String>,
        /// The setting that says for how many seconds a token is good.
        lifetime: Option<String>,
    },
}

impl Signature {
    fn covers(&self) -> Vec<&'static str> {
        match self {
            Self::Hmac { message, .. } => message.fields().map(Field::as_str).collect(),
            Self::Jwt { claims, .. } => claims.words(),
        }
    }
}

/// What an HMAC is computed over: fields with separators between them.
pub(crate) struct Message {
    pub pieces: Vec<Piece>,
}

pub(crate) enum Piece {
    Literal(String),
    Field(Field),
}

impl Message {
    pub fn fields(&self) -> impl Iterator<Item = Field> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Field(field) => Some(*field),
            Piece::Literal(_) => None,
        })
    }

    /// What no covered field may hold, lest two visitors share a message.
    pub fn separators(&self) -> impl Iterator<Item = &str> {
        self.pieces.iter().filter_map(|piece| match piece {
            Piece::Literal(text) => Some(text.as_str()),
            Piece::Field(_) => None,
        })
    }

    /// The text that is signed; absent fields count as empty.
    pub fn over<'a>(&self, visitor: &'a Visitor) -> Cow<'a, str> {
        let text = |field: Field| visitor.text(field).unwrap_or_default();
        if let [Piece::Field(only)] = self.pieces.as_slice() {
            return Cow::Borrowed(text(*only));
        }
        let pieces = self.pieces.iter().map(|piece| match piece {
            Piece::Literal(literal) => literal.as_str(),
            Piece::Field(field) => text(*field),
        });
        Cow::Owned(pieces.collect())
    }
}

pub(crate) enum Contact {
    Field(Field),
    /// A setting that names the claim.
    Setting(String),
}

#[derive(Default)]
pub(crate) struct Page {
    pub script: Option<Template>,
    pub forget: Option<Template>,
    /// The fields that the script is started with for a visitor who is not signed in.
    pub anonymous: Vec<String>,
    /// The fields of a visitor whom the vendor lets a page name without a signature.
    pub prefill: Vec<String>,
    /// The setting that holds the vendor's snippet, in place of code here.
    pub template: Option<String>,
    /// The setting that holds the address of the vendor's page for mobile apps.
    pub url: Option<String>,
    /// What is replaced in these two.
    pub replace: Vec<(String, Part)>,
}

/// A setting of a scheme.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Setting {
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) form: Form,
    pub(crate) required: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    Text,
    Name,
    Seconds,
    Html,
    Address,
}

impl Form {
    const ALL: [(&'static str, Self); 5] = [
        ("text", Self::Text),
        ("name", Self::Name),
        ("seconds", Self::Seconds),
        ("html", Self::Html),
        ("address", Self::Address),
    ];

    fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(_, form)| *form == self).map_or("", |(name, _)| name)
    }

    fn check(self, value: &str) -> std::result::Result<(), &'static str> {
        const TEN_YEARS: u64 = 10 * 365 * 86_400;
        let fits = match self {
            Self::Text => !value.is_empty() && value.len() <= 1024 && !value.contains(char::is_control),
            Self::Name => {
                !value.is_empty()
                    && value.len() <= 1024
                    && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
            }
            Self::Seconds => {
                value.bytes().all(|byte| byte.is_ascii_digit())
                    && value.parse().is_ok_and(|seconds: u64| (1..=TEN_YEARS).contains(&seconds))
            }
            Self::Html => !value.trim().is_empty() && value.len() <= 64 * 1024,
            Self::Address => is_http_address(value) && value.len() <= 8 * 1024,
        };
        if fits { Ok(()) } else { Err(self.rule()) }
    }

    fn rule(self) -> &'static str {
        match self {
            Self::Text => "it is a line of 1 to 1024 bytes of text",
            Self::Name => "it is made of the letters A to Z and a to z, digits, _ and - only",
            Self::Seconds => "it is a whole number of seconds, from 1 to ten years",
            Self::Html => "it is the HTML that the vendor's panel shows, at most 64 KiB",
            Self::Address => "it is an http or https address without spaces or quotes",
        }
    }
}

impl Setting {
    /// The setting's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it is and where the vendor shows it, in a sentence.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Whether a signer needs it. Others are asked for by the call that uses them.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.required
    }
}

impl Scheme {
    /// Reads a scheme of one's own; [`scheme_file`](crate::scheme_file) explains the format.
    /// A scheme file is code: load only your own.
    ///
    /// # Errors
    /// `scheme_malformed`, with the key as `field` and the line in the reason.
    pub fn parse(toml: &str) -> Result<Self> {
        file::read(toml).map(|model| Self(Arc::new(model)))
    }

    /// The scheme's name, such as `bookbag`.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.0.name
    }

    /// The vendor's name as the vendor writes it.
    #[must_use]
    pub fn vendor(&self) -> &str {
        &self.0.vendor
    }

    /// The address of the vendor's page that the scheme was read from.
    #[must_use]
    pub fn document(&self) -> &str {
        &self.0.document
    }

    /// The settings that the scheme takes.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.0.settings
    }

    /// The visitor's fields that the signature covers, in the visitor's words; `attributes` stands
    /// for all of them.
    #[must_use]
    pub fn covers(&self) -> Vec<&'static str> {
        self.0.signature.covers()
    }

    /// The algorithm in JOSE's or RFC 2104's words: `HMAC-SHA256` or `RS256`.
    #[must_use]
    pub fn algorithm(&self) -> &'static str {
        match self.0.signature {
            Signature::Hmac { .. } => "HMAC-SHA256",
            Signature::Jwt { .. } => "RS256",
        }
    }

    /// All that a catalogue shows, as JSON: name, vendor, document and the date it was read,
    /// algorithm, what the signature covers, the fields' names, the settings, how a refused request
    /// is answered, and which of prefill, forget, anonymous and url the vendor documents.
    #[must_use]
    pub fn to_json(&self) -> String {
        let model = &*self.0;
        let settings: Vec<Value> = model
            .settings
            .iter()
            .map(|setting| {
                json!({
                    "name": setting.name,
                    "form": setting.form.as_str(),
                    "required": setting.required,
                    "about": setting.about,
                })
            })
            .collect();
        let offers = [
            ("prefill", !model.page.prefill.is_empty()),
            ("forget", model.page.forget.is_some()),
            ("anonymous", !model.page.anonymous.is_empty()),
            ("url", model.page.url.is_some()),
        ];
        json::ascii(&json!({
            "name": model.name,
            "vendor": model.vendor,
            "document": model.document,
            "read": model.read,
            "algorithm": self.algorithm(),
            "covers": self.covers(),
            "message": match &model.signature {
                Signature::Hmac { message, .. } => Value::String(message.to_string()),
                Signature::Jwt { .. } => Value::Null,
            },
            "fields": model.fields.names().collect::<Vec<_>>(),
            "contact": match &model.contact {
                Some(Contact::Field(field)) => Value::from(field.as_str()),
                Some(Contact::Setting(_)) | None => Value::Null,
            },
            "settings": settings,
            "refused": {"status": model.answer.status, "error": model.answer.error},
            "offers": offers.into_iter().filter(|(_, offered)| *offered).map(|(name, _)| name).collect::<Vec<_>>(),
        }))
    }

    pub(crate) fn model(&self) -> &Model {
        &self.0
    }

    pub(crate) fn not_offered(&self, what: &str) -> Error {
        Error::new(Code::NotOffered, format!("{}'s documents offer no {what} (see {})", self.vendor(), self.document()))
    }

    /// Checks names and values of settings.
    pub(crate) fn check_settings(&self, settings: &Settings) -> Result<()> {
        for (name, value) in settings.iter() {
            let Some(setting) = self.0.settings.iter().find(|setting| setting.name == name) else {
                let names: Vec<&str> = self.0.settings.iter().map(Setting::name).collect();
                let known =
                    if names.is_empty() { "takes none".to_owned() } else { format!("takes {}", names.join(", ")) };
                return Err(Error::about(
                    Code::SettingUnknown,
                    crate::visitor::shortened(name),
                    format!("the scheme {} has no such setting; it {known}", self.name()),
                ));
            };
            setting
                .form
                .check(value)
                .map_err(|rule| Error::about(Code::SettingInvalid, name, format!("{rule}; it is {}", setting.about)))?;
        }
        Ok(())
    }

    /// A setting that is needed now.
    pub(crate) fn need<'a>(&self, settings: &'a Settings, name: &str) -> Result<&'a str> {
        settings.get(name).ok_or_else(|| {
            let about = self.0.settings.iter().find(|setting| setting.name == name).map_or("", Setting::about);
            Error::about(
                Code::SettingMissing,
                name,
                format!("the scheme {} needs the setting {name} for this: {about}", self.name()),
            )
        })
    }
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| match piece {
            Piece::Literal(text) => f.write_str(text),
            Piece::Field(field) => write!(f, "{{{}}}", field.as_str()),
        })
    }
}

impl fmt::Debug for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Scheme").field(&self.name()).finish()
    }
}
