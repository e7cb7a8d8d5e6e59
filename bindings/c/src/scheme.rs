//! Schemes.

use std::ffi::c_char;

use visitorseal_core::{Scheme, scheme, schemes};

use crate::{
    boundary::{free, guard, put_handle, put_text, read_text, text},
    error::visitorseal_error,
};

/// How one vendor's widget wants a visitor signed.
pub struct visitorseal_scheme(pub(crate) Scheme);

/// The version of the library, such as "0.1.0". The text is constant: do not free it.
#[unsafe(no_mangle)]
pub extern "C" fn visitorseal_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    VERSION.as_ptr().cast()
}

/// Gives the names of the vendors' schemes, as a JSON array of strings.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_schemes(
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // Names of schemes are lower-case letters, digits and hyphens.
    let names = || Ok(format!("[{}]", schemes().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(",")));
    // SAFETY: the caller keeps the promises in the header.
    unsafe { guard(error, || put_text(out_text, out_length, names)) }
}

/// Gives the scheme of a vendor by its name.
///
/// - `name`, `name_length`: the scheme's name, such as "bookbag".
/// - `out_scheme`: the handle. Free it with `visitorseal_scheme_free`.
///
/// Fails with `VISITORSEAL_SCHEME_UNKNOWN`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_scheme_new(
    name: *const c_char,
    name_length: usize,
    out_scheme: *mut *mut visitorseal_scheme,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let name = text("name", name, name_length)?;
            put_handle("out_scheme", out_scheme, || scheme(name).map(visitorseal_scheme))
        })
    }
}

/// Reads a scheme of your own from TOML. A scheme file is code: load only your own.
///
/// - `toml`, `toml_length`: the file's text.
/// - `out_scheme`: the handle. Free it with `visitorseal_scheme_free`.
///
/// Fails with `VISITORSEAL_SCHEME_MALFORMED`. The error names the line and the key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_scheme_parse(
    toml: *const c_char,
    toml_length: usize,
    out_scheme: *mut *mut visitorseal_scheme,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let toml = text("toml", toml, toml_length)?;
            put_handle("out_scheme", out_scheme, || Scheme::parse(toml).map(visitorseal_scheme))
        })
    }
}

/// Gives a scheme as JSON: name, vendor, product and category (null if the scheme's file does not say them),
/// document and the date when it was read, how sure the file is, whether the vendor has moved on, key kind,
/// algorithm, what the signature covers, the names of the fields and of the signature's field, the settings,
/// the HTTP answer to a refused request (`{"refused":{"status":401,"error":"identity_unverified"}}`), and
/// what the vendor offers.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_scheme_to_json(
    scheme: *const visitorseal_scheme,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe { read_text("scheme", scheme, out_text, out_length, error, |scheme| Ok(scheme.0.to_json())) }
}

/// Frees a scheme, or does nothing for NULL. Its signers and verifiers stay usable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_scheme_free(scheme: *mut visitorseal_scheme) {
    // SAFETY: the caller promises that it has not been freed.
    unsafe { free(scheme) }
}
