//! What a scheme file says about the product and about itself.

use visitorseal::{Category, Scheme};

use serde_json::Value;

use super::text_of;

/// What a file of the catalogue has and this one lacks.
pub fn missing(scheme: &Scheme) -> Vec<String> {
    let words: Vec<&str> = Category::all().map(Category::as_str).collect();
    let keys = [
        (scheme.product().is_none(), "product: the vendor's own name of the product.".to_owned()),
        (scheme.category().is_none(), format!("category: one of {}.", words.join(", "))),
        (
            scheme.guide().secret.is_none(),
            "secret in [guide]: where the secret or the keys are in the vendor's dashboard, in a sentence.".to_owned(),
        ),
    ];
    keys.into_iter().filter(|(is_missing, _)| *is_missing).map(|(_, what)| what).collect()
}

/// The lines for people, from the JSON of a scheme.
pub fn shown(scheme: &Value) -> String {
    let text = |name: &str| text_of(scheme, name);
    let product = match text("product") {
        product if product.is_empty() || product == text("vendor") => String::new(),
        product => format!(", {product}"),
    };
    let category = Category::all().find(|category| category.as_str() == text("category"));
    let status = match text("evidence") {
        "" => text("status").to_owned(),
        evidence => format!("{}. {evidence}", text("status")),
    };
    let deprecated = match text("replaced_by") {
        "" => text("deprecated").to_owned(),
        other => format!("{} Use the scheme {other}.", text("deprecated")),
    };
    let lines = [
        format!("{}{product} ({}), read {}", text("vendor"), text("name"), text("read")),
        category.map_or_else(String::new, |category| category.heading().to_owned()),
        text("document").to_owned(),
        format!("Status: {status}"),
        if text("deprecated").is_empty() { String::new() } else { format!("Deprecated: {deprecated}") },
    ];
    lines.iter().filter(|line| !line.is_empty()).map(|line| format!("{line}\n")).collect()
}
