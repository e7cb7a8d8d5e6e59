//! What people put around a token.

use serde_json::Value;

use crate::{
    explain::{
        encoding::url_decode,
        finding::{Cause, Finding},
    },
    json,
};

/// Whether a text has the form of a token, or begins like one: base64url of `{"`, and three parts.
pub(in crate::explain) fn looks_like_token(text: &str) -> bool {
    text.starts_with("eyJ") && text.splitn(4, '.').count() == 3
}

/// The first token inside a list or object, at most four levels deep.
fn find_token(value: &Value, depth: usize) -> Option<&str> {
    match value {
        _ if depth > 4 => None,
        Value::String(text) => Some(text.as_str()).filter(|text| looks_like_token(text)),
        Value::Array(items) => items.iter().find_map(|item| find_token(item, depth + 1)),
        Value::Object(members) => members.values().find_map(|value| find_token(value, depth + 1)),
        _ => None,
    }
}

/// Removes what people put around a token, with a finding for each kind of layer. None where there is no token.
pub(super) fn unwrap_token(value: &Value, largest: usize, name: &str, findings: &mut Vec<Finding>) -> Option<String> {
    let mut causes: Vec<Cause> = Vec::new();
    let mut found = |cause, reason: String| {
        if !causes.contains(&cause) {
            causes.push(cause);
            findings.push(Finding::new(cause, Some(name), reason));
        }
    };
    let mut text = match value {
        Value::String(text) => text.clone(),
        wrapper => {
            let token = find_token(wrapper, 0)?;
            found(Cause::TokenInObject, format!("{name} is {} that contains the token.", json::type_name(wrapper)));
            token.to_owned()
        }
    };
    // A token has none of the characters that are removed here, so the layers may come in any order.
    for _ in 0..6 {
        let trimmed = text.trim();
        if trimmed.len() > largest.saturating_mul(4) {
            break;
        }
        let json = trimmed.starts_with(['{', '[']).then(|| serde_json::from_str::<Value>(trimmed).ok()).flatten();
        let (cause, reason, next) = if let Some(token) = json.as_ref().and_then(|json| find_token(json, 0)) {
            (Cause::TokenInObject, "is the JSON of an object or list that contains the token", token.to_owned())
        } else if let Some(rest) = strip_bearer(trimmed) {
            (Cause::TokenBearer, "has a word such as Bearer before the token", rest.to_owned())
        } else if trimmed.len() != text.len()
            || trimmed.contains(['"', '\'', '\\'])
            || trimmed.contains(char::is_whitespace)
        {
            let is_kept = |char: &char| !char.is_whitespace() && !"\"'\\".contains(*char);
            let next: String = trimmed.strip_prefix("b'").unwrap_or(trimmed).chars().filter(is_kept).collect();
            (Cause::TokenQuoted, "has quotes or white space around the token or in it", next)
        } else if trimmed.contains('%') {
            (Cause::TokenUrlEncoded, "is URL-encoded", url_decode(trimmed).into_owned())
        } else {
            break;
        };
        found(cause, format!("{name} {reason}."));
        text = next;
    }
    Some(text)
}

fn strip_bearer(text: &str) -> Option<&str> {
    const WORDS: [&str; 6] = ["authorization:", "bearer ", "bearer:", "bearer+", "bearer%20", "jwt "];
    WORDS.iter().find_map(|word| {
        let (start, rest) = text.split_at_checked(word.len())?;
        start.eq_ignore_ascii_case(word).then_some(rest.trim_start())
    })
}
