//! Why a signature is refused: tries what sites really do, and names what fits.

mod digest;
mod finding;
mod message;
mod token;

use serde_json::Value;

pub use finding::{Cause, Finding};

use crate::{
    error::{Code, Error, Result},
    json::{self, Object},
    jwt::check_now,
    key::Key,
    scheme::{Scheme, Signature},
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
        serde_json::json!({"verified": self.verified, "findings": self.findings}).to_string()
    }

    fn refused(findings: Vec<Finding>) -> Self {
        Self { verified: false, findings }
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
    let keys: Vec<Key<'a>> = keys.into_iter().map(Into::into).take(MAX_KEYS + 1).collect();
    check_now(now)?;
    scheme.check_settings(settings)?;
    if keys.is_empty() || keys.len() > MAX_KEYS {
        return Err(Error::new(Code::KeyCount, format!("give 1 to {MAX_KEYS} keys to try")));
    }
    let case = Case { scheme, settings, fields, now };
    Ok(match &scheme.model().signature {
        Signature::Hmac { message, .. } => case.digest(&keys, message),
        Signature::Jwt { claims, required, .. } => case.token(&keys, claims, required),
    })
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
    if body.len() > MAX_TOKEN + 2 * MAX_VISITOR {
        let error = Error::new(Code::FieldsTooLarge, format!("the fields have {} bytes", body.len()));
        return Ok(Explanation::refused(vec![error.into()]));
    }
    match json::object(body) {
        Ok(fields) => explain(scheme, keys, &fields, now, settings),
        Err(what) => {
            let error = Error::new(Code::FieldsMalformed, format!("the fields are one JSON object; {what}"));
            Ok(Explanation::refused(vec![error.into()]))
        }
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
            let label = keys.get(key).and_then(|key| key.kid).map_or_else(String::new, |kid| format!(" ({kid})"));
            let reason = format!("it verifies with keys[{key}]{label}, not with the first");
            findings.push(Finding::new(Cause::KeyNotNewest, None, reason));
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
        let known: Vec<&str> = table.names().collect();
        let nested = self.fields.values().filter_map(Value::as_object).flatten();
        let members = self.fields.iter().chain(nested).map(|(name, _)| name.as_str());
        let strangers: Vec<&str> = members.filter(|name| !known.contains(name)).take(MOST_STRANGERS).collect();
        let absent = known.iter().filter(|name| self.fields.get(**name).is_none_or(Value::is_null));
        absent
            .filter_map(|name| {
                strangers.iter().find(|stranger| nearly(name, stranger)).map(|stranger| (name, stranger))
            })
            .map(|(name, stranger)| {
                let stranger = crate::visitor::shortened(stranger);
                let reason = format!("{} reads {name}; the page sends {stranger}", self.scheme.vendor());
                Finding::new(Cause::FieldMisspelt, Some(name), reason)
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
    sorted(&name) == sorted(&other) || distance(&name, &other) <= (name.len() / 3).min(2)
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
        ] {
            assert!(nearly(name, other), "{name} {other}");
        }
        for (name, other) in [("id", "email"), ("hash", "name"), ("user_id", "user_hash"), ("jwt", "name")] {
            assert!(!nearly(name, other), "{name} {other}");
        }
    }

    #[test]
    fn distances_are_those_of_levenshtein() {
        let distance = |one: &str, other: &str| {
            super::distance(&one.chars().collect::<Vec<_>>(), &other.chars().collect::<Vec<_>>())
        };
        for (one, other, expected) in
            [("kitten", "sitting", 3), ("", "abc", 3), ("abc", "", 3), ("flaw", "lawn", 2), ("a", "a", 0)]
        {
            assert_eq!(distance(one, other), expected, "{one} {other}");
        }
    }
}
