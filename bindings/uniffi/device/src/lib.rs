//! The library behind Kotlin and Swift in an app: it converts and raises, and computes nothing.
//!
//! An app in a customer's hand can be read by that customer, so nothing here takes a shared secret or a
//! private key: the core is built without its feature `sign`.

#[path = "../../shared/clock.rs"]
mod clock;
#[path = "../../shared/contact.rs"]
mod contact;
#[path = "../../shared/error.rs"]
mod error;
mod held;
mod page;
#[path = "../../shared/scheme.rs"]
mod scheme;
#[path = "../../shared/signed.rs"]
mod signed;
#[path = "../../shared/token.rs"]
mod token;
#[path = "../../shared/verifier.rs"]
mod verifier;

uniffi::setup_scaffolding!("visitorseal_device");
