//! The boundary to C: the guard, arguments and results. The top of the header explains its rules.

use std::{
    borrow::Cow,
    ffi::{CString, c_char},
    panic::{AssertUnwindSafe, catch_unwind},
    ptr, slice,
};

use visitorseal_core::{Code, Error, Result, ScriptParts};
use zeroize::{Zeroize, Zeroizing};

use crate::{error::visitorseal_error, status::visitorseal_status};

/// Runs the body of an export. An error or a panic becomes a status and fills `error`: no panic may cross the
/// boundary.
///
/// # Safety
/// `error` is NULL or points to a `visitorseal_error` that may be written.
pub unsafe fn guard(error: *mut visitorseal_error, run: impl FnOnce() -> Result<()>) -> i32 {
    let fault = match catch_unwind(AssertUnwindSafe(run)) {
        Ok(Ok(())) => return visitorseal_status::VISITORSEAL_OK as i32,
        Ok(Err(fault)) => fault,
        Err(_) => Error::new(Code::Panic, "The library panicked. This is a fault in visitorseal: please report it."),
    };
    if !error.is_null() {
        // SAFETY: it is not NULL, and the caller of guard promises the rest.
        unsafe { error.write(visitorseal_error::from(&fault)) };
    }
    fault.code().status()
}

fn null(argument: &str) -> Error {
    Error::about(Code::ArgumentNull, argument, "The pointer must not be NULL.")
}

/// It looks at every byte, so that the processor looks at many at once.
fn has_nul(text: &str) -> bool {
    text.bytes().fold(false, |any, byte| any | (byte == 0))
}

fn nul_in_result() -> Error {
    Error::about(Code::ArgumentEncoding, "out_text", "The result holds a NUL, which C text cannot hold.")
}

/// Reads a handle argument.
///
/// # Safety
/// `handle` is NULL or a handle of this type that has not been freed.
pub unsafe fn handle<'a, T>(argument: &str, handle: *const T) -> Result<&'a T> {
    // SAFETY: as above.
    unsafe { handle.as_ref() }.ok_or_else(|| null(argument))
}

/// Reads an argument of bytes, borrowed for the call.
///
/// # Safety
/// `pointer` is NULL or points to `length` bytes that nobody writes during the call.
pub unsafe fn bytes<'a>(argument: &str, pointer: *const c_char, length: usize) -> Result<&'a [u8]> {
    if pointer.is_null() {
        return Err(null(argument));
    }
    if isize::try_from(length).is_err() {
        return Err(Error::about(Code::ArgumentEncoding, argument, "The length is larger than any buffer can be."));
    }
    // SAFETY: it is not NULL, the length is within what a slice may have, and the rest is as above.
    Ok(unsafe { slice::from_raw_parts(pointer.cast(), length) })
}

/// Reads an argument of text, borrowed for the call.
///
/// # Safety
/// As [`bytes`].
pub unsafe fn text<'a>(argument: &str, pointer: *const c_char, length: usize) -> Result<&'a str> {
    // SAFETY: as above.
    let bytes = unsafe { bytes(argument, pointer, length) }?;
    std::str::from_utf8(bytes).map_err(|_| Error::about(Code::ArgumentEncoding, argument, "The text is not UTF-8."))
}

/// Reads an argument of text that may be NULL.
///
/// # Safety
/// As [`bytes`].
pub unsafe fn optional_text<'a>(argument: &str, pointer: *const c_char, length: usize) -> Result<Option<&'a str>> {
    if pointer.is_null() {
        return Ok(None);
    }
    // SAFETY: as above.
    unsafe { text(argument, pointer, length) }.map(Some)
}

/// Reads an argument that is a list, borrowed for the call. An empty list may be NULL.
///
/// # Safety
/// `pointer` is NULL or points to `count` values that nobody writes during the call.
pub unsafe fn list<'a, T>(argument: &str, pointer: *const T, count: usize) -> Result<&'a [T]> {
    if count == 0 {
        return Ok(&[]);
    }
    if pointer.is_null() {
        return Err(null(argument));
    }
    if count > isize::MAX as usize / size_of::<T>().max(1) {
        return Err(Error::about(Code::ArgumentEncoding, argument, "The length is larger than any buffer can be."));
    }
    // SAFETY: it is not NULL, the length is within what a slice may have, and the rest is as above.
    Ok(unsafe { slice::from_raw_parts(pointer, count) })
}

/// Writes a result to an `out_` parameter. Nothing is made if that is NULL.
///
/// # Safety
/// `out` is NULL or may be written.
pub unsafe fn put<T>(argument: &str, out: *mut T, make: impl FnOnce() -> Result<T>) -> Result<()> {
    if out.is_null() {
        return Err(null(argument));
    }
    let value = make()?;
    // SAFETY: it is not NULL, and the rest is as above.
    unsafe { out.write(value) };
    Ok(())
}

