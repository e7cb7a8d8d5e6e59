//! The stand-in widgets, as vendors serve theirs: one script for each.

use std::{sync::Arc, time::Duration};

use axum::{
    Router,
    extract::{Path, Query},
    http::header::CONTENT_TYPE,
    response::IntoResponse,
    routing::get,
};
use serde::Deserialize;

use crate::{
    Desk,
    answer::{Failure, Result},
};

macro_rules! widgets {
    ($($brand:literal)+) => {
        /// Each widget: what all share, and the vendor's own contract with the page.
        const WIDGETS: &[(&str, &str)] = &[$((concat!($brand, ".js"), concat!(
            include_str!("../widgets/chat.js"), include_str!(concat!("../widgets/", $brand, ".js")),
        ))),+];
    };
}
widgets! { "reamaze" "fernand" "orlo" "bookbag" "thread" }

pub fn router() -> Router<Arc<Desk>> {
    Router::new().route("/widgets/{file}", get(widget))
}

#[derive(Deserialize)]
struct Wish {
    /// Milliseconds: a widget that loads late is a thing to try.
    #[serde(default)]
    late: u64,
}

async fn widget(Path(file): Path<String>, Query(Wish { late }): Query<Wish>) -> Result<impl IntoResponse> {
    let (_, script) = WIDGETS.iter().find(|(name, _)| *name == file).ok_or_else(|| Failure::unknown("widget"))?;
    tokio::time::sleep(Duration::from_millis(late.min(5000))).await;
    Ok(([(CONTENT_TYPE, "text/javascript; charset=utf-8")], *script))
}
