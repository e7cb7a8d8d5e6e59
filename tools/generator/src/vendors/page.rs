//! docs/vendors/NAME.md: what a site does for one vendor.

use std::error::Error;

use serde_json::Value;
use visitorseal::{KeyKind, Scheme};

use super::{
    Entry, Oracles,
    catalogue::what_is_signed,
    facts::{Facts, Gives},
    language::Language,
};
use crate::refused::as_markdown;

pub fn text(
    entry: &Entry,
    all: &[Entry],
    facts: &Facts,
    languages: &[Language],
    oracles: &Oracles,
) -> Result<String, Box<dyn Error>> {
    let parts = [
        introduction(entry, all, facts),
        secret(entry, facts),
        snippets(entry, facts, languages),
        signed(entry, facts),
        duration(entry, facts),
        sign_out(entry, facts),
        tokens(entry, facts),
        check(entry, facts),
        mistakes(entry),
        example(entry),
        oracle(entry, oracles),
    ];
    let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    Ok(parts.join("\n"))
}

fn introduction(entry: &Entry, all: &[Entry], facts: &Facts) -> String {
    let (scheme, title) = (&entry.scheme, entry.title());
    let (about, vendor) = (scheme.about(), scheme.vendor());
    let says_what = facts.gives == Gives::Verified || title.to_lowercase().contains("identity verification");
    let what = if says_what { "" } else { ": identity verification" };
    let mut text = format!("# {title}{what}\n\n");
    if let Some(why) = &about.deprecated {
        text.push_str(&format!("**Deprecated.** {}", as_markdown(why)));
        if let Some(new) =
            about.replaced_by.as_ref().and_then(|new| all.iter().find(|other| other.scheme.name() == new))
        {
            text.push_str(&format!(" For a new site, see [{}]({}).", new.title(), new.page()));
        }
        text.push_str("\n\n");
    }
    let name = scheme.name();
    text.push_str(&match facts.gives {
        Gives::Verified => format!(
            "{vendor} signs its request to your site. Your server verifies the signature, so that nobody else can send such a \
             request. This page has the code for it, in many languages. In the code, `{name}` stands for this request.\n"
        ),
        _ => format!(
            "Your server signs the signed-in visitor, so that nobody else can claim to be them. This page has the code for it, \
             in many languages and frameworks. In the code, `{name}` stands for this product.\n"
        ),
    });
    let document = format!("[{} own document]({})", possessive(vendor), scheme.document());
    text.push_str(&format!("\n- {document}, as we read it on {}.", entry.text("read").unwrap_or_default()));
    if let Some(evidence) = &about.reported {
        text.push_str(&format!(" **Not all is in it.** {}", as_markdown(evidence)));
    }
    text.push('\n');
    let others: Vec<String> = all
        .iter()
        .filter(|other| other.scheme.vendor() == vendor && other.scheme.name() != name)
        .filter(|other| about.replaced_by.as_deref() != Some(other.scheme.name()))
        .map(|other| {
            let old =
                if other.scheme.about().deprecated.is_some() { ". Deprecated: for sites that have it" } else { "" };
            format!(
                "  - [{}]({}), `{}`: signs {}{old}.\n",
                other.title(),
                other.page(),
                other.scheme.name(),
                what_is_signed(other)
            )
        })
        .collect();
    if !others.is_empty() {
        text.push_str(&format!(
            "- This page is for **{}**, which signs {}. For another product of {vendor}, or another way to sign, take its page:\n{}",
            as_markdown(scheme.product().unwrap_or(&title)),
            what_is_signed(entry),
            others.concat(),
        ));
    }
    if !about.other_names.is_empty() {
        text.push_str(&format!("- Other names: {}.\n", as_markdown(&about.other_names.join(", "))));
    }
    text
}

