//! Why a signature is refused: tries what sites really do, and names what fits.

mod digest;
mod finding;
mod message;
mod secret;
mod token;
mod written;

use serde_json::Value;

pub use finding::{Cause, Finding};

use crate::{
    error::{Code, Error, Result},
    json::{self, Object},
    jwt::check_now,
    key::Key,
    scheme::{Part, Scheme, Signature},
    settings::Settings,
    verifier::{MAX_KEYS, MAX_TOKEN, Verifier, numbered},
    visitor::MAX_VISITOR,
};

/// What [`explain`] found, best first. `Debug` shows the findings, in which a message may stand.
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

    /// The findings, best first: why it is refused, or what else stops a widget that verifies.
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

/// What explains fields that could not even be read, as another language's values.
impl From<Error> for Explanation {
    fn from(error: Error) -> Self {
        Self::refused(vec![error.into()])
    }
}

/// Explains why the fields of a page do not verify: names the mistake that was made and the change
/// that mends it, also where two were made at once. `now` is Unix seconds.
///
/// A finding may show the message that should have been signed, and keys by their fingerprint only.
/// A key that cannot be read and a token that is no text are findings too.
///
/// ```
/// use visitorseal::{Settings, explain_json, scheme};
///
/// // The site signed the e-mail address, where Bookbag asks for the id.
/// let body = br#"{
///     "user_id": "user-123",
///     "user_hash": "91b73f0a5627266f9514dda5d67537e9025f6aed9dd50e9756eb9335a0f642c3",
///     "user_metadata": {"email": "jane@example.com"}
/// }"#;
/// let bookbag = scheme("bookbag")?;
/// let explained = explain_json(&bookbag, ["the agent's signing secret"], body, 1_795_132_800, &Settings::new())?;
/// let finding = &explained.findings()[0];
/// assert_eq!((finding.code(), finding.reason()), ("other_field", "user_metadata.email was signed"));
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
    let keys = prepared(scheme, keys, now, settings)?;
    Ok(explained(scheme, &keys, fields, now, settings))
}

/// [`explain`] for the body of a request as it came.
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
    let keys = prepared(scheme, keys, now, settings)?;
    let error = if body.len() > MAX_TOKEN + 2 * MAX_VISITOR {
        Error::new(Code::FieldsTooLarge, format!("the fields have {} bytes", body.len()))
    } else {
        match json::object(body) {
            Ok(fields) => return Ok(explained(scheme, &keys, &fields, now, settings)),
            Err(what) => Error::new(Code::FieldsMalformed, format!("the fields are one JSON object; {what}")),
        }
    };
    Ok(error.into())
}

/// Checks what the caller, and not the page, has given.
fn prepared<'a, K: Into<Key<'a>>>(
    scheme: &Scheme,
    keys: impl IntoIterator<Item = K>,
    now: u64,
    settings: &Settings,
) -> Result<Vec<Key<'a>>> {
    check_now(now)?;
    scheme.check_settings(settings)?;
    let keys: Vec<Key<'a>> = keys.into_iter().map(Into::into).take(MAX_KEYS + 1).collect();
    if keys.is_empty() || keys.len() > MAX_KEYS {
        return Err(Error::new(Code::KeyCount, format!("give 1 to {MAX_KEYS} keys to try")));
    }
    Ok(keys)
}

fn explained(scheme: &Scheme, keys: &[Key<'_>], fields: &Object, now: u64, settings: &Settings) -> Explanation {
    let case = Case { scheme, settings, fields, now };
    match &scheme.model().signature {
        Signature::Hmac { message, .. } => case.digest(keys, message),
        Signature::Jwt { claims, required, .. } => case.token(keys, claims, required),
    }
}

/// So many members are compared with the names that a scheme needs.
const MOST_STRANGERS: usize = 256;

/// What is to be explained.
struct Case<'a> {
    scheme: &'a Scheme,
    settings: &'a Settings,
    fields: &'a Object,
    now: u64,
}

