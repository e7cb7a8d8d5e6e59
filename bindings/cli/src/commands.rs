//! What each command does.

use std::{
    fs,
    io::{self, Write},
    path::Path,
};

use clap::CommandFactory;
use serde_json::Value;
use visitorseal::{
    Code, Error, Kind, MAX_TOKEN, MAX_VISITOR, Page, Scheme, Signed, Signer, Verifier, Visitor, explain_json, inspect,
    scheme, schemes,
};

use crate::{
    args::{Cli, Command, Keys, Signing, Target},
    demo,
    failure::{Failure, Result},
    input, keygen,
    output::{self, Output, each, say},
};

/// `digest` takes messages of this size; `inspect` takes tokens of up to 64 KiB.
const LARGEST_MESSAGE: usize = 1024 * 1024;

pub fn run(command: Command) -> Result {
    match command {
        Command::Schemes { name, json } => list(name.as_deref(), json),
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
        Command::Forget { target, nonce } => page_script(&target, |page| page.forget_script(nonce.nonce.as_deref())),
        Command::Anonymous { target, nonce } => {
            page_script(&target, |page| page.anonymous_script(nonce.nonce.as_deref()))
        }
        Command::Digest { signing, lines } => digest(&signing, lines.lines),
        Command::Explain { target, keys, now, json } => explain(&target, &keys, now, json),
        Command::Verify { target, keys, policy, now, leeway, max_token, lines } => {
            let (scheme, settings) = input::target(&target)?;
            let keys = input::keys(&keys.key_file)?;
            let verifier = Verifier::new(&scheme, &keys)?
                .policy(policy.into())
                .leeway(leeway)?
                .max_token(max_token)
                .settings(&settings)?;
            each("the page's fields", lines.lines, max_token.saturating_add(4 * MAX_VISITOR), |body| {
                let output = match verifier.verify_json(body, input::now(now)) {
                    Ok(verified) => Output::Json(verified.to_json()),
                    Err(error) if error.kind() == Kind::Refused => Output::Refused(refused(&error)),
                    Err(error) => return Err(error),
                };
                Ok((output, Vec::new()))
            })
        }
        Command::Inspect { lines } => each("a token", lines.lines, LARGEST_MESSAGE, |token| {
            let text = String::from_utf8_lossy(token);
            let token = inspect(if lines.lines { unquoted(&text) } else { text.trim() })?;
            Ok((Output::Json(token.to_json()), Vec::new()))
        }),
        Command::Keygen { out, bits } => keygen::run(&out, bits),
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
    let signer = make_signer(signing)?;
    let now = signing.now;
    Ok(Box::new(move |visitor| signer.sign(visitor, input::now(now))))
}

fn make_signer(signing: &Signing) -> Result<Signer> {
    let (scheme, settings) = input::target(&signing.target)?;
    let signer = Signer::new(&scheme, input::secret(signing.secret_file.as_deref())?, &settings)?;
    output::warn(signer.warnings());
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
        say(&format!("{} needs no script for this: a page without the signed one is anonymous", scheme.vendor()));
        return Ok(());
    }
    output::print(&script)
}

fn digest(signing: &Signing, lines: bool) -> Result {
    let signer = make_signer(signing)?;
    if !lines {
        let message = input::standard("a message", LARGEST_MESSAGE)?;
        if message.len() > LARGEST_MESSAGE {
            return Err(Failure::Data("the message is over 1 MiB".to_owned()));
        }
        if message.ends_with(b"\n") {
            say("warning: the message ends with a newline, which is signed too; printf '%s' writes none");
        }
        return output::print(signer.digest(message)?.as_str());
    }
    each("messages", lines, LARGEST_MESSAGE, |line| match serde_json::from_slice(line) {
        Ok(Value::String(message)) if line.len() <= LARGEST_MESSAGE => {
            Ok((Output::Text(signer.digest(message)?.into()), Vec::new()))
        }
        _ => Err(Error::about(Code::FieldType, "message", "a line is one JSON string of at most 1 MiB")),
    })
}

/// A token on a line of its own is a JSON string; as it stands it holds nothing that JSON escapes.
fn unquoted(line: &str) -> &str {
    line.trim().trim_matches('"')
}

fn explain(target: &Target, keys: &Keys, now: Option<u64>, json: bool) -> Result {
    let (scheme, settings) = input::target(target)?;
    let keys = input::keys(&keys.key_file)?;
    let body = input::standard("the page's fields", MAX_TOKEN + 4 * MAX_VISITOR)?;
    let explanation = explain_json(&scheme, &keys, &body, input::now(now), &settings)?;
    if json {
        output::print(&explanation.to_json())?;
    } else {
        output::print(if explanation.is_verified() { "verified; what else stops a widget:" } else { "refused:" })?;
        for (index, finding) in explanation.findings().iter().enumerate() {
            let field = finding.field().map_or_else(String::new, |field| format!(" ({field})"));
            let number = index + 1;
            output::print(&format!(
                "{number}. {}{field}: {}\n   -> {}",
                finding.code(),
                finding.reason(),
                finding.fix()
            ))?;
        }
    }
    if explanation.is_verified() { Ok(()) } else { Err(Failure::Refused) }
}

fn refused(error: &Error) -> String {
    serde_json::json!({
        "verified": false,
        "code": error.code().as_str(),
        "field": error.field(),
        "reason": error.reason(),
    })
    .to_string()
}

fn list(name: Option<&str>, json: bool) -> Result {
    let found: Vec<Scheme> = match name {
        Some(name) => vec![scheme(name)?],
        None => schemes().map(scheme).collect::<visitorseal::Result<_>>()?,
    };
    if json {
        let all: Vec<String> = found.iter().map(Scheme::to_json).collect();
        return output::print(&if name.is_some() { all.concat() } else { format!("[{}]", all.join(",")) });
    }
    if name.is_none() {
        let rows: Vec<String> = found
            .iter()
            .map(|scheme| {
                let covers = scheme.covers().join(", ");
                format!("{:<10}{:<10}{:<13}{covers}", scheme.name(), scheme.vendor(), scheme.algorithm())
            })
            .collect();
        return output::print(&format!(
            "{:<10}{:<10}{:<13}SIGNS\n{}",
            "SCHEME",
            "VENDOR",
            "ALGORITHM",
            rows.join("\n")
        ));
    }
    found.iter().try_for_each(|scheme| {
        let settings = scheme.settings().iter().map(|setting| {
            let required = if setting.is_required() { " (required)" } else { "" };
            format!("\n  {}{required}: {}", setting.name(), setting.about())
        });
        output::print(&format!(
            "{} ({})\n{}\nsigns {} with {}\nsettings:{}",
            scheme.vendor(),
            scheme.name(),
            scheme.document(),
            scheme.covers().join(", "),
            scheme.algorithm(),
            if scheme.settings().is_empty() { " none".to_owned() } else { settings.collect() },
        ))
    })
}

fn manual(out: Option<&Path>) -> Result {
    let Some(folder) = out else {
        return Ok(clap_mangen::Man::new(Cli::command()).render(&mut io::stdout())?);
    };
    fs::create_dir_all(folder).map_err(Failure::io(folder))?;
    clap_mangen::generate_to(Cli::command(), folder).map_err(Failure::io(folder))
}
