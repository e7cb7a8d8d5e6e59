//! Why a signature is refused: tries the mistakes that integrators make and reports the one that explains it.

pub mod advice;
mod attempt;
mod budget;
mod digest;
mod encoding;
mod finding;
mod message;
mod method;
mod misspelt;
mod mistake;
mod others;
mod page;
mod parts;
mod payload;
mod place;
mod punycode;
mod search;
mod secret;
mod times;
mod token;
mod transformation;
mod verified;

use std::fmt;

use serde_json::Value;

use budget::Budget;
pub use finding::{Cause, Finding, PageCause};
use misspelt::is_similar_name;
pub use page::{PageExplanation, PageStatement, StatementForm, schemes_of_page};
use place::{Replaced, unwrap_body};
#[doc(hidden)]
pub use transformation::transformations;

use crate::{
    error::{Code, Error, Result},
    json::{self, Object},
    key::Key,
    scheme::{Scheme, Signature},
    settings::Settings,
    time::check_now,
    token::MAX_TOKEN,
    verified::Verified,
    verifier::{MAX_KEYS, Verifier, about_key, check_leeway, check_settings, max_body, read_body},
    visitor::Visitor,
};

/// The findings of an [`Explainer`], the most likely first. `Debug` shows the findings, which may contain the message.
#[derive(Clone, Debug)]
pub struct Explanation {
    verified: bool,
    findings: Vec<Finding>,
}

impl Explanation {
    /// Whether the fields verify as they are.
    #[must_use]
    pub fn is_verified(&self) -> bool {
        self.verified
    }

    /// The findings, the most likely first: why the signature is refused, or why a widget may fail although it verifies.
    #[must_use]
    pub fn findings(&self) -> &[Finding] {
        &self.findings
    }

    /// `{"verified":…,"findings":[{"code","field","reason","fix"}]}`.
    #[must_use]
    pub fn to_json(&self) -> String {
        json::ascii(&serde_json::json!({"verified": self.verified, "findings": self.findings}))
    }

    fn refused(findings: Vec<Finding>) -> Self {
        Self { verified: false, findings }
    }

    /// The explanation of fields that were put into their places, after the findings about their places.
    fn after(self, mut findings: Vec<Finding>) -> Self {
        if !self.verified {
            findings.extend(self.findings);
        }
        Self::refused(findings)
    }
}

/// The explanation for fields that could not be read at all, for example another language's values.
impl From<Error> for Explanation {
    fn from(error: Error) -> Self {
        Self::refused(vec![error.into()])
    }
}

/// Explains why the fields of a page do not verify, and what to change.
///
/// It tries the mistakes that integrators make and reports the one that explains this signature, or the two that explain it
/// together. A finding may show the message that the site must sign. Of a key it shows the fingerprint, never the key. A
/// key that cannot be read and a token that is not text are findings, not errors.
///
/// ```
/// use visitorseal::{Explainer, scheme};
///
/// // The site signed the email address. Bookbag wants the id.
/// let body = br#"{
///     "user_id": "user-123",
///     "user_hash": "91b73f0a5627266f9514dda5d67537e9025f6aed9dd50e9756eb9335a0f642c3",
///     "user_metadata": {"email": "jane@example.com"}
/// }"#;
/// let explainer = Explainer::new(&scheme("bookbag")?, ["the agent's signing secret"])?;
/// let explained = explainer.explain_json(body, 1_795_132_800)?;
/// let finding = &explained.findings()[0];
/// assert_eq!((finding.code(), finding.reason()), ("other_field", "The site signed user_metadata.email, not user_id."));
/// # Ok::<(), visitorseal::Error>(())
/// ```
#[derive(Clone)]
pub struct Explainer<'a> {
    scheme: Scheme,
    keys: Vec<Key<'a>>,
    settings: Settings,
    leeway: u64,
    max_token: usize,
    visitor: Option<Visitor>,
}

