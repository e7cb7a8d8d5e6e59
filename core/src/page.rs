//! The scripts of a page that need no secret, and the snippets that a site pasted.

mod html;

use std::sync::Arc;

use crate::{
    error::{Code, Error, Result},
    json,
    scheme::{Inputs, Replacement, Scheme, Url},
    settings::Settings,
    template::{Filling, Template, read_fields},
    visitor::Visitor,
};

/// A scheme with its settings: what a page needs without a secret.
///
/// A signer has one and offers the same calls. Send `Cache-Control: private, no-store` with every page that holds
/// a visitor: a cache must not show it to others.
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
    /// The vendor's snippet and address from the settings.
    snippet: Option<Template>,
    url: Option<Template>,
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
        let pasted = |setting: &str, html: bool| {
            settings.get(setting).map(|text| compile(scheme, settings, setting, text, html)).transpose()
        };
        let url = match &page.url {
            Some(Url::Pasted(setting)) => pasted(setting, false)?,
            Some(Url::Address(address)) => {
                address.start().map_or(Ok(()), |setting| check_start(setting, settings))?;
                None
            }
            None => None,
        };
        Ok(Self(Arc::new(Inner {
            snippet: page.template.as_deref().map_or(Ok(None), |setting| pasted(setting, true))?,
            url,
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

    /// The script that makes the widget forget the visitor at sign-out. It is empty if the vendor documents none:
    /// a page without a signed script is anonymous there.
    ///
    /// `nonce` is the page's Content-Security-Policy nonce, base64 or base64url.
    ///
    /// # Errors
    /// `nonce_invalid`.
    pub fn forget_script(&self, nonce: Option<&str>) -> Result<String> {
        match &self.0.scheme.model().page.forget {
            Some(forget) => self.render(forget, "{}", None, nonce),
            None => self.render(&Template::default(), "{}", None, nonce),
        }
    }

    /// The script that starts the widget for a visitor who is not signed in. It is empty if the widget needs none.
    ///
    /// # Errors
    /// `nonce_invalid`.
    pub fn anonymous_script(&self, nonce: Option<&str>) -> Result<String> {
        let model = self.0.scheme.model();
        let anonymous = &model.page.anonymous;
        let script = anonymous.script.as_ref().or(model.page.script.as_ref()).filter(|_| !anonymous.is_empty());
        let Some(script) = script else {
            return self.render(&Template::default(), "{}", None, nonce);
        };
        let mut fields =
            model.fields.fill(Inputs { visitor: &Visitor::new(), settings: &self.0.settings, made: None })?.to_object();
        fields.retain(|name, _| anonymous.fields.contains(name));
        self.render(script, &json::ascii(&fields), None, nonce)
    }

    /// [`Signed::script`](crate::Signed::script) from the texts of [`Signed::fields_json`](crate::Signed::fields_json)
    /// and [`Signed::signature`](crate::Signed::signature), for a binding that keeps these texts instead of a handle.
    /// They become code of the page: pass nothing else.
    ///
    /// # Errors
    /// The errors of [`Signed::script`](crate::Signed::script).
    #[doc(hidden)]
    pub fn script(&self, fields: &str, signature: Option<&str>, nonce: Option<&str>) -> Result<String> {
        let page = &self.0.scheme.model().page;
        let prefill = page.prefill.script.as_ref().filter(|_| signature.is_none());
        match (prefill.or(self.0.snippet.as_ref()).or(page.script.as_ref()), &page.template) {
            (Some(script), _) => self.render(script, fields, signature, nonce),
            (None, Some(setting)) => Err(self.missing(setting)),
            (None, None) => Err(self.0.scheme.not_offered("script")),
        }
    }

    /// [`Signed::url`](crate::Signed::url) from a signature alone, for an address that the site pasted.
    ///
    /// # Errors
    /// The errors of [`Signed::url`](crate::Signed::url).
    #[doc(hidden)]
    pub fn url(&self, signature: Option<&str>) -> Result<String> {
        self.url_of("{}", signature)
    }

    /// [`Signed::url`](crate::Signed::url) from the texts that [`script`](Self::script) takes.
    ///
    /// # Errors
    /// The errors of [`Signed::url`](crate::Signed::url).
    #[doc(hidden)]
    pub fn url_of(&self, fields: &str, signature: Option<&str>) -> Result<String> {
        match (&self.0.url, &self.0.scheme.model().page.url) {
            (Some(pasted), _) => self.render(pasted, "{}", signature, None),
            (None, Some(Url::Pasted(setting))) => Err(self.missing(setting)),
            (None, Some(Url::Address(address))) if signature.is_some() => {
                for setting in address.needed_settings() {
                    self.0.scheme.need(&self.0.settings, setting)?;
                }
                address.render(&read_fields(fields)?, &self.0.settings)
            }
            (None, Some(Url::Address(_))) => Err(self.0.scheme.not_offered("address without a signature")),
            (None, None) => Err(self.0.scheme.not_offered("address for mobile apps")),
        }
    }

    fn render(
        &self,
        template: &Template,
        fields: &str,
        signature: Option<&str>,
        nonce: Option<&str>,
    ) -> Result<String> {
        template.render(Filling { fields, signature, nonce, settings: &self.0.settings })
    }

    fn missing(&self, setting: &str) -> Error {
        match self.0.scheme.need(&self.0.settings, setting) {
            Err(error) => error,
            Ok(_) => Error::about(Code::Internal, setting, "A setting that exists was reported as missing."),
        }
    }
}

/// The path of the scheme file follows this address.
fn check_start(name: &str, settings: &Settings) -> Result<()> {
    match settings.get(name) {
        Some(address) if address.contains(['?', '#']) => Err(Error::about(
            Code::SettingInvalid,
            name,
            "The address must end before ? and #, since a path is added to it. Remove what follows.",
        )),
        _ => Ok(()),
    }
}

/// Prepares a snippet or address from the vendor's dashboard. One pass replaces the vendor's placeholders, so that no
/// value is searched for placeholders again, and gives each `<script` tag a place for the nonce.
fn compile(scheme: &Scheme, settings: &Settings, name: &str, text: &str, html: bool) -> Result<Template> {
    let replace = &scheme.model().page.replace;
    let mut places = if html { html::script_tags(text) } else { Vec::new() };
    places.reverse();
    let mut template = Template::default();
    let mut from = 0;
    let mut at = 0;
    while at <= text.len() {
        if places.last() == Some(&at) {
            places.pop();
            template.push_text(text.get(from..at).unwrap_or_default());
            template.push_nonce();
            from = at;
        }
        let rest = text.get(at..).unwrap_or_default();
        // The longest word wins where two begin alike.
        let word = replace.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
        if let Some((word, part)) = word {
            template.push_text(text.get(from..at).unwrap_or_default());
            match part {
                Replacement::Setting(setting) => template.push_text(scheme.need(settings, setting)?),
                Replacement::Signature => template.push_signature(),
            }
            at += word.len();
            from = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    template.push_text(text.get(from..).unwrap_or_default());
    if template.has_signature() {
        return Ok(template);
    }
    let word = replace.iter().find(|(_, part)| matches!(part, Replacement::Signature)).map_or("", |(word, _)| word);
    Err(Error::about(
        Code::SettingInvalid,
        name,
        format!(
            "The code does not contain {word}, the placeholder for the signature. Copy the code again from the vendor's dashboard."
        ),
    ))
}
