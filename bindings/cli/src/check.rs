//! `scheme check`: runs a scheme file's examples and shows what the file does.

use std::{fmt::Write as _, path::Path};

use serde_json::{Value, json};
use visitorseal::{Example, KeyKind, Page, Scheme, Settings, Signer, Verifier, Visitor};

use crate::{
    args::Now,
    failure::{Failure, Result},
    input, key_pair, output,
};

/// A secret as text, in hex and in base64.
const SECRET: &str = "00112233445566778899aabbccddeeff";
/// The form of each setting, as `Scheme::to_json` names it, with a value.
const SETTINGS: [(&str, &str); 4] =
    [("text", "example"), ("name", "example"), ("seconds", "600"), ("address", "https://example.com/page")];
const YEAR: i64 = 365;

pub fn run(file: &Path, as_json: bool) -> Result {
    let text = input::read_text(file)?;
    let scheme = Scheme::parse(&text)?;
    let report = report(&scheme, &text)?;
    output::print(&if as_json { report.to_string() } else { shown(&report) })?;
    match differs(&report) {
        true => Err(Failure::Refused),
        false => Ok(()),
    }
}

/// Whether an example differs from what the scheme gives.
pub fn differs(report: &Value) -> bool {
    list(report, "examples").iter().any(|example| !list(example, "differences").is_empty())
}

/// All that the command prints.
pub fn report(scheme: &Scheme, text: &str) -> Result<Value> {
    let about: Value = serde_json::from_str(&scheme.to_json()).unwrap_or_default();
    let examples: Vec<Value> =
        scheme.examples().iter().map(|example| run_example(scheme, example)).collect::<Result<_>>()?;
    let examples = if examples.is_empty() { vec![run_example(scheme, &made_up(scheme, &about))?] } else { examples };
    let covers = scheme.covers();
    let mut unsigned: Vec<&str> =
        scheme.used().iter().map(String::as_str).filter(|word| !covers.contains(word)).collect();
    unsigned.sort_unstable();
    unsigned.dedup();
    let again = read_again(scheme, text, &about, &examples);
    let mut report = json!({
        "scheme": about,
        "examples": examples,
        "signed": covers,
        "unsigned": unsigned,
        "read_again": again,
    });
    let settings = scheme.examples().first().map(settings_of);
    let settings = settings.unwrap_or_else(|| settings_of(&made_up(scheme, &about)));
    let scripts = settings.and_then(|settings| Page::new(scheme, &settings)).map(|page| {
        let prefilled = page.prefill(&jane(&[])).and_then(|signed| signed.script(None));
        [
            ("forget_script", page.forget_script(None)),
            ("prefill_script", prefilled),
            ("anonymous_script", page.anonymous_script(None)),
        ]
    });
    for (name, script) in scripts.into_iter().flatten() {
        let script = script.ok().filter(|script| !script.is_empty());
        insert(&mut report, name, script.into());
    }
    Ok(report)
}

fn insert(report: &mut Value, name: &str, value: Value) {
    if let Value::Object(report) = report {
        report.insert(name.to_owned(), value);
    }
}

fn settings_of(example: &Example) -> visitorseal::Result<Settings> {
    Settings::from_object(example.settings.clone())
}

/// An example for a file that has none.
fn made_up(scheme: &Scheme, about: &Value) -> Example {
    let required = |setting: &&Value| setting.get("required") == Some(&Value::Bool(true));
    let settings = list(about, "settings").iter().filter(required).filter_map(|setting| {
        let form = text_of(setting, "form");
        let (_, value) = SETTINGS.iter().find(|(known, _)| *known == form)?;
        Some((text_of(setting, "name").to_owned(), Value::from(*value)))
    });
    Example {
        source: "a visitor who is made up, since the file has no [[example]]".to_owned(),
        secret: None,
        visitor: jane_as_json(&scheme.covers()),
        settings: settings.collect(),
        now: None,
        signature: None,
        fields: None,
    }
}

/// A visitor with every field, and with these attributes.
fn jane_as_json(covers: &[&str]) -> visitorseal::Object {
    let attributes = covers.iter().filter_map(|word| word.strip_prefix("attributes."));
    let attributes: visitorseal::Object = attributes.map(|name| (name.to_owned(), Value::from("example"))).collect();
    let fields = json!({
        "id": "42", "email": "jane@example.com", "name": "Jane Doe", "phone": "+14155552671",
        "avatar": "https://example.com/jane.png", "attributes": attributes,
    });
    fields.as_object().cloned().unwrap_or_default()
}

fn jane(covers: &[&str]) -> Visitor {
    Visitor::from_object(jane_as_json(covers)).unwrap_or_default()
}

