//! Serves the stand-in widgets, one script for each vendor.

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
        /// The script of each widget: the part that all share, then the vendor's API for the page.
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
struct WidgetQuery {
    /// Milliseconds to wait, to try a widget that loads late.
    #[serde(default)]
    late: u64,
}

async fn widget(
    Path(file): Path<String>,
    Query(WidgetQuery { late }): Query<WidgetQuery>,
) -> Result<impl IntoResponse> {
    let (_, script) = WIDGETS.iter().find(|(name, _)| *name == file).ok_or_else(|| Failure::not_found("widget"))?;
    tokio::time::sleep(Duration::from_millis(late.min(5000))).await;
    Ok(([(CONTENT_TYPE, "text/javascript; charset=utf-8")], *script))
}
