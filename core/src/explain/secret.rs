//! The keys that sites sign with by mistake: the secret in quotes, with a newline, decoded or encoded.

use base64::{Engine, engine::general_purpose::STANDARD};
use zeroize::Zeroizing;

use super::{
    encoding::{BASE64, BASE64_URL, decode_hex},
    finding::{Cause, Mistake},
};

/// A longer secret is tried as it is and in no other form.
const LONGEST: usize = 1024;

/// A key that the site may have used, and the mistakes that lead to it.
pub(super) struct SecretGuess {
    pub bytes: Zeroizing<Vec<u8>>,
    pub mistakes: Vec<Mistake>,
}

/// The keys that a site may have used for a secret: the secret itself first, guesses with two mistakes last.
pub(super) fn guess_secrets(secret: &[u8]) -> Vec<SecretGuess> {
    let mut guesses = Guesses(vec![SecretGuess { bytes: Zeroizing::new(secret.to_vec()), mistakes: Vec::new() }]);
    if secret.len() > LONGEST {
        return guesses.0;
    }
    let space = (Cause::SecretSpace, "The site signed with white space around the secret.");
    let quotes = (Cause::SecretQuotes, "The site signed with quotes around the secret.");
    let no_space =
        (Cause::SecretSpace, "The site signed correctly, but the secret given to explain has white space around it.");
    let no_quotes =
        (Cause::SecretQuotes, "The site signed correctly, but the secret given to explain has quotes around it.");
    let trimmed = secret.trim_ascii();
    guesses.push(trimmed.to_vec(), &[no_space]);
    for (before, after) in [("", "\n"), ("", "\r\n"), ("", " "), (" ", ""), (" ", " "), ("", "\r"), ("", "\t")] {
        guesses.push([before.as_bytes(), secret, after.as_bytes()].concat(), &[space]);
    }
    for quote in [b"\"", b"'"] {
        let unquote =
            |text: &[u8]| text.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote)).map(<[u8]>::to_vec);
        guesses.push([quote, secret, quote].concat(), &[quotes]);
        guesses.push(unquote(secret).unwrap_or_default(), &[no_quotes]);
        guesses.push(unquote(trimmed).unwrap_or_default(), &[no_quotes, no_space]);
        for end in ["\n", "\r\n"] {
            guesses.push([quote, secret, quote, end.as_bytes()].concat(), &[quotes, space]);
            guesses.push([quote, secret, end.as_bytes(), quote].concat(), &[quotes, space]);
        }
    }
    guesses.push(decode_hex(secret), &[(Cause::SecretHex, "The site decoded the secret from hex.")]);
    for engine in [BASE64, BASE64_URL] {
        let decoded = engine.decode(secret).unwrap_or_default();
        guesses.push(decoded, &[(Cause::SecretBase64, "The site decoded the secret from base64.")]);
    }
    let hex = hex::encode(secret).into_bytes();
    guesses.push(hex, &[(Cause::SecretHex, "The site wrote the secret as hex and signed with these digits.")]);
    let base64 = STANDARD.encode(secret).into_bytes();
    guesses.push(base64, &[(Cause::SecretBase64, "The site wrote the secret as base64 and signed with that text.")]);
    guesses.0
}

struct Guesses(Vec<SecretGuess>);

impl Guesses {
    fn push(&mut self, bytes: Vec<u8>, mistakes: &[(Cause, &str)]) {
        let bytes = Zeroizing::new(bytes);
        if !bytes.is_empty() && self.0.iter().all(|known| known.bytes != bytes) {
            let mistakes = mistakes.iter().map(|(cause, how)| (*cause, (*how).to_owned())).collect();
            self.0.push(SecretGuess { bytes, mistakes });
        }
    }
}
