//! Errors as they cross: one variant for each kind.

use visitorseal::{Code, Error, Kind};

/// What went wrong. Match on the variant and its `code`, which never change; show `reason` to a person.
///
/// No secret and no value of a visitor's stands in any of them.
#[derive(Debug, uniffi::Error)]
pub enum VisitorsealError {
    /// The developer's turn: a scheme, a setting, a secret or a key is not usable as given.
    Configuration {
        /// What exactly went wrong, such as `secret_empty`.
        code: String,
        /// The setting, key or argument that it is about, where there is one.
        field: Option<String>,
        /// A sentence that says what to change.
        reason: String,
    },
    /// The site's turn: this visitor cannot be signed as given.
    Visitor {
        /// What exactly went wrong, such as `field_missing`.
        code: String,
        /// The visitor's field that it is about, where there is one.
        field: Option<String>,
        /// A sentence that says what to change.
        reason: String,
    },
    /// Nobody's turn: what the browser sent does not prove who the visitor is.
    Refused {
        /// What exactly went wrong, such as `signature_mismatch`.
        code: String,
        /// The field or claim that it is about, where there is one.
        field: Option<String>,
        /// A sentence that says what to change.
        reason: String,
        /// The status that a vendor's backend answers with, as the scheme says, such as 401.
        http_status: u16,
        /// The error code of that answer, such as `identity_unverified`.
        http_error: String,
    },
    /// Our turn: a fault of the library.
    Internal {
        /// What exactly went wrong, such as `crypto_failed`.
        code: String,
        /// What it is about, where there is something.
        field: Option<String>,
        /// A sentence for a person.
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
