//! Unverified tokens.

use std::ffi::c_char;

use visitorseal_core::inspect_token;

use crate::{
    boundary::{guard, put_text, text},
    error::visitorseal_error,
};

/// Reads a token without verifying it, as JSON: `{"unverified":true,"header":{…},"claims":{…}}`. Never
/// trust the result.
///
/// - `token`, `token_length`: the token.
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_TOKEN_MALFORMED`, or `VISITORSEAL_TOKEN_TOO_LARGE` above 64 KiB.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_inspect_token(
    token: *const c_char,
    token_length: usize,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let token = text("token", token, token_length)?;
            put_text(out_text, out_length, || inspect_token(token).map(|token| token.to_json()))
        })
    }
}