fn run_example(scheme: &Scheme, example: &Example) -> Result<Value> {
    let now = example.now.unwrap_or_else(|| input::unix_time(Now { now: None }));
    let mut shown = json!({"source": example.source, "visitor": example.visitor});
    let mut differences = Vec::new();
    let (secret, key) = match (&example.secret, scheme.key_kind()) {
        (Some(secret), _) => (secret.clone(), secret.clone()),
        (None, KeyKind::Shared) => (SECRET.to_owned(), SECRET.to_owned()),
        (None, KeyKind::Pair) => {
            let pair = key_pair::for_scheme(scheme.algorithm())?;
            (pair.private.to_string(), pair.public)
        }
    };
    if example.secret.is_none() {
        insert(&mut shown, "note", "The secret is made up.".into());
    }
    // What is signed with a random text cannot be made again: the vendor's own fields are verified instead.
    let mut is_random = false;
    let result = (|| {
        let settings = settings_of(example)?;
        let signer = Signer::new(scheme, &secret, &settings)?;
        let visitor = Visitor::from_object(example.visitor.clone())?;
        let signed = signer.sign(&visitor, now)?;
        is_random = signer.sign(&visitor, now)?.signature() != signed.signature();
        let verifier = Verifier::new(scheme, [key.as_str()])?.settings(&settings)?;
        insert(&mut shown, "signature", signed.signature().into());
        insert(&mut shown, "fields", signed.fields().clone().into());
        insert(&mut shown, "script", signed.script(None).ok().into());
        insert(&mut shown, "url", signed.url().ok().into());
        let warnings = signer.warnings().iter().chain(signed.warnings());
        // Everyone knows an example's secret.
        let warnings = warnings.filter(|warning| warning.field() != "secret" || warning.code() == "hash_weak");
        insert(&mut shown, "warnings", warnings.map(ToString::to_string).collect());
        let verified = verifier.verify(signed.fields(), now)?;
        insert(&mut shown, "verified", serde_json::from_str(&verified.to_json()).unwrap_or_default());
        match &example.fields {
            Some(fields) if is_random => drop(verifier.verify(fields, now)?),
            _ if is_random => {}
            fields => {
                let (expected, found) = (example.signature.as_deref(), signed.signature());
                if expected.is_some() && expected != found {
                    differences.push(json!({"of": "signature", "example": expected, "scheme": found}));
                }
                if let Some(fields) = fields.as_ref().filter(|fields| *fields != signed.fields()) {
                    differences.push(json!({"of": "fields", "example": fields, "scheme": signed.fields()}));
                }
            }
        }
        Ok::<(), visitorseal::Error>(())
    })();
    match result {
        Ok(()) if is_random && example.secret.is_some() && example.fields.is_none() => {
            let note = "The scheme signs {random}, so the signature cannot be made again. Give the example's fields.";
            insert(&mut shown, "note", note.into());
        }
        Ok(()) => {}
        Err(error) if example.secret.is_none() => insert(&mut shown, "note", format!("Not signed: {error}").into()),
        Err(error) => {
            differences.push(json!({"of": "result", "example": "signed and verified", "scheme": error.to_string()}))
        }
    }
    insert(&mut shown, "differences", differences.into());
    Ok(shown)
}

/// The lines of a file without comments of a whole line.
fn code(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim_start).filter(|line| !line.starts_with('#'))
}