fn secret(entry: &Entry, facts: &Facts) -> String {
    let scheme = &entry.scheme;
    let vendor = scheme.vendor();
    let mut text = "## The secret\n\n".to_owned();
    if let Some(place) = &scheme.guide().secret {
        text.push_str(&format!("{} ", as_markdown(place)));
    }
    let place = scheme.guide().secret.as_deref();
    text.push_str(&match scheme.key_kind() {
        KeyKind::Pair if place.is_none_or(|place| place.contains("pair")) => format!(
            "`visitorseal keygen --algorithm {} --out keys` makes a key pair: the private key signs, and {vendor} gets the public \
             key. Put the private key (PEM)",
            scheme.algorithm()
        ),
        KeyKind::Pair => "Put the private key (PEM)".to_owned(),
        KeyKind::Shared => "Put the secret as it is".to_owned(),
    });
    text.push_str(&format!(
        " into the environment variable `{}` of your server. It must never reach a browser or an app.{}\n",
        facts.variable,
        match scheme.secret_form() {
            Some("hex") => " visitorseal decodes its hex digits.",
            Some("base64") => " visitorseal decodes its Base64.",
            _ => "",
        }
    ));
    let settings = entry.json.get("settings").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    if !settings.is_empty() {
        text.push_str("\n| setting | required | what it is |\n|---|---|---|\n");
        for setting in settings {
            let word = |key| setting.get(key).and_then(Value::as_str).unwrap_or_default();
            let required = setting.get("required").and_then(Value::as_bool).unwrap_or_default();
            let is_used = facts.settings.iter().any(|set| set.name == word("name"));
            let is_per_request = facts.request_setting().is_some_and(|set| set.name == word("name"));
            let needed = match (required, is_used && word("form") != "endpoint") {
                (true, _) if is_per_request => "yes, anew for each request".to_owned(),
                (true, _) => "yes".to_owned(),
                (false, true) => format!("for the {}", if facts.gives == Gives::Url { "address" } else { "script" }),
                (false, false) => "no".to_owned(),
            };
            text.push_str(&format!("| `{}` | {needed} | {} |\n", word("name"), as_markdown(word("about"))));
        }
    }
    text
}

