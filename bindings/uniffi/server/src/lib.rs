//! The native library of Kotlin, Java and Swift on a server. It converts values and errors and computes nothing.
//!
//! Visitors, fields and settings are passed as JSON. Whatever holds a secret or a visitor's data is an object, because
//! a generated record prints all its members.

#[path = "../../shared/clock.rs"]
mod clock;
#[path = "../../shared/contact.rs"]
mod contact;
#[path = "../../shared/error.rs"]
mod error;
mod explanation;
#[path = "../../shared/page.rs"]
mod page;
#[path = "../../shared/scheme.rs"]
mod scheme;
#[path = "../../shared/signed.rs"]
mod signed;
mod signer;
#[path = "../../shared/token.rs"]
mod token;
#[path = "../../shared/verifier.rs"]
mod verifier;

uniffi::setup_scaffolding!("visitorseal_server");
