//! Many texts that cross at once: one text that joins them, and the length of each. A call for each text would take longer than
//! its digest does. `lib/batch.js` joins them.

use napi::{
    JsString,
    bindgen_prelude::{Either, FunctionCallContext, Uint8Array, Uint32Array},
};
use visitorseal::{Code, Error, values::TEXT_NOT_UNICODE};

use crate::boundary::raise;

/// The length that stands for a text that is not there.
const ABSENT: u32 = u32::MAX;

/// Many texts in UTF-8, or many messages of any bytes.
pub struct Batch {
    bytes: Vec<u8>,
    /// The length of each text in bytes.
    lengths: Vec<Option<usize>>,
}

impl Batch {
    /// Reads the argument at `first`, the joined texts or bytes, and the next one, their lengths in UTF-16 units or bytes. Half
    /// a surrogate pair is an error about `field`.
    pub fn read(context: &FunctionCallContext<'_>, first: usize, field: &str) -> napi::Result<Self> {
        let lengths: Uint32Array = context.get(first + 1)?;
        match context.get::<Either<JsString<'_>, Uint8Array>>(first)? {
            Either::A(joined) => Self::decode(&joined.into_utf16()?, &lengths, field).map_err(raise),
            Either::B(bytes) => {
                Ok(Self { bytes: bytes.to_vec(), lengths: lengths.iter().map(|length| length_of(*length)).collect() })
            }
        }
    }

    /// The texts in UTF-8. Each is decoded on its own: one that ends with half a surrogate pair must not be completed by the
    /// next one.
    fn decode(joined: &[u16], lengths: &[u32], field: &str) -> visitorseal::Result<Self> {
        let mut batch = Self { bytes: Vec::with_capacity(joined.len()), lengths: Vec::with_capacity(lengths.len()) };
        let mut rest = joined;
        for length in lengths {
            let length = length_of(*length);
            let (text, after) = rest
                .split_at_checked(length.unwrap_or_default())
                .ok_or_else(|| Error::new(Code::Internal, "A batch is shorter than its lengths."))?;
            let start = batch.bytes.len();
            batch.push(text).ok_or_else(|| TEXT_NOT_UNICODE.about(field))?;
            batch.lengths.push(length.map(|_| batch.bytes.len() - start));
            rest = after;
        }
        Ok(batch)
    }

    fn push(&mut self, text: &[u16]) -> Option<()> {
        // Most text is ASCII. The compiler checks and narrows many units of it at once.
        if text.iter().fold(0, |all, unit| all | unit) < 0x80 {
            self.bytes.extend(text.iter().map(|unit| *unit as u8));
        } else {
            self.bytes.extend_from_slice(String::from_utf16(text).ok()?.as_bytes());
        }
        Some(())
    }

    /// The texts in their order.
    pub fn texts(&self) -> impl Iterator<Item = Option<&[u8]>> {
        let mut rest = self.bytes.as_slice();
        self.lengths.iter().map(move |length| {
            let (text, after) = rest.split_at_checked((*length)?)?;
            rest = after;
            Some(text)
        })
    }
}

fn length_of(length: u32) -> Option<usize> {
    (length != ABSENT).then_some(length as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn decoded(joined: &[u16], lengths: &[u32]) -> Result<Vec<Option<Vec<u8>>>, Code> {
        let batch = Batch::decode(joined, lengths, "message").map_err(|error| error.code())?;
        Ok(batch.texts().map(|text| text.map(<[u8]>::to_vec)).collect())
    }

    #[test]
    fn each_text_is_the_text_that_it_was() {
        let texts = [Some("user-1"), Some(""), None, Some("\n\0"), Some("Jané"), None, Some("😀😀"), Some("b")];
        let joined: Vec<u16> = texts.into_iter().flatten().collect::<String>().encode_utf16().collect();
        let length = |text: &str| text.encode_utf16().count() as u32;
        let lengths = texts.map(|text| text.map_or(ABSENT, length));
        let expected = texts.map(|text| text.map(|text| text.as_bytes().to_vec()));
        assert_eq!(decoded(&joined, &lengths).unwrap(), expected);
        assert_eq!(decoded(&[], &[]).unwrap(), []);
    }

    #[test]
    fn two_halves_of_a_surrogate_pair_in_two_texts_are_no_character() {
        let joined: Vec<u16> = "😀".encode_utf16().collect();
        assert_eq!(decoded(&joined, &[2]).unwrap(), [Some("😀".as_bytes().to_vec())]);
        assert_eq!(decoded(&joined, &[1, 1]), Err(Code::FieldInvalid));
    }

    #[test]
    fn lengths_beyond_the_text_are_refused() {
        assert_eq!(decoded(&[97], &[2]), Err(Code::Internal));
    }
}
