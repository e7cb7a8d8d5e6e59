//! Reads a scheme file; [`crate::scheme_file`] is its manual.

use std::sync::Arc;

use serde_json::Value;
use toml::de::{DeTable, DeValue};

use super::{
    Contact, Form, Message, Model, Page, Part, Piece, Setting, Signature, Table,
    table::REGISTERED_CLAIMS,
    toml_file::{At, Section, malformed},
};
use crate::{
    error::{Answer, Code, Error, Result},
    page::{self, code_slots},
    visitor::Field,
};

const LARGEST: usize = 64 * 1024;

pub(super) fn read(toml: &str) -> Result<Model> {
    if toml.len() > LARGEST {
        return Err(Error::new(Code::SchemeMalformed, "a scheme file has at most 64 KiB"));
    }
    let document =
        DeTable::parse(toml).map_err(|error| malformed(toml, &error.span().unwrap_or(0..0), "", error.message()))?;
    let root = Section::new(toml, document.get_ref(), 0..0, String::new());

    let name = root.required_text("name")?;
    check_name(&name, name.value)?;
    let vendor = root.required_text("vendor")?;
    if vendor.value.contains(['{', '}']) {
        return Err(vendor.error("a vendor's name holds no braces"));
    }
    let document = root.required_text("document")?;
    if !document.value.starts_with("https://") && !document.value.starts_with("http://") {
        return Err(document.error("it is the address of the vendor's page"));
    }
    let settings = settings(&root)?;
    let fields_section = root.required_section("fields")?;
    let fields = table(&fields_section, &settings, true)?;
    if fields.signature().is_none() {
        return Err(fields_section.error("", "one of the fields is \"{signature}\""));
    }
    let signature = signature(&root, &settings, &fields)?;
    let mut used = signature.covers();
    used.extend(fields.words());
    let model = Model {
        name: name.value.to_owned(),
        vendor: vendor.value.to_owned(),
        document: document.value.to_owned(),
        read: root.date("read")?,
        contact: contact(&root, &settings, &signature)?,
        readable_keys: root.flag("readable_keys")?,
        page: page(&root, (name.value, vendor.value), &settings, &fields)?,
        answer: Arc::new(answer(&root)?),
        settings,
        signature,
        fields,
        used,
    };
    root.finish()?;
    Ok(model)
}

/// Names of schemes and settings become identifiers: in the page's script, as arguments in other languages.
fn check_name<T>(at: &At<'_, T>, name: &str) -> Result<()> {
    let letters = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) || !name.bytes().all(letters) {
        return Err(at.error("a name is made of a to z, digits and _, and begins with a letter"));
    }
    Ok(())
}

/// What signers, verifiers and `explain` take: in some languages settings stand beside these as arguments.
const ARGUMENTS: [&str; 8] = ["scheme", "secret", "keys", "fields", "policy", "leeway", "max_token", "now"];

fn settings(root: &Section<'_>) -> Result<Vec<Setting>> {
    let Some(section) = root.section("settings")? else {
        return Ok(Vec::new());
    };
    section
        .members()
        .map(|(name, at)| {
            check_name(&at, name)?;
            if ARGUMENTS.contains(&name) {
                return Err(at.error("an argument of signers or verifiers has this name; name the setting otherwise"));
            }
            let setting = section.nested(&at).ok_or_else(|| at.error("a setting is a table"))?;
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

fn signature(root: &Section<'_>, settings: &[Setting], fields: &Table) -> Result<Signature> {
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
                message: message(&section, fields)?,
                samples: section.texts("samples")?.iter().map(|text| text.value.to_owned()).collect(),
            }
        }
        Kind::Jwt => {
            section.word("algorithm", &[("RS256", ())])?;
            let claims_section = section.required_section("claims")?;
            let claims = table(&claims_section, settings, false)?;
            if let Some(name) = claims.names().find(|name| REGISTERED_CLAIMS.contains(name)) {
                return Err(
                    claims_section.error(name, "RFC 7519 gives this claim its meaning; lifetime sets iat and exp")
                );
            }
            let required = section.texts("required")?;
            for claim in &required {
                if !claims.members.iter().any(|(name, part)| name == claim.value && matches!(part, Part::Field(_))) {
                    return Err(claim.error("a required claim is one of the claims, filled from the visitor"));
                }
            }
            Signature::Jwt {
                required: required.iter().map(|claim| claim.value.to_owned()).collect(),
                lifetime: section.text("lifetime")?.map(|text| named_setting(&text, settings)).transpose()?,
                claims,
            }
        }
    };
    section.finish()?;
    Ok(signature)
}

