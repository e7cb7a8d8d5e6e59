//! What people put around a token.

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::Value;

use crate::{
    explain::{
        encoding::url_decode,
        finding::{Cause, Finding},
    },
    json::{self, Object},
    scheme::{Jwt, REGISTERED_CLAIMS},
};

/// The base64url of `{"`, of `{ ` and of `{` with a line break.
const BEGINNINGS: [&str; 4] = ["eyJ", "eyA", "ewo", "ew0"];

pub(super) fn begins_like_token(text: &str) -> bool {
    BEGINNINGS.iter().any(|beginning| text.starts_with(beginning))
}

/// Whether a text has the form of a token, or begins like one: base64url of `{"`, and three parts.
pub(in crate::explain) fn looks_like_token(text: &str) -> bool {
    begins_like_token(text) && text.splitn(4, '.').count() == 3
}

/// A character of a token, also of one in standard base64.
fn is_of_token(char: char) -> bool {
    char.is_ascii_alphanumeric() || "-_.+/=".contains(char)
}

/// Whether this is a token and nothing else.
pub(super) fn is_whole(text: &str) -> bool {
    looks_like_token(text) && text.chars().all(is_of_token) && text.split('.').all(|part| !part.is_empty())
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

/// Whether an object has claims of the scheme.
fn is_claims(object: &Object, jwt: &Jwt) -> bool {
    let is_claim = |name: &str| REGISTERED_CLAIMS.contains(&name) || jwt.claims.names().any(|known| known == name);
    object.keys().any(|name| is_claim(name)) && !object.contains_key("alg")
}

/// Whether a text is the claims: as JSON, or as its base64.
pub(super) fn is_encoded_claims(text: &str, jwt: &Jwt) -> bool {
    let bytes = URL_SAFE_NO_PAD.decode(text.trim_end_matches('=')).unwrap_or_default();
    json::object(&bytes).is_ok_and(|object| is_claims(&object, jwt))
}

type Layer = fn(&str) -> Option<(Cause, &'static str, String)>;

/// What is taken off a text with a token, from the outside in. A token has none of the characters that are removed here, so
/// the layers may come in any order.
const LAYERS: [Layer; 10] =
    [in_json, in_quotes, behind_word, in_address, escaped, several, among_words, quoted, url_encoded, in_text];

/// So many layers are taken off at most.
const MOST_LAYERS: usize = 6;

/// Removes what people put around a token, with a finding for each kind of layer. None where there is no token.
pub(super) fn unwrap_token(
    value: &Value,
    largest: usize,
    name: &str,
    jwt: &Jwt,
    findings: &mut Vec<Finding>,
) -> Option<String> {
    let mut layers: Vec<Finding> = Vec::new();
    let mut found = |cause: Cause, reason: String| {
        if layers.iter().all(|known| known.code() != cause.as_str()) {
            layers.push(Finding::new(cause, Some(name), reason));
        }
    };
    let claims = || {
        let reason = format!("{name} contains the claims themselves, not a token. Anyone could write them.");
        Finding::new(Cause::TokenIsClaims, Some(name), reason)
    };
    let mut text = match value {
        Value::String(text) => text.clone(),
        wrapper => {
            let kind = json::type_name(wrapper);
            match (find_token(wrapper, 0), wrapper) {
                (Some(token), _) => {
                    found(Cause::TokenInObject, format!("{name} is {kind} that contains the token."));
                    token.to_owned()
                }
                (None, Value::Object(object)) if is_claims(object, jwt) => {
                    findings.push(claims());
                    return None;
                }
                (None, _) => {
                    let reason = format!("{name} is {kind}, not text.");
                    findings.push(Finding::new(Cause::TokenNotText, Some(name), reason));
                    return None;
                }
            }
        }
    };
    for _ in 0..MOST_LAYERS {
        if text.trim().len() > largest.saturating_mul(4) {
            break;
        }
        let Some((cause, reason, next)) =
            LAYERS.iter().find_map(|layer| layer(&text)).filter(|(.., next)| *next != text)
        else {
            break;
        };
        found(cause, format!("{name} {reason}."));
        text = next;
    }
    let is_object = |text: &str| json::object(text.as_bytes()).is_ok_and(|object| is_claims(&object, jwt));
    if is_object(&text) {
        findings.push(claims());
        return None;
    }
    findings.extend(layers);
    Some(text.trim().to_owned())
}

fn in_json(text: &str) -> Option<(Cause, &'static str, String)> {
    let text = Some(text.trim()).filter(|text| text.starts_with(['{', '[']))?;
    let value: Value = serde_json::from_str(text).ok()?;
    let token = find_token(&value, 0)?.to_owned();
    Some((Cause::TokenInObject, "is the JSON of an object or list that contains the token", token))
}

fn behind_word(text: &str) -> Option<(Cause, &'static str, String)> {
    const WORDS: [&str; 6] = ["authorization:", "bearer ", "bearer:", "bearer+", "bearer%20", "jwt "];
    let text = text.trim();
    let rest = WORDS.iter().find_map(|word| {
        let (start, rest) = text.split_at_checked(word.len())?;
        start.eq_ignore_ascii_case(word).then_some(rest.trim_start())
    })?;
    Some((Cause::TokenBearer, "has a word such as Bearer before the token", rest.to_owned()))
}

/// The places where a token may begin, each with the text before it and from there on.
fn beginnings(text: &str) -> impl Iterator<Item = (&str, &str)> {
    BEGINNINGS.iter().flat_map(|beginning| text.match_indices(beginning).take(16)).filter_map(|(at, _)| {
        let (before, rest) = text.split_at_checked(at)?;
        let is_inside = before.ends_with(|char: char| is_of_token(char) && !"=/".contains(char));
        (!is_inside).then_some((before, rest))
    })
}

fn in_address(text: &str) -> Option<(Cause, &'static str, String)> {
    let is_end = |char: char| char.is_whitespace() || "&#\"'<>)".contains(char);
    let token = beginnings(text).find_map(|(before, rest)| {
        let is_value = before.ends_with('=') || (before.ends_with('/') && before.contains("://"));
        let (token, _) = rest.split_at_checked(rest.find(is_end).unwrap_or(rest.len()))?;
        (is_value && !before.contains(char::is_whitespace)).then(|| token.to_owned())
    })?;
    Some((Cause::TokenInAddress, "has a query string or an address around the token", token))
}

/// Entities of HTML, and escapes of JSON and JavaScript with digits.
fn escaped(text: &str) -> Option<(Cause, &'static str, String)> {
    const MARKS: [(&str, u32, &str); 5] =
        [("&#x", 16, ";"), ("&#X", 16, ";"), ("&#", 10, ";"), ("\\u00", 16, ""), ("\\x", 16, "")];
    const NAMES: [(&str, &str); 6] =
        [("&quot;", "\""), ("&apos;", "'"), ("&lt;", "<"), ("&gt;", ">"), ("&period;", "."), ("&amp;", "&")];
    let mut plain = text.to_owned();
    for (name, char) in NAMES {
        plain = plain.replace(name, char);
    }
    for (mark, radix, end) in MARKS {
        let mut parts = plain.split(mark);
        let mut joined = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let length = if end.is_empty() { 2 } else { part.find(end).unwrap_or(part.len()) };
            let code = part.get(..length).filter(|digits| digits.len() <= 6);
            let char = code.and_then(|digits| char::from_u32(u32::from_str_radix(digits, radix).ok()?));
            match (char, part.get(length + end.len()..)) {
                (Some(char), Some(rest)) => {
                    joined.push(char);
                    joined.push_str(rest);
                }
                _ => joined.extend([mark, part]),
            }
        }
        plain = joined;
    }
    (plain != text).then_some((Cause::TokenEscaped, "is escaped for HTML or JavaScript", plain))
}

/// Several tokens, one after the other.
fn several(text: &str) -> Option<(Cause, &'static str, String)> {
    let is_break = |char: char| char.is_whitespace() || ",;|\"'()[]".contains(char);
    let words: Vec<&str> = text.split(is_break).filter(|word| is_whole(word)).take(3).collect();
    let both = match words.as_slice() {
        [one, other, ..] => Some((*one, *other)),
        _ => split_joined(text.trim()),
    };
    let (one, other) = both?;
    let reason = if one == other { "contains the token twice" } else { "contains two tokens" };
    Some((Cause::TokenTwice, reason, one.to_owned()))
}

/// Two tokens with a point or nothing between them.
fn split_joined(text: &str) -> Option<(&str, &str)> {
    let parts: Vec<&str> = text.split('.').take(7).collect();
    if !begins_like_token(text) || !matches!(parts.len(), 5 | 6) {
        return None;
    }
    // The second begins in the signature of the first, or after its point.
    let start = parts.iter().take(2).map(|part| part.len() + 1).sum::<usize>();
    let (_, rest) = text.split_at_checked(start)?;
    let places = BEGINNINGS.iter().flat_map(|beginning| rest.match_indices(beginning).take(16));
    let second = places.filter(|(at, _)| *at > 0).find_map(|(at, _)| {
        let (one, other) = text.split_at_checked(start + at)?;
        let one = one.trim_end_matches('.');
        (is_whole(one) && is_whole(other)).then_some((one, other))
    })?;
    // The part of an encrypted token that looks like a beginning is no header.
    let (_, other) = second;
    let header = URL_SAFE_NO_PAD.decode(other.split('.').next().unwrap_or_default()).unwrap_or_default();
    json::object(&header).is_ok_and(|header| header.contains_key("alg")).then_some(second)
}

/// A token among words. A token that was wrapped has lines of one length.
fn among_words(text: &str) -> Option<(Cause, &'static str, String)> {
    let words: Vec<&str> = text.split_whitespace().take(64).collect();
    let (_, lines) = words.split_last()?;
    let is_wrapped =
        lines.first().is_some_and(|first| lines.iter().all(|line| line.len() == first.len() && line.len() >= 32));
    let is_quote = |char: char| "\"'`,;:.()<>{}[]".contains(char);
    let token = words.iter().map(|word| word.trim_matches(is_quote)).find(|word| is_whole(word));
    let token = token.filter(|_| words.len() > 1 && !is_wrapped)?;
    Some((Cause::TokenInText, "has other text around the token", token.to_owned()))
}

/// The inside of a JSON string or of other quotes.
fn in_quotes(text: &str) -> Option<(Cause, &'static str, String)> {
    let text = text.trim();
    let inner = match serde_json::from_str(text) {
        Ok(Value::String(inner)) => inner,
        _ => ['"', '\'', '`'].iter().find_map(|quote| text.strip_prefix(*quote)?.strip_suffix(*quote))?.to_owned(),
    };
    Some((Cause::TokenQuoted, QUOTED, inner))
}

const QUOTED: &str = "has quotes or white space around the token or in it";

/// A token with quotes, white space or backslashes anywhere.
fn quoted(text: &str) -> Option<(Cause, &'static str, String)> {
    let inner = text.trim();
    let inner = inner.strip_prefix("b'").or_else(|| inner.strip_prefix("b\"")).unwrap_or(inner);
    let is_kept = |char: &char| !char.is_whitespace() && !"\"'`\\".contains(*char);
    let next: String = inner.chars().filter(is_kept).collect();
    (begins_like_token(&next) && next != text).then_some((Cause::TokenQuoted, QUOTED, next))
}

fn url_encoded(text: &str) -> Option<(Cause, &'static str, String)> {
    let next = Some(text).filter(|text| text.contains('%')).map(url_decode)?;
    (*next != *text).then(|| (Cause::TokenUrlEncoded, "is URL-encoded", next.into_owned()))
}

/// A token with other characters around it.
fn in_text(text: &str) -> Option<(Cause, &'static str, String)> {
    let token = beginnings(text).find_map(|(_, rest)| {
        let (token, _) = rest.split_at_checked(rest.find(|char| !is_of_token(char)).unwrap_or(rest.len()))?;
        Some(token.trim_end_matches('.')).filter(|token| is_whole(token))
    })?;
    (token != text.trim()).then(|| (Cause::TokenInText, "has other text around the token", token.to_owned()))
}
