//! Searches in a stranger's text. Tests and fuzzing count the bytes that are looked at: work must be linear.

/// Where `what` begins.
pub(crate) fn find(text: &str, what: &str) -> Option<usize> {
    counted(text, text.find(what))
}

/// Where the first of these characters stands.
pub(crate) fn find_any(text: &str, wanted: &[char]) -> Option<usize> {
    counted(text, text.find(wanted))
}

fn counted(text: &str, found: Option<usize>) -> Option<usize> {
    #[cfg(any(test, fuzzing))]
    count::add(found.unwrap_or(text.len()));
    #[cfg(not(any(test, fuzzing)))]
    let _ = text;
    found
}

#[cfg(any(test, fuzzing))]
mod count {
    use std::cell::Cell;

    thread_local!(static LOOKED_AT: Cell<usize> = const { Cell::new(0) });

    pub(super) fn add(bytes: usize) {
        LOOKED_AT.set(LOOKED_AT.get() + bytes);
    }

    /// How many bytes this thread's searches looked at while `run` ran.
    pub fn bytes_looked_at(run: impl FnOnce()) -> usize {
        LOOKED_AT.set(0);
        run();
        LOOKED_AT.get()
    }
}

#[cfg(any(test, fuzzing))]
pub use count::bytes_looked_at;

/// Asserts that four times the text takes at most four times the work, and each byte is looked at a few times only.
#[cfg(test)]
pub(crate) fn assert_linear(piece: &str, run: impl Fn(&str)) {
    for times in [1_000, 2_000, 4_000] {
        let text = piece.repeat(times);
        let looked_at = bytes_looked_at(|| run(&text));
        assert!(looked_at <= 4 * text.len(), "{times} times {piece:?}: {looked_at} bytes of {}", text.len());
    }
}
