//! Signers.

use std::{ffi::c_char, ptr};

use visitorseal_core::{Result, Settings, Signer, Visitor, Warning};

use crate::{
    boundary::{bytes, free, guard, handle, list, optional_text, put_handle, put_into, put_sized, put_text, read_text},
    error::visitorseal_error,
    form::Form,
    scheme::visitorseal_scheme,
    signed::visitorseal_signed,
};

/// A scheme with its secret and settings. Make it once and use it from many threads.
pub struct visitorseal_signer(Signer);

/// A message for `visitorseal_signer_digest_many`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct visitorseal_message {
    /// The bytes, borrowed for the call.
    pub bytes: *const c_char,
    /// The number of bytes.
    pub length: usize,
}

/// Reads settings that may be NULL.
///
/// # Safety
/// `settings` is NULL or points to `length` bytes.
pub unsafe fn settings(settings: *const c_char, length: usize) -> Result<Settings> {
    // SAFETY: as above.
    let json = unsafe { optional_text("settings", settings, length) }?;
    json.map_or_else(|| Ok(Settings::new()), |json| Settings::from_json(json.as_bytes()))
}

/// Makes a signer: checks the secret and the settings, and prepares them so that signing is fast.
///
/// - `scheme`: borrowed for the call.
/// - `secret`, `secret_length`: what `key_kind` in `visitorseal_scheme_to_json` asks for: `shared` for the
///   vendor's shared secret as its dashboard shows it, `pair` for the site's private key as PEM (PKCS#8, for RSA
///   PKCS#1 too, for EC SEC 1 too). It is copied, and the copy is wiped when the signer is freed. You may wipe
///   yours.
/// - `settings`, `settings_length`: a JSON object such as `{"app_id":"…"}`, or NULL for none.
/// - `out_signer`: the handle. Free it with `visitorseal_signer_free`.
///
/// Fails with a status of the kind `VISITORSEAL_KIND_CONFIGURATION`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signer_new(
    scheme: *const visitorseal_scheme,
    secret: *const c_char,
    secret_length: usize,
    settings: *const c_char,
    settings_length: usize,
    out_signer: *mut *mut visitorseal_signer,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let scheme = handle("scheme", scheme)?;
            let secret = bytes("secret", secret, secret_length)?;
            let settings = self::settings(settings, settings_length)?;
            put_handle("out_signer", out_signer, || Signer::new(&scheme.0, secret, &settings).map(visitorseal_signer))
        })
    }
}

/// Gives problems with the secret that do not stop signing, as a JSON array of
/// `{"code","field","reason"}`: it is short, in quotes, or the example from the vendor's documentation. A
/// weakness of the vendor's own design, such as SHA-1, is there too.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signer_warnings(
    signer: *const visitorseal_signer,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        read_text("signer", signer, out_text, out_length, error, |signer| {
            let warnings: Vec<String> = signer.0.warnings().iter().map(Warning::to_json).collect();
            Ok(format!("[{}]", warnings.join(",")))
        })
    }
}

/// Signs a visitor.
///
/// - `visitor`, `visitor_length`: a JSON object with `id` (text or integer), `email`, `name`,
///   `phone` (E.164), `avatar` (http or https address) and `attributes` (an object).
/// - `now`: Unix time in seconds. Only signatures that hold a time depend on it.
/// - `out_signed`: the handle. Free it with `visitorseal_signed_free`.
///
/// Fails with a status of the kind `VISITORSEAL_KIND_VISITOR` if a field that the signature covers is
/// missing, empty or ambiguous, or a field has a wrong value; with `VISITORSEAL_NOW_INVALID` for a time in
/// milliseconds.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signer_sign(
    signer: *const visitorseal_signer,
    visitor: *const c_char,
    visitor_length: usize,
    now: u64,
    out_signed: *mut *mut visitorseal_signed,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let signer = handle("signer", signer)?;
            let visitor = bytes("visitor", visitor, visitor_length)?;
            put_handle("out_signed", out_signed, || signer.0.sign_json(visitor, now).map(visitorseal_signed))
        })
    }
}

