//! Why a signature is refused, and what stands in a token.

use napi::bindgen_prelude::{External, Uint8Array};
use napi_derive::napi;
use visitorseal::{Scheme, explain_json};

use crate::{
    boundary::{guard, raise, settings},
    verifier::{GivenKey, keys},
};

/// `{"verified","findings"}`.
#[napi(catch_unwind)]
pub fn explain(
    scheme: &External<Scheme>,
    keys: Vec<GivenKey>,
    body: Uint8Array,
    now: f64,
    settings: Uint8Array,
) -> napi::Result<String> {
    guard(|| {
        let settings = self::settings(&settings)?;
        let explained = explain_json(scheme, self::keys(&keys), &body, now as u64, &settings);
        explained.map(|explanation| explanation.to_json()).map_err(raise)
    })
}

/// `{"unverified","header","claims"}`.
#[napi(catch_unwind)]
pub fn inspect(token: String) -> napi::Result<String> {
    guard(|| visitorseal::inspect(&token).map(|inspected| inspected.to_json()).map_err(raise))
}
