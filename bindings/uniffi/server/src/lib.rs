//! The library behind Kotlin, Java and Swift on a server: it converts and raises, and computes nothing.
//!
//! What is not code crosses as bytes and JSON text. Signers, verifiers and all that holds a visitor's values
//! are objects, since a generated record shows all its members when it is printed.

#[path = "../../shared/clock.rs"]
mod clock;
#[path = "../../shared/contact.rs"]
mod contact;
#[path = "../../shared/error.rs"]
mod error;
mod explanation;
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
