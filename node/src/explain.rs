//! Why a signature is refused, and what an unverified token says.

use napi::bindgen_prelude::{External, Uint8Array};
use napi_derive::napi;
use visitorseal::{Code, Error, Explainer, Explanation, Scheme, Visitor};

use crate::{
    boundary::{guard, raise, settings},
    verifier::{KeyInput, keys},
    visitor::read,
};

/// Explains a body and gives the explanation as JSON. `leeway` and `max_token` are whole numbers within 2^53; the visitor
/// comes in parts.
#[napi(catch_unwind)]
#[allow(clippy::too_many_arguments, reason = "they are the arguments of JavaScript's function")]
pub fn explain(
    scheme: &External<Scheme>,
    keys: Vec<KeyInput>,
    body: Uint8Array,
    now: f64,
    leeway: f64,
    max_token: f64,
    settings: Uint8Array,
    visitor: Option<Uint8Array>,
) -> napi::Result<String> {
    guard(|| {
        let settings = self::settings(&settings)?;
        let visitor = visitor.map(|parts| read(&parts).map(Visitor::from)).transpose().map_err(raise)?;
        let explainer = Explainer::new(scheme, self::keys(&keys))
            .and_then(|explainer| explainer.leeway(leeway as u64)?.max_token(max_token as usize).settings(&settings))
            .and_then(|explainer| match &visitor {
                Some(visitor) => explainer.visitor(visitor),
                None => Ok(explainer),
            });
        let explanation = explainer.and_then(|explainer| explainer.explain_json(&body, now as u64));
        explanation.map(|explanation| explanation.to_json()).map_err(raise)
    })
}

/// Explains fields that JavaScript could not write as JSON: too large, or malformed for this reason.
#[napi(catch_unwind)]
pub fn explain_unreadable(is_too_large: bool, reason: String) -> napi::Result<String> {
    guard(|| {
        let code = if is_too_large { Code::FieldsTooLarge } else { Code::FieldsMalformed };
        Ok(Explanation::from(Error::new(code, reason)).to_json())
    })
}

/// Reads a token without verifying it and gives header and claims as JSON.
#[napi(catch_unwind)]
pub fn inspect_token(token: String) -> napi::Result<String> {
    guard(|| visitorseal::inspect_token(&token).map(|inspected| inspected.to_json()).map_err(raise))
}
