//! The desk's error responses, `{"error", "code", "reason"}`, and the reading of request bodies.

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

/// An error response.
#[derive(Debug)]
pub struct Failure {
    status: StatusCode,
    /// The vendor's name for the error, such as `identity_unverified`.
    error: String,
    /// The stable code, such as `signature_mismatch`.
    code: String,
    reason: String,
}

impl Failure {
    pub fn new(status: StatusCode, code: &str, reason: &str) -> Self {
        Self { status, error: code.to_owned(), code: code.to_owned(), reason: reason.to_owned() }
    }

    pub fn not_found(what: &str) -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", &format!("There is no such {what}."))
    }

    /// A fault of the desk. Only the log holds the cause.
    pub fn internal(cause: impl std::fmt::Display) -> Self {
        eprintln!("{cause}");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "The desk failed. Its log holds the cause.")
    }
}

/// A refusal gets the HTTP status of the scheme. Every other error is about an agent's input.
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
    Failure::not_found("page")
}

pub async fn method_not_allowed() -> Failure {
    Failure::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", "This address takes another method.")
}

/// A request body, or why it could not be read.
pub type Body = std::result::Result<Bytes, BytesRejection>;

pub fn read_body(body: Body) -> Result<Bytes> {
    body.map_err(|rejection| match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => {
            Failure::new(StatusCode::PAYLOAD_TOO_LARGE, "body_too_large", "The body is too large for this call.")
        }
        status => Failure::new(status, "body_unreadable", "The body could not be read."),
    })
}

/// Parses the envelope around fields, or what an agent sends. Only the verifier parses the fields.
pub fn parse<'a, T: serde::Deserialize<'a>>(body: &'a [u8]) -> Result<T> {
    serde_json::from_slice(body).map_err(|error| {
        let (status, code) = if error.is_data() {
            (StatusCode::UNPROCESSABLE_ENTITY, "body_type")
        } else {
            (StatusCode::BAD_REQUEST, "body_malformed")
        };
        Failure::new(status, code, &format!("The body is not JSON of the expected form (line {}).", error.line()))
    })
}

/// The largest message in bytes.
pub const MAX_TEXT: usize = 4096;

/// Checks the text of a visitor's or an agent's message.
pub fn message_text(text: String) -> Result<String> {
    if text.trim().is_empty() || text.len() > MAX_TEXT {
        let reason = format!("A message must have 1 to {MAX_TEXT} bytes.");
        return Err(Failure::new(StatusCode::UNPROCESSABLE_ENTITY, "text_length", &reason));
    }
    Ok(text)
}

/// [`read_body`] and [`parse`] in one call.
pub fn parse_owned<T: DeserializeOwned>(body: Body) -> Result<T> {
    parse(&read_body(body)?)
}