fn signed(entry: &Entry, facts: &Facts) -> String {
    let scheme = &entry.scheme;
    let covers = scheme.covers();
    let mut text = "## What is signed\n\n".to_owned();
    let messages = match entry.json.get("message") {
        Some(Value::Array(messages)) => messages.iter().filter_map(Value::as_str).collect(),
        Some(Value::String(message)) => vec![message.as_str()],
        _ => Vec::new(),
    };
    let words = |words: &[&str]| listed(words.iter().map(|word| in_words(word)).collect());
    let algorithm = scheme.algorithm();
    match messages.as_slice() {
        [] => {
            let claims: Vec<String> = facts.claims.iter().map(|claim| format!("`{claim}`")).collect();
            text.push_str(&format!(
                "The signature is a token (JWT) with {algorithm}. It holds {}. With the snippets above, its claims are \
                 {}.\n",
                words(&covers),
                claims.join(", ")
            ));
        }
        [message] if message.contains("{payload}") => text.push_str(&format!(
            "One text holds {}, and {algorithm} signs it. The signed message is `{message}`.\n",
            words(&covers)
        )),
        [message] => text.push_str(&format!("{algorithm} signs the message `{message}`.\n")),
        several => text.push_str(&format!(
            "{algorithm} signs the first of these messages whose fields the visitor has: `{}`.\n",
            several.join("`, `")
        )),
    }
    let further = entry.json.get("signatures").and_then(Value::as_array).map_or(0, Vec::len);
    if further > 0 {
        text.push_str(&format!("\n{} are signed each by itself.\n", words(&covers)));
    }
    if let Some(why) = entry.text("ambiguous") {
        text.push_str(&format!("\n**Ambiguous.** {}\n", as_markdown(why)));
    }
    let unsigned = unsigned(scheme);
    if !unsigned.is_empty() && facts.gives != Gives::Verified {
        text.push_str(&format!(
            "\n**Not signed**: {}. Anyone can edit {} in the browser.\n",
            words(&unsigned),
            if unsigned.len() == 1 { "it" } else { "them" }
        ));
    }
    let mut optional: Vec<String> = facts.optional.iter().map(|name| format!("`{name}`")).collect();
    let named = scheme.used().iter().filter_map(|word| word.strip_prefix("attributes."));
    let named = named.filter(|name| !facts.attributes.contains_key(*name)).map(|name| format!("`attributes.{name}`"));
    for name in named {
        if !optional.contains(&name) {
            optional.push(name);
        }
    }
    if scheme.used().iter().any(|word| word == "attributes") {
        optional.push("further `attributes`, such as the plan".to_owned());
    }
    if !optional.is_empty() && facts.gives != Gives::Verified {
        text.push_str(&format!("\nYou may also pass {}.\n", listed(optional)));
    }
    let is_handed = |name: &str| facts.handed.iter().any(|handed| handed.name == name);
    let names = facts.attributes.keys().filter(|name| !is_handed(name) && facts.gives != Gives::Verified);
    let names: Vec<String> = names.map(|name| format!("`{name}`")).collect();
    if !names.is_empty() {
        let (many, them) = if names.len() == 1 { ("", "it") } else { ("s", "them") };
        text.push_str(&format!(
            "\n{} needs the attribute{many} {}. The snippets take {them} from the user: pass {them} from where your site has {them}.\n",
            scheme.vendor(),
            listed(names)
        ));
    }
    for handed in &facts.handed {
        text.push_str(&format!(
            "\n{} needs the attribute `{}` too, which comes with its request. {}\n",
            scheme.vendor(),
            handed.name,
            as_markdown(&handed.note)
        ));
    }
    if covers.contains(&"email") {
        text.push_str(
            "\n**Warning:** pass an email address only if your site has verified it. Otherwise the signature makes a \
             false address look true.\n",
        );
    }
    let names: Vec<String> = facts.signed.fields().keys().map(|name| format!("`{name}`")).collect();
    let gets = if facts.gives == Gives::Verified { "sends" } else { "gets" };
    text.push_str(&format!("\n{} {gets} these fields: {}.\n", scheme.vendor(), names.join(", ")));
    text
}

/// The visitor's fields that the vendor gets without a signature.
fn unsigned(scheme: &Scheme) -> Vec<&str> {
    const ORDER: [&str; 5] = ["id", "email", "name", "phone", "avatar"];
    let covers = scheme.covers();
    let has_all = |words: &[&str]| words.contains(&"attributes");
    let used: Vec<&str> = scheme.used().iter().map(String::as_str).collect();
    let is_told = |word: &str| word.starts_with("attributes.") && (has_all(&covers) || has_all(&used));
    let mut words: Vec<&str> = used.iter().copied().filter(|word| !covers.contains(word) && !is_told(word)).collect();
    words.sort_by_key(|word| (ORDER.iter().position(|own| own == word).unwrap_or(ORDER.len()), *word));
    words.dedup();
    words
}

fn duration(entry: &Entry, facts: &Facts) -> String {
    if facts.gives == Gives::Verified {
        return String::new();
    }
    let lasts = entry.scheme.lasts();
    let mut text = "## How long a signature lasts\n\n".to_owned();
    if let Some(age) = lasts.max_age {
        text.push_str(&format!("A signature is refused when it is {} old. ", in_time(age)));
    }
    match (lasts.ends, lasts.setting, lasts.default) {
        (true, Some(setting), default) => {
            let without = default.map_or_else(
                || "without it, the signature does not end".to_owned(),
                |default| format!("without it, it lasts {}", in_time(default)),
            );
            text.push_str(&format!("The setting `{setting}` says how many seconds a signature lasts; {without}."));
            if let Some(maximum) = lasts.maximum {
                text.push_str(&format!(" The longest is {}.", in_time(maximum)));
            }
        }
        (true, None, Some(default)) => text.push_str(&format!("A signature lasts {}.", in_time(default))),
        _ if lasts.max_age.is_none() => text.push_str(
            "A signature never expires: whoever copies it can use it until you change the secret. \
             [SECURITY.md](../../SECURITY.md) says what follows from that.",
        ),
        _ => {}
    }
    format!("{}\n", text.trim_end())
}

