//! The keys that sites sign with by mistake: the secret as configuration, files and code change it.

use std::{collections::HashMap, hash::BuildHasher, rc::Rc};

use zeroize::Zeroizing;

use super::{
    attempt::Most,
    budget::MOST_BYTES,
    finding::Cause,
    message::NamedText,
    mistake::{Mistake, weight},
    sorted_by,
    transformation::{Side, TABLE, Transformation},
};
use crate::{forms::SecretForm, key};

/// A longer secret is tried as it is and in no other form.
const LONGEST: usize = 1024;
/// With two mistakes, at most so many guesses are made of all secrets together.
const MOST_GUESSES: usize = 1024;
/// With more keys, only what is usual is tried with each.
const FEW_KEYS: usize = 4;

/// A key that the site may have used, and the mistakes that lead to it.
pub(super) struct SecretGuess {
    pub bytes: Zeroizing<Vec<u8>>,
    pub mistakes: Vec<Mistake>,
    /// See [`weight`].
    pub weight: usize,
}

/// A secret of the verifier.
#[derive(Clone, Copy)]
pub(super) struct Given<'a> {
    /// The text.
    pub secret: &'a [u8],
    /// What the text means in the scheme.
    pub key: &'a [u8],
    pub form: SecretForm,
    /// The name of the scheme, which is in the name of the site's variable.
    pub scheme: &'a str,
    /// What the page sends, which may have been taken for the secret.
    pub texts: &'a [NamedText],
    /// The position of the key, and how many are tried.
    pub at: usize,
    pub keys: usize,
}

/// The keys that a site may have used for a secret, with one mistake or two. The right key is first.
pub(super) fn guess_secrets(given: Given<'_>, most: Most) -> Vec<SecretGuess> {
    let Given { secret, key, form, .. } = given;
    let mut guesses = Guesses { all: Vec::new(), places: HashMap::new(), name: Rc::from("the secret"), size: 0, given };
    guesses.push(key.to_vec(), &[]);
    if secret.len() > LONGEST {
        return guesses.all;
    }
    // The key of a scheme with encoded secrets is the bytes, so every key made of the text is a mistake.
    let undecoded = match form {
        SecretForm::Text => None,
        SecretForm::Hex => Some((Cause::SecretHex, "hex digits")),
        SecretForm::Base64 => Some((Cause::SecretBase64, "base64 characters")),
    };
    let undecoded = undecoded.map(|(cause, what)| {
        Mistake::told(cause, format!("The site used the secret's {what} as the key, without decoding them."))
    });
    guesses.push(secret.to_vec(), undecoded.as_slice());
    // What has nothing to do with this key is tried once.
    if given.at == 0 {
        guesses.add_names(given.scheme);
        for (name, text) in given.texts {
            let how = format!("The site signed with {name} as its secret.");
            guesses.push(text.clone().into_bytes(), &[Mistake::rare(Cause::SecretIsField, how)]);
        }
    }
    if given.keys <= FEW_KEYS {
        guesses.add_lines(secret, given.scheme);
    }
    guesses.add_changed(secret, undecoded.as_slice());
    if form != SecretForm::Text {
        guesses.add_changed(key, &[]);
        guesses.add_decoded(secret);
    }
    // A text that is used without decoding it is the first mistake.
    if most == Most::Two && form == SecretForm::Text {
        guesses.add_changed_twice(secret, MOST_GUESSES / given.keys.max(1));
    }
    sorted_by(guesses.all, |guess| guess.weight)
}

/// What to change where the secret's form was wrong. None where its characters are the key.
pub(super) fn secret_fix(form: SecretForm) -> Option<String> {
    let (name, _) = SecretForm::ALL.into_iter().find(|(_, known)| *known == form && form != SecretForm::Text)?;
    Some(format!("Decode the secret from {name} once, and use these bytes as the key."))
}

struct Guesses<'a> {
    all: Vec<SecretGuess>,
    /// The index in `all` of each key, by the key's hash: a map would keep copies that are not wiped.
    places: HashMap<u64, usize>,
    name: Rc<str>,
    /// The bytes of all keys.
    size: usize,
    given: Given<'a>,
}

