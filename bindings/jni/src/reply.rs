//! An answer to Java: a byte that says what it is, then numbers and texts. `Reply.kt` reads the same.
//!
//! Numbers are big-endian. A text is its length in bytes and its UTF-8. The length -1 stands for no text.

const RESULT: u8 = 0;
const ERROR: u8 = 1;
const CLOSED: u8 = 2;

/// Bytes for Java.
pub struct Reply(Vec<u8>);

impl Reply {
    /// A result of about this many bytes.
    pub fn result(capacity: usize) -> Self {
        Self::new(RESULT, capacity)
    }

    pub fn error() -> Self {
        Self::new(ERROR, 256)
    }

    pub fn closed() -> Self {
        Self::new(CLOSED, 16)
    }

    fn new(kind: u8, capacity: usize) -> Self {
        let mut bytes = Vec::with_capacity(capacity + 1);
        bytes.push(kind);
        Self(bytes)
    }

    pub fn flag(self, flag: bool) -> Self {
        self.bytes(&[u8::from(flag)])
    }

    pub fn int(self, number: i32) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    pub fn long(self, number: i64) -> Self {
        self.bytes(&number.to_be_bytes())
    }

    pub fn text(self, text: &str) -> Self {
        // No text is as long as 2 GiB: a Java array could not hold it.
        self.int(text.len() as i32).bytes(text.as_bytes())
    }

    pub fn optional(self, text: Option<&str>) -> Self {
        match text {
            Some(text) => self.text(text),
            None => self.int(-1),
        }
    }

    /// Another reply as a part of this one, with its length before it.
    pub fn part(self, part: &Self) -> Self {
        self.int(part.0.len() as i32).bytes(&part.0)
    }

    /// Bytes without their length.
    pub fn bytes(mut self, bytes: &[u8]) -> Self {
        self.0.extend_from_slice(bytes);
        self
    }

    pub fn as_slice(&self) -> &[u8] {
        &self.0
    }
}

impl From<String> for Reply {
    /// One text without its length.
    fn from(text: String) -> Self {
        Self::result(text.len()).bytes(text.as_bytes())
    }
}
