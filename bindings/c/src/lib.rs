//! The C library: what `include/visitorseal.h` declares.
//!
//! One file for each handle. Each function is a guard, pointers to references, one call of the
//! core, and the result; [`boundary`] holds what they share, and every rule of the boundary.

#![allow(non_camel_case_types, reason = "these are the names that C sees")]
#![allow(clippy::missing_safety_doc, reason = "the header's rules are what a caller of an export promises")]

mod boundary;
mod error;
mod explanation;
mod form;
mod page;
mod scheme;
mod signed;
mod signer;
mod status;
mod token;
mod verified;
mod verifier;
