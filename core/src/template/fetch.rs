//! The function of a page that gives a field again when it has expired.

use serde_json::Value;

use super::push_value;

/// Adds a JavaScript function that gives a promise of a field's value, and passes it to a callback if there is one. The first
/// call gives the value of the page. Later calls ask the endpoint for the fields; without one, they give the page's value.
pub(super) fn push_fetch(out: &mut String, name: &str, value: Option<&Value>, endpoint: Option<&str>) {
    let literal = |out: &mut String, text: &str| push_value(out, Some(&Value::from(text)));
    out.push_str("(function (value) { return function (done) { var answer = ");
    if let Some(endpoint) = endpoint {
        out.push_str("value !== null ? Promise.resolve(value) : fetch(");
        literal(out, endpoint);
        // Another host of the site gets the site's cookies only if the page says so.
        let credentials = if endpoint.starts_with('/') { "same-origin" } else { "include" };
        out.push_str(&format!(", {{credentials: \"{credentials}\", cache: \"no-store\"}})"));
        out.push_str(
            ".then(function (response) { \
             if (!response.ok) throw new Error(\"visitorseal: the endpoint answered \" + response.status); \
             return response.json(); }).then(function (answer) { \
             var fields = Object(answer).scheme ? answer.fields || answer : answer; if (!fields || !Object.prototype.hasOwnProperty.call(fields, ",
        );
        literal(out, name);
        out.push_str(")) throw new Error(\"visitorseal: the endpoint gave nobody\"); return fields[");
        literal(out, name);
        out.push_str("]; }); value = null; ");
    } else {
        out.push_str("Promise.resolve(value); ");
    }
    out.push_str("return done ? answer.then(done) : answer; }; })(");
    push_value(out, value);
    out.push(')');
}
