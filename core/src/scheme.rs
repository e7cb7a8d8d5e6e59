//! How one vendor's widget wants a visitor signed, from one TOML file per vendor.

mod about;
#[cfg(compiled_catalogue)]
mod catalogue;
mod digest;
mod example;
mod file;
mod inputs;
#[doc(hidden)]
pub mod keys;
mod message;
#[cfg(compiled_catalogue)]
mod nearest;
mod page_code;
mod page_file;
mod page_tag;
mod placeholder;
mod signature_check;
mod signature_file;
mod size;
mod table;
mod table_file;
mod token;
mod token_file;
mod toml_file;

use serde::{Deserialize, Serialize};
use std::{fmt, sync::Arc};

pub use about::Category;
#[doc(hidden)]
pub use about::{About, FieldsGoTo, Guide, Lasts};
#[cfg(compiled_catalogue)]
pub use catalogue::{scheme, schemes};
pub(crate) use digest::{Hmac, Lifetime, Payload, PayloadForm};
pub use example::Example;
pub(crate) use inputs::{Inputs, Made, join_settings};
pub(crate) use message::{Fault, Message};
#[cfg(compiled_catalogue)]
#[doc(hidden)]
pub use nearest::nearest_schemes;
#[doc(hidden)]
pub use page_code::ScriptPlace;
pub(crate) use page_code::{PageCode, Replacement, Url};
pub(crate) use placeholder::{Piece, Placeholder, Source, Type, display, slots};
pub(crate) use table::{Found, Part, Table, check_made_text};
#[cfg(feature = "sign")]
pub(crate) use table::{missing_covered_field, reserved};
pub(crate) use token::{Jwt, REGISTERED_CLAIMS, check_kid};

use serde_json::{Value, json};

use crate::{
    error::{Answer, Code, Error, Result},
    json,
    settings::Settings,
    visitor::{Field, is_http_address},
};

/// How one vendor's widget wants a visitor signed. [`scheme`] gives one of the catalogue, [`Scheme::parse`] reads a
/// file of your own. It is cheap to clone.
///
/// ```
/// let bookbag = visitorseal::scheme("bookbag")?;
/// assert_eq!(bookbag.vendor(), "Bookbag");
/// assert_eq!(bookbag.covers(), ["id"]);
/// # Ok::<(), visitorseal::Error>(())
/// ```
#[derive(Clone)]
pub struct Scheme(Arc<Model>);

/// A scheme file's content.
#[derive(Deserialize, Serialize)]
pub(crate) struct Model {
    pub name: String,
    pub vendor: String,
    pub about: About,
    pub guide: Guide,
    pub document: String,
    pub read: String,
    pub settings: Vec<Setting>,
    pub signature: Signature,
    pub contact: Option<Identity>,
    pub fields: Table,
    /// The visitor's fields that the signature covers.
    pub covers: Vec<String>,
    /// The visitor's fields that have a place in the payload or the claims.
    pub used: Vec<String>,
    /// Whether each text field of the visitor is among these.
    pub has_place: [bool; Field::ALL.len()],
    /// Whether all attributes are among these.
    pub takes_attributes: bool,
    pub readable_keys: bool,
    pub page: PageCode,
    pub answer: Arc<Answer>,
    #[serde(skip)]
    pub examples: Vec<Example>,
}

#[derive(Deserialize, Serialize)]
pub(crate) enum Signature {
    Hmac(Box<Hmac>),
    Jwt(Box<Jwt>),
}

