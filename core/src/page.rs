//! What goes into the page: the vendor's call with the fields in it, as one `<script>`.

mod code;
mod html;

use std::sync::Arc;

pub(crate) use code::{code_slots, script};

use crate::{
    error::{Code, Error, Result},
    json::{self, Object, push_script_literal},
    scheme::{Part, Scheme},
    settings::Settings,
    signed::Signed,
    visitor::Visitor,
};

/// A scheme with its settings: all about the page that needs no secret.
///
/// A signer has one and offers the same calls; this is for a page that only forgets or pre-fills.
/// A page with a visitor in it is that visitor's alone: send `Cache-Control: private, no-store`
/// with it, or no cache may ever hold it.
///
/// ```
/// use visitorseal::{Page, Settings, scheme};
///
/// let page = Page::new(&scheme("bookbag")?, &Settings::new())?;
/// assert!(page.forget_script(Some("bm9uY2U"))?.starts_with("<script nonce=\"bm9uY2U\">"));
/// # Ok::<(), visitorseal::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Page(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    scheme: Scheme,
    settings: Settings,
    /// The vendor's snippet and address, as the site pasted them.
    snippet: Option<Template>,
    url: Option<Template>,
}

/// HTML or an address with places in it; rendering puts each in, once.
pub(crate) type Template = Vec<Slot>;

#[derive(Debug, PartialEq)]
pub(crate) enum Slot {
    Text(String),
    Fields,
    Signature,
    Nonce,
}

impl Page {
    /// Checks the settings and prepares the scripts.
    ///
    /// # Errors
    /// `setting_unknown`, `setting_missing` or `setting_invalid`.
    pub fn new(scheme: &Scheme, settings: &Settings) -> Result<Self> {
        scheme.check_settings(settings)?;
        let model = scheme.model();
        for setting in model.settings.iter().filter(|setting| setting.required) {
            scheme.need(settings, &setting.name)?;
        }
        let page = &model.page;
        let pasted = |setting: &Option<String>, html: bool| {
            setting
                .as_deref()
                .and_then(|name| settings.get(name).map(|text| (name, text)))
                .map(|(name, text)| compile(scheme, settings, name, text, html))
                .transpose()
        };
        Ok(Self(Arc::new(Inner {
            snippet: pasted(&page.template, true)?,
            url: pasted(&page.url, false)?,
            scheme: scheme.clone(),
            settings: settings.clone(),
        })))
    }

    /// The scheme.
    #[must_use]
    pub fn scheme(&self) -> &Scheme {
        &self.0.scheme
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.0.settings
    }

    /// Name and e-mail for the vendor's form, without a signature: the visitor types less and is
    /// not recognised. Its own call, so that nobody leaves out a signature by accident.
    ///
    /// # Errors
    /// `not_offered` where the vendor documents no such mode, `field_missing` for a visitor with
    /// none of these fields, and what [`Signer::sign`](crate::Signer::sign) says of a bad visitor.
    pub fn prefill(&self, visitor: &Visitor) -> Result<Signed> {
        let model = self.0.scheme.model();
        let names = &model.page.prefill;
        if names.is_empty() {
            return Err(self.0.scheme.not_offered("pre-filled form"));
        }
        let mut warnings = Vec::new();
        visitor.check(&mut warnings)?;
        let mut fields = model.fields.fill(visitor, None, &self.0.settings)?.to_object();
        fields.retain(|name, _| names.contains(name));
        if fields.is_empty() {
            return Err(Error::about(
                Code::FieldMissing,
                "email",
                format!("a pre-filled form needs {}", names.join(" or ")),
            ));
        }
        Ok(Signed::new(self.clone(), None, json::ascii(&fields), warnings))
    }

    /// The script that a page runs at sign-out, so that the widget forgets the visitor; empty
    /// where the vendor documents none, since a page without a signed script is anonymous there.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce, base64 or base64url.
    ///
    /// # Errors
    /// `nonce_invalid`.
    pub fn forget_script(&self, nonce: Option<&str>) -> Result<String> {
        let forget = self.0.scheme.model().page.forget.as_deref().unwrap_or_default();
        render(forget, "", None, nonce)
    }

    /// The script for a visitor who is not signed in, where the vendor's widget must be started
    /// for them too; empty elsewhere.
    ///
    /// # Errors
    /// `nonce_invalid`.
    pub fn anonymous_script(&self, nonce: Option<&str>) -> Result<String> {
        let model = self.0.scheme.model();
        let mut fields = Object::new();
        let mut script: &[Slot] = &[];
        if !model.page.anonymous.is_empty() {
            fields = model.fields.fill(&Visitor::new(), None, &self.0.settings)?.to_object();
            fields.retain(|name, _| model.page.anonymous.contains(name));
            script = model.page.script.as_deref().unwrap_or_default();
        }
        render(script, &json::ascii(&fields), None, nonce)
    }

