//! The native half of the Python package. It converts values, calls the core and raises its errors.

mod explanation;
mod fault;
mod from_python;
mod key;
mod now;
mod outcome;
mod page;
mod pickling;
mod python_types;
mod scheme;
mod signed;
mod signer;
mod to_python;
mod token;
mod usual;
mod verified;
mod verifier;

use pyo3::prelude::*;

#[pymodule]
mod _core {
    #[pymodule_export]
    use super::{
        explanation::{Explanation, Finding, explain},
        key::Key,
        outcome::Warning,
        page::Page,
        scheme::{Scheme, Setting, scheme, schemes},
        signed::Signed,
        signer::Signer,
        token::{InspectedToken, inspect_token},
        verified::{Contact, Verified},
        verifier::Verifier,
    };

    #[pymodule_export]
    #[allow(non_upper_case_globals)]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
