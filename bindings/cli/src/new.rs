//! `scheme new`: asks what a vendor's documentation says, and writes a scheme file.
//!
//! After each answer the whole file is made and loaded, with defaults for what is still open. So the loader itself says
//! what is wrong with an answer.

use std::{
    fs::OpenOptions,
    io::{self, BufRead, IsTerminal, Write},
    path::Path,
};

use serde_json::Value;
use visitorseal::Scheme;

use crate::{
    args::Now,
    check,
    failure::{Failure, Result, say},
    input, output,
};

/// The answer that leaves something out.
const NONE: &str = "-";

pub fn run(file: Option<&Path>) -> Result {
    let mut dialog = Dialog::new();
    if let Some(path) = file.filter(|path| path.exists()) {
        let ask = format!("{} exists. Overwrite it? Write yes or no.", path.display());
        if dialog.answer(&ask, "no")? != "yes" {
            return Err(Failure::Usage("Nothing is written. Pass the name of another file.".to_owned()));
        }
    }
    let stem = file.and_then(Path::file_stem).and_then(|stem| stem.to_str()).unwrap_or("acme");
    let mut answers = Answers::new(stem);
    ask_all(&mut dialog, &mut answers)?;
    let text = answers.toml();
    let Some(path) = file else {
        return output::print(text.trim_end());
    };
    let mut options = OpenOptions::new();
    // A file that came into being during the questions is not overwritten either.
    match dialog.may_overwrite {
        true => options.write(true).truncate(true),
        false => options.write(true).create_new(true),
    };
    let mut out = options.open(path).map_err(Failure::io(path))?;
    out.write_all(text.as_bytes()).map_err(Failure::io(path))?;
    say(&format!("{0} is written. See what it does: visitorseal scheme check {0}", path.display()));
    Ok(())
}

/// The answers, as the file needs them.
struct Answers {
    name: String,
    vendor: String,
    document: String,
    message: String,
    secret: String,
    hash: String,
    result: String,
    max_age: String,
    /// The vendor's names of the fields, with their values.
    fields: Vec<(String, String)>,
    global: String,
    script: String,
    forget: String,
    example: Option<Example>,
}

#[derive(Default)]
struct Example {
    source: String,
    secret: String,
    visitor: Vec<(String, String)>,
    now: Option<String>,
    signature: String,
}

impl Answers {
    fn new(stem: &str) -> Self {
        let mut letters = stem.chars();
        let vendor =
            letters.next().map_or_else(String::new, |first| first.to_uppercase().to_string() + letters.as_str());
        Self {
            name: stem.to_lowercase().replace(['-', '.', ' '], "_"),
            document: format!("https://help.{}.example/", stem.to_lowercase()),
            message: "id".to_owned(),
            secret: "text".to_owned(),
            hash: "sha256".to_owned(),
            result: "hex".to_owned(),
            max_age: "3600".to_owned(),
            fields: Vec::new(),
            global: vendor.chars().filter(char::is_ascii_alphanumeric).collect(),
            script: String::new(),
            forget: NONE.to_owned(),
            example: None,
            vendor,
        }
    }

    fn messages(&self) -> Vec<String> {
        match self.message.as_str() {
            "id" | "email" => vec![format!("{{{}}}", self.message)],
            "id or email" => vec!["{id}".to_owned(), "{email}".to_owned()],
            other => vec![other.to_owned()],
        }
    }

    /// The placeholders of the message, each once.
    fn signed(&self) -> Vec<String> {
        let mut signed: Vec<String> = Vec::new();
        for message in self.messages() {
            for part in message.split('{').skip(1).filter_map(|part| part.split('}').next()) {
                if !signed.iter().any(|known| known == part) {
                    signed.push(part.to_owned());
                }
            }
        }
        signed
    }

    /// Whether two fields of the message have no separator between them.
    fn lacks_separator(&self) -> bool {
        self.messages().iter().any(|message| message.contains("}{"))
    }

    fn script(&self) -> String {
        match self.script.is_empty() {
            true => default_script(&self.global),
            false => self.script.clone(),
        }
    }