impl<'a> Explainer<'a> {
    /// Makes an explainer with 1 to 16 keys, newest first. Give it what the verifier has.
    ///
    /// # Errors
    /// `key_count`.
    pub fn new<K: Into<Key<'a>>>(scheme: &Scheme, keys: impl IntoIterator<Item = K>) -> Result<Self> {
        let keys: Vec<Key<'a>> = keys.into_iter().map(Into::into).take(MAX_KEYS + 1).collect();
        let wrong = match keys.len() {
            0 => "no keys",
            1..=MAX_KEYS => {
                let settings = Settings::new();
                return Ok(Self {
                    scheme: scheme.clone(),
                    keys,
                    settings,
                    leeway: 0,
                    max_token: MAX_TOKEN,
                    visitor: None,
                });
            }
            _ => "too many keys",
        };
        Err(Error::new(Code::KeyCount, format!("There are {wrong}. Pass 1 to {MAX_KEYS} keys to try.")))
    }

    /// Sets the scheme's settings, as [`Verifier::settings`] does.
    ///
    /// # Errors
    /// `setting_unknown` or `setting_invalid`.
    pub fn settings(mut self, settings: &Settings) -> Result<Self> {
        check_settings(&self.scheme, settings)?;
        self.settings = settings.clone();
        Ok(self)
    }

    /// Allows for clocks that differ, as [`Verifier::leeway`] does.
    ///
    /// # Errors
    /// `leeway_invalid` above 300 seconds.
    pub fn leeway(mut self, seconds: u64) -> Result<Self> {
        self.leeway = check_leeway(seconds)?;
        Ok(self)
    }

    /// Allows tokens of at most this many bytes, as [`Verifier::max_token`] does.
    #[must_use]
    pub fn max_token(mut self, bytes: usize) -> Self {
        self.max_token = bytes;
        self
    }

    /// Passes the site's own record of the visitor, as [`Signer::sign`](crate::Signer::sign) takes it, with further columns
    /// in its attributes: the site may have signed one of them. A finding may show these texts.
    ///
    /// # Errors
    /// What is wrong with the visitor, as signing says it.
    pub fn visitor(mut self, visitor: &Visitor) -> Result<Self> {
        visitor.borrowed().check(&mut Vec::new())?;
        self.visitor = Some(visitor.clone());
        Ok(self)
    }

    /// The largest body in bytes that [`explain_json`](Self::explain_json) reads.
    #[must_use]
    pub fn max_body(&self) -> usize {
        max_body(self.max_token)
    }

    /// Explains a request's body as it came. `now` is Unix seconds.
    ///
    /// # Errors
    /// `now_invalid`.
    pub fn explain_json(&self, body: &[u8], now: u64) -> Result<Explanation> {
        match read_body(body, self.max_body()) {
            Ok(fields) => self.explain(&fields, now),
            Err(error) => {
                check_now(now)?;
                let unwrapped = (error.code() == Code::FieldsMalformed).then(|| unwrap_body(body, &self.scheme));
                Ok(match unwrapped.flatten() {
                    Some(Replaced { object, findings }) => self.explain_fields(&object, now).after(findings),
                    None => error.into(),
                })
            }
        }
    }

    /// Explains the fields that a page sent, under the vendor's names. `now` is Unix seconds.
    ///
    /// # Errors
    /// `now_invalid`.
    pub fn explain(&self, fields: &Object, now: u64) -> Result<Explanation> {
        check_now(now)?;
        Ok(self.explain_fields(fields, now))
    }

    fn explain_fields(&self, fields: &Object, now: u64) -> Explanation {
        let budget = Budget::new(self.keys.len());
        let case = self.case(fields, now, &budget);
        match case.replace_fields(&self.keys) {
            Some(Replaced { object, findings }) => {
                Case { fields: &object, ..case }.explain_in_place(&self.keys).after(findings)
            }
            None => case.explain_in_place(&self.keys),
        }
    }

    fn case<'c>(&'c self, fields: &'c Object, now: u64, budget: &'c Budget) -> Case<'c> {
        let Self { scheme, settings, leeway, max_token, visitor, .. } = self;
        Case {
            scheme,
            settings,
            leeway: *leeway,
            max_token: *max_token,
            visitor: visitor.as_ref(),
            fields,
            now,
            budget,
        }
    }
}

