//! Pages.

use std::ffi::c_char;

use visitorseal_core::{Page, Visitor};

use crate::{
    boundary::{bytes, free, guard, handle, optional_text, put_handle, read_text},
    error::visitorseal_error,
    scheme::visitorseal_scheme,
    signed::visitorseal_signed,
    signer::settings,
};

/// A scheme with its settings: what a page needs without a secret. Make it once and use it from many threads.
pub struct visitorseal_page(Page);

/// Makes a page: checks the settings, and prepares them.
///
/// - `scheme`: borrowed for the call.
/// - `settings`, `settings_length`: a JSON object such as `{"app_id":"…"}`, or NULL for none.
/// - `out_page`: the handle. Free it with `visitorseal_page_free`.
///
/// Fails with `VISITORSEAL_SETTING_UNKNOWN`, `VISITORSEAL_SETTING_MISSING` or `VISITORSEAL_SETTING_INVALID`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_page_new(
    scheme: *const visitorseal_scheme,
    settings: *const c_char,
    settings_length: usize,
    out_page: *mut *mut visitorseal_page,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let scheme = handle("scheme", scheme)?;
            let settings = self::settings(settings, settings_length)?;
            put_handle("out_page", out_page, || Page::new(&scheme.0, &settings).map(visitorseal_page))
        })
    }
}

/// Fills the vendor's form without a signature. The vendor does not know who the visitor is.
///
/// - `visitor`, `visitor_length`: as for `visitorseal_signer_sign`.
/// - `out_signed`: the handle. Free it with `visitorseal_signed_free`.
///
/// Fails with `VISITORSEAL_NOT_OFFERED` if the vendor documents no such mode, and like
/// `visitorseal_signer_sign`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_page_prefill(
    page: *const visitorseal_page,
    visitor: *const c_char,
    visitor_length: usize,
    out_signed: *mut *mut visitorseal_signed,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let page = handle("page", page)?;
            let visitor = Visitor::from_json(bytes("visitor", visitor, visitor_length)?)?;
            put_handle("out_signed", out_signed, || page.0.prefill(&visitor).map(visitorseal_signed))
        })
    }
}

/// Gives the script of the page after sign-out, as HTML. The widget forgets the visitor.
///
/// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce, or NULL for none.
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_NONCE_INVALID`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_page_forget_script(
    page: *const visitorseal_page,
    nonce: *const c_char,
    nonce_length: usize,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        read_text("page", page, out_text, out_length, error, |page| {
            page.0.forget_script(optional_text("nonce", nonce, nonce_length)?)
        })
    }
}

/// Gives the script of a page where nobody is signed in, as HTML. A widget that knows somebody forgets them, and the
/// widget starts for a visitor who is not signed in, if it needs a script for that.
///
/// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce, or NULL for none.
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_NONCE_INVALID`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_page_anonymous_script(
    page: *const visitorseal_page,
    nonce: *const c_char,
    nonce_length: usize,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        read_text("page", page, out_text, out_length, error, |page| {
            page.0.anonymous_script(optional_text("nonce", nonce, nonce_length)?)
        })
    }
}

/// Gives the element of a page where nobody is signed in, as HTML. The scheme's static file (`visitorseal page SCHEME`) reads
/// it and does what the code of `visitorseal_page_anonymous_script` does.
///
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_NOT_OFFERED` if the scheme has no code for pages.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_page_anonymous_element(
    page: *const visitorseal_page,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe { read_text("page", page, out_text, out_length, error, |page| page.0.anonymous_element()) }
}

/// Frees a page, or does nothing for NULL. What it has filled stays usable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_page_free(page: *mut visitorseal_page) {
    // SAFETY: the caller promises that it has not been freed.
    unsafe { free(page) }
}
