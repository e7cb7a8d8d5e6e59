//! How the desk says no: `{"error", "code", "reason"}`.

use axum::{
    Json,
    body::Bytes,
    extract::rejection::BytesRejection,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use serde::de::DeserializeOwned;
use serde_json::json;

pub type Result<T> = std::result::Result<T, Failure>;

/// A request that is not answered as it wants.
#[derive(Debug)]
pub struct Failure {
    status: StatusCode,
    /// The vendor's word, such as `identity_unverified`.
    error: String,
    /// What exactly went wrong, such as `signature_mismatch`.
    code: String,
    reason: String,
}

impl Failure {
    pub fn new(status: StatusCode, code: &str, reason: &str) -> Self {
        Self { status, error: code.to_owned(), code: code.to_owned(), reason: reason.to_owned() }
    }

    pub fn unknown(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", &format!("there is no such {what}"))
    }

    /// For a fault of ours: the cause is for the log.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        eprintln!("{cause}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "the desk failed; its log says why")
    }
}

/// A refusal, answered as the scheme says; anything else is what an agent gave.
impl From<visitorseal::Error> for Failure {
    fn from(error: visitorseal::Error) -> Self {
        let status = error.http_status().and_then(|status| StatusCode::from_u16(status).ok());
        Self {
            status: status.unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
            error: error.http_error().unwrap_or(error.kind().as_str()).to_owned(),
            code: error.code().to_string(),
            reason: error.reason().to_owned(),
        }
    }
}

impl From<rusqlite::Error> for Failure {
    fn from(error: rusqlite::Error) -> Self {
        Self::internal(error)
    }
}

impl From<askama::Error> for Failure {
    fn from(error: askama::Error) -> Self {
        Self::internal(error)
    }
}

impl From<tokio::task::JoinError> for Failure {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::internal(error)
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        let Self { status, error, code, reason } = self;
        (status, Json(json!({"error": error, "code": code, "reason": reason}))).into_response()
    }
}

pub async fn not_found() -> Failure {
    Failure::unknown("page")
}

pub async fn method_not_allowed() -> Failure {
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "it takes another method")
}

/// The body as it came.
pub type Body = std::result::Result<Bytes, BytesRejection>;

pub fn whole(body: Body) -> Result<Bytes> {
    body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "the body is larger than any that is taken")
        }
        status => Failure::new(status, "body_unread", "the body could not be read"),
    })
}

/// Reads what is not the visitor's: the envelope around fields, and what agents send.
pub fn read<'a, T: serde::Deserialize<'a>>(body: &'a [u8]) -> Result<T> {
    serde_json::from_slice(body).map_err(|error| {
        let (status, code) = if error.is_data() {
            (StatusCode::UNPROCESSABLE_ENTITY, "body_type")
        } else {
            (StatusCode::BAD_REQUEST, "body_malformed")
        };
        Failure::new(status, code, &format!("the body is JSON of another form (line {})", error.line()))
    })
}

/// A message has so many bytes at most.
pub const LARGEST_TEXT: usize = 4096;

/// The text of a message, a visitor's or an agent's.
pub fn message_text(text: String) -> Result<String> {
    if text.trim().is_empty() || text.len() > LARGEST_TEXT {
        let reason = format!("a message has 1 to {LARGEST_TEXT} bytes");
        return Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "text_length", &reason));
    }
    Ok(text)
}

/// [`read`] of a body that is not kept.
pub fn read_owned<T: DeserializeOwned>(body: Body) -> Result<T> {
    read(&whole(body)?)
}
