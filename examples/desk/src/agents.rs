//! The calls of the desk's own page. No other page in an agent's browser may use them.
//!
//! Agents do not log in: every user of this machine can be an agent. A real desk must check here who they are.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, Request, State},
    http::{
        HeaderMap, Method, StatusCode,
        header::{CONTENT_TYPE, HOST, ORIGIN},
    },
    middleware::{Next, from_fn_with_state},
    response::Response,
    routing::{delete, get, post, put},
};
use serde::Deserialize;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::{
    Desk, DeskState,
    answer::{self, Body, Failure, Result},
    contacts, conversations, now, visits,
};

/// Larger than any fields or key.
const MAX_BODY: usize = 262_144;

pub fn router(desk: Arc<Desk>) -> Router<Arc<Desk>> {
    Router::new()
        .route("/desk/state", get(state))
        .route("/desk/visits/{id}", get(visit))
        .route("/desk/contacts/{id}", get(contact))
        .route("/desk/conversations/{id}", get(conversation))
        .route("/desk/conversations/{id}/reply", post(reply))
        .route("/desk/brands/{brand}/policy", put(set_policy))
        .route("/desk/brands/{brand}/keys", post(add_key))
        .route("/desk/brands/{brand}/keys/{index}", delete(remove_key))
        .route("/desk/brands/{brand}/try", post(try_fields))
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(from_fn_with_state(desk, require_own_page))
}

/// Refuses calls from other pages in an agent's browser, and from pages whose host name was pointed at this machine.
async fn require_own_page(State(desk): DeskState, request: Request, next: Next) -> Result<Response> {
    let headers = request.headers();
    if !comes_from_own_page(headers, &desk.address) {
        return Err(Failure::new(StatusCode::FORBIDDEN, "other_origin", "Only the desk's own page may call this."));
    }
    let is_json = text(headers, CONTENT_TYPE.as_str()).is_some_and(|kind| kind.starts_with("application/json"));
    if [Method::POST, Method::PUT].contains(request.method()) && !is_json {
        return Err(Failure::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "content_type",
            "Send the body as application/json.",
        ));
    }
    Ok(next.run(request).await)
}

fn comes_from_own_page(headers: &HeaderMap, address: &str) -> bool {
    let localhost = address.replace("127.0.0.1", "localhost");
    let host = text(headers, HOST.as_str()).map(|host| format!("http://{host}"));
    let from = text(headers, "sec-fetch-site").unwrap_or("same-origin");
    let origin = text(headers, ORIGIN.as_str());
    host.is_some_and(|host| (host == address || host == localhost) && origin.is_none_or(|origin| origin == host))
        && ["same-origin", "none"].contains(&from)
}

fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok()
}

/// The overview that the page asks for every two seconds. Its size has a limit, whatever visitors send.
async fn state(State(desk): DeskState) -> Result<Json<Value>> {
    let state = Arc::clone(&desk);
    let read = move |connection: &rusqlite::Connection| {
        let brands = state.brands.all().map(|brand| brand.to_json(connection)).collect::<rusqlite::Result<Vec<_>>>()?;
        let (contacts, visits) = (contacts::latest(connection, 50)?, visits::latest(connection, 50)?);
        let shops: Vec<Value> =
            state.storefronts.iter().map(|(name, address)| json!({"name": name, "address": address})).collect();
        Ok(json!({"storefronts": shops, "brands": brands, "contacts": contacts, "visits": visits}))
    };
    Ok(Json(desk.store.read(read).await?))
}

/// One visit. A refused one comes with the findings of `explain`.
async fn visit(State(desk): DeskState, Path(id): Path<i64>) -> Result<Json<Value>> {
    let visit = desk.store.read(move |connection| visits::get(connection, id)).await?;
    let mut visit = visit.ok_or_else(|| Failure::not_found("visit"))?;
    let is_refused = visit.get("refusal").is_some_and(|refusal| !refusal.is_null());
    let text = |member| visit.get(member).and_then(Value::as_str).map(str::to_owned);
    if let (true, Some(brand), Some(fields)) = (is_refused, text("brand"), text("fields")) {
        let findings = explain(&desk, brand, fields.into()).await?;
        if let Some(visit) = visit.as_object_mut() {
            visit.insert("findings".to_owned(), findings);
        }
    }
    Ok(Json(visit))
}

async fn explain(desk: &Arc<Desk>, brand: String, fields: Vec<u8>) -> Result<Value> {
    let desk = Arc::clone(desk);
    let explanation = tokio::task::spawn_blocking(move || desk.brands.get(&brand)?.explain(&fields)).await??;
    Ok(json!(explanation.findings()))
}

/// Verifies fields that a person has edited, and explains the outcome. Nothing is stored.
async fn try_fields(State(desk): DeskState, Path(brand): Path<String>, body: Body) -> Result<Json<Value>> {
    let fields = answer::read_body(body)?;
    let configuration = desk.brands.get(&brand)?.configuration();
    let (status, mut outcome) = match configuration.verifier()?.verify_json(&fields, now()) {
        Ok(verified) => (verified.status().as_str(), visits::outcome(&verified)),
        Err(error) => ("refused", json!({"refusal": error})),
    };
    let findings = explain(&desk, brand, fields.to_vec()).await?;
    if let Some(outcome) = outcome.as_object_mut() {
        outcome.insert("status".to_owned(), status.into());
        outcome.insert("findings".to_owned(), findings);
    }
    Ok(Json(outcome))
}

#[derive(Deserialize)]
struct NewPolicy {
    policy: String,
}

async fn set_policy(State(desk): DeskState, Path(brand): Path<String>, body: Body) -> Result<StatusCode> {
    let NewPolicy { policy } = answer::parse_owned(body)?;
    desk.brands.get(&brand)?.set_policy(&desk.store, policy).await?;
    Ok(StatusCode::NO_CONTENT)
}

#[derive(Deserialize)]
struct NewKey {
    key: Zeroizing<String>,
}

async fn add_key(State(desk): DeskState, Path(brand): Path<String>, body: Body) -> Result<StatusCode> {
    let NewKey { key } = answer::parse_owned(body)?;
    desk.brands.get(&brand)?.add_key(&desk.store, key).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn remove_key(State(desk): DeskState, Path((brand, index)): Path<(String, usize)>) -> Result<StatusCode> {
    desk.brands.get(&brand)?.remove_key(&desk.store, index).await?;
    Ok(StatusCode::NO_CONTENT)
}

async fn contact(State(desk): DeskState, Path(id): Path<i64>) -> Result<Json<Value>> {
    let contact = desk.store.read(move |connection| contacts::get(connection, id)).await?;
    contact.map(Json).ok_or_else(|| Failure::not_found("contact"))
}

async fn conversation(State(desk): DeskState, Path(id): Path<i64>) -> Result<Json<Value>> {
    Ok(Json(json!(desk.store.read(move |connection| conversations::latest_messages(connection, id)).await?)))
}

#[derive(Deserialize)]
struct Reply {
    text: String,
}

/// An agent's answer. Placeholders such as `{{contact.name}}` are filled when the visitor reads it.
async fn reply(State(desk): DeskState, Path(id): Path<i64>, body: Body) -> Result<StatusCode> {
    let Reply { text } = answer::parse_owned(body)?;
    let text = answer::message_text(text)?;
    let added = desk.store.write(move |transaction| {
        let exists = conversations::exists(transaction, id)?;
        if exists {
            conversations::add(transaction, id, "agent", text, now().cast_signed())?;
        }
        Ok(exists)
    });
    if added.await? { Ok(StatusCode::NO_CONTENT) } else { Err(Failure::not_found("conversation")) }
}
