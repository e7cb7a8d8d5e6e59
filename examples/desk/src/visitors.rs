//! What widgets call: every call carries what the page gave, and is verified anew.

use std::sync::Arc;

use axum::{
    Json, Router,
    extract::{DefaultBodyLimit, Path, State},
    http::{Method, header::CONTENT_TYPE},
    routing::post,
};
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};
use tower_http::cors::{Any, CorsLayer};
use visitorseal::{Contact, MAX_TOKEN, MAX_VISITOR, Verified};

use crate::{
    Desk, TheDesk,
    answer::{self, Body, LARGEST_TEXT, Result},
    brands::Brand,
    contacts,
    conversations::{self, Owner},
    now,
    visits::{LARGEST_KEPT, Visit},
};

/// Fields as large as any verifier reads, and a message in JSON's longest spelling.
const LARGEST_BODY: usize = MAX_TOKEN + 2 * MAX_VISITOR + 6 * LARGEST_TEXT + 1024;

const GREETING: &str = "Hello! How can we help?";
/// It names nobody: a name may be a mere claim, and would be a visitor's words from the desk's mouth.
const REPLY: &str = "Thank you, we have your message.";

/// Widgets stand in pages of other origins; they send no cookies.
pub fn router() -> Router<Arc<Desk>> {
    let cors = CorsLayer::new().allow_origin(Any).allow_methods([Method::POST]).allow_headers([CONTENT_TYPE]);
    Router::new()
        .route("/brands/{brand}/open", post(open))
        .route("/brands/{brand}/messages", post(message))
        .route("/brands/{brand}/verify", post(verify))
        // Here, so that a preflight passes it.
        .method_not_allowed_fallback(answer::method_not_allowed)
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        .layer(cors)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Opening<'a> {
    /// As they came, so that members that stand twice are seen.
    #[serde(borrow)]
    fields: &'a RawValue,
}

/// A widget is opened: a verified visitor sees what was said before.
async fn open(State(desk): TheDesk, Path(brand): Path<String>, body: Body) -> Result<Json<Value>> {
    let body = answer::whole(body)?;
    let Opening { fields } = answer::read(&body)?;
    let (visit, verified) = check(&desk, &brand, "open", fields.get().as_bytes()).await?;
    let brand = visit.brand;
    desk.store.write(move |transaction| visit.store(transaction)).await?;
    let read = move |connection: &rusqlite::Connection| {
        let known = contacts::find(connection, brand, &verified)?;
        let messages = known.map(|id| conversations::of_contact(connection, id, &placeable(&verified))).transpose()?;
        Ok((messages.unwrap_or_default(), verified))
    };
    let (messages, verified) = desk.store.read(read).await?;
    let greeting = addressed(&verified).map_or_else(|| GREETING.to_owned(), |name| format!("Hello {name}"));
    Ok(Json(json!({"status": verified.status().as_str(), "greeting": greeting, "messages": messages})))
}

/// The contact that agents' texts are filled with: nobody where the page claims more than is kept.
fn placeable(verified: &Verified) -> Contact {
    verified.contact().filter(|contact| contact.to_json().len() <= LARGEST_KEPT).unwrap_or_default()
}

/// How a visitor who is known is spoken to.
fn addressed(verified: &Verified) -> Option<String> {
    let contact = verified.contact()?;
    let names = [contact.name(), contact.email(), contact.external_id()];
    names.into_iter().flatten().find(|name| !name.is_empty()).map(str::to_owned)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Sent<'a> {
    #[serde(borrow)]
    fields: &'a RawValue,
    text: String,
    /// The token of an anonymous visitor's conversation.
    conversation: Option<String>,
}

async fn message(State(desk): TheDesk, Path(brand): Path<String>, body: Body) -> Result<Json<Value>> {
    let body = answer::whole(body)?;
    let Sent { fields, text, conversation } = answer::read(&body)?;
    let text = answer::message_text(text)?;
    let (visit, verified) = check(&desk, &brand, "message", fields.get().as_bytes()).await?;
    let status = verified.status().as_str();
    let (token, messages) = desk
        .store
        .write(move |transaction| {
            visit.store(transaction)?;
            let owner = contacts::upsert(transaction, visit.brand, &verified, visit.at)?;
            let owner = owner.map_or(Owner::Anonymous(conversation), Owner::Contact);
            let (id, token) = conversations::of(transaction, visit.brand, &owner)?;
            let mine = conversations::add(transaction, id, "visitor", text, visit.at)?;
            let reply = conversations::add(transaction, id, "auto", REPLY.to_owned(), visit.at)?;
            Ok((token, [mine, reply]))
        })
        .await?;
    Ok(Json(json!({"status": status, "conversation": token, "messages": messages})))
}

/// For a brand's own server: the fields as they came, verified, and their contact kept.
async fn verify(State(desk): TheDesk, Path(brand): Path<String>, body: Body) -> Result<Json<Value>> {
    let body = answer::whole(body)?;
    let (visit, verified) = check(&desk, &brand, "verify", &body).await?;
    let said = json!({
        "status": verified.status().as_str(),
        "signed": verified.signed().to_object(),
        "unsigned": verified.unsigned().to_object(),
        "key": verified.key(),
        "contact": verified.contact().as_ref().and_then(|contact| contact.external_id()),
    });
    desk.store
        .write(move |transaction| {
            visit.store(transaction)?;
            contacts::upsert(transaction, visit.brand, &verified, visit.at)
        })
        .await?;
    Ok(Json(said))
}

/// Verifies fields as they came by the brand's keys and policy of now. A refusal is kept too.
async fn check(desk: &Desk, brand: &str, call: &'static str, fields: &[u8]) -> Result<(Visit, Verified)> {
    let brand: &Brand = desk.brands.get(brand)?;
    let now = now();
    let current = brand.current();
    let mut visit = Visit::new(brand.name, call, now.cast_signed(), fields);
    match current.verifier()?.verify_json(fields, now) {
        Ok(verified) => {
            visit.verified(&verified, brand, verified.key().and_then(|index| current.key_id(index)));
            Ok((visit, verified))
        }
        Err(error) => {
            visit.refused(&error);
            desk.store.write(move |transaction| visit.store(transaction)).await?;
            Err(error.into())
        }
    }
}
