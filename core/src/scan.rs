//! Searches in text from outside. Tests and fuzzing count the bytes that are read, since the work must be linear.

/// The position of `what`.
pub(crate) fn find(text: &str, what: &str) -> Option<usize> {
    count_bytes(text, text.find(what))
}

/// The position of the first of these characters.
pub(crate) fn find_any(text: &str, wanted: &[char]) -> Option<usize> {
    count_bytes(text, text.find(wanted))
}

fn count_bytes(text: &str, found: Option<usize>) -> Option<usize> {
    #[cfg(any(test, fuzzing))]
    count::add(found.unwrap_or(text.len()));
    #[cfg(not(any(test, fuzzing)))]
    let _ = text;
    found
}

#[cfg(any(test, fuzzing))]
mod count {
    use std::cell::Cell;

    thread_local!(static BYTES_READ: Cell<usize> = const { Cell::new(0) });

    pub(super) fn add(bytes: usize) {
        BYTES_READ.set(BYTES_READ.get() + bytes);
    }

    /// How many bytes this thread's searches read while `run` ran.
    pub fn bytes_read(run: impl FnOnce()) -> usize {
        BYTES_READ.set(0);
        run();
        BYTES_READ.get()
    }
}

#[cfg(any(test, fuzzing))]
pub use count::bytes_read;

/// Asserts that a search reads each byte at most four times, however long the text is.
#[cfg(test)]
pub(crate) fn assert_linear(piece: &str, run: impl Fn(&str)) {
    for times in [1_000, 2_000, 4_000] {
        let text = piece.repeat(times);
        let read = bytes_read(|| run(&text));
        assert!(read <= 4 * text.len(), "{times} times {piece:?}: {read} bytes of {}", text.len());
    }
}
