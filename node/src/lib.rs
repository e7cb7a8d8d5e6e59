//! The native addon of the npm package `visitorseal`. It converts values and raises errors; the core decides everything.
//!
//! A signer, page or verifier crosses as an object of functions that are closed over it: such a call takes a tenth of the
//! time of a class's method. The classes that people use are JavaScript, in `../lib`.

// A test build exports nothing, so nothing is used there.
#![cfg_attr(test, allow(dead_code))]

mod boundary;
mod explain;
mod page;
mod scheme;
mod script_frame;
mod signed_lines;
mod signer;
mod verified_lines;
mod verifier;
mod visitor;

use napi_derive::napi;

/// `../lib/native.js` compares it with the version of the package.
#[napi]
pub const VERSION: &str = env!("CARGO_PKG_VERSION");
