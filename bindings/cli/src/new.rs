//! `scheme new`: asks what a vendor's documentation says, and writes a scheme file.
//!
//! After each answer the whole file is made and loaded, with defaults for what is still open. So the loader itself says
//! what is wrong with an answer.

mod answers;
mod dialog;
mod digest;
mod token;
mod toml_text;

use std::{fs::OpenOptions, io::Write, path::Path};

use serde_json::Value;
use visitorseal::{Category, Scheme};

use crate::{
    check,
    failure::{Failure, Result, say},
    output,
};

use answers::{Answers, CERTAIN, Example, REPORTED, TOKEN};
use dialog::{Dialog, plain, sentence, word};

/// The answer that leaves something out.
const NONE: &str = "-";

/// The words of the answers, as a file has them.
const MESSAGES: [&str; 4] = ["id", "email", "id or email", TOKEN];
const SECRETS: [&str; 3] = ["text", "hex", "base64"];
const HASHES: [&str; 3] = ["sha256", "sha512", "sha1"];
const RESULTS: [&str; 4] = ["hex", "HEX", "base64", "base64url"];
const ALGORITHMS: [&str; 9] = ["HS256", "HS384", "HS512", "RS256", "RS384", "RS512", "ES256", "ES384", "EdDSA"];

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
    if answers.example.is_none() {
        say("The file has no example. docs/add-a-vendor.md says how to make one with OpenSSL.");
    }
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

fn ask_all(dialog: &mut Dialog, answers: &mut Answers) -> Result {
    say("Press Enter to take the default in brackets. A question without brackets needs an answer.");
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
        "The product's name, as the vendor writes it.",
        |a| a.product.clone().unwrap_or_else(|| a.vendor.clone()),
        |a, text| a.product = Some(text),
    )?;
    let rows: String = Category::all().map(|one| format!("\n  {:<14} {}", one.as_str(), one.heading())).collect();
    let about = format!("What is the product for? Write one of these words:{rows}");
    dialog.ask(answers, &about, |a| a.category.clone(), |a, text| a.category = category(&text))?;
    dialog.ask(
        answers,
        "The address of the page in the vendor's documentation.",
        |_| String::new(),
        |a, text| a.document = text,
    )?;
    let about = "Does the vendor's documentation say all that you are going to answer? Write certain if it does. Write reported if a part rests on somebody's code.";
    dialog.ask(answers, about, |_| String::new(), |a, text| a.status = word(&text, [CERTAIN, REPORTED]))?;
    if answers.status == REPORTED {
        let about = "What is not in the vendor's documentation, and whose code does it rest on? Write a full sentence.";
        dialog.ask(answers, about, |_| String::new(), |a, text| a.evidence = sentence(&text))?;
    }
    let about = "What is signed? Write id, email, `id or email` (the id, or else the email), or the text, such as {id}:{email}. Write token for a JSON Web Token (JWT).";
    dialog.ask(answers, about, |a| a.digest.message.clone(), |a, text| a.digest.message = message(&text))?;
    if answers.is_token() {
        ask_token(dialog, answers)?
    } else {
        ask_digest(dialog, answers)?
    }
    for word in answers.needed() {
        let about = format!("The vendor's name for the field with {{{word}}}.");
        dialog.ask(answers, &about, |a| a.default_name(&word), |a, name| a.set_field(&word, name))?;
    }
    if !answers.is_token() {
        ask_unsigned(dialog, answers)?;
    }
    ask_page(dialog, answers)?;
    let about = match answers.is_shared() {
        true => "Where is the secret in the vendor's dashboard? Write a full sentence, or - if you do not know.",
        false => "Where does the dashboard take the public key? Write a full sentence, or - if you do not know.",
    };
    dialog.ask(answers, about, |_| NONE.to_owned(), |a, text| a.guide = sentence(&text))?;
    if answers.is_shared() { ask_example(dialog, answers) } else { Ok(()) }
}

/// What is signed, in a word or as a text with placeholders.
fn message(answer: &str) -> String {
    if answer.eq_ignore_ascii_case("jwt") { TOKEN.to_owned() } else { word(answer, MESSAGES) }
}

/// The category of this word or heading.
fn category(answer: &str) -> String {
    let by_heading = Category::all().find(|one| word(answer, [one.heading()]) == one.heading());
    by_heading.map_or_else(
        || word(answer, Category::all().map(Category::as_str).collect::<Vec<_>>()),
        |one| one.as_str().to_owned(),
    )
}

fn ask_page(dialog: &mut Dialog, answers: &mut Answers) -> Result {
    let about = "The vendor's call that passes the visitor, in one line. {fields} is the object, {fields.NAME} one value, and {fetch.NAME} a function that gives the value again, from an endpoint of the site. Write - if no code of the page passes the fields.";
    dialog.ask(answers, about, |_| NONE.to_owned(), Answers::set_script)?;
    if !answers.has_page() {
        let about = "Where do the fields go? Write a full sentence, or - if you do not know.";
        return dialog.ask(answers, about, |_| NONE.to_owned(), |a, text| a.place = sentence(&text));
    }
    let about = "The JavaScript variable of the vendor's snippet, without window. Write - if the code must run before the snippet.";
    dialog.ask(answers, about, Answers::global, Answers::set_global)?;
    let about = "The call that makes the widget forget the visitor at sign-out. If the vendor documents none, write code that takes away what the call above sets. It must not fail where nothing is set.";
    dialog.ask(answers, about, |_| String::new(), Answers::set_forget)
}

