//! Signed visitors.

use std::ffi::c_char;

use visitorseal_core::Signed;

use crate::{
    boundary::{free, guard, handle, optional_text, put_text, read_text},
    error::visitorseal_error,
};

/// A visitor in the vendor's words, ready for the page.
pub struct visitorseal_signed(pub(crate) Signed);

/// All of it as JSON: `{"scheme","signature","fields","warnings"}`; the signature of a pre-filled form
/// is null.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_to_json(
    visitor: *const visitorseal_signed,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { read_text("visitor", visitor, out_text, out_length, error, |signed| Ok(signed.0.to_json())) }
}

/// What the vendor checks: 64 lower-case hex digits, or a JWT; empty for a pre-filled form.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_signature(
    visitor: *const visitorseal_signed,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe {
        read_text("visitor", visitor, out_text, out_length, error, |signed| {
            Ok(signed.0.signature().unwrap_or_default().to_owned())
        })
    }
}

/// The HTML that hands the fields to the widget, for the page of this visitor alone: send
/// `Cache-Control: private, no-store` with it.
///
/// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce; NULL is none.
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_NONCE_INVALID`, with `VISITORSEAL_SETTING_MISSING` where the vendor's
/// panel gives the HTML and it was not set, and with `VISITORSEAL_NOT_OFFERED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_script(
    visitor: *const visitorseal_signed,
    nonce: *const c_char,
    nonce_length: usize,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe {
        guard(error, || {
            let signed = handle("visitor", visitor)?;
            let nonce = optional_text("nonce", nonce, nonce_length)?;
            put_text(out_text, out_length, || signed.0.script(nonce))
        })
    }
}

/// The address of the vendor's page for mobile apps (Orlo). Whoever has it is the visitor.
///
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_NOT_OFFERED` or `VISITORSEAL_SETTING_MISSING`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_url(
    visitor: *const visitorseal_signed,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { read_text("visitor", visitor, out_text, out_length, error, |signed| signed.0.url()) }
}

/// Frees a signed visitor; NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_free(visitor: *mut visitorseal_signed) {
    // SAFETY: the caller promises that it has not been freed.
    unsafe { free(visitor) }
}
