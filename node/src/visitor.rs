//! Visitors, as `lib/input.js` writes them.

use napi::bindgen_prelude::FunctionCallContext;
use visitorseal::Visitor;

use crate::boundary::{bytes, raise};

/// Reads a visitor from its JSON in the [`bytes`] at `first`.
pub fn visitor(context: &FunctionCallContext<'_>, first: usize) -> napi::Result<Visitor> {
    bytes(context, first).and_then(|json| Visitor::from_json(json).map_err(raise))
}
