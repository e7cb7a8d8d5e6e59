//! The search for the mistakes that explain a digest: one at first, then two, then those with a thousand texts each.

use super::{
    attempt::{Explained, Guesses, Most},
    budget::Budget,
    encoding::{LossySignature, decode_signature},
    message::{Subject, guess_messages, guess_rounded},
    method::Method,
    secret::{Given, SecretGuess, guess_secrets},
    times::guess_milliseconds,
};
use crate::scheme::Hmac;

/// What is searched.
pub(super) struct Search<'a> {
    pub hmac: &'a Hmac,
    pub subject: Subject<'a>,
    /// The secrets of the verifier, with what they may have become.
    pub given: &'a [Given<'a>],
    /// What each may have become by one mistake.
    pub secrets: &'a [Vec<SecretGuess>],
    /// The digest as the page sends it.
    pub text: &'a str,
    pub budget: &'a Budget,
}

impl Search<'_> {
    /// The fewest and most usual mistakes that give the digest.
    pub fn find(&self) -> Option<Explained> {
        let signatures = decode_signature(self.text, self.hmac.result);
        let lossy = LossySignature::read(self.text, self.hmac.result, &signatures, self.hmac.hash);
        // Nothing gives a text that is no digest at all.
        if signatures.is_empty() && lossy.is_none() {
            return None;
        }
        let is_of_length =
            |method: &Method| signatures.iter().any(|signature| signature.bytes.len() == method.length());
        let mut methods = Method::all(self.hmac.hash);
        // A digest of another length tells its hash function. The first method is the scheme's.
        methods.retain(|method| method.mistake.is_none() || is_of_length(method));

        let messages = guess_messages(&self.subject, Most::One);
        let guesses = Guesses { secrets: self.secrets, methods: &methods, messages: &messages, budget: self.budget };
        if let Some(explained) = guesses.fewest_mistakes(&signatures, Most::One) {
            return Some(explained);
        }
        if let Some(explained) = lossy.and_then(|signature| guesses.find_lossy(&signature)) {
            return Some(explained);
        }
        if signatures.is_empty() {
            return None;
        }
        let secrets: Vec<Vec<SecretGuess>> = self.given.iter().map(|given| guess_secrets(*given, Most::Two)).collect();
        let messages = guess_messages(&self.subject, Most::Two);
        let guesses = Guesses { secrets: &secrets, messages: &messages, ..guesses };
        guesses.fewest_mistakes(&signatures, Most::Two).or_else(|| {
            let Subject { message, parts, .. } = self.subject;
            let messages = [guess_rounded(message, parts), guess_milliseconds(message, parts)].concat();
            let methods = [Method::of_scheme(self.hmac.hash)];
            Guesses { methods: &methods, messages: &messages, ..guesses }.message_with_secret(&signatures)
        })
    }
}
