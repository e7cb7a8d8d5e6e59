//! Digests: the search for what was signed, with what, and how the result was written.

use base64::{
    Engine,
    alphabet::{STANDARD, URL_SAFE},
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use hmac::{EagerHash, Hmac, KeyInit, Mac};
use md5::Md5;
use serde_json::Value;
use sha1::Sha1;
use sha2::{Digest, Sha256, Sha384, Sha512};
use zeroize::Zeroizing;

use super::{
    Case, Explanation,
    finding::{Cause, Finding},
    key_faults,
    message::{Candidate, candidates, visible},
};
use crate::{
    error::Code,
    key::{self, Key},
    scheme::Message,
    visitor::{Field, Visitor, shortened},
};

/// So many hashes are computed at most.
const MOST_HASHES: usize = 4096;
/// So many other texts of the page are tried as the message.
const MOST_OTHERS: usize = 16;
/// A text longer than this is not tried with changes.
const LONGEST: usize = 1024;

type Wrong = (Cause, String);

/// A key that may have been used, and what would have been wrong with it.
struct Secret {
    bytes: Zeroizing<Vec<u8>>,
    wrong: Option<Wrong>,
}

/// A way to make a digest.
struct Method {
    wrong: Option<(Cause, &'static str)>,
    run: fn(&[u8], &[u8]) -> Vec<u8>,
}

/// The bytes of a result, and what is wrong with how it was written.
struct Written {
    bytes: Vec<u8>,
    wrong: Vec<Wrong>,
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
        let (name, signature) = self.signature();
        match (error.code(), signature) {
            (Code::SignatureMalformed | Code::SignatureMismatch, Some(Value::String(signature))) => {
                findings.extend(self.search(keys, message, name, signature));
            }
            _ => findings.push(error.into()),
        }
        Explanation::refused(findings)
    }

    fn search(&self, keys: &[Key<'_>], message: &Message, name: &str, signature: &str) -> Vec<Finding> {
        let model = self.scheme.model();
        let mut visitor = Visitor::new();
        // What cannot be read was not signed either.
        let _ = model.fields.reader(self.settings, &[]).read(self.fields, &mut visitor);
        let others = self.others(message, &visitor, name);
        let place = |field: Field| model.fields.path_of(field).unwrap_or_default();

        let covered = message.fields().find(|field| visitor.text(*field) == Some(signature)).map(place);
        let other = || others.iter().find(|(_, text)| text == signature).map(|(name, _)| name.clone());
        if let Some(field) = covered.or_else(other) {
            let reason = format!("{name} holds the same text as {field}");
            return vec![Finding::new(Cause::SignatureIsField, Some(name), reason)];
        }
        if let Some(field) = message.fields().find(|field| swapped(keys, message, &visitor, *field, signature)) {
            let reason = format!("{} holds the digest, and {name} what was signed", place(field));
            return vec![Finding::new(Cause::FieldsSwapped, Some(name), reason)];
        }

        let candidates = candidates(message, &visitor, &others);
        let results = results(signature);
        let secrets: Vec<Vec<Secret>> = keys.iter().map(|key| secrets(key.bytes)).collect();
        if let Some(wrong) = best(&secrets, &candidates, &results) {
            return wrong.into_iter().map(|(cause, reason)| Finding::new(cause, Some(name), reason)).collect();
        }
        let message = candidates.first().map_or_else(String::new, |right| visible(&right.text));
        let prints: Vec<String> = keys.iter().map(|key| fingerprint(key.bytes)).collect();
        let reason = format!(
            "no change of message, secret, hash or writing gives this signature; the message to sign is {message}, the keys tried have the fingerprints {}",
            prints.join(", "),
        );
        vec![Finding::new(Cause::SecretUnknown, Some(name), reason)]
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
        texts
            .filter(|(_, text)| !text.is_empty() && text.len() <= LONGEST && covered != [text.as_str()])
            .take(MOST_OTHERS)
            .collect()
    }
}

/// Whether the digest stands in the field's place and the field in the digest's.
fn swapped(keys: &[Key<'_>], message: &Message, visitor: &Visitor, field: Field, signature: &str) -> bool {
    let mut other = visitor.clone();
    let Some(digest) = other.take(field) else { return false };
    other.set(field, signature.to_owned());
    let message = message.over(&other);
    keys.iter().any(|key| digest == hex(&mac::<Sha256>(key.bytes, message.as_bytes())))
}

/// The fewest mistakes that together give one of the results.
fn best(secrets: &[Vec<Secret>], candidates: &[Candidate], results: &[Written]) -> Option<Vec<Wrong>> {
    let mut hashes = 0;
    let mut best: Option<Vec<Wrong>> = None;
    for mistakes in 0..=2_usize {
        for secret in secrets.iter().flatten() {
            for method in METHODS {
                let so_far = usize::from(secret.wrong.is_some()) + usize::from(method.wrong.is_some());
                for candidate in candidates.iter().filter(|candidate| so_far + candidate.wrong.len() == mistakes) {
                    hashes += 1;
                    if hashes > MOST_HASHES {
                        return best;
                    }
                    let digest = (method.run)(&secret.bytes, candidate.text.as_bytes());
                    let Some(result) = results.iter().find(|result| result.bytes == digest) else { continue };
                    if best.as_ref().is_none_or(|best| mistakes + result.wrong.len() < best.len()) {
                        let mut wrong = candidate.wrong.clone();
                        wrong.extend(secret.wrong.clone());
                        wrong.extend(method.wrong.map(|(cause, how)| (cause, how.to_owned())));
                        wrong.extend(result.wrong.clone());
                        best = Some(wrong);
                    }
                }
            }
        }
        if best.as_ref().is_some_and(|best| best.len() <= mistakes + 1) {
            break;
        }
    }
    best
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

/// What may have been used for a secret, the secret itself first.
fn secrets(secret: &[u8]) -> Vec<Secret> {
    let mut all = vec![Secret { bytes: Zeroizing::new(secret.to_vec()), wrong: None }];
    let mut add = |cause, bytes: Vec<u8>, how: &str| {
        let bytes = Zeroizing::new(bytes);
        if !bytes.is_empty() && all.iter().all(|known| known.bytes != bytes) {
            all.push(Secret { bytes, wrong: Some((cause, how.to_owned())) });
        }
    };
    let space = "the site's secret and this one differ in white space at an end";
    add(Cause::SecretSpace, secret.trim_ascii().to_vec(), space);
    for (before, after) in [("", "\n"), ("", "\r\n"), ("", " "), (" ", ""), (" ", " "), ("", "\r"), ("", "\t")] {
        add(Cause::SecretSpace, [before.as_bytes(), secret, after.as_bytes()].concat(), space);
    }
    let quotes = "the site's secret and this one differ in quotes around it";
    for quote in [b'"', b'\''] {
        add(Cause::SecretQuotes, [&[quote], secret, &[quote]].concat(), quotes);
        let bare = secret.strip_prefix(&[quote]).and_then(|rest| rest.strip_suffix(&[quote]));
        add(Cause::SecretQuotes, bare.unwrap_or_default().to_vec(), quotes);
    }
    add(Cause::SecretHex, hex::decode_to_vec(secret), "the secret was decoded from hex");
    for engine in [BASE64, BASE64_URL] {
        add(Cause::SecretBase64, engine.decode(secret).unwrap_or_default(), "the secret was decoded from base64");
    }
    all
}

/// Base64 with its padding or without, and whatever its last bits are: what people write is read.
const LENIENT: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const BASE64: GeneralPurpose = GeneralPurpose::new(&STANDARD, LENIENT);
const BASE64_URL: GeneralPurpose = GeneralPurpose::new(&URL_SAFE, LENIENT);

/// The results that a signature may be meant to be.
fn results(signature: &str) -> Vec<Written> {
    if signature.len() > LONGEST {
        return Vec::new();
    }
    let mut texts = vec![(signature, Vec::new())];
    type Step = fn(&str) -> Option<(Cause, &'static str, &str)>;
    let steps: [Step; 3] = [
        |text| Some((Cause::ResultSpace, "white space stands around it", text.trim())),
        |text| {
            let bare = text.trim_matches(['"', '\'']);
            Some((Cause::ResultQuotes, "it stands in quotes", bare))
        },
        |text| {
            let (_, bare) =
                text.split_once(['=', ':', ' ']).filter(|(prefix, bare)| !prefix.is_empty() && bare.len() >= 32)?;
            Some((Cause::ResultPrefix, "something stands before it", bare))
        },
    ];
    for step in steps {
        let more: Vec<(&str, Vec<Wrong>)> = texts
            .iter()
            .filter_map(|(text, wrong)| {
                let (cause, how, bare) = step(text).filter(|(_, _, bare)| bare != text)?;
                Some((bare, [wrong.as_slice(), &[(cause, how.to_owned())]].concat()))
            })
            .collect();
        texts.extend(more);
    }
    let mut results: Vec<Written> = texts.into_iter().flat_map(|(text, wrong)| decoded(text, &wrong)).collect();
    results.sort_by_key(|result| result.wrong.len());
    results
}

fn decoded(text: &str, wrong: &[Wrong]) -> Vec<Written> {
    let mut all = Vec::new();
    let mut add = |bytes: Vec<u8>, further: Option<(Cause, &str)>| {
        if (16..=64).contains(&bytes.len()) {
            let further = further.map(|(cause, how)| (cause, how.to_owned()));
            all.push(Written { bytes, wrong: wrong.iter().cloned().chain(further).collect() });
        }
    };
    let bytes = hex::decode_to_vec(text.as_bytes());
    let upper = text.contains(|char: char| char.is_ascii_uppercase());
    add(bytes.clone(), upper.then_some((Cause::ResultUpperCase, "its hex digits are in upper case")));
    add(hex::decode_to_vec(&bytes), Some((Cause::ResultHexTwice, "its hex digits were written as hex once more")));
    for engine in [BASE64, BASE64_URL] {
        let bytes = engine.decode(text).unwrap_or_default();
        add(hex::decode_to_vec(&bytes), Some((Cause::ResultBase64, "its hex digits were written as base64")));
        add(bytes, Some((Cause::ResultBase64, "it is base64")));
    }
    all
}

/// The `hex` crate, which decodes both cases, without a Result: nothing is what cannot be decoded.
mod hex {
    pub fn decode_to_vec(text: &[u8]) -> Vec<u8> {
        let mut bytes = vec![0; text.len() / 2];
        match ::hex::decode_to_slice(text, &mut bytes) {
            Ok(()) => bytes,
            Err(_) => Vec::new(),
        }
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Enough of a secret's hash to tell two secrets apart by, and too little to guess one from.
fn fingerprint(secret: &[u8]) -> String {
    hex(hash::<Sha256>(&[b"visitorseal fingerprint\0", secret]).get(..4).unwrap_or_default())
}