fn snippets(entry: &Entry, facts: &Facts, languages: &[Language]) -> String {
    let vendor = entry.scheme.vendor();
    let mut text = match facts.gives {
        Gives::Verified => "## Verify the request\n\n".to_owned(),
        _ => "## Sign the visitor\n\n".to_owned(),
    };
    let place = entry.scheme.guide().place.as_deref();
    let page = entry.scheme.guide().page.as_deref();
    if let Some(page) = page {
        text.push_str(&format!("{}\n\n", as_markdown(page)));
    }
    text.push_str(&match facts.gives {
        Gives::Script if has_key(entry, "template") => format!(
            "The code below makes a script for your pages. It contains {vendor}'s own code: remove that from the pages that get \
             this script."
        ),
        Gives::Script if entry.toml.contains("[page.tag]") => format!(
            "The code below makes a script for your pages. It is {vendor}'s own script element with the signed fields: remove \
             {vendor}'s element from the pages that get it."
        ),
        Gives::Script if page.is_some() => format!("The code below makes a script, which passes the signed fields to {vendor}."),
        Gives::Script => format!(
            "The code below makes a script for your pages. Keep {vendor}'s own snippet, and put the script next to it: the script \
             waits for the widget, and passes the signed fields to it. If your page already has a call that names the visitor, \
             remove that call."
        ),
        Gives::Url => "The code below makes an address that signs this visitor in: redirect the browser to it. Whoever opens the address \
             is this visitor. So make a new one for each redirect, and send the redirect with `Cache-Control: private, no-store`."
            .to_owned(),
        Gives::Fields | Gives::Verified if place.is_some() => String::new(),
        Gives::Fields => format!(
            "visitorseal writes no page code for {vendor}. Pass the signed fields to {vendor} in your own code, or give them \
             to your app from an endpoint."
        ),
        Gives::Verified => format!("Verify the query of each request of {vendor} before you use it."),
    });
    if let Some(place) = place {
        text.push_str(&format!(" {}", as_markdown(place)));
        text = text.replace("\n\n ", "\n\n");
    }
    if facts.gives == Gives::Script {
        if !entry.is_for_one_page() {
            text.push_str(
                " Write the script into every page of a signed-in visitor. On pages where nobody is signed in, write \
                 the anonymous script instead, `signer.anonymous_script()`: that one makes the widget forget a visitor who has signed out.",
            );
        }
        text.push_str(" Send a page that has a visitor's script with `Cache-Control: private, no-store`.");
        if entry.offers("url") {
            text.push_str(" A signed visitor also has an address that signs them in: `url` in place of `script`.");
        }
    }
    if let Some(set) = facts.request_setting() {
        text.push_str(&format!(
            " Each request has its own `{0}`, so create a signer for each. The browser sends it: refuse every `{0}` that has not the \
             form of `{1}`.",
            set.name, set.value
        ));
    }
    let own: Vec<&str> =
        facts.settings.iter().map(|set| set.value.as_str()).filter(|value| value.starts_with("YOUR_")).collect();
    if !own.is_empty() {
        text.push_str(&format!(" Write your own values in place of `{}`.", own.join("`, `")));
    }
    text.push_str(
        "\n\n[Install visitorseal](../../README.md#install) for your language. Then open your language or framework:\n",
    );
    for language in languages {
        if let Some(snippet) = language.snippet(entry, facts) {
            text.push_str(&format!(
                "\n<details>\n<summary>{0}</summary>\n\n{snippet}\nMore: [the guide for {2}]({1}).\n\n</details>\n",
                language.title(),
                language.guide(),
                language.title().replace("The shell", "the shell")
            ));
        }
    }
    text
}

