//! The commands.

use std::{
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
};

use clap::CommandFactory;
use serde_json::Value;
use visitorseal::{
    Code, Error, Kind, MAX_VISITOR, Page, Signed, Signer, Verifier, Visitor, inspect_token, warning_of_message,
};

use crate::{
    args::{Cli, Command, SchemeCommand, Signing, Target},
    catalogue, check, demo, explain,
    failure::{Failure, Result, say, warn},
    input, keygen, new,
    output::{self, Output, each},
    page,
};

const IS_JSON: &str = "The input is JSON. Pass the text of the one field that is the token, such as with jq -r .jwt.";

pub fn run(command: Command) -> Result {
    let target = command.target();
    run_one(command).map_err(|failure| match failure {
        Failure::Core(error) if error.code() == Code::NotOffered => Failure::Core(with_command(error, target)),
        other => other,
    })
}

/// Says which command does what the scheme offers.
fn with_command(error: Error, target: Option<(Option<String>, Option<PathBuf>)>) -> Error {
    let scheme = target.and_then(|(name, file)| catalogue::named(name.as_deref(), file.as_deref()).ok().flatten());
    let Some(scheme) = scheme else { return error };
    let (command, gives) = catalogue::command(&scheme);
    Error::new(error.code(), format!("{} `{command}` {gives}.", error.reason()))
}

fn run_one(command: Command) -> Result {
    match command {
        Command::Schemes { name, scheme_file, search, json } => {
            list(name.as_deref(), scheme_file.as_deref(), &search, json)
        }
        Command::Scheme { command: SchemeCommand::Check { file, json } } => check::run(&file, json),
        Command::Scheme { command: SchemeCommand::New { file } } => new::run(file.as_deref()),
        Command::Sign { signing, lines } => {
            visitors(lines.lines, signer(&signing)?, |signed| Ok(Output::Json(signed.to_json())))
        }
        Command::Prefill { target, lines } => {
            visitors(lines.lines, prefiller(&target)?, |signed| Ok(Output::Json(signed.to_json())))
        }
        Command::Script { signing, nonce, prefill, lines } => {
            let sign = if prefill { prefiller(&signing.target)? } else { signer(&signing)? };
            visitors(lines.lines, sign, |signed| signed.script(nonce.nonce.as_deref()).map(Output::Text))
        }
        Command::Url { signing, lines } => {
            visitors(lines.lines, signer(&signing)?, |signed| signed.url().map(Output::Text))
        }
        Command::ForgetScript { target, nonce } => {
            page_script(&target, |page| page.forget_script(nonce.nonce.as_deref()))
        }
        Command::AnonymousScript { target, nonce } => {
            page_script(&target, |page| page.anonymous_script(nonce.nonce.as_deref()))
        }
        Command::Digest { signing, lines } => digest(&signing, lines.lines),
        Command::Explain(arguments) => explain::run(&arguments),
        Command::Page { target, all, out, module } => page::run(target, all, out.as_deref(), module),
        Command::Element { signing, endpoint, prefill, lines } => {
            let sign = if prefill { prefiller(&signing.target)? } else { signer(&signing)? };
            visitors(lines.lines, sign, |signed| signed.element(endpoint.as_deref()).map(Output::Text))
        }
        Command::AnonymousElement { target } => page_script(&target, Page::anonymous_element),
        Command::Verify { target, keys, policy, now, limits, lines } => {
            let (scheme, settings) = input::target(&target)?;
            let keys = input::keys(&keys.key_file)?;
            let verifier = Verifier::new(&scheme, &keys)?
                .policy(policy.into())
                .leeway(limits.leeway)?
                .max_token(limits.max_token)
                .settings(&settings)?;
            each("the page's fields as JSON", lines.lines, verifier.max_body(), |body| {
                let output = match verifier.verify_json(body, input::unix_time(now)) {
                    Ok(verified) => Output::Json(verified.to_json()),
                    Err(error) if error.kind() == Kind::Refused => Output::Refused(refused(&error, body)),
                    Err(error) => return Err(error),
                };
                Ok((output, Vec::new()))
            })
        }
        Command::InspectToken { lines } => each("a token", lines.lines, input::LARGEST_INPUT, |token| {
            let text = String::from_utf8_lossy(token);
            if text.trim_start().starts_with('{') {
                return Err(Error::new(Code::TokenMalformed, IS_JSON));
            }
            let token = inspect_token(if lines.lines { unquoted(&text) } else { text.trim() })?;
            Ok((Output::Json(token.to_json()), Vec::new()))
        }),
        Command::Keygen { algorithm, out, bits, jwk } => keygen::run(algorithm, &out, bits, jwk),
        Command::Demo => demo::run(),
        Command::Completions { shell } => {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut Cli::command(), "visitorseal", &mut script);
            Ok(io::stdout().write_all(&script)?)
        }
        Command::Man { out } => manual(out.as_deref()),
    }
}

