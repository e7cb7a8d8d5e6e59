//! The native library of Kotlin and Swift in an app. It converts values and errors and computes nothing.
//!
//! Whoever has an app can read what is in it. So nothing here takes a shared secret or a private key: the core is built
//! without its feature `sign`.

#[path = "../../shared/clock.rs"]
mod clock;
#[path = "../../shared/contact.rs"]
mod contact;
#[path = "../../shared/error.rs"]
mod error;
mod held_token;
#[path = "../../shared/page.rs"]
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
