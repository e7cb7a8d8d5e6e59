//! Why a digest is refused: tries other messages, secrets, hash functions and encodings.

use hmac::{EagerHash, Hmac, KeyInit, Mac};
use md5::Md5;
use serde_json::Value;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};

use super::{
    Explainer, Explanation,
    encoding::{DecodedSignature, decode_signature},
    find_unreadable_keys,
    finding::{Cause, Finding, Mistake},
    message::{LONGEST, MessageGuess, NamedText, guess_messages, join, make_visible},
    secret::{SecretGuess, guess_secrets},
    token::looks_like_token,
};
use crate::{
    error::{Code, Error, shortened},
    key::{self, Key},
    scheme::{Fault, Hmac as SchemeHmac, Message, Placeholder, Source, missing_covered_field},
    verifier::{Sent, choose},
    visitor::Visitor,
};

/// At most this many hashes are computed.
const MOST_HASHES: usize = 4096;
/// At most this many bytes are hashed.
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// At most this many other texts of the page are tried as the message.
const MOST_OTHERS: usize = 16;
/// At most this many mistakes are tried at once, besides those in how the signature is written.
const MOST_MISTAKES: usize = 2;

/// A way to compute a digest from a key and a message.
struct Method {
    mistake: Option<(Cause, &'static str)>,
    compute: fn(&[u8], &[u8]) -> Vec<u8>,
}

impl Explainer<'_> {
    pub(super) fn explain_digest(&self, keys: &[Key<'_>], hmac: &SchemeHmac) -> Explanation {
        let mut findings = find_unreadable_keys(keys, |key| key::shared(key.bytes, hmac.secret).map(|_| ()));
        if !findings.is_empty() {
            return Explanation::refused(findings);
        }
        let error = match self.verify(keys) {
            Ok(key) => return self.explain_verified(key, keys),
            Err(error) => error,
        };
        findings.extend(self.find_misspelt_fields());
        match (error.code(), self.signature().1) {
            (Code::SignatureMalformed | Code::SignatureMismatch, Some(Value::String(signature))) => {
                findings.extend(self.find_digest_mistakes(keys, hmac, error, signature));
            }
            _ => findings.push(error.into()),
        }
        Explanation::refused(findings)
    }

    fn find_digest_mistakes(&self, keys: &[Key<'_>], hmac: &SchemeHmac, error: Error, signature: &str) -> Vec<Finding> {
        let table = &self.scheme.model().fields;
        let name = table.signature().unwrap_or_default();
        let Ok(sent) = Sent::read(self.scheme, hmac, self.settings, self.fields, signature) else {
            return vec![error.into()];
        };
        let path_of = |source: &Source| table.path_of(source).unwrap_or_default();
        let message = match choose(&hmac.messages, &sent) {
            Ok((message, _)) => message,
            Err(Fault::Absent(slot)) => {
                let path = path_of(&slot.source);
                let fault = sent.fields.faults.into_iter().find(|fault| fault.field() == Some(path.as_str()));
                return vec![fault.unwrap_or_else(|| missing_covered_field(path)).into()];
            }
            Err(_) => return vec![error.into()],
        };
        let parts: Vec<NamedText> =
            message.slots().map(|slot| (slot_name(slot), sent.text(slot).unwrap_or_default().into_owned())).collect();
        let others = self.other_texts(&parts, &sent.fields.visitor, name);

        let covered = message.slots().zip(&parts).find(|(_, (_, text))| text == signature);
        let covered = covered.map(|(slot, _)| path_of(&slot.source));
        let other = || others.iter().find(|(_, text)| text == signature).map(|(name, _)| name.clone());
        if let Some(finding) = self.find_other_value(keys, name, signature, covered.or_else(other)) {
            return vec![finding];
        }

        let secrets: Vec<Vec<SecretGuess>> = keys.iter().map(|key| guess_secrets(key.bytes)).collect();
        for (index, slot) in message.slots().enumerate() {
            if let Some(mistakes) = swapped_field_mistakes(&secrets, message, &parts, index, signature) {
                let reason =
                    format!("{} contains the digest, and {name} contains the signed field.", path_of(&slot.source));
                let swapped = Finding::new(Cause::FieldsSwapped, Some(name), reason);
                return [swapped].into_iter().chain(findings(mistakes, name, "")).collect();
            }
        }
        let messages = guess_messages(message, &parts, &others);
        if let Some(explained) = fewest_mistakes(&secrets, &messages, &decode_signature(signature)) {
            return findings(explained.mistakes, name, &name_key(keys, explained.key)).collect();
        }
        if error.code() == Code::SignatureMalformed {
            return vec![error.into()];
        }
        let message = messages.first().map_or_else(String::new, |expected| make_visible(&expected.text));
        let fingerprints: Vec<String> = keys.iter().map(|key| fingerprint(key.bytes)).collect();
        let reason = format!(
            "No common mistake explains the signature, so the site probably used another secret. The text to sign is {message}. The keys that were tried have the fingerprints {}.",
            fingerprints.join(", "),
        );
        vec![Finding::new(Cause::SecretUnknown, Some(name), reason)]
    }

    /// The finding for a known value that was sent in place of the signature. `field` is the name of the field that
    /// has the same text.
    fn find_other_value(
        &self,
        keys: &[Key<'_>],
        name: &str,
        signature: &str,
        field: Option<String>,
    ) -> Option<Finding> {
        let (cause, reason) = if let Some(field) = field {
            (Cause::SignatureIsField, format!("{name} contains the same text as {field}."))
        } else if keys.iter().any(|key| key.bytes.trim_ascii() == signature.trim().as_bytes()) {
            (Cause::SignatureIsSecret, format!("{name} contains the secret itself."))
        } else if looks_like_token(signature) {
            (
                Cause::SignatureIsToken,
                format!("{name} contains a token. {} expects an HMAC digest.", self.scheme.vendor()),
            )
        } else {
            return None;
        };
        Some(Finding::new(cause, Some(name), reason))
    }

    /// The other texts that the page sent, with their names. Where several fields are signed together, each of them is
    /// among these.
    fn other_texts(&self, parts: &[NamedText], visitor: &Visitor, signature: &str) -> Vec<NamedText> {
        let covered: Vec<&str> = parts.iter().map(|(_, text)| text.as_str()).collect();
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
        let mut texts: Vec<NamedText> =
            texts.filter(|(_, text)| !text.is_empty() && text.len() <= LONGEST && covered != [text.as_str()]).collect();
        // The scheme's own fields come before those that the site added.
        texts.sort_by_key(|(_, text)| !visitor.texts().any(|(_, known)| known == text));
        texts.truncate(MOST_OTHERS);
        texts
    }
}

fn findings(mistakes: Vec<Mistake>, name: &str, more: &str) -> impl Iterator<Item = Finding> {
    mistakes.into_iter().map(move |(cause, how)| Finding::new(cause, Some(name), how + more))
}

/// A sentence that says which of several keys it was.
fn name_key(keys: &[Key<'_>], index: usize) -> String {
    let kid = keys.get(index).and_then(|key| key.kid).map_or_else(String::new, |kid| format!(" ({kid})"));
    if keys.len() == 1 { String::new() } else { format!(" The key is keys[{index}]{kid}.") }
}

/// The name of a message's part in the visitor's words.
fn slot_name(slot: &Placeholder) -> String {
    slot.word().map_or_else(|| slot.to_string().trim_matches(['{', '}']).to_owned(), std::borrow::Cow::into_owned)
}

/// The further mistakes, where a field and its digest were sent under each other's names.
fn swapped_field_mistakes(
    secrets: &[Vec<SecretGuess>],
    message: &Message,
    parts: &[NamedText],
    index: usize,
    signature: &str,
) -> Option<Vec<Mistake>> {
    let mut texts: Vec<&str> = parts.iter().map(|(_, text)| text.as_str()).collect();
    let signatures = decode_signature(std::mem::replace(texts.get_mut(index)?, signature));
    let message = join(message, &texts);
    secrets.iter().flatten().find_map(|secret| {
        let digest = mac::<Sha256>(&secret.bytes, message.as_bytes());
        let signature = signatures.iter().find(|signature| signature.bytes == digest)?;
        Some([secret.mistakes.as_slice(), &signature.mistakes].concat())
    })
}

/// A way to make the signature: a key, a method and a message.
struct Attempt<'a> {
    key: usize,
    secret: &'a SecretGuess,
    method: &'static Method,
    message: &'a MessageGuess,
}

impl Attempt<'_> {
    fn mistakes(&self) -> usize {
        self.message.mistakes.len() + self.secret.mistakes.len() + usize::from(self.method.mistake.is_some())
    }

    fn bytes(&self) -> usize {
        self.secret.bytes.len() + self.message.text.len()
    }

    /// The mistakes of this attempt and of the signature that it makes, if it makes one of these.
    fn explain(&self, signatures: &[DecodedSignature]) -> Option<Vec<Mistake>> {
        let digest = (self.method.compute)(&self.secret.bytes, self.message.text.as_bytes());
        let signature = signatures.iter().find(|signature| signature.bytes == digest)?;
        let method = self.method.mistake.map(|(cause, how)| (cause, how.to_owned()));
        let (message, secret) = (self.message.mistakes.as_slice(), self.secret.mistakes.as_slice());
        Some([message, secret, method.as_slice(), &signature.mistakes].concat())
    }
}

/// All attempts, those with the fewest mistakes first.
fn attempts<'a>(secrets: &'a [Vec<SecretGuess>], messages: &'a [MessageGuess]) -> impl Iterator<Item = Attempt<'a>> {
    let of_method = move |method: &'static Method| {
        let of_key = |(key, guesses): (usize, &'a Vec<SecretGuess>)| guesses.iter().map(move |secret| (key, secret));
        let secrets = secrets.iter().enumerate().flat_map(of_key);
        secrets
            .flat_map(move |(key, secret)| messages.iter().map(move |message| Attempt { key, secret, method, message }))
    };
    (0..=MOST_MISTAKES).flat_map(move |mistakes| {
        METHODS.iter().flat_map(of_method).filter(move |attempt| attempt.mistakes() == mistakes)
    })
}

/// The mistakes that explain a signature, and the index of the key that it was made with.
struct Explained {
    key: usize,
    mistakes: Vec<Mistake>,
}

/// The fewest mistakes that together give one of the signatures.
fn fewest_mistakes(
    secrets: &[Vec<SecretGuess>],
    messages: &[MessageGuess],
    signatures: &[DecodedSignature],
) -> Option<Explained> {
    let mut budgets = vec![Budget::share_of(secrets.len()); secrets.len()];
    let mut best: Option<Explained> = None;
    for attempt in attempts(secrets, messages) {
        // No later attempt has fewer mistakes.
        if best.as_ref().is_some_and(|best| best.mistakes.len() <= attempt.mistakes()) {
            break;
        }
        if !budgets.get_mut(attempt.key).is_some_and(|budget| budget.spend(attempt.bytes())) {
            continue;
        }
        if let Some(mistakes) = attempt.explain(signatures)
            && best.as_ref().is_none_or(|best| mistakes.len() < best.mistakes.len())
        {
            best = Some(Explained { key: attempt.key, mistakes });
        }
    }
    best
}

/// What may still be hashed with one key. Each key has the same share.
#[derive(Clone)]
struct Budget {
    hashes: usize,
    bytes: usize,
}

impl Budget {
    fn share_of(keys: usize) -> Self {
        Self { hashes: MOST_HASHES / keys.max(1), bytes: MOST_BYTES / keys.max(1) }
    }

    /// Whether the budget allows one more hash of so many bytes, which are then spent.
    fn spend(&mut self, bytes: usize) -> bool {
        let (Some(hashes), Some(bytes)) = (self.hashes.checked_sub(1), self.bytes.checked_sub(bytes)) else {
            return false;
        };
        *self = Self { hashes, bytes };
        true
    }
}

fn mac<D: EagerHash>(key: &[u8], message: &[u8]) -> Vec<u8> {
    Hmac::<D>::new_from_slice(key)
        .map_or_else(|_| Vec::new(), |mac| mac.chain_update(message).finalize().into_bytes().to_vec())
}

fn hash<D: Digest>(parts: &[&[u8]]) -> Vec<u8> {
    parts.iter().fold(D::new(), Digest::chain_update).finalize().to_vec()
}

const fn mistake(cause: Cause, how: &'static str, compute: fn(&[u8], &[u8]) -> Vec<u8>) -> Method {
    Method { mistake: Some((cause, how)), compute }
}

const METHODS: &[Method] = &[
    Method { mistake: None, compute: mac::<Sha256> },
    mistake(Cause::KeyMessageSwapped, "The site used the message as the key and signed the secret.", |key, message| {
        mac::<Sha256>(message, key)
    }),
    mistake(Cause::OtherHash, "The signature is an HMAC with SHA-1.", mac::<Sha1>),
    mistake(Cause::OtherHash, "The signature is an HMAC with SHA-512.", mac::<Sha512>),
    mistake(Cause::OtherHash, "The signature is an HMAC with SHA-384.", mac::<Sha384>),
    mistake(Cause::OtherHash, "The signature is an HMAC with MD5.", mac::<Md5>),
    mistake(Cause::NoHmac, "The signature is the SHA-256 of secret and message.", |key, message| {
        hash::<Sha256>(&[key, message])
    }),
    mistake(Cause::NoHmac, "The signature is the SHA-256 of message and secret.", |key, message| {
        hash::<Sha256>(&[message, key])
    }),
    mistake(Cause::NoHmac, "The signature is the SHA-256 of secret, colon and message.", |key, message| {
        hash::<Sha256>(&[key, b":", message])
    }),
    mistake(Cause::NoHmac, "The signature is the SHA-256 of message, colon and secret.", |key, message| {
        hash::<Sha256>(&[message, b":", key])
    }),
    mistake(Cause::NoHmac, "The signature is the SHA-1 of secret and message.", |key, message| {
        hash::<Sha1>(&[key, message])
    }),
    mistake(Cause::NoHmac, "The signature is the SHA-1 of message and secret.", |key, message| {
        hash::<Sha1>(&[message, key])
    }),
    mistake(Cause::NoHmac, "The signature is the MD5 of secret and message.", |key, message| {
        hash::<Md5>(&[key, message])
    }),
    mistake(Cause::NoHmac, "The signature is the MD5 of message and secret.", |key, message| {
        hash::<Md5>(&[message, key])
    }),
    mistake(Cause::NoHmac, "The signature is the SHA-512 of secret and message.", |key, message| {
        hash::<Sha512>(&[key, message])
    }),
    mistake(Cause::NoHmac, "The signature is the SHA-512 of message and secret.", |key, message| {
        hash::<Sha512>(&[message, key])
    }),
    mistake(Cause::NoSecret, "The signature is the SHA-256 of the message alone.", |_, message| {
        hash::<Sha256>(&[message])
    }),
    mistake(Cause::NoSecret, "The signature is the SHA-1 of the message alone.", |_, message| hash::<Sha1>(&[message])),
    mistake(Cause::NoSecret, "The signature is the MD5 of the message alone.", |_, message| hash::<Md5>(&[message])),
    mistake(Cause::NoSecret, "The signature is the SHA-512 of the message alone.", |_, message| {
        hash::<Sha512>(&[message])
    }),
];

/// Eight hex digits that tell two secrets apart. So many secrets have the same digits that these give none away.
fn fingerprint(secret: &[u8]) -> String {
    let digest = hash::<Sha256>(&[b"visitorseal fingerprint\0", secret]);
    digest.iter().take(4).map(|byte| format!("{byte:02x}")).collect()
}
