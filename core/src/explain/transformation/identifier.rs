//! Identifiers in their other forms: UUIDs, global ids, ObjectIds, ids with a word before them, and domains in Punycode.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD},
};

use super::{forms, text};
use crate::explain::{
    encoding::{BASE64, BASE64_URL, decode_hex},
    punycode,
};

/// The words that sites put before a number.
const WORDS: [&str; 3] = ["user-", "user_", "user:"];
const OTHER_WORDS: [&str; 20] = [
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
    "google-oauth2|",
    "staging-",
    "production-",
    "prod-",
    "dev-",
    "test-",
    "mailto:",
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
    let may_follow = |word: &str| bytes.len() <= 64 && (word == "mailto:" || !bytes.contains(&b'@'));
    forms(words.iter().filter(|word| may_follow(word)).map(|word| [word.as_bytes(), bytes].concat()))
}

/// What stands after a word: `123` of `user-123`, of `auth0|123` and of `gid://app/User/123`.
pub fn without_word(bytes: &[u8]) -> Vec<Vec<u8>> {
    let id = text(bytes);
    if id.contains('@') || as_uuid(id).is_some() {
        return Vec::new();
    }
    let after = id.rsplit_once(['-', '_', ':', '|', '/', '#', '.']).map(|(_, after)| after);
    let first = id.split_once(['-', '_', ':', '|', '/', '#', '.']).map(|(_, after)| after);
    let starts_with_letter = id.starts_with(char::is_alphabetic);
    let digits = if starts_with_letter { id.trim_start_matches(|char: char| !char.is_ascii_digit()) } else { "" };
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
    .into_iter()
    .chain(bytes_of_uuid(&digits))
    .collect()
}

/// A UUID's bytes, as base64url, and in the order that .NET has.
fn bytes_of_uuid(digits: &str) -> Vec<Vec<u8>> {
    let bytes = decode_hex(digits.as_bytes());
    let Ok([a, b, c, d, e, f, g, h, rest @ ..]) = <[u8; 16]>::try_from(bytes.as_slice()) else { return Vec::new() };
    let swapped = [&[d, c, b, a, f, e, h, g], rest.as_slice()].concat();
    let short = [URL_SAFE_NO_PAD.encode(&bytes), STANDARD.encode(&bytes)];
    forms(short)
        .into_iter()
        .chain(forms([hex::encode(&swapped), dashed(&hex::encode(&swapped))]))
        .chain([bytes])
        .collect()
}

pub fn from_uuid(bytes: &[u8]) -> Vec<Vec<u8>> {
    let id = text(bytes);
    let id = id.strip_prefix("urn:uuid:").unwrap_or(id);
    let id = id.strip_prefix("UUID(").and_then(|id| id.strip_suffix(')')).unwrap_or(id);
    let id = id.trim_matches(['{', '}', '(', ')', '\'', '"']);
    let short = Some(id).filter(|id| id.len() == 22).and_then(|id| BASE64_URL.decode(id).ok()).map(hex::encode);
    let Some(digits) = as_uuid(id).or(short) else { return Vec::new() };
    let dashed = dashed(&digits);
    forms([dashed.to_lowercase(), dashed.to_uppercase(), id.to_owned(), digits])
}

/// The id of 15 characters with three more, which tell the case of the others.
pub fn salesforce(bytes: &[u8]) -> Vec<Vec<u8>> {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ012345";
    if bytes.len() != 15 || !bytes.iter().all(u8::is_ascii_alphanumeric) {
        return Vec::new();
    }
    let check = |five: &[u8]| {
        let bits = five.iter().rev().fold(0, |bits, byte| bits << 1 | usize::from(byte.is_ascii_uppercase()));
        LETTERS.get(bits).copied().unwrap_or_default()
    };
    vec![bytes.iter().copied().chain(bytes.chunks(5).map(check)).collect()]
}

pub fn from_salesforce(bytes: &[u8]) -> Vec<Vec<u8>> {
    let is_long = bytes.len() == 18 && bytes.iter().all(u8::is_ascii_alphanumeric);
    bytes.get(..15).filter(|_| is_long).map(<[u8]>::to_vec).into_iter().collect()
}

/// What some libraries make of an address, so that each inbox has one: no dots, no tag, one domain for Gmail.
pub fn inbox(bytes: &[u8]) -> Vec<Vec<u8>> {
    let Some((local, domain)) = text(bytes).rsplit_once('@') else { return Vec::new() };
    let bare = local.split('+').next().unwrap_or_default();
    let gmail = if domain == "googlemail.com" { "gmail.com" } else { domain };
    forms([
        format!("{bare}@{domain}"),
        format!("{}@{domain}", local.replace('.', "")),
        format!("{}@{gmail}", bare.replace('.', "")),
        format!("{local}@{gmail}"),
    ])
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
