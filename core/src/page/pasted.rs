//! Snippets and addresses that the site pasted from the vendor's dashboard.

use super::html::{Script, script_tags, scripts};
use crate::{
    error::{Code, Error, Result},
    scan,
    scheme::{Replacement, Scheme},
    settings::Settings,
    template::{Template, literal},
};

/// Prepares a snippet or address from the vendor's dashboard. One pass replaces the vendor's placeholders, so that no
/// value is searched for placeholders again, and gives each `<script` tag a place for the nonce and the markers.
pub(super) fn compile(scheme: &Scheme, settings: &Settings, name: &str, text: &str, html: bool) -> Result<Template> {
    let replace = &scheme.model().page.replace;
    let mut places = if html { script_tags(text) } else { Vec::new() };
    places.reverse();
    let mut template = Template::default();
    let mut from = 0;
    let mut at = 0;
    while at <= text.len() {
        if places.last() == Some(&at) {
            places.pop();
            template.push_text(text.get(from..at).unwrap_or_default());
            template.push_tag_start();
            from = at;
        }
        let rest = text.get(at..).unwrap_or_default();
        // The longest word wins where two begin alike.
        let word = replace.iter().filter(|(word, _)| rest.starts_with(word)).max_by_key(|(word, _)| word.len());
        if let Some((word, part)) = word {
            template.push_text(text.get(from..at).unwrap_or_default());
            match part {
                Replacement::Setting(setting) => template.push_text(scheme.need(settings, setting)?),
                Replacement::Signature => template.push_signature(),
            }
            at += word.len();
            from = at;
        } else {
            at += rest.chars().next().map_or(1, char::len_utf8);
        }
    }
    template.push_text(text.get(from..).unwrap_or_default());
    if template.has_signature() {
        return Ok(template);
    }
    let word = replace.iter().find(|(_, part)| matches!(part, Replacement::Signature)).map_or("", |(word, _)| word);
    Err(Error::about(
        Code::SettingInvalid,
        name,
        format!(
            "The code does not contain {word}, the placeholder for the signature. Copy the code again from the vendor's dashboard."
        ),
    ))
}

/// A snippet of scripts alone as the code of a file, which has no page to stand in. The signature becomes an expression, so
/// it must be a whole quoted text.
pub(super) fn to_code(scheme: &Scheme, settings: &Settings, name: &str, html: &str) -> Result<Template> {
    let error = |reason: String| Error::about(Code::SettingInvalid, name, reason);
    let scripts = scripts(html).map_err(|what| {
        error(format!("A file can hold scripts only, and the code has {what}. Put the other HTML into the page, and pass the scripts."))
    })?;
    let field = scheme.model().fields.signature().map(literal).unwrap_or_default();
    let mut out = String::from("{early: function (fields, rest, has, fetched) {\n");
    for Script { attributes, code } in &scripts {
        if attributes.iter().any(|(name, _)| name == "src") {
            let values: Result<Vec<String>> = attributes
                .iter()
                .map(|(name, value)| Ok(format!("{}: {}", literal(name), joined(scheme, settings, value, &field)?)))
                .collect();
            out.push_str(&format!("visitorseal.tag({{{}}}, nonce);\n", values?.join(", ")));
        } else {
            // Data and modules would end the whole file, and with it the sign-out.
            let kind = attributes.iter().find(|(name, _)| name == "type").map_or("", |(_, kind)| kind.as_str());
            if !["", "text/javascript", "application/javascript"].contains(&kind.trim().to_ascii_lowercase().as_str()) {
                return Err(error("The code has an inline script with a type that a file cannot hold. Put the code into the page itself: use the script in place of the file.".to_owned()));
            }
            out.push_str(&in_code(scheme, settings, code, &field).map_err(error)?);
            out.push('\n');
        }
    }
    out.push_str("}}");
    let mut template = Template::default();
    template.push_text(&out);
    Ok(template)
}

/// Code in which each quoted placeholder of the signature is the field with it.
fn in_code(scheme: &Scheme, settings: &Settings, code: &str, field: &str) -> std::result::Result<String, String> {
    let mut out = String::with_capacity(code.len());
    let mut rest = code;
    while let Some((before, word, part, after)) = split_at_word(scheme, rest) {
        out.push_str(before);
        rest = after;
        match part {
            Replacement::Setting(setting) => {
                out.push_str(scheme.need(settings, setting).map_err(|error| error.to_string())?);
            }
            Replacement::Signature => {
                let quote = out
                    .pop()
                    .filter(|quote| "\"'".contains(*quote) && rest.starts_with(*quote) && !out.ends_with('\\'));
                if quote.is_none() {
                    return Err(format!(
                        "{word} must be a whole text in quotes. Copy the code again from the vendor's dashboard."
                    ));
                }
                out.push_str(&format!("fields[{field}]"));
                rest = rest.get(1..).unwrap_or_default();
            }
        }
    }
    out.push_str(rest);
    Ok(out)
}

/// The value of an attribute as a JavaScript expression.
fn joined(scheme: &Scheme, settings: &Settings, value: &str, field: &str) -> Result<String> {
    let mut pieces = Vec::new();
    let mut text = String::new();
    let mut rest = value;
    while let Some((before, _, part, after)) = split_at_word(scheme, rest) {
        text.push_str(before);
        rest = after;
        match part {
            Replacement::Setting(setting) => text.push_str(scheme.need(settings, setting)?),
            Replacement::Signature => {
                pieces.push(literal(&std::mem::take(&mut text)));
                pieces.push(format!("fields[{field}]"));
            }
        }
    }
    text.push_str(rest);
    pieces.push(literal(&text));
    Ok(pieces.join(" + "))
}

/// The next of the vendor's words in a text, with what comes before and after. The longest counts where two begin alike.
fn split_at_word<'t, 's>(scheme: &'s Scheme, text: &'t str) -> Option<(&'t str, &'s str, &'s Replacement, &'t str)> {
    let replace = &scheme.model().page.replace;
    let (at, word, part) = replace
        .iter()
        .filter_map(|(word, part)| Some((scan::find(text, word)?, word, part)))
        .min_by_key(|(at, word, _)| (*at, std::cmp::Reverse(word.len())))?;
    let (before, found) = text.split_at_checked(at)?;
    Some((before, word, part, found.get(word.len()..)?))
}