fn sign_out(entry: &Entry, facts: &Facts) -> String {
    let vendor = entry.scheme.vendor();
    if facts.gives == Gives::Verified {
        return String::new();
    }
    let mut text = "## Sign-out\n\n".to_owned();
    text.push_str(&match (entry.offers("forget"), facts.gives) {
        (true, _) if entry.is_for_one_page() => "Your site's sign-out does not reach what the script has sent.".to_owned(),
        (true, _) => "After a sign-out, the anonymous script on the next page makes the widget forget the visitor: so every page must \
             have one of the two scripts. If your site changes pages without a full load (Turbo, htmx, Livewire, React), write \
             the element in place of the script: [docs/sign-out.md](../sign-out.md)."
            .to_owned(),
        (false, Gives::Url) => format!("The address signs the visitor in at {vendor}, and your site's sign-out does not end that."),
        (false, _) => {
            let what = match &entry.scheme.guide().sign_out {
                None => format!("Call {} own sign-out in your code, if there is one.", possessive(vendor)),
                Some(told) => as_markdown(told),
            };
            format!("visitorseal writes no page code for {vendor}. {what}")
        }
    });
    if let Some(kept) = entry.scheme.kept() {
        text.push_str(&format!(" **What stays:** {}", as_markdown(kept)));
    }
    format!("{text}\n")
}

fn tokens(entry: &Entry, facts: &Facts) -> String {
    let lasts = entry.scheme.lasts();
    let endpoint = facts.settings.iter().any(|set| set.value == "/visitor");
    if endpoint {
        return "## When the token ends\n\nThe widget asks your site for another token at the address that the setting \
             `endpoint` names. Answer there with the fields of the signed-in visitor as JSON, or with 401 if nobody is \
             signed in: [docs/tokens.md](../tokens.md#a-widget-that-asks-for-another-token).\n"
            .to_owned();
    }
    if facts.gives == Gives::Url || entry.is_for_one_page() || !(lasts.ends || lasts.max_age.is_some()) {
        return String::new();
    }
    let mut text =
        "## When the signature ends\n\n`expires_at` of a signed visitor says when. Sign again before then.".to_owned();
    if entry.scheme.guide().place.is_none() {
        text.push_str(
            " A page that stays open can get new fields from your endpoint: [docs/sign-out.md](../sign-out.md).",
        );
    }
    text.push('\n');
    text
}

fn check(entry: &Entry, facts: &Facts) -> String {
    let (scheme, guide) = (&entry.scheme, entry.scheme.guide());
    let mut text = "## Check it\n\n".to_owned();
    for sentence in [&guide.check, &guide.enforce].into_iter().flatten() {
        text.push_str(&format!("- {}\n", as_markdown(sentence)));
    }
    let vendor = scheme.vendor();
    if guide.check.is_none() && facts.gives != Gives::Verified {
        let opens = match facts.gives {
            Gives::Script if entry.is_for_one_page() => "open the page with the script",
            Gives::Script => "open a page with the widget",
            Gives::Url => "open the address",
            _ => "pass the fields on",
        };
        text.push_str(&format!(
            "- Sign in to your site with a test account, and {opens}: {vendor} must know this visitor. Then sign with another \
             secret: {vendor} must refuse this visitor, or show that the visitor is not verified. Otherwise {vendor} does not check \
             signatures yet.\n"
        ));
    }
    let name = scheme.name();
    let key = if scheme.key_kind() == KeyKind::Pair { "the public key" } else { "the secret" };
    let (asks, from) = match facts.gives {
        Gives::Verified => ("Does the request not verify?".to_owned(), "the query of the request, as JSON"),
        _ => (format!("Does {vendor} refuse the signature?"), "what the page sent"),
    };
    text.push_str(&format!(
        "- {asks} `visitorseal explain {name} --key-file FILE < fields.json` names the mistake. FILE holds {key}, and fields.json \
         {from}: [docs/refused.md](../refused.md). Each language has `explain` too.\n"
    ));
    if facts.gives != Gives::Verified {
        text.push_str(&format!(
            "- Do you work at {vendor}? `visitorseal verify {name}` verifies what a page sent, and each language has a `Verifier`.\n"
        ));
    }
    let told = if scheme.about().reported.is_some() { " Not all of it is in the vendor's document." } else { "" };
    text.push_str(&format!(
        "- Is this page wrong?{told} [Report it](../../CONTRIBUTING.md#report-a-scheme-that-is-wrong).\n"
    ));
    text
}