    /// The scheme file.
    fn toml(&self) -> String {
        let mut out = String::new();
        let mut line = |key: &str, value: &str| out.push_str(&format!("{key} = {value}\n"));
        line("name", &quoted(&self.name));
        line("vendor", &quoted(&self.vendor));
        line("document", &quoted(&self.document));
        line("read", &today());
        let messages = self.messages();
        let signed = self.signed();
        let contact = |word: &&String| ["id", "email"].contains(&word.split('|').next().unwrap_or_default());
        match (messages.len(), signed.iter().find(contact)) {
            (1, Some(word)) => line("contact", &quoted(&format!("{{{}}}", word.split('|').next().unwrap_or_default()))),
            (1, None) => {}
            _ => line("contact", "[\"{id}\", \"{email}\"]"),
        }
        line("\n[signature]\nkind", "\"hmac\"");
        line("hash", &quoted(&self.hash));
        line("secret", &quoted(&self.secret));
        match messages.as_slice() {
            [only] => line("message", &quoted(only)),
            all => line("message", &format!("[{}]", all.iter().map(|one| quoted(one)).collect::<Vec<_>>().join(", "))),
        }
        line("result", &quoted(&self.result));
        if messages.len() > 1 {
            line(
                "ambiguous",
                "\"An id that looks like an email address could stand for that address: the vendor signs the id, or else the email.\"",
            );
        } else if self.lacks_separator() && Scheme::parse(&format!("{out}\n{}", self.rest())).is_err() {
            out.push_str("ambiguous = \"The vendor signs two fields without a separator, so two visitors can have one message.\"\n");
        }
        if signed.iter().any(|word| word.starts_with("now")) {
            out.push_str(&format!("max_age = {}\n", self.max_age));
        }
        if signed.iter().any(|word| word.starts_with("expires")) {
            out.push_str(&format!("lifetime = {}\n", self.max_age));
        }
        out + "\n" + &self.rest()
    }

    /// The tables after `[signature]`.
    fn rest(&self) -> String {
        let mut out = "[fields]\n".to_owned();
        let mut fields = self.fields.clone();
        for word in self.signed().into_iter().chain(["signature".to_owned()]) {
            let value = format!("{{{word}}}");
            if !fields.iter().any(|(_, known)| *known == value) {
                fields.push((default_name(&word), value));
            }
        }
        let (top, table): (Vec<_>, Vec<_>) =
            fields.into_iter().partition(|(name, value)| value != "{attributes}" || name == "*");
        for (name, value) in &top {
            out.push_str(&format!("{} = {}\n", key(name), quoted(value)));
        }
        for (name, _) in &table {
            out.push_str(&format!("\n[fields.{}]\n\"*\" = \"{{attributes}}\"\n", key(name)));
        }
        out.push_str("\n[page]\n");
        let waits = self.global != NONE;
        if waits {
            out.push_str(&format!("global = {}\n", quoted(&self.global)));
        }
        out.push_str(&format!("{} = {}\n", if waits { "script" } else { "at_once" }, quoted(&self.script())));
        if self.forget != NONE {
            out.push_str(&format!("forget = {}\n", quoted(&self.forget)));
        }
        if let Some(example) = &self.example {
            out.push_str(&format!(
                "\n[[example]]\nsource = {}\nsecret = {}\n",
                quoted(&example.source),
                quoted(&example.secret)
            ));
            let member = |(name, value): &(String, String)| format!("{} = {}", key(name), quoted(value));
            let (attributes, visitor): (Vec<_>, Vec<_>) =
                example.visitor.iter().partition(|(name, _)| name.starts_with("attributes."));
            let mut members: Vec<String> = visitor.into_iter().map(member).collect();
            if !attributes.is_empty() {
                let strip = |(name, value): &(String, String)| (name.replacen("attributes.", "", 1), value.clone());
                let inner: Vec<String> = attributes.into_iter().map(|pair| member(&strip(pair))).collect();
                members.push(format!("attributes = {{{}}}", inner.join(", ")));
            }
            out.push_str(&format!("visitor = {{{}}}\n", members.join(", ")));
            if let Some(now) = &example.now {
                out.push_str(&format!("now = {now}\n"));
            }
            out.push_str(&format!("signature = {}\n", quoted(&example.signature)));
        }
        out
    }
}

fn default_script(global: &str) -> String {
    match global {
        NONE => "window.visitor = {fields};".to_owned(),
        global => format!("window.{global}('identify', {{fields}});"),
    }
}

