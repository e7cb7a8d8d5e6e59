//! Reads what Java writes as lists of bytes, and what it gives back of an answer: numbers and texts as in [`crate::reply`].

use visitorseal::{Code, Error};

use crate::error::Result;

/// The rest of an array of bytes.
pub struct Frames<'a>(&'a [u8]);

impl<'a> Frames<'a> {
    pub fn of(bytes: &'a [u8]) -> Self {
        Self(bytes)
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub fn take(&mut self, length: usize) -> Result<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length).ok_or_else(torn)?;
        self.0 = rest;
        Ok(taken)
    }

    pub fn byte(&mut self) -> Result<u8> {
        let (byte, rest) = self.0.split_first().ok_or_else(torn)?;
        self.0 = rest;
        Ok(*byte)
    }

    /// The next byte, or none if it is this one.
    pub fn byte_unless(&mut self, end: u8) -> Result<Option<u8>> {
        Ok(Some(self.byte()?).filter(|byte| *byte != end))
    }

    pub fn int(&mut self) -> Result<i32> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or_else(torn)?;
        self.0 = rest;
        Ok(i32::from_be_bytes(*bytes))
    }

    pub fn long(&mut self) -> Result<i64> {
        let (bytes, rest) = self.0.split_first_chunk().ok_or_else(torn)?;
        self.0 = rest;
        Ok(i64::from_be_bytes(*bytes))
    }

    /// Bytes with their length before them. None for the length -1.
    pub fn optional(&mut self) -> Result<Option<&'a [u8]>> {
        match self.int()? {
            -1 => Ok(None),
            length => self.take(usize::try_from(length).map_err(|_| torn())?).map(Some),
        }
    }

    pub fn bytes(&mut self) -> Result<&'a [u8]> {
        Ok(self.optional()?.ok_or_else(torn)?)
    }

    pub fn text(&mut self) -> Result<&'a str> {
        utf8(self.bytes()?)
    }

    pub fn optional_text(&mut self) -> Result<Option<&'a str>> {
        self.optional()?.map(utf8).transpose()
    }
}

/// The text that these bytes are in UTF-8. The classes have checked it.
pub fn utf8(bytes: &[u8]) -> Result<&str> {
    Ok(std::str::from_utf8(bytes).map_err(|_| Error::new(Code::ArgumentEncoding, "The text is not UTF-8."))?)
}

pub fn torn() -> Error {
    Error::new(Code::Internal, "The bytes between the classes and the native library have another form.")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reply::Reply;

    #[test]
    fn what_a_reply_holds_is_read_back() {
        let reply = Reply::result(0).int(-7).long(i64::MIN).text("é").optional(None).optional(Some("")).bytes(b"rest");
        let mut frames = Frames::of(&reply.as_slice()[1..]);
        assert_eq!((frames.int().ok(), frames.long().ok()), (Some(-7), Some(i64::MIN)));
        assert_eq!((frames.text().ok(), frames.optional_text().ok()), (Some("é"), Some(None)));
        assert_eq!((frames.optional_text().ok(), frames.take(4).ok()), (Some(Some("")), Some(&b"rest"[..])));
        assert!(frames.is_empty());
    }

    #[test]
    fn torn_bytes_are_an_error() {
        for bytes in
            [&b""[..], b"\0\0\0", b"\0\0\0\x05four", b"\xff\xff\xff\xfe", b"\x7f\xff\xff\xff", b"\0\0\0\x01\xff"]
        {
            assert!(Frames::of(bytes).text().is_err(), "{bytes:?}");
        }
        assert!(Frames::of(b"1234567").long().is_err());
        assert!(Frames::of(b"\xff\xff\xff\xff").bytes().is_err());
    }
}
