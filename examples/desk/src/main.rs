//! A support desk: how a vendor's backend uses visitorseal, with stand-ins for five vendors' widgets.

mod agents;
mod answer;
mod brands;
mod contacts;
mod conversations;
mod pages;
mod private;
mod schema;
mod store;
mod visitors;
mod visits;
mod widgets;

use std::{error::Error, net::Ipv4Addr, path::PathBuf, sync::Arc, time::UNIX_EPOCH};

use axum::{Router, http::HeaderValue, http::header::CACHE_CONTROL, response::Response};
use clap::Parser;
use tokio::net::TcpListener;

use brands::Brands;
use store::Store;

/// A support desk with stand-ins for five vendors' widgets. Only this machine can reach it
#[derive(Parser)]
#[command(version)]
struct Options {
    /// The folder for the desk's database. It is created if it is missing
    #[arg(long)]
    data: PathBuf,
    /// A folder with the first key of each brand: BRAND.txt with a secret, BRAND-public.pem with a public key
    #[arg(long)]
    secrets: Option<PathBuf>,
    /// The port. 0 takes a free one
    #[arg(long, default_value_t = 0)]
    port: u16,
    /// A shop that the desk's page links to
    #[arg(long = "storefront", value_name = "NAME=ADDRESS", value_parser = storefront)]
    storefronts: Vec<(String, String)>,
}

fn storefront(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, address)) if address.starts_with("http://127.0.0.1:") => Ok((name.to_owned(), address.to_owned())),
        _ => Err("Pass NAME=http://127.0.0.1:PORT.".to_owned()),
    }
}

/// The state that all requests share.
struct Desk {
    brands: Brands,
    store: Store,
    storefronts: Vec<(String, String)>,
    address: String,
}

type DeskState = axum::extract::State<Arc<Desk>>;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let options = Options::parse();
    let store = Store::open(&options.data)?;
    let brands = Brands::open(&store, options.secrets.as_deref())?;
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
    let address = format!("http://{}", listener.local_addr()?);
    let desk = Arc::new(Desk { brands, store, storefronts: options.storefronts, address });
    println!("{}", desk.address);
    let router = Router::new()
        .merge(visitors::router())
        .merge(widgets::router())
        .merge(pages::router())
        .merge(agents::router(Arc::clone(&desk)))
        .fallback(answer::not_found)
        .method_not_allowed_fallback(answer::method_not_allowed)
        .layer(axum::middleware::map_response(forbid_caching))
        .with_state(desk);
    Ok(axum::serve(listener, router).await?)
}

/// Every response is private to one visitor or to the agents.
async fn forbid_caching(mut response: Response) -> Response {
    response.headers_mut().insert(CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    response
}

/// Unix seconds.
fn now() -> u64 {
    UNIX_EPOCH.elapsed().map_or(0, |since| since.as_secs())
}