/// Splits `{id}:{email}` at its placeholders.
fn message(section: &Section<'_>, fields: &Table) -> Result<Message> {
    let text = section.required_text("message")?;
    let sent = fields.words();
    let mut pieces: Vec<Piece> = Vec::new();
    let mut rest = text.value;
    while let Some((literal, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').ok_or_else(|| text.error("a { has no }"))?;
        let field = Field::named(name).ok_or_else(|| {
            text.error("a message is made of {id}, {email}, {name}, {phone}, {avatar} and separators")
        })?;
        if !literal.is_empty() {
            pieces.push(Piece::Literal(literal.to_owned()));
            if has_border(literal) {
                return Err(
                    text.error(format!("{literal:?} overlaps itself, so that two visitors could share a message"))
                );
            }
        } else if matches!(pieces.last(), Some(Piece::Field(_))) {
            return Err(
                text.error("two fields need a separator between them: without one, 1 and 23 is the same as 12 and 3")
            );
        }
        if !sent.contains(&field.as_str()) {
            return Err(
                text.error(format!("it covers {{{name}}}, which is none of the fields: nobody could verify it"))
            );
        }
        pieces.push(Piece::Field(field));
        rest = after;
    }
    if rest.contains('}') {
        return Err(text.error("a } has no {"));
    }
    if pieces.is_empty() {
        return Err(text.error("a message covers at least one field of the visitor"));
    }
    if !rest.is_empty() {
        pieces.push(Piece::Literal(rest.to_owned()));
    }
    Ok(Message { pieces })
}

/// Whether a text begins as it ends: then `a` + `::` + `:b` is `a:` + `::` + `b`.
fn has_border(text: &str) -> bool {
    text.char_indices().skip(1).any(|(at, _)| text.get(at..).is_some_and(|end| text.starts_with(end)))
}

fn table(section: &Section<'_>, settings: &[Setting], signature: bool) -> Result<Table> {
    let mut table = Table::default();
    for (name, at) in section.members() {
        if name == "__proto__" {
            return Err(at.error("a page cannot hold this key safely"));
        }
        if name == "*" {
            if at.value.as_str() != Some("{attributes}") {
                return Err(at.error("\"*\" is \"{attributes}\": each attribute becomes a further member"));
            }
            table.attributes = true;
            continue;
        }
        let part = match section.nested(&at) {
            Some(nested) => Part::Table(self::table(&nested, settings, false)?),
            None => part(&at, settings)?,
        };
        if matches!(part, Part::Signature) && (!signature || table.signature().is_some()) {
            return Err(at.error("the signature stands once, in one of the fields themselves"));
        }
        table.members.push((name.to_owned(), part));
    }
    let mut words = table.words();
    words.sort_unstable();
    if let Some([word, _]) = words.windows(2).find(|pair| matches!(pair, [one, other] if one == other)) {
        return Err(section.error("", format!("{{{word}}} stands here twice; of two values one would be believed")));
    }
    Ok(table)
}

fn part(at: &At<'_, &DeValue<'_>>, settings: &[Setting]) -> Result<Part> {
    const WHOLE: &str = "a value is a constant or one whole placeholder: {id}, {email}, {name}, {phone}, {avatar}, {signature} or {settings.NAME}";
    let text = match at.value {
        DeValue::String(text) => text.as_ref(),
        DeValue::Boolean(flag) => return Ok(Part::Constant(Value::Bool(*flag))),
        DeValue::Integer(number) => {
            let number = i64::from_str_radix(number.as_str(), number.radix())
                .map_err(|_| at.error("a whole number has at most 64 bits"))?;
            return Ok(Part::Constant(number.into()));
        }
        other => return Err(at.error(format!("it is text, a whole number, true or false, not {}", other.type_str()))),
    };
    let Some(name) = text.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')) else {
        return if text.contains(['{', '}']) { Err(at.error(WHOLE)) } else { Ok(Part::Constant(text.into())) };
    };
    match (name, Field::named(name), name.strip_prefix("settings.")) {
        ("signature", ..) => Ok(Part::Signature),
        ("attributes", ..) => Err(at.error("attributes go under the key \"*\"")),
        (_, Some(field), _) => Ok(Part::Field(field)),
        (_, _, Some(setting)) if settings.iter().any(|known| known.name == setting) => {
            Ok(Part::Setting(setting.to_owned()))
        }
        (_, _, Some(_)) => Err(at.error("there is no such setting under [settings]")),
        _ => Err(at.error(WHOLE)),
    }
}

/// `{settings.NAME}`, as the setting's name.
fn named_setting(text: &At<'_, &str>, settings: &[Setting]) -> Result<String> {
    text.value
        .strip_prefix("{settings.")
        .and_then(|rest| rest.strip_suffix('}'))
        .filter(|name| settings.iter().any(|setting| setting.name == *name))
        .map(str::to_owned)
        .ok_or_else(|| text.error("it is {settings.NAME}, with a name that stands under [settings]"))
}

