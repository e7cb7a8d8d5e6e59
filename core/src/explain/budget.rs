//! How much is computed for one explanation, also for hostile input.

use std::cell::Cell;

/// At most this many hashes are computed to find mistakes.
const MOST_HASHES: usize = 6144;
/// At most this many bytes are hashed for them. No more texts are made than may be hashed.
pub(super) const MOST_BYTES: usize = 1024 * 1024;
/// At most this many hashes are computed besides, for numbers and times of which there are a thousand each.
const MOST_LAST_HASHES: usize = 2048;
/// At most this many bytes are hashed for those.
const MOST_LAST_BYTES: usize = 1024 * 1024;

/// What may still be hashed in one explanation.
pub(super) struct Budget {
    /// Each key has the same share.
    shares: Vec<Share>,
    last: Share,
}

struct Share {
    hashes: Cell<usize>,
    bytes: Cell<usize>,
}

impl Budget {
    pub fn new(keys: usize) -> Self {
        let keys = keys.max(1);
        let shares = (0..keys).map(|_| Share::new(MOST_HASHES / keys, MOST_BYTES / keys)).collect();
        Self { shares, last: Share::new(MOST_LAST_HASHES, MOST_LAST_BYTES) }
    }

    /// Whether one more hash of so many bytes may be computed with the key, which is then spent.
    pub fn spend(&self, key: usize, bytes: usize) -> bool {
        self.shares.get(key).is_some_and(|share| share.spend(bytes))
    }

    /// The same for numbers and times, with any key.
    pub fn spend_last(&self, bytes: usize) -> bool {
        self.last.spend(bytes)
    }

    /// The hashes that were computed.
    #[cfg(test)]
    pub fn hashes(&self) -> usize {
        let share = MOST_HASHES / self.shares.len();
        let spent: usize = self.shares.iter().map(|left| share - left.hashes.get()).sum();
        spent + MOST_LAST_HASHES - self.last.hashes.get()
    }
}

impl Share {
    fn new(hashes: usize, bytes: usize) -> Self {
        Self { hashes: Cell::new(hashes), bytes: Cell::new(bytes) }
    }

    fn spend(&self, bytes: usize) -> bool {
        let (Some(hashes), Some(bytes)) = (self.hashes.get().checked_sub(1), self.bytes.get().checked_sub(bytes))
        else {
            return false;
        };
        self.hashes.set(hashes);
        self.bytes.set(bytes);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Explainer, json::Object, scheme};

    const DIGEST: &str = "5ad0f5e2b9c1d3a4e5f60718293a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c";

    /// The hashes that are computed for fields with a digest that nothing explains.
    fn hashes(name: &str, keys: &[&str], fields: &serde_json::Value) -> usize {
        let fields: Object = fields.as_object().unwrap().clone();
        let scheme = scheme(name).unwrap();
        let explainer = Explainer::new(&scheme, keys.iter().copied()).unwrap();
        let budget = Budget::new(keys.len());
        let explanation = explainer.case(&fields, 1_795_132_800, &budget).explain_in_place(&explainer.keys);
        assert!(!explanation.is_verified());
        budget.hashes()
    }

    #[test]
    fn no_more_is_hashed_than_stated_however_many_keys_and_texts_there_are() {
        let key = |index: usize| format!("secret-{index}-$NAME #{}\\n\u{e9}", "k".repeat(500));
        let keys: Vec<String> = (0..16).map(key).collect();
        let keys: Vec<&str> = keys.iter().map(String::as_str).collect();
        let many: Object = (0..200).map(|index| (format!("k{index}"), format!("a&b '{index}'\u{e9}").into())).collect();
        let odd = "a&b 'c' \"d\" \u{e9}\\n%41@".repeat(40);
        for id in ["user-123", "1234567890123456768", "3f2504e0-4f89-41d3-9a0c-0305e82c3301", odd.as_str()] {
            for keys in [&["d41c0e9b7a5f4e63b2a8c97d10f6e235"], &keys[..1], &keys] {
                let fields = serde_json::json!({"user_id": id, "user_hash": DIGEST, "user_metadata": many});
                let hashes = hashes("bookbag", keys, &fields);
                assert!(hashes > 100 && hashes <= MOST_HASHES + MOST_LAST_HASHES, "{hashes} for {id}");
            }
        }
    }
}