fn mistakes(entry: &Entry) -> String {
    let mistakes = &entry.scheme.guide().mistakes;
    if mistakes.is_empty() {
        return String::new();
    }
    let rows: String = mistakes.iter().map(|mistake| format!("- {}\n", as_markdown(mistake))).collect();
    format!("## Mistakes that are easy to make\n\n{rows}")
}

fn example(entry: &Entry) -> String {
    let examples = entry.scheme.examples();
    let Some(example) = examples.iter().find(|example| example.signature.is_some()) else {
        return String::new();
    };
    let mut rows = vec![("visitor", Value::Object(example.visitor.clone()).to_string())];
    if let Some(secret) = &example.secret {
        rows.push(("secret", secret.clone()));
    }
    if !example.settings.is_empty() {
        rows.push(("settings", Value::Object(example.settings.clone()).to_string()));
    }
    if let Some(now) = example.now {
        rows.push(("time of signing", now.to_string()));
    }
    if let Some(signature) = &example.signature {
        rows.push(("signature", signature.clone()));
    }
    let rows: String =
        rows.into_iter().map(|(name, value)| format!("| {name} | `{}` |\n", value.replace('|', "\\|"))).collect();
    let source = example.source.trim_end_matches('.');
    format!("## An example\n\nThe signature comes from: {}.\n\n| | |\n|---|---|\n{rows}", as_markdown(source))
}

fn oracle(entry: &Entry, oracles: &Oracles) -> String {
    let all = oracles.of(&entry.scheme);
    if all.is_empty() {
        return String::new();
    }
    let rows: String = all
        .iter()
        .map(|oracle| {
            let word = |key| oracle.get(key).and_then(Value::as_str).unwrap_or_default();
            format!("- {} ({}): {}\n", as_markdown(word("name")), word("kind"), as_markdown(word("source")))
        })
        .collect();
    format!("## Compared with\n\nTests compare visitorseal's signature with that of other code:\n\n{rows}")
}

/// Whether `[page]` has this key.
fn has_key(entry: &Entry, key: &str) -> bool {
    entry.toml.lines().any(|line| line.starts_with(&format!("{key} = ")))
}

fn possessive(name: &str) -> String {
    if name.ends_with('s') { format!("{name}'") } else { format!("{name}'s") }
}

/// One, two and three.
pub fn listed(mut words: Vec<String>) -> String {
    match words.pop() {
        Some(last) if !words.is_empty() => format!("{} and {last}", words.join(", ")),
        last => last.unwrap_or_default(),
    }
}

/// A visitor's field: `attributes` stands for all of them.
fn in_words(word: &str) -> String {
    match word.strip_prefix("attributes.") {
        Some(name) => format!("the attribute `{name}`"),
        None if word == "attributes" => "all attributes".to_owned(),
        None => format!("`{word}`"),
    }
}

fn in_time(seconds: u64) -> String {
    const UNITS: [(u64, &str); 4] = [(86_400, "day"), (3600, "hour"), (60, "minute"), (1, "second")];
    let (size, unit) = UNITS.into_iter().find(|(size, _)| seconds.is_multiple_of(*size)).unwrap_or((1, "second"));
    match seconds / size {
        1 => format!("1 {unit}"),
        many => format!("{many} {unit}s"),
    }
}