/// Whether a line has this key.
fn has_key(text: &str, key: &str) -> bool {
    code(text).any(|line| line.strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')))
}

/// What the vendor's documentation must be read for again.
fn read_again(scheme: &Scheme, text: &str, about: &Value, examples: &[Value]) -> Vec<String> {
    let offers: Vec<&str> = list(about, "offers").iter().filter_map(Value::as_str).collect();
    let has_section = |name: &str| code(text).any(|line| line.starts_with(name));
    let has_page = has_section("[page");
    let waits = has_key(text, "ready") || has_key(text, "ready_event");
    let lacks = [
        (!has_page, "[page]: how does a page pass the fields to the widget?"),
        (
            has_page && !offers.contains(&"forget"),
            "forget: which call makes the widget forget the visitor at sign-out?",
        ),
        (
            has_page && !offers.contains(&"prefill"),
            "prefill: does the widget take a name or an email address without a signature?",
        ),
        (
            has_page && !offers.contains(&"anonymous"),
            "anonymous: must a page start the widget for a visitor who is not signed in?",
        ),
        (
            has_key(text, "global") && !waits,
            "ready, ready_event: can the widget be called as soon as its variable exists, or is there a condition or an event?",
        ),
        (!has_section("[refused]"), "[refused]: how does the vendor's backend answer a wrong signature?"),
        (!has_key(text, "contact"), "contact: which signed field identifies a contact?"),
        (
            scheme.examples().is_empty(),
            "[[example]]: does the page or a library of the vendor have an example with its signature?",
        ),
    ];
    let mut again: Vec<String> =
        lacks.into_iter().filter(|(is_lacking, _)| *is_lacking).map(|(_, what)| what.to_owned()).collect();
    for (at, example) in scheme.examples().iter().enumerate() {
        if example.source.contains("OpenSSL") {
            let number = at + 1;
            again.push(format!("example {number}: its signature is not the vendor's own. Is there one by now?"));
        }
    }
    let fields: Vec<&str> = list(about, "fields").iter().filter_map(Value::as_str).collect();
    let shows = |field: &str| examples.iter().any(|example| example["fields"].get(field).is_some());
    let unused: Vec<&str> = fields.into_iter().filter(|field| !shows(field)).collect();
    if !unused.is_empty() {
        again.push(format!(
            "no example has {}: is a setting or an attribute missing in the examples?",
            unused.join(", ")
        ));
    }
    let today = i64::try_from(input::unix_time(Now { now: None }) / 86_400).unwrap_or_default();
    if days(text_of(about, "read")).is_some_and(|read| today - read > YEAR) {
        again.push(format!("everything: it was read on {}, more than a year ago.", text_of(about, "read")));
    }
    again
}

/// The days from 1970-01-01 to a date such as 2026-11-20.
fn days(date: &str) -> Option<i64> {
    let mut parts = date.splitn(3, '-').map(|part| part.parse::<i64>().ok());
    let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
    // The year begins in March here, so that a leap day is its last day.
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    Some(year * 365 + year / 4 - year / 100 + year / 400 + (month * 153 + 2) / 5 + day - 1 - 719_468)
}

fn list<'a>(value: &'a Value, name: &str) -> &'a [Value] {
    value.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn text_of<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The report for people.
fn shown(report: &Value) -> String {
    let scheme = report.get("scheme").unwrap_or(&Value::Null);
    let mut out = format!(
        "{} ({}), read {}\n{}\n",
        text_of(scheme, "vendor"),
        text_of(scheme, "name"),
        text_of(scheme, "read"),
        text_of(scheme, "document")
    );
    for (at, example) in list(report, "examples").iter().enumerate() {
        let _ = writeln!(out, "\nExample {}: {}", at + 1, text_of(example, "source"));
        for name in ["visitor", "signature", "fields", "script", "url", "verified"] {
            // One script is enough to see the page.
            if at == 0 || name != "script" {
                row(&mut out, name, example.get(name));
            }
        }
        list(example, "warnings").iter().for_each(|warning| row(&mut out, "warning", Some(warning)));
        row(&mut out, "note", example.get("note"));
        for difference in list(example, "differences") {
            let of = text_of(difference, "of");
            row(&mut out, "DIFFERS", Some(&format!("{of} of the example and of the scheme:").into()));
            row(&mut out, "  example", difference.get("example"));
            row(&mut out, "  scheme", difference.get("scheme"));
        }
    }
    out.push_str("\nOther pages\n");
    for (title, name) in
        [("sign-out", "forget_script"), ("prefill", "prefill_script"), ("anonymous", "anonymous_script")]
    {
        row(&mut out, title, Some(report.get(name).filter(|script| script.is_string()).unwrap_or(&"none".into())));
    }
    let words = |name: &str| {
        let words: Vec<&str> = list(report, name).iter().filter_map(Value::as_str).collect();
        if words.is_empty() { "nothing".to_owned() } else { words.join(", ") }
    };
    let _ = writeln!(out, "\nSigned: {}", words("signed"));
    let _ = writeln!(out, "Not signed, so that anyone can edit it: {}", words("unsigned"));
    if let Some(why) = scheme.get("ambiguous").and_then(Value::as_str) {
        let _ = writeln!(out, "Ambiguous: {why}");
    }
    let again = list(report, "read_again");
    if !again.is_empty() {
        out.push_str("\nRead the vendor's documentation again for:\n");
        again.iter().filter_map(Value::as_str).for_each(|what| out.push_str(&format!("- {what}\n")));
    }
    let result =
        if differs(report) { "An example differs. Correct the file, or the example." } else { "The file is valid." };
    let _ = write!(out, "\n{result}");
    out
}

fn row(out: &mut String, name: &str, value: Option<&Value>) {
    let text = match value {
        None | Some(Value::Null) => return,
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let _ = writeln!(out, "  {name:<10} {}", text.replace('\n', "\n             "));
}
