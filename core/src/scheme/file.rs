//! Reads a scheme file. [`crate::scheme_file`] is its manual.

use std::sync::Arc;

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::{
    Form, Identity, Message, Model, Part, Piece, Setting, Signature, Table, page_file,
    toml_file::{At, Section, malformed},
};
use crate::{
    error::{Answer, Code, Error, Result},
    jwt::REGISTERED_CLAIMS,
    visitor::Field,
};

const LARGEST: usize = 64 * 1024;

pub(super) fn read(toml: &str) -> Result<Model> {
    if toml.len() > LARGEST {
        return Err(Error::new(Code::SchemeMalformed, "The scheme file is over 64 KiB. Pass a smaller file."));
    }
    let document = DeTable::parse(toml).map_err(|error| {
        let reason = format!("The TOML is not valid: {}.", error.message());
        malformed(toml, &error.span().unwrap_or(0..0), "", reason)
    })?;
    let root = Section::new(toml, document.get_ref(), 0..0, String::new());

    let name = root.required_text("name")?;
    check_name(&name, name.value)?;
    let vendor = root.required_text("vendor")?;
    if vendor.value.contains(['{', '}']) {
        return Err(vendor.error("The vendor's name must not contain braces."));
    }
    let document = root.required_text("document")?;
    if !document.value.starts_with("https://") && !document.value.starts_with("http://") {
        return Err(document.error("This is not an address. Write the address of the vendor's documentation."));
    }
    let settings = read_settings(&root)?;
    let fields_section = root.required_section("fields")?;
    let fields = read_table(&fields_section, &settings, true)?;
    if fields.signature().is_none() {
        return Err(fields_section.error("", "The signature has no field. Add a field with the value \"{signature}\"."));
    }
    let signature = read_signature(&root, &settings, &fields)?;
    let mut used = signature.covers();
    used.extend(fields.words());
    let model = Model {
        name: name.value.to_owned(),
        vendor: vendor.value.to_owned(),
        document: document.value.to_owned(),
        read: root.date("read")?,
        contact: read_contact(&root, &settings, &signature)?,
        readable_keys: root.flag("readable_keys")?,
        page: page_file::read(&root, name.value, vendor.value, &settings, &fields)?,
        answer: Arc::new(read_answer(&root)?),
        settings,
        signature,
        fields,
        used,
    };
    root.finish()?;
    Ok(model)
}

/// Names of schemes and settings become identifiers: in the page's script, and as arguments in other languages.
fn check_name<T>(at: &At<'_, T>, name: &str) -> Result<()> {
    let is_allowed = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.bytes().all(is_allowed) {
        return Err(at.error("A name must begin with a letter and contain only a to z, digits and _."));
    }
    Ok(())
}

/// The arguments of signers, verifiers and `explain`. In some languages settings are passed beside them.
const ARGUMENTS: [&str; 8] = ["scheme", "secret", "keys", "fields", "policy", "leeway", "max_token", "now"];

fn read_settings(root: &Section<'_>) -> Result<Vec<Setting>> {
    let Some(section) = root.section("settings")? else {
        return Ok(Vec::new());
    };
    section
        .members()
        .map(|(name, at)| {
            check_name(&at, name)?;
            if ARGUMENTS.contains(&name) {
                return Err(
                    at.error("Signers or verifiers have an argument of this name. Give the setting another name.")
                );
            }
            let setting = section.nested(&at).ok_or_else(|| at.error("A setting must be a table."))?;
            let parsed = Setting {
                name: name.to_owned(),
                about: setting.required_text("about")?.value.to_owned(),
                form: setting.word("form", &Form::ALL)?,
                required: setting.flag("required")?,
            };
            setting.finish()?;
            Ok(parsed)
        })
        .collect()
}

