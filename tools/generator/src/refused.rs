//! docs/refused.md: each code of a finding, with what it means, what to change, and an example.

mod examples;

use std::error::Error;

use visitorseal::{
    Cause, PageCause,
    advice::{self, Advice},
    transformations,
};

use crate::documents::between;
use examples::Example;

/// A part of the page.
struct Section {
    title: &'static str,
    about: &'static str,
    /// Codes, or beginnings of codes that end with `_`.
    codes: &'static [&'static str],
}

/// A code stands in the first section that names it.
const SECTIONS: &[Section] = &[
    Section {
        title: "The signed text",
        about: "The site signed another text than the vendor checks, or the page sends another text than the site signed.",
        codes: &["other_field", "message_", "payload_"],
    },
    Section {
        title: "The secret",
        about: "The site signed the right text, with another secret or with the secret in another form.",
        codes: &[
            "secret_space",
            "secret_quotes",
            "secret_hex",
            "secret_base64",
            "secret_charset",
            "secret_cut",
            "secret_name",
            "secret_escaped",
            "secret_word",
            "secret_hashed",
            "secret_is_field",
            "secret_case",
            "other_key",
            "key_not_newest",
            "secret_unknown",
        ],
    },
    Section {
        title: "How it was hashed",
        about: "The site computed something else than an HMAC with the vendor's hash.",
        codes: &["key_message_swapped", "other_hash", "no_hmac", "no_secret", "hashed_twice"],
    },
    Section {
        title: "How the signature is written",
        about: "The signature is right, and the page sends it in another form.",
        codes: &["result_"],
    },
    Section {
        title: "Where a value stands",
        about: "A value has another name or place than the vendor looks at.",
        codes: &["field_misspelt", "field_place", "field_is_", "fields_swapped", "signatures_swapped", "signature_is_"],
    },
    Section {
        title: "Tokens",
        about: "The vendor takes a JSON Web Token (JWT).",
        codes: &[
            "token_",
            "hs256_with_pem",
            "kid_missing",
            "key_unknown",
            "algorithm_refused",
            "header_refused",
            "claim_",
            "claims_",
            "expiry_missing",
            "lifetime_too_long",
            "time_",
        ],
    },
    Section {
        title: "Keys and secrets that cannot be read",
        about: "What was passed as the key or secret is none, or not one for this vendor.",
        codes: &["key_", "kid_", "secret_empty", "secret_encoding", "secret_is_"],
    },
    Section {
        title: "The verifier's answer",
        about: "These are the verifier's own codes, where no mistake of the site explains them further.",
        codes: &[
            "signature_",
            "fields_",
            "field_type",
            "field_invalid",
            "attribute_key",
            "attribute_too_deep",
            "number_too_large",
        ],
    },
    Section {
        title: "It verifies, and the widget does not know the visitor",
        about: "The checklist of a signature that is right.",
        codes: &["check_", "field_unsigned"],
    },
    Section {
        title: "A page",
        about: "What `explain --page` and `explain_page` find besides the signatures.",
        codes: &["page_"],
    },
];

/// docs/refused.md with the list of codes.
pub fn refused() -> Result<String, Box<dyn Error>> {
    let examples = examples::all()?;
    let (found, warnings): (Vec<Advice>, _) = advice::all().into_iter().partition(|advice| !advice.fixes.is_empty());
    let mut texts: Vec<String> =
        SECTIONS.iter().map(|section| format!("## {}\n\n{}\n\n", section.title, section.about)).collect();
    for advice in &found {
        let place = SECTIONS.iter().position(|section| section.has(advice.code));
        let text = place.and_then(|place| texts.get_mut(place));
        if is_cause(advice.code) && !examples::has(advice.code, &examples) {
            let places = "tests/vectors/explain.json and the pages of tools/generator/src/refused/examples.rs";
            return Err(format!("{places} have no finding {}. Add one.", advice.code).into());
        }
        let missing = || format!("SECTIONS in tools/generator/src/refused.rs has no section for {}", advice.code);
        text.ok_or_else(missing)?.push_str(&entry(advice, &examples));
    }
    let rows = warnings.iter().map(|advice| format!("| `{}` | {} |\n", advice.code, as_markdown(advice.about)));
    texts.push(format!("{WARNINGS}{}", rows.collect::<String>()));
    between("docs/refused.md", "codes", texts.concat().trim_end())
}

/// Whether the code is one that only `explain` gives. Vectors have each of them.
fn is_cause(code: &str) -> bool {
    let mut causes = Cause::ALL.iter().map(|cause| cause.as_str());
    causes.any(|cause| cause == code) || PageCause::ALL.iter().any(|cause| cause.as_str() == code)
}

const WARNINGS: &str = "## Warnings of a signer

A signer signs all the same, and the vendor verifies it. The warning's reason says what to change.

| warning | what it means |
|---|---|
";

impl Section {
    fn has(&self, code: &str) -> bool {
        self.codes.iter().any(|own| code == *own || own.ends_with('_') && code.starts_with(own))
    }
}

/// Where each of the fixes is made.
fn sides(code: &str, fixes: usize) -> [&'static str; 2] {
    match (fixes, code.split('_').next()) {
        (2, Some("message")) => ["On the server", "In the page"],
        (2, Some("secret")) => ["On the site's server", "In the verifier"],
        _ => ["Change", "Or change"],
    }
}

/// What a transformation with this code changes.
fn thing(code: &str) -> &'static str {
    match code.split('_').next() {
        Some("secret") => "the secret",
        Some("result") => "the signature",
        _ => "the text",
    }
}

/// What a code means, what to change, and at most one example for each thing to change.
fn entry(advice: &Advice, examples: &[Example]) -> String {
    let Advice { code, about, fixes } = advice;
    let mut text = format!("### `{code}`\n\n{}\n\n", as_markdown(about));
    for (fix, side) in fixes.iter().zip(sides(code, fixes.len())) {
        text.push_str(&format!("- **{side}:** {}\n", as_markdown(fix)));
    }
    let forms: Vec<String> = transformations()
        .filter(|(.., codes)| codes.contains(code))
        .map(|(_, phrase, _)| as_markdown(&phrase.replace("{}", thing(code))))
        .collect();
    if !forms.is_empty() {
        text.push_str(&format!("- **It knows:** {}.\n", forms.join("; ")));
    }
    if !fixes.is_empty() {
        text.push('\n');
    }
    for example in examples::of(code, fixes, examples) {
        text.push_str(&format!("> {}", as_markdown(&example.reason)));
        if !fixes.contains(&example.fix.as_str()) {
            text.push_str(&format!(" → {}", as_markdown(&example.fix)));
        }
        text.push_str("\n\n");
    }
    text
}

/// A text of the core, so that Markdown shows each character. A text between backticks stays code.
pub fn as_markdown(text: &str) -> String {
    let mut before = ' ';
    let mut in_code = false;
    let mut written = String::new();
    for char in text.chars() {
        in_code ^= char == '`';
        let is_mark = "\\*<>[]|".contains(char) || char == '_' && !before.is_alphanumeric();
        if is_mark && !in_code {
            written.push('\\');
        }
        written.push(char);
        before = char;
    }
    written
}
