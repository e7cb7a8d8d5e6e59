//! Tries secrets, methods and messages together, those with the fewest mistakes first.

use super::{encoding::DecodedSignature, finding::Mistake, message::MessageGuess, method::Method, secret::SecretGuess};

/// At most this many hashes are computed.
const MOST_HASHES: usize = 6144;
/// At most this many bytes are hashed.
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// At most this many mistakes are tried at once, besides those in how the signature is written.
const MOST_MISTAKES: usize = 2;

/// What a site may have used. `secrets` has the guesses for each key.
#[derive(Clone, Copy)]
pub(super) struct Guesses<'a> {
    pub secrets: &'a [Vec<SecretGuess>],
    pub methods: &'a [Method],
    /// Those with the fewest mistakes first.
    pub messages: &'a [MessageGuess],
}

/// The mistakes that explain a signature, and the index of the key that it was made with.
pub(super) struct Explained {
    pub key: usize,
    pub mistakes: Vec<Mistake>,
}

/// A way to make the signature: a key, a method and a message.
struct Attempt<'a> {
    key: usize,
    secret: &'a SecretGuess,
    method: &'a Method,
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
        let digest = self.method.compute(&self.secret.bytes, self.message.text.as_bytes());
        let signature = signatures.iter().find(|signature| signature.bytes == digest)?;
        let method = self.method.mistake.as_slice();
        Some([self.message.mistakes.as_slice(), &self.secret.mistakes, method, &signature.mistakes].concat())
    }
}

impl<'a> Guesses<'a> {
    /// All attempts, those with the fewest mistakes first.
    fn attempts(self) -> impl Iterator<Item = Attempt<'a>> {
        (0..=MOST_MISTAKES).flat_map(move |mistakes| {
            self.methods.iter().flat_map(move |method| {
                let left = mistakes.checked_sub(usize::from(method.mistake.is_some()));
                left.into_iter().flat_map(move |left| self.attempts_with(method, left))
            })
        })
    }

    /// The attempts with a method and so many mistakes in secret and message.
    fn attempts_with(self, method: &'a Method, mistakes: usize) -> impl Iterator<Item = Attempt<'a>> {
        let of_key = |(key, guesses): (usize, &'a Vec<SecretGuess>)| guesses.iter().map(move |secret| (key, secret));
        self.secrets.iter().enumerate().flat_map(of_key).flat_map(move |(key, secret)| {
            let left = mistakes.checked_sub(secret.mistakes.len());
            let messages = left.map(|left| self.messages_with(left)).unwrap_or_default();
            messages.iter().map(move |message| Attempt { key, secret, method, message })
        })
    }

    fn messages_with(self, mistakes: usize) -> &'a [MessageGuess] {
        let start = self.messages.partition_point(|message| message.mistakes.len() < mistakes);
        let end = self.messages.partition_point(|message| message.mistakes.len() <= mistakes);
        self.messages.get(start..end).unwrap_or_default()
    }

    /// The fewest mistakes that together give one of the signatures.
    pub fn fewest_mistakes(self, signatures: &[DecodedSignature]) -> Option<Explained> {
        let mut budgets = vec![Budget::share_of(self.secrets.len()); self.secrets.len()];
        let mut best: Option<Explained> = None;
        for attempt in self.attempts() {
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