fn read_signature(root: &Section<'_>, settings: &[Setting], fields: &Table) -> Result<Signature> {
    #[derive(Clone, Copy)]
    enum Kind {
        Hmac,
        Jwt,
    }
    let section = root.required_section("signature")?;
    let signature = match section.word("kind", &[("hmac", Kind::Hmac), ("jwt", Kind::Jwt)])? {
        Kind::Hmac => {
            section.word("hash", &[("sha256", ())])?;
            section.word("secret", &[("text", ())])?;
            section.word("result", &[("hex", ())])?;
            Signature::Hmac {
                message: read_message(&section, fields)?,
                samples: section.texts("samples")?.iter().map(|text| text.value.to_owned()).collect(),
            }
        }
        Kind::Jwt => {
            section.word("algorithm", &[("RS256", ())])?;
            let claims_section = section.required_section("claims")?;
            let claims = read_table(&claims_section, settings, false)?;
            if let Some(name) = claims.names().find(|name| REGISTERED_CLAIMS.contains(name)) {
                return Err(claims_section.error(name, "RFC 7519 defines this claim. Use lifetime to set iat and exp."));
            }
            let required = section.texts("required")?;
            for claim in &required {
                if !claims.members.iter().any(|(name, part)| name == claim.value && matches!(part, Part::Field(_))) {
                    return Err(claim.error("[signature.claims] has no such claim with a field of the visitor."));
                }
            }
            Signature::Jwt {
                required: required.iter().map(|claim| claim.value.to_owned()).collect(),
                lifetime: section.text("lifetime")?.map(|text| read_setting_name(&text, settings)).transpose()?,
                claims,
            }
        }
    };
    section.finish()?;
    Ok(signature)
}

/// Splits a message such as `{id}:{email}` at its placeholders.
fn read_message(section: &Section<'_>, fields: &Table) -> Result<Message> {
    let text = section.required_text("message")?;
    let sent = fields.words();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = text.value;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or_else(|| text.error("A { has no }."))?;
        let field = Field::named(name).ok_or_else(|| {
            text.error("A message may contain only {id}, {email}, {name}, {phone}, {avatar} and separators.")
        })?;
        if !literal.is_empty() {
            if overlaps_itself(literal) {
                let reason = "overlaps itself, so two visitors could have the same message.";
                return Err(text.error(format!("The separator {literal:?} {reason}")));
            }
            pieces.push(Piece::Literal(literal.to_owned()));
        } else if matches!(pieces.last(), Some(Piece::Field(_))) {
            return Err(text.error(
                "Two fields need a separator between them. Without it, \"1\" and \"23\" have the same message as \"12\" and \"3\".",
            ));
        }
        if !sent.contains(&field.as_str()) {
            return Err(text.error(format!(
                "The message signs {{{name}}}, but [fields] does not send it, so the vendor could not verify it."
            )));
        }
        pieces.push(Piece::Field(field));
        rest = after;
    }
    if rest.contains('}') {
        return Err(text.error("A } has no {."));
    }
    if pieces.is_empty() {
        return Err(text.error("A message must contain a field of the visitor, such as {id}."));
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest.to_owned()));
    }
    Ok(Message { pieces })
}

/// Whether a text begins as it ends, as `::` does: `a` + `::` + `:b` is the same text as `a:` + `::` + `b`.
fn overlaps_itself(text: &str) -> bool {
    text.char_indices().skip(1).any(|(at, _)| text.get(at..).is_some_and(|end| text.starts_with(end)))
}

fn read_table(section: &Section<'_>, settings: &[Setting], may_have_signature: bool) -> Result<Table> {
    let mut table = Table::default();
    for (name, at) in section.members() {
        if name == "__proto__" {
            return Err(at.error("A page cannot contain this key safely. Remove it."));
        }
        if name == "*" {
            if at.value.as_str() != Some("{attributes}") {
                return Err(at.error("The value of \"*\" must be \"{attributes}\"."));
            }
            table.attributes = true;
            continue;
        }
        let part = match section.nested(&at) {
            Some(nested) => Part::Table(read_table(&nested, settings, false)?),
            None => read_part(&at, settings)?,
        };
        if matches!(part, Part::Signature) && (!may_have_signature || table.signature().is_some()) {
            return Err(at.error("\"{signature}\" must occur once, directly in [fields]."));
        }
        table.members.push((name.to_owned(), part));
    }
    let mut words = table.words();
    words.sort_unstable();
    if let Some([word, _]) = words.windows(2).find(|pair| matches!(pair, [one, other] if one == other)) {
        return Err(
            section.error("", format!("{{{word}}} occurs twice. A verifier would have to choose between two values."))
        );
    }
    Ok(table)
}

