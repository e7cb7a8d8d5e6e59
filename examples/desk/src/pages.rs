//! The HTML pages: the desk's own page, and the page of Orlo's widget for mobile apps.

use std::sync::Arc;

use askama::Template;
use axum::{
    Router,
    extract::{Path, Query},
    http::header::{CONTENT_SECURITY_POLICY, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS},
    response::{Html, IntoResponse, Response},
    routing::get,
};
use serde::Deserialize;

use crate::{
    Desk,
    answer::{Failure, Result},
};

pub fn router() -> Router<Arc<Desk>> {
    Router::new().route("/", get(desk)).route("/mobile/{widget}", get(mobile))
}

#[derive(Template)]
#[template(path = "desk.html")]
struct DeskPage<'a> {
    nonce: &'a str,
    style: &'static str,
    script: &'static str,
}

async fn desk() -> Result<Response> {
    let (style, script) = (include_str!("../page/desk.css"), include_str!("../page/desk.js"));
    page(|nonce| DeskPage { nonce, style, script }.render())
}

#[derive(Deserialize)]
struct Token {
    /// The token that `signed.url()` put into the address.
    jwt: String,
}

#[derive(Template)]
#[template(path = "mobile.html")]
struct MobilePage<'a> {
    nonce: &'a str,
    token: &'a str,
}

/// The widget as a full page, which an app opens in a web view.
async fn mobile(Path(widget): Path<String>, Query(Token { jwt }): Query<Token>) -> Result<Response> {
    if widget != "demo" {
        return Err(Failure::not_found("widget"));
    }
    page(|nonce| MobilePage { nonce, token: &jwt }.render())
}

/// The page runs only its own scripts, and sends its address nowhere, because the address may hold a token.
fn page(render: impl FnOnce(&str) -> askama::Result<String>) -> Result<Response> {
    let nonce = format!("{:032x}", rand::random::<u128>());
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'nonce-{nonce}'; connect-src 'self'; img-src data:; \
         base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    );
    let html = render(&nonce)?;
    let headers = [
        (CONTENT_SECURITY_POLICY, policy.as_str()),
        (REFERRER_POLICY, "no-referrer"),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
    ];
    Ok((headers, Html(html)).into_response())
}
