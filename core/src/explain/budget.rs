//! How much is computed for one explanation, also for hostile input.

use std::cell::Cell;

/// At most this many hashes are computed to find mistakes.
const MOST_HASHES: usize = 6144;
/// At most this many bytes are hashed for them.
const MOST_BYTES: usize = 2 * 1024 * 1024;
/// At most this many hashes are computed besides, for numbers and times of which there are a thousand each.
const MOST_LAST_HASHES: usize = 2048;
/// At most this many bytes are hashed for those.
const MOST_LAST_BYTES: usize = 4 * 1024 * 1024;

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
