//! Why a signature is refused: tries the mistakes that integrators make and reports the one that explains it.

mod attempt;
mod digest;
mod encoding;
mod finding;
mod message;
mod method;
mod misspelt;
mod page;
mod parts;
mod payload;
mod secret;
mod times;
mod token;
mod token_secret;
mod verified;

use serde_json::Value;

pub use finding::{Cause, Finding, PageCause};
use misspelt::is_similar_name;
pub use page::{PageExplanation, PageStatement, StatementForm, explain_page, schemes_of_page};

use crate::{
    error::{Code, Error, Result},
    json::{self, Object},
    key::Key,
    scheme::{Scheme, Signature},
    settings::Settings,
    time::check_now,
    token::MAX_TOKEN,
    verifier::{MAX_KEYS, Verifier, about_key, max_body, read_body},
};

/// The findings of [`explain`], the most likely first. `Debug` shows the findings, which may contain the message.
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
}

/// The explanation for fields that could not be read at all, for example another language's values.
impl From<Error> for Explanation {
    fn from(error: Error) -> Self {
        Self::refused(vec![error.into()])
    }
}

/// Explains why the fields of a page do not verify, and what to change.
///
/// `explain` tries the mistakes that integrators make and reports the one that explains this signature, or the two that
/// explain it together. `now` is Unix seconds. A finding may show the message that the site must sign. Of a key it shows
/// the fingerprint, never the key. A key that cannot be read and a token that is not text are findings, not errors.
///
/// ```
/// use visitorseal::{Settings, explain_json, scheme};
///
/// // The site signed the email address. Bookbag wants the id.
/// let body = br#"{
///     "user_id": "user-123",
///     "user_hash": "91b73f0a5627266f9514dda5d67537e9025f6aed9dd50e9756eb9335a0f642c3",
///     "user_metadata": {"email": "jane@example.com"}
/// }"#;
/// let bookbag = scheme("bookbag")?;
/// let explained = explain_json(&bookbag, ["the agent's signing secret"], body, 1_795_132_800, &Settings::new())?;
/// let finding = &explained.findings()[0];
/// assert_eq!((finding.code(), finding.reason()), ("other_field", "The site signed user_metadata.email."));
/// # Ok::<(), visitorseal::Error>(())
/// ```
///
/// # Errors
/// `key_count`, `now_invalid`, or what is wrong with the settings.
pub fn explain<'a, K: Into<Key<'a>>>(
    scheme: &Scheme,
    keys: impl IntoIterator<Item = K>,
    fields: &Object,
    now: u64,
    settings: &Settings,
) -> Result<Explanation> {
    let keys = check_arguments(scheme, keys, now, settings)?;
    Ok(explain_fields(scheme, &keys, fields, now, settings))
}

/// [`explain`] for a request body as it came.
///
/// # Errors
/// As [`explain`].
pub fn explain_json<'a, K: Into<Key<'a>>>(
    scheme: &Scheme,
    keys: impl IntoIterator<Item = K>,
    body: &[u8],
    now: u64,
    settings: &Settings,
) -> Result<Explanation> {
    let keys = check_arguments(scheme, keys, now, settings)?;
    Ok(match read_body(body, max_body(MAX_TOKEN)) {
        Ok(fields) => explain_fields(scheme, &keys, &fields, now, settings),
        Err(error) => error.into(),
    })
}

/// Checks what the caller passed, as opposed to what the page sent.
fn check_arguments<'a, K: Into<Key<'a>>>(
    scheme: &Scheme,
    keys: impl IntoIterator<Item = K>,
    now: u64,
    settings: &Settings,
) -> Result<Vec<Key<'a>>> {
    check_now(now)?;
    scheme.check_settings(settings)?;
    let keys: Vec<Key<'a>> = keys.into_iter().map(Into::into).take(MAX_KEYS + 1).collect();
    match keys.len() {
        0 => Err(Error::new(Code::KeyCount, format!("There are no keys. Pass 1 to {MAX_KEYS} keys to try."))),
        1..=MAX_KEYS => Ok(keys),
        _ => Err(Error::new(Code::KeyCount, format!("There are too many keys. Pass 1 to {MAX_KEYS} keys to try."))),
    }
}

fn explain_fields(scheme: &Scheme, keys: &[Key<'_>], fields: &Object, now: u64, settings: &Settings) -> Explanation {
    let explainer = Explainer { scheme, settings, fields, now };
    match &scheme.model().signature {
        Signature::Hmac(hmac) => explainer.explain_digest(keys, hmac),
        Signature::Jwt(jwt) => explainer.explain_token(keys, jwt),
    }
}

/// The fields to explain, and what they were signed for.
struct Explainer<'a> {
    scheme: &'a Scheme,
    settings: &'a Settings,
    fields: &'a Object,
    now: u64,
}

impl Explainer<'_> {
    /// The name of the signature's field, and its value unless it is absent or null.
    fn signature(&self) -> (&str, Option<&Value>) {
        let name = self.scheme.model().fields.signature().unwrap_or_default();
        (name, self.fields.get(name).filter(|value| !value.is_null()))
    }

    fn verify(&self, keys: &[Key<'_>]) -> Result<usize> {
        let verifier = Verifier::new(self.scheme, keys.iter().copied())?.settings(self.settings)?;
        verifier.verify(self.fields, self.now).map(|verified| verified.key().unwrap_or_default())
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
