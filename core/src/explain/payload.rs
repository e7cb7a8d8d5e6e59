//! Payloads: what sites sign or send in place of the text that the scheme describes.

use base64::{
    Engine,
    engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD},
};
use serde_json::Value;

use super::{
    encoding::{BASE64, BASE64_URL, url_decode},
    finding::{Cause, Finding},
    is_similar_name,
    message::MessageGuess,
    mistake::Mistake,
    place::{Holder, replace_members},
    transformation::in_lines,
};
use crate::{
    error::{Code, Error, shortened},
    forms::Encoding,
    json::{self, Object},
    scheme::{Payload, PayloadForm},
    settings::Settings,
};

/// A longer payload is tried as it is and in no other form.
const LONGEST: usize = 8 * 1024;

/// How a text is encoded, as a sentence says it.
type Named = (&'static str, fn(&str) -> String);

const PLAIN: Named = ("without base64", str::to_owned);
const ENCODINGS: [Named; 6] = [
    PLAIN,
    ("as base64", |text| STANDARD.encode(text)),
    ("as base64url", |text| URL_SAFE_NO_PAD.encode(text)),
    ("as base64 without padding", |text| STANDARD_NO_PAD.encode(text)),
    ("as base64url with padding", |text| URL_SAFE.encode(text)),
    ("as base64 in lines", |text| in_lines(&STANDARD.encode(text), 60) + "\n"),
];

/// A payload's text without its encoding, and how it was encoded.
struct Decoded {
    text: String,
    how: &'static str,
}

/// Reads the text of a payload in whatever encoding it has.
fn decode(form: PayloadForm, text: &str) -> Option<Decoded> {
    let unescaped = url_decode(text);
    let of = |bytes: Vec<u8>| String::from_utf8(bytes).ok().filter(|text| has_form(form, text));
    let from_base64 = |text: &str| -> Option<Decoded> {
        let compact: String = text.split_ascii_whitespace().collect();
        let is_url = compact.contains(['-', '_']);
        let inner = BASE64.decode(&compact).or_else(|_| BASE64_URL.decode(&compact)).ok().and_then(of)?;
        let how = match (compact.len() == text.len(), is_url, compact.contains('=') || compact.len().is_multiple_of(4))
        {
            (false, ..) => "base64 in lines",
            (_, false, true) => "base64",
            (_, false, false) => "base64 without padding",
            (_, true, _) if compact.contains('=') => "base64url with padding",
            (_, true, _) => "base64url",
        };
        Some(Decoded { text: inner, how })
    };
    from_base64(text)
        .or_else(|| has_form(form, text).then(|| Decoded { text: text.to_owned(), how: "plain text" }))
        .or_else(|| from_base64(&unescaped).map(|decoded| Decoded { how: "URL-encoded", ..decoded }))
        .or_else(|| {
            has_form(form, &unescaped).then(|| Decoded { text: unescaped.clone().into_owned(), how: "URL-encoded" })
        })
}

fn has_form(form: PayloadForm, text: &str) -> bool {
    match form {
        PayloadForm::Json => text.trim_start().starts_with('{') && serde_json::from_str::<Object>(text).is_ok(),
        PayloadForm::Query => text.contains('=') && text.bytes().all(|byte| byte.is_ascii_graphic()),
    }
}

fn read(form: PayloadForm, text: &str) -> Object {
    match form {
        PayloadForm::Json => serde_json::from_str(text).unwrap_or_default(),
        PayloadForm::Query => form_urlencoded::parse(text.as_bytes())
            .map(|(name, value)| (name.into_owned(), Value::String(value.into_owned())))
            .collect(),
    }
}

/// Whether a text could be the payload of a scheme, in whatever encoding.
pub(super) fn looks_like_payload(payload: &Payload, text: &str) -> bool {
    let decoded = (text.len() <= LONGEST).then(|| decode(payload.form, text)).flatten();
    decoded.is_some_and(|decoded| decoded.how != "plain text" || payload.encoding.is_none())
}

/// The texts that a site may have signed in place of the payload that the page sends.
pub(super) fn guess_payloads(payload: &Payload, sent: &str) -> Vec<MessageGuess> {
    let mut all = Vec::new();
    if sent.len() > LONGEST {
        return all;
    }
    let mut add = |text: String, mistakes: Vec<Mistake>| all.push(MessageGuess::new(text, mistakes));
    let unescaped = url_decode(sent);
    if unescaped != sent {
        let how =
            "The site signed the payload before it was URL-encoded, but the page sends it URL-encoded.".to_owned();
        add(unescaped.into_owned(), vec![Mistake::told(Cause::MessageUrlEncoded, how)]);
    }
    let Some(decoded) = decode(payload.form, sent) else { return all };
    let encoded = |how: &str| {
        let how = format!("The site signed the payload {how}, but the page sends {}.", decoded.how);
        Mistake::told(Cause::PayloadEncoding, how)
    };
    for (how, encode) in ENCODINGS {
        add(encode(&decoded.text), vec![encoded(how)]);
    }
    let (own, encode) = own_encoding(payload);
    for (how, text) in rewritten(payload.form, &decoded.text) {
        let rewritten = Mistake::told(Cause::PayloadRewritten, format!("The site signed the same data {how}."));
        add(encode(&text), vec![rewritten.clone()]);
        for (how, encode) in ENCODINGS.into_iter().filter(|(how, _)| *how != own) {
            add(encode(&text), vec![rewritten.clone(), encoded(how)]);
        }
    }
    all
}

/// How the scheme encodes a payload.
fn own_encoding(payload: &Payload) -> Named {
    let [plain, base64, base64url, ..] = ENCODINGS;
    match payload.encoding {
        None => plain,
        Some(Encoding::Base64Url) => base64url,
        Some(_) => base64,
    }
}

/// The same data as other languages and settings write it.
fn rewritten(form: PayloadForm, text: &str) -> Vec<(&'static str, String)> {
    let object = read(form, text);
    match form {
        PayloadForm::Json => {
            let (compact, ascii) = (json::text(&object), json::ascii(&object));
            let spaced = spaced(&compact);
            let pretty = serde_json::to_string_pretty(&object).unwrap_or_default();
            vec![
                ("as JSON with escaped slashes, as PHP writes it", ascii.replace('/', "\\/")),
                ("as JSON with escaped slashes", compact.replace('/', "\\/")),
                ("as JSON with spaces after commas and colons, as Python writes it", self::spaced(&ascii)),
                ("as JSON with spaces after commas and colons", spaced),
                ("as JSON without escapes for other alphabets", compact),
                ("as JSON with escapes for other alphabets", ascii),
                ("as JSON with line breaks", pretty.replace("  ", "    ")),
                ("as JSON with line breaks", pretty.replace("  ", "\t")),
                ("as JSON with line breaks", pretty),
            ]
        }
        PayloadForm::Query => {
            let mut query = form_urlencoded::Serializer::new(String::new());
            for (name, value) in &object {
                query.append_pair(name, value.as_str().unwrap_or_default());
            }
            let query = query.finish();
            vec![
                ("as a query with %20 for a space", query.replace('+', "%20")),
                ("as a query without URL-encoding", url_decode(&query.replace('+', " ")).into_owned()),
                ("as a query with other escapes", text.replace("%20", "+")),
                ("as a query with an unescaped @", query.replace("%40", "@")),
                ("as a query with other escapes", query),
                ("as JSON", json::ascii(&object)),
            ]
        }
    }
}

/// JSON with a space after each comma and colon that is not within a text.
fn spaced(json: &str) -> String {
    let mut out = String::with_capacity(json.len() * 2);
    let (mut in_text, mut is_escaped) = (false, false);
    for char in json.chars() {
        out.push(char);
        match char {
            '"' if !is_escaped => in_text = !in_text,
            ',' | ':' if !in_text => out.push(' '),
            _ => {}
        }
        is_escaped = in_text && char == '\\' && !is_escaped;
    }
    out
}

/// Why a payload whose signature is right cannot be read. `fields` are those that the page sends beside it.
pub(super) fn explain_payload(
    payload: &Payload,
    text: &str,
    path: &str,
    settings: &Settings,
    fields: &Object,
) -> Vec<Finding> {
    let faults = payload.read(text, settings).faults;
    if faults.is_empty() {
        return Vec::new();
    }
    let decoded = (text.len() <= LONGEST).then(|| decode(payload.form, text)).flatten();
    let wanted = payload.encoding.map_or("plain text", Encoding::name);
    if let Some(decoded) = decoded.as_ref().filter(|decoded| decoded.how != wanted)
        && faults.iter().any(|fault| fault.field().is_none())
    {
        let reason =
            format!("The signature is right, but the payload is {}, and the vendor expects {wanted}.", decoded.how);
        return vec![Finding::new(Cause::PayloadEncoding, Some(path), reason)];
    }
    let members = decoded.map(|decoded| read(payload.form, &decoded.text)).unwrap_or_default();
    let placed = replace_members(Holder::Payload, "The vendor", &payload.members, &members, &faults);
    let (object, mut findings) = placed.map(|placed| (placed.object, placed.findings)).unwrap_or_default();
    let is_placed = |fault: &Error| {
        let path = fault.field().filter(|_| fault.code() == Code::ClaimMissing);
        path.is_some_and(|path| payload.members.value_at(&object, path).is_some_and(|value| !value.is_null()))
    };
    let left = faults.into_iter().filter(|fault| !is_placed(fault));
    findings.extend(left.map(|fault| explain_member(payload, fault.with_field(path), &members, path, fields)));
    findings
}

/// What is wrong with one member of a payload.
fn explain_member(payload: &Payload, fault: Error, members: &Object, path: &str, fields: &Object) -> Finding {
    let Some(name) = fault.field().filter(|_| fault.code() == Code::ClaimMissing).map(str::to_owned) else {
        return fault.into();
    };
    let known = |other: &str| payload.members.names().any(|name| name == other);
    if let Some(similar) = members.keys().find(|other| !known(other) && is_similar_name(&name, other)) {
        let reason = format!("The payload has {} in place of {name}.", shortened(similar));
        return Finding::new(Cause::FieldMisspelt, Some(&name), reason);
    }
    if members.get(&name).and_then(Value::as_str) == Some("") {
        return Error::about(Code::ClaimMissing, name, "The payload has this member, but it is empty.").into();
    }
    if fields.contains_key(&name) {
        let reason =
            format!("The page sends {name} beside {path}, but the vendor reads it in the payload, which is signed.");
        return Finding::new(Cause::FieldUnsigned, Some(&name), reason);
    }
    fault.into()
}