fn default_name(word: &str) -> String {
    let name = word.split('|').next().unwrap_or_default();
    match name {
        "now" => "timestamp".to_owned(),
        "random" => "nonce".to_owned(),
        name => name.rsplit('.').next().unwrap_or_default().to_owned(),
    }
}

/// A text in TOML. JSON escapes it in the same way.
fn quoted(text: &str) -> String {
    Value::from(text).to_string().replace('\u{7f}', "\\u007f")
}

fn key(name: &str) -> String {
    let is_bare = !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte));
    if is_bare { name.to_owned() } else { quoted(name) }
}

/// Today's date in UTC.
fn today() -> String {
    let days = input::unix_time(Now { now: None }) / 86_400 + 719_468;
    let era = days / 146_097;
    let of_era = days % 146_097;
    let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let (month, later) = if month < 10 { (month + 3, 0) } else { (month - 9, 1) };
    format!("{:04}-{month:02}-{day:02}", year_of_era + era * 400 + later)
}

fn ask_all(dialog: &mut Dialog, answers: &mut Answers) -> Result {
    say("Each question has a default in brackets. Press Enter to take it.");
    dialog.ask(
        answers,
        "The scheme's name, with a to z, digits and _.",
        |a| a.name.clone(),
        |a, text| a.name = text,
    )?;
    dialog.ask(
        answers,
        "The vendor's name, as the vendor writes it.",
        |a| a.vendor.clone(),
        |a, text| a.vendor = text,
    )?;
    dialog.ask(
        answers,
        "The address of the page in the vendor's documentation.",
        |a| a.document.clone(),
        |a, text| a.document = text,
    )?;
    dialog.ask(
        answers,
        "What is signed? Write id, email, `id or email` (the id, or else the email), or the text, such as {id}:{email}.",
        |a| a.message.clone(),
        |a, text| a.message = text,
    )?;
    let is_limited = |word: &String| word.starts_with("now") || word.starts_with("expires");
    if answers.signed().iter().any(is_limited) {
        let about = "After how many seconds does a signature end?";
        dialog.ask(answers, about, |a| a.max_age.clone(), |a, text| a.max_age = text)?;
    }
    let about =
        "How does the vendor's code use the secret? text: as it is; hex or base64: it decodes the secret first.";
    dialog.ask(answers, about, |a| a.secret.clone(), |a, text| a.secret = text)?;
    dialog.ask(
        answers,
        "The hash of the HMAC: sha256, sha512 or sha1.",
        |a| a.hash.clone(),
        |a, text| a.hash = text,
    )?;
    let about = "How is the digest written? hex, HEX (upper case), base64 or base64url (without =).";
    dialog.ask(answers, about, |a| a.result.clone(), |a, text| a.result = text)?;
    let signed = answers.signed();
    for word in signed.iter().map(String::as_str).chain(["signature"]) {
        let about = format!("The vendor's name for the field with {{{word}}}.");
        dialog.ask(answers, &about, |_| default_name(word), |a, name| set_field(a, word, name))?;
    }
    for word in ["id", "email", "name", "phone", "avatar"] {
        if signed.iter().any(|known| known.split('|').next() == Some(word)) {
            continue;
        }
        let about = format!("The vendor's name for the field with {{{word}}}, or - if the widget has none.");
        dialog.ask(answers, &about, |_| NONE.to_owned(), |a, name| set_field(a, word, name))?;
    }
    let about =
        "Does the widget take more data? Write * if it stands beside these fields, the table's name, or - for no.";
    dialog.ask(answers, about, |_| NONE.to_owned(), |a, name| set_field(a, "attributes", name))?;
    let about = "The JavaScript variable of the vendor's snippet, without window. Write - if the code must run before the snippet.";
    dialog.ask(answers, about, |a| a.global.clone(), |a, text| a.global = text)?;
    let about = "The call that passes the visitor, in one line. {fields} is the object, {fields.NAME} one value.";
    dialog.ask(answers, about, Answers::script, |a, text| a.script = text)?;
    let about = "The call that makes the widget forget the visitor at sign-out, or - if the vendor documents none.";
    dialog.ask(answers, about, |a| a.forget.clone(), |a, text| a.forget = text)?;
    ask_example(dialog, answers)
}

fn set_field(answers: &mut Answers, word: &str, name: String) {
    let value = format!("{{{word}}}");
    answers.fields.retain(|(_, known)| *known != value);
    if name != NONE {
        answers.fields.push((name, value));
    }
}

