//! The addon behind the npm package `visitorseal`: it converts and raises, and computes nothing.
//!
//! A signer or verifier crosses as an object of functions that are closed over it: such a call takes a
//! tenth of the time of a class's method. The classes that people use are JavaScript, in `../lib`.

// In a test build nothing is exported, and so nothing is used.
#![cfg_attr(test, allow(dead_code))]

mod boundary;
mod explain;
mod scheme;
mod signer;
mod verifier;
