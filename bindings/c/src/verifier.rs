//! Verifiers.

use std::ffi::c_char;

use visitorseal_core::{Code, Error, Key, MAX_KEYS, Policy, Result, Verifier};

use crate::{
    boundary::{bytes, free, guard, handle, list, optional_text, put, put_handle, put_sized},
    error::visitorseal_error,
    scheme::visitorseal_scheme,
    signer::settings,
    status::visitorseal_policy,
    verified::visitorseal_verified,
};

/// A scheme with the keys that it accepts. Make it once and use it from many threads.
pub struct visitorseal_verifier(Verifier);

/// A key that verifies, borrowed for the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct visitorseal_key {
    /// The vendor's shared secret, or the site's public key: PEM, a JSON Web Key (JWK) or a JWK set. Keys of a
    /// set that the scheme's algorithm cannot use are skipped.
    pub bytes: *const c_char,
    /// The number of bytes.
    pub length: usize,
    /// The key's `kid`, or NULL for none. A token with a `kid` is verified only with the key of the same `kid`. A JWK
    /// has its own, unless you pass one. A JWK set must have NULL here.
    pub kid: *const c_char,
    /// The number of bytes of the `kid`.
    pub kid_length: usize,
}

/// How to verify. All zero is the default: `visitorseal_verifier_options options = {0};`
#[repr(C)]
#[derive(Clone, Copy)]
pub struct visitorseal_verifier_options {
    /// One of `visitorseal_policy`.
    pub policy: i32,
    /// Seconds that clocks may differ, at most 300.
    pub leeway: u64,
    /// The largest token in bytes. 0 is the default, 8192.
    pub max_token: usize,
    /// Settings as for a signer, or NULL for none. The fields must agree with them.
    pub settings: *const c_char,
    /// The number of bytes of the settings.
    pub settings_length: usize,
}

/// Makes a verifier.
///
/// - `scheme`: borrowed for the call.
/// - `keys`, `key_count`: 1 to 16 keys, newest first. They are copied.
/// - `options`: borrowed for the call, or NULL for the default.
/// - `out_verifier`: the handle. Free it with `visitorseal_verifier_free`.
///
/// Fails with a status of the kind `VISITORSEAL_KIND_CONFIGURATION`. The error's `field` names the key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verifier_new(
    scheme: *const visitorseal_scheme,
    keys: *const visitorseal_key,
    key_count: usize,
    options: *const visitorseal_verifier_options,
    out_verifier: *mut *mut visitorseal_verifier,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let scheme = handle("scheme", scheme)?;
            let keys = self::keys(keys, key_count)?;
            put_handle("out_verifier", out_verifier, || {
                let mut verifier = Verifier::new(&scheme.0, keys)?;
                if let Some(options) = options.as_ref() {
                    verifier = verifier
                        .policy(policy(options.policy)?)
                        .leeway(options.leeway)?
                        .settings(&settings(options.settings, options.settings_length)?)?;
                    if options.max_token != 0 {
                        verifier = verifier.max_token(options.max_token);
                    }
                }
                Ok(visitorseal_verifier(verifier))
            })
        })
    }
}

/// Reads the keys of a verifier.
///
/// # Safety
/// `given` points to `count` keys, whose pointers are NULL or point to as many bytes as they say.
pub unsafe fn keys<'a>(given: *const visitorseal_key, count: usize) -> Result<Vec<Key<'a>>> {
    if count > MAX_KEYS {
        return Err(Error::new(Code::KeyCount, format!("There are {count} keys. Pass 1 to {MAX_KEYS}.")));
    }
    // SAFETY: as above.
    let given = unsafe { list("keys", given, count) }?;
    let read = |(index, given): (usize, &visitorseal_key)| {
        let name = format!("keys[{index}]");
        // SAFETY: as above.
        unsafe {
            let key = Key::from(bytes(&name, given.bytes, given.length)?);
            Ok(optional_text(&name, given.kid, given.kid_length)?.map_or(key, |kid| key.kid(kid)))
        }
    };
    given.iter().enumerate().map(read).collect()
}

fn policy(number: i32) -> Result<Policy> {
    const REQUIRED: i32 = visitorseal_policy::VISITORSEAL_POLICY_REQUIRED as i32;
    const OPTIONAL: i32 = visitorseal_policy::VISITORSEAL_POLICY_OPTIONAL as i32;
    const OBSERVE: i32 = visitorseal_policy::VISITORSEAL_POLICY_OBSERVE as i32;
    match number {
        REQUIRED => Ok(Policy::Required),
        OPTIONAL => Ok(Policy::Optional),
        OBSERVE => Ok(Policy::Observe),
        _ => Err(Error::about(Code::PolicyUnknown, "policy", "The number is not one of visitorseal_policy.")),
    }
}

/// Verifies the fields in a request's body.
///
/// - `fields`, `fields_length`: the body: a JSON object with the fields under the vendor's names. Pass it
///   unchanged, so that duplicate members are refused.
/// - `now`: Unix time in seconds.
/// - `out_verified`: the handle. Free it with `visitorseal_verified_free`.
///
/// Fails with `VISITORSEAL_NOW_INVALID` or a status of the kind `VISITORSEAL_KIND_REFUSED`. Answer a refused
/// request with the error's `http_status` and `http_error`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verifier_verify_json(
    verifier: *const visitorseal_verifier,
    fields: *const c_char,
    fields_length: usize,
    now: u64,
    out_verified: *mut *mut visitorseal_verified,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let verifier = handle("verifier", verifier)?;
            let fields = bytes("fields", fields, fields_length)?;
            put_handle("out_verified", out_verified, || verifier.0.verify_json(fields, now).map(visitorseal_verified))
        })
    }
}

/// Verifies the fields in a request's body and writes the outcome into your buffer: `visitorseal_verifier_verify_json` and
/// `visitorseal_verified_to_json` in one call, with nothing to free.
///
/// - `fields`, `fields_length`, `now`: as for `visitorseal_verifier_verify_json`.
/// - `out_text`, `capacity`, `out_length`: see "Text into your buffer". Twice the length of the fields is enough for
///   most.
///
/// Fails like `visitorseal_verifier_verify_json`, and with `VISITORSEAL_BUFFER_TOO_SMALL`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verifier_verify_text(
    verifier: *const visitorseal_verifier,
    fields: *const c_char,
    fields_length: usize,
    now: u64,
    out_text: *mut c_char,
    capacity: usize,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let verifier = handle("verifier", verifier)?;
            let fields = bytes("fields", fields, fields_length)?;
            put_sized(out_text, capacity, out_length, || Ok(verifier.0.verify_json(fields, now)?.to_json().into()))
        })
    }
}

/// Gives the largest body in bytes that `visitorseal_verifier_verify_json` reads. A web server can refuse a
/// larger one.
///
/// - `out_bytes`: the number of bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verifier_max_body(
    verifier: *const visitorseal_verifier,
    out_bytes: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let verifier = handle("verifier", verifier)?;
            put("out_bytes", out_bytes, || Ok(verifier.0.max_body()))
        })
    }
}

/// Wipes and frees a verifier, or does nothing for NULL. What it has verified stays usable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verifier_free(verifier: *mut visitorseal_verifier) {
    // SAFETY: the caller promises that it has not been freed.
    unsafe { free(verifier) }
}
