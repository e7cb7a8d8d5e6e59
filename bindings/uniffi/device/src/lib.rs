//! The native library of Kotlin and Swift in an app. It converts values and errors and computes nothing.
//!
//! Whoever has an app can read what is in it. So nothing here takes a shared secret or a private key: the core is built
//! without its feature `sign`.

mod clock;
mod contact;
mod error;
mod held_token;
mod page;
mod scheme;
mod signed;
mod token;
mod verifier;

uniffi::setup_scaffolding!("visitorseal_device");
