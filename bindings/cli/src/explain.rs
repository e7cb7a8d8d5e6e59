//! `explain`: why fields are refused, or what the HTML of a page says of its visitor.

use std::{fs::File, io::Read, path::Path};

use visitorseal::{Explainer, Finding, PageExplanation, PageStatement, Scheme, Settings, scheme, schemes_of_page};

use crate::{
    advice,
    args::{Explain, Limits, OptionalTarget},
    failure::{Failure, Result},
    input::{self, NamedKey},
    output,
};

/// The largest page that is read. The core refuses a larger one.
const LARGEST_PAGE: usize = 16 * 1024 * 1024;

const VERIFIED: &str = "verified. If the widget still does not know the visitor, check:";

pub fn run(arguments: &Explain) -> Result {
    if let Some(advice) = arguments.code {
        return advice::run(advice, arguments.json);
    }
    let target = arguments.target.clone();
    match &arguments.page {
        Some(page) => explain_html(target, &read_page(page)?, arguments),
        None => explain_fields(target, arguments),
    }
}

fn explainer<'k>(
    scheme: &Scheme,
    settings: &Settings,
    keys: &'k [NamedKey],
    arguments: &Explain,
) -> Result<Explainer<'k>> {
    let Limits { leeway, max_token } = arguments.limits;
    let explainer = Explainer::new(scheme, keys)?.leeway(leeway)?.max_token(max_token).settings(settings)?;
    Ok(match &arguments.visitor {
        Some(path) => explainer.visitor(&input::visitor(path)?)?,
        None => explainer,
    })
}

fn explain_fields(target: OptionalTarget, arguments: &Explain) -> Result {
    let Some(target) = target.named() else {
        return Err(Failure::Usage(
            "There is no scheme. Pass its name, such as bookbag, or --scheme-file FILE.".to_owned(),
        ));
    };
    let (scheme, settings) = input::target(&target)?;
    let keys = input::keys(&arguments.keys.key_file)?;
    let explainer = explainer(&scheme, &settings, &keys, arguments)?;
    let body = input::standard("the page's fields as JSON", explainer.max_body())?;
    let explanation = explainer.explain_json(&body, input::unix_time(arguments.now))?;
    let json = arguments.json;
    if json {
        output::print(&explanation.to_json())?;
    } else {
        output::print(if explanation.is_verified() { VERIFIED } else { "refused:" })?;
        print_findings(explanation.findings())?;
    }
    if explanation.is_verified() { Ok(()) } else { Err(Failure::Refused) }
}

fn explain_html(target: OptionalTarget, page: &[u8], arguments: &Explain) -> Result {
    let (scheme, settings) = target_of(target, page)?;
    let keys = input::keys(&arguments.keys.key_file)?;
    let explainer = explainer(&scheme, &settings, &keys, arguments)?;
    let explained = explainer.explain_page(page, input::unix_time(arguments.now))?;
    if arguments.json {
        output::print(&explained.to_json())?;
    } else {
        print_page(&scheme, &explained)?;
    }
    if explained.is_verified() { Ok(()) } else { Err(Failure::Refused) }
}

/// The scheme of the command line, or the one that the page's element or script names.
fn target_of(target: OptionalTarget, page: &[u8]) -> Result<(Scheme, Settings)> {
    let settings = target.settings.clone();
    if let Some(target) = target.named() {
        return input::target(&target);
    }
    let named = schemes_of_page(page);
    match named.as_slice() {
        [name] => Ok((scheme(name)?, input::settings(&settings)?)),
        [] => Err(Failure::Usage(
            "The page has no element and no script of visitorseal, so it names no scheme. Pass the name of the vendor's scheme, such as bookbag, to look for the vendor's own snippet.".to_owned(),
        )),
        names => Err(Failure::Usage(format!(
            "The page states the visitor for several schemes, each with a key of its own. Pass one of {}.",
            names.iter().map(|name| format!("{name:?}")).collect::<Vec<_>>().join(", ")
        ))),
    }
}

fn read_page(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new("-") {
        return input::standard("the page's HTML", LARGEST_PAGE);
    }
    let mut page = Vec::new();
    let file = File::open(path).map_err(Failure::io(path))?;
    file.take(LARGEST_PAGE as u64 + 1).read_to_end(&mut page).map_err(Failure::io(path))?;
    Ok(page)
}

fn print_page(scheme: &Scheme, explained: &PageExplanation) -> Result {
    output::print(if explained.is_verified() {
        "The page states one verified visitor."
    } else {
        "The page states no verified visitor."
    })?;
    print_findings(explained.findings())?;
    for statement in explained.statements() {
        output::print("")?;
        output::print(&heading(scheme, statement))?;
        print_findings(statement.findings())?;
    }
    Ok(())
}

/// The place of a statement, and whether it is believed.
fn heading(scheme: &Scheme, statement: &PageStatement) -> String {
    let what = match statement.form().as_str() {
        "snippet" => format!("{}'s own snippet", scheme.vendor()),
        form => format!("the {form} of visitorseal"),
    };
    let outcome = match (statement.state(), statement.is_verified(), statement.findings()) {
        ("signed", true, _) => VERIFIED,
        ("signed", false, []) => "not read",
        ("signed", false, _) => "refused:",
        ("prefill", ..) => "a form that is filled in, without a signature",
        ("forget", ..) => "the visitor is forgotten",
        _ => "nobody is signed in",
    };
    format!("line {}, {what}: {outcome}", statement.line())
}

fn print_findings(findings: &[Finding]) -> Result {
    for (index, finding) in findings.iter().enumerate() {
        let field = finding.field().map_or_else(String::new, |field| format!(" ({field})"));
        let (number, code, reason, fix) = (index + 1, finding.code(), finding.reason(), finding.fix());
        output::print(&format!("{number}. {code}{field}: {reason}\n   -> {fix}"))?;
    }
    Ok(())
}
