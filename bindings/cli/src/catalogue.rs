//! The command `schemes`: the catalogue by category, the search in it, and one scheme.

mod needs;

use std::{fmt::Write, path::Path};

use serde_json::Value;
use visitorseal::{Category, Scheme, nearest_schemes, scheme, schemes};

use crate::{
    failure::{Failure, Result, say},
    input,
    left_out::{self, folded},
    output,
};

/// The most bytes that a search takes.
const LONGEST: usize = 200;

/// Lists the catalogue, as text for people or as JSON.
pub fn list(json: bool) -> Result {
    show(&all()?, &[], json)
}

/// Lists the schemes in which each word stands, or else those whose names are similar. It also says which products have no scheme
/// and why.
pub fn search(words: &[String], json: bool) -> Result {
    let wanted: Vec<String> =
        words.iter().flat_map(|word| word.split_whitespace()).map(folded).filter(|word| !word.is_empty()).collect();
    if wanted.is_empty() {
        let message = "--search has no letter and no digit. Pass a word of the vendor's or the product's name.";
        return Err(Failure::Usage(message.to_owned()));
    }
    let words = words.join(" ");
    if words.len() > LONGEST {
        return Err(Failure::Usage("--search takes at most 200 bytes. Pass a few words.".to_owned()));
    }
    let has_all = |scheme: &Scheme| {
        let texts = texts_of(scheme);
        wanted.iter().all(|word| texts.iter().any(|text| text.contains(word)))
    };
    let found: Vec<Scheme> = all()?.into_iter().filter(has_all).collect();
    let left_out = left_out::search(&wanted);
    if !found.is_empty() {
        left_out.iter().for_each(|sentence| say(sentence));
        return show(&found, &wanted, json);
    }
    if !left_out.is_empty() {
        if json {
            output::print("[]")?;
        }
        left_out.iter().for_each(|sentence| say(sentence));
        return Err(Failure::NotFound("docs/add-a-vendor.md says how to add a vendor.".to_owned()));
    }
    let similar = nearest_schemes(&words).into_iter().map(scheme).collect::<visitorseal::Result<Vec<Scheme>>>()?;
    if similar.is_empty() {
        if json {
            output::print("[]")?;
        }
        let message = format!("No scheme has these words: {words}. docs/add-a-vendor.md says how to add a vendor.");
        return Err(Failure::NotFound(message));
    }
    say(&format!("No scheme has these words: {words}. These have similar names."));
    show(&similar, &wanted, json)
}

/// Shows one scheme.
pub fn one(scheme: &Scheme, json: bool) -> Result {
    output::print(&if json { scheme.to_json() } else { description(scheme) })
}

/// The command that gives what the vendor takes, and what that is.
pub fn command(scheme: &Scheme) -> (String, &'static str) {
    let about: Value = serde_json::from_str(&scheme.to_json()).unwrap_or_default();
    let all = about.get("offers").and_then(Value::as_array);
    let offers = |what: &str| all.is_some_and(|all| all.iter().any(|one| one == what));
    let (command, gives) = match () {
        () if scheme.about().signed_by_vendor => ("verify", "verifies what the vendor has signed"),
        () if offers("forget") => ("script", "prints the script for the page"),
        () if offers("url") => ("url", "prints the address that signs the visitor in"),
        () => ("sign", "prints the fields"),
    };
    let name = if is_own(scheme) { "--scheme-file FILE" } else { scheme.name() };
    (format!("visitorseal {command} {name}"), gives)
}

/// Whether the catalogue lacks the scheme.
fn is_own(scheme: &Scheme) -> bool {
    !schemes().any(|name| name == scheme.name())
}

/// The scheme of a file, or the one of this name in the catalogue.
pub fn named(name: Option<&str>, file: Option<&Path>) -> Result<Option<Scheme>> {
    Ok(match (file, name) {
        (Some(file), _) => Some(Scheme::parse(&input::read_text(file)?)?),
        (None, name) => name.map(scheme).transpose()?,
    })
}

fn all() -> Result<Vec<Scheme>> {
    Ok(schemes().map(scheme).collect::<visitorseal::Result<Vec<Scheme>>>()?)
}

fn show(schemes: &[Scheme], wanted: &[String], json: bool) -> Result {
    if json {
        let all: Vec<String> = schemes.iter().map(Scheme::to_json).collect();
        return output::print(&format!("[{}]", all.join(",")));
    }
    output::print(&by_category(schemes, wanted))
}

