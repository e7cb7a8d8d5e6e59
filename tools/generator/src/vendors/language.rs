//! The snippets: a file of tools/generator/snippets for each language or framework, filled for a scheme.
//!
//! A file begins with keys: the title, the guide and the fence of code; how the language writes a setting (`setting`), all of
//! them (`settings`, or `arguments` where a second form is needed), a field of the visitor (`field`, or `field id` for one), an
//! attribute and all attributes; and what stands between two of them (`join`, `join settings`). In these, NAME, CAMEL, VALUE,
//! TEXT, METHOD and ALL are filled in. `attribute handed` and `setting request` are those whose value comes with a request,
//! `endpoint: yes` says that `fields` is an endpoint for the site's own page. `parameter` is the function's for such an
//! attribute, and `note` a line of a comment. Then comes a text for each of `script`, `url`, `fields`, `fields per request` (a
//! setting has another value for each request) and `verified` (the vendor signs, and the site verifies), with @SCHEME@,
//! @CLASS@, @CAMEL@, @VENDOR@, @SECRET@ (the environment variable), @SETTINGS@, @ARGUMENTS@, @VISITOR@, @PARAMETERS@,
//! @ONLY_PARAMETERS@ and @NOTE@ (a line of its own). `fields per request` has besides @REQUEST@, @REQUEST_CAMEL@, @EXAMPLE@,
//! @PATTERN@ and @SEPARATOR@ of the setting, and `verified` has @ATTRIBUTE@, @ATTRIBUTE_CLASS@, @FIELDS@ and @QUERY@. A name
//! with ` default` after it, such as `script default`, is taken where the visitor has only what the framework's own visitor
//! has. @ELSEWHERE@ and @NOT_INSERTED@ are `elsewhere` and `not inserted`, where the script does not belong at the end of each
//! page, @ONE_PAGE@ is `one page` where it belongs into one page only, and @INSERTS@ is `inserts` or `inserts not`. @WHERE@
//! begins a sentence: into which template the script belongs.

use std::{collections::BTreeMap, error::Error, fs};

use serde_json::Value;
use visitorseal::FieldsGoTo;

use super::{
    Entry,
    facts::{Facts, Gives, Set},
    page::listed,
    root,
};

/// The files of tools/generator/snippets, in the order of the pages.
#[rustfmt::skip]
const NAMES: &[&str] = &["python", "django", "flask", "fastapi", "node", "express", "fastify", "nextjs", "php", "laravel", "symfony", "twig", "ruby", "rails", "sinatra", "java", "kotlin", "swift", "rust", "c", "shell"];

pub struct Language {
    keys: BTreeMap<String, String>,
    /// The text for each form.
    texts: BTreeMap<String, String>,
}

pub fn all() -> Result<Vec<Language>, Box<dyn Error>> {
    NAMES.iter().map(|name| Language::read(name)).collect()
}

impl Language {
    fn read(name: &str) -> Result<Self, Box<dyn Error>> {
        let path = root().join(format!("tools/generator/snippets/{name}.txt"));
        let file = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        let mut parts = file.split("\n--- ");
        let keys = parts.next().unwrap_or_default().lines().filter_map(|line| line.split_once(": "));
        let keys = keys.map(|(key, value)| (key.to_owned(), value.to_owned())).collect();
        let texts = parts.filter_map(|part| part.split_once('\n'));
        let texts = texts.map(|(gives, text)| (gives.to_owned(), text.trim_end().to_owned())).collect();
        Ok(Self { keys, texts })
    }

    fn key(&self, name: &str) -> &str {
        self.keys.get(name).map_or("", String::as_str)
    }

    pub fn title(&self) -> &str {
        self.key("title")
    }

    /// The guide of the language, from a page of docs/vendors.
    pub fn guide(&self) -> &str {
        self.key("guide")
    }

