//! Signed visitors.

use std::ffi::c_char;

use visitorseal_core::Signed;

use crate::{
    boundary::{free, guard, handle, optional_text, put, read_text},
    error::visitorseal_error,
};

/// A signed visitor, ready for the page.
pub struct visitorseal_signed(pub(crate) Signed);

/// Gives the signed visitor as JSON: `{"scheme","signature","fields","expires_at","mark","warnings"}`. The
/// signature and the mark of a prefilled form are null. `expires_at` is null if the signature never expires.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_to_json(
    signed: *const visitorseal_signed,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe { read_text("signed", signed, out_text, out_length, error, |signed| Ok(signed.0.to_json())) }
}

/// Gives what the vendor checks: a digest as the scheme writes it, such as in hex, or a JWT. It is empty for a prefilled
/// form.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_signature(
    signed: *const visitorseal_signed,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        read_text("signed", signed, out_text, out_length, error, |signed| {
            Ok(signed.0.signature().unwrap_or_default().to_owned())
        })
    }
}

/// Gives the payload as JSON in ASCII, as a page posts it.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_fields_json(
    signed: *const visitorseal_signed,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe { read_text("signed", signed, out_text, out_length, error, |signed| Ok(signed.0.fields_json().to_owned())) }
}

/// Gives when the vendor stops accepting the signature.
///
/// - `out_time`: Unix time in seconds, or -1 if the signature never expires.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_expires_at(
    signed: *const visitorseal_signed,
    out_time: *mut i64,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let time = handle("signed", signed)?.0.expires_at();
            put("out_time", out_time, || Ok(time.and_then(|time| i64::try_from(time).ok()).unwrap_or(-1)))
        })
    }
}

/// Gives who the visitor is, for the widget's code: 16 characters of base64url that differ from visitor to visitor and say
/// nothing about them. They stay the same until the secret changes. It is empty for a prefilled form.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_mark(
    signed: *const visitorseal_signed,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        read_text("signed", signed, out_text, out_length, error, |signed| {
            Ok(signed.0.mark().unwrap_or_default().to_owned())
        })
    }
}

/// Gives the HTML that hands the fields to the widget. It is for the page of this visitor alone: send
/// `Cache-Control: private, no-store` with that page.
///
/// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce, or NULL for none.
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_NONCE_INVALID`, with `VISITORSEAL_SETTING_MISSING` if the HTML comes from the
/// vendor's dashboard and was not passed as a setting, and with `VISITORSEAL_NOT_OFFERED`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_script(
    signed: *const visitorseal_signed,
    nonce: *const c_char,
    nonce_length: usize,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        read_text("signed", signed, out_text, out_length, error, |signed| {
            signed.0.script(optional_text("nonce", nonce, nonce_length)?)
        })
    }
}

/// Gives the element that states who the visitor is, as HTML. The scheme's static file (`visitorseal page SCHEME`) reads it and
/// hands the fields to the widget, so the page needs no inline script and no nonce. It is for the page of this visitor
/// alone: send `Cache-Control: private, no-store` with that page.
///
/// - `endpoint`, `endpoint_length`: the address of your site that gives the fields anew when they expire, such as
///   "/visitor", or NULL for none.
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_NOT_OFFERED` if the scheme has no code for pages, and with `VISITORSEAL_SETTING_INVALID` for an
/// endpoint that is neither a path of the site nor an http or https address.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_element(
    signed: *const visitorseal_signed,
    endpoint: *const c_char,
    endpoint_length: usize,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        read_text("signed", signed, out_text, out_length, error, |signed| {
            signed.0.element(optional_text("endpoint", endpoint, endpoint_length)?)
        })
    }
}

/// Gives the address of the vendor's page for mobile apps. Keep it secret: everyone who has it is taken
/// for the visitor.
///
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_NOT_OFFERED` or `VISITORSEAL_SETTING_MISSING`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_url(
    signed: *const visitorseal_signed,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe { read_text("signed", signed, out_text, out_length, error, |signed| signed.0.url()) }
}

/// Frees a signed visitor, or does nothing for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signed_free(signed: *mut visitorseal_signed) {
    // SAFETY: the caller promises that it has not been freed.
    unsafe { free(signed) }
}