fn read_part(at: &At<'_, &DeValue<'_>>, settings: &[Setting]) -> Result<Part> {
    const WHOLE: &str = "A value must be a constant or one whole placeholder: {id}, {email}, {name}, {phone}, {avatar}, {signature} or {settings.NAME}.";
    let text = match at.value {
        DeValue::String(text) => text.as_ref(),
        DeValue::Boolean(flag) => return Ok(Part::Constant(Value::Bool(*flag))),
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(number.as_str(), number.radix())
                .map_err(|_| at.error("A whole number may have at most 64 bits."))?;
            return Ok(Part::Constant(number.into()));
        }
        other => {
            let reason =
                format!("The value is of type {}. Write text, a whole number, true or false.", other.type_str());
            return Err(at.error(reason));
        }
    };
    let Some(name) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        return if text.contains(['{', '}']) { Err(at.error(WHOLE)) } else { Ok(Part::Constant(text.into())) };
    };
    match (name, Field::named(name), name.strip_prefix("settings.")) {
        ("signature", ..) => Ok(Part::Signature),
        ("attributes", ..) => Err(at.error("Attributes need the key \"*\": write \"*\" = \"{attributes}\".")),
        (_, Some(field), _) => Ok(Part::Field(field)),
        (_, _, Some(setting)) if settings.iter().any(|known| known.name == setting) => {
            Ok(Part::Setting(setting.to_owned()))
        }
        (_, _, Some(_)) => Err(at.error("[settings] has no such setting.")),
        _ => Err(at.error(WHOLE)),
    }
}

/// The name of the setting in `{settings.NAME}`.
fn read_setting_name(text: &At<'_, &str>, settings: &[Setting]) -> Result<String> {
    text.value
        .strip_prefix("{settings.")
        .and_then(|rest| rest.strip_suffix('}'))
        .filter(|name| settings.iter().any(|setting| setting.name == *name))
        .map(str::to_owned)
        .ok_or_else(|| text.error("The value must be {settings.NAME}, where NAME is a setting of [settings]."))
}

fn read_contact(root: &Section<'_>, settings: &[Setting], signature: &Signature) -> Result<Option<Identity>> {
    let Some(text) = root.text("contact")? else {
        return Ok(None);
    };
    let field = text.value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).and_then(Field::named);
    match field {
        Some(field) if signature.covers().contains(&field.as_str()) => Ok(Some(Identity::Field(field))),
        Some(_) => {
            Err(text.error("The signature does not cover this field, so any visitor could claim to be any contact. Name a field that the message signs."))
        }
        None => read_setting_name(&text, settings).map(|name| Some(Identity::Setting(name))).map_err(|_| {
            text.error("The contact must be a field such as {id} or {email}, or {settings.NAME} for a setting that names a claim.")
        }),
    }
}

/// How the vendor's backend answers a refused request. Where the vendor documents no answer, it is visitorseal's own.
fn read_answer(root: &Section<'_>) -> Result<Answer> {
    let Some(section) = root.section("refused")? else {
        return Ok(Answer { status: 401, error: "identity_unverified".to_owned() });
    };
    let status = section.required_integer("status")?;
    let answer = Answer {
        status: u16::try_from(status.value)
            .ok()
            .filter(|code| (400..=499).contains(code))
            .ok_or_else(|| status.error("The value must be an HTTP status from 400 to 499."))?,
        error: section.required_text("error")?.value.to_owned(),
    };
    section.finish()?;
    Ok(answer)
}
