//! How much is computed for one token.

use crate::verifier::MAX_KEYS;

/// So many signatures of public keys are checked for one token at most, after the verifier's own check of each key.
pub(super) const MOST_SIGNATURES: usize = 64;

/// Each key is checked once before anything is tried.
const _: () = assert!(MOST_SIGNATURES > 2 * MAX_KEYS);

/// So many hashes with shared secrets are computed for one token at most.
pub(super) const MOST_HASHES: usize = 2048;

/// So many bytes of secrets and messages are hashed with them at most.
const MOST_BYTES: usize = 2 * 1024 * 1024;

/// Counts what is computed. Each method says whether one more may be.
#[derive(Default)]
pub(super) struct Budget {
    pub signatures: usize,
    pub hashes: usize,
    bytes: usize,
}

impl Budget {
    pub fn spend_signature(&mut self) -> bool {
        let is_left = self.signatures < MOST_SIGNATURES;
        self.signatures += usize::from(is_left);
        is_left
    }

    /// For a secret and a message of so many bytes together.
    pub fn spend_hash(&mut self, bytes: usize) -> bool {
        let is_left = self.hashes < MOST_HASHES && self.bytes < MOST_BYTES;
        self.hashes += usize::from(is_left);
        self.bytes += if is_left { bytes } else { 0 };
        is_left
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_computed_beyond_the_bounds() {
        let mut budget = Budget::default();
        assert_eq!((0..1000).filter(|_| budget.spend_signature()).count(), MOST_SIGNATURES);
        assert_eq!((0..10_000).filter(|_| budget.spend_hash(100)).count(), MOST_HASHES);
        let mut budget = Budget::default();
        assert_eq!((0..1000).filter(|_| budget.spend_hash(64 * 1024)).count(), 32);
    }
}
