//! Errors for Kotlin and Swift: one variant for each kind.

use visitorseal::{Code, Error, Kind};

/// What went wrong. Compare the variant and its `code`, which never change, and show `reason` to a person.
///
/// Errors never contain a secret or a visitor's data.
#[derive(Debug, uniffi::Error)]
pub enum VisitorsealError {
    /// A scheme, setting, secret or key is wrong. The developer must fix it.
    Configuration {
        /// The stable code, such as `secret_empty`.
        code: String,
        /// The setting, key or argument that it is about, if there is one.
        field: Option<String>,
        /// What is wrong and what to do.
        reason: String,
    },
    /// This visitor cannot be signed as given. The site must pass other values.
    Visitor {
        /// The stable code, such as `field_missing`.
        code: String,
        /// The visitor's field that it is about, if there is one.
        field: Option<String>,
        /// What is wrong and what to do.
        reason: String,
    },
    /// What the browser sent does not prove who the visitor is.
    Refused {
        /// The stable code, such as `signature_mismatch`.
        code: String,
        /// The field or claim that it is about, if there is one.
        field: Option<String>,
        /// What is wrong and what to do.
        reason: String,
        /// The HTTP status that the vendor answers with, such as 401.
        http_status: u16,
        /// The name of the error in that answer, such as `identity_unverified`.
        http_error: String,
    },
    /// A fault in this library.
    Internal {
        /// The stable code, such as `crypto_failed`.
        code: String,
        /// What it is about, if there is something.
        field: Option<String>,
        /// What is wrong.
        reason: String,
    },
}

pub type Result<T> = std::result::Result<T, VisitorsealError>;

impl From<&Error> for VisitorsealError {
    fn from(error: &Error) -> Self {
        let (code, field, reason) =
            (error.code().to_string(), error.field().map(str::to_owned), error.reason().to_owned());
        match error.kind() {
            Kind::Configuration => Self::Configuration { code, field, reason },
            Kind::Visitor => Self::Visitor { code, field, reason },
            Kind::Refused => Self::Refused {
                code,
                field,
                reason,
                http_status: error.http_status().unwrap_or(401),
                http_error: error.http_error().unwrap_or("identity_unverified").to_owned(),
            },
            _ => Self::Internal { code, field, reason },
        }
    }
}

impl From<Error> for VisitorsealError {
    fn from(error: Error) -> Self {
        Self::from(&error)
    }
}

impl std::fmt::Display for VisitorsealError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (Self::Configuration { code, reason, .. }
        | Self::Visitor { code, reason, .. }
        | Self::Refused { code, reason, .. }
        | Self::Internal { code, reason, .. }) = self;
        write!(f, "{code}: {reason}")
    }
}

impl std::error::Error for VisitorsealError {}

/// Every code of an error, in the order of their numbers.
#[uniffi::export]
#[must_use]
pub fn error_codes() -> Vec<String> {
    Code::ALL.iter().map(Code::to_string).collect()
}