fn ask_digest(dialog: &mut Dialog, answers: &mut Answers) -> Result {
    let is_limited = |word: &String| word.starts_with("now") || word.starts_with("expires");
    if answers.signed().iter().any(is_limited) {
        let about = "After how many seconds does a signature end?";
        dialog.ask(answers, about, |a| a.digest.max_age.clone(), |a, text| a.digest.max_age = text)?;
    }
    ask_secret(dialog, answers)?;
    let about = "The hash of the HMAC: sha256, sha512 or sha1.";
    dialog.ask(answers, about, |a| a.digest.hash.clone(), |a, text| a.digest.hash = word(&text, HASHES))?;
    let about = "How is the digest written? hex, HEX (upper case), base64 or base64url (without =).";
    dialog.ask(answers, about, |a| a.digest.result.clone(), |a, text| a.digest.result = word(&text, RESULTS))
}

fn ask_token(dialog: &mut Dialog, answers: &mut Answers) -> Result {
    let about = "The token's algorithm: HS256, HS384 or HS512 with a shared secret; RS256, RS384, RS512, ES256, ES384 or EdDSA with a key pair.";
    dialog.ask(answers, about, |a| a.token.algorithm.clone(), |a, text| a.token.algorithm = word(&text, ALGORITHMS))?;
    if answers.token.is_shared() {
        ask_secret(dialog, answers)?;
    }
    let about = "The name of the key in the token's header (kid): a setting, such as {settings.key_id}, a constant, or - for none.";
    dialog.ask(answers, about, |a| a.token.kid.clone(), |a, text| a.token.kid = text)?;
    let about = "The token's claims, with commas between them. A value is a placeholder ({id}, {now}, {random}, {attributes.plan}), a constant, or text around settings ({settings.app_id}). `* = {attributes}` adds each attribute. user.email is a member of the table user: quotes make one name of it, as in \"user.email\" = {email}. exp comes later.";
    dialog.ask(answers, about, |_| String::new(), |a, text| a.token.set_claims(&text))?;
    let about = "The claims that must not be empty, with commas between them: names, or paths such as user.id. Write - for none.";
    dialog.ask(answers, about, |a| a.token.required(), |a, text| a.token.set_required(text))?;
    let about = "After how many seconds does a token end? Write - if the vendor wants no exp.";
    dialog.ask(answers, about, |a| a.token.lifetime.clone(), |a, text| a.token.lifetime = text)?;
    if answers.token.lifetime == NONE {
        return Ok(());
    }
    let about = "The longest lifetime in seconds that the vendor accepts, or - if the vendor states none.";
    dialog.ask(answers, about, |a| a.token.maximum.clone(), |a, text| a.token.maximum = text)
}

/// The form of a shared secret.
fn ask_secret(dialog: &mut Dialog, answers: &mut Answers) -> Result {
    let about =
        "How does the vendor's code use the secret? text: as it is; hex or base64: it decodes the secret first.";
    dialog.ask(answers, about, |a| a.secret.clone(), |a, text| a.secret = word(&text, SECRETS))
}

/// The fields that the signature does not cover.
fn ask_unsigned(dialog: &mut Dialog, answers: &mut Answers) -> Result {
    let signed = answers.signed();
    for word in ["id", "email", "name", "phone", "avatar"] {
        if signed.iter().any(|known| known.split('|').next() == Some(word)) {
            continue;
        }
        let about = format!("The vendor's name for the field with {{{word}}}, or - if the widget has none.");
        dialog.ask(answers, &about, |_| NONE.to_owned(), |a, name| a.set_field(word, name))?;
    }
    let about =
        "Does the widget take more data? Write * if it stands beside these fields, the table's name, or - for no.";
    dialog.ask(answers, about, |_| NONE.to_owned(), |a, name| a.set_field("attributes", name))
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
        } else if !["random", "attributes"].contains(&name) {
            let value = dialog.answer(&format!("The {name} in the example, or - if it has none."), NONE)?;
            if value != NONE {
                example.visitor.push((name.to_owned(), value));
            }
        }
    }
    let settings = if answers.is_token() { answers.token.settings() } else { Vec::new() };
    for name in settings {
        let value = dialog.answer(&format!("The setting {name} in the example."), "example")?;
        example.settings.push((name, value));
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
                    let found = report.pointer("/examples/0/differences/0/scheme").unwrap_or(&Value::Null);
                    let found = found.as_str().map_or_else(|| found.to_string(), str::to_owned);
                    format!("By your answers, the example gives {found}. Correct the signature, or leave the example out and correct the file.")
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