fn ask_example(dialog: &mut Dialog, answers: &mut Answers) -> Result {
    let secret = dialog.answer("The secret of an example that the vendor gives, or - if there is no example. Never your own secret: the file is public.", NONE)?;
    if secret == NONE {
        return Ok(());
    }
    let about = "Where is the example from? The vendor's page, or a library with its version.";
    let mut example = Example { secret, source: dialog.answer(about, "the vendor's page")?, ..Example::default() };
    for word in answers.signed() {
        let name = word.split('|').next().unwrap_or_default();
        if ["now", "expires"].contains(&name) {
            if example.now.is_none() {
                example.now = Some(dialog.answer("The time of signing in the example, in Unix seconds.", "0")?);
            }
        } else if name != "random" {
            let value = dialog.answer(&format!("The {name} in the example, or - if it has none."), NONE)?;
            if value != NONE {
                example.visitor.push((name.to_owned(), value));
            }
        }
    }
    loop {
        example.signature = dialog.answer("The signature in the example, or - to leave the example out.", NONE)?;
        if example.signature == NONE {
            if dialog.is_over {
                return Err(Failure::Usage(
                    "The answers end before the example's signature. Nothing is written.".to_owned(),
                ));
            }
            answers.example = None;
            return Ok(());
        }
        answers.example = Some(example);
        let text = answers.toml();
        let scheme = Scheme::parse(&text);
        let fault = match &scheme {
            Ok(scheme) => {
                let report = check::report(scheme, &text)?;
                check::differs(&report).then(|| {
                    let found = report.pointer("/examples/0/differences/0/scheme").and_then(Value::as_str);
                    format!("By your answers, the example gives {}. Correct the signature, or leave the example out and correct the file.", found.unwrap_or("an error"))
                })
            }
            Err(error) => Some(plain(error.reason())),
        };
        let Some(fault) = fault else { return Ok(()) };
        say(&fault);
        if dialog.is_over {
            return Err(Failure::Usage("The last answer is wrong. Nothing is written.".to_owned()));
        }
        example = answers.example.take().unwrap_or_default();
    }
}

/// A reason without the line of a file that the user does not see.
fn plain(reason: &str) -> String {
    match reason.strip_prefix("line ").and_then(|rest| rest.split_once(": ")) {
        Some((_, reason)) => reason.to_owned(),
        None => reason.to_owned(),
    }
}

struct Dialog {
    lines: io::Lines<io::StdinLock<'static>>,
    is_terminal: bool,
    /// Whether the answers are at their end. Then every answer is the default.
    is_over: bool,
    may_overwrite: bool,
}

impl Dialog {
    fn new() -> Self {
        let stdin = io::stdin();
        let is_terminal = stdin.is_terminal();
        Self { lines: stdin.lock().lines(), is_terminal, is_over: false, may_overwrite: false }
    }

    /// The answer to a question, or the default.
    fn answer(&mut self, about: &str, default: &str) -> Result<String> {
        let mut out = io::stderr();
        let _ = write!(out, "\n{about}\n[{default}] ");
        let _ = out.flush();
        let line = if self.is_over { None } else { self.lines.next().transpose()? };
        if line.is_none() {
            if self.is_terminal {
                return Err(Failure::Usage("Nothing is written.".to_owned()));
            }
            self.is_over = true;
        }
        let line = line.map(|line| line.trim().to_owned()).filter(|line| !line.is_empty());
        let answer = line.unwrap_or_else(|| default.to_owned());
        self.may_overwrite |= about.contains("Overwrite it?") && answer == "yes";
        Ok(answer)
    }

    /// Asks until the file with the answer loads.
    fn ask(
        &mut self,
        answers: &mut Answers,
        about: &str,
        default: impl Fn(&Answers) -> String,
        mut set: impl FnMut(&mut Answers, String),
    ) -> Result {
        let former = default(answers);
        let mut fault = None;
        loop {
            let answer = self.answer(about, &former)?;
            if let Some(error) = fault.filter(|_| self.is_over) {
                return Err(Failure::Core(error));
            }
            set(answers, answer);
            match Scheme::parse(&answers.toml()) {
                Ok(_) => return Ok(()),
                Err(error) if self.is_over => return Err(error.into()),
                Err(error) => {
                    say(&plain(error.reason()));
                    fault = Some(error);
                }
            }
        }
    }
}
