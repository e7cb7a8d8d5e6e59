//! Tries secrets, methods and messages together, those with the fewest and most usual mistakes first.

use super::{
    budget::Budget,
    encoding::{DecodedSignature, LossySignature},
    message::MessageGuess,
    method::Method,
    mistake::{Mistake, ONE, TWO, weight},
    secret::SecretGuess,
};

/// What a site may have used. `secrets` has the guesses for each key.
#[derive(Clone, Copy)]
pub(super) struct Guesses<'a> {
    pub secrets: &'a [Vec<SecretGuess>],
    pub methods: &'a [Method],
    /// Those with the least weight first.
    pub messages: &'a [MessageGuess],
    pub budget: &'a Budget,
}

/// How many mistakes are tried at once, besides those in how the signature is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Most {
    One,
    Two,
}

/// The mistakes that explain a signature, and the index of the key that it was made with.
pub(super) struct Explained {
    pub key: usize,
    pub mistakes: Vec<Mistake>,
}

/// Messages that are tried with one key and one method.
struct Run<'a> {
    key: usize,
    secret: &'a SecretGuess,
    method: &'a Method,
    messages: &'a [MessageGuess],
}

impl<'a> Guesses<'a> {
    /// All attempts with mistakes of one weight. Those in which secret and message were both changed are last: they are the
    /// most.
    fn runs(self, weight: usize) -> impl Iterator<Item = Run<'a>> {
        [false, true].into_iter().flat_map(move |in_both| {
            self.methods.iter().flat_map(move |method| {
                let left = weight.checked_sub(method.weight());
                left.into_iter().flat_map(move |left| self.runs_with(method, left, in_both))
            })
        })
    }

    fn runs_with(self, method: &'a Method, weight: usize, in_both: bool) -> impl Iterator<Item = Run<'a>> {
        let of_secret = (0..=weight).filter(move |own| in_both == (*own > 0 && *own < weight));
        let with_messages = of_secret.map(move |own| (own, self.messages_with(weight - own)));
        with_messages.filter(|(_, messages)| !messages.is_empty()).flat_map(move |(own, messages)| {
            self.secrets.iter().enumerate().flat_map(move |(key, guesses)| {
                let secrets = of_weight(guesses, own, |secret| secret.weight);
                secrets.iter().map(move |secret| Run { key, secret, method, messages })
            })
        })
    }

    fn messages_with(self, weight: usize) -> &'a [MessageGuess] {
        of_weight(self.messages, weight, |message| message.weight)
    }

    /// The fewest mistakes that together give one of the signatures.
    pub fn fewest_mistakes(self, signatures: &[DecodedSignature], most: Most) -> Option<Explained> {
        let mut best: Option<(usize, Explained)> = None;
        let weights = if most == Most::One { 0..=ONE } else { ONE + 1..=TWO };
        for weight in weights {
            // What is tried from here on has no fewer mistakes.
            if best.as_ref().is_some_and(|(least, _)| *least <= weight) {
                break;
            }
            for run in self.runs(weight) {
                run.each(
                    |bytes| self.budget.spend(run.key, bytes),
                    |message, digest| {
                        let Some(signature) = signatures.iter().find(|signature| signature.bytes == digest) else {
                            return;
                        };
                        let explained = run.explained(message, &signature.mistakes);
                        let weight = self::weight(&explained.mistakes);
                        if best.as_ref().is_none_or(|(least, _)| weight < *least) {
                            best = Some((weight, explained));
                        }
                    },
                );
            }
        }
        best.map(|(_, explained)| explained)
    }

    /// The first of the messages that gives one of the signatures with the secret as it is.
    pub fn message_with_secret(self, signatures: &[DecodedSignature]) -> Option<Explained> {
        let mut found = None;
        for (key, secret) in self.secrets.iter().enumerate().filter_map(|(key, all)| Some((key, all.first()?))) {
            for method in self.methods {
                let run = Run { key, secret, method, messages: self.messages };
                let may_hash = |bytes| self.budget.spend_last(bytes);
                run.each(may_hash, |message, digest| {
                    if found.is_none()
                        && let Some(signature) = signatures.iter().find(|signature| signature.bytes == digest)
                    {
                        found = Some(run.explained(message, &signature.mistakes));
                    }
                });
            }
        }
        found
    }

    /// The mistake that gives a signature of which some digits are lost.
    pub fn find_lossy(self, signature: &LossySignature<'_>) -> Option<Explained> {
        let mut found = None;
        for run in (0..=ONE).flat_map(|weight| self.runs(weight)) {
            run.each(
                |bytes| self.budget.spend(run.key, bytes),
                |message, digest| {
                    if found.is_none()
                        && let Some(mistakes) = signature.compare(digest)
                    {
                        found = Some(run.explained(message, &mistakes));
                    }
                },
            );
            if found.is_some() {
                break;
            }
        }
        found
    }
}

/// Those of one weight, among guesses in the order of their weights.
fn of_weight<T>(guesses: &[T], weight: usize, weight_of: impl Fn(&T) -> usize) -> &[T] {
    let start = guesses.partition_point(|guess| weight_of(guess) < weight);
    let end = guesses.partition_point(|guess| weight_of(guess) <= weight);
    guesses.get(start..end).unwrap_or_default()
}

impl Run<'_> {
    /// Computes the digest of each message, as long as so many bytes may be hashed.
    fn each(&self, may_hash: impl Fn(usize) -> bool, mut found: impl FnMut(&MessageGuess, &[u8])) {
        let compute = self.method.with_key(&self.secret.bytes);
        for message in self.messages {
            if !may_hash(self.secret.bytes.len() + message.text.len()) {
                break;
            }
            found(message, &compute(&message.text));
        }
    }

    fn explained(&self, message: &MessageGuess, further: &[Mistake]) -> Explained {
        let method = self.method.mistake.as_slice();
        let mistakes = [message.mistakes.as_slice(), &self.secret.mistakes, method, further].concat();
        Explained { key: self.key, mistakes }
    }
}
