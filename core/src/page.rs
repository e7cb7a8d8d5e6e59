//! The scripts of a page that need no secret, and the snippets that a site pasted.

mod file;
pub(crate) mod html;
mod pasted;
mod written;

use std::{
    borrow::Cow,
    sync::{Arc, OnceLock},
};

pub use file::FileForm;
pub use written::ScriptParts;

use crate::{
    error::{Code, Error, Result},
    json::{self, Object},
    scheme::{Inputs, Scheme, Url, check_endpoint},
    settings::Settings,
    template::{Filling, State, States, Template, check_nonce, read_fields},
    visitor::VisitorRef,
};

/// The texts of a signed or prefilled visitor.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Statement<'a> {
    /// [`Signed::fields_json`](crate::Signed::fields_json).
    pub fields: &'a str,
    /// [`Signed::signature`](crate::Signed::signature).
    pub signature: Option<&'a str>,
    /// [`Signed::mark`](crate::Signed::mark).
    pub mark: Option<&'a str>,
}

/// A scheme with its settings: what a page needs without a secret.
///
/// A signer has one and offers the same calls. Send `Cache-Control: private, no-store` with every page that holds
/// a visitor: a cache must not show it to others.
///
/// ```
/// use visitorseal::{Page, Settings, scheme};
///
/// let page = Page::new(&scheme("bookbag")?, &Settings::new())?;
/// assert!(page.anonymous_script(Some("bm9uY2U"))?.starts_with("<script nonce=\"bm9uY2U\""));
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
    /// What the scripts of all signed visitors share, made with the first.
    body: OnceLock<String>,
}

impl Page {
    /// Checks the settings and prepares the scripts.
    ///
    /// # Errors
    /// `setting_unknown`, `setting_missing` or `setting_invalid`.
    pub fn new(scheme: &Scheme, settings: &Settings) -> Result<Self> {
        scheme.check_settings(settings)?;
        for setting in scheme.model().settings.iter().filter(|setting| setting.required) {
            scheme.need(settings, &setting.name)?;
        }
        Self::prepare(scheme, settings)
    }

    /// A page for its [`file`](Self::file) alone, which lacks the settings that only fields have.
    ///
    /// # Errors
    /// `setting_unknown`, `setting_invalid`, or `setting_missing` for a setting that the file contains.
    #[doc(hidden)]
    pub fn for_file(scheme: &Scheme, settings: &Settings) -> Result<Self> {
        scheme.check_settings(settings)?;
        let model = scheme.model();
        let is_in_file = |name: &str| model.page.states.as_ref().is_some_and(|states| states.has_setting(name));
        for setting in model.settings.iter().filter(|setting| setting.required && is_in_file(&setting.name)) {
            scheme.need(settings, &setting.name)?;
        }
        Self::prepare(scheme, settings)
    }