impl Signature {
    /// The visitor's fields that the signature covers: those of every alternative.
    fn words(&self) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        let mut push = |word: String| {
            if !words.contains(&word) {
                words.push(word);
            }
        };
        match self {
            Self::Hmac(hmac) => {
                let further = hmac.further.iter().flat_map(|(_, messages)| messages);
                let slots = hmac.messages.iter().chain(further).flat_map(Message::slots);
                slots.filter_map(Placeholder::word).for_each(|word| push(word.into_owned()));
                hmac.payload.iter().flat_map(|payload| payload.members.words()).for_each(push);
            }
            Self::Jwt(jwt) => jwt.claims.words().into_iter().for_each(push),
        }
        words
    }

    /// Whether a signature can have an end.
    fn can_expire(&self) -> bool {
        match self {
            Self::Hmac(hmac) => hmac.max_age.is_some() || hmac.lifetime.is_some(),
            Self::Jwt(jwt) => jwt.max_age.is_some() || jwt.lifetime.is_some(),
        }
    }

    /// When the vendor stops accepting a signature, in Unix seconds: by its own end, or by the age that the vendor allows.
    #[cfg(feature = "sign")]
    pub fn expires_at(&self, made: &Made) -> Option<u64> {
        let max_age = match self {
            Self::Hmac(hmac) => hmac.max_age,
            Self::Jwt(jwt) => jwt.max_age,
        };
        made.expires.into_iter().chain(max_age.map(|age| made.now.saturating_add(age))).min()
    }

    /// The secrets of examples are samples too: everyone knows them.
    fn add_samples(&mut self, examples: &[Example]) {
        let samples = match self {
            Self::Hmac(hmac) => &mut hmac.samples,
            Self::Jwt(jwt) => &mut jwt.samples,
        };
        samples.extend(examples.iter().filter_map(|example| example.secret.clone()));
    }

    fn set_named_attributes(&mut self, names: &[String]) {
        match self {
            Self::Hmac(hmac) => {
                if let Some(payload) = &mut hmac.payload {
                    payload.members.set_named_attributes(names);
                }
            }
            Self::Jwt(jwt) => jwt.claims.set_named_attributes(names),
        }
    }
}

#[derive(Deserialize, Serialize)]
pub(crate) enum Identity {
    /// The first of these that is signed.
    Fields(Vec<Field>),
    /// A setting that names the claim.
    Setting(String),
}

/// What verifies a signature.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum KeyKind {
    /// The vendor and the site share one secret, which signs and verifies.
    Shared,
    /// The site's private key signs, and the public key verifies.
    Pair,
}

impl KeyKind {
    /// The kind's stable name: `shared` or `pair`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::Pair => "pair",
        }
    }
}

/// A setting of a scheme.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Setting {
    pub(crate) name: String,
    pub(crate) about: String,
    pub(crate) form: Form,
    pub(crate) required: bool,
    pub(crate) per_request: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub(crate) enum Form {
    Text,
    Name,
    Seconds,
    Html,
    Address,
    Endpoint,
}

impl Form {
    const ALL: [(&'static str, Self); 6] = [
        ("text", Self::Text),
        ("name", Self::Name),
        ("seconds", Self::Seconds),
        ("html", Self::Html),
        ("address", Self::Address),
        ("endpoint", Self::Endpoint),
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
            Self::Endpoint => (is_http_address(value) || is_path(value)) && value.len() <= 8 * 1024,
        };
        if fits { Ok(()) } else { Err(self.rule()) }
    }

    fn rule(self) -> &'static str {
        match self {
            Self::Text => "The setting must be one line of 1 to 1024 bytes.",
            Self::Name => "The setting must consist of the letters A to Z and a to z, digits, _ and -.",
            Self::Seconds => "The setting must be a whole number of seconds, at most ten years.",
            Self::Html => "The setting must be the HTML from the vendor's dashboard, at most 64 KiB.",
            Self::Address => "The setting must be an http or https address without spaces and quotes.",
            Self::Endpoint => {
                "The setting must be a path of the site such as /visitor-token, or an http or https address, without spaces and quotes."
            }
        }
    }
}

/// Checks the address of an endpoint: a path of the site, or an http or https address. The error is a sentence.
pub(crate) fn check_endpoint(text: &str) -> std::result::Result<(), &'static str> {
    Form::Endpoint.check(text)
}

/// Whether a text is a path of the page's own site. Two slashes would begin the name of another host.
fn is_path(text: &str) -> bool {
    text.strip_prefix('/').is_some_and(|rest| {
        !rest.starts_with(['/', '\\'])
            && rest.bytes().all(|byte| byte.is_ascii_graphic() && !b"\"'<>\\^`{|}".contains(&byte))
    })
}

impl Setting {
    /// The setting's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What the setting is and where the vendor shows it, in a sentence.
    #[must_use]
    pub fn about(&self) -> &str {
        &self.about
    }

    /// Whether each request has another value, so that each needs a signer of its own.
    #[doc(hidden)]
    #[must_use]
    pub fn is_per_request(&self) -> bool {
        self.per_request
    }

    /// Whether a signer needs the setting. Other settings are needed only by the call that uses them.
    #[must_use]
    pub fn is_required(&self) -> bool {
        self.required
    }
}

impl Scheme {
    /// Reads a scheme of your own. [`scheme_file`](crate::scheme_file) explains the format.
    /// A scheme file is code: load only your own.
    ///
    /// # Errors
    /// `scheme_malformed`, with the key as `field` and the line in the reason.
    pub fn parse(toml: &str) -> Result<Self> {
        file::read(toml).map(Self::new)
    }