    /// [`Signed::script`] of what [`Signed::fields_json`] and [`Signed::signature`] gave, for a binding that
    /// keeps these texts rather than a handle. They become code of the page: nothing else may be given.
    ///
    /// # Errors
    /// As [`Signed::script`].
    #[doc(hidden)]
    pub fn script(&self, fields: &str, signature: Option<&str>, nonce: Option<&str>) -> Result<String> {
        let page = &self.0.scheme.model().page;
        match (self.0.snippet.as_ref().or(page.script.as_ref()), &page.template) {
            (Some(script), _) => render(script, fields, signature, nonce),
            (None, Some(setting)) => Err(self.missing(setting)),
            (None, None) => Err(self.0.scheme.not_offered("script")),
        }
    }

    /// [`Signed::url`] of a signature, as [`script`](Self::script).
    ///
    /// # Errors
    /// As [`Signed::url`].
    #[doc(hidden)]
    pub fn url(&self, signature: Option<&str>) -> Result<String> {
        match (&self.0.url, &self.0.scheme.model().page.url) {
            (Some(url), _) => render(url, "", signature, None),
            (None, Some(setting)) => Err(self.missing(setting)),
            (None, None) => Err(self.0.scheme.not_offered("address for mobile apps")),
        }
    }

    fn missing(&self, setting: &str) -> Error {
        match self.0.scheme.need(&self.0.settings, setting) {
            Err(error) => error,
            Ok(_) => Error::about(Code::Internal, setting, "a setting that is there was reported missing"),
        }
    }
}

/// Prepares a snippet or address that the site pasted from the vendor's panel: its words are
/// replaced in one pass, so that no value is searched for words again, and its `<script` tags get
/// a place for the nonce.
fn compile(scheme: &Scheme, settings: &Settings, name: &str, text: &str, html: bool) -> Result<Template> {
    let replace = &scheme.model().page.replace;
    let mut places = if html { html::script_tags(text) } else { Vec::new() };
    places.reverse();
    let mut template = Template::new();
    let mut from = 0;
    let mut at = 0;
    while at <= text.len() {
        if places.last() == Some(&at) {
            places.pop();
            push_text(&mut template, text.get(from..at));
            template.push(Slot::Nonce);
            from = at;
        }
        let rest = text.get(at..).unwrap_or_default();
        // The longest word wins where two begin alike.
        let word = replace.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
        if let Some((word, part)) = word {
            push_text(&mut template, text.get(from..at));
            match part {
                Part::Setting(setting) => push_text(&mut template, Some(scheme.need(settings, setting)?)),
                _ => template.push(Slot::Signature),
            }
            at += word.len();
            from = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    push_text(&mut template, text.get(from..));
    if template.contains(&Slot::Signature) {
        return Ok(template);
    }
    let word = replace.iter().find(|(_, part)| matches!(part, Part::Signature)).map_or("", |(word, _)| word);
    Err(Error::about(
        Code::SettingInvalid,
        name,
        format!("it does not hold {word}, where the signature goes; copy it again from the vendor's panel"),
    ))
}

fn push_text(template: &mut Template, text: Option<&str>) {
    if let Some(text) = text.filter(|text| !text.is_empty()) {
        template.push(Slot::Text(text.to_owned()));
    }
}

fn render(template: &[Slot], fields: &str, signature: Option<&str>, nonce: Option<&str>) -> Result<String> {
    if let Some(nonce) = nonce {
        check_nonce(nonce)?;
    }
    let mut out = String::with_capacity(1024);
    for slot in template {
        match slot {
            Slot::Text(text) => out.push_str(text),
            Slot::Fields => push_script_literal(&mut out, fields),
            Slot::Signature => out.push_str(signature.unwrap_or_default()),
            Slot::Nonce => {
                if let Some(nonce) = nonce {
                    out.push_str(" nonce=\"");
                    out.push_str(nonce);
                    out.push('"');
                }
            }
        }
    }
    Ok(out)
}

/// CSP level 3 section 2.3.1: a nonce is base64 or base64url.
fn check_nonce(nonce: &str) -> Result<()> {
    let body = nonce.trim_end_matches('=');
    let fits = !body.is_empty()
        && nonce.len() - body.len() <= 2
        && nonce.len() <= 256
        && body.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+/-_".contains(&byte));
    if fits {
        return Ok(());
    }
    Err(Error::about(
        Code::NonceInvalid,
        "nonce",
        "a nonce is base64 or base64url of at most 256 characters; make one of 16 random bytes for each page",
    ))
}
