//! `scheme check`: runs a scheme file's examples and shows what the file does.

use std::{fmt::Write as _, path::Path};

mod about;
mod example;
pub mod made_up;
mod token;

use serde_json::{Value, json};
use visitorseal::{Page, Scheme};

use crate::{
    args::Now,
    failure::{Failure, Result},
    input, output,
};

pub use example::SECRET;
use example::{run_example, settings_of};
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
    let made_up = made_up::example(scheme, text, &about);
    let examples = if scheme.examples().is_empty() { std::slice::from_ref(&made_up) } else { scheme.examples() };
    let settings = examples.first().map(settings_of);
    let examples: Vec<Value> = examples.iter().map(|example| run_example(scheme, example)).collect::<Result<_>>()?;
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
        "kept": scheme.kept(),
        "read_again": again,
        "missing": about::missing(scheme),
    });
    let page = settings.and_then(|settings| Page::new(scheme, &settings.ok()?).ok());
    let scripts = page.map(|page| {
        let prefilled = page.prefill(&made_up::jane()).and_then(|signed| signed.script(None));
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
        (
            is_made_up(scheme.document()),
            "document: names under .example are nobody's. What is the address of the vendor's page?",
        ),
        (
            !has_page && scheme.guide().place.is_none(),
            "[page]: how does a page pass the fields to the widget? If no page does, place in [guide] says where they go.",
        ),
        (
            has_key(text, "forget") && !has_key(text, "kept"),
            "kept: what does the widget still keep by itself when it has forgotten the visitor?",
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
        (
            about.get("message").is_none_or(Value::is_null) && !has_key(text, "lifetime") && !has_key(text, "max_age"),
            "lifetime: after how many seconds does a token end, and does the vendor state a longest time?",
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

/// Whether nobody can have this host (RFC 2606, section 2).
fn is_made_up(address: &str) -> bool {
    let host = address.split("://").nth(1).and_then(|rest| rest.split(['/', ':', '?', '#']).next());
    host.is_some_and(|host| host.ends_with(".example"))
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
    let mut out = about::shown(scheme);
    for (at, example) in list(report, "examples").iter().enumerate() {
        let _ = writeln!(out, "\nExample {}: {}", at + 1, text_of(example, "source"));
        for name in ["visitor", "signature", "header", "claims", "expires_at", "fields", "script", "url", "verified"] {
            // One script is enough to see the page.
            match name {
                "script" if at == 0 => row(&mut out, name, example.get(name).map(vendors_code).as_ref()),
                "script" => {}
                "signature" => {
                    row(&mut out, name, example.get(name));
                    row(&mut out, "", example.get("agrees"));
                }
                _ => row(&mut out, name, example.get(name)),
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
        let code = report.get(name).filter(|script| script.is_string()).map_or_else(|| "none".into(), vendors_code);
        row(&mut out, title, Some(&code));
    }
    row(&mut out, "kept", report.get("kept"));
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
    let missing = list(report, "missing");
    if !missing.is_empty() {
        out.push_str("\nA file of the catalogue also has:\n");
        missing.iter().filter_map(Value::as_str).for_each(|what| out.push_str(&format!("- {what}\n")));
    }
    let result =
        if differs(report) { "An example differs. Correct the file, or the example." } else { "The file is valid." };
    let _ = write!(out, "\n{result}");
    out
}

/// A script without what is the same for every vendor, or whatever else the value is.
fn vendors_code(script: &Value) -> Value {
    let code = script.as_str().and_then(|script| {
        let (_, code) = script.split_once("visitorseal.say(name, {\n")?;
        let (code, end) = code.split_once("}, {state: state,")?;
        // Pasted code follows the script.
        let (_, pasted) = end.split_once("</script>")?;
        // The name of this member is short, since every page has it.
        let code = code.replacen("missing: ", "warning if it is missing: ", 1);
        Some(Value::from(format!("{code}{pasted}").trim_end()))
    });
    code.unwrap_or_else(|| script.clone())
}

fn row(out: &mut String, name: &str, value: Option<&Value>) {
    let text = match value {
        None | Some(Value::Null) => return,
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
    };
    let _ = writeln!(out, "  {name:<10} {}", text.replace('\n', "\n             "));
}
