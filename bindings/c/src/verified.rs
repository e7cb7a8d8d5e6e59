//! The outcome of a verification.

use std::ffi::c_char;

use visitorseal_core::{Contact, Verified};

use crate::{
    boundary::{free, guard, handle, put, put_text, read_text, text},
    error::visitorseal_error,
};

/// The outcome of a verification that was not refused: a verified or an anonymous visitor.
pub struct visitorseal_verified(pub(crate) Verified);

/// Gives the outcome as JSON: `{"verified":true,"signed":{…},"unsigned":{…},"key":0}`, with a `token_id` if the
/// token has one, or `{"verified":false,"anonymous":true,"unsigned":{…}}`, with a `refusal` under the policy
/// observe. `signed` is what the signature covers, `unsigned` is what the browser merely claims, both in the
/// visitor's words. `key` is the index of the key that matches.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verified_to_json(
    verified: *const visitorseal_verified,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe { read_text("verified", verified, out_text, out_length, error, |verified| Ok(verified.0.to_json())) }
}

/// Gives the index of the key that matches, counted from 0. Once it is always 0, remove the old secret.
///
/// - `out_key`: the index, or -1 for an anonymous visitor.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verified_key(
    verified: *const visitorseal_verified,
    out_key: *mut i32,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let key = handle("verified", verified)?.0.key();
            put("out_key", out_key, || Ok(key.and_then(|key| i32::try_from(key).ok()).unwrap_or(-1)))
        })
    }
}

/// Gives the token's own id, its claim `jti`. It is empty if the token has none, and for a digest. To refuse a token that
/// is used a second time, keep the ids of verified tokens until the tokens expire.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verified_token_id(
    verified: *const visitorseal_verified,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        read_text("verified", verified, out_text, out_length, error, |verified| {
            Ok(verified.0.token_id().unwrap_or_default().to_owned())
        })
    }
}

/// Gives the visitor as a vendor's backend stores a contact, as JSON: `{"external_id","name","email",
/// "phone","attributes","unsigned"}`. `unsigned` lists the names of what the signature does not cover. It is
/// `null` for an anonymous visitor, and if nothing signed identifies a contact.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verified_contact(
    verified: *const visitorseal_verified,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        read_text("verified", verified, out_text, out_length, error, |verified| {
            Ok(verified.0.contact().map_or_else(|| "null".to_owned(), |contact| contact.to_json()))
        })
    }
}

/// Replaces placeholders in a text with the contact's values: `{{contact.email}}`, `{{contact.name}}`,
/// `{{contact.phone}}`, `{{contact.external_id}}` and `{{contact.attr.<key>}}`. Unknown values, and all values
/// of an anonymous visitor, are empty. The result is plain text: escape it before you show it.
///
/// - `template_text`, `template_length`: the text.
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verified_fill(
    verified: *const visitorseal_verified,
    template_text: *const c_char,
    template_length: usize,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let contact: Contact = handle("verified", verified)?.0.contact().unwrap_or_default();
            let template = text("template_text", template_text, template_length)?;
            put_text(out_text, out_length, || Ok(contact.fill(template)))
        })
    }
}

/// Frees a verified visitor, or does nothing for NULL.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verified_free(verified: *mut visitorseal_verified) {
    // SAFETY: the caller promises that it has not been freed.
    unsafe { free(verified) }
}
