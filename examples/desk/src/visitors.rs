//! The calls of the widgets. Every call carries the fields of the page, and is verified again.

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
use visitorseal::{Contact, Verified};

use crate::{
    Desk, DeskState,
    answer::{self, Body, Result},
    brands::Brand,
    contacts,
    conversations::{self, Owner},
    now,
    visits::{MAX_STORED_FIELDS, Visit},
};

/// Larger than any fields with a message. The verifier has its own limit for the fields.
const MAX_BODY: usize = 262_144;

const GREETING: &str = "Hello! How can we help?";
/// Holds no name: a name may be unsigned, and the desk would then send the visitor's own words as its answer.
const REPLY: &str = "Thank you, we have your message.";

/// Widgets run in pages of other origins and send no cookies.
pub fn router() -> Router<Arc<Desk>> {
    let cors = CorsLayer::new().allow_origin(Any).allow_methods([Method::POST]).allow_headers([CONTENT_TYPE]);
    Router::new()
        .route("/brands/{brand}/open", post(open))
        .route("/brands/{brand}/messages", post(message))
        .route("/brands/{brand}/verify", post(verify))
        // Inside the CORS layer, so that a preflight request passes.
        .method_not_allowed_fallback(answer::method_not_allowed)
        .layer(DefaultBodyLimit::max(MAX_BODY))
        .layer(cors)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OpenRequest<'a> {
    /// Not parsed here, so that the verifier sees duplicate members.
    #[serde(borrow)]
    fields: &'a RawValue,
}

/// A visitor opens the widget. A verified visitor sees the earlier messages.
async fn open(State(desk): DeskState, Path(brand): Path<String>, body: Body) -> Result<Json<Value>> {
    let body = answer::read_body(body)?;
    let OpenRequest { fields } = answer::parse(&body)?;
    let (visit, verified) = check(&desk, &brand, "open", fields.get().as_bytes()).await?;
    let brand = visit.brand;
    desk.store.write(move |transaction| visit.store(transaction)).await?;
    let read = move |connection: &rusqlite::Connection| {
        let known = contacts::find(connection, brand, &verified)?;
        let messages = known
            .map(|id| conversations::messages_of_contact(connection, id, &contact_for_placeholders(&verified)))
            .transpose()?;
        Ok((messages.unwrap_or_default(), verified))
    };
    let (messages, verified) = desk.store.read(read).await?;
    let greeting = display_name(&verified).map_or_else(|| GREETING.to_owned(), |name| format!("Hello {name}"));
    Ok(Json(json!({"status": verified.status().as_str(), "greeting": greeting, "messages": messages})))
}

/// The contact for the placeholders in agents' messages. An empty one if the page sends too much.
fn contact_for_placeholders(verified: &Verified) -> Contact {
    verified.contact().filter(|contact| contact.to_json().len() <= MAX_STORED_FIELDS).unwrap_or_default()
}

/// The name of a verified visitor for the greeting.
fn display_name(verified: &Verified) -> Option<String> {
    let contact = verified.contact()?;
    let names = [contact.name(), contact.email(), contact.external_id()];
    names.into_iter().flatten().find(|name| !name.is_empty()).map(str::to_owned)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct MessageRequest<'a> {
    #[serde(borrow)]
    fields: &'a RawValue,
    text: String,
    /// The token of an anonymous visitor's conversation.
    conversation: Option<String>,
}

async fn message(State(desk): DeskState, Path(brand): Path<String>, body: Body) -> Result<Json<Value>> {
    let body = answer::read_body(body)?;
    let MessageRequest { fields, text, conversation } = answer::parse(&body)?;
    let text = answer::message_text(text)?;
    let (visit, verified) = check(&desk, &brand, "message", fields.get().as_bytes()).await?;
    let status = verified.status().as_str();
    let (token, messages) = desk
        .store
        .write(move |transaction| {
            visit.store(transaction)?;
            let owner = contacts::upsert(transaction, visit.brand, &verified, visit.at)?;
            let owner = owner.map_or(Owner::Anonymous(conversation), Owner::Contact);
            let (id, token) = conversations::find_or_create(transaction, visit.brand, &owner)?;
            let message = conversations::add(transaction, id, "visitor", text, visit.at)?;
            let reply = conversations::add(transaction, id, "auto", REPLY.to_owned(), visit.at)?;
            Ok((token, [message, reply]))
        })
        .await?;
    Ok(Json(json!({"status": status, "conversation": token, "messages": messages})))
}

/// For a brand's own server: verifies the fields and stores the contact.
async fn verify(State(desk): DeskState, Path(brand): Path<String>, body: Body) -> Result<Json<Value>> {
    let body = answer::read_body(body)?;
    let (visit, verified) = check(&desk, &brand, "verify", &body).await?;
    let outcome = json!({
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
    Ok(Json(outcome))
}

/// Verifies fields by the brand's current keys and policy. Refused visits are stored too.
async fn check(desk: &Desk, brand: &str, call: &'static str, fields: &[u8]) -> Result<(Visit, Verified)> {
    let brand: &Brand = desk.brands.get(brand)?;
    let now = now();
    let configuration = brand.configuration();
    let mut visit = Visit::new(brand.name, call, now.cast_signed(), fields);
    match configuration.verifier()?.verify_json(fields, now) {
        Ok(verified) => {
            visit.set_verified(&verified, brand, verified.key().and_then(|index| configuration.key_id(index)));
            Ok((visit, verified))
        }
        Err(error) => {
            visit.set_refused(&error);
            desk.store.write(move |transaction| visit.store(transaction)).await?;
            Err(error.into())
        }
    }
}