    /// The blocks of code with their sentences, as Markdown. None if the language has nothing for this scheme.
    pub fn snippet(&self, entry: &Entry, facts: &Facts) -> Option<String> {
        let needs_environment = facts.settings.iter().any(|set| set.variable.is_some());
        if needs_environment && self.key("environment").is_empty() {
            return None;
        }
        if !facts.handed.is_empty() && self.key("attribute handed").is_empty() {
            return None;
        }
        // A framework's endpoint answers the site's own page.
        if facts.gives == Gives::Fields && !self.key("endpoint").is_empty() && !is_for_own_page(entry, facts) {
            return None;
        }
        let simple = self.texts.get(&format!("{} default", facts.form())).filter(|_| facts.is_usual());
        let text = simple.or_else(|| self.texts.get(facts.form()))?;
        let filled = self
            .with_request(text, facts)?
            .replace("@ONLY_PARAMETERS@", self.parameters(facts).trim_start_matches([',', ' ']))
            .replace("@PARAMETERS@", &self.parameters(facts))
            .replace("@SETTINGS@", &self.settings(facts, "settings"))
            .replace("@ARGUMENTS@", &self.settings(facts, "arguments"))
            .replace("@VISITOR@", &self.visitor(facts))
            .replace("@SCHEME@", entry.scheme.name())
            .replace("@CAMEL@", &in_camel_case(entry.scheme.name(), false))
            .replace("@CLASS@", &in_camel_case(entry.scheme.name(), true))
            .replace("@SECRET@", &facts.variable)
            .replace("@VENDOR@", entry.scheme.vendor());
        let filled = self.with_place(&filled, entry);
        let mut code = String::new();
        for line in filled.lines() {
            match line.split_once("@NOTE@") {
                Some((indent, _)) => code.push_str(&self.notes(facts, indent)),
                // A line of its own for the settings is left out if there are none.
                None if line.trim() == "@NONE@" => {}
                None => code.push_str(&format!("{}\n", line.trim_end())),
            }
        }
        match code.contains("```") {
            true => Some(code),
            false => Some(format!("```{}\n{code}```\n", self.key("fence"))),
        }
    }

    /// The text with the place of the script in the site's pages.
    fn with_place(&self, text: &str, entry: &Entry) -> String {
        let is_elsewhere = !entry.is_inserted();
        let elsewhere =
            if is_elsewhere { self.key("elsewhere").replace("NAME", entry.scheme.name()) + " " } else { String::new() };
        text.replace("@ELSEWHERE@", &elsewhere)
            .replace("@INSERTS@", self.key(if is_elsewhere { "inserts not" } else { "inserts" }))
            .replace("@ONE_PAGE@", if entry.is_for_one_page() { self.spaced("one page") } else { "" })
            .replace("@NOT_INSERTED@", if is_elsewhere { self.key("not inserted") } else { "@NONE@" })
            .replace(
                "@WHERE@",
                if entry.is_for_one_page() { "In the template of that page" } else { "In the layout of all pages" },
            )
    }

    /// What a function gets beside the user.
    fn parameters(&self, facts: &Facts) -> String {
        let parameter =
            |name: &str| self.key("parameter").replace("CAMEL", &in_camel_case(name, false)).replace("NAME", name);
        facts.handed.iter().map(|handed| parameter(&handed.name)).collect()
    }

    /// Comments about values that come with a request.
    fn notes(&self, facts: &Facts, indent: &str) -> String {
        let lines = facts.handed.iter().flat_map(|handed| wrapped(&handed.note, 110 - indent.len()));
        lines.map(|line| format!("{indent}{}\n", self.key("note").replace("TEXT", &line))).collect()
    }

    /// The text with what a vendor's request has. None for a request that no snippet can check.
    fn with_request(&self, text: &str, facts: &Facts) -> Option<String> {
        let fields: Vec<String> = facts.signed.fields().keys().map(|name| format!("`{name}`")).collect();
        let text = text
            .replace("@FIELDS@", &listed(fields))
            .replace("@QUERY@", &Value::Object(facts.signed.fields().clone()).to_string());
        if let Some(set) = facts.request_setting() {
            let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
            let separator = set.value.trim_start_matches(|char: char| char.is_ascii_digit()).get(..1)?;
            let (before, after) = set.value.split_once(separator)?;
            if !is_number(before) || !is_number(after) {
                return None;
            }
            return Some(
                text.replace("@REQUEST@", &set.name)
                    .replace("@REQUEST_CAMEL@", &in_camel_case(&set.name, false))
                    .replace("@EXAMPLE@", &set.value)
                    .replace("@PATTERN@", &format!("[0-9]+[{separator}][0-9]+"))
                    .replace("@SEPARATOR@", separator),
            );
        }
        let Some(name) = facts.attributes.keys().next() else { return Some(text) };
        Some(text.replace("@ATTRIBUTE@", name).replace("@ATTRIBUTE_CLASS@", &in_camel_case(name, true)))
    }

