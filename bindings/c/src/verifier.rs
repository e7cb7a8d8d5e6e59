//! Verifiers.

use std::ffi::c_char;

use visitorseal_core::{Code, Error, Key, MAX_KEYS, Policy, Result, Verifier};

use crate::{
    boundary::{bytes, free, guard, handle, list, optional_text, put_handle},
    error::visitorseal_error,
    scheme::visitorseal_scheme,
    signer::settings,
    status::visitorseal_policy,
    verified::visitorseal_verified,
};

/// A scheme with the keys that it accepts, for many verifications, from many threads.
pub struct visitorseal_verifier(Verifier);

/// A key to verify with, borrowed for the call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct visitorseal_key {
    /// The vendor's shared secret, or the site's RSA public key as PEM (Orlo).
    pub bytes: *const c_char,
    /// How many bytes.
    pub length: usize,
    /// The key's name: a token with a `kid` is checked only against the key of that name. NULL is none.
    pub kid: *const c_char,
    /// How many bytes the name has.
    pub kid_length: usize,
}

/// How to verify. All zero is a good start: `visitorseal_verifier_options options = {0};`
#[repr(C)]
#[derive(Clone, Copy)]
pub struct visitorseal_verifier_options {
    /// One of `visitorseal_policy`.
    pub policy: i32,
    /// Seconds to allow for clocks that differ, at most 300.
    pub leeway: u64,
    /// The largest token that is taken, in bytes; 0 is 8192.
    pub max_token: usize,
    /// Settings as for a signer; those that are given, the fields must agree with. NULL is none.
    pub settings: *const c_char,
    /// How many bytes the settings have.
    pub settings_length: usize,
}

/// Makes a verifier.
///
/// - `scheme`: not kept.
/// - `keys`, `key_count`: 1 to 16 keys, newest first; copied.
/// - `options`: borrowed for the call; NULL is all zero.
/// - `out_verifier`: the handle; free it with `visitorseal_verifier_free`.
///
/// Fails with a status of the kind `VISITORSEAL_KIND_CONFIGURATION`; the error's `field` names the key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verifier_new(
    scheme: *const visitorseal_scheme,
    keys: *const visitorseal_key,
    key_count: usize,
    options: *const visitorseal_verifier_options,
    out_verifier: *mut *mut visitorseal_verifier,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller promises what the header says of these pointers.
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
        return Err(Error::new(Code::KeyCount, format!("there are {count} keys; a verifier takes 1 to {MAX_KEYS}")));
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
        _ => Err(Error::about(Code::PolicyUnknown, "policy", "it is none of visitorseal_policy")),
    }
}

/// Verifies the fields that a page sent.
///
/// - `fields`, `fields_length`: a JSON object with the fields under the vendor's names, best the body
///   of the request as it came: a member that stands twice is then seen and refused.
/// - `now`: Unix time in seconds.
/// - `out_verified`: the handle; free it with `visitorseal_verified_free`.
///
/// Fails with `VISITORSEAL_NOW_INVALID`, or a status of the kind `VISITORSEAL_KIND_REFUSED`. Answer the request as the scheme says:
/// see `refused` in `visitorseal_scheme_to_json`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verifier_verify(
    verifier: *const visitorseal_verifier,
    fields: *const c_char,
    fields_length: usize,
    now: u64,
    out_verified: *mut *mut visitorseal_verified,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe {
        guard(error, || {
            let verifier = handle("verifier", verifier)?;
            let fields = bytes("fields", fields, fields_length)?;
            put_handle("out_verified", out_verified, || verifier.0.verify_json(fields, now).map(visitorseal_verified))
        })
    }
}

/// Wipes and frees a verifier; NULL is nothing. What it has verified stays usable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_verifier_free(verifier: *mut visitorseal_verifier) {
    // SAFETY: the caller promises that it has not been freed.
    unsafe { free(verifier) }
}