type Sign = Box<dyn Fn(&Visitor) -> visitorseal::Result<Signed>>;

fn signer(signing: &Signing) -> Result<Sign> {
    let signer = new_signer(signing)?;
    let now = signing.now;
    Ok(Box::new(move |visitor| signer.sign(visitor, input::unix_time(now))))
}

fn new_signer(signing: &Signing) -> Result<Signer> {
    let (scheme, settings) = input::target(&signing.target)?;
    let signer = Signer::new(&scheme, input::secret("--secret-file", signing.secret_file.as_deref())?, &settings)?;
    warn(signer.warnings());
    Ok(signer)
}

fn prefiller(target: &Target) -> Result<Sign> {
    let (scheme, settings) = input::target(target)?;
    let page = Page::new(&scheme, &settings)?;
    Ok(Box::new(move |visitor| page.prefill(visitor)))
}

fn visitors(lines: bool, sign: Sign, show: impl Fn(&Signed) -> visitorseal::Result<Output>) -> Result {
    each("a visitor as JSON", lines, MAX_VISITOR, |json| {
        let signed = sign(&Visitor::from_json(json)?)?;
        Ok((show(&signed)?, signed.warnings().to_vec()))
    })
}

fn page_script(target: &Target, script: impl Fn(&Page) -> visitorseal::Result<String>) -> Result {
    let (scheme, settings) = input::target(target)?;
    let script = script(&Page::new(&scheme, &settings)?)?;
    if script.is_empty() {
        say(&format!("{} has no widget in a page, so there is nothing to write into it.", scheme.vendor()));
        return Ok(());
    }
    output::print(&script)
}

fn digest(signing: &Signing, lines: bool) -> Result {
    let signer = new_signer(signing)?;
    if !lines {
        let message = input::standard("a message", input::LARGEST_INPUT)?;
        if message.len() > input::LARGEST_INPUT {
            return Err(Failure::Data(
                "The message is larger than 1 MiB. Pass only what the vendor asks to sign.".to_owned(),
            ));
        }
        if message.ends_with(b"\n") {
            say("warning: The message ends with a newline, which is signed too. Use printf '%s', which writes none.");
        }
        warn(warning_of_message(&message).as_slice());
        return output::print(signer.digest(message)?.as_str());
    }
    each("messages as JSON strings", lines, input::LARGEST_INPUT, |line| match serde_json::from_slice(line) {
        Ok(Value::String(message)) if line.len() <= input::LARGEST_INPUT => {
            Ok((Output::Text(signer.digest(message)?.into()), Vec::new()))
        }
        _ => Err(Error::about(
            Code::FieldType,
            "message",
            "The line is not a JSON string of at most 1 MiB. Write each message as \"text\" on a line of its own.",
        )),
    })
}

/// Takes the quotes off a JSON string. JSON escapes no character of a token.
fn unquoted(line: &str) -> &str {
    line.trim().trim_matches('"')
}

fn refused(error: &Error, body: &[u8]) -> String {
    serde_json::json!({
        "verified": false,
        "code": error.code().as_str(),
        "field": error.field(),
        "reason": input::advice(body).unwrap_or(error.reason()),
        "http_status": error.http_status(),
        "http_error": error.http_error(),
    })
    .to_string()
}

fn list(name: Option<&str>, file: Option<&Path>, search: &[String], json: bool) -> Result {
    match catalogue::named(name, file)? {
        Some(scheme) => catalogue::one(&scheme, json),
        None if search.is_empty() => catalogue::list(json),
        None => catalogue::search(search, json),
    }
}

fn manual(out: Option<&Path>) -> Result {
    let Some(folder) = out else {
        return Ok(clap_mangen::Man::new(Cli::command()).render(&mut io::stdout())?);
    };
    fs::create_dir_all(folder).map_err(Failure::io(folder))?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(Failure::io(folder))
}