impl Case<'_> {
    /// The name of the field with the signature, and what stands there.
    fn signature(&self) -> (&str, Option<&Value>) {
        let name = self.scheme.model().fields.signature().unwrap_or_default();
        (name, self.fields.get(name).filter(|value| !value.is_null()))
    }

    fn verify(&self, keys: &[Key<'_>]) -> Result<usize> {
        let verifier = Verifier::new(self.scheme, keys.iter().copied())?.settings(self.settings)?;
        verifier.verify(self.fields, self.now).map(|verified| verified.key().unwrap_or_default())
    }

    /// What else stops a widget whose fields verify.
    fn verified(&self, key: usize, keys: &[Key<'_>]) -> Explanation {
        let mut findings = Vec::new();
        if key > 0 {
            let label = keys.get(key).and_then(|key| key.kid);
            // A digest names no key: a label there tells brands or platforms apart, not versions.
            let brand = label.filter(|_| matches!(self.scheme.model().signature, Signature::Hmac { .. }));
            let (cause, label) = match (brand, label) {
                (Some(brand), _) => (Cause::OtherKey, format!(" ({brand})")),
                (None, label) => (Cause::KeyNotNewest, label.map_or_else(String::new, |label| format!(" ({label})"))),
            };
            findings.push(Finding::new(
                cause,
                None,
                format!("it verifies with keys[{key}]{label}, not with the first"),
            ));
        }
        let vendor = self.scheme.vendor();
        findings.extend([
            Finding::new(
                Cause::CheckStartedLate,
                None,
                format!("these fields verify; did {vendor}'s widget have them when it started?"),
            ),
            Finding::new(
                Cause::CheckSwitchOfUsers,
                None,
                "these fields verify; does the widget still show who was signed in before?",
            ),
            Finding::new(
                Cause::CheckEnforcement,
                None,
                format!("these fields verify; is it switched on in {vendor}'s panel?"),
            ),
        ]);
        Explanation { verified: true, findings }
    }

    /// Members that are named nearly like one that is needed and absent.
    fn misspelt(&self) -> Vec<Finding> {
        let table = &self.scheme.model().fields;
        let covered = self.scheme.covers();
        let needed = table.members.iter().filter(|(_, part)| match part {
            Part::Field(field) => covered.contains(&field.as_str()),
            Part::Setting(setting) => self.settings.get(setting).is_some(),
            Part::Signature | Part::Constant(_) => true,
            Part::Table(_) => false,
        });
        let known: Vec<&str> = table.names().collect();
        let nested = self.fields.values().filter_map(Value::as_object).flatten();
        let members = self.fields.iter().chain(nested);
        let strangers: Vec<(&String, &Value)> =
            members.filter(|(name, _)| !known.contains(&name.as_str())).take(MOST_STRANGERS).collect();
        let absent = needed.filter(|(name, _)| self.fields.get(name).is_none_or(Value::is_null));
        absent
            .filter_map(|(name, part)| {
                let token =
                    |value: &Value| matches!(part, Part::Signature) && value.as_str().is_some_and(token::is_like_one);
                let (stranger, _) =
                    strangers.iter().find(|(stranger, value)| nearly(name, stranger) || token(value))?;
                let stranger = crate::visitor::shortened(stranger);
                let reason = format!("{} reads {name}; the page sends {stranger}", self.scheme.vendor());
                Some(Finding::new(Cause::FieldMisspelt, Some(name), reason))
            })
            .collect()
    }
}

/// Whether one name is the other in another case or style, in another order, or two letters away.
fn nearly(name: &str, other: &str) -> bool {
    let plain = |name: &str| -> Vec<char> {
        name.chars().filter(|char| char.is_alphanumeric()).flat_map(char::to_lowercase).take(64).collect()
    };
    let sorted = |letters: &[char]| {
        let mut letters = letters.to_vec();
        letters.sort_unstable();
        letters
    };
    let (name, other) = (plain(name), plain(other));
    if name.len().abs_diff(other.len()) > 2 {
        return false;
    }
    // Short names are near one another without being meant.
    let letters = if name.len() < 5 { 0 } else { (name.len() / 3).min(2) };
    sorted(&name) == sorted(&other) || distance(&name, &other) <= letters
}

/// The number of letters to insert, delete or replace (Levenshtein).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (index, char) in one.iter().enumerate() {
        let mut corner = index;
        let mut left = index + 1;
        for (cell, against) in row.iter_mut().skip(1).zip(other) {
            let best = (corner + usize::from(char != against)).min(left + 1).min(*cell + 1);
            corner = *cell;
            *cell = best;
            left = best;
        }
        if let Some(first) = row.first_mut() {
            *first = index + 1;
        }
    }
    row.last().copied().unwrap_or_default()
}

/// Findings for keys that cannot be read.
fn key_faults<T>(keys: &[Key<'_>], read: impl Fn(Key<'_>) -> Result<T>) -> Vec<Finding> {
    let faults = keys.iter().enumerate().filter_map(|(index, key)| Some(numbered(index, read(*key).err()?)));
    faults.map(Finding::from).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_near_by_case_style_and_two_letters() {
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
            assert!(nearly(name, other), "{name} {other}");
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
            assert!(!nearly(name, other), "{name} {other}");
        }
    }

    #[test]
    fn distances_are_those_of_levenshtein() {
        let distance = |one: &str, other: &str| {
            super::distance(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>())
        };
        for (one, other, expected) in [
            ("kitten", "sitting", 3),
            ("", "abc", 3),
            ("abc", "", 3),
            ("flaw", "lawn", 2),
            ("abc", "c", 2),
            ("a", "a", 0),
        ] {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
    }
}