fn contact(root: &Section<'_>, settings: &[Setting], signature: &Signature) -> Result<Option<Contact>> {
    let Some(text) = root.text("contact")? else {
        return Ok(None);
    };
    let field = text.value.strip_prefix('{').and_then(|rest| rest.strip_suffix('}')).and_then(Field::named);
    match field {
        Some(field) if signature.covers().contains(&field.as_str()) => Ok(Some(Contact::Field(field))),
        Some(_) => Err(text.error("the signature does not cover this field, so anyone could be anyone")),
        None => named_setting(&text, settings).map(|name| Some(Contact::Setting(name))).map_err(|_| {
            text.error(
                "it is \"{id}\", \"{email}\" or another field, or {settings.NAME} for a setting that names a claim",
            )
        }),
    }
}

fn answer(root: &Section<'_>) -> Result<Answer> {
    let section = root.required_section("refused")?;
    let status = section.integer("status")?.ok_or_else(|| section.error("status", "this key is missing"))?;
    let answer = Answer {
        status: u16::try_from(status.value)
            .ok()
            .filter(|code| (400..=499).contains(code))
            .ok_or_else(|| status.error("it is an HTTP status from 400 to 499"))?,
        error: section.required_text("error")?.value.to_owned(),
    };
    section.finish()?;
    Ok(answer)
}

fn page(root: &Section<'_>, (name, vendor): (&str, &str), settings: &[Setting], fields: &Table) -> Result<Page> {
    let Some(section) = root.section("page")? else {
        return Ok(Page::default());
    };
    let names = |key: &str| -> Result<Vec<String>> {
        let names = section.texts(key)?;
        if let Some(name) = names.iter().find(|name| !fields.names().any(|known| known == name.value)) {
            return Err(name.error("there is no such field under [fields]"));
        }
        Ok(names.iter().map(|name| name.value.to_owned()).collect())
    };
    let global = global(&section)?;
    let [at_once, script, forget] = [code(&section, "at_once")?, code(&section, "script")?, code(&section, "forget")?];
    let has_code = at_once.is_some() || script.is_some();
    let slots = |code: Option<&str>| code.and_then(|code| code_slots(code).ok()).unwrap_or(0);
    if slots(forget) != 0 {
        return Err(section.error("forget", "there are no {fields} to forget with"));
    }
    if has_code && slots(at_once) + slots(script) != 1 {
        return Err(section.error("script", "{fields} stands exactly once in at_once and script together"));
    }
    if global.is_none() && (script.is_some() || forget.is_some()) {
        return Err(section.error("global", "script and forget wait for the vendor's global; name it"));
    }
    let wrapped = |at_once, later, forgets| page::script(name, vendor, global, at_once, later, forgets);
    let page = Page {
        script: has_code.then(|| wrapped(at_once, script, false)),
        forget: forget.map(|forget| wrapped(None, Some(forget), true)),
        anonymous: names("anonymous")?,
        prefill: names("prefill")?,
        template: section.text("template")?.map(|text| named_setting(&text, settings)).transpose()?,
        url: section.text("url")?.map(|text| named_setting(&text, settings)).transpose()?,
        replace: replace(&section, settings)?,
    };
    if page.template.is_some() && has_code {
        return Err(section.error("template", "a page is made from a template or from at_once and script"));
    }
    if (page.template.is_some() || page.url.is_some())
        && !page.replace.iter().any(|(_, part)| matches!(part, Part::Signature))
    {
        return Err(section.error("replace", "one entry says where the signature goes"));
    }
    section.finish()?;
    Ok(page)
}

fn global<'a>(section: &Section<'a>) -> Result<Option<&'a str>> {
    let Some(global) = section.text("global")? else {
        return Ok(None);
    };
    let mut chars = global.value.chars();
    let fits = chars.next().is_some_and(|first| first.is_ascii_alphabetic() || "_$".contains(first))
        && chars.all(|char| char.is_ascii_alphanumeric() || "_$".contains(char));
    if fits { Ok(Some(global.value)) } else { Err(global.error("it is the name of a JavaScript global")) }
}

fn code<'a>(section: &Section<'a>, key: &str) -> Result<Option<&'a str>> {
    let Some(code) = section.text(key)? else {
        return Ok(None);
    };
    code_slots(code.value).map_err(|reason| code.error(reason))?;
    Ok(Some(code.value.trim()))
}

fn replace(section: &Section<'_>, settings: &[Setting]) -> Result<Vec<(String, Part)>> {
    let Some(replace) = section.section("replace")? else {
        return Ok(Vec::new());
    };
    replace
        .members()
        .map(|(word, at)| {
            if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
                return Err(at.error("what is replaced is a word of four letters, digits and _ or more"));
            }
            // Whatever goes into HTML, a script or an address unescaped must need no escaping there.
            match part(&at, settings)? {
                Part::Signature => Ok((word.to_owned(), Part::Signature)),
                Part::Setting(name)
                    if settings.iter().any(|setting| setting.name == name && setting.form == Form::Name) =>
                {
                    Ok((word.to_owned(), Part::Setting(name)))
                }
                _ => Err(at.error("it is \"{signature}\" or a setting of the form \"name\"")),
            }
        })
        .collect()
}
