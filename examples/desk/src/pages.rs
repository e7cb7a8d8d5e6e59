//! The pages that people see: the desk's own, and Orlo's for mobile apps.

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
    /// What `signed.url()` put into the address.
    jwt: String,
}

#[derive(Template)]
#[template(path = "mobile.html")]
struct MobilePage<'a> {
    nonce: &'a str,
    token: &'a str,
}

/// The widget as a whole page, which an app opens in a web view.
async fn mobile(Path(widget): Path<String>, Query(Token { jwt }): Query<Token>) -> Result<Response> {
    if widget != "demo" {
        return Err(Failure::unknown("widget"));
    }
    page(|nonce| MobilePage { nonce, token: &jwt }.render())
}

/// Nothing runs in it but what it holds itself, and its address, which may hold a token, goes nowhere.
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