/// The schemes under the headings of their categories, one in a line: its name, the vendor, the product, and the other names
/// that hold one of the wanted words.
fn by_category(schemes: &[Scheme], wanted: &[String]) -> String {
    let width = |text: fn(&Scheme) -> &str| schemes.iter().map(|one| text(one).chars().count()).max().unwrap_or(0) + 2;
    let (names, vendors) = (width(Scheme::name), width(Scheme::vendor));
    let row = |one: &Scheme| {
        let product = other_than(one.vendor(), one.product().unwrap_or_default());
        let about = format!("{product}{}{}", also(one, wanted), mark(one));
        format!("  {:<names$}{:<vendors$}{about}", one.name(), one.vendor()).trim_end().to_owned()
    };
    let group = |category: Category| {
        let rows: Vec<String> = schemes.iter().filter(|one| one.category() == Some(category)).map(row).collect();
        (!rows.is_empty()).then(|| format!("{}\n{}", category.heading(), rows.join("\n")))
    };
    Category::all().filter_map(group).collect::<Vec<_>>().join("\n\n")
}

/// The product, unless its name is the vendor's.
fn other_than<'a>(vendor: &str, product: &'a str) -> &'a str {
    if product == vendor { "" } else { product }
}

/// Says why a search for a former name finds the scheme.
fn also(scheme: &Scheme, wanted: &[String]) -> String {
    let is_wanted = |name: &&str| wanted.iter().any(|word| folded(name).contains(word));
    let names: Vec<&str> = scheme.about().other_names.iter().map(String::as_str).filter(is_wanted).collect();
    if names.is_empty() { String::new() } else { format!(" (also {})", names.join(", ")) }
}

fn mark(scheme: &Scheme) -> String {
    let about = scheme.about();
    match (&about.deprecated, &about.replaced_by) {
        (Some(_), Some(other)) => format!(" (deprecated: use {other})"),
        (Some(_), None) => " (deprecated)".to_owned(),
        (None, _) => String::new(),
    }
}

fn description(scheme: &Scheme) -> String {
    let about = scheme.about();
    let settings = scheme.settings().iter().map(|setting| {
        let required = if setting.is_required() { " (required)" } else { "" };
        format!("\n  {}{required}: {}", setting.name(), setting.about())
    });
    let mut text = scheme.vendor().to_owned();
    // Writing to a String cannot fail.
    let _ = match other_than(scheme.vendor(), scheme.product().unwrap_or_default()) {
        "" => writeln!(text, " ({})", scheme.name()),
        product => writeln!(text, ", {product} ({})", scheme.name()),
    };
    if !about.other_names.is_empty() {
        let _ = writeln!(text, "Also: {}", about.other_names.join(", "));
    }
    if let Some(category) = scheme.category() {
        let _ = writeln!(text, "{}", category.heading());
    }
    if let Some(reason) = &about.deprecated {
        let other = about.replaced_by.as_ref().map_or_else(String::new, |other| format!(" Use the scheme {other}."));
        let _ = writeln!(text, "Deprecated: {reason}{other}");
    }
    let _ = writeln!(text, "{}", scheme.document());
    if !is_own(scheme) {
        let _ = writeln!(text, "With code for your language: docs/vendors/{}.md", page_of(scheme.name()));
    }
    let _ = writeln!(text, "The signature ({}) covers {}.", scheme.algorithm(), scheme.covers().join(", "));
    let ways: Vec<String> = needs::ways(scheme).iter().map(|way| way.join(" and ")).collect();
    if !about.signed_by_vendor && ways.iter().any(|way| !way.is_empty()) {
        let _ = writeln!(text, "A visitor must have {}.", ways.join(", or else "));
    }
    let (command, gives) = command(scheme);
    let _ = writeln!(text, "`{command}` {gives}.");
    let guide = scheme.guide();
    for (title, sentence) in [
        ("Where the fields go", guide.place.as_deref()),
        ("On your page", guide.page.as_deref()),
        ("Secret", guide.secret.as_deref()),
        ("Demand signatures", guide.enforce.as_deref()),
        ("Check", guide.check.as_deref()),
        ("Sign-out", guide.sign_out.as_deref()),
        ("After sign-out", scheme.kept()),
        ("Reported", about.reported.as_deref()),
    ] {
        if let Some(sentence) = sentence {
            let _ = writeln!(text, "{title}: {sentence}");
        }
    }
    let _ =
        write!(text, "Settings:{}", if scheme.settings().is_empty() { " none".to_owned() } else { settings.collect() });
    text
}

/// The name of the scheme's page. Some file systems cannot tell readme.md from README.md.
fn page_of(name: &str) -> &str {
    if name == "readme" { "readme_" } else { name }
}

/// The names of the scheme, the vendor and the product.
fn names_of(scheme: &Scheme) -> impl Iterator<Item = &str> {
    let names = [scheme.name(), scheme.vendor(), scheme.product().unwrap_or_default()];
    names.into_iter().chain(scheme.about().other_names.iter().map(String::as_str))
}

/// What the search looks at, folded: each name, and the category.
fn texts_of(scheme: &Scheme) -> Vec<String> {
    let category = scheme.category().into_iter().flat_map(|category| [category.as_str(), category.heading()]);
    names_of(scheme).chain(category).map(folded).collect()
}