    fn prepare(scheme: &Scheme, settings: &Settings) -> Result<Self> {
        let page = &scheme.model().page;
        let pasted = |setting: &str, html: bool| {
            settings.get(setting).map(|text| pasted::compile(scheme, settings, setting, text, html)).transpose()
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
            body: OnceLock::new(),
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

    /// The script for a page of nobody: the widget forgets the visitor whom it knows, and then starts for an anonymous one
    /// where the vendor wants that. Where it knows nobody, it forgets nothing.
    ///
    /// Write it only into a page that no cache gives to others: it would sign them out. It is empty for a scheme without
    /// page code. `nonce` is the page's Content-Security-Policy nonce, base64 or base64url.
    ///
    /// # Errors
    /// `nonce_invalid`, and `setting_missing` for a setting that the page code needs.
    pub fn anonymous_script(&self, nonce: Option<&str>) -> Result<String> {
        self.script_of_nobody(State::Anonymous, &json::ascii(&self.anonymous_fields()?), nonce)
    }

    /// The script that makes the widget forget the visitor at sign-out, whomever it knows. [`anonymous_script`] on the next
    /// page does the same where this library named the visitor. It is empty for a scheme without page code.
    ///
    /// [`anonymous_script`]: Self::anonymous_script
    ///
    /// # Errors
    /// `nonce_invalid`, and `setting_missing` for a setting that the page code needs.
    pub fn forget_script(&self, nonce: Option<&str>) -> Result<String> {
        self.script_of_nobody(State::Forget, "{}", nonce)
    }

    /// The element of a page of nobody, beside [`Signed::element`](crate::Signed::element). It does what
    /// [`anonymous_script`](Self::anonymous_script) does.
    ///
    /// # Errors
    /// `not_offered` for a scheme without page code.
    pub fn anonymous_element(&self) -> Result<String> {
        self.need_states("element")?;
        let fields = self.anonymous_fields()?;
        let fields = (!fields.is_empty()).then(|| json::ascii(&fields));
        Ok(written::element(self.0.scheme.name(), State::Anonymous, None, fields.as_deref(), None, None))
    }

    /// The JavaScript file that the elements of a page need, for `<script src>` in its head, or as an ES module. It holds
    /// nothing of a visitor and no secret, and needs neither inline code nor a nonce.
    ///
    /// # Errors
    /// `not_offered` for a scheme without page code; `setting_missing` for a setting that the code needs, and
    /// `setting_invalid` for pasted code that is more than scripts.
    pub fn file(&self, form: FileForm) -> Result<String> {
        file::write(self, form)
    }

    fn anonymous_fields(&self) -> Result<Object> {
        let model = self.0.scheme.model();
        let Some(names) = &model.page.anonymous else { return Ok(Object::new()) };
        let visitor = VisitorRef::default();
        let inputs = Inputs { visitor: &visitor, settings: &self.0.settings, made: None };
        let mut fields = model.fields.fill(inputs)?.to_object();
        fields.retain(|name, _| names.contains(name));
        Ok(fields)
    }

    fn script_of_nobody(&self, state: State, fields: &str, nonce: Option<&str>) -> Result<String> {
        nonce.map_or(Ok(()), check_nonce)?;
        if self.0.scheme.model().page.states.is_none() {
            return Ok(String::new());
        }
        written::script(self, state, &Statement { fields, signature: None, mark: None }, nonce)
            .map(|parts| parts.join())
    }

    /// [`Signed::script`](crate::Signed::script) from the texts of a signed visitor, for a binding that keeps these texts
    /// instead of a handle. They become code of the page: pass nothing else.
    ///
    /// # Errors
    /// The errors of [`Signed::script`](crate::Signed::script).
    #[doc(hidden)]
    pub fn script(&self, statement: Statement<'_>, nonce: Option<&str>) -> Result<String> {
        self.script_parts(statement, nonce).map(|parts| parts.join())
    }

    /// [`script`](Self::script) in its parts.
    ///
    /// # Errors
    /// The errors of [`script`](Self::script).
    #[doc(hidden)]
    pub fn script_parts(&self, statement: Statement<'_>, nonce: Option<&str>) -> Result<ScriptParts<'_>> {
        self.need_states("script")?;
        nonce.map_or(Ok(()), check_nonce)?;
        let page = &self.0.scheme.model().page;
        let mut parts = written::script(self, self.state_of(&statement)?, &statement, nonce)?;
        match (&self.0.snippet, &page.template) {
            (Some(snippet), _) => {
                parts.end.push('\n');
                snippet.render(&mut parts.end, self.filling(statement.signature, nonce))?;
            }
            (None, Some(setting)) => return Err(self.missing(setting)),
            (None, None) => {}
        }
        Ok(parts)
    }

    /// [`Signed::element`](crate::Signed::element) from the texts that [`script`](Self::script) takes.
    ///
    /// # Errors
    /// The errors of [`Signed::element`](crate::Signed::element).
    #[doc(hidden)]
    pub fn element(&self, statement: Statement<'_>, expires_at: Option<u64>, endpoint: Option<&str>) -> Result<String> {
        self.need_states("element")?;
        if let Some(endpoint) = endpoint {
            check_endpoint(endpoint).map_err(|rule| {
                Error::about(Code::SettingInvalid, "endpoint", rule.replace("The setting", "The endpoint"))
            })?;
        }
        let state = self.state_of(&statement)?;
        let endpoint = endpoint.or_else(|| self.endpoint());
        let Statement { fields, mark, .. } = statement;
        Ok(written::element(self.0.scheme.name(), state, mark, Some(fields), expires_at, endpoint))
    }

    /// Without a signature the visitor is a prefilled one.
    fn state_of(&self, statement: &Statement<'_>) -> Result<State> {
        match statement.signature {
            Some(_) => Ok(State::Signed),
            None if self.0.scheme.model().page.prefill.is_some() => Ok(State::Prefill),
            None => Err(self.0.scheme.not_offered("prefilled form")),
        }
    }

    fn body(&self, state: State) -> Result<Cow<'_, str>> {
        if state != State::Signed {
            return written::body(self, state).map(Cow::Owned);
        }
        let body = match self.0.body.get() {
            Some(body) => body,
            None => {
                let made = written::body(self, state)?;
                self.0.body.get_or_init(|| made)
            }
        };
        Ok(Cow::Borrowed(body))
    }

    fn need_states(&self, what: &str) -> Result<&States> {
        self.0.scheme.model().page.states.as_ref().ok_or_else(|| self.0.scheme.not_offered(what))
    }

    fn endpoint(&self) -> Option<&str> {
        self.0.settings.get(self.0.scheme.model().page.endpoint.as_deref()?)
    }

    fn filling<'f>(&'f self, signature: Option<&'f str>, nonce: Option<&'f str>) -> Filling<'f> {
        Filling { signature, nonce, settings: &self.0.settings }
    }

    fn need_settings(&self, states: &States) -> Result<()> {
        states.needed_settings().try_for_each(|setting| self.0.scheme.need(&self.0.settings, setting).map(drop))
    }

    /// [`Signed::url`](crate::Signed::url) from a signature alone, where the address needs no other field.
    ///
    /// # Errors
    /// The errors of [`Signed::url`](crate::Signed::url).
    #[doc(hidden)]
    pub fn url(&self, signature: Option<&str>) -> Result<String> {
        let mut fields = Object::new();
        if let (Some(name), Some(signature)) = (self.0.scheme.model().fields.signature(), signature) {
            fields.insert(name.to_owned(), signature.into());
        }
        self.url_of(&json::ascii(&fields), signature)
    }

    /// [`Signed::url`](crate::Signed::url) from the texts that [`script`](Self::script) takes.
    ///
    /// # Errors
    /// The errors of [`Signed::url`](crate::Signed::url).
    #[doc(hidden)]
    pub fn url_of(&self, fields: &str, signature: Option<&str>) -> Result<String> {
        match (&self.0.url, &self.0.scheme.model().page.url) {
            (Some(pasted), _) => {
                let mut out = String::new();
                pasted.render(&mut out, self.filling(signature, None))?;
                Ok(out)
            }
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