impl Guesses<'_> {
    /// The secret after each change. A secret that the verifier has changed is not tried if it is encoded: it could not be
    /// read.
    fn add_changed(&mut self, secret: &[u8], before: &[Mistake]) {
        for (bytes, mistake) in self.changed(secret, TABLE.iter()) {
            // Who encodes the secret in another way has not left it undecoded.
            let is_encoding = matches!(mistake.cause(), Cause::SecretHex | Cause::SecretBase64);
            let before = if is_encoding { &[] } else { before };
            self.push(bytes, &[before, &[mistake]].concat());
        }
    }

    fn changed(
        &self,
        secret: &[u8],
        rows: impl Iterator<Item = &'static Transformation>,
    ) -> Vec<(Zeroizing<Vec<u8>>, Mistake)> {
        let Given { form, at, keys, .. } = self.given;
        let is_tried = |row: &&Transformation| {
            (at == 0 || row.cause(Side::Used) != Some(Cause::SecretWord)) && (keys <= FEW_KEYS || row.is_common)
        };
        let sides = if form == SecretForm::Text { [Side::Used, Side::Given].as_slice() } else { &[Side::Used] };
        let mut all = Vec::new();
        for row in rows.filter(is_tried) {
            for side in sides {
                if let Some(mistake) = Mistake::changed(row, *side, &self.name) {
                    all.extend(row.apply_to_secret(*side, secret).map(|bytes| (bytes, mistake.clone())));
                }
            }
        }
        all
    }

    /// An encoded secret that was changed and then decoded.
    fn add_decoded(&mut self, secret: &[u8]) {
        for (bytes, mistake) in self.changed(secret, TABLE.iter()) {
            if let Ok(key) = key::shared(bytes.trim_ascii(), self.given.form) {
                self.push(key.to_vec(), &[mistake]);
            }
        }
    }

    /// The secret after two usual changes of different kinds.
    fn add_changed_twice(&mut self, secret: &[u8], most: usize) {
        let usual = |former: Option<Cause>| {
            let is_usual = move |cause| cause != Cause::SecretWord && Some(cause) != former;
            TABLE.iter().filter(move |row| row.is_common && row.cause(Side::Used).is_some_and(is_usual))
        };
        for (bytes, first) in self.changed(secret, usual(None)) {
            for (bytes, second) in self.changed(&bytes, usual(Some(first.cause()))) {
                if self.all.len() >= most || self.size >= MOST_BYTES / self.given.keys.max(1) {
                    return;
                }
                self.push(bytes, &[first.clone(), second]);
            }
        }
    }

    /// The name of the variable, where its value belongs.
    fn add_names(&mut self, scheme: &str) {
        for name in names(scheme) {
            let references = [
                name.clone(),
                format!("${name}"),
                format!("${{{name}}}"),
                format!("${{env:{name}}}"),
                format!("process.env.{name}"),
                format!("%{name}%"),
            ];
            for text in references {
                let how = format!("The site signed with the variable's name, {text}, in place of its value.");
                self.push(text.into_bytes(), &[Mistake::rare(Cause::SecretName, how)]);
            }
        }
    }

    /// The line of the configuration that has the secret.
    fn add_lines(&mut self, secret: &[u8], scheme: &str) {
        let secret = Zeroizing::new(String::from_utf8_lossy(secret).into_owned());
        let secret = secret.as_str();
        for name in names(scheme) {
            let lines = [
                format!("{name}={secret}"),
                format!("{name}=\"{secret}\""),
                format!("{name}='{secret}'"),
                format!("{name}: {secret}"),
                format!("export {name}={secret}"),
                format!("{{\"{name}\":\"{secret}\"}}"),
                format!("{{\"{name}\": \"{secret}\"}}"),
            ];
            let how = format!(
                "The site signed with the whole line of the secret: the variable's name, {name}, is before it."
            );
            for line in lines {
                self.push(line.into_bytes(), &[Mistake::rare(Cause::SecretName, how.as_str())]);
            }
        }
    }

    fn push(&mut self, bytes: impl Into<Zeroizing<Vec<u8>>>, mistakes: &[Mistake]) {
        let bytes = bytes.into();
        let weight = weight(mistakes);
        let hash = self.places.hasher().hash_one(bytes.as_slice());
        match self.places.get(&hash).and_then(|place| self.all.get_mut(*place)) {
            Some(known) if known.weight <= weight => {}
            Some(known) => {
                known.mistakes = mistakes.to_vec();
                known.weight = weight;
            }
            None => {
                self.size += bytes.len();
                self.places.insert(hash, self.all.len());
                self.all.push(SecretGuess { bytes, mistakes: mistakes.to_vec(), weight });
            }
        }
    }
}

/// The names that the variable of a secret mostly has.
fn names(scheme: &str) -> impl Iterator<Item = String> {
    const ENDS: [&str; 8] =
        ["SECRET", "SECRET_KEY", "SIGNING_SECRET", "IDENTITY_SECRET", "HMAC_SECRET", "JWT_SECRET", "API_KEY", "KEY"];
    let vendor = scheme.to_uppercase();
    let of_vendor = ENDS.map(|end| format!("{vendor}_{end}"));
    of_vendor.into_iter().chain(ENDS.map(str::to_owned)).chain(["VISITORSEAL_SECRET".to_owned()])
}