/// Writes a new handle to an `out_` parameter.
///
/// # Safety
/// `out` is NULL or may be written.
pub unsafe fn put_handle<T>(argument: &str, out: *mut *mut T, make: impl FnOnce() -> Result<T>) -> Result<()> {
    // SAFETY: as above.
    unsafe { put(argument, out, || make().map(|value| Box::into_raw(Box::new(value)))) }
}

/// Frees a handle, or does nothing for NULL.
///
/// # Safety
/// `handle` is NULL or came from [`put_handle`] and has not been freed.
pub unsafe fn free<T>(handle: *mut T) {
    if !handle.is_null() {
        // SAFETY: as above, so it came from a Box. A panic in a drop must not reach the caller either.
        let _ = catch_unwind(AssertUnwindSafe(|| drop(unsafe { Box::from_raw(handle) })));
    }
}

/// Writes text with a NUL at its end to `out_text`, and its length to `out_length` if that is not NULL.
///
/// # Safety
/// `out_text` and `out_length` are NULL or may be written.
pub unsafe fn put_text(
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    make: impl FnOnce() -> Result<String>,
) -> Result<()> {
    let mut length = 0;
    let text = || {
        let result = Zeroizing::new(make()?);
        let mut bytes = Vec::with_capacity(result.len() + 1);
        bytes.extend_from_slice(result.as_bytes());
        let text = CString::new(bytes).map_err(|nul| {
            nul.into_vec().zeroize();
            nul_in_result()
        })?;
        length = text.as_bytes().len();
        Ok(text.into_raw())
    };
    // SAFETY: as above.
    unsafe { put("out_text", out_text, text) }?;
    if !out_length.is_null() {
        // SAFETY: it is not NULL, and the rest is as above.
        unsafe { out_length.write(length) };
    }
    Ok(())
}

/// The body of an export that reads text from a handle.
///
/// # Safety
/// As [`guard`], [`handle`] and [`put_text`].
pub unsafe fn read_text<T>(
    argument: &str,
    from: *const T,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
    read: impl FnOnce(&T) -> Result<String>,
) -> i32 {
    // SAFETY: as above.
    unsafe {
        guard(error, || {
            let from = handle(argument, from)?;
            put_text(out_text, out_length, || read(from))
        })
    }
}

/// Wipes and frees text that a function wrote to `out_text`, or does nothing for NULL.
///
/// - `text`: do not change its length, and do not use it afterwards.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_string_free(text: *mut c_char) {
    if !text.is_null() {
        // SAFETY: it came from `put_text`, and so from a CString.
        unsafe { CString::from_raw(text) }.into_bytes().zeroize();
    }
}

/// Writes text and a NUL into the caller's buffer.
///
/// # Safety
/// `buffer` is NULL or has `capacity` bytes that may be written.
pub unsafe fn put_into(argument: &str, buffer: *mut c_char, capacity: usize, text: &[u8]) -> Result<()> {
    // SAFETY: as above.
    unsafe { put_parts(argument, buffer, capacity, &[text]) }
}

/// Writes the parts of a text, one after the other, and a NUL into the caller's buffer.
///
/// # Safety
/// `buffer` is NULL or has `capacity` bytes that may be written.
unsafe fn put_parts(argument: &str, buffer: *mut c_char, capacity: usize, parts: &[&[u8]]) -> Result<()> {
    if buffer.is_null() {
        return Err(null(argument));
    }
    let length: usize = parts.iter().map(|part| part.len()).sum();
    if capacity <= length {
        return Err(Error::about(
            Code::BufferTooSmall,
            argument,
            format!("The buffer is too small. It needs {} bytes, including the NUL.", length + 1),
        ));
    }
    let mut end = buffer;
    for part in parts {
        // SAFETY: the buffer holds all parts and one byte more, and does not overlap with them.
        unsafe {
            ptr::copy_nonoverlapping(part.as_ptr().cast(), end, part.len());
            end = end.add(part.len());
        }
    }
    // SAFETY: it is the byte after the parts.
    unsafe { end.write(0) };
    Ok(())
}

/// A text for the caller's buffer.
pub struct Text<'a> {
    start: String,
    /// It holds no NUL.
    body: Cow<'a, str>,
    end: String,
}

impl From<String> for Text<'_> {
    fn from(text: String) -> Self {
        Self { start: text, body: Cow::Borrowed(""), end: String::new() }
    }
}

