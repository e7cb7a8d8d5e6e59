//! Why a signature was refused.

use std::ffi::c_char;

use visitorseal_core::{Code, Error, Explainer, Explanation, Visitor};

use crate::{
    boundary::{bytes, guard, handle, optional_text, put_text, text},
    error::visitorseal_error,
    scheme::visitorseal_scheme,
    signer::settings,
    verifier::{self, visitorseal_key},
};

/// Explains why the fields of a page do not verify, as JSON:
/// `{"verified":false,"findings":[{"code","field","reason","fix"}]}`, the most likely cause first. It tries
/// the mistakes that integrators make and reports the one that explains this signature. If the fields
/// verify, the findings are what else can stop a widget. Use it while integrating, not for every request:
/// it takes some milliseconds, and a finding may show the message that the site must sign.
///
/// - `scheme`: borrowed for the call.
/// - `keys`, `key_count`: 1 to 16 keys to try. A key that cannot be read is a finding, not an error.
/// - `fields`, `fields_length`: as for `visitorseal_verifier_verify_json`.
/// - `now`: Unix time in seconds.
/// - `leeway`, `max_token`: as in the options of your verifier. 0 is the default of both.
/// - `settings`, `settings_length`: a JSON object, or NULL for none.
/// - `visitor`, `visitor_length`: the site's own record of the visitor as for `visitorseal_signer_sign`, with further
///   columns in `attributes`, or NULL. The site may have signed one of these texts, and a finding may show it.
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_KEY_COUNT`, `VISITORSEAL_LEEWAY_INVALID`, `VISITORSEAL_NOW_INVALID`, or a status about the
/// settings or the visitor.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_explain(
    scheme: *const visitorseal_scheme,
    keys: *const visitorseal_key,
    key_count: usize,
    fields: *const c_char,
    fields_length: usize,
    now: u64,
    leeway: u64,
    max_token: usize,
    settings: *const c_char,
    settings_length: usize,
    visitor: *const c_char,
    visitor_length: usize,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let scheme = handle("scheme", scheme)?;
            let keys = verifier::keys(keys, key_count)?;
            let fields = bytes("fields", fields, fields_length)?;
            let settings = self::settings(settings, settings_length)?;
            let visitor = match visitor.is_null() {
                true => None,
                false => Some(Visitor::from_json(bytes("visitor", visitor, visitor_length)?)?),
            };
            put_text(out_text, out_length, || {
                let mut explainer = Explainer::new(&scheme.0, keys)?.leeway(leeway)?.settings(&settings)?;
                if max_token != 0 {
                    explainer = explainer.max_token(max_token);
                }
                if let Some(visitor) = &visitor {
                    explainer = explainer.visitor(visitor)?;
                }
                explainer.explain_json(fields, now).map(|explanation| explanation.to_json())
            })
        })
    }
}

/// Makes an explanation of an error that another language found before it called this library, such as
/// fields that it cannot write as JSON. The result has the form of `visitorseal_explain`.
///
/// - `status`: one of `visitorseal_status` but `VISITORSEAL_OK`.
/// - `field`, `field_length`: what the error is about, or NULL for nothing.
/// - `reason`, `reason_length`: what is wrong.
/// - `out_text`, `out_length`: see "Text out".
///
/// Fails with `VISITORSEAL_INTERNAL` for a number that is not a status.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn visitorseal_explain_error(
    status: i32,
    field: *const c_char,
    field_length: usize,
    reason: *const c_char,
    reason_length: usize,
    out_text: *mut *mut c_char,
    out_length: *mut usize,
    error: *mut visitorseal_error,
) -> i32 {
    // SAFETY: the caller keeps the promises in the header.
    unsafe {
        guard(error, || {
            let field = optional_text("field", field, field_length)?;
            let reason = text("reason", reason, reason_length)?;
            put_text(out_text, out_length, || {
                let known = Code::ALL.iter().find(|code| code.status() == status);
                let code = *known.ok_or_else(|| {
                    Error::about(Code::Internal, "status", "The number is not one of visitorseal_status.")
                })?;
                let fault = match field {
                    Some(field) => Error::about(code, field, reason),
                    None => Error::new(code, reason),
                };
                Ok(Explanation::from(fault).to_json())
            })
        })
    }
}
