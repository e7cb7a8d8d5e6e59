//! The keys that sites sign with by mistake: the secret in quotes, with a newline, decoded or encoded.

use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use super::{
    encoding::{BASE64, BASE64_URL, decode_hex},
    finding::{Cause, Mistake},
    sorted_by,
};
use crate::forms::SecretForm;

/// A longer secret is tried as it is and in no other form.
const LONGEST: usize = 1024;

const SPACE: (Cause, &str) = (Cause::SecretSpace, "The site signed with white space around the secret.");
const QUOTES: (Cause, &str) = (Cause::SecretQuotes, "The site signed with quotes around the secret.");
const NOT_FROM_HEX: (Cause, &str) =
    (Cause::SecretHex, "The site used the secret's hex digits as the key, without decoding them.");
const NOT_FROM_BASE64: (Cause, &str) =
    (Cause::SecretBase64, "The site used the secret's base64 characters as the key, without decoding them.");

/// A key that the site may have used, and the mistakes that lead to it.
pub(super) struct SecretGuess {
    pub bytes: Zeroizing<Vec<u8>>,
    pub mistakes: Vec<Mistake>,
}

/// The keys that a site may have used for a secret. The right key is first. `secret` is the text, `key` what it means in
/// the scheme.
pub(super) fn guess_secrets(secret: &[u8], key: &[u8], form: SecretForm) -> Vec<SecretGuess> {
    let mut guesses = Guesses(vec![SecretGuess { bytes: Zeroizing::new(key.to_vec()), mistakes: Vec::new() }]);
    if secret.len() > LONGEST {
        return guesses.0;
    }
    // The key of a scheme with encoded secrets is the bytes, so every key made of the text is a mistake.
    let undecoded: &[(Cause, &str)] = match form {
        SecretForm::Text => &[],
        SecretForm::Hex => &[NOT_FROM_HEX],
        SecretForm::Base64 => &[NOT_FROM_BASE64],
    };
    guesses.push(secret.to_vec(), undecoded);
    guesses.add_spaces_and_quotes(secret, undecoded);
    guesses.push(decode_hex(secret), &[(Cause::SecretHex, "The site decoded the secret from hex.")]);
    for engine in [BASE64, BASE64_URL] {
        let decoded = engine.decode(secret).unwrap_or_default();
        guesses.push(decoded, &[(Cause::SecretBase64, "The site decoded the secret from base64.")]);
    }
    for bytes in [key, secret] {
        let hex = hex::encode(bytes).into_bytes();
        guesses.push(hex, &[(Cause::SecretHex, "The site wrote the secret as hex and signed with these digits.")]);
        let base64 = STANDARD.encode(bytes).into_bytes();
        guesses
            .push(base64, &[(Cause::SecretBase64, "The site wrote the secret as base64 and signed with that text.")]);
    }
    sorted_by(guesses.0, |guess| guess.mistakes.len())
}

/// What to change where the secret's form was wrong. None where its characters are the key.
pub(super) fn secret_fix(form: SecretForm) -> Option<String> {
    let (name, _) = SecretForm::ALL.into_iter().find(|(_, known)| *known == form && form != SecretForm::Text)?;
    Some(format!("Decode the secret from {name} once, and use these bytes as the key."))
}

struct Guesses(Vec<SecretGuess>);

impl Guesses {
    fn add_spaces_and_quotes(&mut self, secret: &[u8], undecoded: &[(Cause, &str)]) {
        let with = |more: &[(Cause, &'static str)]| [undecoded, more].concat();
        for (before, after) in [("", "\n"), ("", "\r\n"), ("", " "), (" ", ""), (" ", " "), ("", "\r"), ("", "\t")] {
            self.push([before.as_bytes(), secret, after.as_bytes()].concat(), &with(&[SPACE]));
        }
        for quote in [b"\"", b"'"] {
            self.push([quote, secret, quote].concat(), &with(&[QUOTES]));
            for end in ["\n", "\r\n"] {
                self.push([quote, secret, quote, end.as_bytes()].concat(), &with(&[QUOTES, SPACE]));
                self.push([quote, secret, end.as_bytes(), quote].concat(), &with(&[QUOTES, SPACE]));
            }
        }
        // An encoded secret with these is a key that cannot be read.
        if undecoded.is_empty() {
            self.add_stripped(secret);
        }
    }

    fn add_stripped(&mut self, secret: &[u8]) {
        let space = (
            Cause::SecretSpace,
            "The site signed correctly, but the secret given to explain has white space around it.",
        );
        let quotes =
            (Cause::SecretQuotes, "The site signed correctly, but the secret given to explain has quotes around it.");
        let trimmed = secret.trim_ascii();
        self.push(trimmed.to_vec(), &[space]);
        for quote in [b"\"", b"'"] {
            let unquote =
                |text: &[u8]| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)).map(<[u8]>::to_vec);
            self.push(unquote(secret).unwrap_or_default(), &[quotes]);
            self.push(unquote(trimmed).unwrap_or_default(), &[quotes, space]);
        }
    }

    fn push(&mut self, bytes: Vec<u8>, mistakes: &[(Cause, &str)]) {
        let bytes = Zeroizing::new(bytes);
        if !bytes.is_empty() && self.0.iter().all(|known| known.bytes != bytes) {
            let mistakes = mistakes.iter().map(|(cause, how)| (*cause, (*how).to_owned())).collect();
            self.0.push(SecretGuess { bytes, mistakes });
        }
    }
}