impl<'a> From<ScriptParts<'a>> for Text<'a> {
    fn from(parts: ScriptParts<'a>) -> Self {
        let ScriptParts { start, body, end } = parts;
        Self { start, body, end }
    }
}

/// Writes text and a NUL into the caller's buffer, and its length to `out_length`. If the buffer is too small, `out_length`
/// receives the capacity that the text needs.
///
/// # Safety
/// `buffer` is NULL or has `capacity` bytes that may be written. `out_length` is NULL or may be written.
pub unsafe fn put_sized<'a>(
    buffer: *mut c_char,
    capacity: usize,
    out_length: *mut usize,
    make: impl FnOnce() -> Result<Text<'a>>,
) -> Result<()> {
    if buffer.is_null() {
        return Err(null("out_text"));
    }
    // It is not wiped, which would take a fifth of the call: it goes into a page, and no secret is in it.
    let Text { start, body, end } = make()?;
    if has_nul(&start) || has_nul(&end) {
        return Err(nul_in_result());
    }
    let parts = [start.as_bytes(), body.as_bytes(), end.as_bytes()];
    // SAFETY: as above.
    let written = unsafe { put_parts("out_text", buffer, capacity, &parts) };
    if !out_length.is_null() {
        let needed = start.len() + body.len() + end.len() + usize::from(written.is_err());
        // SAFETY: it is not NULL, and the rest is as above.
        unsafe { out_length.write(needed) };
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::status::visitorseal_kind;

    #[test]
    fn a_panic_is_a_status_and_an_error() {
        let mut error = visitorseal_error::default();
        // SAFETY: `error` may be written.
        let status = unsafe { guard(&raw mut error, || panic!("with a secret in it")) };
        assert_eq!(status, visitorseal_status::VISITORSEAL_PANIC as i32);
        assert_eq!(error.kind, visitorseal_kind::VISITORSEAL_KIND_INTERNAL as i32);
        assert_eq!(error.code_text(), "panic");
        assert!(!error.reason_text().contains("secret"));
        // SAFETY: NULL is allowed.
        assert_eq!(unsafe { guard(ptr::null_mut(), || panic!("again")) }, status);
    }

    #[test]
    fn nothing_is_written_on_failure() {
        let mut out = 7;
        // SAFETY: `out` may be written.
        let result = unsafe { put("out", &raw mut out, || Err(null("x"))) };
        assert!(result.is_err() && out == 7);
        let mut buffer = [1 as c_char; 4];
        // SAFETY: the buffer has four bytes.
        assert!(unsafe { put_into("out", buffer.as_mut_ptr(), 4, b"four") }.is_err());
        assert_eq!(buffer, [1; 4]);
        // SAFETY: the buffer has four bytes.
        unsafe { put_into("out", buffer.as_mut_ptr(), 4, b"abc") }.unwrap();
        assert_eq!(buffer.map(|char| char as u8), *b"abc\0");
    }

    #[test]
    fn a_buffer_that_is_too_small_learns_the_size() {
        let (mut buffer, mut length) = ([1 as c_char; 4], 9);
        // SAFETY: the buffer has four bytes.
        let put = |text: &str, buffer: &mut [c_char; 4], length: &mut usize| unsafe {
            put_sized(buffer.as_mut_ptr(), 4, length, || Ok(text.to_owned().into())).map_err(|fault| fault.code())
        };
        assert_eq!(put("four", &mut buffer, &mut length), Err(Code::BufferTooSmall));
        assert_eq!((length, buffer), (5, [1; 4]));
        assert_eq!(put("a\0b", &mut buffer, &mut length), Err(Code::ArgumentEncoding));
        assert_eq!((length, buffer), (5, [1; 4]));
        assert_eq!(put("abc", &mut buffer, &mut length), Ok(()));
        assert_eq!((length, buffer.map(|char| char as u8)), (3, *b"abc\0"));
        // SAFETY: NULL is allowed.
        unsafe {
            assert!(put_sized(ptr::null_mut(), 0, &raw mut length, || panic!("made")).is_err());
            assert!(put_sized(buffer.as_mut_ptr(), 4, ptr::null_mut(), || Ok("abc".to_owned().into())).is_ok());
        }
    }

    #[test]
    fn impossible_lengths_are_refused() {
        let byte = 0 as c_char;
        // SAFETY: the length is refused before the bytes are looked at.
        unsafe {
            assert!(bytes("x", &raw const byte, usize::MAX).is_err());
            assert!(list("x", &raw const byte, usize::MAX).is_err());
            assert!(bytes("x", ptr::null(), 0).is_err());
            assert!(list::<u8>("x", ptr::null(), 0).is_ok());
        }
    }
}