impl fmt::Debug for Explainer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Explainer")
            .field("scheme", &self.scheme.name())
            .field("leeway", &self.leeway)
            .finish_non_exhaustive()
    }
}

/// The fields to explain, and what they were signed for.
struct Case<'a> {
    scheme: &'a Scheme,
    settings: &'a Settings,
    leeway: u64,
    max_token: usize,
    /// The site's own record.
    visitor: Option<&'a Visitor>,
    fields: &'a Object,
    now: u64,
    budget: &'a Budget,
}

impl Case<'_> {
    /// The name of the signature's field, and its value unless it is absent or null.
    fn signature(&self) -> (&str, Option<&Value>) {
        let name = self.scheme.model().fields.signature().unwrap_or_default();
        (name, self.fields.get(name).filter(|value| !value.is_null()))
    }

    /// Explains the fields where they stand, under the names that they have.
    fn explain_in_place(&self, keys: &[Key<'_>]) -> Explanation {
        let mut explained = match &self.scheme.model().signature {
            Signature::Hmac(hmac) => self.explain_digest(keys, hmac),
            Signature::Jwt(jwt) => self.explain_token(keys, jwt),
        };
        for finding in &mut explained.findings {
            let sent = finding.field().and_then(|path| self.empty_value(path));
            if let Some(sent) = sent.filter(|_| finding.code() == Code::ClaimMissing.as_str()) {
                *finding = finding.clone().with_reason(sent);
            }
        }
        explained
    }

    /// What to say of a field that is there without a value.
    fn empty_value(&self, path: &str) -> Option<String> {
        let (outer, name) = path.rsplit_once('.').unwrap_or(("", path));
        let outer = outer.split('.').filter(|name| !name.is_empty());
        let object = outer.into_iter().try_fold(self.fields, |object, name| object.get(name)?.as_object())?;
        let what = match object.get(name)? {
            Value::Null => "null",
            Value::String(text) if text.is_empty() => "an empty text",
            _ => return None,
        };
        Some(format!("The page sends {path} as {what}. Send the value that the server signed."))
    }

    /// The position of the key that the fields verify with.
    fn verify(&self, keys: &[Key<'_>]) -> Result<usize> {
        self.verified(keys).map(|verified| verified.key().unwrap_or_default())
    }

    fn verified(&self, keys: &[Key<'_>]) -> Result<Verified> {
        let verifier = Verifier::new(self.scheme, keys.iter().copied())?.settings(self.settings)?;
        verifier.leeway(self.leeway)?.max_token(self.max_token).verify(self.fields, self.now)
    }
}

/// Sorts by a number. Those with equal numbers keep their order. It is no generic sort, of which each use is 8 KB of code.
fn sorted_by<T>(items: Vec<T>, number: impl Fn(&T) -> usize) -> Vec<T> {
    let mut order: Vec<(usize, usize)> = items.iter().map(number).zip(0..).collect();
    order.sort_unstable();
    let mut items: Vec<Option<T>> = items.into_iter().map(Some).collect();
    order.into_iter().filter_map(|(_, at)| items.get_mut(at)?.take()).collect()
}

/// The findings for keys that cannot be read.
fn find_unreadable_keys<T>(keys: &[Key<'_>], read: impl Fn(Key<'_>) -> Result<T>) -> Vec<Finding> {
    let errors = keys.iter().enumerate().filter_map(|(index, key)| Some(about_key(index, read(*key).err()?)));
    errors.map(Finding::from).collect()
}
