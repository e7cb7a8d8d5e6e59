//! Examples of findings: what `explain` finds in the cases of tests/vectors/explain.json, and in pages with a mistake.

use std::{error::Error, fs};

use serde_json::Value;
use visitorseal::{Explainer, Finding, Key, Page, Scheme, Settings, Signer, Visitor, scheme};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const VECTORS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/vectors");
const NOW: u64 = 1_795_132_800;
const SECRET: &str = "a secret of a page's example";

/// The scheme of most documents: its examples are taken first.
const KNOWN: &str = "bookbag";

/// What `explain` found once.
pub struct Example {
    code: &'static str,
    is_known: bool,
    pub reason: String,
    pub fix: String,
}

/// The best example for each fix of a code, or else for the code. A short reason is better than a long one.
pub fn of<'a>(code: &str, fixes: &[&str], all: &'a [Example]) -> Vec<&'a Example> {
    let best = |fix: Option<&str>| {
        let own = all.iter().filter(|example| example.code == code && fix.is_none_or(|fix| example.fix == fix));
        own.min_by_key(|example| (!example.is_known, example.reason.contains("A vendor"), example.reason.len()))
    };
    let own: Vec<&Example> = fixes.iter().filter_map(|fix| best(Some(fix))).collect();
    if own.is_empty() { best(None).into_iter().collect() } else { own }
}

/// Whether there is an example of a code.
pub fn has(code: &str, all: &[Example]) -> bool {
    all.iter().any(|example| example.code == code)
}

pub fn all() -> Result<Vec<Example>> {
    let mut found = Vec::new();
    let text = fs::read_to_string(format!("{VECTORS}/explain.json"))?;
    let cases: Vec<Value> = serde_json::from_str(&text)?;
    for case in &cases {
        let Some(body) = body(case) else { continue };
        let explained = explain(case, &body).map_err(|error| format!("{}: {error}", case["id"]))?;
        add(&mut found, case["scheme"] == KNOWN, &explained);
    }
    for (name, page) in pages()? {
        let explained = Explainer::new(&scheme(name)?, [SECRET])?
            .explain_page(page.as_bytes(), NOW)
            .map_err(|error| format!("{name}: {error}"))?;
        add(&mut found, true, explained.findings());
    }
    Ok(found)
}

fn add(found: &mut Vec<Example>, is_known: bool, findings: &[Finding]) {
    found.extend(findings.iter().map(|finding| Example {
        code: finding.code(),
        is_known,
        reason: finding.reason().to_owned(),
        fix: finding.fix().to_owned(),
    }));
}

fn text_of<'c>(case: &'c Value, name: &str) -> Option<&'c str> {
    case.get(name).and_then(Value::as_str)
}

/// The case's body, unless it is a very large one.
fn body(case: &Value) -> Option<String> {
    let repeat = || {
        let [prefix, piece, count, suffix] = case["body_repeat"].as_array()?.as_slice() else { return None };
        let count = usize::try_from(count.as_u64()?).ok().filter(|count| *count < 1_000_000)?;
        Some(format!("{}{}{}", prefix.as_str()?, piece.as_str()?.repeat(count), suffix.as_str()?))
    };
    text_of(case, "body").map(str::to_owned).or_else(repeat)
}

/// Explains a case of explain.json, as tests/vectors/README.md says.
fn explain(case: &Value, body: &str) -> Result<Vec<Finding>> {
    let scheme = match text_of(case, "scheme_toml") {
        Some(toml) => Scheme::parse(toml)?,
        None => scheme(text_of(case, "scheme").unwrap_or_default())?,
    };
    let read = |key: &Value| -> Result<(Vec<u8>, Option<String>)> {
        let bytes = match (text_of(key, "text"), text_of(key, "hex"), text_of(key, "file")) {
            (Some(text), ..) => text.as_bytes().to_vec(),
            (_, Some(hex), _) => bytes_of(hex),
            (.., Some(file)) => fs::read(format!("{VECTORS}/keys/{file}"))?,
            _ => return Err("a key has neither text nor hex nor file".into()),
        };
        Ok((bytes, text_of(key, "kid").map(str::to_owned)))
    };
    let keys: Vec<_> = case["keys"].as_array().into_iter().flatten().map(read).collect::<Result<_>>()?;
    let keys = keys.iter().map(|(bytes, kid)| {
        let key = Key::from(bytes);
        kid.as_deref().map_or(key, |kid| key.kid(kid))
    });
    let settings = Settings::from_object(case["settings"].as_object().cloned().unwrap_or_default())?;
    let mut explainer = Explainer::new(&scheme, keys)?.settings(&settings)?;
    explainer = explainer.leeway(case["leeway"].as_u64().unwrap_or_default())?;
    if let Some(bytes) = case["max_token"].as_u64() {
        explainer = explainer.max_token(usize::try_from(bytes)?);
    }
    if !case["visitor"].is_null() {
        explainer = explainer.visitor(&Visitor::from_json(case["visitor"].to_string().as_bytes())?)?;
    }
    let now = case["now"].as_u64().ok_or("a case has no time")?;
    Ok(explainer.explain_json(body.as_bytes(), now)?.findings().to_vec())
}

fn bytes_of(hex: &str) -> Vec<u8> {
    let digit = |digit: &u8| char::from(*digit).to_digit(16).unwrap_or_default() as u8;
    hex.as_bytes().chunks(2).map(|pair| pair.iter().fold(0, |byte, next| byte << 4 | digit(next))).collect()
}

/// Pages with one mistake each, and the scheme that they are explained for.
fn pages() -> Result<Vec<(&'static str, String)>> {
    let visitor = |id: &str| Visitor::new().id(id).email("jane@example.com");
    let signer = |name| -> Result<Signer> { Ok(Signer::new(&scheme(name)?, SECRET, &Settings::new())?) };
    let (bookbag, reamaze) = (signer(KNOWN)?, signer("reamaze")?);
    let page = Page::new(&scheme(KNOWN)?, &Settings::new())?;
    let signed = bookbag.sign(&visitor("user-123"), NOW)?;
    let script = signed.script(None)?;
    let snippet = format!(
        "<script>window.bookbag('identify', {{user_id: user.id, user_hash: '{}'}});</script>",
        signed.signature().unwrap_or_default()
    );
    let pages = [
        String::new(),
        signed.element(None)?.replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;"),
        signed.element(None)?,
        page.anonymous_element()?,
        page.forget_script(None)?,
        format!("{script}\n{}", bookbag.sign(&visitor("user-456"), NOW)?.script(None)?),
        format!("{script}\n{}", page.anonymous_element()?),
        snippet,
        reamaze.sign(&visitor("user-123"), NOW)?.script(None)?,
        format!("HTTP/1.1 200 OK\r\nCache-Control: max-age=600\r\nContent-Type: text/html\r\n\r\n{script}"),
        format!("{script}\n<!-- {SECRET} -->"),
    ];
    let prefilled = reamaze.prefill(&visitor("user-123"))?.script(None)?;
    let pages = pages.into_iter().map(|page| (KNOWN, page)).chain([("reamaze", prefilled)]);
    Ok(pages.map(|(name, page)| (name, as_page(page))).collect())
}

/// The page with one line before its content, and with the header that keeps it out of caches unless it has its own.
fn as_page(content: String) -> String {
    match content.starts_with("HTTP/") {
        true => content,
        false => format!("HTTP/1.1 200 OK\r\nCache-Control: private, no-store\r\n\r\n<!doctype html>\n{content}\n"),
    }
}
