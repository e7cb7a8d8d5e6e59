//! Why a signature is refused.

use std::ffi::c_char;

use visitorseal_core::explain_json;

use crate::{
    boundary::{bytes, guard, handle, put_text},
    error::visitorseal_error,
    scheme::visitorseal_scheme,
    signer::settings,
    verifier::{self, visitorseal_key},
};

/// Says why the fields that a page sent are refused, and what to change, as JSON:
/// `{"verified":false,"findings":[{"code","field","reason","fix"}]}`, best first. Where they verify, the
/// findings are what else stops a widget. For the developer, not for every request: it takes some
/// milliseconds, and a finding may show the message that should have been signed.
///
/// - `scheme`: not kept.
/// - `keys`, `key_count`: 1 to 16 keys to try; one that cannot be read is a finding, not an error.
/// - `fields`, `fields_length`: as for `visitorseal_verifier_verify`.
/// - `now`: Unix time in seconds.
/// - `settings`, `settings_length`: a JSON object; NULL is none.
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_KEY_COUNT`, `VISITORSEAL_NOW_INVALID`, or for what is wrong with the settings.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_explain(
    scheme: *const visitorseal_scheme,
    keys: *const visitorseal_key,
    key_count: usize,
    fields: *const c_char,
    fields_length: usize,
    now: u64,
    settings: *const c_char,
    settings_length: usize,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe {
        guard(error, || {
            let scheme = handle("scheme", scheme)?;
            let keys = verifier::keys(keys, key_count)?;
            let fields = bytes("fields", fields, fields_length)?;
            let settings = self::settings(settings, settings_length)?;
            put_text(out_text, out_length, || {
                explain_json(&scheme.0, keys, fields, now, &settings).map(|explanation| explanation.to_json())
            })
        })
    }
}