    /// The settings, in one of two forms: `settings` and `arguments` of the language's file.
    fn settings(&self, facts: &Facts, form: &str) -> String {
        if facts.settings.is_empty() {
            return self.key(&format!("no {form}")).to_owned();
        }
        let all: Vec<String> = facts.settings.iter().map(|set| self.setting(set, form)).collect();
        self.spaced(form).replace("ALL", &all.join(self.spaced("join settings")))
    }

    fn setting(&self, set: &Set, form: &str) -> String {
        let name = match self.key("case") {
            "camel" => in_camel_case(&set.name, false),
            _ => set.name.clone(),
        };
        let value = match &set.variable {
            Some(variable) => self.key("environment").replace("VARIABLE", variable),
            None if set.is_number && self.key("numbers") != "text" => set.value.clone(),
            None => self.quoted(&set.value),
        };
        let own = if form == "arguments" { self.key("argument") } else { "" };
        let pattern = match own.is_empty() {
            true if set.is_per_request => self.key("setting request"),
            true => self.key("setting"),
            false => own,
        };
        pattern.replace("CAMEL", &in_camel_case(&set.name, false)).replace("NAME", &name).replace("VALUE", &value)
    }

    fn visitor(&self, facts: &Facts) -> String {
        let mut all: Vec<String> = facts
            .fields
            .iter()
            .map(|(name, value)| {
                let own = self.keys.get(&format!("field {name}"));
                let form = own.map_or_else(|| self.key("field"), String::as_str);
                let name_of_method = in_camel_case(name, true);
                form.replace("NAME", name)
                    .replace("METHOD", &name_of_method)
                    .replace("TEXT", value)
                    .replace("VALUE", &self.quoted(value))
            })
            .collect();
        if !facts.attributes.is_empty() {
            let attributes: Vec<String> = facts
                .attributes
                .iter()
                .map(|(name, value)| {
                    let is_handed = facts.handed.iter().any(|handed| handed.name == *name);
                    let pattern = self.key(if is_handed { "attribute handed" } else { "attribute" });
                    let pattern = pattern.replace("CAMEL", &in_camel_case(name, false));
                    pattern.replace("NAME", name).replace("VALUE", &self.literal(value))
                })
                .collect();
            let joined = attributes.join(self.spaced("join"));
            all.push(self.key("attributes").replace("ALL", &joined));
        }
        let all = all.join(self.spaced("join"));
        if self.key("escape") == "yes" { all.replace('"', "\\\"") } else { all }
    }

    /// A JSON value as a literal: only lists are written in another way in some languages.
    fn literal(&self, value: &Value) -> String {
        match value.as_array() {
            Some(items) if !self.key("list").is_empty() => {
                let items: Vec<String> = items.iter().map(|item| self.literal(item)).collect();
                self.key("list").replace("ALL", &items.join(", "))
            }
            _ => value.to_string(),
        }
    }

    /// A text as a literal. The texts of snippets have no character that a language would escape.
    fn quoted(&self, text: &str) -> String {
        match self.key("quote") {
            "" => format!("\"{text}\""),
            "none" => text.to_owned(),
            quote => format!("{quote}{text}{quote}"),
        }
    }

    /// A key whose value stands in single quotes because of the spaces at its ends.
    fn spaced(&self, name: &str) -> &str {
        let value = self.key(name);
        value.strip_prefix('\'').and_then(|value| value.strip_suffix('\'')).unwrap_or(value)
    }
}

/// Whether the site's own page or app gets the fields, and not for a value that the page must send first.
fn is_for_own_page(entry: &Entry, facts: &Facts) -> bool {
    facts.attributes.is_empty() && entry.scheme.guide().fields_go_to == FieldsGoTo::Page
}

/// Lines of a comment.
fn wrapped(text: &str, width: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.is_empty() => line.push_str(word),
            Some(line) if line.len() + word.len() < width => line.push_str(&format!(" {word}")),
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

fn in_camel_case(name: &str, is_class: bool) -> String {
    let mut upper = is_class;
    let mut written = String::new();
    for char in name.chars() {
        if char == '_' {
            upper = true;
        } else if upper {
            written.push(char.to_ascii_uppercase());
            upper = false;
        } else {
            written.push(char);
        }
    }
    written
}
