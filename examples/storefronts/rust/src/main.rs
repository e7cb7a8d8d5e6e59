//! A small shop whose support widgets know who is signed in.

mod customers;
mod visitors;

use std::{env, error::Error, path::Path as Folder};

use askama::Template;
use axum::{
    Form, Router,
    extract::{FromRef, Path, Query, State},
    http::{
        HeaderValue, StatusCode,
        header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, CONTENT_TYPE},
    },
    middleware::map_response,
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use axum_extra::extract::{
    SignedCookieJar,
    cookie::{Cookie, Key, SameSite},
};
use serde::Deserialize;
use tokio::net::TcpListener;
use visitorseal::Visitor;

use customers::Customers;
use visitors::{BRANDS, Visitors};

/// The cookie with the key of the signed-in customer.
const SESSION: &str = "customer";

struct Shop {
    desk: String,
    customers: Customers,
    visitors: Visitors,
    sessions: Key,
}

impl Shop {
    fn signed_in(&self, jar: &SignedCookieJar) -> Option<&Visitor> {
        let session = jar.get(SESSION)?;
        self.customers.iter().find(|(key, _)| key == session.value()).map(|(_, visitor)| visitor)
    }
}

impl FromRef<&'static Shop> for Key {
    fn from_ref(shop: &&'static Shop) -> Self {
        shop.sessions.clone()
    }
}

type ShopState = State<&'static Shop>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let desk = env::var("DESK")?;
    let shop = Shop {
        visitors: Visitors::new(Folder::new(&env::var("SECRETS")?), &desk)?,
        customers: customers::read()?,
        sessions: Key::generate(),
        desk,
    };
    let router = Router::new()
        .route("/", get(home))
        .route("/{brand}", get(support))
        .route("/orlo/mobile", get(mobile))
        .route("/sign-in", post(sign_in))
        .route("/sign-out", post(sign_out))
        .layer(map_response(forbid_caching))
        .route("/shop.css", get(([(CONTENT_TYPE, "text/css")], include_str!("../../shop.css"))))
        .with_state(&*Box::leak(Box::new(shop)));
    let listener = TcpListener::bind(format!("127.0.0.1:{}", env::var("PORT")?)).await?;
    println!("http://{}", listener.local_addr()?);
    Ok(axum::serve(listener, router).await?)
}

/// No cache may store a page with a visitor's script.
async fn forbid_caching(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

async fn home(State(shop): ShopState, jar: SignedCookieJar) -> Result<Response, Failure> {
    page(shop, shop.signed_in(&jar), "", "")
}

#[derive(Deserialize)]
struct WidgetQuery {
    #[serde(default)]
    late: String,
}

async fn support(
    State(shop): ShopState,
    jar: SignedCookieJar,
    Path(brand): Path<String>,
    Query(WidgetQuery { late }): Query<WidgetQuery>,
) -> Result<Response, Failure> {
    if !BRANDS.contains(&&*brand) {
        return Ok(StatusCode::NOT_FOUND.into_response());
    }
    page(shop, shop.signed_in(&jar), &brand, &late)
}

/// The page of Orlo's widget for mobile apps. The token in its address says who the visitor is.
async fn mobile(State(shop): ShopState, jar: SignedCookieJar) -> Redirect {
    let address = shop.signed_in(&jar).and_then(|visitor| shop.visitors.mobile_url(visitor));
    Redirect::to(address.as_deref().unwrap_or("/orlo"))
}

#[derive(Deserialize)]
struct SessionForm {
    #[serde(default)]
    customer: String,
    next: String,
}

async fn sign_in(jar: SignedCookieJar, Form(SessionForm { customer, next }): Form<SessionForm>) -> impl IntoResponse {
    let session = Cookie::build((SESSION, customer)).path("/").http_only(true).same_site(SameSite::Lax);
    (jar.add(session), back(&next))
}

async fn sign_out(jar: SignedCookieJar, Form(SessionForm { next, .. }): Form<SessionForm>) -> impl IntoResponse {
    (jar.remove(Cookie::build(SESSION).path("/")), back(&next))
}

/// Redirects only to the shop's own pages, because anyone can edit the form.
fn back(next: &str) -> Redirect {
    let is_own = next.strip_prefix('/').is_some_and(|brand| BRANDS.contains(&brand));
    Redirect::to(if is_own { next } else { "/" })
}

#[derive(Template)]
#[template(path = "page.html")]
struct Page<'a> {
    brands: [&'a str; 5],
    brand: &'a str,
    customers: &'a Customers,
    customer: Option<&'a str>,
    script: String,
    widget: String,
    nonce: &'a str,
}

fn page(shop: &Shop, visitor: Option<&Visitor>, brand: &str, late: &str) -> Result<Response, Failure> {
    let desk = &shop.desk;
    let nonce = &*format!("{:032x}", rand::random::<u128>());
    let is_late = !late.is_empty() && late.bytes().all(|byte| byte.is_ascii_digit());
    let late = if is_late { format!("?late={late}") } else { String::new() };
    let html = Page {
        brands: BRANDS,
        brand,
        customers: &shop.customers,
        customer: visitor.and_then(|visitor| visitor.get("name")),
        script: shop.visitors.script(brand, visitor, nonce)?,
        widget: format!("{desk}/widgets/{brand}.js{late}"),
        nonce,
    };
    let policy = format!(
        "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; connect-src {desk}; img-src 'self'; \
         form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    );
    Ok(([(CONTENT_SECURITY_POLICY, policy)], Html(html.render()?)).into_response())
}

/// A failed request. Only the log holds the cause.
struct Failure;

impl<E: Error> From<E> for Failure {
    fn from(error: E) -> Self {
        eprintln!("{error}");
        Self
    }
}

impl IntoResponse for Failure {
    fn into_response(self) -> Response {
        StatusCode::INTERNAL_SERVER_ERROR.into_response()
    }
}
