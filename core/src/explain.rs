//! Why a signature is refused: tries the mistakes that integrators make and reports the one that explains it.

mod digest;
mod encoding;
mod finding;
mod message;
mod secret;
mod token;

use serde_json::Value;

pub use finding::{Cause, Finding};

use crate::{
    error::{Code, Error, Result, shortened},
    json::{self, Object},
    jwt::MAX_TOKEN,
    key::Key,
    scheme::{Part, Scheme, Signature, Source},
    settings::Settings,
    time::check_now,
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
        Signature::Jwt { claims, required, .. } => explainer.explain_token(keys, claims, required),
    }
}

/// At most this many unknown fields are compared with the names that a scheme needs.
const MOST_UNKNOWN_FIELDS: usize = 256;

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

    /// Why a widget may fail although its fields verify.
    fn explain_verified(&self, key: usize, keys: &[Key<'_>]) -> Explanation {
        let mut findings = Vec::new();
        if key > 0 {
            let kid = keys.get(key).and_then(|key| key.kid);
            let label = kid.map_or_else(String::new, |kid| format!(" ({kid})"));
            // A digest names no key, so a kid there tells brands or platforms apart, not versions.
            let is_of_brand = kid.is_some() && matches!(self.scheme.model().signature, Signature::Hmac(_));
            findings.push(Finding::new(
                if is_of_brand { Cause::OtherKey } else { Cause::KeyNotNewest },
                None,
                format!("The signature fits keys[{key}]{label}, not the first key."),
            ));
        }
        let vendor = self.scheme.vendor();
        findings.extend([
            Finding::new(
                Cause::CheckStartedLate,
                None,
                "The signature is correct. If the widget shows a guest, check that it has the fields when it starts.",
            ),
            Finding::new(
                Cause::CheckSwitchOfUsers,
                None,
                "The signature is correct. Check whether the widget still shows the previous visitor.",
            ),
            Finding::new(
                Cause::CheckEnforcement,
                None,
                format!("The signature is correct. Check that {vendor}'s dashboard requires a signature."),
            ),
        ]);
        Explanation { verified: true, findings }
    }

    /// Fields whose names are similar to the name of a field that the scheme needs and the page did not send.
    fn find_misspelt_fields(&self) -> Vec<Finding> {
        let table = &self.scheme.model().fields;
        let covered = self.scheme.covers();
        let needed = table.members.iter().filter(|(_, part)| match part {
            Part::Value(placeholder) => match (&placeholder.source, placeholder.word()) {
                (_, Some(word)) => covered.contains(&&*word),
                (Source::Setting(setting), _) => self.settings.get(setting).is_some(),
                (Source::Further(_), _) => false,
                _ => true,
            },
            Part::Constant(_) => true,
            Part::Dependent(..) | Part::Table(_) => false,
        });
        let known: Vec<&str> = table.names().collect();
        let nested = self.fields.values().filter_map(Value::as_object).flatten();
        let members = self.fields.iter().chain(nested);
        let unknown: Vec<(&String, &Value)> =
            members.filter(|(name, _)| !known.contains(&name.as_str())).take(MOST_UNKNOWN_FIELDS).collect();
        let absent = needed.filter(|(name, _)| self.fields.get(name).is_none_or(Value::is_null));
        absent
            .filter_map(|(name, part)| {
                let is_token =
                    |value: &Value| part.is_signature() && value.as_str().is_some_and(token::looks_like_token);
                let (similar, _) =
                    unknown.iter().find(|(other, value)| is_similar_name(name, other) || is_token(value))?;
                let (vendor, similar) = (self.scheme.vendor(), shortened(similar));
                let reason = format!("{vendor} reads the field {name}, but the page sends {similar}.");
                Some(Finding::new(Cause::FieldMisspelt, Some(name), reason))
            })
            .collect()
    }
}

/// Whether one name is the other in another case, style or order, or differs by at most two letters.
fn is_similar_name(name: &str, other: &str) -> bool {
    let letters = |name: &str| -> Vec<char> {
        name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).take(64).collect()
    };
    let sorted = |letters: &[char]| {
        let mut letters = letters.to_vec();
        letters.sort_unstable();
        letters
    };
    let (name, other) = (letters(name), letters(other));
    // Short names are similar by chance.
    let most_edits = if name.len() < 5 { 0 } else { (name.len() / 3).min(2) };
    name.len().abs_diff(other.len()) <= 2
        && (sorted(&name) == sorted(&other) || strsim::generic_levenshtein(&name, &other) <= most_edits)
}

/// The findings for keys that cannot be read.
fn find_unreadable_keys<T>(keys: &[Key<'_>], read: impl Fn(Key<'_>) -> Result<T>) -> Vec<Finding> {
    let errors = keys.iter().enumerate().filter_map(|(index, key)| Some(about_key(index, read(*key).err()?)));
    errors.map(Finding::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_similar_by_case_style_and_two_letters() {
        for (name, other) in [
            ("user_id", "userId"),
            ("connectionEmail", "conenctionEmail"),
            ("authkey", "authKey"),
            ("user_hash", "userhash"),
            ("user_hash", "user-hash"),
            ("hash", "hahs"),
            ("id", "ID"),
            ("userhash", "userhashes"),
            ("email", "emaill"),
            ("connection", "connexxion"),
        ] {
            assert!(is_similar_name(name, other), "{name} {other}");
        }
        for (name, other) in [
            ("id", "email"),
            ("hash", "name"),
            ("name", "game"),
            ("user_id", "user_hash"),
            ("jwt", "name"),
            ("email", "emxxl"),
            ("userhash", "userhashxyz"),
        ] {
            assert!(!is_similar_name(name, other), "{name} {other}");
        }
    }
}
