//! Digests: the search for what was signed, with what, and how the result was written.

use hmac::{EagerHash, Hmac, KeyInit, Mac};
use md5::Md5;
use serde_json::Value;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::{
    Case, Explanation,
    finding::{Cause, Finding, Wrong},
    key_faults,
    message::{Candidate, LONGEST, candidates, visible},
    secret::{Secret, secrets},
    token::is_like_one,
    written::{Written, results},
};
use crate::{
    error::{Code, Error},
    key::{self, Key},
    scheme::Message,
    visitor::{Field, Visitor, shortened},
};

/// So many hashes are computed at most.
const MOST_HASHES: usize = 4096;
/// And so many bytes.
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// So many other texts of the page are tried as the message.
const MOST_OTHERS: usize = 16;

/// A way to make a digest.
struct Method {
    wrong: Option<(Cause, &'static str)>,
    run: fn(&[u8], &[u8]) -> Vec<u8>,
}

impl Case<'_> {
    pub(super) fn digest(&self, keys: &[Key<'_>], message: &Message) -> Explanation {
        let mut findings = key_faults(keys, |key| key::shared(key.bytes).map(|_| ()));
        if !findings.is_empty() {
            return Explanation::refused(findings);
        }
        let error = match self.verify(keys) {
            Ok(key) => return self.verified(key, keys),
            Err(error) => error,
        };
        findings.extend(self.misspelt());
        match (error.code(), self.signature().1) {
            (Code::SignatureMalformed | Code::SignatureMismatch, Some(Value::String(signature))) => {
                findings.extend(self.search(keys, message, error, signature));
            }
            _ => findings.push(error.into()),
        }
        Explanation::refused(findings)
    }

    fn search(&self, keys: &[Key<'_>], message: &Message, error: Error, signature: &str) -> Vec<Finding> {
        let model = self.scheme.model();
        let name = model.fields.signature().unwrap_or_default();
        let mut visitor = Visitor::new();
        let faults = model.fields.reader(self.settings, &[]).faults(self.fields, &mut visitor);
        let place = |field: Field| model.fields.path_of(field).unwrap_or_default();
        if let Some(field) = message.fields().find(|field| visitor.text(*field).is_none()) {
            let place = place(field);
            let fault = faults.into_iter().find(|fault| fault.field() == Some(place.as_str())).unwrap_or_else(|| {
                Error::about(Code::ClaimMissing, place, "it is absent or empty, and the signature covers it")
            });
            return vec![fault.into()];
        }
        let others = self.others(message, &visitor, name);

        let covered = message.fields().find(|field| visitor.text(*field) == Some(signature)).map(place);
        let other = || others.iter().find(|(_, text)| text == signature).map(|(name, _)| name.clone());
        if let Some(finding) = self.misplaced(keys, name, signature, covered.or_else(other)) {
            return vec![finding];
        }

        let secrets: Vec<Vec<Secret>> = keys.iter().map(|key| secrets(key.bytes)).collect();
        for field in message.fields() {
            if let Some(more) = swapped(&secrets, message, &visitor, field, signature) {
                let reason = format!("{} holds the digest, and {name} what was signed", place(field));
                let first = Finding::new(Cause::FieldsSwapped, Some(name), reason);
                return [first].into_iter().chain(findings(more, name, "")).collect();
            }
        }
        let candidates = candidates(message, &visitor, &others);
        if let Some((key, wrong)) = best(&secrets, &candidates, &results(signature)) {
            return findings(wrong, name, &which(keys, key)).collect();
        }
        if error.code() == Code::SignatureMalformed {
            return vec![error.into()];
        }
        let message = candidates.first().map_or_else(String::new, |right| visible(&right.text));
        let prints: Vec<String> = keys.iter().map(|key| fingerprint(key.bytes)).collect();
        let reason = format!(
            "nothing that was tried of message, secret, hash and writing gives this signature; the message to sign is {message}, the keys tried have the fingerprints {}",
            prints.join(", "),
        );
        vec![Finding::new(Cause::SecretUnknown, Some(name), reason)]
    }

    /// What stands in the signature's place, where it is something else that is known.
    fn misplaced(&self, keys: &[Key<'_>], name: &str, signature: &str, field: Option<String>) -> Option<Finding> {
        let (cause, reason) = if let Some(field) = field {
            (Cause::SignatureIsField, format!("{name} holds the same text as {field}"))
        } else if keys.iter().any(|key| key.bytes.trim_ascii() == signature.trim().as_bytes()) {
            (Cause::SignatureIsSecret, format!("{name} holds the secret itself"))
        } else if is_like_one(signature) {
            (Cause::SignatureIsToken, format!("{name} holds a token; {} takes an HMAC digest", self.scheme.vendor()))
        } else {
            return None;
        };
        Some(Finding::new(cause, Some(name), reason))
    }

    /// The other texts that the page sent, with their names; where several fields are signed together,
    /// each of them alone too.
    fn others(&self, message: &Message, visitor: &Visitor, signature: &str) -> Vec<(String, String)> {
        let covered: Vec<&str> = message.fields().filter_map(|field| visitor.text(field)).collect();
        let members = self.fields.iter().filter(|(name, _)| *name != signature).flat_map(|(name, value)| {
            let name = shortened(name);
            match value {
                Value::Object(nested) => {
                    nested.iter().map(|(member, value)| (format!("{name}.{}", shortened(member)), value)).collect()
                }
                value => vec![(name, value)],
            }
        });
        let texts = members.filter_map(|(name, value)| match value {
            Value::String(text) => Some((name, text.clone())),
            Value::Number(number) => Some((name, number.to_string())),
            _ => None,
        });
        let mut texts: Vec<(String, String)> =
            texts.filter(|(_, text)| !text.is_empty() && text.len() <= LONGEST && covered != [text.as_str()]).collect();
        // What the scheme itself names before what the site added.
        texts.sort_by_key(|(_, text)| !visitor.texts().any(|(_, known)| known == text));
        texts.truncate(MOST_OTHERS);
        texts
    }
}

fn findings(wrong: Vec<Wrong>, name: &str, more: &str) -> impl Iterator<Item = Finding> {
    wrong.into_iter().map(move |(cause, how)| Finding::new(cause, Some(name), how + more))
}

/// Says which of several keys it was.
fn which(keys: &[Key<'_>], index: usize) -> String {
    let label = keys.get(index).and_then(|key| key.kid).map_or_else(String::new, |kid| format!(" ({kid})"));
    if keys.len() == 1 { String::new() } else { format!("; the key is keys[{index}]{label}") }
}

/// What else is wrong, where the digest stands in the field's place and the field in the digest's.
fn swapped(
    secrets: &[Vec<Secret>],
    message: &Message,
    visitor: &Visitor,
    field: Field,
    signature: &str,
) -> Option<Vec<Wrong>> {
    let mut other = visitor.clone();
    let results = results(&other.take(field)?);
    other.set(field, signature.to_owned());
    let message = message.over(&other);
    secrets.iter().flatten().find_map(|secret| {
        let digest = mac::<Sha256>(&secret.bytes, message.as_bytes());
        let result = results.iter().find(|result| result.bytes == digest)?;
        Some([secret.wrong.as_slice(), &result.wrong].concat())
    })
}

/// The fewest mistakes that together give one of the results, and the key that it was.
fn best(secrets: &[Vec<Secret>], candidates: &[Candidate], results: &[Written]) -> Option<(usize, Vec<Wrong>)> {
    let mut best: Option<(usize, Vec<Wrong>)> = None;
    let mut work = vec![Work::of(secrets.len()); secrets.len()];
    for mistakes in 0..=2_usize {
        for method in METHODS {
            for ((index, secrets), work) in secrets.iter().enumerate().zip(&mut work) {
                for secret in secrets {
                    let so_far = secret.wrong.len() + usize::from(method.wrong.is_some());
                    for candidate in candidates.iter().filter(|candidate| so_far + candidate.wrong.len() == mistakes) {
                        if !work.has_room(secret.bytes.len() + candidate.text.len()) {
                            break;
                        }
                        let digest = (method.run)(&secret.bytes, candidate.text.as_bytes());
                        let Some(result) = results.iter().find(|result| result.bytes == digest) else { continue };
                        if best.as_ref().is_none_or(|(_, best)| mistakes + result.wrong.len() < best.len()) {
                            let method = method.wrong.map(|(cause, how)| (cause, how.to_owned()));
                            let wrong =
                                [candidate.wrong.as_slice(), &secret.wrong, method.as_slice(), &result.wrong].concat();
                            best = Some((index, wrong));
                        }
                    }
                }
            }
        }
        if best.as_ref().is_some_and(|(_, best)| best.len() <= mistakes + 1) {
            break;
        }
    }
    best
}

/// What may still be hashed for one key: each has the same share.
#[derive(Clone)]
struct Work {
    hashes: usize,
    bytes: usize,
}

impl Work {
    fn of(keys: usize) -> Self {
        Self { hashes: MOST_HASHES / keys.max(1), bytes: MOST_BYTES / keys.max(1) }
    }

    fn has_room(&mut self, bytes: usize) -> bool {
        let left = (self.hashes.checked_sub(1), self.bytes.checked_sub(bytes));
        if let (Some(hashes), Some(bytes)) = left {
            *self = Self { hashes, bytes };
        }
        matches!(left, (Some(_), Some(_)))
    }
}

fn mac<D: EagerHash>(key: &[u8], message: &[u8]) -> Vec<u8> {
    Hmac::<D>::new_from_slice(key)
        .map_or_else(|_| Vec::new(), |mac| mac.chain_update(message).finalize().into_bytes().to_vec())
}

fn hash<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().fold(D::new(), Digest::chain_update).finalize().to_vec()
}

const fn wrong(cause: Cause, how: &'static str, run: fn(&[u8], &[u8]) -> Vec<u8>) -> Method {
    Method { wrong: Some((cause, how)), run }
}

const METHODS: &[Method] = &[
    Method { wrong: None, run: mac::<Sha256> },
    wrong(Cause::KeyMessageSwapped, "the secret was signed with the message as its key", |key, message| {
        mac::<Sha256>(message, key)
    }),
    wrong(Cause::OtherHash, "it is an HMAC with SHA-1", mac::<Sha1>),
    wrong(Cause::OtherHash, "it is an HMAC with SHA-512", mac::<Sha512>),
    wrong(Cause::OtherHash, "it is an HMAC with SHA-384", mac::<Sha384>),
    wrong(Cause::OtherHash, "it is an HMAC with MD5", mac::<Md5>),
    wrong(Cause::NoHmac, "it is the SHA-256 of secret and message", |key, message| hash::<Sha256>(&[key, message])),
    wrong(Cause::NoHmac, "it is the SHA-256 of message and secret", |key, message| hash::<Sha256>(&[message, key])),
    wrong(Cause::NoHmac, "it is the SHA-256 of secret, colon and message", |key, message| {
        hash::<Sha256>(&[key, b":", message])
    }),
    wrong(Cause::NoHmac, "it is the SHA-256 of message, colon and secret", |key, message| {
        hash::<Sha256>(&[message, b":", key])
    }),
    wrong(Cause::NoHmac, "it is the SHA-1 of secret and message", |key, message| hash::<Sha1>(&[key, message])),
    wrong(Cause::NoHmac, "it is the SHA-1 of message and secret", |key, message| hash::<Sha1>(&[message, key])),
    wrong(Cause::NoHmac, "it is the MD5 of secret and message", |key, message| hash::<Md5>(&[key, message])),
    wrong(Cause::NoHmac, "it is the MD5 of message and secret", |key, message| hash::<Md5>(&[message, key])),
    wrong(Cause::NoHmac, "it is the SHA-512 of secret and message", |key, message| hash::<Sha512>(&[key, message])),
    wrong(Cause::NoHmac, "it is the SHA-512 of message and secret", |key, message| hash::<Sha512>(&[message, key])),
    wrong(Cause::NoSecret, "it is the SHA-256 of the message alone", |_, message| hash::<Sha256>(&[message])),
    wrong(Cause::NoSecret, "it is the SHA-1 of the message alone", |_, message| hash::<Sha1>(&[message])),
    wrong(Cause::NoSecret, "it is the MD5 of the message alone", |_, message| hash::<Md5>(&[message])),
    wrong(Cause::NoSecret, "it is the SHA-512 of the message alone", |_, message| hash::<Sha512>(&[message])),
];

/// Short enough that many secrets share it, and long enough to tell two apart.
fn fingerprint(secret: &[u8]) -> String {
    let digest = hash::<Sha256>(&[b"visitorseal fingerprint\0", secret]);
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}