    fn new(model: Model) -> Self {
        Self(Arc::new(model))
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

    /// The product as the vendor names it, such as `Messenger`. A scheme file of your own may leave it out.
    #[must_use]
    pub fn product(&self) -> Option<&str> {
        self.0.about.product.as_deref()
    }

    /// What the product is for. A scheme file of your own may leave it out.
    #[must_use]
    pub fn category(&self) -> Option<Category> {
        self.0.about.category
    }

    /// The address of the vendor's documentation that the scheme was read from.
    #[must_use]
    pub fn document(&self) -> &str {
        &self.0.document
    }

    /// The settings that the scheme takes.
    #[must_use]
    pub fn settings(&self) -> &[Setting] {
        &self.0.settings
    }

    /// The visitor's fields that the signature covers. `attributes` stands for all attributes, `attributes.plan` for one.
    /// A scheme that signs the id, or else the email address, has both.
    #[must_use]
    pub fn covers(&self) -> Vec<&str> {
        self.0.covers.iter().map(String::as_str).collect()
    }

    /// What verifies a signature: the shared secret itself, or the public key of a key pair.
    #[must_use]
    pub fn key_kind(&self) -> KeyKind {
        match self.0.signature {
            Signature::Hmac(_) => KeyKind::Shared,
            Signature::Jwt(ref jwt) if jwt.algorithm.is_shared() => KeyKind::Shared,
            Signature::Jwt(_) => KeyKind::Pair,
        }
    }

    /// The algorithm: `HMAC-SHA256`, `HMAC-SHA512` or `HMAC-SHA1` of a digest (RFC 2104); of a token `HS256`, `HS384`, `HS512`,
    /// `RS256`, `RS384`, `RS512`, `ES256`, `ES384` (RFC 7518) or `EdDSA` with Ed25519 (RFC 8037).
    #[must_use]
    pub fn algorithm(&self) -> &'static str {
        match &self.0.signature {
            Signature::Hmac(hmac) => hmac.hash.algorithm(),
            Signature::Jwt(jwt) => jwt.algorithm.name,
        }
    }

