//! Identifiers in their other forms: UUIDs, global ids, ObjectIds, ids with a word before them, and domains in Punycode.

use base64::{Engine, engine::general_purpose::STANDARD};

use super::{forms, text};
use crate::explain::{encoding::BASE64, punycode};

/// The words that sites put before a number.
const WORDS: [&str; 3] = ["user-", "user_", "user:"];
const OTHER_WORDS: [&str; 13] = [
    "user/",
    "usr_",
    "User-",
    "u-",
    "u_",
    "customer-",
    "customer_",
    "cus_",
    "member-",
    "account-",
    "id:",
    "#",
    "auth0|",
];

/// How long the parts of a UUID are (RFC 9562).
const PARTS: [usize; 5] = [8, 4, 4, 4, 12];

pub fn with_word(bytes: &[u8]) -> Vec<Vec<u8>> {
    with_words(bytes, &WORDS)
}

pub fn with_other_word(bytes: &[u8]) -> Vec<Vec<u8>> {
    with_words(bytes, &OTHER_WORDS)
}

fn with_words(bytes: &[u8], words: &[&str]) -> Vec<Vec<u8>> {
    let is_id = bytes.len() <= 64 && !bytes.contains(&b'@');
    let words = if is_id { words } else { &[] };
    forms(words.iter().map(|word| [word.as_bytes(), bytes].concat()))
}

/// What stands after a word: `123` of `user-123`, of `auth0|123` and of `gid://app/User/123`.
pub fn without_word(bytes: &[u8]) -> Vec<Vec<u8>> {
    let id = text(bytes);
    if id.contains('@') || as_uuid(id).is_some() {
        return Vec::new();
    }
    let after = id.rsplit_once(['-', '_', ':', '|', '/', '#', '.']).map(|(_, after)| after);
    let first = id.split_once(['-', '_', ':', '|', '/', '#', '.']).map(|(_, after)| after);
    let digits = id.trim_start_matches(|char: char| !char.is_ascii_digit());
    let digits = digits.bytes().all(|byte| byte.is_ascii_digit()).then_some(digits);
    forms([after, first, digits].into_iter().flatten().filter(|id| !id.is_empty()))
}

pub fn without_dashes(bytes: &[u8]) -> Vec<Vec<u8>> {
    as_uuid(text(bytes)).map(String::into_bytes).into_iter().collect()
}

pub fn with_dashes(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some(digits) = as_uuid(text(bytes)) else { return Vec::new() };
    let dashed = dashed(&digits);
    forms([dashed.to_lowercase(), dashed])
}

/// In braces as in Windows, as a URN (RFC 9562 section 4), and each also in the other case.
pub fn uuid(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some(digits) = as_uuid(text(bytes)) else { return Vec::new() };
    let dashed = dashed(&digits);
    let (lower, upper) = (dashed.to_lowercase(), dashed.to_uppercase());
    forms([
        format!("{{{lower}}}"),
        format!("{{{upper}}}"),
        format!("({lower})"),
        format!("urn:uuid:{lower}"),
        format!("UUID('{lower}')"),
        digits.to_uppercase(),
        digits.to_lowercase(),
    ])
}

pub fn from_uuid(bytes: &[u8]) -> Vec<Vec<u8>> {
    let id = text(bytes);
    let id = id.strip_prefix("urn:uuid:").unwrap_or(id);
    let id = id.strip_prefix("UUID(").and_then(|id| id.strip_suffix(')')).unwrap_or(id);
    let id = id.trim_matches(['{', '}', '(', ')', '\'', '"']);
    let Some(digits) = as_uuid(id) else { return Vec::new() };
    let dashed = dashed(&digits);
    forms([dashed.to_lowercase(), dashed.to_uppercase(), id.to_owned()])
}