/// Signs a visitor and writes the form that you want into your buffer: `visitorseal_signer_sign` and a function of the
/// signed visitor in one call, with nothing to free.
///
/// - `visitor`, `visitor_length`, `now`: as for `visitorseal_signer_sign`.
/// - `form`: one of `visitorseal_form`.
/// - `option`, `option_length`: for `VISITORSEAL_FORM_SCRIPT` the nonce, for `VISITORSEAL_FORM_ELEMENT` the endpoint,
///   otherwise NULL. NULL is none.
/// - `out_text`, `capacity`, `out_length`: see "Text into your buffer". 4 KiB are enough for most visitors.
///
/// Fails like `visitorseal_signer_sign` and like the function of the form; with `VISITORSEAL_BUFFER_TOO_SMALL`; with
/// `VISITORSEAL_ARGUMENT_VALUE` for a form that does not exist, and for an option that the form does not have.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signer_sign_text(
    signer: *const visitorseal_signer,
    visitor: *const c_char,
    visitor_length: usize,
    now: u64,
    form: i32,
    option: *const c_char,
    option_length: usize,
    out_text: *mut c_char,
    capacity: usize,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let signer = handle("signer", signer)?;
            let visitor = bytes("visitor", visitor, visitor_length)?;
            let form = Form::of(form, optional_text("option", option, option_length)?)?;
            put_sized(out_text, capacity, out_length, || form.sign(&signer.0, visitor, now))
        })
    }
}

/// Signs many visitors in one call.
///
/// - `visitors`, `visitors_length`: a JSON array of visitors as for `visitorseal_signer_sign`.
/// - `now`: Unix time in seconds.
/// - `out_text`, `out_length`: a JSON array in the same order, see "Text out": what
///   `visitorseal_signed_to_json` writes, or `{"error":{"code","field","reason"}}`.
///
/// Fails with `VISITORSEAL_VISITOR_MALFORMED` for anything but an array.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signer_sign_many(
    signer: *const visitorseal_signer,
    visitors: *const c_char,
    visitors_length: usize,
    now: u64,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let signer = handle("signer", signer)?;
            let visitors = bytes("visitors", visitors, visitors_length)?;
            put_text(out_text, out_length, || signer.0.sign_many_json(visitors, now))
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
pub unsafe extern "C" fn visitorseal_signer_prefill(
    signer: *const visitorseal_signer,
    visitor: *const c_char,
    visitor_length: usize,
    out_signed: *mut *mut visitorseal_signed,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let signer = handle("signer", signer)?;
            let visitor = Visitor::from_json(bytes("visitor", visitor, visitor_length)?)?;
            put_handle("out_signed", out_signed, || signer.0.prefill(&visitor).map(visitorseal_signed))
        })
    }
}

/// Gives the size of one digest of this signer in bytes, with the NUL at its end: 65 for SHA-256 in hex, and never
/// more than `sizeof(visitorseal_digest)`. It is 0 for NULL, and if the scheme's signature is a token.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signer_digest_size(signer: *const visitorseal_signer) -> usize {
    let mut size = 0;
    // SAFETY: the caller keeps the promises in the header. The status is not needed: a failure leaves 0.
    unsafe {
        guard(ptr::null_mut(), || {
            size = handle("signer", signer)?.0.digest_length().map_or(0, |length| length + 1);
            Ok(())
        })
    };
    size
}

/// Computes the HMAC of exactly these bytes with the scheme's hash, for code that writes the page itself. The
/// digest is written as the scheme writes it, such as in hex.
///
/// - `message`, `message_length`: any bytes. A length of 0 is the empty message.
/// - `out_digest`, `capacity`: your buffer of at least `visitorseal_signer_digest_size` bytes, for the digest
///   and a NUL.
///
/// Fails with `VISITORSEAL_BUFFER_TOO_SMALL`, and with `VISITORSEAL_NOT_OFFERED` if the scheme's
/// signature is a token.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signer_digest(
    signer: *const visitorseal_signer,
    message: *const c_char,
    message_length: usize,
    out_digest: *mut c_char,
    capacity: usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let signer = handle("signer", signer)?;
            let digest = signer.0.digest(bytes("message", message, message_length)?)?;
            put_into("out_digest", out_digest, capacity, digest.as_bytes())
        })
    }
}

