//! Schemes.

use std::ffi::c_char;

use visitorseal_core::{Scheme, scheme, schemes};

use crate::{
    boundary::{free, guard, put_handle, put_text, read_text, text},
    error::visitorseal_error,
};

/// How one vendor's widget wants a visitor signed.
pub struct visitorseal_scheme(pub(crate) Scheme);

/// The version of the library, such as "0.1.0". The text is constant and never freed.
#[unsafe(no_mangle)]
pub extern "C" fn visitorseal_version() -> *const c_char {
    const VERSION: &str = concat!(env!("CARGO_PKG_VERSION"), "\0");
    VERSION.as_ptr().cast()
}

/// Lists the catalogue: a JSON array of what `visitorseal_scheme_to_json` writes for each scheme.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_schemes(
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    let all = || {
        let all = schemes().map(|name| scheme(name).map(|scheme| scheme.to_json()));
        Ok(format!("[{}]", all.collect::<visitorseal_core::Result<Vec<_>>>()?.join(",")))
    };
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { guard(error, || put_text(out_text, out_length, all)) }
}

/// Takes a scheme from the catalogue.
///
/// - `name`, `name_length`: its name, such as "bookbag".
/// - `out_scheme`: the handle; free it with `visitorseal_scheme_free`.
///
/// Fails with `VISITORSEAL_SCHEME_UNKNOWN`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_scheme_new(
    name: *const c_char,
    name_length: usize,
    out_scheme: *mut *mut visitorseal_scheme,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe {
        guard(error, || {
            let name = text("name", name, name_length)?;
            put_handle("out_scheme", out_scheme, || scheme(name).map(visitorseal_scheme))
        })
    }
}

/// Reads a scheme of one's own. A scheme file is code for the page: load only your own.
///
/// - `toml`, `toml_length`: the file's text.
/// - `out_scheme`: the handle; free it with `visitorseal_scheme_free`.
///
/// Fails with `VISITORSEAL_SCHEME_MALFORMED`; the error names line and key.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_scheme_parse(
    toml: *const c_char,
    toml_length: usize,
    out_scheme: *mut *mut visitorseal_scheme,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe {
        guard(error, || {
            let toml = text("toml", toml, toml_length)?;
            put_handle("out_scheme", out_scheme, || Scheme::parse(toml).map(visitorseal_scheme))
        })
    }
}

/// Describes a scheme as JSON: name, vendor, document and the date it was read, algorithm, what the
/// signature covers, the fields' names, the settings, how a refused request is answered
/// (`{"refused":{"status":401,"error":"identity_unverified"}}`), and what the vendor offers.
///
/// - `out_text`, `out_length`: see "Text out".
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_scheme_to_json(
    scheme: *const visitorseal_scheme,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller promises what the header says of these pointers.
    unsafe { read_text("scheme", scheme, out_text, out_length, error, |scheme| Ok(scheme.0.to_json())) }
}

/// Frees a scheme; NULL is nothing. Signers and verifiers made with it stay usable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_scheme_free(scheme: *mut visitorseal_scheme) {
    // SAFETY: the caller promises that it has not been freed.
    unsafe { free(scheme) }
}