    /// The scheme as JSON, for a catalogue: name, vendor, product, category, other names, document and the date it was read, how
    /// sure the file is (`certain`, or `reported` with the `evidence`), whether the vendor has moved on, algorithm, what the signature
    /// covers, the message, why it is ambiguous if it is, the fields' names, the settings, how to answer a refused request,
    /// and which of prefill, forget, anonymous and url the vendor documents.
    ///
    /// `message` and `contact` are lists where the scheme has alternatives. `signature_field` is the name of the field with
    /// the signature, and `signatures` are the paths of the fields with further ones.
    ///
    /// `refused` is the answer that the vendor documents. Where it documents none, `refused` is visitorseal's own: 401 with
    /// the error `identity_unverified`.
    ///
    /// `script_place` says where the script or the element must stand. `anywhere`: at any place of every page, so its end will do.
    /// `fixed`: before or after something of the site's own page. `one_page`: in one page of the site only. It is null where
    /// visitorseal writes no script. `why_not_inserted` is null, or says in sentences why no program may insert the script into the
    /// pages of a site by itself, and where the site must write it.
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
            ("prefill", model.page.prefill.is_some()),
            ("forget", model.page.states.is_some()),
            ("anonymous", model.page.anonymous.is_some()),
            ("url", model.page.url.is_some()),
        ];
        json::ascii(&json!({
            "name": model.name,
            "vendor": model.vendor,
            "product": model.about.product,
            "category": model.about.category.map(Category::as_str),
            "other_names": model.about.other_names,
            "status": if model.about.reported.is_some() { "reported" } else { "certain" },
            "evidence": model.about.reported,
            "deprecated": model.about.deprecated,
            "replaced_by": model.about.replaced_by,
            "document": model.document,
            "read": model.read,
            "key_kind": self.key_kind().as_str(),
            "algorithm": self.algorithm(),
            "covers": self.covers(),
            "message": match &model.signature {
                Signature::Hmac(hmac) => one_or_list(hmac.messages.iter().map(ToString::to_string)),
                Signature::Jwt(_) => Value::Null,
            },
            "ambiguous": match &model.signature {
                Signature::Hmac(hmac) => hmac.ambiguous.as_deref(),
                Signature::Jwt(_) => None,
            },
            "signatures": match &model.signature {
                Signature::Hmac(hmac) => {
                    let places = (0..hmac.further.len()).map(Source::Further);
                    places.filter_map(|place| model.fields.path_of(&place)).collect()
                }
                Signature::Jwt(_) => Vec::new(),
            },
            "fields": model.fields.names().collect::<Vec<_>>(),
            "signature_field": model.fields.signature(),
            "contact": match &model.contact {
                Some(Identity::Fields(fields)) => one_or_list(fields.iter().map(|field| field.as_str().to_owned())),
                Some(Identity::Setting(_)) | None => Value::Null,
            },
            "settings": settings,
            "refused": {"status": model.answer.status, "error": model.answer.error},
            "script_place": self.script_place().map(ScriptPlace::as_str),
            "why_not_inserted": self.why_not_inserted(),
            "offers": offers.into_iter().filter(|(_, offered)| *offered).map(|(name, _)| name).collect::<Vec<_>>(),
        }))
    }

    /// What the file says about the product and about itself.
    #[doc(hidden)]
    #[must_use]
    pub fn about(&self) -> &About {
        &self.0.about
    }

    /// What the page about the vendor says besides.
    #[doc(hidden)]
    #[must_use]
    pub fn guide(&self) -> &Guide {
        &self.0.guide
    }

    /// The examples of the scheme's file. They come from the vendor's documentation or library.
    #[doc(hidden)]
    #[must_use]
    pub fn examples(&self) -> &[Example] {
        &self.0.examples
    }

    /// What the vendor's widget keeps although it has forgotten the visitor, in a sentence.
    #[doc(hidden)]
    #[must_use]
    pub fn kept(&self) -> Option<&str> {
        self.0.page.kept.as_deref()
    }

    /// Where the script must stand in the pages of a site. None where the scheme has no script.
    #[doc(hidden)]
    #[must_use]
    pub fn script_place(&self) -> Option<ScriptPlace> {
        self.0.page.states.as_ref().map(|_| self.0.page.script_place)
    }

    /// Why nothing may insert the script into the pages of a site, and where the site must write it.
    fn why_not_inserted(&self) -> Option<String> {
        let why = match self.script_place()? {
            ScriptPlace::Anywhere => return None,
            ScriptPlace::Fixed => "The script must stand at a certain place of the page.",
            ScriptPlace::OnePage => "Only one page of the site may have the script.",
        };
        let page = self.0.guide.page.as_deref();
        Some([Some(why), page].into_iter().flatten().collect::<Vec<_>>().join(" "))
    }

    /// The visitor's fields that the vendor gets, signed or not, in the words of [`covers`](Self::covers).
    #[doc(hidden)]
    #[must_use]
    pub fn used(&self) -> &[String] {
        &self.0.used
    }

    pub(crate) fn model(&self) -> &Model {
        &self.0
    }

    pub(crate) fn not_offered(&self, what: &str) -> Error {
        Error::new(Code::NotOffered, format!("{} offers no {what}. See {}.", self.vendor(), self.document()))
    }

    /// Checks names and values of settings.
    pub(crate) fn check_settings(&self, settings: &Settings) -> Result<()> {
        for (name, value) in settings.iter() {
            let Some(setting) = self.0.settings.iter().find(|setting| setting.name == name) else {
                let names: Vec<&str> = self.0.settings.iter().map(Setting::name).collect();
                let advice = match names.as_slice() {
                    [] => "It has no settings: remove this one.".to_owned(),
                    names => format!("Use {}.", names.join(", ")),
                };
                return Err(Error::about(
                    Code::SettingUnknown,
                    crate::error::shortened(name),
                    format!("The scheme {} has no setting of this name. {advice}", self.name()),
                ));
            };
            setting.form.check(value).map_err(|rule| {
                Error::about(Code::SettingInvalid, name, format!("{rule} Its meaning: {}", setting.about))
            })?;
        }
        Ok(())
    }

    /// The value of a setting that the call needs.
    pub(crate) fn need<'a>(&self, settings: &'a Settings, name: &str) -> Result<&'a str> {
        settings.get(name).ok_or_else(|| {
            let about = self.0.settings.iter().find(|setting| setting.name == name).map_or("", Setting::about);
            Error::about(
                Code::SettingMissing,
                name,
                format!("The scheme {} needs the setting {name} for this call. Its meaning: {about}", self.name()),
            )
        })
    }
}

fn one_or_list(texts: impl Iterator<Item = String>) -> Value {
    let mut texts: Vec<String> = texts.collect();
    if texts.len() > 1 { texts.into() } else { texts.pop().into() }
}

impl fmt::Debug for Scheme {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Scheme").field(&self.name()).finish()
    }
}
