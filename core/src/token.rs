//! Tokens: signatures by aws-lc-rs and `hmac` behind jsonwebtoken's traits, and the checks that a signature does not make:
//! form, header and time.

mod compact;
mod inspect;
#[cfg(feature = "sign")]
mod signer;
mod times;
mod verifier;

pub(crate) use compact::Token;
pub use inspect::{InspectedToken, inspect_token};
#[cfg(feature = "sign")]
pub(crate) use signer::TokenSigner;
#[cfg(feature = "sign")]
pub(crate) use times::is_in_milliseconds;
pub(crate) use times::{TIMES, check_time, numeric_date};
pub(crate) use verifier::{TokenKey, read_keys, select_keys};

/// Verifiers accept tokens of at most this many bytes unless told otherwise.
pub const MAX_TOKEN: usize = 8192;
