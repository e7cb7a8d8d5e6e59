//! Schemes.

use napi::bindgen_prelude::External;
use napi_derive::napi;
use visitorseal::Scheme;

use crate::boundary::{guard, raise};

/// The scheme of a vendor by its name.
#[napi(catch_unwind)]
pub fn scheme(name: String) -> napi::Result<External<Scheme>> {
    guard(|| visitorseal::scheme(&name).map(External::new).map_err(raise))
}

/// The names of the vendors' schemes.
#[napi(catch_unwind)]
pub fn scheme_names() -> napi::Result<Vec<&'static str>> {
    guard(|| Ok(visitorseal::schemes().collect()))
}

/// Reads a site's own scheme.
#[napi(catch_unwind)]
pub fn parse_scheme(toml: String) -> napi::Result<External<Scheme>> {
    guard(|| Scheme::parse(&toml).map(External::new).map_err(raise))
}

/// The scheme as JSON.
#[napi(catch_unwind)]
pub fn scheme_json(scheme: &External<Scheme>) -> napi::Result<String> {
    guard(|| Ok(scheme.to_json()))
}