/// A digest as text.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct visitorseal_digest {
    /// The digest and a NUL. The longest is 128 hex digits of SHA-512.
    pub text: [c_char; 129],
}

/// `visitorseal_signer_digest` with fewer arguments, for languages where each argument takes as long as a
/// block of SHA-256.
///
/// - `message`, `message_length`: any bytes. A length of 0 is the empty message.
/// - `out_digest`: your memory.
///
/// Returns `out_digest->text`, or NULL on failure: then call `visitorseal_signer_digest` to learn why.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signer_digest_text(
    signer: *const visitorseal_signer,
    message: *const c_char,
    message_length: usize,
    out_digest: *mut visitorseal_digest,
) -> *const c_char {
    let text = out_digest.cast::<c_char>();
    // SAFETY: the caller keeps the promises in the header.
    let status = unsafe {
        let capacity = size_of::<visitorseal_digest>();
        visitorseal_signer_digest(signer, message, message_length, text, capacity, ptr::null_mut())
    };
    if status == 0 { text } else { ptr::null() }
}

/// Computes the digests of many messages, in their order.
///
/// - `messages`, `count`: the messages. It may be NULL if there are none.
/// - `out_digests`, `capacity`: your buffer of at least `(visitorseal_signer_digest_size - 1) * count + 1`
///   bytes, for the digests, one after the other, and a NUL at the end.
///
/// Fails like `visitorseal_signer_digest`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signer_digest_many(
    signer: *const visitorseal_signer,
    messages: *const visitorseal_message,
    count: usize,
    out_digests: *mut c_char,
    capacity: usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let signer = handle("signer", signer)?;
            let messages = list("messages", messages, count)?;
            let messages: Vec<&[u8]> = messages
                .iter()
                .enumerate()
                .map(|(index, message)| {
                    // A name for each message would take longer than its digest.
                    bytes("messages", message.bytes, message.length)
                        .or_else(|_| bytes(&format!("messages[{index}]"), message.bytes, message.length))
                })
                .collect::<Result<_>>()?;
            let mut texts = Vec::with_capacity(signer.0.digest_length().unwrap_or_default() * messages.len());
            for digest in signer.0.digest_many(messages)? {
                texts.extend_from_slice(digest.as_bytes());
            }
            put_into("out_digests", out_digests, capacity, &texts)
        })
    }
}

/// Gives the script that makes the widget forget the visitor at sign-out, as HTML. It is empty if the
/// vendor documents none: a page without a signed script is anonymous there.
///
/// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce, or NULL for none.
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_NONCE_INVALID`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signer_forget_script(
    signer: *const visitorseal_signer,
    nonce: *const c_char,
    nonce_length: usize,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        read_text("signer", signer, out_text, out_length, error, |signer| {
            signer.0.forget_script(optional_text("nonce", nonce, nonce_length)?)
        })
    }
}

/// Gives the script of a page where nobody is signed in, as HTML: `visitorseal_page_anonymous_script`.
///
/// - `nonce`, `nonce_length`: the page's Content-Security-Policy nonce, or NULL for none.
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_NONCE_INVALID`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signer_anonymous_script(
    signer: *const visitorseal_signer,
    nonce: *const c_char,
    nonce_length: usize,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        read_text("signer", signer, out_text, out_length, error, |signer| {
            signer.0.anonymous_script(optional_text("nonce", nonce, nonce_length)?)
        })
    }
}

/// Wipes and frees a signer, or does nothing for NULL. What it has signed stays usable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_signer_free(signer: *mut visitorseal_signer) {
    // SAFETY: the caller promises that it has not been freed.
    unsafe { free(signer) }
}
