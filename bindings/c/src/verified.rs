//! What a verifier made of the fields.

use std::ffi::c_char;

use visitorseal_core::{Contact, Verified};

use crate::{
    boundary::{free, guard, handle, put, put_text, read_text, text},
    error::visitorseal_error,
};

/// A verified visitor, or an anonymous one.
pub struct visitorseal_verified(pub(crate) Verified);

/// All of it as JSON: `{"verified":true,"signed":{…},"unsigned":{…},"key":0}`, or
/// `{"verified":false,"anonymous":true,"unsigned":{…}}`, with a `refusal` under the policy observe.
/// `signed` is what the signature covers, `unsigned` what the browser merely claims, `key` the index
/// of the key that matched: all in the visitor's words.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verified_to_json(
    verified: *const visitorseal_verified,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { read_text("verified", verified, out_text, out_length, error, |verified| Ok(verified.0.to_json())) }
}

/// The index of the key that matched, so that a change of keys can be watched.
///
/// - `out_key`: the index, or -1 for an anonymous visitor, of whom nothing is proven.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verified_key(
    verified: *const visitorseal_verified,
    out_key: *mut i32,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe {
        guard(error, || {
            let key = handle("verified", verified)?.0.key();
            put("out_key", out_key, || Ok(key.and_then(|key| i32::try_from(key).ok()).unwrap_or(-1)))
        })
    }
}

/// The contact to create or update, as JSON: `{"external_id","name","email","phone","attributes",
/// "unsigned"}`, where `unsigned` names those that the signature does not cover; `null` for an anonymous
/// visitor, and where nothing that is signed identifies a contact.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verified_contact(
    verified: *const visitorseal_verified,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe {
        read_text("verified", verified, out_text, out_length, error, |verified| {
            Ok(verified.0.contact().map_or_else(|| "null".to_owned(), |contact| contact.to_json()))
        })
    }
}

/// Puts the contact into a text: `{{contact.email}}`, `{{contact.name}}`, `{{contact.phone}}`,
/// `{{contact.external_id}}` and `{{contact.attr.<key>}}`. What is not known, and everything of an
/// anonymous visitor, is empty. The result is plain text: escape it where it is shown.
///
/// - `template_text`, `template_length`: the text, without a NUL.
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
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe {
        guard(error, || {
            let contact: Contact = handle("verified", verified)?.0.contact().unwrap_or_default();
            let template = text("template_text", template_text, template_length)?;
            put_text(out_text, out_length, || Ok(contact.fill(template)))
        })
    }
}

/// Frees a verified visitor; NULL is nothing.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verified_free(verified: *mut visitorseal_verified) {
    // SAFETY: the caller promises that it has not been freed.
    unsafe { free(verified) }
}