/// Rails' global id of an app that is named app, and Relay's, each with the types that sites have for visitors.
pub fn global(bytes: &[u8]) -> Vec<Vec<u8>> {
    let id = text(bytes);
    let types = ["User", "Customer", "Account", "Member"];
    let named = types.map(|name| format!("{name}:{id}"));
    let rails = types.map(|name| format!("gid://app/{name}/{id}"));
    let shopify = format!("gid://shopify/Customer/{id}");
    let all: Vec<String> = named.into_iter().chain(rails).chain([shopify]).collect();
    forms(all.iter().map(|id| STANDARD.encode(id))).into_iter().chain(forms(all)).collect()
}

pub fn from_global(bytes: &[u8]) -> Vec<Vec<u8>> {
    let id = text(bytes);
    let decoded = BASE64.decode(id).ok().and_then(|bytes| String::from_utf8(bytes).ok());
    let inner =
        |id: &str| id.rsplit_once(['/', ':']).map(|(_, id)| id.split(['?']).next().unwrap_or_default().to_owned());
    forms(
        [decoded.as_deref().and_then(inner), decoded.clone(), id.starts_with("gid://").then(|| inner(id)).flatten()]
            .into_iter()
            .flatten(),
    )
}

/// As MongoDB's drivers and its JSON write it.
pub fn object_id(bytes: &[u8]) -> Vec<Vec<u8>> {
    let id = text(bytes);
    if id.len() != 24 || !id.bytes().all(|byte| byte.is_ascii_hexdigit()) {
        return Vec::new();
    }
    forms([
        format!("ObjectId(\"{id}\")"),
        format!("ObjectId('{id}')"),
        format!("new ObjectId(\"{id}\")"),
        format!("new ObjectId('{id}')"),
        format!("ObjectID(\"{id}\")"),
        format!("{{\"$oid\":\"{id}\"}}"),
        format!("{{\"$oid\": \"{id}\"}}"),
        format!("BSON::ObjectId('{id}')"),
        format!("\"{id}\""),
    ])
}

pub fn from_object_id(bytes: &[u8]) -> Vec<Vec<u8>> {
    let id = text(bytes);
    let inner =
        id.split(['"', '\'']).find(|part| part.len() == 24 && part.bytes().all(|byte| byte.is_ascii_hexdigit()));
    forms(inner.filter(|inner| inner.len() < id.len()))
}

pub fn punycode(bytes: &[u8]) -> Vec<Vec<u8>> {
    domains(bytes, |label| match label.is_ascii() {
        true => Some(label.to_owned()),
        false => punycode::encode(&label.to_lowercase()).map(|label| format!("xn--{label}")),
    })
}

pub fn from_punycode(bytes: &[u8]) -> Vec<Vec<u8>> {
    domains(bytes, |label| match label.strip_prefix("xn--") {
        Some(label) => punycode::decode(label),
        None => Some(label.to_owned()),
    })
}

/// The address with each label of its domain in another form.
fn domains(bytes: &[u8], label: fn(&str) -> Option<String>) -> Vec<Vec<u8>> {
    let Some((local, domain)) = text(bytes).rsplit_once('@') else { return Vec::new() };
    let labels: Option<Vec<String>> = domain.split('.').map(label).collect();
    labels.map(|labels| format!("{local}@{}", labels.join(".")).into_bytes()).into_iter().collect()
}

/// The 32 digits of a UUID, with or without dashes.
fn as_uuid(id: &str) -> Option<String> {
    let digits = id.replace('-', "");
    let is_uuid = digits.len() == 32 && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let has_form = id.len() == 32 || (id.len() == 36 && id.split('-').map(str::len).eq(PARTS));
    (is_uuid && has_form).then_some(digits)
}

fn dashed(digits: &str) -> String {
    let mut rest = digits;
    let mut parts = Vec::new();
    for length in PARTS {
        let (part, left) = rest.split_at_checked(length).unwrap_or((rest, ""));
        parts.push(part);
        rest = left;
    }
    parts.join("-")
}
