//! docs/vendors/README.md, and the short list of README.md.

use serde_json::Value;
use visitorseal::Category;

use super::{Entry, Oracles, language::Language, page::listed};

/// The schemes of each category, in the order of the catalogue. Those without one come last.
fn groups(entries: &[Entry]) -> Vec<(&'static str, Vec<&Entry>)> {
    let of = |category| entries.iter().filter(|entry| entry.scheme.category() == category).collect::<Vec<_>>();
    let mut groups: Vec<_> = Category::all().map(|category| (category.heading(), of(Some(category)))).collect();
    groups.push(("Others", of(None)));
    groups.retain(|(_, entries)| !entries.is_empty());
    groups
}

pub fn text(entries: &[Entry], languages: &[Language], oracles: &Oracles) -> String {
    let own = entries.iter().filter(|entry| has_vendors_example(entry)).count();
    let compared = entries.iter().filter(|entry| !oracles.of(&entry.scheme).is_empty()).count();
    let languages = listed(languages.iter().map(|language| language.title().to_owned()).collect());
    let mut text = format!(
        "# Vendors\n\n\
         visitorseal knows {} schemes. A scheme is the description of one vendor's way to sign a visitor. Each has a page \
         with code for {}.\n\n\
         {own} schemes have an example from the vendor's page or library. Most others have one that OpenSSL or \
         Python computed by the rule of the vendor's page. Tests compare {compared} schemes with other code that signs or \
         verifies for the vendor.\n\n\
         For another vendor, write a scheme file: [docs/add-a-vendor.md](../add-a-vendor.md).\n\n\
         `visitorseal schemes --search WORD` searches the vendors and products, also by former names. In the tables:\n\n\
         - **signed**: the message that is signed, or the fields that a signed text or token holds.\n\
         - **signature**: the algorithm. One that begins with HMAC makes a digest. The others are of tokens (JWT).\n\
         - **example**: whose signature the scheme's example has. `vendor` is that of the vendor's page or library, `the rule` is \
         one that another program computed by the rule of the vendor's page.\n\
         - **compared**: whether tests compare the scheme with other code for the vendor.\n\
         - **page code**: what visitorseal writes. `script` is for your pages, `address` signs the visitor in by a redirect, and \
         with `no` your own code passes the fields.\n",
        entries.len(),
        languages.replace("The shell", "the shell"),
    );
    for (heading, group) in groups(entries) {
        text.push_str(&format!("\n## {heading}\n\n{HEAD}"));
        text.extend(group.into_iter().map(|entry| row(entry, oracles)));
    }
    text.push_str(&left_out());
    text
}

/// The products that we looked at and that have no scheme.
fn left_out() -> String {
    let all: Vec<[String; 3]> =
        serde_json::from_str(include_str!("../../../../bindings/cli/left_out.json")).unwrap_or_default();
    let rows: String =
        all.into_iter().map(|[vendor, product, reason]| format!("| {vendor} | {product} | {reason} |\n")).collect();
    format!(
        "\n## Not here\n\nWe looked at these products too, and they have no scheme. Do you know more about one of them? \
         [Tell us](../../CONTRIBUTING.md#report-a-scheme-that-is-wrong), or write [a scheme file](../add-a-vendor.md).\n\n\
         | vendor | product | why |\n|---|---|---|\n{rows}"
    )
}

const HEAD: &str = "| vendor | product | scheme | signed | signature | example | compared | page code |\n\
     |---|---|---|---|---|---|---|---|\n";

fn row(entry: &Entry, oracles: &Oracles) -> String {
    let scheme = &entry.scheme;
    let page = match (entry.offers("forget"), entry.offers("url")) {
        (true, true) => "script, address",
        (true, false) => "script",
        (false, true) => "address",
        (false, false) => "no",
    };
    let name = scheme.name();
    let old = if scheme.about().deprecated.is_some() { " (deprecated)" } else { "" };
    let others = scheme.about().other_names.join(", ");
    format!(
        "| {}{} | {} | [`{name}`]({}){old} | {} | {} | {} | {} | {page} |\n",
        scheme.vendor(),
        if others.is_empty() { String::new() } else { format!(" ({others})") },
        scheme.product().unwrap_or_default(),
        entry.page(),
        what_is_signed(entry).replace('|', "\\|"),
        scheme.algorithm(),
        where_from(entry),
        if oracles.of(scheme).is_empty() { "no" } else { "yes" },
    )
}

/// Where the signature of the example comes from.
fn where_from(entry: &Entry) -> &'static str {
    match entry.scheme.examples().iter().any(|example| example.signature.is_some()) {
        true if has_vendors_example(entry) => "vendor",
        true => "the rule",
        false => "none",
    }
}

/// Whether an example's signature comes from the vendor's page or library.
fn has_vendors_example(entry: &Entry) -> bool {
    let mut examples = entry.scheme.examples().iter();
    examples.any(|example| example.signature.is_some() && !is_own(&example.source))
}

/// Whether a general program computed an example, by the vendor's rule.
fn is_own(source: &str) -> bool {
    ["OpenSSL", "openssl", "Python"].iter().any(|tool| source.starts_with(tool))
}

pub fn what_is_signed(entry: &Entry) -> String {
    // Named attributes are too many for a table.
    let mut covers: Vec<&str> = Vec::new();
    for word in entry.scheme.covers() {
        let word = word.split('.').next().unwrap_or_default();
        if !covers.contains(&word) {
            covers.push(word);
        }
    }
    let covers = covers.join(", ");
    let has_further = entry.json.get("signatures").and_then(Value::as_array).is_some_and(|names| !names.is_empty());
    match entry.json.get("message").unwrap_or(&Value::Null) {
        Value::Array(alternatives) => {
            let words: Vec<&str> = alternatives.iter().filter_map(Value::as_str).collect();
            format!("`{}`", words.join("`, or else `"))
        }
        Value::String(_) if has_further => format!("{covers} (each by itself)"),
        Value::String(message) if message.contains("{payload}") => format!("{covers} (in one text)"),
        Value::String(message) => format!("`{message}`"),
        _ => format!("{covers} (in a token)"),
    }
}

/// Vendors whose name says nothing about the product.
const LARGE: [&str; 7] = ["Algolia", "Amazon", "Google", "IBM", "Microsoft", "Oracle", "Salesforce"];

/// The vendors by category, for README.md.
pub fn list(entries: &[Entry]) -> String {
    let mut text = format!(
        "visitorseal knows {} schemes. [docs/vendors](docs/vendors/README.md) is the catalogue, and each scheme has a page with\n\
         code in many languages. `visitorseal schemes --search WORD` searches them, also by former names:\n\n",
        entries.len()
    );
    for (heading, group) in groups(entries) {
        let mut links: Vec<String> = Vec::new();
        for entry in group {
            let vendor = entry.scheme.vendor();
            let is_alone = entries.iter().filter(|other| other.scheme.vendor() == vendor).count() == 1;
            let words = if is_alone && !LARGE.contains(&vendor) { vendor.to_owned() } else { entry.title() };
            links.push(format!("[{words}](docs/vendors/{})", entry.page()));
        }
        let mut line = format!("- **{heading}**:");
        let last = links.len().saturating_sub(1);
        for (index, link) in links.into_iter().enumerate() {
            if line.len() + link.len() > 128 {
                text.push_str(&format!("{line}\n"));
                line = " ".to_owned();
            }
            line.push_str(&format!(" {link}{}", if index == last { "" } else { "," }));
        }
        text.push_str(&format!("{line}\n"));
    }
    text
}
